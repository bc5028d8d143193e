"""What a person asks, read from Telegram's update into frozen values. Pure.

`read_request` is the only place that knows how Telegram words a request. What it returns None for
is never stored: other people's talk in a group is none of our business.
"""

from __future__ import annotations

import re

from telegram import CallbackQuery, Chat, Message, MessageEntity, Update
from telegram.constants import ChatType

from bot.comings import Brought, Newcomer
from bot.membership import from_membership, from_the_door, name_of
from bot.replied import Replied
from bot.request import (
    Ask,
    Click,
    Command,
    KnownAs,
    Me,
    Mention,
    Moved,
    OtherMedia,
    PhotoRef,
    PhotoSent,
    Request,
    Talk,
)
from bot.shown import other_media_of, photo_of
from bot.texts.speech import Languages, Speech

COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?=\s|$)\s*(.*)", re.DOTALL)

ANONYMOUS_ADMIN = 1087968824
"""Telegram's @GroupAnonymousBot, in whose name anonymous admins write."""

OF_A_PHOTO = frozenset({"enroll", "enrol", "who", "whois"})
"""Commands about the photo that they stand under."""

HOW_TO_ASK = Command("who", "", None, addressed=True, edited=False)
"""What somebody is taken to mean who calls us by name and shows no photo."""

MENTIONS: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]


def read_request(update: Update, me: Me, languages: Languages) -> Request | None:
    """Return what an update asks of us, or None when that is nothing."""
    user = update.effective_user
    speech = languages.of(user.language_code if user else None)
    if update.message is not None:
        return _from_message(update.update_id, update.message, me, speech, edited=False)
    if update.edited_message is not None:
        return _from_message(update.update_id, update.edited_message, me, speech, edited=True)
    if update.callback_query is not None:
        return _from_click(update.update_id, update.callback_query, speech)
    if update.my_chat_member is not None:
        return from_membership(update.update_id, update.my_chat_member, speech)
    return from_the_door(update, speech)


def _from_message(
    update_id: int, message: Message, me: Me, speech: Speech, *, edited: bool
) -> Request | None:
    ask = _ask_of(message, me, edited=edited)
    sender = _sender_of(message)
    if ask is None or sender is None or message.chat.type == ChatType.CHANNEL:
        return None
    return Request(
        update_id=update_id,
        chat=message.chat.id,
        private=_is_private(message.chat),
        thread=_topic_of(message),
        message=message.message_id,
        sender=sender,
        known_as=_known_as(message),
        ask=ask,
        speech=speech,
        album=None if edited else message.media_group_id,
        automatic=bool(message.is_automatic_forward),
    )


