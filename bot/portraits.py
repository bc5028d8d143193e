"""Profile photos: what Telegram shows us of somebody, which may be nothing."""

from __future__ import annotations

from telegram.error import BadRequest, Forbidden
from telegram.ext import ExtBot

from bot.delivery import Delivery
from bot.request import PhotoRef

NO_MESSAGE = 0
"""The message of a photo that stands in none."""


class Portraits:
    """Finds the newest profile photos of an account."""

    def __init__(self, bot: ExtBot[None], delivery: Delivery) -> None:
        """Take the library's bot and what carries each call to Telegram."""
        self._bot = bot
        self._delivery = delivery

    async def of(self, account: int, most: int) -> tuple[PhotoRef, ...]:
        """Return somebody's profile photos, the newest first.

        None can mean that there is none, or that it is hidden from us: it says nothing.
        """
        try:
            found = await self._delivery.carry(
                None, lambda: self._bot.get_user_profile_photos(account, limit=most)
            )
        except (BadRequest, Forbidden):
            return ()
        best = (max(sizes, key=lambda size: size.width) for sizes in found.photos[:most] if sizes)
        return tuple(PhotoRef(size.file_id, NO_MESSAGE, size.file_size) for size in best)
