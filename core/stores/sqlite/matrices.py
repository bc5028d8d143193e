"""The galleries' vectors in memory: bounded, and never older than the file."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.stores.ranking import Keys
from core.stores.sqlite.generations import Generation, dimensions
from core.stores.templates import Matrix
from core.vault.covers import Cover, Part

MEMORY = 512 * 2**20
"""Bytes that all cached galleries may take together: a million templates of 128 dimensions."""

ROWS_AT_ONCE = 20_000
"""Rows read from the file in one go: 10 MB at 128 dimensions."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some templates of one gallery.

    Attributes:
        matrix: vectors, shape (n, dimensions).
        people: the key of each one's subject, shape (n,).
        rows: the key of each template, shape (n,), ascending.
    """

    matrix: Matrix
    people: Keys
    rows: Keys

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return self.matrix.nbytes + self.people.nbytes + self.rows.nbytes


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """All templates of a gallery, as they were after so many removals and up to one key.

    Attributes:
        blocks: the templates.
        removals: the gallery's count of removals when this was read.
        last: the greatest key of a template that is here; 0 when there is none.
    """

    blocks: tuple[Block, ...]
    removals: int
    last: int

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return sum(block.size for block in self.blocks)

    @property
    def count(self) -> int:
        """How many templates there are."""
        return sum(len(block.rows) for block in self.blocks)

    def with_new(self, blocks: list[Block], removals: int) -> Vectors:
        """Return these and the new ones.

        Blocks at the end are joined until each is more than twice its successor: there are
        logarithmically many, and a template is copied logarithmically often.
        """
        joined = list(self.blocks)
        for block in blocks:
            joined.append(block)
            while len(joined) > 1 and joined[-2].size <= 2 * joined[-1].size:
                right, left = joined.pop(), joined.pop()
                joined.append(_joined(left, right))
        return _vectors(tuple(joined), removals, self.last)


class Matrices:
    """The generations of galleries that were searched last, within a bound of memory."""

    def __init__(self, memory: int = MEMORY) -> None:
        self._memory = memory
        self._kept: OrderedDict[Generation, Vectors] = OrderedDict()

    @property
    def size(self) -> int:
        """Bytes that are in use."""
        return sum(vectors.size for vectors in self._kept.values())

    def forget(self, generation: Generation, rows: Sequence[int], removals: int) -> None:
        """Drop templates by their keys; `removals` is the generation's count after the removal.

        To be called when the removal is committed: what is rolled back did not happen.
        """
        vectors = self._kept.get(generation)
        if vectors is None or vectors.removals != removals - 1:  # `of` reads it anew
            return
        gone = np.array(rows, np.int64)
        blocks = tuple(_without(block, gone) for block in vectors.blocks)
        blocks = tuple(block for block in blocks if len(block.rows))
        self._kept[generation] = _vectors(blocks, removals, vectors.last)

    def of(
        self, connection: sqlite3.Connection, generation: Generation, cover: Cover
    ) -> Vectors | None:
        """Return a generation's vectors as they are in this transaction.

        Only what was added since the last time is read, unless another process removed something.
        None when they are too many to be kept: go through `stream` then.
        """
        (removals,) = connection.execute(
            "SELECT removals FROM generations WHERE gallery = ? AND number = ?", generation
        ).fetchone()
        kept = self._kept.pop(generation, None)
        if kept is None or kept.removals != removals:
            kept = Vectors(blocks=(), removals=removals, last=0)
        if kept.size + _waiting(connection, generation, cover, kept.last) > self._memory:
            return None
        added = list(stream(connection, generation, cover, after=kept.last))
        vectors = kept.with_new(added, removals) if added else kept
        self._kept[generation] = vectors
        while self.size > self._memory and len(self._kept) > 1:
            self._kept.popitem(last=False)
        return vectors


def stream(
    connection: sqlite3.Connection, generation: Generation, cover: Cover, after: int = 0
) -> Iterator[Block]:
    """Read the templates of a generation whose keys come after one, a bounded block at a time."""
    rows = connection.execute(
        "SELECT key, subject, id, vector FROM templates INDEXED BY templates_of_generation"
        " WHERE gallery = ? AND generation = ? AND key > ? ORDER BY key",
        (*generation, after),
    )
    while some := rows.fetchmany(ROWS_AT_ONCE):
        keys, people, ids, vectors = zip(*some, strict=True)
        plain = cover.opened_all(Part.VECTOR, ids, vectors)
        yield Block(
            matrix=np.frombuffer(plain, "<f4").reshape(len(some), -1),
            people=np.array(people, np.int64),
            rows=np.array(keys, np.int64),
        )


def _waiting(
    connection: sqlite3.Connection, generation: Generation, cover: Cover, after: int
) -> int:
    # The bytes that `stream` would bring; two 8-byte keys go with each vector.
    (templates,) = connection.execute(
        "SELECT count(*) FROM templates INDEXED BY templates_of_generation"
        " WHERE gallery = ? AND generation = ? AND key > ?",
        (*generation, after),
    ).fetchone()
    return int(templates) * (4 * dimensions(connection, generation, cover) + 16)


def _vectors(blocks: tuple[Block, ...], removals: int, last: int) -> Vectors:
    last = max([last, *(int(block.rows[-1]) for block in blocks)])
    return Vectors(blocks=blocks, removals=removals, last=last)


def _joined(left: Block, right: Block) -> Block:
    return Block(
        matrix=np.concatenate((left.matrix, right.matrix)),
        people=np.concatenate((left.people, right.people)),
        rows=np.concatenate((left.rows, right.rows)),
    )


def _without(block: Block, gone: Keys) -> Block:
    stays = ~np.isin(block.rows, gone)
    if bool(stays.all()):
        return block
    return Block(block.matrix[stays], block.people[stays], block.rows[stays])
