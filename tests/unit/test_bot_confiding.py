"""Whoever was banned or muted is told so in private, can answer there, and hears how it ends."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.moderation.caseload import CASES
from bot.moderation.held import Hand
from bot.moderation.rules import Mode, Then
from bot.optouts import OPTOUTS
from bot.preferences import Preferences
from tests.bot_life import LANGUAGES
from tests.playground_client import Message
from tests.unit.court_rooms import Court, plain

TURN = "reply to this message, or write to one of its admins: they can look at it again."
MUTED = (
    "You can't write in Hikers until 2030-05-06 13:00 (UTC), as one of its rules says."
    f" If that was wrong, {TURN}"
)
BANNED = f"You were banned from Hikers, as one of its rules says. If that was wrong, {TURN}"
LIFTED = "Hikers: an admin has looked at it again and taken it back."


async def spoke(court: Court) -> str:
    """Tom begins a private chat with the bot; return it."""
    chat = await court.speaks(court.tom)
    await court.heard()
    return chat


async def acts(court: Court, then: Then) -> None:
    """A rule acts on a photo of Tom's, in two lives of the bot."""
    rule = await court.watches(await court.enrols("Ann", 1), then=then, mode=Mode.ACTING)
    posted = await court.posts()
    case = await court.case(rule, *posted)
    for _ in range(2):
        court.begin()
        await court.ruling.act(posted[0], case)


async def heard(court: Court, chat: str) -> list[Message]:
    """What the bot said in a chat."""
    return [one for one in await court.playground.messages(chat) if one.raw["from_bot"]]


async def said(court: Court, chat: str) -> list[str]:
    return [plain(one) for one in await heard(court, chat)]


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (Then.BAN, BANNED),
        (Then.MUTE, MUTED),
        (Then.WARN, None),
        (Then.DELETE, None),
    ],
)
async def test_who_cannot_answer_in_the_group_is_told_in_private_once(
    court: Court, then: Then, words: str | None
) -> None:
    chat = await spoke(court)
    await acts(court, then)
    assert await said(court, chat) == ([] if words is None else [words])
    assert len(await court.said_in_group()) == 1, "what is said in the group is said all the same"


async def test_what_an_admin_decided_and_took_back_is_told_too(court: Court) -> None:
    chat = await spoke(court)
    await court.a_question()
    await court.press((await court.cards())[0], "Delete, ban")
    await court.press((await court.cards())[0], "Take it back")
    for request in court.last:
        court.begin()
        await court.stories.routing.answer(request)
    done, lifted = await heard(court, chat)
    assert plain(done) == BANNED.replace("one of its rules says", "an admin decided")
    assert (plain(lifted), lifted.reply_to) == (LIFTED, done.id)


async def test_where_nothing_was_told_nothing_is_told_to_be_taken_back(court: Court) -> None:
    await acts(court, Then.MUTE)
    chat = await spoke(court)
    await court.press((await court.cards())[0], "Take it back")
    assert await said(court, chat) == []
    assert await court.standing(court.tom) == "member"


async def test_what_is_taken_back_while_it_is_told_is_told_to_be(court: Court) -> None:
    await acts(court, Then.BAN)
    chat = await spoke(court)
    (record,) = await court.core.store.records.list(CASES)
    caseload, confiding = court.ruling.caseload, court.ruling.informing.confiding
    held = await caseload.of(record.key)
    assert held is not None
    await court.playground.add_fault("sendMessage", "delay", seconds=1.0, times=1)
    telling = asyncio.create_task(confiding.tell(held))
    await asyncio.sleep(0.3)
    await caseload.take_back(held.key, Hand(court.olga, "Olga", court.now, "a click"))
    await telling
    assert await said(court, chat) == [BANNED, LIFTED]


async def test_a_reply_in_private_is_an_appeal(court: Court) -> None:
    chat = await spoke(court)
    await acts(court, Then.BAN)
    (told,) = await heard(court, chat)
    for words in ("That is my brother", "My brother!"):
        await court.playground.send_text(chat, court.tom, words, reply_to=told.id)
        for request in await court.heard():
            await court.stories.routing.answer(request)
    assert (await said(court, chat))[1:] == [
        "I have asked the admins to look at it again.",
        "The admins have been asked to look at it again already.",
    ]
    (appeal,) = [one for one in await said(court, court.desk) if "and says" in one]
    assert appeal == "Tom asks that this be looked at again, and says:\nThat is my brother"


async def test_it_is_said_in_their_own_language(court: Court) -> None:
    chat = await spoke(court)
    preferences = Preferences(court.core.store.records, LANGUAGES)
    await preferences.change(court.tom, lambda was: replace(was, language="de"))
    await acts(court, Then.BAN)
    (told,) = await said(court, chat)
    assert told.startswith("Du wurdest aus der Gruppe Hikers gesperrt")


async def test_who_is_to_be_named_nowhere_is_not_written_to(court: Court) -> None:
    chat = await spoke(court)
    value = {
        "gallery": "unnamed", "model": str(court.core.encoder.model), "at": 0.0,
        "language": "en", "reminded": None,
    }  # fmt: skip
    await court.core.store.records.put(OPTOUTS, str(court.tom), value)
    await acts(court, Then.BAN)
    assert await said(court, chat) == []
    assert await court.standing(court.tom) == "kicked"


async def test_a_channel_has_no_private_chat(court: Court) -> None:
    chat = await spoke(court)
    channel = await court.playground.create_group("News", court.tom, kind="channel")
    rule = await court.watches(await court.enrols("Ann", 1), then=Then.BAN, mode=Mode.ACTING)
    posted = await court.posts(**{"as": channel["key"]})
    await court.ruling.act(posted[0], await court.case(rule, *posted))
    assert await said(court, chat) == []
    assert len(await court.said_in_group()) == 1


async def test_when_the_group_is_left_a_reply_in_private_leads_nowhere(court: Court) -> None:
    await spoke(court)
    await acts(court, Then.BAN)
    records = court.core.store.records
    assert len(await records.list("cases-notices")) == 2
    await court.stories.leaving.keeping.drop(int(court.group))
    assert not await records.list("cases-notices")
