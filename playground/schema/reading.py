"""Parameters that come in, held to the published schema.

They may come as text (a query string, a form) or as JSON; the schema says what a text stands for.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground.encoding import is_unicode
from playground.schema.checking import ARRAY_OF
from playground.schema.document import Field, Method, Schema

# What the real server says where a required parameter is missing.
MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "user_id": "invalid user_id specified",
    "file_id": "file_id not specified",
    "action": "wrong parameter action in request",
    "callback_query_id": ("query is too old and response timeout expired or query ID is invalid"),
}
TRUE_WORDS = frozenset({"true", "yes", "1"})
FALSE_WORDS = frozenset({"false", "no", "0"})
PLAIN = frozenset({"Integer", "Float", "Boolean", "String", "InputFile"})
INT64 = range(-(2**63), 2**63)


class BadParameterError(Exception):
    """A parameter is missing or not of its type; the message is what the real server would say."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The parameters of one call, typed, and the names that the schema does not know."""

    values: Mapping[str, Any]
    unknown: tuple[str, ...]


def read_parameters(
    schema: Schema, method: Method, given: Mapping[str, Any], uploads: Sequence[str] = ()
) -> Reading:
    """Type the parameters of a call.

    Args:
        schema: The published schema.
        method: The called method.
        given: Raw values by name: texts, or JSON values.
        uploads: Names of the parts that carry a file; a file given for ``InputFile`` is read as
            ``attach://<name>``.

    Raises:
        BadParameterError: A required parameter is missing, or one is not of its type.
    """
    attached = {name: f"attach://{name}" for name in uploads if name in method.fields}
    present = {name: value for name, value in given.items() if value is not None} | attached
    for field in method.fields.values():
        # An empty text counts as absent, as on the real server; an empty list does not.
        if field.required and present.get(field.name, "") == "" and field.name != "url":
            raise BadParameterError(
                MISSING.get(field.name, f'parameter "{field.name}" is required')
            )
    unknown: list[str] = []
    values: dict[str, Any] = {}
    for name, value in present.items():
        known = method.fields.get(name)
        if known is None:
            unknown.append(name)
        else:
            values[name] = _read(schema, known, value, name, unknown)
    if not is_unicode(values):
        raise BadParameterError("strings must be encoded in UTF-8")
    return Reading(values, tuple(unknown))


def _read(schema: Schema, field: Field, value: Any, path: str, unknown: list[str]) -> Any:
    """The value as the first of the field's types that it fits."""
    if "InputFile" in field.types and isinstance(value, str):
        return value
    complaints: list[BadParameterError] = []
    fits: list[tuple[Any, list[str]]] = []
    for name in _flattened(schema, field.types):
        aside: list[str] = []
        try:
            read = _read_as(schema, name, value, path, aside)
        except BadParameterError as complaint:
            complaints.append(complaint)
        else:
            if not aside:
                return read
            fits.append((read, aside))
    if fits:
        # Several objects may fit once their unknown fields are ignored: the one that knows most.
        best, aside = min(fits, key=lambda fit: len(fit[1]))
        unknown.extend(aside)
        return best
    raise max(complaints, key=lambda complaint: len(str(complaint)))


def _flattened(schema: Schema, types: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in types:
        structure = schema.structures.get(name)
        if structure is not None and structure.alternatives:
            found.extend(_flattened(schema, structure.alternatives))
        else:
            found.append(name)
    # "5" is a chat's number before it is a name.
    return sorted(found, key=lambda name: name == "String")


def _read_as(schema: Schema, name: str, value: Any, path: str, unknown: list[str]) -> Any:
    if name in PLAIN:
        return _read_plain(name, value, path)
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise BadParameterError(_not_json(path, name)) from None
    if name.startswith(ARRAY_OF):
        if not isinstance(value, list):
            raise BadParameterError(_not_json(path, name))
        item = Field(path, (name.removeprefix(ARRAY_OF),), required=True)
        return [
            _read(schema, item, each, f"{path}[{index}]", unknown)
            for index, each in enumerate(value)
        ]
    return _read_structure(schema, name, value, path, unknown)


def _read_structure(
    schema: Schema, name: str, value: Any, path: str, unknown: list[str]
) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadParameterError(_not_json(path, name))
    structure = schema.structures[name]
    for field in structure.fields.values():
        if field.required and value.get(field.name) is None:
            raise BadParameterError(
                f'can\'t parse {path}: field "{field.name}" of {name} must be specified'
            )
    read: dict[str, Any] = {}
    for key, item in value.items():
        known = structure.fields.get(key)
        if known is None:
            unknown.append(f"{path}.{key}")
        elif item is not None:
            read[key] = _read(schema, known, item, f"{path}.{key}", unknown)
    return read


def _read_plain(name: str, value: Any, path: str) -> Any:
    reader = {"Integer": _integer, "Float": _float, "Boolean": _boolean}.get(name, _text)
    read = reader(value)
    if read is None:
        raise BadParameterError(f'parameter "{path}" must be of type {name}')
    return read


def _integer(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = int(value)
        except ValueError:
            return None
    return value if isinstance(value, int) and value in INT64 else None


def _float(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word in TRUE_WORDS:
        return True
    return False if word in FALSE_WORDS else None


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    # The real server turns JSON numbers into text.
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else None


def _not_json(path: str, name: str) -> str:
    if path == "reply_markup":
        return "object expected as reply markup"
    kind = "array" if name.startswith(ARRAY_OF) else "object"
    return f'can\'t parse parameter "{path}": JSON {kind} of type {name} expected'
