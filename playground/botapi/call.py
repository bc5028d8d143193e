"""One call of a bot, read and typed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playground.botapi.lines import Lines
from playground.darkroom import Darkroom
from playground.faults import Fault
from playground.world import World
from playground.world.inline import InlineQueries
from playground.world.people import Bot


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    data: bytes
    name: str
    mime_type: str


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls, with which typed parameters and files; ``fault`` alters how updates are read."""

    world: World
    lines: Lines
    darkroom: Darkroom
    inline: InlineQueries
    bot: Bot
    method: str
    values: Mapping[str, Any]
    uploads: Mapping[str, Upload]
    fault: Fault | None = None

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter, or the default where it was not given."""
        return self.values.get(name, default)


@dataclass(frozen=True, slots=True)
class Answer:
    """A result with the sentence that the real server puts beside it."""

    result: Any
    description: str


Handler = Callable[[Call], Awaitable[Any]]
