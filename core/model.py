"""The words of face recognition as frozen values. No I/O.

The terms are those of ISO/IEC 2382-37 and of NIST's 1:N tests (FRVT/FRTE).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
"""RGB, shape (height, width, 3), dtype uint8."""

Vector = npt.NDArray[np.float32]
"""A template's numbers: shape (dimensions,), dtype float32, Euclidean norm 1."""

NORM_TOLERANCE = 1e-3
"""How far from 1 a norm may be: float32 sums err by 1e-6, a forgotten normalisation by far more."""


@dataclass(frozen=True, slots=True)
class ModelId:
    """Which recipe made a template. Templates of different recipes cannot be compared.

    Attributes:
        model: the recognition model, as deepface names it ("Dlib", "ArcFace").
        detector: what found and aligned the face ("dlib", "retinaface").
        recipe: how the face was cut and its template computed ("deepface": deepface's pipeline).
    """

    model: str
    detector: str
    recipe: str

    def __str__(self) -> str:
        """Return "Dlib/dlib/deepface": what people read, and what `parse` reads back."""
        return f"{self.model}/{self.detector}/{self.recipe}"

    @classmethod
    def parse(cls, text: str) -> ModelId:
        """Read what `str` wrote; ValueError otherwise."""
        model, detector, recipe = text.split("/")
        return cls(model, detector, recipe)

    @property
    def slug(self) -> str:
        """Lower-case letters, digits and dashes only: fit for the name of an index."""
        return re.sub(r"[^a-z0-9]+", "-", str(self).lower()).strip("-")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the upright photo: left, top, width, height."""

    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A decoded photo: upright, RGB, of bounded size.

    Attributes:
        pixels: RGB, shape (height, width, 3), uint8; scaled down when the original is larger than
            the bound of `core.images`.
        width: of the upright original, in pixels.
        height: of the upright original, in pixels.
        digest: SHA-256 of the file's bytes, 64 hexadecimal digits.
    """

    pixels: Pixels
    width: int
    height: int
    digest: str

    @property
    def scale(self) -> float:
        """How many pixels of the original one pixel of `pixels` stands for; at least 1."""
        return self.width / int(self.pixels.shape[1])


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A face as a unit vector, with the recipe that made it.

    Attributes:
        vector: shape (dimensions,), float32, Euclidean norm 1.
        model: the recipe.
    """

    vector: Vector
    model: ModelId

    def similarity(self, other: Template) -> float:
        """Return the cosine similarity to another template of the same recipe, -1 to 1."""
        return float(np.dot(self.vector, other.vector))


@dataclass(frozen=True, slots=True)
class Pose:
    """How a face is turned.

    Attributes:
        turn: to its side: 0 is seen from the front; at 1 the nose stands below the outer corner of
            an eye.
        frontal: how much it looks like a face from the front with nothing before it, as dlib's
            detector of such faces scores it: most have 1 to 2; below 0 it does not see one.
    """

    turn: float
    frontal: float


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """A face found in a photo, ready to be searched or enrolled.

    Attributes:
        template: of this face.
        box: where it is, in pixels of the upright original.
        detection: the detector's confidence, 0 to 1.
        pose: how the face is turned, where the encoder can tell.
    """

    template: Template
    box: Box
    detection: float
    pose: Pose | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody who is enrolled. The id outlives every change of name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """A subject as a gallery lists them.

    Attributes:
        subject: who.
        photos: how many templates they have, at least 1.
        since: when the first was enrolled, with a time zone.
    """

    subject: Subject
    photos: int
    since: datetime


Place = tuple[datetime, str]
"""Of a photo among its subject's: when it was enrolled, and its template's id."""


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """What a gallery knows of one template, without its vector and crop.

    Attributes:
        id: of the template.
        photo: the digest of the photo that it came from.
        enrolled_by: an opaque word for who did it.
        enrolled_at: when, with a time zone.
    """

    id: str
    photo: str
    enrolled_by: str
    enrolled_at: datetime

    @property
    def place(self) -> Place:
        """Where it stands among the others, whether it is still there or not."""
        return self.enrolled_at, self.id


@dataclass(frozen=True, slots=True, eq=False)
class Enrolment:
    """One template of one subject, as a gallery keeps it.

    Attributes:
        id: deterministic (see `template_id`), so that nothing doubles.
        subject: whose face this is.
        template: the face.
        photo: the digest of the photo that it came from, so that a second import can skip it
            before any face is looked for.
        crop: the face and its surroundings as JPEG, at most 256 px.
        enrolled_by: an opaque word for who did it.
        enrolled_at: when, with a time zone.
    """

    id: str
    subject: Subject
    template: Template
    photo: str
    crop: bytes = field(repr=False)
    enrolled_by: str
    enrolled_at: datetime


def template_id(gallery: str, subject_id: str, photo_digest: str, box: Box) -> str:
    """Return the id of one face of one photo of one subject in one gallery.

    A retry, or a second import of the same photo, gets the same id. 32 hexadecimal digits of
    SHA-256 over the parts, each preceded by its length so that no two lists of parts are alike.
    """
    return _hashed(gallery, subject_id, photo_digest, f"{box.x},{box.y},{box.w},{box.h}")


def copied_template_id(gallery: str, subject_id: str, original_id: str) -> str:
    """Return the id of a template's copy in another gallery; the same each time it is copied."""
    return _hashed(gallery, subject_id, "copy", original_id)


def _hashed(*parts: str) -> str:
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return sha256(joined.encode()).hexdigest()[:32]


_UNNAMED = "unnamed-"


def unnamed_gallery(model: ModelId) -> str:
    """Return the id of the gallery of faces that are to be named nowhere.

    It is nobody's to look at or search, but for telling that a face is one of these. One a model:
    no crops are kept in it, of which another model could make templates.
    """
    return f"{_UNNAMED}{model.slug}"


def is_unnamed(gallery_id: str) -> bool:
    """Tell whether a gallery is one of these, of whichever model."""
    return gallery_id.startswith(_UNNAMED)


@dataclass(frozen=True, slots=True)
class GallerySummary:
    """A gallery as an operator lists it."""

    id: str
    model: ModelId
    people: int
    templates: int


@dataclass(frozen=True, slots=True)
class Record:
    """A small document with the version by which a change can be made conditional.

    Attributes:
        key: unique in its collection.
        value: what JSON can hold.
        version: opaque; changes with every write.
    """

    key: str
    value: Mapping[str, Any]
    version: str
