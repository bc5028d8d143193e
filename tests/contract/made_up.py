"""Made-up faces: unit vectors with what a gallery keeps beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from core.model import Box, Enrolment, ModelId, Probe, Subject, Template, Vector, template_id
from core.ports import Gallery

MODEL = ModelId("Dlib", "dlib", "deepface")
OTHER_MODEL = ModelId("ArcFace", "retinaface", "deepface")
DIMENSIONS = 16
MORNING = datetime(2025, 3, 1, 8, 30, 15, 123456, tzinfo=UTC)
BOX = Box(10, 20, 100, 120)


def towards(*numbers: float) -> Vector:
    """Return the unit vector that begins with these numbers and goes on with noughts."""
    vector = np.zeros(DIMENSIONS)
    vector[: len(numbers)] = numbers
    return units(vector)


def units(rows: npt.NDArray[np.floating]) -> Vector:
    """Return a vector, or each row of several, with norm 1."""
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), np.float32)


def some_vectors(random: np.random.Generator, count: int, dimensions: int = DIMENSIONS) -> Vector:
    """Return unit vectors in all directions, one a row."""
    return units(random.normal(size=(count, dimensions)))


def probe(vector: Vector, model: ModelId = MODEL) -> Probe:
    return Probe(Template(vector, model), BOX, detection=0.99)


def face(
    gallery: Gallery,
    subject: Subject,
    vector: Vector,
    photo: str = "photo",
    *,
    minutes: float = 0,
    model: ModelId = MODEL,
) -> Enrolment:
    """Return one face of one photo: the same photo and subject give the same id."""
    digest = sha256(photo.encode()).hexdigest()
    return Enrolment(
        id=template_id(gallery.id, subject.id, digest, BOX),
        subject=subject,
        template=Template(vector, model),
        photo=digest,
        crop=b"\xff\xd8 crop of " + photo.encode(),
        enrolled_by="tester",
        enrolled_at=MORNING + timedelta(minutes=minutes),
    )


async def enrol(gallery: Gallery, name: str, *vectors: Vector) -> Subject:
    """Enrol somebody with photos named after them: "Ann 0", "Ann 1", …, a minute apart."""
    (subject,) = await enrol_all(gallery, {name: vectors})
    return subject


async def enrol_all(gallery: Gallery, people: Mapping[str, Sequence[Vector]]) -> list[Subject]:
    """Enrol several people at once, each as `enrol` does."""
    subjects = await asyncio.gather(*map(gallery.claim, people))
    faces = [
        face(gallery, subject, vector, f"{subject.name} {number}", minutes=number)
        for subject, vectors in zip(subjects, people.values(), strict=True)
        for number, vector in enumerate(vectors)
    ]
    assert await gallery.add(faces) == [True] * len(faces)
    return subjects


async def names_found(gallery: Gallery, vector: Vector, limit: int = 5) -> list[str]:
    (candidates,) = (await gallery.search([probe(vector)], limit)).candidates
    return [candidate.subject.name for candidate in candidates]
