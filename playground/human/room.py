"""What all rooms of the human door have in common."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from playground.botapi.lines import Lines
from playground.botapi.rates import Rates
from playground.darkroom import Darkroom
from playground.faults import Faults
from playground.journal import CallLog, EventLog
from playground.world import World
from playground.world.discussion import Discussions
from playground.world.inline import InlineQueries


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the human door looks at and acts on."""

    world: World
    lines: Lines
    faults: Faults
    events: EventLog
    calls: CallLog
    darkroom: Darkroom
    discussions: Discussions
    rates: Rates
    inline: InlineQueries


class Room:
    """A family of paths over its surroundings."""

    def __init__(self, around: Surroundings) -> None:
        self.world = around.world
        self.lines = around.lines
        self.faults = around.faults
        self.events = around.events
        self.calls = around.calls
        self.darkroom = around.darkroom
        self.discussions = around.discussions
        self.rates = around.rates
        self.inline = around.inline

    def routes(self) -> list[web.RouteDef]:
        """The paths of this room."""
        raise NotImplementedError


def answer(body: Any, status: int = 200) -> web.Response:
    """A JSON answer."""
    return web.Response(
        status=status, text=json.dumps(body, ensure_ascii=False), content_type="application/json"
    )
