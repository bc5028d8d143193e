"""The exact audit of an index beside brute force: the same people with the same scores."""

from __future__ import annotations

import time
from collections.abc import Mapping

from bench.search.crowd import PEOPLE, Crowd, best_scores
from bench.search.distribution import Vectors
from bench.search.filling import MODEL
from bench.search.variants import Indexed
from core.model import Box, Probe, Template


async def audited(one: Indexed, crowd: Crowd, known: Mapping[str, int], probes: Vectors) -> str:
    """Compare every probe with every template, here and there, and say what differs."""
    faces = [Probe(Template(probe, MODEL), Box(0, 0, 1, 1), 1.0) for probe in probes]
    begun = time.monotonic()
    result = await one.store.archive.compare(faces, PEOPLE)
    seconds = time.monotonic() - begun
    same = 0
    apart = 0.0
    for probe, sightings in zip(probes, result.sightings, strict=True):
        truth = best_scores(crowd.drawn.vectors, crowd.drawn.owner, probe)
        found = [(known[each.candidate.subject.id], each.candidate.score) for each in sightings]
        same += [person for person, _ in found] == [person for person, _ in truth]
        pairs = zip(found, truth, strict=True)
        apart = max(apart, *(abs(score - true) for (_, score), (_, true) in pairs))
    return (
        f"Exact audit of {one.variant.name}, {result.templates:,} templates: the people of "
        f"{same} of {len(probes)} photos are those of brute force in double precision, in their "
        f"order; scores differ by {apart:.1e} at most; {seconds:.1f} s for all photos."
    )
