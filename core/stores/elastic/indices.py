"""The indices: their names, what they hold, and that they are ours.

Each is reached by an alias, and written only through it (`require_alias`): an index that somebody
deleted is made again as it must be, never by Elasticsearch's own guesses, and a later version can
put another index behind the same name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from elastic_transport import TransportError
from elasticsearch import (
    ApiError,
    AsyncElasticsearch,
    BadRequestError,
    ConflictError,
    NotFoundError,
)

from core.errors import ModelMismatch, StoreRefused
from core.model import ModelId
from core.store_errors import UnfitIndex
from core.stores.elastic.cluster import Cluster, Document, Place
from core.stores.elastic.complaints import GIVEN_UP, MISSING_INDEX
from core.stores.elastic.forward import bring_forward
from core.stores.elastic.mappings import (
    MAPPING_VERSION,
    OURS,
    SEALED_VERSION,
    Kind,
    faces_index,
    small_index,
)
from core.stores.elastic.plan import IndexPlan
from core.stores.elastic.shapes import KEY_CHECK, Shapes
from core.vault.covers import BARE, NO_KEY, Cover, check_key

FIRST = "000001"
"""What the name of an alias's first index ends with."""


@dataclass(frozen=True, slots=True)
class Indices:
    """The names of the indices, and writing to those that may not be there yet."""

    cluster: Cluster
    model: ModelId
    plan: IndexPlan = field(default_factory=IndexPlan)
    shapes: Shapes = field(default_factory=Shapes)
    cover: Cover = BARE

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
        """Check those indices that are there, and bring those of an earlier version to this one.

        Raises:
            UnfitIndex: one of them is not ours, or of a newer version.
            KeyRefused: the templates of one of them are sealed otherwise than with our key.
            ModelMismatch: the templates under our model's name are of another.
        """
        own = await self._metas(f"{self.faces},{self.subjects},{self.records}")
        others = await self._metas(self.every_faces)
        every = own | {name: meta for name, meta in others.items() if meta.get("made_by") == OURS}
        for name, meta in every.items():
            if meta.get("made_by") != OURS:
                raise UnfitIndex(
                    reason=f"the index {name} was not made by this program: "
                    "set ELASTICSEARCH_PREFIX to another word"
                )
            known = SEALED_VERSION if KEY_CHECK in meta else MAPPING_VERSION
            if meta["mapping_version"] > known:
                raise UnfitIndex(
                    reason=f"the index {name} is of a newer version of this program: "
                    "change to that, or set ELASTICSEARCH_PREFIX to another word"
                )
            if name in own and meta.get("model", str(self.model)) != str(self.model):
                raise ModelMismatch(kept=meta["model"], configured=str(self.model))
            if meta["kind"] == Kind.FACES:
                check_key(self.cover, meta.get(KEY_CHECK, NO_KEY), f"the index {name}")
        for name, meta in every.items():
            if meta["mapping_version"] < MAPPING_VERSION:
                await bring_forward(self.cluster, name, meta)

    async def check_key(self) -> None:
        """Do so once more for our model's index: it may have been made since, by another process.

        What an index says is believed for as long as its shape is.

        Raises:
            KeyRefused: its templates are sealed otherwise than with our key.
        """
        shape = await self.shapes.of(self.cluster, self.faces)
        if shape.key_check is not None:
            check_key(self.cover, shape.key_check, f"the index {self.faces}")

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

        When the answer was lost and the document is not there any more, this deletion did it.
        """
        unanswered = False

        async def once(client: AsyncElasticsearch) -> None:
            nonlocal unanswered
            try:
                await client.delete(
                    index=self._alias(kind),
                    id=id_,
                    if_seq_no=over.seq_no if over else None,
                    if_primary_term=over.term if over else None,
                )
            except TransportError:
                unanswered = True
                raise
            except ApiError as error:
                # A gateway that gave up on the server: it may have done it all the same.
                unanswered |= error.status_code in GIVEN_UP
                raise

        try:
            await self.cluster.call(once)
        except NotFoundError:
            return unanswered
        except ConflictError:
            return False
        return True

    async def is_gone(self, kind: Kind, id_: str) -> bool:
        """Tell whether there is no such document, by the word of its shard's primary.

        A document is read from any copy of its shard, and one that is being written may have
        reached some and not others; an update is carried out by the primary. This one changes
        nothing.
        """
        try:
            await self.cluster.call(
                lambda client: client.update(
                    index=self._alias(kind), id=id_, doc={}, require_alias=True
                )
            )
        except NotFoundError:
            return True
        return False

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
        if kind is Kind.FACES:
            alias, made = self.faces, self._faces_index(dimensions)
        else:
            alias, made = self._alias(kind), small_index(self.plan, kind)
        index = f"{alias}-{FIRST}"
        try:
            await self.cluster.call(
                lambda client: client.indices.create(index=index, aliases={alias: {}}, **made)
            )
        except StoreRefused as refused:
            cause = refused.__cause__
            exists = "resource_already_exists_exception"
            if not (isinstance(cause, BadRequestError) and exists in str(cause)):
                raise
            if not await self._metas(alias):
                raise UnfitIndex(
                    reason=f"the index {index} has lost its alias {alias}: "
                    "give it back (POST _aliases), or delete the index"
                ) from refused
            await self.verify()

    def _faces_index(self, dimensions: int) -> dict[str, Any]:
        return faces_index(self.plan, self.model, dimensions, self.cover.check)

    async def _metas(self, names: str) -> dict[str, dict[str, Any]]:
        answer = await self.cluster.call(
            lambda client: client.indices.get_mapping(index=names, ignore_unavailable=True)
        )
        return {name: index["mappings"].get("_meta", {}) for name, index in answer.items()}

    def _alias(self, kind: Kind) -> str:
        return f"{self.cluster.connection.prefix}-{kind}"


def _lacks_index(answer: Mapping[str, Any]) -> bool:
    # A deletion answers 404 for a document that is not there, too.
    error = answer.get("error", {})
    return bool(error.get("type") == MISSING_INDEX)
