"""How results reach people and scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import CoreError

DECIMALS = 6
"""Beyond these a float32 score has none that mean anything."""


@dataclass(frozen=True, slots=True)
class Output:
    """JSON lines for scripts, or sentences for people; remarks go to standard error."""

    json: bool

    def result(self, value: Mapping[str, Any], *sentences: str) -> None:
        """Print one result: the value as a line of JSON, or the sentences."""
        if self.json:
            print(json.dumps(value), flush=True)  # noqa: T201 — its office
        else:
            print(*sentences, sep="\n", flush=True)  # noqa: T201 — its office

    def failure(self, error: CoreError) -> None:
        """Print what ended a command."""
        if self.json:
            self.result({"error": as_json(error)})
        else:
            self.remark(str(error))

    def remark(self, sentence: str) -> None:
        """Tell something that is not the result."""
        print(sentence, file=sys.stderr, flush=True)  # noqa: T201 — its office


def as_json(error: CoreError) -> dict[str, str]:
    """Return an error as scripts get it."""
    return {"code": error.code, "message": str(error)}


def rounded(number: float) -> float:
    """Return a score or distance without digits that mean nothing."""
    return round(number, DECIMALS)
