"""A person in a chat with the bot, so that the stories read as stories."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, replace

from bot.texts.speech import Languages
from tests.playground_client import Click, Message, PlaygroundClient

PATIENCE = 30.0
"""Seconds for one answer: the machine may be busy with other tests."""

NUMBERS = itertools.count(1)
LOOKING = tuple(speech.html("looking") for speech in Languages.load().all)
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def is_looking(message: Message) -> bool:
    """Tell whether a message says that an answer is being worked on, and maybe how far it is."""
    return words(message).startswith(LOOKING)


def words(message: Message) -> str:
    """Return what a message says, without the marks that keep names in their direction."""
    return message.text.translate(ISOLATES)


def offers(message: Message) -> list[str]:
    """Return what its buttons say, likewise."""
    return [label.translate(ISOLATES) for label in message.buttons]


async def called(playground: PlaygroundClient, method: str, bot: str, times: int = 1) -> None:
    """Wait until the bot has made some call so often."""
    for _ in range(600):
        calls = [call for call in await playground.calls(method) if call["bot"] == bot]
        if len(calls) >= times:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{method} was not called {times} times")


@dataclass(frozen=True)
class Talker:
    """Somebody in one chat with the bot."""

    playground: PlaygroundClient
    person: int
    chat: str
    bot: str

    async def says(self, text: str, **options: object) -> str:
        """Say something and return the bot's next words."""
        return words(await self.answer_to(await self.sends(text, **options)))

    async def shows(self, photo: bytes, caption: str = "", **options: object) -> str:
        """Send a photo and return the bot's next words."""
        return words(await self.answer_to(await self.sends_photo(photo, caption, **options)))

    async def hands(self, data: bytes, file_name: str, caption: str = "") -> str:
        """Send a file as it is and return the bot's next words."""
        sent = await self.playground.send_document(self.chat, self.person, data, file_name, caption)
        return words(await self.answer_to(sent))

    async def sends(self, text: str, **options: object) -> Message:
        return await self.playground.send_text(self.chat, self.person, text, **options)

    async def sends_photo(self, photo: bytes, caption: str = "", **options: object) -> Message:
        return await self.playground.send_photo(self.chat, self.person, photo, caption, **options)

    async def answer_to(self, sent: Message, seconds: float = PATIENCE) -> Message:
        """Return the bot's next message after what was sent, as it is once it has looked."""
        (answer,) = await self.answers_to(sent, 1, seconds)
        return answer

    async def answers_to(
        self, sent: Message, count: int, seconds: float = PATIENCE
    ) -> list[Message]:
        """Return the bot's next messages after what was sent, likewise."""
        found = await self.playground.bot_messages(self.chat, sent.seq, count, seconds=seconds)
        return [await self.looked(message, seconds) for message in found]

    async def looked(self, answer: Message, seconds: float = PATIENCE) -> Message:
        """Return what became of an answer that says it is being worked on."""
        seen = answer
        while is_looking(answer):
            seen = await self.playground.bot_message(
                self.chat, seen.seq, kinds=("edit",), seconds=seconds
            )
            answer = seen if seen.id == answer.id else answer
        return answer

    async def becomes(self, answer: Message, said: str) -> Message:
        """Return an answer as it is once it says something."""
        seen = answer
        while said not in words(answer):
            seen = await self.playground.bot_message(
                self.chat, seen.seq, kinds=("edit",), seconds=PATIENCE
            )
            answer = seen if seen.id == answer.id else answer
        return answer

    async def clicks(self, question: Message, label: str) -> Click:
        written = question.buttons[offers(question).index(label)]
        return await self.playground.click(question, self.person, written, seconds=PATIENCE)

    async def outcome_of(self, click: Click) -> Message:
        """Return the message that a click changed."""
        return await self.playground.bot_message(
            self.chat, click.seq, kinds=("edit",), seconds=PATIENCE
        )

    async def silence_after(self, sent: Message, probe: str = "/cancel") -> None:
        """See that nothing was answered: the next thing said is answered first."""
        asked = await self.sends(probe)
        first = await self.answer_to(sent)
        assert first.reply_to in {asked.id, None}, words(first)
        assert "There is nothing to cancel" in words(first)

    async def has_been_answered(self, seconds: float = 90.0) -> None:
        """Wait until everything sent before now is answered: one person's requests run in turn."""
        nobody = f"Nobody{next(NUMBERS)}"
        sent = await self.sends(f"/forget {nobody}")
        seen = sent.seq
        while True:
            message = await self.playground.bot_message(self.chat, seen, seconds=seconds)
            if nobody in message.text:
                return
            seen = message.seq

    async def all_answers(self) -> list[Message]:
        """Return everything that the bot has in the chat."""
        messages = await self.playground.messages(self.chat)
        return [message for message in messages if message.raw["from_bot"]]

    def in_chat(self, chat: str) -> Talker:
        """Return the same person elsewhere."""
        return replace(self, chat=chat)
