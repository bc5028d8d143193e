"""What people see: messages, files, events as they come, and what the bots called."""

import asyncio
import json

from aiohttp import web

from playground.human.bodies import Body, NotThereError, find_chat, find_message, query
from playground.human.room import Room, answer
from playground.human.views import full_message_view, message_view

LONGEST_WAIT = 120.0
# A silent stream says that it is alive, so that a dead one is noticed.
HEARTBEAT_SECONDS = 15.0
PAGE = 200


class WatchingRoom(Room):
    """Messages, files, events, calls."""

    def routes(self) -> list[web.RouteDef]:
        """The paths of this room."""
        return [
            web.get("/human/chats/{chat}/messages", self.messages),
            web.get("/human/chats/{chat}/messages/{message}", self.message),
            web.get("/human/files/{number}", self.file),
            web.get("/human/events", self.wait),
            web.get("/human/events/stream", self.stream),
            web.get("/human/calls", self.list_calls),
            web.delete("/human/calls", self.forget_calls),
            web.get("/human/unknown_parameters", self.unknown_parameters),
        ]

    async def messages(self, request: web.Request) -> web.Response:
        """The messages of a chat after an id, the last ones if there are many."""
        chat = find_chat(self.world, request)
        asked = query(request)
        after = asked.number("after", 0)
        with_deleted = asked.flag("deleted", default=True)
        found = [
            message
            for message in chat.messages.values()
            if message.id > after and (with_deleted or not message.is_deleted)
        ][-max(1, asked.number("limit", PAGE)) :]
        views = [message_view(self.world, message) for message in found]
        return answer({"messages": views, "seq": self.events.last})

    async def message(self, request: web.Request) -> web.Response:
        """One message."""
        return answer(full_message_view(self.world, find_message(self.world, request)))

    async def file(self, request: web.Request) -> web.Response:
        """The bytes of a photo or document."""
        number = request.match_info["number"]
        file = self.world.files.find(int(number)) if number.isdecimal() else None
        data = self.world.files.read(file.number) if file else None
        if file is None or data is None:
            raise NotThereError(f"There is no file {number}, or it was dropped for room.")
        # Only pictures that were made here are shown; a document might be a page with a script.
        is_photo = file.kind == "photo"
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=3600"}
        if not is_photo:
            headers["Content-Disposition"] = "attachment"
        return web.Response(
            body=data,
            headers=headers,
            content_type="image/jpeg" if is_photo else "application/octet-stream",
        )

    async def wait(self, request: web.Request) -> web.Response:
        """The events after a sequence number; waits ``timeout`` seconds for the first."""
        asked = query(request)
        events = await self.events.wait(
            asked.number("after", 0),
            asked.seconds("timeout", 0.0, LONGEST_WAIT),
            asked.text("chat", ""),
            _kinds(asked),
        )
        return answer({"events": [event.as_json() for event in events], "seq": self.events.last})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """The same events as a stream (server-sent events), from ``after`` on."""
        asked = query(request)
        resumed = request.headers.get("Last-Event-ID", "")
        after = int(resumed) if resumed.isdecimal() else asked.number("after", self.events.last)
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        )
        await response.prepare(request)
        while True:
            events = await self.events.wait(after, HEARTBEAT_SECONDS)
            lines = [f"id: {e.sequence}\ndata: {json.dumps(e.as_json())}\n\n" for e in events]
            try:
                await response.write("".join(lines or [": alive\n\n"]).encode())
            except (ConnectionError, asyncio.CancelledError):
                return response
            after = events[-1].sequence if events else after

    async def list_calls(self, request: web.Request) -> web.Response:
        """What the bots called, oldest first."""
        asked = query(request)
        calls = self.calls.of(
            method=asked.text("method", ""),
            bot=asked.text("bot", "").removeprefix("@"),
            failed=asked.flag("failed"),
        )
        return answer({"calls": [call.as_json() for call in calls]})

    async def forget_calls(self, _: web.Request) -> web.Response:
        """Forget all calls and unknown parameters."""
        self.calls.clear()
        return answer({"calls": []})

    async def unknown_parameters(self, _: web.Request) -> web.Response:
        """Parameters that bots sent and the Bot API does not know, with how often."""
        return answer(
            {
                "unknown_parameters": [
                    {"method": method, "parameter": name, "count": count}
                    for (method, name), count in self.calls.unknown.items()
                ]
            }
        )


def _kinds(asked: Body) -> frozenset[str]:
    return frozenset(filter(None, asked.text("kinds", "").split(",")))
