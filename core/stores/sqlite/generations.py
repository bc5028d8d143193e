"""The generations of a gallery's templates, one a model, within the caller's transaction.

One of them is current: the gallery is of that model, and refuses another. The others lie beside it:
the one that a migration is making, and those from before one. People belong to the gallery, so
whoever is forgotten is gone from all of them.
"""

from __future__ import annotations

import sqlite3

from core.errors import ModelMismatch
from core.model import GallerySummary, ModelId
from core.stores.sqlite.names import blank
from core.vault.covers import Cover

Generation = tuple[int, int]
"""The key of a gallery, and a number in it."""

NOWHERE = -1
"""The number of no generation: a search for its templates finds none."""

PEOPLE_AT_ONCE = 100
"""Whose templates are deleted in one transaction, which others must wait for."""


def to_read(sqlite: sqlite3.Connection, gallery: int, model: ModelId, *, beside: bool) -> int:
    """Return the number of a model's generation; `NOWHERE` when it has none.

    Args:
        sqlite: the connection.
        gallery: its key.
        model: whose generation.
        beside: whether it may be another than the current one.

    Raises:
        ModelMismatch: the gallery has templates, and they are of another model.
    """
    if not beside:
        row = sqlite.execute(
            "SELECT n.model FROM galleries g"
            " JOIN generations n ON n.gallery = g.key AND n.number = g.generation"
            " WHERE g.key = ? AND EXISTS"
            " (SELECT 1 FROM templates t WHERE t.gallery = g.key AND t.generation = g.generation)",
            (gallery,),
        ).fetchone()
        if row is not None and row[0] != str(model):
            raise ModelMismatch(kept=row[0], configured=str(model))
    found = sqlite.execute(
        "SELECT number FROM generations WHERE gallery = ? AND model = ?", (gallery, str(model))
    ).fetchone()
    return int(found[0]) if found else NOWHERE


def to_write(sqlite: sqlite3.Connection, gallery: int, model: ModelId, *, beside: bool) -> int:
    """Return the number of a model's generation, made where there is none.

    Unless it is to lie beside, it is the current one then: whoever adds first says which model.

    Raises:
        ModelMismatch: see `to_read`.
    """
    number = to_read(sqlite, gallery, model, beside=beside)
    if number == NOWHERE:
        (number,) = sqlite.execute(
            "INSERT INTO generations (gallery, number, model)"
            " SELECT ?1, coalesce(max(number) + 1, 0), ?2 FROM generations WHERE gallery = ?1"
            " RETURNING number",
            (gallery, str(model)),
        ).fetchone()
    if not beside:
        sqlite.execute(
            "UPDATE galleries SET generation = ?1 WHERE key = ?2 AND generation <> ?1",
            (number, gallery),
        )
    return int(number)


def stored_id(id_: str, number: int) -> str:
    """Return what stands in a template's row for its id, which each generation may have.

    The first generation's stand as they are: there was no other when files began.
    """
    return f"{number}:{id_}" if number else id_


def shown_id(stored: str, number: int) -> str:
    """Return the id of a template by what stands in its row."""
    return stored.removeprefix(f"{number}:") if number else stored


def dimensions(sqlite: sqlite3.Connection, generation: Generation, cover: Cover) -> int:
    """Return the length of a generation's templates; 0 when there are none."""
    row = sqlite.execute(
        "SELECT length(vector) FROM templates WHERE gallery = ? AND generation = ? LIMIT 1",
        generation,
    ).fetchone()
    return (int(row[0]) - cover.longer) // 4 if row else 0


def has_templates(sqlite: sqlite3.Connection, generation: Generation) -> bool:
    """Tell whether a generation has any."""
    row = sqlite.execute(
        "SELECT 1 FROM templates WHERE gallery = ? AND generation = ? LIMIT 1", generation
    ).fetchone()
    return row is not None


def make_current(sqlite: sqlite3.Connection, gallery: int, model: ModelId) -> bool:
    """Make a model's generation the current one; False when it has no templates."""
    number = to_read(sqlite, gallery, model, beside=True)
    if not has_templates(sqlite, (gallery, number)):
        return False
    sqlite.execute("UPDATE galleries SET generation = ? WHERE key = ?", (number, gallery))
    return True


def drop_some(sqlite: sqlite3.Connection, gallery: int, model: ModelId) -> int:
    """Delete templates of some people from a generation that is not current.

    Whoever has no template anywhere then is forgotten.

    Returns:
        How many templates were deleted; 0 when no more are left.
    """
    row = sqlite.execute(
        "SELECT n.number FROM galleries g JOIN generations n ON n.gallery = g.key"
        " WHERE g.key = ? AND n.model = ? AND n.number <> g.generation",
        (gallery, str(model)),
    ).fetchone()
    if row is None:
        return 0
    (number,) = row
    people = sqlite.execute(
        "SELECT DISTINCT subject FROM templates WHERE gallery = ? AND generation = ? LIMIT ?",
        (gallery, number, PEOPLE_AT_ONCE),
    ).fetchall()
    deleted = 0
    for (person,) in people:
        deleted += sqlite.execute(
            "DELETE FROM templates WHERE subject = ? AND generation = ?", (person, number)
        ).rowcount
        if not sqlite.execute("SELECT 1 FROM templates WHERE subject = ?", (person,)).fetchone():
            blank(sqlite, person)
    sqlite.execute(
        "UPDATE generations SET removals = removals + 1 WHERE gallery = ? AND number = ?",
        (gallery, number),
    )
    return deleted


def summaries(
    sqlite: sqlite3.Connection, gallery_id: str | None, *, current: bool
) -> list[GallerySummary]:
    """Return what all galleries, or one, hold: in the current generations, or in all others."""
    rows = sqlite.execute(
        "SELECT g.id, n.model, count(DISTINCT t.subject), count(*) FROM galleries g"
        " JOIN generations n ON n.gallery = g.key"
        " JOIN templates t ON t.gallery = n.gallery AND t.generation = n.number"
        " WHERE (n.number = g.generation) = ?2 AND (?1 IS NULL OR g.id = ?1)"
        " GROUP BY n.gallery, n.number ORDER BY g.id, n.number",
        (gallery_id, current),
    )
    return [
        GallerySummary(id_, ModelId.parse(model), people, templates)
        for id_, model, people, templates in rows
    ]
