"""A group with admins, a poster and the bot, in the real playground, with real stories and store.

One process: the bot's stories are called with what the playground tells of, as the inbox would.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from telegram.ext import ExtBot

from bot.accounts import Accounts
from bot.app import ALLOWED_UPDATES
from bot.audit import Audit, Deed
from bot.chats import Chats
from bot.connection import connect, who_am_i
from bot.incoming import read_request
from bot.membership import members_changed
from bot.moderation.cases import Case, Finding, Sureness
from bot.moderation.rulebook import Rulebook
from bot.moderation.rules import Mode, Posters, Rule, Then, When
from bot.request import Click, FaceRef, PhotoRef, PhotoSent, Request
from bot.settings import BotSettings
from bot.stories import Stories
from core.bootstrap import Core, open_core
from core.model import Box, Enrolment, Subject, Template, Vector
from core.settings import Settings
from playground.application import build_application
from playground.world import World
from tests.bot_life import LANGUAGES, a_life
from tests.photos import astronaut_photo
from tests.playground_client import Click as Pressed
from tests.playground_client import Message, PlaygroundClient

TOKEN = "42:court"
RIGHTS = ("can_delete_messages", "can_restrict_members")
FACE = Box(180, 60, 100, 100)
"""About where the astronaut's face is."""


@dataclass
class Court:
    """The group, and what is done in it."""

    core: Core
    bot: ExtBot[None]
    playground: PlaygroundClient
    folder: Path
    now: datetime = field(default_factory=lambda: datetime(2030, 5, 6, 12, 0, tzinfo=UTC))
    group: str = ""
    mira: int = 0
    olga: int = 0
    tom: int = 0
    desk: str = ""
    photo: bytes = field(default_factory=astronaut_photo)

    def clock(self) -> datetime:
        return self.now

    def begin(self) -> Stories:
        """Begin a life of the bot: it knows only what is in the store."""
        self.stories, self.roles = a_life(self.core, self.bot, TOKEN, self.clock)
        records = self.core.store.records
        self.ruling = self.stories.ruling
        self.rulebook = Rulebook(records, self.clock)
        self.audit = Audit(records, self.clock)
        self.accounts = Accounts(records)
        self.chats = Chats(records, self.core.recognizer, new_id=lambda: "gallery")
        return self.stories

    # What people do

    async def furnish(self, **options: Any) -> None:
        """Found the group: Mira and Olga administer it, Mira alone spoke with the bot."""
        people = self.playground
        await people.create_bot("court_bot", token=TOKEN, privacy=False)
        await self.bot.initialize()
        self.mira = await people.create_person("Mira")
        self.olga = await people.create_person("Olga")
        self.tom = await people.create_person("Tom")
        made = await people.create_group(
            "Hikers", self.mira, [self.olga, self.tom, "@court_bot"], **options
        )
        self.group = str(made["key"])
        await people.promote(self.group, self.olga)
        await people.promote(self.group, "court_bot", rights=list(RIGHTS))
        self.desk = await self.speaks(self.mira)
        await self.heard()

    async def speaks(self, person: int) -> str:
        """Somebody begins a private chat with the bot."""
        chat = await self.playground.private_chat(person, "court_bot")
        await self.playground.send_text(chat, person, "/start")
        return chat

    async def posts(self, photos: int = 1, **options: Any) -> list[Request]:
        """Tom posts photos; return what the bot hears of it."""
        await self.playground.send_album(self.group, self.tom, [self.photo] * photos, **options)
        posted: list[Request] = []
        while len(posted) < photos:
            heard = await self.heard()
            posted += [request for request in heard if isinstance(request.ask, PhotoSent)]
        return posted

    async def press(self, card: Message, label: str, person: int = 0) -> Pressed:
        """Press a button and let the bot do what it does then."""
        (click,) = await self.press_all((card, label, person or self.mira))
        return click

    async def press_all(self, *presses: tuple[Message, str, int]) -> list[Pressed]:
        """Press buttons at the same moment."""
        pressed = [
            asyncio.create_task(self.playground.click(card, person, self._written(card, label)))
            for card, label, person in presses
        ]
        heard: list[Request] = []
        while len(heard) < len(presses):
            heard += [one for one in await self.heard() if isinstance(one.ask, Click)]
        await asyncio.gather(*(self.stories.routing.answer(request) for request in heard))
        self.last = heard
        return list(await asyncio.gather(*pressed))

    def _written(self, card: Message, label: str) -> str:
        isolates = dict.fromkeys(map(ord, "\u2068\u2069"))
        return next(one for one in card.buttons if one.translate(isolates) == label)

    async def heard(self) -> list[Request]:
        """What the playground tells the bot."""
        updates = await self.bot.get_updates(timeout=1, allowed_updates=ALLOWED_UPDATES)
        if updates:
            await self.bot.get_updates(offset=updates[-1].update_id + 1, timeout=0, limit=1)
        for update in updates:
            if (changed := members_changed(update)) is not None:
                self.roles.changed(changed)
        me = who_am_i(self.bot)
        found = (read_request(update, me, LANGUAGES) for update in updates)
        return [request for request in found if request is not None]

    # What the bot knows

    async def enrols(self, name: str, number: int) -> Subject:
        """Somebody is enrolled by made-up numbers."""
        gallery = self.core.store.gallery(await self.chats.gallery_to_fill(int(self.group)))
        subject = await gallery.claim(name)
        vector: Vector = np.eye(128, dtype=np.float32)[number]
        template = Template(vector, self.core.encoder.model)
        digest = f"{number:064}"
        await gallery.add([Enrolment(digest, subject, template, digest, self.photo, "7", self.now)])
        return subject

    async def watches(
        self, *subjects: Subject, then: Then = Then.ASK, mode: Mode = Mode.ASKING, **more: Any
    ) -> Rule:
        """An admin made a rule about somebody."""
        people = tuple(one.id for one in subjects)
        rule = Rule(
            "r1", When.PERSON, people, Posters.ANYBODY, then, mode, self.mira, self.now, **more
        )
        await self.rulebook.create(int(self.group), rule)
        return rule

    async def case(
        self,
        rule: Rule,
        *requests: Request,
        sureness: Sureness = Sureness.SURE,
        box: Box | None = FACE,
        **changes: Any,
    ) -> Case:
        """What judging hands on when these posts meet a rule."""
        photos = tuple(one.ask.photo for one in requests if isinstance(one.ask, PhotoSent))
        first = requests[0]
        finding = Finding(
            rule.id, sureness, FaceRef(photos[0], box), rule.subjects[0], 0.971, 0.0004
        )
        case = Case(
            id=f"{photos[0].message_id}-{rule.id}",
            chat=first.chat,
            gallery=await self.chats.gallery_to_fill(first.chat),
            thread=first.thread,
            messages=tuple(photo.message_id for photo in photos),
            photos=photos,
            poster=first.sender,
            posted_as=first.known_as.name,
            finding=finding,
            then=rule.then,
            mode=rule.mode,
        )
        return replace(case, **changes)

    # What people see

    async def cards(self, chat: str = "") -> list[Message]:
        """The cards in a chat, as they are now; Mira's, if none is named."""
        messages = await self.playground.messages(chat or self.desk)
        return [one for one in messages if one.raw["from_bot"] and one.has_photo]

    async def said_in_group(self) -> list[str]:
        messages = await self.playground.messages(self.group)
        return [plain(one) for one in messages if one.raw["from_bot"] and one.text]

    async def standing(self, person: int) -> str:
        member = await self.bot.get_chat_member(int(self.group), person)
        return str(member.status)

    async def is_deleted(self, *requests: Request) -> bool:
        found = [await self.playground.message(self.group, one.message) for one in requests]
        return all(one.is_deleted for one in found)

    async def times(self, method: str) -> int:
        """How often the bot called something with success."""
        return sum(call["status"] == 200 for call in await self.playground.calls(method))

    async def a_question(self, then: Then = Then.ASK, mode: Mode = Mode.ASKING) -> list[int]:
        """A photo of Ann is posted, and the admins are asked; return the ids of what was posted."""
        rule = await self.watches(await self.enrols("Ann", 1), then=then, mode=mode)
        posted = await self.posts()
        await self.ruling.report(posted[0], await self.case(rule, *posted))
        return [one.message for one in posted]

    async def noted(self) -> list[tuple[int, Deed, int | None]]:
        """Who did what to whom, as the audit has it."""
        gallery = await self.chats.gallery_to_fill(int(self.group))
        return [(one.by, one.deed, one.account) for one in await self.audit.of(gallery, most=9)]

    def later(self, time: timedelta) -> None:
        self.now += time


