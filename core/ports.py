"""What the verbs need from the outside, as protocols.

Two stores and several encoders implement them; `tests/contract` runs one suite over the stores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from core.findings import SearchResult
from core.model import (
    Enrolment,
    GallerySummary,
    KeptPhoto,
    ModelId,
    Person,
    Photo,
    Place,
    Probe,
    Record,
    Subject,
)


class Encoder(Protocol):
    """Photo in, faces out. Plain, slow calls: run them in an executor, one at a time."""

    @property
    def model(self) -> ModelId:
        """The recipe of this encoder's templates. Costs nothing."""

    def dimensions(self) -> int:
        """Return the length of its templates; loads the model if need be.

        Raises:
            ModelUnavailable: weights or a package are missing.
        """

    def shipped_threshold(self) -> float:
        """Return the cosine similarity from which the model's makers say "same person"."""

    def encode(self, photo: Photo, *, to_keep: bool = False) -> list[Probe]:
        """Find every face and make its template.

        Args:
            photo: decoded.
            to_keep: whether the templates are for an enrolment: more may be done for them. They can
                be searched with all the same.

        Returns:
            A probe a face, left to right; empty when there is none. Boxes are in pixels of the
            upright original and lie inside it.

        Raises:
            ModelUnavailable: weights or a package are missing.
            EncodingFailed: there is no usable template for a face of this photo.
        """

    def encode_many(self, photos: Sequence[Photo], *, to_keep: bool = False) -> list[list[Probe]]:
        """Do what `encode` does for several photos, sharing what can be shared.

        Raises:
            ModelUnavailable, EncodingFailed: as of `encode`; the latter does not say of which.
        """


class Gallery(Protocol):
    """The people of one chat and their templates. Cheap to get; knows nothing of other galleries.

    Every call can raise StoreUnavailable (try later) or StoreRefused. Every call that reads or
    writes templates raises ModelMismatch when the gallery's templates are of another recipe; only
    `forget` and `remove` work all the same: nothing is compared, and nobody must wait to be
    forgotten. A gallery without templates has no recipe: whoever adds the first says which.
    """

    @property
    def id(self) -> str:
        """The opaque id it was asked for by."""

    async def subject(self, name: str) -> Subject | None:
        """Return who has this name (by `name_key`), or None."""

    async def known(self, subject_id: str) -> Subject | None:
        """Return who has this id, with or without templates, or None."""

    async def claim(self, name: str) -> Subject:
        """Return who has this name; whoever asks first makes them. Safe among processes.

        A subject without templates is not counted or listed.

        Raises:
            BadName: see `core.names`.
        """

    async def claim_all(self, names: Sequence[str]) -> list[Subject]:
        """Do what `claim` does for many names at once, in few requests.

        Returns:
            A subject for each name, in their order; the same one for names that are the same by
            `name_key`, with the first's spelling if they are made here.

        Raises:
            BadName: of any of them; nobody is made then.
        """

    async def admit(self, subject: Subject) -> Subject:
        """Make somebody of a given id, under the name that they have elsewhere. Safe to repeat.

        Whoever is here under this id already stays as they are.

        Raises:
            NameTaken: somebody else who is listed has the name. Who has no template makes way.
        """

    async def add(self, enrolments: Sequence[Enrolment]) -> list[bool]:
        """Keep templates. They are durable and can be found when this returns.

        All of them, or none if this is refused by any error but StoreUnavailable: then some may be
        there, which does no harm when all are added again.

        Returns:
            For each enrolment, whether it was new (False: its id was there already).

        Raises:
            UnknownPerson: a subject is not there (any more): claim the name again.
        """

    async def search(self, probes: Sequence[Probe], limit: int = 5) -> SearchResult:
        """Return for each probe the `limit` best people, however many templates each has.

        Best first by exact cosine similarity; equal scores in the order of subject ids.
        """

    async def people(self) -> list[Person]:
        """Return everybody with at least one template, by `name_key`."""

    async def enrolments(
        self, subject_id: str, only: Sequence[str] | None = None
    ) -> list[Enrolment]:
        """Return a subject's templates, oldest first; empty when there are none.

        Args:
            subject_id: whose.
            only: ids of those that are wanted; all without.
        """

    async def photos(
        self, subject_id: str, *, after: Place | None = None, limit: int
    ) -> list[KeptPhoto]:
        """Return up to `limit` of a subject's photos, oldest first: from the first, or after one.

        The one that they come after need not be there any more.
        """

    async def crops(self, template_ids: Sequence[str]) -> dict[str, bytes]:
        """Return the JPEG crops of those templates that are here."""

    async def photos_held(self, subject_id: str, digests: Sequence[str]) -> set[str]:
        """Return those of the photos' digests that this subject has a template of."""

    async def count(self, subject_id: str) -> int:
        """Return how many templates a subject has."""

    async def rename(self, subject_id: str, name: str) -> Subject:
        """Give a subject another name; a change of case or spacing of their own is allowed.

        Raises:
            NameTaken: somebody else who is listed has it. Who has no template makes way, and is
                no subject any more.
            UnknownPerson: there is no such subject.
            BadName: see `core.names`.
        """

    async def forget(self, subject_id: str) -> int:
        """Delete a subject with templates and crops; gone from every search when this returns.

        Returns:
            How many templates were deleted. 0, and no error, when there were none.
        """

    async def remove(self, template_ids: Sequence[str]) -> int:
        """Delete single templates with their crops; gone from every search when this returns.

        Of every model: what was made anew of the same crop has the same id. Whoever has no template
        of any model then is nobody: their name and id are gone, too.

        Returns:
            How many of the ids were here. 0, and no error, when none was.
        """

    async def drop_empty(self, subject_id: str) -> bool:
        """Delete a subject without a template of any model; tell whether they are gone.

        False, and nothing changes, when they have one.
        """


