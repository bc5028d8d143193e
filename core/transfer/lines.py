"""What an export says: JSON lines. A header, a line a template, and an end that vouches for all."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import numpy as np

from core.errors import BadName
from core.model import NORM_TOLERANCE, Enrolment, ModelId, Subject, Template, Vector
from core.names import normalise_name
from core.transfer.faults import DamagedExport, NewerExport, NotAnExport

FORMAT = "familiar-gallery"
VERSION = 2
"""2 ends with a line that vouches for those before; 1 had none, and is still read."""

LONGEST_LINE = 2**20
"""Bytes: some ten times as many as a template with its crop takes."""

JPEG = b"\xff\xd8"

DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Header:
    """What the first line says.

    Attributes:
        version: of the format.
        gallery: the id of the gallery that was exported.
        model: whose templates these are.
        exported_at: when.
    """

    version: int
    gallery: str
    model: ModelId
    exported_at: datetime

    def encode(self) -> bytes:
        """Return the line."""
        return _encoded(
            {
                "format": FORMAT,
                "version": self.version,
                "gallery": self.gallery,
                "model": str(self.model),
                "exported_at": self.exported_at.isoformat(),
            }
        )


def encode(enrolment: Enrolment) -> bytes:
    """Return the line of one template."""
    return _encoded(
        {
            "template": enrolment.id,
            "person": enrolment.subject.id,
            "name": enrolment.subject.name,
            "vector": b64encode(enrolment.template.vector.astype("<f4").tobytes()).decode(),
            "photo": enrolment.photo,
            "crop": b64encode(enrolment.crop).decode(),
            "enrolled_by": enrolment.enrolled_by,
            "enrolled_at": enrolment.enrolled_at.isoformat(),
        }
    )


class Vouching:
    """Counts and digests lines, for the one that ends an export."""

    def __init__(self) -> None:
        """Begin with none."""
        self._digest = sha256()
        self._lines = 0

    def take(self, line: bytes) -> bytes:
        """Take a line into account, and return it."""
        self._digest.update(line)
        self._lines += 1
        return line

    def end(self) -> bytes:
        """Return the last line: how many templates there are, and the SHA-256 of all before it."""
        return _encoded({"end": self._lines - 1, "sha256": self._digest.hexdigest()})


class Reading:
    """Reads an export from its bytes, line by line, and finds what is wrong with it."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        """Take the bytes and read the header.

        Raises:
            NotAnExport: it begins with something else.
            NewerExport: it is of a version that is not known here.
            DamagedExport: its header cannot be read.
        """
        self._lines = _lines(chunks)
        self._vouching = Vouching()
        line = next(self._lines, b"")
        self.header = _header(line)
        self._vouching.take(line)

    def enrolments(self) -> Iterator[Enrolment]:
        """Yield the templates; that the export is whole is known when there are no more.

        Raises:
            DamagedExport: a line cannot be read, or is no template, or some are missing.
        """
        number, ended = 1, self.header.version == 1
        dimensions: int | None = None
        for line in self._lines:
            number += 1
            if self.header.version > 1 and line.startswith(b'{"end"'):
                self._assert_vouched_for(line)
                ended = True
                break
            enrolment = _enrolment(line, self.header.model, number)
            length = enrolment.template.vector.shape[0]
            if dimensions not in {None, length}:
                raise DamagedExport(reason=f"line {number}: vectors are of several lengths")
            dimensions = length
            self._vouching.take(line)
            yield enrolment
        if not ended:
            raise DamagedExport(reason="it ends early")
        if next(self._lines, None) is not None:
            raise DamagedExport(reason="something follows its end")

    def _assert_vouched_for(self, line: bytes) -> None:
        if line != self._vouching.end():
            raise DamagedExport(reason="lines of it are missing or were changed")


def _header(line: bytes) -> Header:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NotAnExport from error
    if not isinstance(said, Mapping) or said.get("format") != FORMAT:
        raise NotAnExport
    try:
        version = int(said["version"])
        if version > VERSION:
            raise NewerExport(version=version)
        moment = _moment(said["exported_at"])
        return Header(version, str(said["gallery"]), ModelId.parse(said["model"]), moment)
    except (ArithmeticError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedExport(reason="line 1 cannot be read") from error


def _enrolment(line: bytes, model: ModelId, number: int) -> Enrolment:
    try:
        said: Mapping[str, Any] = json.loads(line)
        return Enrolment(
            id=_text(said["template"]),
            subject=Subject(_text(said["person"]), normalise_name(_text(said["name"]))),
            template=Template(_vector(said["vector"]), model),
            photo=_digest(said["photo"]),
            crop=_crop(said["crop"]),
            enrolled_by=_storable(str(said["enrolled_by"])),
            enrolled_at=_moment(said["enrolled_at"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError, BadName) as error:
        raise DamagedExport(reason=f"line {number} is no template") from error


def _vector(text: str) -> Vector:
    vector = np.frombuffer(b64decode(text, validate=True), "<f4").astype(np.float32)
    norm = float(np.linalg.norm(vector.astype(np.float64)))
    if not abs(norm - 1.0) <= NORM_TOLERANCE:  # not of NaN and infinity either
        raise ValueError("the vector is not of norm 1")
    return vector


def _digest(text: str) -> str:
    if not DIGEST.fullmatch(text):
        raise ValueError("the photo's digest is none")
    return text


def _crop(text: str) -> bytes:
    crop = b64decode(text, validate=True)
    if not crop.startswith(JPEG):
        raise ValueError("the crop is no JPEG")
    return crop


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("an id is missing")
    return _storable(value)


def _storable(text: str) -> str:
    text.encode()  # JSON can spell half a character, which no store takes
    return text


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment is without its zone")
    return moment


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines with their ends; a last one without, too.

    Raises:
        DamagedExport: one is longer than any template's.
    """
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line + b"\n"
        if len(rest) > LONGEST_LINE:
            raise DamagedExport(reason="a line is too long")
    if rest:
        yield rest


def _encoded(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
