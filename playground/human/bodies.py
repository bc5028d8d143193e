"""What comes in at the human door, read with a clear sentence for everything that is wrong."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from playground.encoding import is_unicode
from playground.world import RefusalError, World
from playground.world.chats import Chat
from playground.world.content import Message
from playground.world.people import Bot

CHUNK = 256 * 1024
OVERHEAD = 1024 * 1024
TRUE_WORDS = frozenset({"true", "1", "yes", "on"})


class NotThereError(Exception):
    """Something that was asked for does not exist; the message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that somebody sends."""

    field: str
    data: bytes
    name: str
    mime_type: str


@dataclass(slots=True)
class Body:
    """The fields of a request and its files; every getter refuses what it can't use."""

    values: Mapping[str, Any]
    files: list[Attachment] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Was a field given, and not as null?"""
        return self.values.get(name) is not None

    def text(self, name: str, default: str | None = None) -> str:
        """A text; required without a default."""
        value = self.values.get(name)
        if value is None:
            if default is None:
                raise RefusalError(f"“{name}” is missing.")
            return default
        if not isinstance(value, str):
            raise RefusalError(f"“{name}” must be a text.")
        return value

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number; required without a default."""
        value = self.values.get(name)
        if value is None:
            if default is None:
                raise RefusalError(f"“{name}” is missing.")
            return default
        try:
            return int(str(value))
        except ValueError:
            raise RefusalError(f"“{name}” must be a whole number.") from None

    def optional_number(self, name: str) -> int | None:
        """A whole number, or None."""
        return self.number(name) if self.has(name) else None

    def seconds(self, name: str, default: float, longest: float) -> float:
        """A time in seconds, between 0 and ``longest``."""
        value = self.values.get(name)
        try:
            given = float(value) if value is not None else default
        except (TypeError, ValueError):
            raise RefusalError(f"“{name}” must be a number of seconds.") from None
        if not 0 <= given <= longest:
            raise RefusalError(f"“{name}” must be between 0 and {longest:g} seconds.")
        return given

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Yes or no."""
        value = self.values.get(name)
        if value is None:
            return default
        return value if isinstance(value, bool) else str(value).lower() in TRUE_WORDS

    def items(self, name: str) -> list[Any]:
        """A list; empty when it was not given."""
        value = self.values.get(name)
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                value = False
        if value is None:
            return []
        if not isinstance(value, list):
            raise RefusalError(f"“{name}” must be a list.")
        return value

    def item(self, name: str) -> dict[str, Any]:
        """A JSON object, also as text (in a form); required."""
        value = self.values.get(name)
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                value = None
        if not isinstance(value, dict):
            raise RefusalError(f"“{name}” must be an object.")
        return value

    def measure(self, name: str, largest: float) -> float:
        """A number between -``largest`` and ``largest``; required."""
        try:
            given = float(self.values.get(name, ""))
        except (TypeError, ValueError):
            raise RefusalError(f"“{name}” must be a number.") from None
        if not -largest <= given <= largest:
            raise RefusalError(f"“{name}” must be between {-largest:g} and {largest:g}.")
        return given


async def read_body(request: web.Request, limit: int) -> Body:
    """The body of a request: JSON or multipart, with at most ``limit`` bytes of files in all."""
    if request.content_type.startswith("multipart/"):
        return await _read_multipart(request, limit + OVERHEAD)
    if (request.content_length or 0) > OVERHEAD:
        raise RefusalError(f"A JSON body may have at most {OVERHEAD} bytes.")
    raw = await request.read()
    try:
        values = json.loads(raw) if raw else {}
    except (ValueError, RecursionError) as error:
        raise RefusalError(f"The body is no JSON: {error}.") from None
    if not isinstance(values, dict):
        raise RefusalError("The body must be a JSON object.")
    if not is_unicode(values):
        raise RefusalError("A text in the body holds half of a surrogate pair.")
    return Body(values)


async def _read_multipart(request: web.Request, limit: int) -> Body:
    values: dict[str, Any] = {}
    files: list[Attachment] = []
    used = 0
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise RefusalError("A multipart body may not hold another one.")
            data = bytearray()
            while piece := await part.read_chunk(CHUNK):
                used += len(piece)
                if used > limit:
                    raise RefusalError(f"Files may have at most {limit} bytes in all.")
                data.extend(piece)
            if part.filename is None:
                values[part.name or ""] = data.decode("utf-8", "replace")
            else:
                kind = part.headers.get("Content-Type", "application/octet-stream")
                files.append(Attachment(part.name or "", bytes(data), part.filename, kind))
    except ValueError as error:
        raise RefusalError(f"The multipart body can't be read: {error}.") from None
    return Body(values, files)


def query(request: web.Request) -> Body:
    """The query string, with the same getters."""
    return Body(dict(request.query))


def find_user(world: World, value: Any) -> int:
    """The id of a person or bot that is named by id or by ``@username``."""
    text = str(value)
    if text.lstrip("-").isdigit():
        if world.user(int(text)) is None:
            raise NotThereError(f"There is nobody with the id {text}.")
        return int(text)
    wanted = text.removeprefix("@").lower()
    users = (*world.people.values(), *(bot.user for bot in world.bots.values()))
    for user in users:
        if wanted and user.username.lower() == wanted:
            return user.id
    raise NotThereError(f"There is nobody called “{text}”; give an id or a username.")


def find_bot(world: World, value: Any) -> Bot:
    """The bot that is named by id or username."""
    bot = world.bots.get(find_user(world, value))
    if bot is None:
        raise RefusalError(f"“{value}” is a person, not a bot.")
    return bot


def find_person(world: World, body: Body, name: str = "person") -> int:
    """The id of the person that a field names."""
    if not body.has(name):
        raise RefusalError(f"“{name}” is missing: who does this? Give an id or a username.")
    number = find_user(world, body.values[name])
    if number not in world.people:
        raise RefusalError(f"“{body.values[name]}” is a bot; the human door is for people.")
    return number


def find_chat(world: World, request: web.Request) -> Chat:
    """The chat of a path."""
    return chat_of_key(world, request.match_info["chat"])


def chat_of_key(world: World, key: str) -> Chat:
    """The chat of a key."""
    chat = world.chats.get(key)
    if chat is None:
        raise NotThereError(f"There is no chat “{key}”; GET /human/chats lists them.")
    return chat


def find_message(world: World, request: web.Request) -> Message:
    """The message of a path, a deleted one too."""
    chat = find_chat(world, request)
    number = request.match_info["message"]
    message = world.message(chat.key, int(number)) if number.isdigit() else None
    if message is None:
        raise NotThereError(f"There is no message {number} in the chat “{chat.key}”.")
    return message