class Records(Protocol):
    """Small documents in named collections: settings, pending questions, the inbox.

    A write is durable when it returns, and the next read of the same key sees it.
    """

    async def get(self, collection: str, key: str) -> Record | None:
        """Return the record, or None."""

    async def put(
        self, collection: str, key: str, value: Mapping[str, Any], *, version: str | None = None
    ) -> Record:
        """Write a record: whatever was there, or only over the `version` given.

        Raises:
            RecordConflict: `version` was given and is not the present one.
        """

    async def create(self, collection: str, key: str, value: Mapping[str, Any]) -> bool:
        """Write a record only if there is none; tell whether it was written."""

    async def delete(self, collection: str, key: str) -> bool:
        """Delete a record; tell whether it was there."""

    async def list(self, collection: str, *, after: str = "", limit: int = 1000) -> list[Record]:
        """Return up to `limit` records whose keys come after `after`, in the keys' order.

        Keys are ordered by Unicode code points. Sees every write made before the call.
        """


class Store(Protocol):
    """One database: galleries and records over one connection."""

    def gallery(self, gallery_id: str) -> Gallery:
        """Return the gallery of this id; it is made when something is first added."""

    @property
    def records(self) -> Records:
        """The small documents."""

    def beside(self, gallery_id: str, model: ModelId) -> Gallery:
        """Return a gallery's templates of a model, whether that is the gallery's own or not.

        A gallery has one model, of whose templates alone `gallery` knows. Others can lie beside
        them: those that a migration is making, and those from before one. They are the same
        people's: whoever is forgotten is gone from all of them.

        Returns:
            What reads and writes them as if they were the gallery. Never raises ModelMismatch for
            the gallery, only for templates of another model than the one given.
        """

    async def galleries(self, gallery_id: str | None = None) -> list[GallerySummary]:
        """Return every gallery that has somebody in it, by id, whatever its model.

        Only the one with an id, if that is given.
        """

    async def others(self, gallery_id: str | None = None) -> list[GallerySummary]:
        """Return what galleries hold beside the templates of their own model, by gallery id.

        Only what one of them holds, if its id is given.
        """

    async def switch(self, gallery_id: str, model: ModelId) -> bool:
        """Make a model the gallery's own, in one step; the templates of the one before stay beside.

        From then on whoever still has the model before gets ModelMismatch, and nothing of theirs is
        kept that was not kept before.

        Returns:
            False, and nothing changes, when there are no templates of it.
        """

    async def drop(self, gallery_id: str, model: ModelId) -> int:
        """Delete the templates of a model that is not the gallery's own.

        Whoever has no other templates is forgotten.

        Returns:
            How many templates were deleted. 0, and no error, when there were none.
        """

    async def drop_traces(self) -> None:
        """Make what was deleted unreadable to who can read the files, where that is ours to do.

        SQLite: its log holds pages as they were, until they are moved into the file. Elasticsearch
        does it by itself, whenever it merges segments.
        """

    async def check(self) -> str:
        """Return one line that says what this is and how it is ("SQLite 3.40 at …, 12 people").

        Raises:
            StoreUnavailable: it does not answer.
            StoreRefused: it answers and cannot be used, with the reason.
        """

    async def close(self) -> None:
        """Release the connection. Nothing may be called afterwards."""
