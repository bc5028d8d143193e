"""What all rooms of the human door have in common."""

import json
from typing import Any

from aiohttp import web

from playground.botapi.lines import Lines
from playground.faults import Faults
from playground.journal import CallLog, EventLog
from playground.world import World


class Room:
    """A family of paths over the world and the journals."""

    def __init__(
        self, world: World, lines: Lines, faults: Faults, events: EventLog, calls: CallLog
    ) -> None:
        self.world = world
        self.lines = lines
        self.faults = faults
        self.events = events
        self.calls = calls

    def routes(self) -> list[web.RouteDef]:
        """The paths of this room."""
        raise NotImplementedError


def answer(body: Any, status: int = 200) -> web.Response:
    """A JSON answer."""
    return web.Response(
        status=status, text=json.dumps(body, ensure_ascii=False), content_type="application/json"
    )
