"""Among whom an operator searches: one gallery, or all but some."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from core.stores.elastic.names import routing_of
from core.stores.leaders import Whom

TERMS = 10_000
"""Words of one `terms` clause; 65,536 are allowed."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The templates that are searched.

    Attributes:
        gallery: the only one; None for all.
        left_out: galleries that are not searched.
        gone: people who are not named any more, though their templates are there.
    """

    gallery: str | None
    left_out: frozenset[str] = frozenset()
    gone: frozenset[Whom] = frozenset()

    @property
    def routing(self) -> str | None:
        """What the templates were written with, where that is one."""
        return None if self.gallery is None else routing_of(self.gallery)

    @property
    def query(self) -> dict[str, list[dict[str, Any]]]:
        """What holds for the templates, as the parts of a bool query; empty if it is for all."""
        query: dict[str, list[dict[str, Any]]] = {}
        if self.gallery is not None:
            query["filter"] = [{"term": {"gallery": self.gallery}}]
        left_out = [*_terms("gallery", self.left_out), *these_people(self.gone)]
        if left_out:
            query["must_not"] = left_out
        return query

    @property
    def templates(self) -> dict[str, Any]:
        """A query for the templates alone: an upgrade puts other documents beside them."""
        query = self.query
        return {"bool": {**query, "filter": [*query.get("filter", ()), _IS_TEMPLATE]}}

    def without(self, galleries: Iterable[str], people: Iterable[Whom]) -> Scope:
        """Return this without some more."""
        return replace(self, left_out=self.left_out.union(galleries), gone=self.gone.union(people))


_IS_TEMPLATE = {"exists": {"field": "gallery"}}


def these_people(people: Collection[Whom]) -> list[dict[str, Any]]:
    """Return clauses of which one holds for each template of these people: one a gallery."""
    by_gallery = sorted((gallery, subject) for subject, gallery in people)
    clauses = []
    for gallery, some in groupby(by_gallery, key=lambda one: one[0]):
        subjects = _terms("subject", [subject for _, subject in some])
        clauses += [{"bool": {"filter": [{"term": {"gallery": gallery}}, one]}} for one in subjects]
    return clauses


def _terms(field: str, words: Collection[str]) -> list[dict[str, Any]]:
    every = sorted(words)
    return [
        {"terms": {field: every[start : start + TERMS]}} for start in range(0, len(every), TERMS)
    ]
