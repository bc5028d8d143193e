import asyncio

import aiohttp
import pytest

from tests.playground.actors import Talk
from tests.playground.test_updates import listening, say, texts
from tests.playground_client import PlaygroundClient, PlaygroundError


async def test_too_many_requests_as_often_as_asked(
    playground: PlaygroundClient, talk: Talk
) -> None:
    await playground.add_fault("send*", "too_many_requests", retry_after=7, times=2)
    for _ in range(2):
        answer = await talk.bot.call("sendMessage", chat_id=talk.person, text="x")
        assert answer["status"] == 429
        assert answer["description"] == "Too Many Requests: retry after 7"
        assert answer["parameters"] == {"retry_after": 7}
    assert await talk.bot.ok("sendMessage", chat_id=talk.person, text="through")
    assert (await playground.messages(talk.key))[-1].text == "through"
    (fault,) = await playground.faults()
    assert (fault["struck"], fault["times_left"]) == (2, 0)


@pytest.mark.parametrize(("when", "arrives"), [("before", False), ("after", True)])
async def test_a_server_error_before_or_after_the_effect(
    playground: PlaygroundClient, talk: Talk, when: str, *, arrives: bool
) -> None:
    await playground.add_fault("sendMessage", "server_error", status=504, when=when)
    answer = await talk.bot.call("sendMessage", chat_id=talk.person, text="did it arrive?")
    assert (answer["status"], answer["ok"]) == (504, False)
    assert ((await playground.messages(talk.key))[-1].text == "did it arrive?") is arrives


@pytest.mark.parametrize(("when", "arrives"), [("before", False), ("after", True)])
async def test_a_cut_connection_before_or_after_the_effect(
    playground: PlaygroundClient, talk: Talk, when: str, *, arrives: bool
) -> None:
    await playground.add_fault("sendMessage", "drop", when=when)
    with pytest.raises(aiohttp.ClientError):
        await talk.bot.call("sendMessage", chat_id=talk.person, text="did it arrive?")
    assert ((await playground.messages(talk.key))[-1].text == "did it arrive?") is arrives


async def test_a_delay_and_any_error(playground: PlaygroundClient, talk: Talk) -> None:
    await playground.add_fault("getMe", "delay", seconds=0.3, bot=talk.bot.username)
    begun = asyncio.get_running_loop().time()
    assert await talk.bot.ok("getMe")
    assert asyncio.get_running_loop().time() - begun >= 0.3
    await playground.add_fault("getMe", "error", status=403, description="Forbidden: so there")
    assert await talk.bot.refusal("getMe") == "Forbidden: so there"


async def test_updates_come_twice_in_reverse_or_again(
    playground: PlaygroundClient, talk: Talk
) -> None:
    await say(playground, talk, "1", "2")
    await playground.add_fault("getUpdates", "duplicate_updates")
    twice = await talk.bot.ok("getUpdates")
    assert texts(twice) == ["1", "1", "2", "2"]
    assert twice[0]["update_id"] == twice[1]["update_id"]
    await playground.add_fault("getUpdates", "reversed_updates")
    assert texts(await talk.bot.ok("getUpdates")) == ["2", "1"]
    await playground.add_fault("getUpdates", "lost_confirmation")
    again = await talk.bot.ok("getUpdates", offset=twice[-1]["update_id"] + 1)
    assert texts(again) == ["1", "2"]
    assert await talk.bot.ok("getUpdates", offset=twice[-1]["update_id"] + 1) == []


async def test_a_webhook_can_be_told_twice(playground: PlaygroundClient, talk: Talk) -> None:
    await playground.add_fault("webhook", "duplicate_updates", bot=talk.bot.username)
    async with listening() as hook:
        await talk.bot.ok("setWebhook", url=hook.url)
        await say(playground, talk, "hello")
        await hook.wait_for(2)
        assert hook.received[0] == hook.received[1]
        await talk.bot.ok("deleteWebhook")


async def test_a_download_fails_and_is_cut(playground: PlaygroundClient, talk: Talk) -> None:
    await playground.send_document(talk.key, talk.person, b"data", "x.bin")
    (update,) = await talk.bot.updates()
    file = await talk.bot.ok("getFile", file_id=update["message"]["document"]["file_id"])
    url = f"{talk.bot.url}/file/bot{talk.bot.token}/{file['file_path']}"
    await playground.add_fault("download", "server_error")
    async with talk.bot.client.get(url) as response:
        assert response.status == 502
    # aiohttp tries a GET once more by itself when the connection was cut.
    await playground.add_fault("download", "drop", times=2)
    with pytest.raises(aiohttp.ClientError):
        await talk.bot.client.get(url)
    await playground.add_fault("download", "drop", when="after")
    with pytest.raises(aiohttp.ClientPayloadError):
        async with talk.bot.client.get(url) as response:
            await response.read()
    async with talk.bot.client.get(url) as response:
        assert await response.read() == b"data"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"kind": "rain"}, "“kind” must be one of"),
        ({"kind": "drop", "when": "never"}, "before or after"),
        ({"kind": "drop", "times": 0}, "begin at 1"),
        ({"kind": "drop", "times": "often"}, "must be a whole number"),
        ({"kind": "server_error", "status": 404}, "does not fit the kind"),
        ({"kind": "delay", "seconds": -1}, "must be between 0 and"),
        ({"kind": "drop", "bot": "nobody_bot"}, "There is nobody called"),
    ],
)
async def test_a_wrong_fault_is_refused_with_a_sentence(
    playground: PlaygroundClient, options: dict[str, object], sentence: str
) -> None:
    with pytest.raises(PlaygroundError, match=sentence):
        await playground.ask("POST", "/faults", json={"method": "*", **options})
    assert await playground.faults() == []


async def test_faults_are_cleared(playground: PlaygroundClient, talk: Talk) -> None:
    number = await playground.add_fault("*", "drop", times=None)
    await playground.ask("DELETE", f"/faults/{number}")
    assert await talk.bot.ok("getMe")
    with pytest.raises(PlaygroundError, match="There is no fault"):
        await playground.ask("DELETE", f"/faults/{number}")
