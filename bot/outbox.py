"""The one door to Telegram: what the bot says and fetches, in plain values.

Every call goes through `Delivery`, which knows what to try again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from telegram import ChatMember, ForceReply, ReplyParameters
from telegram.constants import ChatAction, FileSizeLimit, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.admin_rights import AdminRight
from bot.attention import Attention
from bot.buttons import Rows
from bot.delivery import Delivery
from bot.edits import FILE_NAME, NO_PREVIEW, Edits, keyboard
from bot.membership import is_outside, rights_of
from bot.moderation.deeds import Deeds
from bot.pacing import Urgency
from bot.portraits import Portraits
from bot.request import PhotoRef, Request
from bot.texts.speech import Markup
from core.errors import FileTooLarge

MOST_BYTES = int(FileSizeLimit.FILESIZE_DOWNLOAD)
"""What getFile hands out: 20 MB (core.telegram.org/bots/api#getfile)."""

NOT_TOLD = (BadRequest, Forbidden, ChatMigrated)
"""What Telegram answers of chats that we are not in, or that have another id now."""

FORCE_REPLY = ForceReply(selective=True)


class FileGone(Exception):
    """Telegram does not hand out a file any more."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer goes.

    Attributes:
        chat: the chat's id.
        thread: of the forum topic, if any.
        reply_to: the message that is answered; where it is gone the answer comes all the same.
        urgency: whether somebody waits for it.
    """

    chat: int
    thread: int | None
    reply_to: int | None
    urgency: Urgency = Urgency.ASKED

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
    return Address(request.chat, request.thread, message or None, urgency_of(request))


def urgency_of(request: Request) -> Urgency:
    """Tell whether somebody waits for the answer to a request."""
    asked = request.attention is Attention.ASKED
    return Urgency.ASKED if asked else Urgency.UNASKED


class Outbox:
    """Says, shows, asks and fetches."""

    def __init__(self, bot: ExtBot[None], delivery: Delivery) -> None:
        """Take the library's bot and what carries each call to Telegram."""
        self._bot = bot
        self._delivery = delivery
        self.edits = Edits(bot, delivery)
        self.deeds = Deeds(bot, delivery)
        self.portraits = Portraits(bot, delivery)

    async def say(self, to: Address, html: Markup, *, ask: bool = False, buttons: Rows = ()) -> int:
        """Send a text, with buttons under it; or, with `ask`, one to which a reply is opened.

        Returns:
            The id of the message.
        """
        sent = await self._delivery.send(
            to.chat,
            to.urgency,
            lambda: self._bot.send_message(
                to.chat,
                html,
                parse_mode=ParseMode.HTML,
                message_thread_id=to.thread,
                reply_parameters=to.reply,
                reply_markup=FORCE_REPLY if ask else keyboard(buttons),
                link_preview_options=NO_PREVIEW,
            ),
        )
        return sent.message_id

    def has_room(self, chat: int) -> bool:
        """Tell whether a message could be sent now that nobody needs to have."""
        return self._delivery.pace.has_room(chat)

    async def whisper(self, person: int, html: Markup) -> None:
        """Tell somebody something in private, if they have ever spoken to us and let us."""
        with suppress(BadRequest, Forbidden):
            await self.say(Address(person, None, None), html)

    async def show(self, to: Address, jpeg: bytes, caption: Markup, buttons: Rows = ()) -> int:
        """Send a picture with a caption, and buttons under it; return the message's id."""
        sent = await self._delivery.send(
            to.chat,
            to.urgency,
            lambda: self._bot.send_photo(
                to.chat,
                jpeg,
                caption=caption,
                parse_mode=ParseMode.HTML,
                message_thread_id=to.thread,
                reply_parameters=to.reply,
                reply_markup=keyboard(buttons),
                filename=FILE_NAME,
            ),
        )
        return sent.message_id

    async def reach(
        self, to: Address, words: Markup, jpeg: bytes | None = None, buttons: Rows = ()
    ) -> int | None:
        """Send words, or a picture with them, to a chat that may not let us.

        Returns:
            The id of the message; None where nothing could be sent.
        """
        with suppress(BadRequest, Forbidden, ChatMigrated):
            if jpeg is not None:
                return await self.show(to, jpeg, words, buttons)
            return await self.say(to, words, buttons=buttons)
        return None

    async def reword(
        self, chat: int, message: int, words: Markup, *, picture: bool, buttons: Rows = ()
    ) -> None:
        """Change our own message, in a chat that may not let us any more; as `Edits.change`."""
        with suppress(Forbidden, ChatMigrated):
            await self.edits.change(chat, message, words, picture=picture, buttons=buttons)

    async def hand(self, to: Address, data: bytes, file_name: str, caption: Markup) -> None:
        """Send a file with a caption."""
        await self._delivery.send(
            to.chat,
            to.urgency,
            lambda: self._bot.send_document(
                to.chat,
                data,
                filename=file_name,
                caption=caption,
                parse_mode=ParseMode.HTML,
                message_thread_id=to.thread,
                reply_parameters=to.reply,
            ),
        )

    async def entrust(self, to: Address, data: bytes, file_name: str, caption: Markup) -> bool:
        """Send a file to a chat that may not let us; tell whether it did."""
        with suppress(BadRequest, Forbidden):
            await self.hand(to, data, file_name, caption)
            return True
        return False

    async def title(self, chat: int) -> str | None:
        """Return what a group is called; None for a private chat, and where we are not any more."""
        try:
            found = await self._delivery.carry(None, lambda: self._bot.get_chat(chat))
        except NOT_TOLD:
            return None
        return found.title

    async def linked(self, chat: int) -> int | None:
        """Return the id of the channel that a group discusses, if there is one."""
        try:
            found = await self._delivery.carry(None, lambda: self._bot.get_chat(chat))
        except NOT_TOLD:
            return None
        return found.linked_chat_id

    async def member_name(self, chat: int, person: int) -> str | None:
        """Return what somebody in a chat is called; None where Telegram does not tell."""
        member = await self._member(chat, person)
        return None if member is None else member.user.full_name

    async def is_member(self, chat: int, person: int) -> bool:
        """Tell whether somebody is in a chat; not where Telegram does not tell."""
        member = await self._member(chat, person)
        return member is not None and not is_outside(member)

    async def has_left(self, chat: int, person: int) -> bool:
        """Tell whether somebody is in a chat no more; not where Telegram does not tell."""
        member = await self._member(chat, person)
        return member is not None and is_outside(member)

    async def rights_of(self, chat: int, person: int) -> AdminRight:
        """Return what somebody may do in a chat as an admin; none where Telegram does not tell."""
        return rights_of(await self._member(chat, person))

    async def _member(self, chat: int, person: int) -> ChatMember | None:
        """Return how somebody stands in a chat; None where Telegram does not tell."""
        with suppress(*NOT_TOLD):
            return await self._delivery.carry(None, lambda: self._bot.get_chat_member(chat, person))
        return None

    async def change_question(
        self, chat: int, message: int, words: Markup, *, picture: bool, buttons: Rows = ()
    ) -> None:
        """Replace a question's words by what came of it, and its buttons by others or none.

        Args:
            chat: where it was asked.
            message: that asked it.
            words: the new ones.
            picture: whether it asked under a picture.
            buttons: of the next question, if there is one.
        """
        if not await self.edits.change(chat, message, words, picture=picture, buttons=buttons):
            await self.say(Address(chat, None, message), words, buttons=buttons)

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

    async def admins(self, chat: int) -> dict[int, AdminRight]:
        """Return who administers a group and what each may do, the bot too if it does.

        Nobody where Telegram does not tell: there we are not.
        """
        try:
            found = await self._delivery.carry(
                None, lambda: self._bot.get_chat_administrators(chat)
            )
        except NOT_TOLD:
            return {}
        return {member.user.id: rights_of(member) for member in found}


def _refuse_large(size: int | None) -> None:
    if size is not None and size > MOST_BYTES:
        raise FileTooLarge(size=size, most=MOST_BYTES)
