"""An export that is not as it was written is noticed, whatever was done to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from core.model import Enrolment, ModelId, Subject, Template
from core.transfer.faults import DamagedExport, NewerExport, NotAnExport
from core.transfer.lines import LONGEST_LINE, VERSION, Header, Reading, Vouching, encode

MODEL = ModelId("Dlib", "mmod", "fast-1")
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def template(number: int) -> Enrolment:
    vector = np.zeros(8, np.float32)
    vector[number % 8] = 1.0
    return Enrolment(
        id=f"t{number}",
        subject=Subject(f"s{number}", f"Änne {number} 李"),
        template=Template(vector, MODEL),
        photo=f"{number:064x}",
        crop=b"\xff\xd8" + bytes([number]) * 50,
        enrolled_by="tester",
        enrolled_at=NOON,
    )


def written(count: int = 3, version: int = VERSION) -> list[bytes]:
    vouching = Vouching()
    lines = [vouching.take(Header(version, "chat-1", MODEL, NOON).encode())]
    lines += [vouching.take(encode(template(number))) for number in range(count)]
    return [*lines, vouching.end()] if version > 1 else lines


def read(data: bytes, chunk: int = 100) -> list[Enrolment]:
    chunks = [data[start : start + chunk] for start in range(0, len(data), chunk)]
    return list(Reading(chunks).enrolments())


def test_what_was_written_is_read() -> None:
    for chunk in (1, 100, 10**6):
        found = read(b"".join(written()), chunk)
        for number, one in enumerate(found):
            wanted = template(number)
            assert (one.id, one.subject, one.photo, one.crop, one.enrolled_by, one.enrolled_at) == (
                wanted.id, wanted.subject, wanted.photo, wanted.crop, "tester", NOON,
            )  # fmt: skip
            np.testing.assert_array_equal(one.template.vector, wanted.template.vector)
            assert one.template.model == MODEL
        assert len(found) == 3


def test_an_empty_gallery_is_an_export_too() -> None:
    assert read(b"".join(written(0))) == []


def test_one_of_the_first_version_is_read_without_an_end() -> None:
    assert len(read(b"".join(written(2, version=1)))) == 2


def test_no_byte_of_it_can_be_changed() -> None:
    whole = b"".join(written())
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        with pytest.raises((DamagedExport, NotAnExport, NewerExport)):
            read(bytes(changed))


def test_it_cannot_be_cut_off_anywhere() -> None:
    whole = b"".join(written())
    for length in range(0, len(whole), 11):
        with pytest.raises((DamagedExport, NotAnExport)):
            read(whole[:length])


@pytest.mark.parametrize(
    "done",
    [
        lambda lines: [*lines[:1], *lines[2:]],
        lambda lines: [*lines[:2], lines[1], *lines[2:]],
        lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
        lambda lines: [*lines, lines[1]],
        lambda lines: [*lines, lines[-1]],
        lambda lines: lines[:-1],
    ],
    ids=["one missing", "one twice", "two swapped", "one more", "two ends", "no end"],
)
def test_no_line_can_be_missing_more_or_elsewhere(
    done: Callable[[list[bytes]], list[bytes]],
) -> None:
    with pytest.raises(DamagedExport):
        read(b"".join(done(written())))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("vector", "AAAA"),
        ("vector", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ("vector", "AADAfwAAwH8AAMB/AADAfwAAwH8AAMB/AADAfwAAwH8="),
        ("vector", "not base64!"),
        ("photo", "abc"),
        ("crop", "AAAA"),
        ("name", ""),
        ("name", 7),
        ("person", ""),
        ("template", None),
        ("enrolled_by", "\ud800"),
        ("person", "\ud800"),
        ("enrolled_at", "yesterday"),
        ("enrolled_at", "2026-01-02T12:00:00"),
    ],
)
def test_a_line_that_is_no_template_is_told_by_its_number(field: str, value: Any) -> None:
    """Though whoever wrote it vouches for it."""
    vouching = Vouching()
    said = {**json.loads(encode(template(1))), field: value}
    lines = [
        vouching.take(Header(VERSION, "g", MODEL, NOON).encode()),
        vouching.take(encode(template(0))),
        vouching.take(json.dumps(said).encode() + b"\n"),
    ]
    with pytest.raises(DamagedExport, match="line 3 is no template"):
        read(b"".join([*lines, vouching.end()]))


def test_vectors_are_of_one_length() -> None:
    vouching = Vouching()
    longer = template(1)
    wider = np.zeros(16, np.float32)
    wider[0] = 1.0
    other = Enrolment(
        "t", longer.subject, Template(wider, MODEL), longer.photo, longer.crop, "tester", NOON
    )
    lines = [Header(VERSION, "g", MODEL, NOON).encode(), encode(template(0)), encode(other)]
    with pytest.raises(DamagedExport, match="line 3: vectors are of several lengths"):
        read(b"".join([*map(vouching.take, lines), vouching.end()]))


def test_a_line_without_an_end_takes_no_more_memory_than_one_may() -> None:
    given = 0

    def endless() -> Any:
        nonlocal given
        yield written()[0]
        while True:
            given += 1
            yield b"x" * 65536

    with pytest.raises(DamagedExport, match="a line is too long"):
        list(Reading(endless()).enrolments())
    assert given * 65536 <= 2 * LONGEST_LINE


@pytest.mark.parametrize(
    "other", [b"", b"hello", b"{}", b"[1]", b'{"format": "else"}\n', b"\xff\xd8", b"[" * 200_000]
)
def test_another_file_is_told_from_an_export(other: bytes) -> None:
    with pytest.raises(NotAnExport):
        read(other)


def test_a_line_nested_without_end_is_no_template() -> None:
    with pytest.raises(DamagedExport, match="line 2 is no template"):
        read(written()[0] + b"[" * 200_000, 65536)


def test_a_version_that_is_no_number_is_damage() -> None:
    header = written()[0].replace(b'"version": 2', b'"version": Infinity')
    with pytest.raises(DamagedExport, match="line 1 cannot be read"):
        read(header)


def test_what_a_later_version_wrote_is_told() -> None:
    with pytest.raises(NewerExport, match="version 3"):
        read(b"".join(written(version=3)))
