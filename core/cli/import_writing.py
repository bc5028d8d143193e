"""The writing side of an import: faces kept under names, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence

from core.cli.import_reading import ReadFace
from core.cli.import_tally import Tally
from core.cli.patience import Patience
from core.errors import CoreError, StoreRefused, StoreUnavailable, UnknownPerson
from core.model import Enrolment
from core.ports import Gallery

Refusal = tuple[ReadFace, CoreError]
"""A face that the store would not take, and what it said."""


class WritingSide:
    """Claims names and adds templates; one that is refused does not take others along."""

    def __init__(self, gallery: Gallery, tally: Tally, patience: Patience) -> None:
        """Take what it needs."""
        self._gallery = gallery
        self._tally = tally
        self._patience = patience
        self._last: tuple[str, set[str]] = "", set()
        """Who came last, and the ids of theirs that were acknowledged."""

    async def write(self, batch: Sequence[ReadFace]) -> None:
        """Keep what can be kept, and tell the tally of each that was refused.

        Raises:
            StoreUnavailable: the store did not answer for as long as there was patience.
            StoreRefused, UnknownPerson: all of several were refused: that is not the photos' fault.
            ModelMismatch: the gallery is of another recipe.
        """
        refused = await self._written(batch)
        if len(refused) == len(batch) > 1:
            raise refused[0][1]
        for face, error in refused:
            self._tally.skip(face.path, error)

    async def _written(self, faces: Sequence[ReadFace]) -> list[Refusal]:
        """Keep faces, by halves where they are refused together; return those that are to blame."""
        try:
            await self._add(faces)
        except (StoreRefused, UnknownPerson) as error:
            if len(faces) == 1:
                return [(faces[0], error)]
            middle = len(faces) // 2
            return await self._written(faces[:middle]) + await self._written(faces[middle:])
        return []

    async def _add(self, faces: Sequence[ReadFace]) -> None:
        try:
            enrolments, added = await self._asked(faces)
        except UnknownPerson:
            # Somebody was forgotten since the claim: who is imported now is somebody new.
            enrolments, added = await self._asked(faces)
        self._tally.templates += sum(added)
        self._tally.present += len(added) - sum(added)
        self._tally.people.update(enrolment.subject.id for enrolment in enrolments)

    async def _asked(self, faces: Sequence[ReadFace]) -> tuple[list[Enrolment], list[bool]]:
        """Claim and add; return what was asked for, and which of it is this run's doing."""
        unanswered = False

        async def once() -> tuple[list[Enrolment], list[bool]]:
            nonlocal unanswered
            subjects = await self._gallery.claim_all([face.name for face in faces])
            enrolments = [
                face.of(subject, self._gallery.id)
                for face, subject in zip(faces, subjects, strict=True)
            ]
            try:
                return enrolments, await self._gallery.add(enrolments)
            except StoreUnavailable:
                unanswered = True
                raise

        enrolments, added = await self._patience.ask(once)
        return enrolments, [
            new or (unanswered and first)
            for new, first in zip(added, self._met_first(enrolments), strict=True)
        ]

    def _met_first(self, enrolments: Sequence[Enrolment]) -> list[bool]:
        """Tell of each whether this run meets it for the first time; take note of those it does.

        What could not be answered may have been done, and is there when it is asked for again:
        photos that were there before the run do not come here, so it was this run that added it.
        A second copy of a photo is the same person's, and so comes soon after the first.
        """
        first: list[bool] = []
        for enrolment in enrolments:
            if enrolment.subject.id != self._last[0]:
                self._last = enrolment.subject.id, set()
            known = self._last[1]
            first.append(enrolment.id not in known)
            known.add(enrolment.id)
        return first
