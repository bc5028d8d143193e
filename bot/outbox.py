"""The one door to Telegram: what the bot says and fetches, in plain values.

Every call goes through `Delivery`, which knows what to try again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass

from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ChatAction, ChatMemberStatus, FileSizeLimit, ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.delivery import Delivery
from bot.request import PhotoRef, Request
from core.errors import FileTooLarge

MOST_BYTES = int(FileSizeLimit.FILESIZE_DOWNLOAD)
"""What getFile hands out: 20 MB (core.telegram.org/bots/api#getfile)."""

FORCE_REPLY = ForceReply(selective=True)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
ADMINS = frozenset({ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER})


class FileGone(Exception):
    """Telegram does not hand out a file any more."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer goes.

    Attributes:
        chat: the chat's id.
        thread: of the forum topic, if any.
        reply_to: the message that is answered; where it is gone the answer comes all the same.
    """

    chat: int
    thread: int | None
    reply_to: int | None

    @property
    def reply(self) -> ReplyParameters | None:
        """The same in Telegram's words."""
        if not self.reply_to:
            return None
        return ReplyParameters(self.reply_to, allow_sending_without_reply=True)


def answer_to(request: Request, message: int | None = None) -> Address:
    """Return where the answer to a request goes.

    Args:
        request: whose.
        message: that is answered; without it a group sees whom the answer is for, and in private
            it needs no saying.
    """
    if message is None and not request.private:
        message = request.message
    return Address(request.chat, request.thread, message or None)


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message, and what a click on it says to us (at most 64 bytes)."""

    label: str
    data: str


Rows = Sequence[Sequence[Button]]


class Outbox:
    """Says, shows, asks and fetches."""

    def __init__(self, bot: ExtBot[None], delivery: Delivery) -> None:
        """Take the library's bot and what carries each call to Telegram."""
        self._bot = bot
        self._delivery = delivery

    async def say(self, to: Address, html: str, *, ask: bool = False, buttons: Rows = ()) -> None:
        """Send a text, with buttons under it; or, with `ask`, one to which a reply is opened."""
        await self._delivery.carry(
            to.chat,
            lambda: self._bot.send_message(
                to.chat,
                html,
                parse_mode=ParseMode.HTML,
                message_thread_id=to.thread,
                reply_parameters=to.reply,
                reply_markup=FORCE_REPLY if ask else _keyboard(buttons),
                link_preview_options=NO_PREVIEW,
            ),
        )

    async def show(self, to: Address, jpeg: bytes, caption: str, buttons: Rows = ()) -> None:
        """Send a picture with a caption, and buttons under it."""
        await self._delivery.carry(
            to.chat,
            lambda: self._bot.send_photo(
                to.chat,
                jpeg,
                caption=caption,
                parse_mode=ParseMode.HTML,
                message_thread_id=to.thread,
                reply_parameters=to.reply,
                reply_markup=_keyboard(buttons),
                filename="faces.jpg",
            ),
        )

    async def change_question(
        self, chat: int, message: int, words: str, *, picture: bool, buttons: Rows = ()
    ) -> None:
        """Replace a question's words by what came of it, and its buttons by others or none.

        Args:
            chat: where it was asked.
            message: that asked it.
            words: HTML.
            picture: whether it asked under a picture.
            buttons: of the next question, if there is one.
        """
        change = self._new_caption if picture else self._new_text
        try:
            await self._delivery.carry(chat, lambda: change(chat, message, words, buttons))
        except BadRequest as refused:
            # It says so already (a repeated request), or somebody deleted it: say it anew.
            if "not modified" not in refused.message:
                await self.say(Address(chat, None, message), words, buttons=buttons)

    def _new_caption(self, chat: int, message: int, words: str, buttons: Rows) -> Awaitable[object]:
        return self._bot.edit_message_caption(
            chat,
            message,
            caption=words,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(buttons),
        )

    def _new_text(self, chat: int, message: int, words: str, buttons: Rows) -> Awaitable[object]:
        return self._bot.edit_message_text(
            words,
            chat,
            message,
            parse_mode=ParseMode.HTML,
            reply_markup=_keyboard(buttons),
            link_preview_options=NO_PREVIEW,
        )

    async def answer_click(self, query_id: str, text: str, *, alert: bool = False) -> None:
        """Answer the click on a button with a little notice (no markup); it may be too late."""
        try:
            await self._delivery.carry(
                None,
                lambda: self._bot.answer_callback_query(query_id, text, show_alert=alert),
            )
        except BadRequest:
            # "Query is too old": whoever clicked has stopped waiting.
            return

    async def show_working(self, chat: int, thread: int | None, *, picture: bool) -> None:
        """Show "typing" or "sending photo" for five seconds; whether it works does not matter."""
        action = ChatAction.UPLOAD_PHOTO if picture else ChatAction.TYPING
        try:
            await self._bot.send_chat_action(chat, action, message_thread_id=thread)
        except TelegramError:
            return

    async def fetch(self, photo: PhotoRef) -> bytes:
        """Return a photo's bytes.

        Raises:
            FileTooLarge: more than Telegram hands out to bots.
            FileGone: Telegram does not have it any more, or not for us.
        """
        _refuse_large(photo.size)
        try:
            file = await self._delivery.carry(None, lambda: self._bot.get_file(photo.file_id))
        except BadRequest as refused:
            if "too big" in refused.message:
                raise FileTooLarge(size=photo.size or 0, most=MOST_BYTES) from refused
            raise FileGone from refused
        _refuse_large(file.file_size)
        try:
            return bytes(await self._delivery.carry(None, file.download_as_bytearray))
        except (BadRequest, InvalidToken) as refused:
            # The library calls every 404 an invalid token; here it is the file that is not found.
            raise FileGone from refused

    async def is_admin(self, chat: int, person: int) -> bool:
        """Tell whether a person (or the bot itself) administers a chat; when in doubt, no."""
        try:
            member = await self._delivery.carry(
                None, lambda: self._bot.get_chat_member(chat, person)
            )
        except (BadRequest, Forbidden):
            return False
        return member.status in ADMINS


def _refuse_large(size: int | None) -> None:
    if size is not None and size > MOST_BYTES:
        raise FileTooLarge(size=size, most=MOST_BYTES)


def _keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in rows]
    )
