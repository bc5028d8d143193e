"""A flood of photos in a group where a rule acts: what the rule finds goes first, then the admins.

`pytest tests/e2e/test_flood.py -s` prints the figures of docs/moderation.md.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import monotonic

import pytest

from bot.moderation.rules import Mode, Then, When
from bot.photos import AT_ONCE
from tests.e2e.chatting import Talker, words
from tests.e2e.conftest import Stage
from tests.e2e.groups import a_group, a_member
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN, person
from tests.e2e.rules import met_in, watches
from tests.e2e.settling import Desk, desk_of
from tests.playground_client import Json, Message

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(600)]

EACH, SECONDS = 100, 10.0
"""Photos of each of three members, and the time in which they come."""

ONE_IN = 5
"""Of one member's photos so many show whom the rule watches."""

OK, TOO_MANY_REQUESTS = 200, 429

QUIET = {"deleteMessage": 2, "sendMessage": 15}
"""Seconds of quiet that Telegram wants at the first call of each kind."""

PATIENCE = 240.0


@dataclass(frozen=True)
class Flood:
    """What three members posted.

    Attributes:
        photos: all of them.
        hits: the ids of those that the rule is to find.
    """

    photos: Sequence[Message]
    hits: frozenset[int]


async def test_hits_are_deleted_first_and_an_admin_is_served_at_once(paced: Stage) -> None:
    mira = await a_group(paced)
    await mira.playground.promote(mira.chat, mira.bot)
    desk = mira.in_chat(await mira.playground.private_chat(mira.person, mira.bot))
    await desk.says("/start")
    await mira.shows(EILEEN, "/enroll Eileen")
    members = [await a_member(mira, name) for name in ("Tom", "Zoe", "Bob")]
    chat = await watches(paced, mira, When.PERSON, Then.DELETE, Mode.ACTING)
    await watches(paced, mira, When.ANY_FACE, Then.TELL, Mode.DRY_RUN, name="r2")
    page = await mira.answer_to(await mira.sends("/settings"))
    for method, seconds in QUIET.items():
        await mira.playground.add_fault(
            method, "too_many_requests", retry_after=seconds, bot=mira.bot
        )

    async with desk_of(mira.playground, mira.bot, paced.bot.environment) as inbox:
        begun = monotonic()
        flooding = asyncio.create_task(flooded(members))
        await asyncio.sleep(SECONDS / 2)
        first = await mira.clicks(page, "Answers to photos")
        posted = await flooding
        came = monotonic() - begun
        await desk.clicks(await a_card(desk), "Forgive")
        before = len(await met_in(inbox.records, chat))
        assert before < len(posted.photos), "she did not wait for the photos before her"

        await until(lambda: all_met(inbox, chat, posted))
        judged = monotonic() - begun
        waiting = await unanswered(mira, posted)
        assert len(waiting) > len(posted.photos) / 2, "only answers wait for room"
        kept = {update["message"]["message_id"] for update in await inbox.waiting()}
        assert {one.id for one in waiting} <= kept | await answered(mira), "nothing is lost"
        await mira.clicks(await mira.outcome_of(first), "Only commands")

    every = await mira.playground.events(page.seq)
    calls = [call for call in await mira.playground.calls() if call["bot"] == mira.bot]
    assert deleted(every, mira.chat) == posted.hits, "all of them, and nothing else"
    refused = [call for call in calls if call["status"] == TOO_MANY_REQUESTS]
    assert {call["method"]: wanted(call) for call in refused} == QUIET
    assert not [call for one in refused for call in calls if too_soon(one, call)]
    messages = next(one for one in refused if one["method"] == "sendMessage")
    meanwhile = [one for one in calls if kind(one) == "deletion" and is_within(messages, one)]
    assert sum(one["status"] == OK for one in meanwhile) > 1, "also after one to be told of"
    late = overtaken(calls, mira.chat, posted)
    assert late <= AT_ONCE, "but for what is looked at side by side with it, no answer is before it"
    print(  # noqa: T201 — figures for docs/moderation.md, no condition
        f"{len(posted.photos)} photos in {came:.1f} s, {before} judged when she pressed, "
        f"all after {judged:.1f} s; {len(waiting)} waited; {late} overtaken; "
        f"clicks {[f'{one:.3f}' for one in served(every)]} s"
    )


