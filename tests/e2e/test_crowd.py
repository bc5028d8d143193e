"""Fifty people in ten groups act at once: each is given what they are owed, where they are.

`CROWD_SECONDS` says for how long (12), `CROWD_SEED` which chances they take, `CROWD_STORE` where
the bot keeps what it knows (`sqlite`, `elasticsearch`). `pytest -s` shows the figures.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import pytest
import pytest_asyncio

from core.bootstrap import encoder_of, open_store
from core.settings import Settings
from tests.e2e.bot_process import BotProcess
from tests.e2e.conftest import Identity, NewBot, staged
from tests.e2e.crowd import Life
from tests.e2e.gathering import Gathering, Seat
from tests.e2e.owed import Ledger
from tests.e2e.record import Record
from tests.e2e.town import Group, Town, a_town
from tests.playground_client import Message, PlaygroundClient

SECONDS = float(os.environ.get("CROWD_SECONDS", "12"))
SEED = os.environ.get("CROWD_SEED", "1")
STORE = os.environ.get("CROWD_STORE", "sqlite")

MOST_MESSAGES = 1000
"""That the playground keeps of a chat."""

LONGEST_REST = 180
"""Seconds in which everything is answered that was asked in time."""

POLLS_A_SECOND = 5

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(3 * SECONDS + 4 * LONGEST_REST),
]

Meanwhile = Callable[[BotProcess], Coroutine[Any, Any, None]]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(
    playground: PlaygroundClient,
    new_bot: NewBot,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Town]:
    """Ten groups with a bot that sees everything there."""
    url = request.getfixturevalue("elasticsearch_url") if STORE == "elasticsearch" else ""
    identity = await new_bot(url, privacy=False)
    async with staged(playground, identity, tmp_path_factory.mktemp("crowd")) as stage:
        yield await a_town(stage)


@dataclass
class Outcome:
    """What became of a crowd.

    Attributes:
        wrong: sentences about what is not as it should be.
        twice: see `Balance`.
        failed: calls that the playground refused the bot.
        log: lines of the bot's log that somebody would have to look into.
        foreign: how often somebody pressed a button that was not theirs.
    """

    wrong: list[str] = field(default_factory=list)
    twice: list[tuple[float, float]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    foreign: int = 0


async def test_everybody_is_answered_once_in_their_own_group_and_nobody_acts_for_another(
    town: Town,
) -> None:
    outcome = await acted(town, SECONDS)
    assert outcome.wrong == []
    assert outcome.twice == []
    assert outcome.failed == []
    assert outcome.log == []
    assert outcome.foreign > 0


async def test_killed_twice_among_them_it_leaves_nobody_out(town: Town) -> None:
    deaths: list[tuple[float, float]] = []

    async def killing(bot: BotProcess) -> None:
        for _ in range(2):
            await asyncio.sleep(4)  # in which people have begun to wait
            died = time.time()
            await bot.kill()
            await bot.start()
            deaths.append((died, time.time()))

    outcome = await acted(town, min(SECONDS, 12), killing)
    print(f"{len(outcome.twice)} answers came twice")  # noqa: T201 — a figure, no condition
    assert outcome.wrong == []
    assert outcome.log == []
    for first, last in outcome.twice:
        # What it had sent off when it died may come while the next process starts.
        assert any(first <= alive and died <= last for died, alive in deaths), "nothing excuses it"


async def acted(town: Town, seconds: float, meanwhile: Meanwhile | None = None) -> Outcome:
    """Let everybody act for some time, and compare what they were given with what they are owed."""
    stage, over, outcome = town.stage, asyncio.Event(), Outcome()
    before = len(stage.bot.output)
    begun = await failures(stage.playground, stage.username)
    async with Record.followed(stage.playground) as record:
        around = [await gathered(stage.playground, group) for group in town.groups]
        started = time.monotonic()
        async with asyncio.TaskGroup() as crowd:
            watching = crowd.create_task(watched(stage.playground, stage.username, over))
            for one in around:
                for member in one.group.members:
                    chance = random.Random(f"{SEED} {member.name}")  # noqa: S311 — to be repeated
                    seat = Seat(member, one, town, record, chance)
                    crowd.create_task(Life(seat).lived(over))
            if meanwhile is not None:
                crowd.create_task(meanwhile(stage.bot))
            await asyncio.sleep(seconds)
            over.set()
        await everything_answered(stage.playground, stage.identity)
        took = time.monotonic() - started
        await record.closed()
    outcome.failed = sorted(
        (watching.result() | await failures(stage.playground, stage.username)) - begun
    )
    for one in around:
        messages = await whole(stage.playground, one.ledger)
        balance = one.ledger.balance(messages, record)
        outcome.wrong += balance.wrong
        outcome.twice += balance.twice
        outcome.foreign += len(one.ledger.foreign)
    outcome.log = [
        line
        for line in stage.bot.output[before:].splitlines()
        if " ERROR " in line or " CRITICAL " in line or line.startswith("Traceback")
    ]
    print(figures(around, record, took, outcome))  # noqa: T201 — figures, no condition
    return outcome


async def gathered(playground: PlaygroundClient, group: Group) -> Gathering:
    """Begin a ledger for a group."""
    (last,) = await playground.messages(group.chat, most=1)
    return Gathering(group, Ledger(group.chat, group.number, last.id))


async def whole(playground: PlaygroundClient, ledger: Ledger) -> list[Message]:
    """Return all messages of a chat since its ledger was begun."""
    messages = await playground.messages(ledger.chat, most=MOST_MESSAGES)
    assert messages[0].id <= ledger.since + 1, "the playground forgot some"
    return messages


async def watched(playground: PlaygroundClient, bot: str, over: asyncio.Event) -> set[str]:
    """Collect the bot's failed calls, of which the playground remembers the last ones."""
    found: set[str] = set()
    while not over.is_set():
        found |= await failures(playground, bot)
        await asyncio.sleep(3)
    return found


