"""How the process starts, ends and speaks to its operator."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import aiohttp
import pytest

from tests.e2e.bot_process import BotProcess, run_to_its_end, running_bot
from tests.e2e.chatting import Talker
from tests.e2e.conftest import NewBot, staged
from tests.e2e.nursery import begun
from tests.e2e.pictures import EILEEN
from tests.elasticsearch_server import free_port
from tests.playground_client import PlaygroundClient

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("token", ["", "   ", "not a token", "98765"])
async def test_without_a_usable_token_it_ends_with_a_sentence(tmp_path: Path, token: str) -> None:
    status, printed = await run_to_its_end({"TELEGRAM_BOT_TOKEN": token}, tmp_path)
    assert status == 2
    assert printed.count("\n") == 1
    assert "TELEGRAM_BOT_TOKEN" in printed
    assert "@BotFather" in printed
    assert not token.strip() or token not in printed


async def test_a_token_that_telegram_refuses_ends_with_a_sentence(
    tmp_path: Path, new_bot: NewBot
) -> None:
    settings = (await new_bot()).settings
    wrong = "987654321:" + "wRoNg" * 7
    status, printed = await run_to_its_end({**settings, "TELEGRAM_BOT_TOKEN": wrong}, tmp_path)
    assert status == 2
    assert "Telegram refuses TELEGRAM_BOT_TOKEN" in printed
    assert wrong.partition(":")[2] not in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("WEBHOOK_URL", "example.com/hook"),
        ("LOG_LEVEL", "chatty"),
        ("TELEGRAM_API_URL", "ftp://somewhere"),
        ("ELASTICSEARCH_URL", "nowhere"),
        ("MODEL", "Guesswork"),
    ],
)
async def test_a_setting_that_cannot_be_used_is_named_and_its_value_is_not(
    tmp_path: Path, new_bot: NewBot, key: str, value: str
) -> None:
    settings = {**(await new_bot()).settings, key: value}
    status, printed = await run_to_its_end(settings, tmp_path)
    assert status == 2
    assert key in printed
    assert value not in printed
    assert "Traceback" not in printed


async def test_it_waits_for_telegram_and_then_serves(tmp_path: Path, new_bot: NewBot) -> None:
    settings = (await new_bot()).settings
    unreachable = {**settings, "TELEGRAM_API_URL": f"http://127.0.0.1:{free_port()}"}
    bot = BotProcess(unreachable, tmp_path / "bot.log")
    await bot.launch()
    await bot.said("Telegram cannot be reached")
    assert await bot.stop() == 0
    assert "Traceback" not in bot.output


async def test_the_token_is_never_in_the_output(
    tmp_path: Path, playground: PlaygroundClient, new_bot: NewBot
) -> None:
    identity = await new_bot()
    loud = {**identity.settings, "LOG_LEVEL": "DEBUG"}
    secret = identity.settings["TELEGRAM_BOT_TOKEN"].partition(":")[2]
    async with running_bot(loud, tmp_path / "bot.log", start=begun) as bot:
        mira = await person_with(playground, identity.username)
        await playground.add_fault("getFile", "drop", times=1, bot=identity.username)
        await playground.add_fault(
            "getFile", "error", status=404, description="Not Found", times=1,
            bot=identity.username,
        )  # fmt: skip
        await playground.add_fault("getUpdates", "server_error", times=1, bot=identity.username)
        await mira.shows(EILEEN)
        await mira.says("/people")
    assert "DEBUG" in bot.output
    assert "/getFile" in bot.output, "addresses are logged at this level"
    assert "Traceback" in bot.output, "and so was a trace"
    assert secret not in bot.output


async def test_a_token_that_is_revoked_ends_the_process_with_a_sentence(
    tmp_path: Path, playground: PlaygroundClient, new_bot: NewBot
) -> None:
    identity = await new_bot()
    bot = BotProcess(identity.settings, tmp_path / "bot.log")
    await bot.start()
    await playground.add_fault(
        "getUpdates", "error", status=401, description="Unauthorized", times=None,
        bot=identity.username,
    )  # fmt: skip
    mira = await person_with(playground, identity.username)
    await mira.sends("/start")
    assert await bot.ended(60) == 2
    await playground.clear_faults()
    assert "Telegram refuses TELEGRAM_BOT_TOKEN" in bot.output


async def test_a_404_on_the_way_does_not_end_the_polling(
    tmp_path: Path, playground: PlaygroundClient, new_bot: NewBot
) -> None:
    identity = await new_bot()
    async with running_bot(identity.settings, tmp_path / "bot.log"):
        await playground.add_fault(
            "getUpdates", "error", status=404, description="Not Found", times=2,
            bot=identity.username,
        )  # fmt: skip
        mira = await person_with(playground, identity.username)
        assert "Hello!" in await mira.says("/start")
        assert "I don't know anybody" in await mira.says("/people")


async def person_with(playground: PlaygroundClient, username: str) -> Talker:
    """Return somebody new in their private chat with a bot."""
    person = await playground.create_person("Mira")
    chat = await playground.private_chat(person, username)
    return Talker(playground, person, chat, username)


async def test_a_second_process_with_the_same_token_is_told_so(
    tmp_path: Path, playground: PlaygroundClient, new_bot: NewBot
) -> None:
    identity = await new_bot()
    async with staged(playground, identity, tmp_path) as first:
        other = BotProcess(identity.settings, tmp_path / "other.log")
        await other.launch()
        for _ in range(400):
            if "Another process listens with this token" in other.output + first.bot.output:
                break
            await asyncio.sleep(0.1)
        else:
            raise AssertionError(other.output + first.bot.output)
        assert await other.stop() == 0


async def test_a_webhook_is_set_guarded_by_its_secret_and_answered(
    tmp_path: Path, playground: PlaygroundClient, new_bot: NewBot
) -> None:
    identity = await new_bot()
    port = free_port()
    address = f"http://127.0.0.1:{port}/hook"
    hooked = {
        **identity.settings,
        "WEBHOOK_URL": address,
        "WEBHOOK_PORT": str(port),
        "WEBHOOK_SECRET": "s3cret-of-this-hook",
    }
    async with running_bot(hooked, tmp_path / "bot.log") as bot:
        assert "is listening (webhook)" in bot.output
        mira = await person_with(playground, identity.username)
        person = mira.person
        await playground.add_fault(
            "webhook", "duplicate_updates", times=None, bot=identity.username
        )
        assert "I now know Eileen" in await mira.shows(EILEEN, "/enroll Eileen")
        await mira.has_been_answered()
        assert len(await mira.all_answers()) == 2
        await playground.clear_faults()

        forged = {
            "update_id": 1,
            "message": {
                "message_id": 1,
                "date": 1,
                "chat": {"id": person, "type": "private", "first_name": "M"},
                "from": {"id": person, "is_bot": False, "first_name": "M"},
                "text": "/forget Eileen",
            },
        }
        async with aiohttp.ClientSession() as stranger:
            for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}):
                async with stranger.post(address, json=forged, headers=headers) as refused:
                    assert refused.status == 403
        assert "Eileen" in await mira.says("/people")
        assert "s3cret-of-this-hook" not in bot.output

    async with running_bot(identity.settings, tmp_path / "polling.log"):
        assert "Eileen" in await mira.says("/people")
        assert not (await playground.bot(identity.username))["webhook"]


async def test_the_doctor_says_how_every_part_is(
    tmp_path: Path, playground: PlaygroundClient, new_bot: NewBot
) -> None:
    identity = await new_bot()
    status, printed = await run_to_its_end(identity.settings, tmp_path, "doctor")
    assert status == 0
    assert f"ok    token: belongs to @{identity.username}" in printed
    assert "ok    privacy mode: on" in printed
    assert "@BotFather, /setprivacy" in printed
    assert "ok    webhook: none is set" in printed
    assert "ok    model: Dlib/mmod/fast-1 runs" in printed
    assert "ok    store: SQLite" in printed
    await playground.set_privacy(identity.username, privacy=False)
    status, printed = await run_to_its_end(identity.settings, tmp_path / "..", "doctor")
    assert "ok    privacy mode: off" in printed


async def test_the_doctor_looks_at_core_though_there_is_no_token(
    tmp_path: Path, new_bot: NewBot
) -> None:
    settings = {**(await new_bot()).settings, "TELEGRAM_BOT_TOKEN": ""}
    status, printed = await run_to_its_end(settings, tmp_path, "doctor")
    assert status == 1
    assert "FAIL  settings: The setting TELEGRAM_BOT_TOKEN" in printed
    assert "ok    store: SQLite" in printed


async def test_a_webhook_that_cannot_be_listened_for_ends_with_a_sentence(
    tmp_path: Path, new_bot: NewBot
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = {
            **(await new_bot()).settings,
            "WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
            "WEBHOOK_PORT": str(port),
        }
        status, printed = await run_to_its_end(settings, tmp_path)
    assert status == 2
    assert "The webhook cannot be used: Address already in use" in printed
    assert "Traceback" not in printed


async def test_the_doctor_says_what_is_wrong(tmp_path: Path, new_bot: NewBot) -> None:
    settings = (await new_bot()).settings
    wrong = {
        **settings,
        "TELEGRAM_BOT_TOKEN": "987654321:" + "wRoNg" * 7,
        "ELASTICSEARCH_URL": f"http://127.0.0.1:{free_port()}",
    }
    status, printed = await run_to_its_end(wrong, tmp_path, "doctor")
    assert status == 1
    assert "FAIL  token: Telegram refuses TELEGRAM_BOT_TOKEN" in printed
    assert "FAIL  store: The face store is not answering" in printed
    assert "ok    model" in printed
    assert "wRoNg" not in printed


async def test_menus_are_set_once_and_again_when_somebody_cleared_them(
    tmp_path: Path, playground: PlaygroundClient, new_bot: NewBot
) -> None:
    identity = await new_bot()

    async def menus_set_by_a_start() -> int:
        before = await menus_set(playground, identity.username)
        async with running_bot(identity.settings, tmp_path / "bot.log"):
            return await menus_set(playground, identity.username) - before

    every = await menus_set_by_a_start()
    assert every > 1
    assert await menus_set_by_a_start() == 0
    await cleared_menu(identity.settings, "all_chat_administrators", "ru")
    assert await menus_set_by_a_start() == every
    mira = await person_with(playground, identity.username)
    shown = await playground.commands(mira.chat, mira.person)
    assert "enroll" in {command["command"] for command in shown}


async def menus_set(playground: PlaygroundClient, bot: str) -> int:
    """Return how many menus a bot has set so far."""
    return len([call for call in await playground.calls("setMyCommands") if call["bot"] == bot])


async def cleared_menu(settings: dict[str, str], scope: str, language: str) -> None:
    """Clear a menu as another program with the same token would."""
    url = f"{settings['TELEGRAM_API_URL']}/bot{settings['TELEGRAM_BOT_TOKEN']}/deleteMyCommands"
    body = {"scope": {"type": scope}, "language_code": language}
    async with aiohttp.ClientSession() as other, other.post(url, json=body) as answer:
        assert answer.status == 200
