"""What a chat is told once and not again, kept in Records."""

from __future__ import annotations

from enum import StrEnum

from bot.request import Request
from core.ports import Records

TOLD = "told"


class Once(StrEnum):
    """What is told once."""

    ANSWERS = "answers"
    """Which photos are answered, and how to choose."""
    NO_PHOTOS = "no-photos"
    """That we may not send photos."""
    NO_ADMINS = "no-admins"
    """That a rule was met and no admin can be told."""
    NO_DELETING = "no-deleting"
    """That rules need us to delete messages, and we may not."""
    NO_BANNING = "no-banning"
    """That they need us to ban, likewise."""
    NO_ADDING = "no-adding"
    """That they need us to add members, likewise."""


class Told:
    """Remembers what was told: chat and what -> {"by": the update that it was told for}."""

    def __init__(self, records: Records) -> None:
        """Take where it is kept."""
        self._records = records

    async def is_first(self, what: Once, request: Request) -> bool:
        """Tell whether the chat of a request is to be told, and note that it is.

        Should we die before it is said, the same request is told so again when it comes back.
        """
        key, value = _key(what, request.chat), {"by": request.update_id}
        if await self._records.create(TOLD, key, value):
            return True
        record = await self._records.get(TOLD, key)
        return record is not None and record.value == value

    async def forget(self, what: Once, chat: int) -> None:
        """Let it be told again: things have changed."""
        await self._records.delete(TOLD, _key(what, chat))

    async def drop(self, chat: int) -> None:
        """Forget what a chat was told."""
        for what in Once:
            await self.forget(what, chat)

    async def move(self, old: int, new: int) -> None:
        """Take a supergroup as told what the group was that it was."""
        for what in Once:
            record = await self._records.get(TOLD, _key(what, old))
            if record is not None:
                await self._records.create(TOLD, _key(what, new), record.value)


def _key(what: Once, chat: int) -> str:
    return f"{chat}:{what.value}"
