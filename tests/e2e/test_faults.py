"""Telegram has its bad moments; people still get their answers."""

from __future__ import annotations

import asyncio

import pytest

from tests.e2e.chatting import words
from tests.e2e.conftest import Stage
from tests.e2e.pictures import EILEEN, TWO_FACES

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUIET = 8
"""Seconds that Telegram asks for."""


@pytest.mark.parametrize(
    "fault",
    [
        {"method": "sendMessage", "kind": "server_error", "status": 502},
        {"method": "sendMessage", "kind": "server_error", "status": 500},
        {"method": "sendMessage", "kind": "drop"},
        {"method": "getFile", "kind": "server_error"},
        {"method": "getFile", "kind": "drop"},
        {"method": "download", "kind": "drop"},
        {"method": "getUpdates", "kind": "server_error"},
        {"method": "sendChatAction", "kind": "server_error"},
    ],
    ids=lambda fault: f"{fault['method']}-{fault['kind']}-{fault.get('status', '')}",
)
async def test_a_passing_fault_costs_nobody_an_answer(
    stage: Stage, fault: dict[str, object]
) -> None:
    mira = await stage.newcomer()
    method, kind = str(fault["method"]), str(fault["kind"])
    rest = {key: value for key, value in fault.items() if key not in {"method", "kind"}}
    await mira.playground.add_fault(method, kind, times=2, bot=stage.username, **rest)
    photo = await mira.sends_photo(EILEEN)
    assert "I see a face" in words(await mira.answer_to(photo))
    await mira.has_been_answered()
    answers = [answer for answer in await mira.all_answers() if answer.reply_to == photo.id]
    assert len(answers) == 1
    await mira.playground.clear_faults()


async def test_an_answer_whose_receipt_is_lost_comes_again_rather_than_not(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.playground.add_fault(
        "sendMessage", "drop", times=1, when="after", bot=stage.username
    )
    first, second = await mira.answers_to(await mira.sends("/people"), 2)
    assert words(first) == words(second)


async def test_a_flood_wait_holds_up_its_own_chat_alone(stage: Stage) -> None:
    mira, tom = await stage.newcomer(), await stage.newcomer("Tom")
    await mira.playground.add_fault(
        "sendMessage", "too_many_requests", retry_after=QUIET, times=1, bot=stage.username
    )
    loop = asyncio.get_running_loop()
    began = loop.time()
    hers = await mira.sends("/people")
    for _ in range(100):
        if any(fault["struck"] for fault in await mira.playground.faults()):
            break
        await asyncio.sleep(0.05)
    his_answer = await tom.answer_to(await tom.sends("/people"))
    her_answer = await mira.answer_to(hers)
    for answer in (his_answer, her_answer):
        assert "I don't know anybody" in words(answer)
    assert his_answer.seq < her_answer.seq, "Tom did not wait"
    assert loop.time() - began >= QUIET, "Mira's chat had its quiet"


async def test_a_slow_photo_does_not_hold_up_another_chat_or_a_click(stage: Stage) -> None:
    mira, tom = await stage.newcomer(), await stage.newcomer("Tom")
    question = await mira.answer_to(await mira.sends_photo(TWO_FACES, "/enroll Ann"))
    await mira.playground.add_fault(
        "download", "slow_download", bytes_per_second=2000, times=1, bot=stage.username
    )
    slow = await mira.sends_photo(EILEEN)
    await asyncio.sleep(0.5)
    assert "I don't know anybody" in await tom.says("/people")
    told = await mira.outcome_of(await mira.clicks(question, "Cancel"))
    assert words(told).startswith("Cancelled")
    assert slow.id not in {answer.reply_to for answer in await mira.all_answers()}
    assert "I see a face" in words(await mira.answer_to(slow, seconds=60))


async def test_long_work_goes_on_showing_that_it_works(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.playground.add_fault(
        "download", "slow_download", bytes_per_second=2500, times=1, bot=stage.username
    )
    sent = await mira.sends_photo(EILEEN)
    await mira.answer_to(sent, seconds=60)
    events = await mira.playground.events(sent.seq, chat=mira.chat, kinds=("chat_action",))
    assert len(events) >= 2


async def test_somebody_who_blocks_the_bot_disturbs_nobody(stage: Stage) -> None:
    mira, tom = await stage.newcomer(), await stage.newcomer("Tom")
    before = len(stage.bot.output)
    await mira.says("/start")
    await mira.playground.add_fault("getFile", "delay", seconds=2, bot=stage.username, times=1)
    await mira.sends_photo(EILEEN)
    await mira.playground.block(mira.chat)
    assert "I don't know anybody" in await tom.says("/people")
    await asyncio.sleep(3)
    assert "Traceback" not in stage.bot.output[before:]


async def test_a_refusal_nobody_foresaw_ends_in_an_apology_with_a_reference(stage: Stage) -> None:
    mira = await stage.newcomer()
    await mira.playground.add_fault(
        "sendMessage", "error", status=400, description="Bad Request: TOPIC_CLOSED_SOMEHOW",
        times=1, bot=stage.username,
    )  # fmt: skip
    told = await mira.says("/people")
    assert told.startswith("Sorry, something went wrong on my side.")
    reference = told.partition("(reference ")[2].rstrip(")")
    assert f"(reference {reference})" in stage.bot.output
    assert "Topic_closed_somehow" in stage.bot.output
