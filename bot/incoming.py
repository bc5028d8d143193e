"""What a person asks, read from Telegram's update into frozen values. Pure.

`read_request` is the only place that knows how Telegram words a request. What it returns None for
is never stored: other people's talk in a group is none of our business.
"""

from __future__ import annotations

import re

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Document, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.request import (
    Added,
    Ask,
    Click,
    Command,
    Me,
    Moved,
    OtherMedia,
    PhotoRef,
    PhotoSent,
    Request,
    Talk,
)

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?=\s|$)\s*(.*)", re.DOTALL)

PICTURE_SUFFIXES = (
    ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif", ".heic", ".heif",
)  # fmt: skip

ANONYMOUS_ADMIN = 1087968824
"""Telegram's @GroupAnonymousBot, in whose name anonymous admins write."""

TEACHING = frozenset({"enroll", "enrol"})
OUTSIDE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


def read_request(update: Update, me: Me) -> Request | None:
    """Return what an update asks of us, or None when that is nothing."""
    if update.message is not None:
        return _from_message(update.update_id, update.message, me, edited=False)
    if update.edited_message is not None:
        return _from_message(update.update_id, update.edited_message, me, edited=True)
    if update.callback_query is not None:
        return _from_click(update.update_id, update.callback_query)
    if update.my_chat_member is not None:
        return _from_membership(update.update_id, update.my_chat_member)
    return None


def _from_message(update_id: int, message: Message, me: Me, *, edited: bool) -> Request | None:
    ask = _ask_of(message, me, edited=edited)
    sender = _sender_of(message)
    if ask is None or sender is None or message.chat.type == ChatType.CHANNEL:
        return None
    return Request(
        update_id=update_id,
        chat=message.chat.id,
        private=_is_private(message.chat),
        thread=message.message_thread_id if message.is_topic_message else None,
        message=message.message_id,
        sender=sender,
        ask=ask,
        album=None if edited else message.media_group_id,
    )


def _ask_of(message: Message, me: Me, *, edited: bool) -> Ask | None:
    words = message.text or message.caption or ""
    if edited:
        command = _command_of(message, me, edited=True)
        # Of the edits only a caption that teaches a face: anything else was answered already.
        return command if command and message.caption and command.name in TEACHING else None
    if message.migrate_to_chat_id is not None:
        return Moved(message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        return Moved(message.migrate_from_chat_id, message.chat.id)
    if COMMAND.match(words):
        return _command_of(message, me, edited=False)
    return _plain_ask_of(message, me)


def _plain_ask_of(message: Message, me: Me) -> Ask | None:
    photo = _photo_of(message)
    if photo is not None:
        return PhotoSent(photo)
    private = _is_private(message.chat)
    if message.text is not None:
        return Talk(message.text) if private or _replies_to(message, me) else None
    if message.effective_attachment is not None and (private or message.media_group_id):
        return OtherMedia(document=message.document is not None and message.animation is None)
    return None


def _command_of(message: Message, me: Me, *, edited: bool) -> Command | None:
    found = COMMAND.match(message.text or message.caption or "")
    if found is None:
        return None
    name, target, argument = found.groups()
    if target and target.casefold() != me.username.casefold():
        return None
    replied = message.reply_to_message
    if replied is not None and _is_from(replied, me):
        # Our own pictures have numbers drawn on the faces.
        replied = None
    photo = _photo_of(message) or (_photo_of(replied) if replied else None)
    return Command(name.lower(), argument.strip(), photo, addressed=bool(target), edited=edited)


def _photo_of(message: Message) -> PhotoRef | None:
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        return PhotoRef(best.file_id, message.message_id, best.file_size)
    document = message.document
    if document is not None and message.animation is None and _is_picture(document):
        return PhotoRef(document.file_id, message.message_id, document.file_size)
    return None


def _is_picture(document: Document) -> bool:
    named = (document.file_name or "").lower().endswith(PICTURE_SUFFIXES)
    return named or (document.mime_type or "").startswith("image/")


def _sender_of(message: Message) -> int | None:
    if message.sender_chat is not None:
        return message.sender_chat.id
    person = message.from_user
    if person is None or (person.is_bot and person.id != ANONYMOUS_ADMIN):
        return None
    return person.id


def _replies_to(message: Message, me: Me) -> bool:
    replied = message.reply_to_message
    return replied is not None and _is_from(replied, me)


def _is_from(message: Message, me: Me) -> bool:
    return message.from_user is not None and message.from_user.id == me.id


def _is_private(chat: Chat) -> bool:
    return chat.type == ChatType.PRIVATE


def _from_click(update_id: int, query: CallbackQuery) -> Request | None:
    message = query.message
    if message is None or query.data is None:
        return None
    return Request(
        update_id=update_id,
        chat=message.chat.id,
        private=_is_private(message.chat),
        thread=None,
        message=message.message_id,
        sender=query.from_user.id,
        ask=Click(query.id, query.data, isinstance(message, Message) and bool(message.photo)),
    )


def _from_membership(update_id: int, change: ChatMemberUpdated) -> Request | None:
    entered = (
        change.old_chat_member.status in OUTSIDE and change.new_chat_member.status not in OUTSIDE
    )
    if not entered or change.chat.type not in {ChatType.GROUP, ChatType.SUPERGROUP}:
        return None
    admin = change.new_chat_member.status == ChatMemberStatus.ADMINISTRATOR
    return Request(
        update_id=update_id,
        chat=change.chat.id,
        private=False,
        thread=None,
        message=0,
        sender=change.from_user.id,
        ask=Added(admin=admin),
    )
