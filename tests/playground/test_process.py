"""The program itself."""

import asyncio
import signal
import socket
import sys

import pytest

from tests.playground_client import PlaygroundClient, playground_process
from tests.playground_process import ROOT


async def run(*options: str) -> tuple[int | None, str]:
    """Run the program to its end; its exit status and complaints."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "playground",
        *options,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    _, complaints = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode, complaints.decode()


async def test_it_starts_with_people_and_a_bot_that_can_write_to_nobody() -> None:
    async with (
        playground_process("--token", "77:secret") as url,
        PlaygroundClient.connect(url) as client,
    ):
        state = await client.ask("GET", "/state")
        assert [bot["token"] for bot in state["bots"]] == ["77:secret"]
        assert [chat["type"] for chat in state["chats"]] == ["private", "group"]
        assert await client.pending_updates("playground_bot") == []


async def test_bots_are_registered_by_token_and_name() -> None:
    options = ("--empty", "--no-privacy", "--bot", "5:a:first_bot", "--bot", "6:b:@second_bot")
    async with playground_process(*options) as url, PlaygroundClient.connect(url) as client:
        bots = (await client.ask("GET", "/bots"))["bots"]
        assert [(bot["username"], bot["token"]) for bot in bots] == [
            ("first_bot", "5:a"),
            ("second_bot", "6:b"),
        ]
        assert not any(bot["privacy"] for bot in bots)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_ends_cleanly_even_while_somebody_waits(number: signal.Signals) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "playground",
        "--port",
        "0",
        "--token",
        "77:secret",
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    lines = [(await process.stdout.readline()).decode() for _ in range(2)]
    assert lines[0] == "bot @playground_bot 77:secret\n"
    address = lines[1].removeprefix("playground ready http://").strip("/\n")
    host, port = address.split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET /bot77:secret/getUpdates?timeout=50 HTTP/1.1\r\nHost: x\r\n\r\n")
    await writer.drain()
    await asyncio.sleep(0.2)
    process.send_signal(number)
    _, complaints = await asyncio.wait_for(process.communicate(), 10)
    writer.close()
    assert (process.returncode, complaints) == (0, b"")


async def test_wrong_use_is_said_in_one_sentence() -> None:
    status, complaints = await run("--bot", "nonsense")
    assert (status, complaints.count("\n")) == (2, 1)
    assert "A token looks like 123456:ABC-def_1" in complaints
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, complaints = await run("--port", str(port), "--empty")
    assert (status, complaints.count("\n")) == (2, 1)
    assert f"can't listen on 127.0.0.1:{port}" in complaints
    assert "choose another --port" in complaints
