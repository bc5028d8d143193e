"""Getting files: the method, and the bytes behind its path."""

import asyncio
from typing import Any

from aiohttp import web

from playground.botapi.call import Call, Handler
from playground.botapi.errors import NOT_FOUND, bad_request
from playground.faults import Fault
from playground.wire import file_path, read_file_id, read_file_path
from playground.world import World

# A slow download is cut into so many pieces a second.
PIECES_PER_SECOND = 10


async def get_file(call: Call) -> Any:
    """GetFile."""
    identifier = call.get("file_id")
    named = read_file_id(identifier, call.bot.id)
    if named is None:
        raise bad_request("invalid file_id")
    file = call.world.files.find(named[0])
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > call.world.limits.download:
        raise bad_request("file is too big")
    return {
        "file_id": identifier,
        "file_unique_id": file.unique,
        "file_size": file.size,
        "file_path": file_path(file),
    }


async def send_file(
    world: World, request: web.Request, path: str, fault: Fault | None
) -> web.StreamResponse:
    """The bytes of a file, slowly or only the first half of them if a fault says so.

    Raises:
        ApiError: 404, where there is no such file, or none that may be downloaded.
    """
    number = read_file_path(path)
    file = world.files.find(number) if number is not None else None
    data = world.files.read(number) if number is not None else None
    if file is None or data is None or file_path(file) != path:
        raise NOT_FOUND
    if file.size > world.limits.download:
        raise NOT_FOUND
    if fault is None or fault.kind not in {"slow_download", "drop"}:
        return web.Response(body=data, content_type="application/octet-stream")
    response = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
    response.content_length = len(data)
    await response.prepare(request)
    if fault.kind == "drop":
        await response.write(data[: len(data) // 2])
        return cut(request)
    step = max(1, fault.bytes_per_second // PIECES_PER_SECOND)
    for start in range(0, len(data), step):
        piece = data[start : start + step]
        await asyncio.sleep(len(piece) / fault.bytes_per_second)
        await response.write(piece)
    await response.write_eof()
    return response


def cut(request: web.Request) -> web.Response:
    """Cut the connection of a request; what is answered reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


METHODS: dict[str, Handler] = {"getFile": get_file}
