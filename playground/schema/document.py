"""The published schema as frozen values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).with_name("bot_api_10_1.json")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method or a field of an object; ``types`` are alternatives."""

    name: str
    types: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the Bot API with what it takes and what it gives."""

    name: str
    fields: Mapping[str, Field]
    returns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """An object of the Bot API: its fields, or the alternatives that it stands for."""

    name: str
    fields: Mapping[str, Field]
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """All methods (by lower-case name: the real server ignores case) and all objects."""

    methods: Mapping[str, Method]
    structures: Mapping[str, Structure]

    def method(self, name: str) -> Method | None:
        """The method of this name in any case, or None."""
        return self.methods.get(name.lower())


def load_schema(document: Path = DOCUMENT) -> Schema:
    """Read the schema from its JSON document."""
    raw = json.loads(document.read_text(encoding="utf-8"))
    return Schema(
        methods={
            name.lower(): Method(name, _fields(body), tuple(body["returns"]))
            for name, body in raw["methods"].items()
        },
        structures={
            name: Structure(name, _fields(body), tuple(body.get("subtypes", ())))
            for name, body in raw["types"].items()
        },
    )


def _fields(body: Mapping[str, Any]) -> dict[str, Field]:
    return {
        field["name"]: Field(field["name"], tuple(field["types"]), field["required"])
        for field in body.get("fields", ())
    }
