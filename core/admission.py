"""Whether a face may be whose it is said to be, before it is enrolled. No I/O."""

from __future__ import annotations

from collections.abc import Sequence

from core.decision import Policy
from core.doubts import LooksLikeAnother, UnlikeTheOthers
from core.findings import Decision, Identification
from core.model import Enrolment


def assert_plausible(
    name: str, found: Identification, own: Sequence[Enrolment], policy: Policy
) -> None:
    """Raise a doubt about whose face this is, if there is one. Plain: run it in the worker.

    Args:
        name: whose it is said to be.
        found: what a search for it in the gallery gave.
        own: the templates of the person who has this name already; empty when nobody has.
        policy: says what is a match, and what is unlike.

    Raises:
        LooksLikeAnother: the search gives somebody else as a match.
        UnlikeTheOthers: none of the person's photos is even a possible match, as among two. Not
            said where the scores that strangers reach were not measured.
    """
    mine = own[0].subject if own else None
    first = found.candidates[0] if found.decision is Decision.MATCH else None
    if first and (mine is None or first.subject.id != mine.id):
        raise LooksLikeAnother(
            name=name, score=first.score, other=first.subject.name, known=mine is not None
        )
    if mine is None or not policy.calibrated:
        return
    probe, kept = found.probe.template, [enrolment.template for enrolment in own]
    worth = policy.evidence(probe.vector, [one.vector for one in kept], [None] * len(kept), 1)
    best = max(worth, key=lambda evidence: evidence.value)
    if policy.decide((best,), 1) is Decision.UNKNOWN:
        score = max(probe.similarity(one) for one in kept)
        raise UnlikeTheOthers(name=mine.name, score=score)
