import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.playground.actors import Talk
from tests.playground_client import Json, PlaygroundClient


async def say(playground: PlaygroundClient, talk: Talk, *texts: str) -> None:
    for text in texts:
        await playground.send_text(talk.key, talk.person, text)


def texts(updates: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_an_update_stays_until_an_offset_beyond_it_is_asked_for(
    playground: PlaygroundClient, talk: Talk
) -> None:
    await say(playground, talk, "1", "2", "3")
    first = await talk.bot.ok("getUpdates", limit=2)
    assert texts(first) == ["1", "2"]
    assert await talk.bot.ok("getUpdates", limit=2) == first
    rest = await talk.bot.ok("getUpdates", offset=first[0]["update_id"] + 1)
    assert texts(rest) == ["2", "3"]
    assert texts(await talk.bot.ok("getUpdates")) == ["2", "3"]
    assert await talk.bot.ok("getUpdates", offset=rest[-1]["update_id"] + 1) == []
    assert await playground.pending_updates(talk.bot.username) == []


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(
    playground: PlaygroundClient, talk: Talk
) -> None:
    await say(playground, talk, "1", "2", "3")
    assert texts(await talk.bot.ok("getUpdates", offset=-1)) == ["3"]
    assert texts(await talk.bot.ok("getUpdates")) == ["3"]


async def test_a_long_poll_returns_as_soon_as_something_comes(
    playground: PlaygroundClient, talk: Talk
) -> None:
    poll = asyncio.create_task(talk.bot.ok("getUpdates", timeout=10))
    await playground.wait_until_served(talk.bot.username)
    begun = asyncio.get_running_loop().time()
    await say(playground, talk, "hello")
    assert texts(await poll) == ["hello"]
    assert asyncio.get_running_loop().time() - begun < 2
    assert await talk.bot.ok("getUpdates", timeout=1, offset=2**31) is not None


async def test_the_newer_of_two_pollers_ends_the_older(
    playground: PlaygroundClient, talk: Talk
) -> None:
    older = asyncio.create_task(talk.bot.call("getUpdates", timeout=10))
    await playground.wait_until_served(talk.bot.username)
    newer = asyncio.create_task(talk.bot.ok("getUpdates", timeout=10))
    answer = await older
    assert (answer["status"], answer["error_code"]) == (409, 409)
    assert answer["description"] == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    await say(playground, talk, "hello")
    assert texts(await newer) == ["hello"]


async def test_a_poll_ends_with_its_connection(playground: PlaygroundClient, talk: Talk) -> None:
    poll = asyncio.create_task(talk.bot.ok("getUpdates", timeout=30))
    await playground.wait_until_served(talk.bot.username)
    poll.cancel()
    for _ in range(100):
        if (await playground.bot(talk.bot.username))["open_polls"] == 0:
            break
        await asyncio.sleep(0.02)
    assert (await playground.bot(talk.bot.username))["open_polls"] == 0


async def test_the_kinds_that_are_asked_for_are_remembered(
    playground: PlaygroundClient, talk: Talk
) -> None:
    await talk.bot.ok("getUpdates", allowed_updates=["callback_query"])
    await say(playground, talk, "unwanted")
    assert await talk.bot.ok("getUpdates") == []
    await talk.bot.ok("getUpdates", allowed_updates=[])
    await say(playground, talk, "wanted")
    assert texts(await talk.bot.ok("getUpdates")) == ["wanted"]


@dataclass
class Hook:
    url: str = ""
    status: list[int] = field(default_factory=list)
    answer: Json = field(default_factory=dict)
    received: list[Json] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)

    async def wait_for(self, count: int) -> None:
        for _ in range(500):
            if len(self.received) >= count:
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"{len(self.received)} of {count} updates came: {self.received}")


@asynccontextmanager
async def listening(*statuses: int) -> AsyncIterator[Hook]:
    """A bot's web server, which answers with these statuses first, then with 200."""
    hook = Hook(status=list(statuses))

    async def serve(request: web.Request) -> web.Response:
        hook.received.append(await request.json())
        hook.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        status = hook.status.pop(0) if hook.status else 200
        return web.json_response(hook.answer, status=status)

    application = web.Application()
    application.router.add_post("/hook", serve)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield hook
    finally:
        await runner.cleanup()


