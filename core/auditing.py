"""The verbs of an operator: who it is by all galleries, or by every single template."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.archive import Archive, ArchiveResult, Told, nobody
from core.decision import Policy
from core.findings import Identification
from core.model import ModelId, Probe


@dataclass(frozen=True, slots=True)
class Auditor:
    """Searches an archive, and decides as for a gallery of as many templates as were searched."""

    archive: Archive
    policy: Policy

    async def left_out(self) -> Mapping[str, ModelId]:
        """See `Archive.left_out`."""
        return await self.archive.left_out()

    async def everywhere(
        self, probes: Sequence[Probe], limit: int = 5
    ) -> tuple[Identification, ...]:
        """Search all galleries for each probe; see `Archive.search`."""
        if not probes:
            return ()
        found = await self.archive.search(probes, limit)
        return await asyncio.to_thread(self._decided, probes, found)

    async def compare(
        self,
        probes: Sequence[Probe],
        limit: int = 5,
        *,
        gallery_id: str | None = None,
        told: Told = nobody,
    ) -> tuple[Identification, ...]:
        """Compare each probe with every template, of one gallery or all; see `Archive.compare`."""
        if not probes:
            return ()
        found = await self.archive.compare(probes, limit, gallery_id=gallery_id, told=told)
        return await asyncio.to_thread(self._decided, probes, found)

    def _decided(self, probes: Sequence[Probe], found: ArchiveResult) -> tuple[Identification, ...]:
        decided = []
        for probe, sightings in zip(probes, found.sightings, strict=True):
            evidence = self.policy.evidence(
                probe.template.vector,
                [one.vector for one in sightings],
                [one.fused for one in sightings],
                found.templates,
            )
            decision = self.policy.decide(evidence, found.templates)
            candidates = tuple(one.candidate for one in sightings)
            decided.append(Identification(probe, candidates, evidence, decision, found.templates))
        return tuple(decided)