async def flooded(members: Sequence[Talker]) -> Flood:
    """Let members post side by side, each at an even pace."""
    others = person(3, longest=300)[0]
    begun = monotonic()

    async def posts(member: Talker, *, shows_her: bool) -> list[tuple[Message, bool]]:
        sent = []
        for number in range(EACH):
            await asyncio.sleep(max(0.0, begun + number * SECONDS / EACH - monotonic()))
            hit = shows_her and number % ONE_IN == 0
            sent.append((await member.sends_photo(EILEEN_AGAIN if hit else others), hit))
        return sent

    tom, *rest = members
    sent = await asyncio.gather(
        posts(tom, shows_her=True), *(posts(one, shows_her=False) for one in rest)
    )
    photos = [one for some in sent for one in some]
    return Flood(
        [photo for photo, _ in photos], frozenset(photo.id for photo, hit in photos if hit)
    )


async def a_card(desk: Talker) -> Message:
    """Return the last card about any face."""
    cards = [one for one in await desk.all_answers() if words(one).startswith("Dry run:")]
    return cards[-1]


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something that another process does."""
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        if await is_so():
            return
        await asyncio.sleep(0.2)
    raise AssertionError("it does not come to that")


async def all_met(inbox: Desk, chat: int, posted: Flood) -> bool:
    return {photo.id for photo in posted.photos} <= await met_in(inbox.records, chat)


async def unanswered(mira: Talker, posted: Flood) -> list[Message]:
    """Return which photos that still are there were not answered yet."""
    done = await answered(mira) | posted.hits
    return [one for one in posted.photos if one.id not in done]


async def answered(mira: Talker) -> set[int | None]:
    """Return which messages the bot has answered."""
    return {answer.reply_to for answer in await mira.all_answers()}


def deleted(events: Sequence[Json], chat: str) -> frozenset[int]:
    """Return the messages of people that were deleted in a chat."""
    gone = (one["message"] for one in events if one["kind"] == "delete" and one["chat"] == chat)
    return frozenset(message["message_id"] for message in gone if not message["from_bot"])


def served(events: Sequence[Json]) -> list[float]:
    """Return in how many seconds each click was answered."""
    pressed = {one["query"]: one["at"] for one in events if one["kind"] == "press"}
    answers = (one for one in events if one["kind"] == "callback_answer")
    return [answer["at"] - pressed[answer["query"]] for answer in answers]


def wanted(refused: Json) -> int:
    """Return for how long Telegram wants quiet."""
    return int(refused["answer"]["parameters"]["retry_after"])


def is_within(refused: Json, call: Json) -> bool:
    """Tell whether a call was made in a chat while Telegram wanted quiet of some kind in it."""
    answered = refused["at"] + refused["seconds"]
    there = str(call["parameters"].get("chat_id")) == str(refused["parameters"]["chat_id"])
    return there and answered < call["at"] < answered + wanted(refused)


def too_soon(refused: Json, call: Json) -> bool:
    """Tell whether a call was made while Telegram wanted quiet of just its kind."""
    return is_within(refused, call) and kind(call) == kind(refused)


def kind(call: Json) -> str:
    """Return what Telegram counts a call as; nothing where it does not."""
    method = str(call["method"])
    if method.startswith(("send", "edit")):
        return "" if method == "sendChatAction" else "message"
    return "deletion" if method.startswith("delete") else ""


def overtaken(calls: Sequence[Json], chat: str, posted: Flood) -> int:
    """Return how many hits were still there when a later photo was answered."""
    gone = {
        int(call["parameters"]["message_id"]): call["at"]
        for call in reversed(calls)
        if call["method"] == "deleteMessage"
    }
    answers = {
        json.loads(call["parameters"]["reply_parameters"])["message_id"]: call["at"]
        for call in calls
        if kind(call) == "message"
        and str(call["parameters"]["chat_id"]) == chat
        and call["parameters"].get("reply_parameters")
        and call["status"] == 200
    }
    return sum(
        any(photo > hit and at < gone[hit] for photo, at in answers.items()) for hit in posted.hits
    )
