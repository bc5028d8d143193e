"""Hearing what the bot says of what people do, wherever it says it, and writing it down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.e2e.chatting import is_looking
from tests.e2e.consequences import consequences
from tests.e2e.settling import Desk
from tests.e2e.transcript import mentioned, of_no_day, shown, written
from tests.playground_client import Json, Message, PlaygroundClient

SILENCE = "> *The bot says nothing.*"

PUT_OUT = "left_chat_member"
"""In what Telegram says in the bot's name when it bans somebody."""


@dataclass
class Scribe:
    """Writes a transcript.

    A message is written down as it is once the bot has answered everything: what is said until the
    answer is there, when that takes a while, is part of a transcript only where it is watched.

    Attributes:
        playground: where it happens.
        desk: what the bot has still to answer.
        lines: what was done and said so far.
        place: the chat in which it goes on.
        mentions: whether whom the bot mentions is written down, where a tale is about that.
    """

    playground: PlaygroundClient
    desk: Desk
    lines: list[str] = field(default_factory=list)
    place: str = ""
    mentions: bool = False
    _names: dict[str, str] = field(default_factory=dict)
    _places: dict[str, str] = field(default_factory=dict)
    _topics: dict[tuple[str, int], str] = field(default_factory=dict)
    _seen: dict[tuple[str, int], Message] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    def knows_place(self, chat: str, called: str) -> None:
        """Call a chat so, and hear what is said in it."""
        self._places[chat] = called

    def knows_topic(self, chat: str, number: int, called: str) -> None:
        """Call a topic of a forum so."""
        self._topics[chat, number] = called

    def knows_name(self, username: str, called: str) -> None:
        """Write a name instead of a username of this run."""
        self._names[username] = called

    def write(self, line: str) -> None:
        """Write down what somebody does."""
        self.lines.append(line)

    @contextmanager
    def pausing(self) -> Iterator[None]:
        """Write nothing down of what happens in the body."""
        lines, told = len(self.lines), set(self._told)
        yield
        del self.lines[lines:]
        self._told = told

    def turn_to(self, chat: str) -> None:
        """Write where something happens, if that is another place than before."""
        if self.place and chat != self.place:
            self.write(f"*({self._places[chat]}:)*")
        self.place = chat

    def topic_of(self, message: Message) -> str:
        """Return the topic that a message is in, as the transcript shows it."""
        number = message.raw.get("message_thread_id")
        name = self._topics.get((message.chat, number)) if number is not None else None
        return f" *(in the topic “{name}”)*" if name else ""

    def now(self, message: Message) -> Message:
        """Return a message of the bot's as it was last seen."""
        return self._seen.get((message.chat, message.id), message)

    async def hear(
        self, after: int, *, noticed: bool = False, watching: bool = False
    ) -> list[Message]:
        """Write down all that the bot says after an event; return its new and changed messages.

        Args:
            after: the event.
            noticed: whether it has said something in another way.
            watching: whether to write down, too, what it says first, while it looks.
        """
        await self.desk.cleared()
        events = await self.playground.events(after, kinds=("message", "edit", "delete", "member"))
        events = [event for event in events if event["chat"] in self._places]
        done = consequences(events, self.desk.bot)
        for line in done:
            self.write(f"*{line}*")
        firsts: dict[tuple[str, int], str] = {}
        lasts: dict[tuple[str, int], Message] = {}
        for event in self._by_place(events):
            if "message" in event and event["message"]["from_bot"]:
                message = Message(event["message"], event["seq"])
                if PUT_OUT in message.raw:
                    continue
                key = (message.chat, message.id)
                if watching and key not in firsts and is_looking(message):
                    self._write(message, is_new=True)
                    event["kind"] = "edit"
                firsts.setdefault(key, event["kind"])
                lasts[key] = message
        heard = []
        for key, message in lasts.items():
            is_new = firsts[key] == "message"
            if not message.is_deleted:
                self._write(message, is_new=is_new)
                heard.append(message)
            elif not is_new:
                self.write("> *The bot takes its message away.*")
        if not lasts and not done and not noticed:
            self.write(SILENCE)
        return heard

    def _by_place(self, events: Sequence[Json]) -> list[Json]:
        """Put first what happens here: which of several chats is told first is left to chance."""
        places = [self.place, *self._places]
        return sorted(events, key=lambda event: places.index(event["chat"]))

    def _write(self, message: Message, *, is_new: bool) -> None:
        key = (message.chat, message.id)
        elsewhere = "" if message.chat == self.place else f" *({self._places[message.chat]})*"
        where = f"{elsewhere}{self.topic_of(message)}"
        how = f"**The bot**{where}: " if where else "**The bot:** "
        if not is_new:
            how = f"**The bot**{where} changes its message: "
        content = of_no_day(shown(message, "", self._seen.get(key)))
        again = content in self._told
        self._told.add(content)
        if self.mentions:
            how += mentioned(message)
        self.write(shown(message, how, self._seen.get(key), again=again))
        self._seen[key] = message

    def transcript(self, title: str, told: str) -> str:
        """Return it as Markdown, of a bot that has an ordinary name."""
        names: Mapping[str, str] = {**self._names, self.desk.username: "familiar_bot"}
        return written(title, told, self.lines, names)
