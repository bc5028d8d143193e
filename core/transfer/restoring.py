"""An export put into a gallery: checked to its end before anything is written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from core.model import Enrolment, ModelId, Subject, copied_template_id
from core.names import name_key
from core.ports import Gallery
from core.transfer.faults import ExportOfAnotherModel
from core.transfer.files import ExportFile
from core.transfer.lines import Header

AT_ONCE = 128
"""Templates written by one `Gallery.add`: some 3 MB with their crops."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a whole export holds."""

    header: Header
    templates: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restoring has done.

    Attributes:
        people: how many there are templates of in the file.
        templates: how many were added.
        present: how many were there already.
    """

    people: int = 0
    templates: int = 0
    present: int = 0


Told = Callable[[Restored], None]


async def check(file: ExportFile, model: ModelId, dimensions: int) -> Checked:
    """Read an export to its end.

    Args:
        file: the export.
        model: whose templates are wanted.
        dimensions: how long these are.

    Raises:
        NotAnExport, NewerExport, DamagedExport, WrongPassphrase: see there.
        ExportOfAnotherModel: its templates are another model's.
    """
    return await asyncio.to_thread(_check, file, model, dimensions)


def _check(file: ExportFile, model: ModelId, dimensions: int) -> Checked:
    reading = file.read()
    if reading.header.model != model:
        raise ExportOfAnotherModel(made_with=str(reading.header.model), configured=str(model))
    templates = 0
    for enrolment in reading.enrolments():
        templates += 1
        if enrolment.template.vector.shape[0] != dimensions:
            # A model of the same name, and yet another.
            made = f"{reading.header.model} of {enrolment.template.vector.shape[0]} numbers"
            raise ExportOfAnotherModel(made_with=made, configured=f"{model} of {dimensions}")
    return Checked(reading.header, templates)


async def restore(file: ExportFile, gallery: Gallery, told: Told) -> Restored:
    """Put what a checked export holds into a gallery. Safe to do again, and after a crash.

    Somebody whose name is there already gets the templates that they do not have: those of
    another photo, or of another face in it.

    Args:
        file: the export.
        gallery: where to.
        told: is called with what has been done so far, also where it cannot be finished.

    Raises:
        ModelMismatch: the gallery's templates are another model's.
        StoreUnavailable, StoreRefused: what was written until then stays; done again, it goes on.
    """
    before = {person.subject.id for person in await gallery.people()}
    enrolments = file.read().enrolments()
    restored, people = Restored(), set[str]()
    while some := await asyncio.to_thread(_next, enrolments):
        subjects = await _claimed(gallery, some)
        owned = [replace(one, subject=subjects[name_key(one.subject.name)]) for one in some]
        people.update(one.subject.id for one in owned)
        held = await _held(gallery, {one.subject for one in owned if one.subject.id in before})
        new = [_copy(gallery.id, one) for one in owned if _face(one) not in held]
        added = await gallery.add(new)
        restored = Restored(
            people=len(people),
            templates=restored.templates + sum(added),
            present=restored.present + len(some) - sum(added),
        )
        told(restored)
    return restored


def _next(enrolments: Iterator[Enrolment]) -> list[Enrolment]:
    return list(islice(enrolments, AT_ONCE))


async def _claimed(gallery: Gallery, some: Sequence[Enrolment]) -> dict[str, Subject]:
    names = {name_key(one.subject.name): one.subject.name for one in some}
    subjects = await gallery.claim_all(list(names.values()))
    return dict(zip(names, subjects, strict=True))


async def _held(gallery: Gallery, subjects: set[Subject]) -> set[tuple[str, str, bytes]]:
    return {
        _face(enrolment)
        for subject in subjects
        for enrolment in await gallery.enrolments(subject.id)
    }


def _face(enrolment: Enrolment) -> tuple[str, str, bytes]:
    """Return what tells a face of somebody's from their others, in whatever gallery it is.

    Its id is of one gallery; its photo may show them twice; its vector is kept to the last bit.
    """
    return enrolment.subject.id, enrolment.photo, enrolment.template.vector.tobytes()


def _copy(gallery_id: str, enrolment: Enrolment) -> Enrolment:
    id_ = copied_template_id(gallery_id, enrolment.subject.id, enrolment.id)
    return replace(enrolment, id=id_)
