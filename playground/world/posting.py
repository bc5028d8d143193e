"""Sending, editing, deleting, reacting, pressing: what people and bots do in a chat."""

import secrets
from dataclasses import replace
from typing import Any

from playground.world.chats import Chat
from playground.world.content import Content, Draft, Message
from playground.world.happenings import (
    ActionShown,
    Answered,
    Deleted,
    Edited,
    Posted,
    Pressed,
    Reacted,
)
from playground.world.state import World
from playground.world.visibility import meant_for

# How long a press waits for its answer; Telegram gives no figure, bots report about a minute.
PRESS_SECONDS = 60
MAX_PRESSES = 1_000
MAX_EARLIER = 20
MAX_REACTIONS = 10_000


def post(world: World, chat: Chat, draft: Draft, *, delay: float = 0.0) -> Message:
    """Send a message; bots are told ``delay`` seconds later."""
    message = Message(
        chat=chat.key,
        id=chat.next_message_id,
        date=world.now(),
        content=draft.content,
        sender=draft.sender,
        sender_chat=draft.sender_chat,
        reply_to=draft.reply_to,
        quote=draft.quote,
        thread=draft.thread,
        album=draft.album,
        origin=draft.origin,
        keyboard=draft.keyboard,
        is_protected=draft.is_protected,
        is_silent=draft.is_silent,
        is_automatic=draft.is_automatic,
        via=draft.via,
        meant_for=_meant_for(world, chat, draft),
    )
    chat.next_message_id += 1
    chat.messages[message.id] = message
    if message.sender in world.bots:
        chat.last_bot = message.sender
    while len(chat.messages) > world.limits.messages_per_chat:
        chat.messages.popitem(last=False)
    world.tell(Posted(message, delay))
    return message


def edit(
    world: World, message: Message, content: Content, keyboard: dict[str, Any] | None
) -> Message:
    """Change a message's content and keyboard; what it was before is kept."""
    changed = content != message.content
    earlier = (*message.earlier, message.content)[-MAX_EARLIER:] if changed else message.earlier
    # A change of the keyboard alone is no edit that people are shown.
    edit_date = world.now() if changed else message.edit_date
    chat = world.chats[message.chat]
    draft = Draft(content, sender=message.sender, reply_to=message.reply_to)
    after = replace(
        message,
        content=content,
        keyboard=keyboard,
        edit_date=edit_date,
        earlier=earlier,
        meant_for=message.meant_for | _meant_for(world, chat, draft),
    )
    chat.messages[message.id] = after
    world.tell(Edited(after))
    return after


def delete(world: World, message: Message, by: int) -> None:
    """Delete a message for everybody; the human door can still show that it was there."""
    after = replace(message, is_deleted=True)
    world.chats[message.chat].messages[message.id] = after
    world.tell(Deleted(after, by))


def press(world: World, message: Message, person: int, data: str) -> str:
    """A person presses an inline button; the id of the query that the bot is to answer."""
    query = str(secrets.randbelow(2**62) + 2**61)
    bot = message.via or message.sender or 0
    world.presses[query] = (bot, message.chat, person, world.clock())
    while len(world.presses) > MAX_PRESSES:
        world.presses.popitem(last=False)
    world.tell(Pressed(query, person, message, data))
    return query


def answer(
    world: World, bot: int, query: str, *, text: str = "", show_alert: bool = False, url: str = ""
) -> bool:
    """A bot answers a press; False when the query is unknown, another bot's or too old."""
    held = world.presses.get(query)
    if held is None or held[0] != bot:
        return False
    _, chat, person, pressed = world.presses.pop(query)
    if world.clock() - pressed > PRESS_SECONDS:
        return False
    world.tell(Answered(query, chat, person, text, show_alert, url))
    return True


def show_action(world: World, chat: Chat, bot: int, action: str, thread: int | None) -> None:
    """A bot shows that it is at work."""
    world.tell(ActionShown(chat.key, bot, action, thread))


def react(world: World, message: Message, by: int, reactions: tuple[dict[str, str], ...]) -> None:
    """Somebody's reactions to a message are these from now on."""
    place = (message.chat, message.id, by)
    before = world.reactions.pop(place, ())
    if reactions:
        world.reactions[place] = reactions
    while len(world.reactions) > MAX_REACTIONS:
        world.reactions.popitem(last=False)
    world.tell(Reacted(message, by, world.now(), before, reactions))


def _meant_for(world: World, chat: Chat, draft: Draft) -> frozenset[int]:
    return frozenset() if chat.kind == "private" else meant_for(world, chat, draft)
