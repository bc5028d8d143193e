"""Who is called what: subjects, and the claims that make a name unique, in single-document writes.

Elasticsearch changes one document at a time, so two documents speak of a name. A *subject* holds
its own name; that is the truth. A *claim*, whose id is made of gallery and name, says which subject
may have the name; it counts only while that subject says the same. Whatever crashes half-way leaves
a claim that does not count, and whoever wants the name takes it over:

- A claim whose subject is gone: subjects' ids are random and never made twice, so nobody can bring
  it back. Only the primary of the subject's shard knows that it is gone, for a subject that is just
  being made may be unknown to a replica that has its claim (`Indices.is_gone`). The claim is taken
  over by a write conditional on it.
- A claim whose subject has another name: a rename may be about to finish. Its last step is a write
  conditional on the subject as it was before the claim, so the subject is first written again
  unchanged (`fence`): that rename fails and begins anew. Then the claim is taken over.

A claim holds no name, only the hash in its id: one that is left behind says nothing of anybody.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from core.model import Subject
from core.stores.elastic.cluster import Document, Place
from core.stores.elastic.indices import Indices
from core.stores.elastic.mappings import Kind

DOCUMENTS_AT_ONCE = 1000
"""Names in one answer: some 400 kB."""


@dataclass(frozen=True, slots=True)
class Held:
    """A subject as it is kept."""

    subject: Subject
    key: str
    document: Document

    @property
    def leaving(self) -> bool:
        """Whether forgetting them was begun; until it is finished they can still be found."""
        return bool(self.document.source.get("leaving"))


@dataclass(frozen=True, slots=True)
class Claim:
    """What is known of a name: the claim, where there is one, and the subject it speaks of."""

    key: str
    document: Document | None
    held: Held | None

    @property
    def holder(self) -> Held | None:
        """Who has the name."""
        return self.held if self.held is not None and self.held.key == self.key else None

    def speaks_of(self, subject_id: str) -> bool:
        """Tell whether this is the subject's claim, whether it counts or not."""
        return self.document is not None and self.document.source["subject"] == subject_id


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one gallery."""

    indices: Indices
    gallery: str

    async def claim(self, key: str) -> Claim:
        """Look up a name by its `name_key`."""
        (claim,) = await self.claims([key])
        return claim

    async def claims(self, keys: Sequence[str]) -> list[Claim]:
        """Look up names by their `name_key`, in the order asked for."""
        documents = await self._documents([self._claim_id(key) for key in keys])
        ids = list({document.source["subject"] for document in documents if document is not None})
        held = dict(zip(ids, await self.all_held(ids), strict=True))
        return [
            Claim(key, document, held[document.source["subject"]] if document else None)
            for key, document in zip(keys, documents, strict=True)
        ]

    async def held(self, subject_id: str) -> Held | None:
        """Return a subject of this gallery."""
        (found,) = await self.all_held([subject_id])
        return found

    async def all_held(self, subject_ids: Sequence[str]) -> list[Held | None]:
        """Return subjects of this gallery, in the order asked for."""
        documents = await self._documents([self._subject_id(one) for one in subject_ids])
        return _all_held(subject_ids, documents)

    async def all_held_with(
        self, place: Place, subject_ids: Sequence[str]
    ) -> tuple[Document | None, list[Held | None]]:
        """Return a document of the same index, and what `all_held` does, by the same request."""
        ids = [place.id, *(self._subject_id(one) for one in subject_ids)]
        document, *documents = await self._documents(ids)
        return document, _all_held(subject_ids, documents)

    def subject_write(self, subject: Subject, key: str) -> tuple[bytes, bytes]:
        """Return the operation that writes a new subject."""
        create = {"create": {"_id": self._subject_id(subject.id)}}
        return _line(create), _line(self._subject_source(subject, key))

    def claim_write(self, claim: Claim, subject_id: str) -> tuple[bytes, bytes]:
        """Return the operation that gives a subject a claim, if it is still as it was read."""
        place: dict[str, Any] = {"_id": self._claim_id(claim.key)}
        if claim.document is None:
            action = {"create": place}
        else:
            place |= {"if_seq_no": claim.document.seq_no, "if_primary_term": claim.document.term}
            action = {"index": place}
        return _line(action), _line(self._claim_source(subject_id))

    async def take(self, claim: Claim, subject_id: str) -> bool:
        """Give a subject the claim of a name, if that still does not count or is its own already.

        Their own is written too: whoever saw it as one that does not count must not take it over.
        """
        if not claim.speaks_of(subject_id) and not await self.void(claim):
            return False
        written = await self.indices.put(
            Kind.SUBJECTS,
            self._claim_id(claim.key),
            self._claim_source(subject_id),
            create=claim.document is None,
            over=claim.document,
        )
        return written is not None

    async def void(self, claim: Claim) -> bool:
        """Make sure that a claim that was read as not counting never will; False if it may yet."""
        if claim.held is not None:
            return await self.fence(claim.held)
        if claim.document is None:
            return True
        return await self.is_gone(claim.document.source["subject"])

    async def is_gone(self, subject_id: str) -> bool:
        """Tell whether a subject that was read as not there is not there, and not on its way."""
        return await self.indices.is_gone(Kind.SUBJECTS, self._subject_id(subject_id))

    async def fence(self, held: Held) -> bool:
        """Write a subject as it is, so that what was begun on it before cannot be finished."""
        return await self._rewrite(held, held.document.source)

    async def create(self, subject: Subject, key: str) -> None:
        """Write a subject's document, unless there is one."""
        id_, source = self._subject_id(subject.id), self._subject_source(subject, key)
        await self.indices.put(Kind.SUBJECTS, id_, source, create=True)

    async def write_name(self, held: Held, name: str, key: str) -> bool:
        """Give a subject its name, if it is still as it was read."""
        return await self._rewrite(held, {**held.document.source, "name": name, "name_key": key})

    async def mark_leaving(self, held: Held) -> bool:
        """Say that a subject is being forgotten, if it is still as it was read."""
        return await self._rewrite(held, {**held.document.source, "leaving": True})

    async def mark_staying(self, held: Held) -> bool:
        """Take back what `mark_leaving` said, if the subject is still as it was read."""
        source = {key: value for key, value in held.document.source.items() if key != "leaving"}
        return await self._rewrite(held, source)

    async def release(self, claim: Claim) -> None:
        """Drop a claim, unless somebody has written it since."""
        if claim.document is not None:
            await self.indices.delete(Kind.SUBJECTS, self._claim_id(claim.key), over=claim.document)

    async def drop(self, subject_id: str) -> None:
        """Delete a subject's document."""
        await self.indices.delete(Kind.SUBJECTS, self._subject_id(subject_id))

    async def drop_all(self, subject_ids: Sequence[str]) -> None:
        """Delete several subjects' documents."""
        drops = [(_line({"delete": {"_id": self._subject_id(one)}}),) for one in subject_ids]
        await self.indices.cluster.bulk(self.indices.subjects, drops, refresh=False)

    async def _rewrite(self, held: Held, source: Any) -> bool:
        id_ = self._subject_id(held.subject.id)
        written = await self.indices.put(Kind.SUBJECTS, id_, source, over=held.document)
        return written is not None

    async def _documents(self, ids: Sequence[str]) -> list[Document | None]:
        return await _documents(self.indices, ids)

    def _subject_source(self, subject: Subject, key: str) -> dict[str, Any]:
        return {
            "kind": "subject",
            "gallery": self.gallery,
            "name": subject.name,
            "name_key": key,
        }

    def _claim_source(self, subject_id: str) -> dict[str, Any]:
        return {"kind": "name", "gallery": self.gallery, "subject": subject_id}

    def _claim_id(self, key: str) -> str:
        return f"name-{hashed(self.gallery, key)}"

    def _subject_id(self, subject_id: str) -> str:
        return f"subject-{hashed(self.gallery, subject_id)}"


