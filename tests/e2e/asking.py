"""Asking about photos, and pressing what is under the answers."""

from __future__ import annotations

from tests.e2e.chatting import Talker
from tests.playground_client import Message


async def asked(talker: Talker, photo: bytes, caption: str = "") -> Message:
    """Send a photo and return the bot's answer."""
    return await talker.answer_to(await talker.sends_photo(photo, caption))


async def clicked(talker: Talker, answer: Message, label: str) -> Message:
    """Press a button and return what the message became."""
    return await talker.outcome_of(await talker.clicks(answer, label))


async def as_it_is(talker: Talker, answer: Message) -> Message:
    """Return an answer as it stands in the chat, after everything before was worked on."""
    await talker.has_been_answered()
    return await talker.playground.message(talker.chat, answer.id)


async def asks_who(talker: Talker, answer: Message, label: str) -> Message:
    """Press a button and return the bot's question for a name."""
    click = await talker.clicks(answer, label)
    return await talker.playground.bot_message(talker.chat, click.seq, seconds=30)
