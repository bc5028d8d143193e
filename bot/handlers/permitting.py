"""Who may have whom enrolled, and forgotten, as the chat's policy says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto

from bot.preferences import Policy, Preferences
from bot.request import Request, Whom


class Permission(Enum):
    """Whether something may be done."""

    GRANTED = auto()
    PERSON_DECIDES = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Permitting:
    """Asks the chat's policy. In private there is nobody else to ask."""

    preferences: Preferences
    is_admin: Callable[[int, int], Awaitable[bool]]

    async def to_enrol(self, request: Request, whom: Whom) -> Permission:
        """Tell whether who asks may enrol somebody; everybody may enrol themselves."""
        if request.private or whom.account == request.sender:
            return Permission.GRANTED
        policy = (await self.preferences.of(request.chat)).policy
        if policy is Policy.CONSENT:
            return Permission.PERSON_DECIDES
        return await self._as_policy_says(request, policy)

    async def to_change(self, request: Request, account: int | None) -> Permission:
        """Tell whether who asks may change or forget somebody.

        Args:
            request: who asks.
            account: of the person; None where nobody said.
        """
        if request.private or account == request.sender:
            return Permission.GRANTED
        policy = (await self.preferences.of(request.chat)).policy
        return await self._as_policy_says(request, policy)

    async def _as_policy_says(self, request: Request, policy: Policy) -> Permission:
        if policy is Policy.OPEN or request.sender == request.chat:
            return Permission.GRANTED  # an anonymous admin writes in the name of the chat
        admin = await self.is_admin(request.chat, request.sender)
        return Permission.GRANTED if admin else Permission.REFUSED