async def held_everywhere(indices: Indices, people: Sequence[tuple[str, str]]) -> list[Held | None]:
    """Return subjects, each by the id of its own and of its gallery, in the order asked for."""
    ids = [Names(indices, gallery)._subject_id(subject) for subject, gallery in people]  # noqa: SLF001 — of this room
    return _all_held([subject for subject, _ in people], await _documents(indices, ids))


def hashed(*parts: str) -> str:
    """Return one id for several parts: 64 hexadecimal digits of SHA-256, none alike by accident.

    The gallery is always one of them: what another gallery keeps cannot be asked for by any id.
    """
    return sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()


def routing_of(gallery: str) -> str:
    """Return the routing of a gallery's templates: a gallery lies on one shard.

    Hashed, since a search takes a routing with a comma in it for two.
    """
    return hashed(gallery)[:16]


async def _documents(indices: Indices, ids: Sequence[str]) -> list[Document | None]:
    places = [Place(indices.subjects, id_) for id_ in ids]
    found: list[Document | None] = []
    for start in range(0, len(places), DOCUMENTS_AT_ONCE):
        found += await indices.cluster.documents(places[start : start + DOCUMENTS_AT_ONCE])
    return found


def _all_held(
    subject_ids: Sequence[str], documents: Sequence[Document | None]
) -> list[Held | None]:
    return [
        _held(one, document) if document else None
        for one, document in zip(subject_ids, documents, strict=True)
    ]


def _held(subject_id: str, document: Document) -> Held:
    source = document.source
    return Held(Subject(subject_id, source["name"]), source["name_key"], document)


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode()
