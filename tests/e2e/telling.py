"""Stories told through the playground, and written down as they were told.

A tale is a script: people do things, and everything that the bot says of it goes into a transcript.
That is compared with the one that is kept in docs/transcripts, so that what stands there is what
happens, and silence is silence.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tests.e2e.chatting import NUMBERS, PATIENCE, offers
from tests.e2e.dying import Deaths
from tests.e2e.scribe import Scribe
from tests.e2e.transcript import without_isolates
from tests.playground_client import Click, Message, PlaygroundClient


@dataclass(frozen=True)
class Picture:
    """A photo as people would call it."""

    data: bytes
    called: str


@dataclass(frozen=True)
class Turn:
    """What somebody did, and what came of it.

    Attributes:
        sent: their message, if it was one.
        heard: the bot's messages that are new or changed since, as they are now.
    """

    sent: Message | None
    heard: Sequence[Message]

    @property
    def message(self) -> Message:
        """The message that was sent."""
        assert self.sent is not None, "nothing was sent"
        return self.sent

    @property
    def answer(self) -> Message:
        """The last of what was heard."""
        assert self.heard, "the bot says nothing"
        return self.heard[-1]


@dataclass
class Tale:
    """A world for a tale.

    Attributes:
        scribe: writes down what is done and said.
        deaths: of the bot that answers, between the steps.
    """

    scribe: Scribe
    deaths: Deaths

    @property
    def playground(self) -> PlaygroundClient:
        """Where it happens."""
        return self.scribe.playground

    @property
    def username(self) -> str:
        """The bot's."""
        return self.scribe.desk.username

    async def newcomer(self, name: str, **options: Any) -> Teller:
        """Return somebody new, in their private chat with the bot."""
        person = await self.playground.create_person(name, **options)
        chat = await self.playground.private_chat(person, self.username)
        self.scribe.knows_place(chat, f"{name}, in private")
        return Teller(self, name, person, chat)

    def handle(self, name: str) -> str:
        """Return a username that nobody has, which the transcript shows as this one."""
        username = f"{name}_{next(NUMBERS)}_{self.username}"
        self.scribe.knows_name(username, name)
        return username

    async def group(
        self, title: str, owner: Teller, *others: Teller, admin: bool = True, **options: Any
    ) -> list[Teller]:
        """Return people in a new group of the first one's, where the bot has greeted them.

        What it says then is the matter of a tale of its own: see `met`.
        """
        with self.scribe.pausing():
            inside = await self.met(title, owner, *others, **options)
            if admin:
                await self.deaths.before_step()
                before = await self.playground.last_seq()
                await self.playground.promote(inside[0].chat, self.username)
                await self.scribe.hear(before)
        guests = f", with {' and '.join(other.name for other in others)} in it" if others else ""
        rank = " as an admin" if admin else ""
        self.tell(f"{owner.name} makes the group “{title}”{guests}, and adds the bot{rank}.")
        return inside

    async def met(self, title: str, owner: Teller, *others: Teller, **options: Any) -> list[Teller]:
        """Return people in a new group of the first one's, with the bot and its greeting."""
        await self.deaths.before_step()
        before = await self.playground.last_seq()
        members: list[int | str] = [self.username, *(other.person for other in others)]
        made = await self.playground.create_group(title, owner.person, members, **options)
        inside = self.inside(title, str(made["key"]), owner, *others)
        self.tell(f"{owner.name} makes the group “{title}”, and adds the bot.")
        await self.scribe.hear(before)
        return inside

    def inside(self, title: str, chat: str, *people: Teller) -> list[Teller]:
        """Return people in a group, in which the tale goes on."""
        self.scribe.knows_place(chat, f"in “{title}”")
        self.scribe.place = chat
        return [Teller(self, one.name, one.person, chat) for one in people]

    @asynccontextmanager
    async def slow_line(self) -> AsyncIterator[None]:
        """Have the bot wait for photos, and people see that it looks."""
        self.tell("It takes Telegram seconds to hand out a photo.")
        fault = await self.playground.add_fault(
            "download", "slow_download", bytes_per_second=10_000, times=None, bot=self.username
        )
        yield
        await self.playground.clear_fault(fault)

    async def topic(self, ours: Teller, name: str) -> int:
        """Return a new topic of a forum."""
        number = await self.playground.open_topic(ours.chat, name)
        self.scribe.knows_topic(ours.chat, number, name)
        return number

    def tell(self, line: str) -> None:
        """Say in the transcript what is to be seen next."""
        self.scribe.write(f"*{line}*")

    async def happens(self, line: str, event: Awaitable[object]) -> Turn:
        """Let something happen that nobody says."""
        await self.deaths.before_step()
        before = await self.playground.last_seq()
        await event
        self.tell(line)
        return Turn(None, await self.scribe.hear(before))


