"""Does a value that goes out keep to the published schema?"""

from collections.abc import Sequence
from typing import Any

from playground.schema.document import Schema, Structure

ARRAY_OF = "Array of "


def problems(schema: Schema, types: Sequence[str], value: Any, path: str = "result") -> list[str]:
    """Every way in which ``value`` breaks the schema; empty when it keeps to it.

    Args:
        schema: The published schema.
        types: The alternatives, as the schema names them (``Message``, ``Array of Update``).
        value: A JSON value.
        path: Where the value stands, for the sentences.
    """
    attempts = [_against(schema, name, value, path) for name in types]
    # The alternative that fits best has the most useful complaint.
    return min(attempts, key=len)


def _against(schema: Schema, name: str, value: Any, path: str) -> list[str]:
    if name.startswith(ARRAY_OF):
        if not isinstance(value, list):
            return [f"{path} should be {name}, is {_kind(value)}"]
        inner = name.removeprefix(ARRAY_OF)
        return [
            problem
            for index, item in enumerate(value)
            for problem in _against(schema, inner, item, f"{path}[{index}]")
        ]
    fits = {
        "Integer": isinstance(value, int) and not isinstance(value, bool),
        "Float": isinstance(value, int | float) and not isinstance(value, bool),
        "String": isinstance(value, str),
        "Boolean": isinstance(value, bool),
    }.get(name)
    if fits is not None:
        return [] if fits else [f"{path} should be {name}, is {_kind(value)}"]
    structure = schema.structures[name]
    if structure.alternatives:
        return problems(schema, structure.alternatives, value, path)
    return _against_structure(schema, structure, value, path)


def _against_structure(schema: Schema, structure: Structure, value: Any, path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path} should be {structure.name}, is {_kind(value)}"]
    found = [
        f"{path}.{field.name} is required in {structure.name} and missing"
        for field in structure.fields.values()
        if field.required and field.name not in value
    ]
    for key, item in value.items():
        field = structure.fields.get(key)
        if field is None:
            found.append(f"{path}.{key} is not a field of {structure.name}")
        else:
            found.extend(problems(schema, field.types, item, f"{path}.{key}"))
    return found


def _kind(value: Any) -> str:
    return {
        bool: "Boolean",
        int: "Integer",
        float: "Float",
        str: "String",
        list: "Array",
        dict: "Object",
        type(None): "null",
    }.get(type(value), type(value).__name__)
