"""Changes to what the bot has said: the part of the door to Telegram that edits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden
from telegram.ext import ExtBot

from bot.buttons import Button, Link, Rows
from bot.delivery import Delivery
from bot.pacing import Urgency
from bot.texts.speech import Markup

FILE_NAME = "faces.jpg"
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Edits:
    """Changes and removes the bot's own messages; what cannot be changed is told, not raised."""

    def __init__(self, bot: ExtBot[None], delivery: Delivery) -> None:
        """Take the library's bot and what carries each call to Telegram."""
        self._bot = bot
        self._delivery = delivery

    async def change(
        self, chat: int, message: int, words: Markup, *, picture: bool, buttons: Rows = ()
    ) -> bool:
        """Replace the words of our own message, and its buttons by others or none.

        Args:
            chat: where it is.
            message: its id.
            words: the new ones.
            picture: whether they stand under a picture.
            buttons: under it from now on.

        Returns:
            False when it cannot be changed, because it is gone or too old.
        """
        change = self._new_caption if picture else self._new_text
        return await self._changed(chat, lambda: change(chat, message, words, buttons))

    async def change_to_picture(
        self, chat: int, message: int, jpeg: bytes, caption: Markup, buttons: Rows = ()
    ) -> bool:
        """Make our own message one that shows a picture; as `change` in all else."""
        return await self._changed(
            chat,
            lambda: self._bot.edit_message_media(
                InputMediaPhoto(
                    jpeg, caption=caption, parse_mode=ParseMode.HTML, filename=FILE_NAME
                ),
                chat,
                message,
                reply_markup=keyboard(buttons),
            ),
        )

    async def change_buttons(self, chat: int, message: int, buttons: Rows) -> bool:
        """Replace the buttons under our own message; as `change` in all else."""
        return await self._changed(
            chat,
            lambda: self._bot.edit_message_reply_markup(
                chat, message, reply_markup=keyboard(buttons)
            ),
        )

    async def _changed(self, chat: int, change: Callable[[], Awaitable[object]]) -> bool:
        try:
            # Telegram counts it like a message, and whoever sees it change has seen it begin.
            await self._delivery.send(chat, Urgency.ASKED, change)
        except BadRequest as refused:
            # A request that is repeated finds it changed already.
            return "not modified" in refused.message
        return True

    async def remove(self, chat: int, message: int) -> None:
        """Delete our own message, if it is still there and can be."""
        with suppress(BadRequest, Forbidden):
            await self._delivery.carry(chat, lambda: self._bot.delete_message(chat, message))

    def _new_caption(
        self, chat: int, message: int, words: Markup, buttons: Rows
    ) -> Awaitable[object]:
        return self._bot.edit_message_caption(
            chat,
            message,
            caption=words,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(buttons),
        )

    def _new_text(self, chat: int, message: int, words: Markup, buttons: Rows) -> Awaitable[object]:
        return self._bot.edit_message_text(
            words,
            chat,
            message,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(buttons),
            link_preview_options=NO_PREVIEW,
        )


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Return buttons in Telegram's words; None for none."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_key(button) for button in row] for row in rows])


def _key(button: Button | Link) -> InlineKeyboardButton:
    if isinstance(button, Link):
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.data)