@dataclass(frozen=True)
class Teller:
    """Somebody in a chat, what they do and what they see."""

    tale: Tale
    name: str
    person: int
    chat: str

    async def says(self, text: str, **options: Any) -> Turn:
        """Say something that answers nothing."""
        sending = self.tale.playground.send_text(self.chat, self.person, text, **options)
        return await self._does(text, sending, options)

    async def shows(self, picture: Picture, caption: str = "", **options: Any) -> Turn:
        """Send a photo that answers nothing."""
        playground = self.tale.playground
        sending = playground.send_photo(self.chat, self.person, picture.data, caption, **options)
        return await self._does(f"[{picture.called}] {caption}".rstrip(), sending, options)

    async def answers(self, what: str | Picture, **options: Any) -> Turn:
        """Answer what the bot has said, in words or with a photo."""
        await self.tale.deaths.before_answer(object())
        if isinstance(what, str):
            return await self.says(what, **options)
        return await self.shows(what, **options)

    async def shows_album(
        self, pictures: Sequence[Picture], caption: str = "", *, watching: bool = False
    ) -> Turn:
        """Send an album, and maybe watch how it is looked at."""
        album = [picture.data for picture in pictures]
        called = ", ".join(picture.called for picture in pictures)
        line = f"[an album: {called}] {caption}".rstrip()
        playground = self.tale.playground

        async def sending() -> Message:
            return (await playground.send_album(self.chat, self.person, album, caption))[0]

        return await self._does(line, sending(), {}, watching=watching)

    async def adds(self, part: Message, picture: Picture) -> Turn:
        """Have one more part of an album arrive when the others are answered."""
        playground = self.tale.playground
        sending = playground.send_photo(self.chat, self.person, picture.data, joins=str(part.id))
        return await self._does(f"[late, of the same album: {picture.called}]", sending, {})

    async def hands(self, file: Picture, file_name: str, caption: str = "") -> Turn:
        """Send a file as it is."""
        sending = self.tale.playground.send_document(
            self.chat, self.person, file.data, file_name, caption
        )
        line = f"[{file.called}, as the file {file_name}] {caption}".rstrip()
        return await self._does(line, sending, {})

    async def sends_clip(self, called: str, kind: str, file_name: str) -> Turn:
        """Send a sticker, a video, or what else there is of that kind."""
        clip = (file_name, called.encode())
        sending = self.tale.playground.send_clip(self.chat, self.person, kind, clip)
        return await self._does(f"[{called}]", sending, {})

    async def sends_fact(self, called: str, kind: str, fact: dict[str, Any]) -> Turn:
        """Send a contact, a place, a poll."""
        sending = self.tale.playground.send_fact(self.chat, self.person, kind, fact)
        return await self._does(f"[{called}]", sending, {})

    async def forwards(self, message: Message, called: str) -> Turn:
        """Forward a message to this chat."""
        sending = self.tale.playground.forward(message, self.person, self.chat)
        return await self._does(f"[{called}] *(forwarded)*", sending, {})

    async def edits(self, message: Message, text: str) -> Turn:
        """Change the text or caption of one's own message."""
        await self.tale.deaths.before_step()
        self.tale.scribe.turn_to(self.chat)
        edited = await self.tale.playground.edit(message, self.person, text)
        self.tale.scribe.write(f"*{self.name} changes what stands under the photo:* {text}")
        return Turn(edited, await self.tale.scribe.hear(edited.seq))

    async def follows(self, url: str) -> Turn:
        """Open a link."""
        await self.tale.deaths.before_step()
        self.tale.scribe.turn_to(self.chat)
        before = await self.tale.playground.last_seq()
        self.tale.scribe.write(f"*{self.name} opens the link* `{url}`")
        await self.tale.playground.follow(self.person, url, self.chat)
        return Turn(None, await self.tale.scribe.hear(before))

    async def presses(self, message: Message, label: str) -> Turn:
        """Press a button of a message as it was last seen."""
        click = await self.clicks(message, label)
        return Turn(None, await self.tale.scribe.hear(click.seq, noticed=bool(click.text)))

    async def clicks(self, message: Message, label: str) -> Click:
        """Press a button likewise, and do not wait for what comes of it."""
        await self.tale.deaths.before_answer((message.chat, message.id))
        await self.tale.deaths.before_step()
        self.tale.scribe.turn_to(self.chat)
        message = self.tale.scribe.now(message)
        button = message.buttons[offers(message).index(label)]
        playground = self.tale.playground
        click = await playground.click(message, self.person, button, seconds=PATIENCE)
        self.tale.scribe.write(f"*{self.name} presses* `{label}`")
        if click.text:
            self.tale.scribe.write(f"> *(a notice)* {without_isolates(click.text)}")
        return click

    async def has_taught(self, **people: bytes) -> None:
        """Have people learnt, one photo each, without a word of it in the transcript."""
        with self.tale.scribe.pausing():
            for name, photo in people.items():
                turn = await self.shows(Picture(photo, name), f"/enroll {name}")
                assert name in turn.answer.text, turn.answer.text
                assert not turn.answer.buttons, turn.answer.text
        photos = "a photo of each" if len(people) > 1 else "a photo"
        self.tale.tell(f"{self.name} has taught it {', '.join(people)}, with {photos}.")

    async def _does(
        self,
        line: str,
        sending: Awaitable[Message],
        options: dict[str, Any],
        *,
        watching: bool = False,
    ) -> Turn:
        await self.tale.deaths.before_step()
        self.tale.scribe.turn_to(self.chat)
        sent = await sending
        unseen = " *(anonymously)*" if options.get("as") == "anonymous" else ""
        topic = self.tale.scribe.topic_of(sent)
        speaker = f"**{self.name}**{unseen}{topic}:" if unseen or topic else f"**{self.name}:**"
        answered = " *(as a reply)*" if sent.reply_to else ""
        self.tale.scribe.write(f"{speaker} {line}{answered}")
        return Turn(sent, await self.tale.scribe.hear(sent.seq, watching=watching))
