"""What an operator may ask of all galleries at once, as a protocol.

Beside `core.ports` and not in it: whoever answers a chat holds a `Store`, and no way leads from
there to here. import-linter keeps the bot from this room (`pyproject.toml`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.findings import Candidate
from core.model import ModelId, Probe, Vector

Told = Callable[[int, int], None]
"""Takes how many templates were compared so far, and how many there are. Any thread may call it."""


def nobody(_: int, __: int) -> None:
    """Take the progress of a scan that nobody watches."""


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """A candidate with all that a decision needs: ids may be alike in two galleries.

    Attributes:
        candidate: who, with the gallery if several were searched.
        vector: of the candidate's template, norm 1.
        fused: the mean of their newest templates (`core.findings.FUSED`), norm 1; None where they
            have one.
    """

    candidate: Candidate
    vector: Vector
    fused: Vector | None


@dataclass(frozen=True, slots=True, eq=False)
class ArchiveResult:
    """What an archive answers.

    Attributes:
        templates: how many were searched: those of all the galleries asked.
        sightings: for each probe, in the probes' order: the best people, best first.
    """

    templates: int
    sightings: tuple[tuple[Sighting, ...], ...]


class Archive(Protocol):
    """Every gallery of one model: for an operator, never for a chat.

    A person is a subject of a gallery: the same id in two galleries is two people. Every call can
    raise StoreUnavailable (try later) or StoreRefused, ModelMismatch for probes of another model.
    """

    async def left_out(self) -> Mapping[str, ModelId]:
        """Return the galleries with templates of another model, which are never searched.

        Nor are faces that are to be named nowhere (`core.model.is_unnamed`), which it does not say.
        """

    async def search(self, probes: Sequence[Probe], limit: int = 5) -> ArchiveResult:
        """Return for each probe the `limit` best people of all galleries.

        As widely as a search of one gallery looks, so by a graph not surely everybody. Best first
        by exact cosine similarity; equal scores in the order of subject ids, then of galleries.
        """

    async def compare(
        self,
        probes: Sequence[Probe],
        limit: int = 5,
        *,
        gallery_id: str | None = None,
        told: Told = nobody,
    ) -> ArchiveResult:
        """Do what `search` does by comparing every probe with every template, at one moment.

        What is written or forgotten meanwhile changes nothing in it, but nobody is named whose
        forgetting has begun. Memory is bounded by the number of probes and people, whatever the
        number of templates.

        Args:
            probes: all are compared in one scan.
            limit: how many people are wanted, at least 1.
            gallery_id: of the only gallery that is asked; all galleries without.
            told: of the progress.

        Raises:
            ModelMismatch: the gallery's templates are of another model.
            StoreUnavailable: the store lost the moment (a node stopped): begin anew.
        """
