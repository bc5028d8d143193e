"""Reading the body of a call: query, form, JSON or multipart, bounded."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from playground.botapi.call import Upload
from playground.botapi.errors import TOO_LARGE, bad_request
from playground.encoding import is_unicode

# Room for the form around a file.
OVERHEAD = 1024 * 1024
CHUNK = 256 * 1024


@dataclass(slots=True)
class Given:
    """Raw parameters by name, and the files."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)


async def read_call(request: web.Request, limit: int) -> Given:
    """The parameters of a call.

    Args:
        request: The call.
        limit: The most bytes that files may have in all.

    Raises:
        ApiError: 413, when it is too large; 400, when it can't be read.
    """
    given = Given(dict(request.query))
    if request.method != "POST" or not request.can_read_body:
        return given
    try:
        if request.content_type == "application/json":
            given.values |= _json(await _bounded(request, OVERHEAD))
        elif request.content_type.startswith("multipart/"):
            await _read_multipart(request, given, limit + OVERHEAD)
        elif request.content_type == "application/x-www-form-urlencoded":
            form = (await _bounded(request, OVERHEAD)).decode("utf-8", "replace")
            given.values |= dict(parse_qsl(form, keep_blank_values=True))
    except ValueError as error:
        raise bad_request(f"can't parse the request: {error}") from None
    if not is_unicode([given.values, *given.uploads]):
        raise bad_request("strings must be encoded in UTF-8")
    return given


async def _bounded(request: web.Request, limit: int) -> bytes:
    if (request.content_length or 0) > limit:
        raise TOO_LARGE
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise TOO_LARGE from None


def _json(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body or b"{}")
    except RecursionError:
        raise bad_request("can't parse the request: JSON is nested too deeply") from None
    if not isinstance(parsed, dict):
        raise bad_request("can't parse the request: JSON object expected")
    return parsed


async def _read_multipart(request: web.Request, given: Given, limit: int) -> None:
    reader = await request.multipart()
    used = 0
    async for part in reader:
        if not isinstance(part, BodyPartReader):
            raise bad_request("can't parse the request: nested multipart")
        data = bytearray()
        while piece := await part.read_chunk(CHUNK):
            used += len(piece)
            if used > limit:
                raise TOO_LARGE
            data.extend(piece)
        name = part.name or ""
        if part.filename is None:
            given.values[name] = data.decode("utf-8", "replace")
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            given.uploads[name] = Upload(bytes(data), part.filename, mime_type)
