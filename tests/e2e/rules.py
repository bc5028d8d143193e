"""Watch rules of groups, written where the bot reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.moderation.rulebook import Rulebook
from bot.moderation.rules import Mode, Posters, Rule, Then, When
from bot.walking import walk
from core.model import ModelId
from core.ports import Records
from core.stores.sqlite import SqliteStore
from tests.e2e.chatting import Talker
from tests.e2e.conftest import Stage

MODEL = ModelId("Dlib", "mmod", "fast-1")


def now() -> datetime:
    return datetime.now(UTC)


async def watches(
    stage: Stage,
    ours: Talker,
    when: When,
    then: Then,
    mode: Mode,
    *,
    by: Posters = Posters.ANYBODY,
    name: str = "r1",
) -> int:
    """Let a group have a rule about everybody who is enrolled in it; return the group's id."""
    chat = int(str((await ours.playground.chat(ours.chat))["id"]))
    store = await SqliteStore.open(Path(stage.identity.settings["FACES_DB"]), MODEL)
    chats = await store.records.get("chats", str(chat))
    about = when in {When.PERSON, When.OFTEN}
    people = await store.gallery(chats.value["gallery"]).people() if chats and about else []
    rule = Rule(
        id=name, when=when, subjects=tuple(one.subject.id for one in people),
        by=by, then=then, mode=mode, made_by=ours.person, made_at=now(),
    )  # fmt: skip
    await Rulebook(store.records, now).create(chat, rule)
    await store.close()
    return chat


async def met(stage: Stage, chat: int) -> set[int]:
    """Return the messages of a group that met a rule, as its cases have them."""
    store = await SqliteStore.open(Path(stage.identity.settings["FACES_DB"]), MODEL)
    found = await met_in(store.records, chat)
    await store.close()
    return found


async def met_in(records: Records, chat: int) -> set[int]:
    """Return the same, of a store that is open."""
    cases = [record.value async for record in walk(records, "cases")]
    return {message for case in cases if case["chat"] == chat for message in case["messages"]}