async def failures(playground: PlaygroundClient, bot: str) -> set[str]:
    return {
        f"{call['at']:.3f} {call['method']} {call['status']}: {call['answer'].get('description')}"
        for call in await playground.failed_calls(bot)
    }


async def everything_answered(playground: PlaygroundClient, identity: Identity) -> None:
    """Wait until the bot has taken all that waits for it, and its inbox is empty."""
    settings = Settings.from_env(identity.settings)
    store = await open_store(settings, encoder_of(settings))
    inbox = f"inbox-{identity.settings['TELEGRAM_BOT_TOKEN'].partition(':')[0]}"
    try:
        for _ in range(LONGEST_REST * POLLS_A_SECOND):
            # What Telegram no longer keeps was stored before.
            waiting = await playground.pending_updates(identity.username)
            if not waiting and not await store.records.list(inbox, limit=1):
                return
            await asyncio.sleep(1 / POLLS_A_SECOND)
        raise AssertionError("some of what was asked is still not answered")
    finally:
        await store.close()


def figures(around: Sequence[Gathering], record: Record, took: float, outcome: Outcome) -> str:
    """Say how much was done, and how long people waited."""
    waits = sorted(
        wait
        for one in around
        for message in one.ledger.owed
        if (wait := waited(one, message, record))
    )
    photos = sum(one.photos for one in around)
    answers = sum(len(every) for one in around for every in one.ledger.owed.values())
    return (
        f"{sum(one.acts for one in around)} acts, {answers} answers, all after {took:.0f} s; "
        f"{len(record.notices)} notices ({outcome.foreign} of them for another's button), "
        f"{photos} photos looked at: {photos / took:.1f} a second; "
        f"waits: median {median(waits):.2f} s, worst {waits[-1]:.2f} s"
    )


def waited(one: Gathering, message: int, record: Record) -> float:
    """Return how long the first answer to a message was waited for, in seconds; 0 without any."""
    chat = one.ledger.chat
    told = [record.told[chat, answer.id] for answer in record.answers((chat, message))]
    return min(told) - record.sent[chat, message] if told else 0.0
