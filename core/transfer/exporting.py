"""A gallery written out, a person after the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from core.model import ModelId
from core.ports import Gallery
from core.transfer.lines import VERSION, Header, Vouching, encode


class Sink(Protocol):
    """Takes the bytes of an export."""

    def write(self, data: bytes, /) -> object:
        """Take some."""


async def export(
    gallery: Gallery,
    model: ModelId,
    now: datetime,
    sink: Sink,
    advance: Callable[[int, int], None] = lambda _, __: None,
) -> int:
    """Write everything that a gallery holds: a header, a line a template, and an end.

    What is enrolled or forgotten meanwhile may be in it or not.

    Args:
        gallery: whose templates.
        model: that made them.
        now: the moment, with its zone.
        sink: where to.
        advance: is called with how many people were written, and of how many.

    Returns:
        How many templates were written.
    """
    people = await gallery.people()
    vouching = Vouching()
    sink.write(vouching.take(Header(VERSION, gallery.id, model, now).encode()))
    templates = 0
    for number, person in enumerate(people, start=1):
        for enrolment in await gallery.enrolments(person.subject.id):
            sink.write(vouching.take(encode(enrolment)))
            templates += 1
        advance(number, len(people))
    sink.write(vouching.end())
    return templates