DEEDS = ("Delete", "Delete, warn", "Delete, mute", "Delete, ban")
"""What the admins are offered under a question."""


def plain(message: Message) -> str:
    """What a message says, without the marks that keep names in their direction."""
    return message.text.translate(dict.fromkeys(map(ord, "\u2068\u2069")))


def photo_of(requests: Sequence[Request]) -> list[PhotoRef]:
    return [one.ask.photo for one in requests if isinstance(one.ask, PhotoSent)]


Changed = Callable[[Core], Core]
"""Puts other parts in the place of the real ones."""


@asynccontextmanager
async def in_session(
    folder: Path, *, changed: Changed = lambda core: core, **options: Any
) -> AsyncIterator[Court]:
    """A court with everything that it needs, closed in the end."""
    made: list[Court] = []

    def clock() -> float:
        return made[0].now.timestamp() if made else 0.0

    client: TestClient[web.Request, web.Application]
    settings = Settings.from_env({"FACES_DB": str(folder / "f.db"), "DEEPFACE_HOME": str(folder)})
    async with (
        TestClient(TestServer(build_application(World(clock=clock)))) as client,
        open_core(settings) as core,
    ):
        url = str(client.make_url("")).rstrip("/")
        bot = connect(BotSettings(TOKEN, url, limits=False), lambda: None)
        async with PlaygroundClient.connect(url) as playground:
            court = Court(changed(core), bot, playground, folder)
            made.append(court)
            court.begin()
            await court.furnish(**options)
            yield court
        await bot.shutdown()
