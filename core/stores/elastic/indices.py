"""The indices: their names, what they hold, and that they are ours.

Each is reached by an alias, and written only through it (`require_alias`): an index that somebody
deleted is made again as it must be, never by Elasticsearch's own guesses, and a later version can
put another index behind the same name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from elasticsearch import BadRequestError, ConflictError, NotFoundError

from core.errors import ModelMismatch, StoreRefused
from core.model import ModelId
from core.stores.elastic.cluster import MISSING_INDEX, Cluster, Document, Place

MAPPING_VERSION = 1
"""Of all mappings; kept in `_meta`, so that an older program refuses what it does not know."""

OURS = "familiar"
"""Who made an index, in its `_meta`."""

_KEYWORD = {"type": "keyword"}
_STORED = {"type": "keyword", "index": False, "doc_values": False}


class Kind(StrEnum):
    """What an index holds."""

    FACES = "faces"
    SUBJECTS = "subjects"
    RECORDS = "records"


_FIELDS: dict[Kind, dict[str, Any]] = {
    # A person's name is not here: `SUBJECTS` alone knows it. Moments are microseconds since 1970,
    # since aggregations round the server's own dates to milliseconds.
    Kind.FACES: {
        "gallery": _KEYWORD,
        "subject": _KEYWORD,
        "template": _KEYWORD,
        "photo": _KEYWORD,
        "enrolled_by": _STORED,
        "enrolled_at": {"type": "long"},
        "crop": {"type": "binary"},
    },
    # Three sorts of documents, all read by id: subjects, names (who has one), galleries.
    Kind.SUBJECTS: {
        "kind": _KEYWORD,
        "gallery": _KEYWORD,
        "subject": _STORED,
        "name": _STORED,
        "name_key": _STORED,
        "leaving": {"type": "boolean", "index": False, "doc_values": False},
        "model": _STORED,
    },
    # A value is one string of JSON: any shape beside any other, and nothing to map.
    Kind.RECORDS: {
        "collection": _KEYWORD,
        "key": _KEYWORD,
        "value": _STORED,
        "write": _STORED,
    },
}


@dataclass(frozen=True, slots=True)
class Indices:
    """The names of the indices, and writing to those that may not be there yet."""

    cluster: Cluster
    model: ModelId

    @property
    def subjects(self) -> str:
        """Subjects, the claims of their names, and galleries."""
        return self._alias(Kind.SUBJECTS)

    @property
    def records(self) -> str:
        """The small documents."""
        return self._alias(Kind.RECORDS)

    @property
    def faces(self) -> str:
        """The templates of our model."""
        return self.faces_of(self.model)

    @property
    def every_faces(self) -> str:
        """A pattern for the templates of all models."""
        return f"{self._alias(Kind.FACES)}-*"

    def faces_of(self, model: ModelId) -> str:
        """Return the alias of the templates of a model."""
        return f"{self._alias(Kind.FACES)}-{model.slug}"

    async def verify(self) -> None:
        """Check those indices that are there.

        Raises:
            StoreRefused: one of them is not ours, or of a newer version.
            ModelMismatch: the templates under our model's name are of another.
        """
        metas = await self._metas(f"{self.faces},{self.subjects},{self.records}")
        for name, meta in metas.items():
            if meta.get("made_by") != OURS:
                raise StoreRefused(
                    reason=f"the index {name} was not made by this program: "
                    "set ELASTICSEARCH_PREFIX to another word"
                )
            if meta["mapping_version"] > MAPPING_VERSION:
                raise StoreRefused(
                    reason=f"the index {name} is of a newer version of this program: "
                    "change to that, or set ELASTICSEARCH_PREFIX to another word"
                )
            if meta.get("model", str(self.model)) != str(self.model):
                raise ModelMismatch(kept=meta["model"], configured=str(self.model))

    async def models(self) -> list[ModelId]:
        """Return the models that there are templates' indices of."""
        metas = (await self._metas(self.every_faces)).values()
        ours = [meta for meta in metas if meta.get("made_by") == OURS and "model" in meta]
        return [ModelId.parse(meta["model"]) for meta in ours]

    async def dimensions(self) -> int | None:
        """Return the length of the templates in our model's index; None when it is not there."""
        for meta in (await self._metas(self.faces)).values():
            return int(meta["dimensions"])
        return None

    async def add_faces(
        self, operations: Sequence[tuple[bytes, ...]], dimensions: int
    ) -> list[Mapping[str, Any]]:
        """Write templates, making their index before the first; findable when this returns."""
        answers = await self.cluster.bulk(self.faces, operations, refresh=True)
        if any(map(_lacks_index, answers)):
            await self._create(Kind.FACES, dimensions)
            answers = await self.cluster.bulk(self.faces, operations, refresh=True)
        return answers

    async def write_subjects(
        self, operations: Sequence[tuple[bytes, ...]]
    ) -> list[Mapping[str, Any]]:
        """Write several documents of the subjects' index, making it before the first."""
        answers = await self.cluster.bulk(self.subjects, operations, refresh=False)
        if any(map(_lacks_index, answers)):
            await self._create(Kind.SUBJECTS)
            answers = await self.cluster.bulk(self.subjects, operations, refresh=False)
        return answers

    async def put(
        self,
        kind: Kind,
        id_: str,
        source: Mapping[str, Any],
        *,
        create: bool = False,
        over: Document | None = None,
    ) -> Document | None:
        """Write one document, making its index before the first.

        Args:
            kind: subjects or records.
            id_: of the document.
            source: its fields.
            create: only if there is none.
            over: only if it is still this one.

        Returns:
            The document as written; None when the condition did not hold.
        """
        place = Place(self._alias(kind), id_)
        try:
            return await self._put(place, source, create=create, over=over)
        except NotFoundError:
            await self._create(kind)
            return await self._put(place, source, create=create, over=over)

    async def delete(self, kind: Kind, id_: str, *, over: Document | None = None) -> bool:
        """Delete one document; tell whether it was there, and still the one given.

        It is not tried again when the answer was lost: the second answer would be another.
        """
        try:
            await self.cluster.call(
                lambda client: client.delete(
                    index=self._alias(kind),
                    id=id_,
                    if_seq_no=over.seq_no if over else None,
                    if_primary_term=over.term if over else None,
                ),
                repeatable=False,
            )
        except (NotFoundError, ConflictError):
            return False
        return True

    async def _put(
        self, place: Place, source: Mapping[str, Any], *, create: bool, over: Document | None
    ) -> Document | None:
        try:
            answer = await self.cluster.call(
                lambda client: client.index(
                    index=place.index,
                    id=place.id,
                    document=source,
                    op_type="create" if create else None,
                    if_seq_no=over.seq_no if over else None,
                    if_primary_term=over.term if over else None,
                    require_alias=True,
                )
            )
        except ConflictError:
            return None
        return Document(source, answer["_seq_no"], answer["_primary_term"])

    async def _create(self, kind: Kind, dimensions: int = 0) -> None:
        """Make an index with its alias. Another process may be doing the same: one succeeds."""
        alias = self.faces if kind is Kind.FACES else self._alias(kind)
        fields = dict(_FIELDS[kind])
        meta: dict[str, Any] = {
            "made_by": OURS,
            "kind": str(kind),
            "mapping_version": MAPPING_VERSION,
        }
        settings: dict[str, Any] = {"auto_expand_replicas": "0-1"}  # green on one node, safe on two
        if kind is Kind.FACES:
            fields["vector"] = _vector(dimensions)
            meta |= {"model": str(self.model), "dimensions": dimensions}
            settings["sort"] = {"field": "gallery"}
        try:
            await self.cluster.call(
                lambda client: client.indices.create(
                    index=f"{alias}-{MAPPING_VERSION}",
                    aliases={alias: {}},
                    settings={"index": settings},
                    mappings={"dynamic": "strict", "_meta": meta, "properties": fields},
                )
            )
        except StoreRefused as refused:
            cause = refused.__cause__
            exists = "resource_already_exists_exception"
            if not (isinstance(cause, BadRequestError) and exists in str(cause)):
                raise
            await self.verify()

    async def _metas(self, names: str) -> dict[str, dict[str, Any]]:
        answer = await self.cluster.call(
            lambda client: client.indices.get_mapping(index=names, ignore_unavailable=True)
        )
        return {name: index["mappings"].get("_meta", {}) for name, index in answer.items()}

    def _alias(self, kind: Kind) -> str:
        return f"{self.cluster.connection.prefix}-{kind}"


def _vector(dimensions: int) -> dict[str, Any]:
    # `flat` is exact. The server's own default changed four times: always say which.
    return {
        "type": "dense_vector",
        "dims": dimensions,
        "index": True,
        "similarity": "cosine",
        "index_options": {"type": "flat"},
    }


def _lacks_index(answer: Mapping[str, Any]) -> bool:
    # A deletion answers 404 for a document that is not there, too.
    error = answer.get("error", {})
    return bool(error.get("type") == MISSING_INDEX)
