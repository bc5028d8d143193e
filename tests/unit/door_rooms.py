"""A group with a door: people who join, or ask to, with profile photos, in the real playground."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
from PIL import Image

from bot.comings import Brought, JoinAsked, Joined
from bot.moderation.rules import Mode, Posters, Rule, Then, When
from bot.request import Request
from core.bootstrap import Core
from core.calibration import Calibration
from core.decision import Policy
from core.model import Box, ModelId, Photo, Probe, Template, Vector
from core.recognizer import Recognizer
from tests.playground_client import Message
from tests.unit.court_rooms import RIGHTS, Court, in_session, plain

ANN, BOB = 1, 2
"""The numbers by which the court enrols them."""

RED, DARK_RED, BLUE, BLACK = (230, 20, 20), (120, 10, 10), (20, 20, 230), (0, 0, 0)
"""Ann; somebody who may be Ann; Bob; nobody."""


class ColourEncoder:
    """Takes a photo for the face of whoever has its colour; faces need not be drawn."""

    def __init__(self, model: ModelId) -> None:
        self.model = model
        self.shown = 0

    def dimensions(self) -> int:
        return 128

    def shipped_threshold(self) -> float:
        return 0.9

    def encode(self, photo: Photo, *, to_keep: bool = False) -> list[Probe]:  # noqa: ARG002 — a colour is a colour
        self.shown += 1
        red, _, blue = (int(value) for value in photo.pixels.mean(axis=(0, 1)))
        vector: Vector = np.zeros(128, dtype=np.float32)
        if blue > 128:
            vector[BOB] = 1
        elif red > 180:
            vector[ANN] = 1
        elif red > 60:
            vector[ANN], vector[9] = 0.92, (1 - 0.92**2) ** 0.5
        else:
            return []
        box = Box(0, 0, photo.width, photo.height)
        return [Probe(Template(vector, self.model), box, 0.9)]

    def encode_many(self, photos: Sequence[Photo], *, to_keep: bool = False) -> list[list[Probe]]:
        return [self.encode(photo, to_keep=to_keep) for photo in photos]


def colour(value: tuple[int, int, int]) -> bytes:
    """Return a picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (200, 200), value).save(out, "PNG")
    return out.getvalue()


@dataclass
class Door:
    """The court's group, into which a link leads that wants approval."""

    court: Court
    encoder: ColourEncoder
    link: str = ""

    @property
    def group(self) -> str:
        return self.court.group

    async def somebody(self, *colours: tuple[int, int, int], **options: object) -> int:
        """Return somebody outside with profile photos, the newest last."""
        person = await self.court.playground.create_person("Ivan", **options)
        for one in colours:
            await self.court.playground.add_profile_photo(person, colour(one))
        return person

    async def hears(self) -> list[Request]:
        """Let the bot work on what the playground tells it of who comes."""
        heard = [
            one
            for one in await self.court.heard()
            if isinstance(one.ask, Joined | Brought | JoinAsked)
        ]
        for request in heard:
            await self.court.stories.routing.answer(request)
        return heard

    async def asks(self, person: int) -> list[Request]:
        """Somebody asks to come in."""
        await self.court.playground.follow(person, self.link)
        return await self.hears()

    async def joins(self, person: int) -> list[Request]:
        """Somebody comes in by themselves."""
        await self.court.playground.add_member(self.group, person)
        return await self.hears()

    async def watches(
        self, then: Then = Then.ASK, mode: Mode = Mode.ASKING, **fields: object
    ) -> Rule:
        """Have a rule about Ann, who is enrolled by it if she is not yet."""
        court = self.court
        ann = await court.enrols("Ann", ANN)
        number = len(await court.rulebook.of(int(court.group)))
        rule = Rule(
            f"r{number}", When.PERSON, (ann.id,), Posters.ANYBODY, then, mode, court.mira, court.now
        )
        rule = replace(rule, **fields)  # type: ignore[arg-type]  # fields of Rule
        await court.rulebook.create(int(court.group), rule)
        return rule

    async def card(self) -> Message:
        """The only card, as it is now."""
        (card,) = await self.court.cards()
        return card

    async def said(self) -> str:
        return plain(await self.card())

    async def waiting(self) -> list[int]:
        return await self.court.playground.join_requests(self.group)

    async def is_answered(self) -> None:
        """Wait until the playground was asked to answer a request, and did."""
        for _ in range(500):
            if not await self.waiting():
                return
            await asyncio.sleep(0.02)
        raise AssertionError("nobody answered")

    async def whispers(self, person: int) -> list[str]:
        """What the bot wrote to somebody in private."""
        chat = await self.court.playground.private_chat(person, "court_bot")
        return [plain(one) for one in await self.court.playground.messages(chat)]


@asynccontextmanager
async def a_door(folder: Path) -> AsyncIterator[Door]:
    """A door, with everything real but what sees faces."""
    encoders: list[ColourEncoder] = []

    def with_colours(core: Core) -> Core:
        encoder = ColourEncoder(core.encoder.model)
        encoders.append(encoder)
        calibration = Calibration(
            model=encoder.model, sizes=(1, 100), fpirs=(0.5, 0.1, 0.01, 0.001),
            evidence=((0.80, 0.88, 0.91, 0.93), (0.91, 0.93, 0.945, 0.96)),
            normalisation=None, made_from="nobody",
        )  # fmt: skip
        policy = Policy(encoder.shipped_threshold(), calibration)
        recognizer = Recognizer(encoder, core.store, policy, core.worker, court_clock)
        return replace(core, encoder=encoder, policy=policy, recognizer=recognizer)

    def court_clock() -> datetime:
        return courts[0].now

    courts: list[Court] = []
    async with in_session(folder, changed=with_colours) as court:
        courts.append(court)
        people = court.playground
        await people.promote(court.group, "court_bot", rights=[*RIGHTS, "can_invite_users"])
        door = Door(court, encoders[0], await people.invite(court.group, approval=True))
        await court.heard()
        yield door