async def test_a_webhook_gets_the_updates_with_its_secret(
    playground: PlaygroundClient, talk: Talk
) -> None:
    await say(playground, talk, "before")
    async with listening() as hook:
        answer = await talk.bot.call("setWebhook", url=hook.url, secret_token="s3cret")
        assert (answer["result"], answer["description"]) == (True, "Webhook was set")
        await say(playground, talk, "after")
        await hook.wait_for(2)
        assert texts(hook.received) == ["before", "after"]
        assert hook.secrets == ["s3cret", "s3cret"]
        info = await talk.bot.ok("getWebhookInfo")
        assert (info["url"], info["pending_update_count"]) == (hook.url, 0)
        again = await talk.bot.call("setWebhook", url=hook.url, secret_token="s3cret")
        assert again["description"] == "Webhook is already set"
        assert await talk.bot.refusal("getUpdates") == (
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
        gone = await talk.bot.call("deleteWebhook")
        assert gone["description"] == "Webhook was deleted"
        assert (await talk.bot.call("deleteWebhook"))["description"] == (
            "Webhook is already deleted"
        )
    await say(playground, talk, "polled again")
    assert texts(await talk.bot.updates()) == ["polled again"]


async def test_a_webhook_that_fails_is_tried_again_and_the_error_is_told(
    playground: PlaygroundClient, talk: Talk
) -> None:
    async with listening(500, 503) as hook:
        await talk.bot.ok("setWebhook", url=hook.url)
        await say(playground, talk, "hello")
        await hook.wait_for(3)
        assert len({update["update_id"] for update in hook.received}) == 1
        info = await talk.bot.ok("getWebhookInfo")
        assert info["last_error_message"] == (
            "Wrong response from the webhook: 503 Service Unavailable"
        )
        await talk.bot.ok("deleteWebhook")


async def test_a_webhook_that_nobody_serves_keeps_the_updates(
    playground: PlaygroundClient, talk: Talk
) -> None:
    async with listening() as hook:
        url = hook.url
    await talk.bot.ok("setWebhook", url=url)
    await say(playground, talk, "hello")
    for _ in range(200):
        info = await talk.bot.ok("getWebhookInfo")
        if "last_error_message" in info:
            break
        await asyncio.sleep(0.02)
    assert (info["last_error_message"], info["pending_update_count"]) == ("Connection refused", 1)
    await talk.bot.ok("deleteWebhook", drop_pending_updates=True)
    assert await talk.bot.updates() == []


async def test_a_webhook_without_a_believed_certificate_is_not_served(
    playground: PlaygroundClient, talk: Talk
) -> None:
    async with listening() as hook:
        await talk.bot.ok("setWebhook", url=hook.url.replace("http:", "https:"))
        await say(playground, talk, "hello")
        for _ in range(200):
            info = await talk.bot.ok("getWebhookInfo")
            if "last_error_message" in info:
                break
            await asyncio.sleep(0.02)
        assert info["last_error_message"] == "SSL error {certificate verify failed}"
        assert hook.received == []
        await talk.bot.ok("deleteWebhook")
    refused = await talk.bot.upload(
        "setWebhook", {"certificate": ("c.pem", b"no certificate")}, url="https://127.0.0.1:9/"
    )
    assert refused["description"] == (
        "Bad Request: bad webhook: the certificate can't be read as PEM"
    )


async def test_a_webhook_may_answer_with_a_call(playground: PlaygroundClient, talk: Talk) -> None:
    async with listening() as hook:
        hook.answer = {"method": "sendMessage", "chat_id": talk.person, "text": "at once"}
        await talk.bot.ok("setWebhook", url=hook.url)
        asked = await playground.send_text(talk.key, talk.person, "hello")
        assert (await playground.bot_message(talk.key, asked.seq)).text == "at once"
        await talk.bot.ok("deleteWebhook")


async def test_setting_a_webhook_ends_the_poll_and_needs_a_proper_url(talk: Talk) -> None:
    poll = asyncio.create_task(talk.bot.call("getUpdates", timeout=10))
    await asyncio.sleep(0.2)
    await talk.bot.ok("setWebhook", url="http://127.0.0.1:9/hook")
    answer = await poll
    assert answer["description"] == "Conflict: terminated by setWebhook request"
    await talk.bot.ok("setWebhook", url="")
    assert (await talk.bot.ok("getWebhookInfo"))["url"] == ""
    assert (await talk.bot.refusal("setWebhook", url="ftp://x")).startswith(
        "Bad Request: bad webhook"
    )
    assert (
        await talk.bot.refusal("setWebhook", url="http://127.0.0.1:9/", secret_token="with space")
    ) == "Bad Request: secret token contains unallowed characters"
