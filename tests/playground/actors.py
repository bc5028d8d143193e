"""Who acts in the tests of the playground."""

from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.playground_client import Json


@dataclass(frozen=True, slots=True)
class BotApi:
    """A bare bot: calls methods over HTTP, as any client would."""

    client: aiohttp.ClientSession
    url: str
    token: str
    username: str
    id: int

    async def call(self, method: str, **parameters: Any) -> Json:
        """Call a method with JSON; the whole answer, with the HTTP status as ``status``."""
        url = f"{self.url}/bot{self.token}/{method}"
        async with self.client.post(url, json=parameters) as response:
            body: Json = await response.json()
            return {"status": response.status, **body}

    async def ok(self, method: str, **parameters: Any) -> Any:
        """Call a method that must succeed; its result."""
        answer = await self.call(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    async def refusal(self, method: str, **parameters: Any) -> str:
        """Call a method that must fail; the description."""
        answer = await self.call(method, **parameters)
        assert not answer["ok"], answer
        assert answer["status"] == answer["error_code"]
        return str(answer["description"])

    async def upload(self, method: str, files: dict[str, tuple[str, bytes]], **fields: Any) -> Json:
        """Call a method with files (name, bytes) as multipart."""
        form = aiohttp.FormData()
        for key, value in fields.items():
            form.add_field(key, str(value))
        for key, (name, data) in files.items():
            form.add_field(key, data, filename=name)
        url = f"{self.url}/bot{self.token}/{method}"
        async with self.client.post(url, data=form) as response:
            body: Json = await response.json()
            return {"status": response.status, **body}

    async def updates(self, **parameters: Any) -> list[Json]:
        """All waiting updates, which are confirmed by that."""
        found: list[Json] = await self.ok("getUpdates", **parameters)
        if found:
            await self.ok("getUpdates", offset=found[-1]["update_id"] + 1, limit=1)
        return found


@dataclass(frozen=True, slots=True)
class Talk:
    """A person's private chat with a bot, already started."""

    person: int
    key: str
    bot: BotApi


@dataclass(frozen=True, slots=True)
class Group:
    """A supergroup with an owner, a member and a bot that were told of it."""

    owner: int
    member: int
    key: str
    bot: BotApi

    @property
    def id(self) -> int:
        """Its number at the bot's door."""
        return int(self.key)


async def heard(bot: BotApi) -> Json:
    """The next message that the bot is told of."""
    (update,) = await bot.updates(timeout=10)
    message: Json = update["message"]
    return message
