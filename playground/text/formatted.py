"""Text and the entities over it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

# The Bot API's own limits, https://core.telegram.org/bots/api#sendmessage and #sendphoto.
MAX_TEXT = 4096
MAX_CAPTION = 1024
# Of more entities Telegram keeps the first hundred.
MAX_ENTITIES = 100
# Characters beyond the basic plane take two UTF-16 code units.
LAST_SINGLE_UNIT = 0xFFFF


class ParseError(Exception):
    """The markup of a text is wrong; the message is the real server's complaint."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A marked part of a text; ``offset`` and ``length`` count UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    user_id: int | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None

    @property
    def end(self) -> int:
        """The offset after the last code unit."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text with its entities, sorted by offset and, at one offset, the longest first."""

    text: str = ""
    entities: tuple[Entity, ...] = ()

    def part(self, entity: Entity) -> str:
        """The characters under an entity."""
        units = self.text.encode("utf-16-le", "surrogatepass")
        return units[2 * entity.offset : 2 * entity.end].decode("utf-16-le", "replace")


def utf16_length(text: str) -> int:
    """The length in UTF-16 code units, the measure of the Bot API."""
    return len(text) + sum(1 for character in text if ord(character) > LAST_SINGLE_UNIT)


def byte_offset(text: str, index: int) -> int:
    """Where a character stands in the UTF-8 form, the measure of parse errors."""
    return len(text[:index].encode("utf-8", "surrogatepass"))


def ordered(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Entities in the order in which Telegram gives them; those beyond the limit are dropped."""
    in_order = sorted(entities, key=lambda entity: (entity.offset, -entity.length))
    return tuple(in_order[:MAX_ENTITIES])


def trimmed(body: Formatted) -> Formatted:
    """The text without white space around it, as Telegram stores it, entities moved along."""
    lead = utf16_length(body.text) - utf16_length(body.text.lstrip())
    text = body.text.strip()
    size = utf16_length(text)
    kept: list[Entity] = []
    for entity in body.entities:
        start = max(0, entity.offset - lead)
        end = min(size, entity.end - lead)
        if end > start:
            kept.append(replace(entity, offset=start, length=end - start))
    return Formatted(text, ordered(kept))


def given_entities(text: str, raw: Iterable[dict[str, Any]]) -> Formatted:
    """Text with entities that the sender gave in the place of a parse mode.

    Raises:
        ParseError: An entity reaches beyond the text.
    """
    size = utf16_length(text)
    read: list[Entity] = []
    for each in raw:
        offset, length = each["offset"], each["length"]
        if offset < 0 or length < 0 or offset > size:
            raise ParseError(f"entity begins in a middle of nowhere at offset {offset}")
        if offset + length > size:
            raise ParseError(
                f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
                f"at UTF-16 offset {offset + length}"
            )
        read.append(
            Entity(
                each["type"],
                offset,
                length,
                url=each.get("url"),
                user_id=(each.get("user") or {}).get("id"),
                language=each.get("language"),
                custom_emoji_id=each.get("custom_emoji_id"),
            )
        )
    return Formatted(text, ordered(read))


class Builder:
    """Plain text and entities, put together by a parser from left to right."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._entities: list[Entity] = []
        self.length = 0

    def add(self, text: str) -> None:
        """Append plain text."""
        self._parts.append(text)
        self.length += utf16_length(text)

    def since(self, offset: int) -> str:
        """The plain text from a UTF-16 offset on."""
        whole = "".join(self._parts).encode("utf-16-le", "surrogatepass")
        return whole[2 * offset :].decode("utf-16-le", "replace")

    def mark(self, kind: str, offset: int, **details: Any) -> None:
        """An entity from ``offset`` to here; one without characters is dropped."""
        if self.length > offset:
            self._entities.append(Entity(kind, offset, self.length - offset, **details))

    def last(self) -> Entity | None:
        """The entity that was marked last."""
        return self._entities[-1] if self._entities else None

    def replace_last(self, entity: Entity) -> None:
        """Put another entity in the place of the last one."""
        self._entities[-1] = entity

    def mark_link(self, offset: int, address: str) -> None:
        """A link, or the mention of a person where it points at one."""
        prefix = "tg://user?id="
        if address.startswith(prefix) and address.removeprefix(prefix).isdigit():
            self.mark("text_mention", offset, user_id=int(address.removeprefix(prefix)))
        elif checked := checked_address(address):
            self.mark("text_link", offset, url=checked)

    def result(self) -> Formatted:
        """The finished text."""
        return Formatted("".join(self._parts), ordered(self._entities))


def checked_address(address: str) -> str:
    """The address of a link as Telegram keeps it; empty when it is none."""
    scheme, separator, rest = address.partition("://")
    if separator:
        known = scheme.lower() in {"http", "https", "tg", "ton", "tonsite"}
        return address if known and rest else ""
    host = address.split("/", 1)[0]
    if " " in address or "." not in host.strip("."):
        return ""
    return f"http://{address}" if "/" in address else f"http://{address}/"
