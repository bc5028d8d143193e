"""A person's photos, a page at a time: the newest first, for that is the one taught by mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.outbox import Outbox
from bot.request import Request
from bot.roster import Listed
from core.drawing import portraits
from core.model import KeptPhoto
from core.recognizer import Recognizer
from core.worker import Worker

SHOWN = 8
"""Photos on a page."""

AT_ONCE = 500
"""Photos that are listed by one question to the store."""

LONGEST_SHOWN = 40
"""Characters of the name of who enrolled: a caption has room for eight of them."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of somebody's photos.

    Attributes:
        photos: on it, in the order of their numbers in the picture.
        picture: of them.
        called: what those are called who enrolled them, as far as Telegram tells.
        number: of the page.
        pages: how many there are.
    """

    photos: Sequence[KeptPhoto]
    picture: bytes
    called: Mapping[str, str]
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Leafing:
    """Turns the pages of people's photos."""

    outbox: Outbox
    recognizer: Recognizer
    worker: Worker

    async def every(self, who: Listed) -> list[KeptPhoto]:
        """Return all photos of somebody, the newest first; neither vectors nor crops are read."""
        found: list[KeptPhoto] = []
        while True:
            after = found[-1].place if found else None
            some = await self.recognizer.photos(who.gallery, who.id, after=after, limit=AT_ONCE)
            found += some
            if len(some) < AT_ONCE:
                return found[::-1]

    async def leaf(self, request: Request, who: Listed, number: int) -> Leaf:
        """Return a page; the nearest that there is, if there are not so many any more."""
        photos = await self.every(who)
        pages = max(1, -(-len(photos) // SHOWN))
        number = min(max(number, 1), pages)
        shown = photos[(number - 1) * SHOWN : number * SHOWN]
        picture, called = await self._picture(who, shown), await self._called(request, shown)
        return Leaf(shown, picture, called, number, pages)

    async def _picture(self, who: Listed, photos: Sequence[KeptPhoto]) -> bytes:
        crops = await self.recognizer.crops(who.gallery, [photo.id for photo in photos])
        return await self.worker.run(portraits, [crops.get(photo.id) for photo in photos] or [None])

    async def _called(self, request: Request, photos: Sequence[KeptPhoto]) -> dict[str, str]:
        called = {}
        for account in {photo.enrolled_by for photo in photos}:
            if account.lstrip("-").isdecimal() and int(account) > 0:
                name = await self.outbox.member_name(request.chat, int(account))
                called[account] = (name or account)[:LONGEST_SHOWN]
        return called