def _ask_of(message: Message, me: Me, *, edited: bool) -> Ask | None:
    if edited:
        return _of_an_edit(message, me)
    if message.migrate_to_chat_id is not None:
        return Moved(message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        return Moved(message.migrate_from_chat_id, message.chat.id)
    if message.new_chat_members:
        return _brought(message)
    if COMMAND.match(message.text or message.caption or ""):
        return _command_of(message, me, edited=False) or _unanswered(message, edited=False)
    return _plain_ask_of(message, me)


def _of_an_edit(message: Message, me: Me) -> Ask | None:
    """Return what an edit asks: only a caption that is about its photo is answered."""
    command = _command_of(message, me, edited=True)
    if command is not None and message.caption and command.name in OF_A_PHOTO:
        return command
    return _unanswered(message, edited=True)


def _unanswered(message: Message, *, edited: bool) -> PhotoSent | OtherMedia | None:
    """Return what a group's rules hold for though nobody wants an answer from us."""
    if _is_private(message.chat):
        return None
    photo = photo_of(message)
    if photo is not None:
        return PhotoSent(photo, only_judged=True, edited=edited)
    # An album is deleted whole.
    return other_media_of(message) if message.media_group_id and not edited else None


def _brought(message: Message) -> Brought | None:
    people = tuple(
        Newcomer(one.id, one.full_name, one.username)
        for one in message.new_chat_members
        if not one.is_bot
    )
    return Brought(people) if people else None


def _plain_ask_of(message: Message, me: Me) -> Ask | None:
    photo = photo_of(message)
    mentions = _mentions(message, me)
    if photo is not None:
        return PhotoSent(photo, asked=bool(mentions) or _ours_replied_to(message, me) is not None)
    private = _is_private(message.chat)
    if message.text is not None:
        shown = _photo_replied_to(message, me)
        if mentions and shown is not None:
            return PhotoSent(shown, asked=True)
        ours = _ours_replied_to(message, me)
        if private or ours is not None:
            return Talk(message.text, ours)
        return HOW_TO_ASK if 0 in mentions else None
    if private or message.media_group_id:
        return other_media_of(message)
    return None


def _mentions(message: Message, me: Me) -> list[int]:
    """Return where we are mentioned in a text or caption."""
    if not (message.text or message.caption):
        return []
    parse = message.parse_entities if message.text else message.parse_caption_entities
    return [
        entity.offset
        for entity, text in parse(MENTIONS).items()
        if (
            entity.user.id == me.id
            if entity.user is not None
            else text.casefold() == f"@{me.username}".casefold()
        )
    ]


def _command_of(message: Message, me: Me, *, edited: bool) -> Command | None:
    found = COMMAND.match(message.text or message.caption or "")
    if found is None:
        return None
    name, target, argument = found.groups()
    if target and target.casefold() != me.username.casefold():
        return None
    photo = photo_of(message) or _photo_replied_to(message, me)
    mention, argument = _mention_of(message, found)
    return Command(
        name.lower(),
        argument,
        photo,
        addressed=bool(target),
        edited=edited,
        mention=mention,
        replied=_replied(message),
    )


def _mention_of(message: Message, command: re.Match[str]) -> tuple[Mention | None, str]:
    """Return the account that a command's argument begins with, and the rest of the argument.

    Somebody without a username is mentioned by a name that stands for the account: it stays.
    """
    argument = command.group(3).strip()
    parse = message.parse_entities if message.text else message.parse_caption_entities
    entities = parse(MENTIONS)
    for entity, text in sorted(entities.items(), key=lambda item: item[0].offset):
        if not argument.startswith(text):
            continue
        if entity.user is not None:
            return Mention(account=entity.user.id), argument
        return Mention(username=text.removeprefix("@")), argument.removeprefix(text).strip()
    return None, argument


def _photo_replied_to(message: Message, me: Me) -> PhotoRef | None:
    replied = message.reply_to_message
    if replied is None or _is_from(replied, me):
        # Our own pictures have numbers drawn on the faces.
        return None
    return photo_of(replied)


def _replied(message: Message) -> Replied | None:
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created is not None:
        # In a topic whatever answers nobody replies to its beginning, as Telegram words it.
        return None
    writer = replied.sender_chat or replied.from_user
    if writer is None:
        return None
    return Replied(
        replied.message_id,
        writer.id,
        _known_as(replied).name,
        replied.text or replied.caption or "",
        replied.date,
        automatic=bool(replied.is_automatic_forward),
    )


def _sender_of(message: Message) -> int | None:
    if message.sender_chat is not None:
        return message.sender_chat.id
    person = message.from_user
    if person is None or (person.is_bot and person.id != ANONYMOUS_ADMIN):
        return None
    return person.id


def _known_as(message: Message) -> KnownAs:
    if message.sender_chat is not None:
        return KnownAs(message.sender_chat.title or "", message.sender_chat.username)
    return name_of(message.from_user) if message.from_user else KnownAs("")


def _ours_replied_to(message: Message, me: Me) -> int | None:
    replied = message.reply_to_message
    return replied.message_id if replied is not None and _is_from(replied, me) else None


def _is_from(message: Message, me: Me) -> bool:
    return message.from_user is not None and message.from_user.id == me.id


def _topic_of(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None


def _is_private(chat: Chat) -> bool:
    return chat.type == ChatType.PRIVATE


def _from_click(update_id: int, query: CallbackQuery, speech: Speech) -> Request | None:
    message = query.message
    if message is None or query.data is None:
        return None
    return Request(
        update_id=update_id,
        chat=message.chat.id,
        private=_is_private(message.chat),
        thread=_topic_of(message) if isinstance(message, Message) else None,
        message=message.message_id,
        sender=query.from_user.id,
        known_as=name_of(query.from_user),
        ask=Click(query.id, query.data, isinstance(message, Message) and bool(message.photo)),
        speech=speech,
    )
