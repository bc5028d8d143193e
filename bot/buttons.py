"""What a button says to us when it is pressed: nothing that we did not write, from nobody else.

A client can send any data for a message with buttons. So each button's data is signed, together
with the chat that it stands in, who may press it and until when; nothing is kept for it, and a
restart changes nothing.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.request import Request

ANYBODY = 0
"""The owner of a button that everybody in the chat may press."""

ASKS = "?"
"""The end of what a button says that has us ask for words."""

LONGEST = 64
"""Bytes of a button's data (core.telegram.org/bots/api#inlinekeyboardbutton)."""

MAC_BYTES = 6
"""Who guesses must ask Telegram, and us, for each try."""

LETTER = 0
"""Stands for the chat in what is good in any chat; no chat has it."""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

IsAdmin = Callable[[int, int], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message, and what a click on it says to us."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Link:
    """A button under a message that opens an address."""

    label: str
    url: str


Rows = Sequence[Sequence[Button | Link]]
"""Buttons as they stand under a message."""


class Refusal(StrEnum):
    """Why a click is not heard; each is the key of a notice."""

    CLOSED = "button-closed"
    NOT_YOURS = "not-yours"
    NOT_AN_ADMIN = "only-admins-choose"


class Buttons:
    """Signs buttons, and reads what a click says."""

    def __init__(self, token: str, clock: Callable[[], datetime], is_admin: IsAdmin) -> None:
        """Take what only we and Telegram know, the time, and what tells a chat's admins."""
        self._key = hmac.digest(token.encode(), b"buttons", "sha256")
        self._clock = clock
        self._is_admin = is_admin

    def make(
        self,
        request: Request,
        label: str,
        says: str,
        *,
        life: timedelta,
        owner: int | None = None,
        asks: bool = False,
    ) -> Button:
        """Return a button for the chat of a request.

        Args:
            request: which is answered.
            label: on the button, without markup.
            says: what `read` returns after a click: ASCII without "~" and "?", some 35 characters.
            life: how long it may be pressed, at least.
            owner: who may press it: a person's id; a chat's, for its admins, wherever it stands; or
                `ANYBODY`. Who asks, if not given.
            asks: whether a click has us ask for words; see `asks_for_words`.

        Raises:
            ValueError: `says` is too long.
        """
        by = request.sender if owner is None else owner
        until = int((self._clock() + life).timestamp()) // 60 + 1
        signed = f"{says}{ASKS if asks else ''}~{_written(by)}~{_written(until)}"
        data = f"{signed}~{self._mac(request.here, signed)}"
        if len(data.encode()) > LONGEST:
            raise ValueError(f"a button cannot say so much: {says}")
        return Button(label, data)

    async def read(self, request: Request, data: str) -> str | Refusal:
        """Return what a click in the chat of a request says, or why it is not heard."""
        signed, _, mac = data.rpartition("~")
        if not hmac.compare_digest(mac.encode(), self._mac(request.chat, signed).encode()):
            return Refusal.CLOSED
        says, by, until = signed.rsplit("~", 2)
        says = says.removesuffix(ASKS)
        if int(until, 36) * 60 < self._clock().timestamp():
            return Refusal.CLOSED
        owner = int(by, 36)
        if owner in {ANYBODY, request.sender}:
            return says
        if owner > 0:
            return Refusal.NOT_YOURS
        # For a group's admins; who asked in its name (anonymously) presses under their own.
        if await self._is_admin(owner, request.sender):
            return says
        return Refusal.NOT_AN_ADMIN

    def letter(self, says: str, *, life: timedelta) -> str:
        """Return a code that says something to us in whatever chat somebody sends it.

        Args:
            says: what `opened` returns: a number.
            life: for how long it is good, at least.

        Returns:
            Letters, digits, "-" and "_", as Telegram's links can carry them.
        """
        until = int((self._clock() + life).timestamp()) // 60 + 1
        signed = f"{says}_{_written(until)}"
        return f"{signed}_{self._mac(LETTER, signed)}"

    def opened(self, code: str) -> str | None:
        """Return what a code says; None where it is not ours, or too old."""
        says, until, mac = (*code.split("_", 2), "", "")[:3]
        if not hmac.compare_digest(mac.encode(), self._mac(LETTER, f"{says}_{until}").encode()):
            return None
        return says if int(until, 36) * 60 >= self._clock().timestamp() else None

    def _mac(self, chat: int, signed: str) -> str:
        mac = hmac.digest(self._key, f"{chat}~{signed}".encode(), "sha256")[:MAC_BYTES]
        return urlsafe_b64encode(mac).decode()


def group_of(data: str) -> int | None:
    """Return whose admins may press a button that was read; None where it is no group's."""
    owner = int(data.rsplit("~", 3)[1], 36)
    return owner if owner < 0 else None


def asks_for_words(data: str) -> bool:
    """Tell whether a click has us ask for words, which its turn must come in order with.

    A click that overtook what its person said before would make that the answer to its question.
    """
    return data.partition("~")[0].endswith(ASKS)


def _written(number: int) -> str:
    """Return a number to the base of 36."""
    left, digits = abs(number), ""
    while left or not digits:
        left, digit = divmod(left, 36)
        digits = DIGITS[digit] + digits
    return f"-{digits}" if number < 0 else digits
