"""What happens in the playground, followed as it happens: it keeps only the last events itself."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

from tests.e2e.chatting import ISOLATES, is_looking, words
from tests.playground_client import Json, Message, PlaygroundClient

KINDS = ("message", "edit", "press", "callback_answer")

Place = tuple[str, int]
"""A chat's key, and the number of a message in it."""

Found = TypeVar("Found")


class Record:
    """Everything that people and a bot did since it was begun.

    Attributes:
        messages: as they are now.
        sent: when each appeared, in Unix seconds.
        told: when each of the bot's first said more than that it looks.
        replies: the bot's, by the message that each answers, in the order in which they came.
        changes: how often each of the bot's was changed after it said more than that it looks.
        said: everything that the bot ever showed in a chat: texts, buttons, notices.
        presses: the events of pressed buttons, by query.
        notices: the texts of the answers to them, by query.
    """

    def __init__(self, playground: PlaygroundClient, seq: int) -> None:
        """Begin after an event."""
        self.messages: dict[Place, Message] = {}
        self.sent: dict[Place, float] = {}
        self.told: dict[Place, float] = {}
        self.replies: dict[Place, list[int]] = defaultdict(list)
        self.changes: Counter[Place] = Counter()
        self.said: dict[str, set[str]] = defaultdict(set)
        self.presses: dict[str, Json] = {}
        self.notices: dict[str, list[str]] = defaultdict(list)
        self._playground = playground
        self._seq = seq
        self._changed = asyncio.Event()
        self._following: asyncio.Task[None] | None = None

    @classmethod
    @asynccontextmanager
    async def followed(cls, playground: PlaygroundClient) -> AsyncIterator[Record]:
        """Follow what happens from now on, until the end of the body or `closed`."""
        record = cls(playground, await playground.last_seq())
        record._following = asyncio.create_task(record._follow())
        try:
            yield record
        finally:
            await record.closed()

    async def closed(self) -> None:
        """Take in what has happened until now, and nothing after that."""
        if self._following is None:
            return
        following, self._following = self._following, None
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        await self._take_in(0.0)

    async def until(self, there: Callable[[], Found | None], seconds: float) -> Found | None:
        """Return what is looked for as soon as it is there; None when it does not come in time."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while (found := there()) is None and (left := deadline - loop.time()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), left)
        return found

    def answers(self, place: Place) -> list[Message]:
        """Return the bot's replies to a message, as they are now, without those that look still."""
        chat, _ = place
        every = [self.messages[chat, number] for number in self.replies.get(place, ())]
        return [answer for answer in every if not is_looking(answer)]

    async def _follow(self) -> None:
        while True:
            await self._take_in(10.0)

    async def _take_in(self, seconds: float) -> None:
        for event in await self._playground.events(self._seq, kinds=KINDS, seconds=seconds):
            self._seq = event["seq"]
            self._note(event)
        self._changed.set()
        self._changed = asyncio.Event()

    def _note(self, event: Json) -> None:
        match event["kind"]:
            case "message" | "edit":
                self._note_message(Message(event["message"], event["seq"]), event)
            case "press":
                self.presses[event["query"]] = event
            case "callback_answer":
                self.notices[event["query"]].append(plain(event["text"]))
                self.said[event["chat"]].add(plain(event["text"]))

    def _note_message(self, message: Message, event: Json) -> None:
        place = (message.chat, message.id)
        self.messages[place] = message
        self.sent.setdefault(place, event["at"])
        if not message.raw["from_bot"]:
            return
        if event["kind"] == "edit" and place in self.told:
            self.changes[place] += 1
        if event["kind"] == "message" and message.reply_to is not None:
            self.replies[message.chat, message.reply_to].append(message.id)
        if not is_looking(message):
            self.told.setdefault(place, event["at"])
        self.said[message.chat] |= {words(message), *labelled(message)}


def labelled(message: Message) -> Mapping[str, str]:
    """Return what the buttons under a message say to us, by their labels."""
    rows = (message.raw["keyboard"] or {}).get("inline_keyboard", [])
    every = [button for row in rows for button in row]
    return {plain(button["text"]): button.get("callback_data", "") for button in every}


def plain(text: str) -> str:
    """Return a text without the marks that keep names in their direction."""
    return text.translate(ISOLATES)
