"""What is told on one card: which cases are folded into which, and how. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.moderation.cases import Case, Occasion
from bot.moderation.held import Held

MOST_FOLDED = 100
"""Into one case; then another begins."""


def fold_key(case: Case) -> str:
    """Return by what the case is found that others of the same poster and rule are folded into.

    What is acted on and what is asked about do not get into each other's way: else a photo that
    is merely possible would have the next one that is sure warned about anew.
    """
    place = f"{case.chat}:{case.finding.rule}:{case.poster}:{case.mode}"
    # What somebody posts is no further request of theirs to come in.
    return place if case.occasion is Occasion.POST else f"{place}:{case.occasion}"


def folded(held: Held, case: Case, *, acting: bool) -> Held:
    """Return a case with another one of the same poster and rule in it, if that may be.

    Args:
        held: the case that is open.
        case: the other one; what of it came late where it is in there already.
        acting: whether the rule is to decide it.
    """
    if case.id in held.folded:
        return with_parts(held, case)
    if not _takes(held, case, acting=acting):
        return held
    whole = with_parts(held, case).case
    return replace(held, case=replace(whole, more=whole.more + 1), folded=(*held.folded, case.id))


def with_parts(held: Held, case: Case) -> Held:
    """Return a case with the messages and photos of another one, each of them once."""
    # The same message comes again with another photo, by an edit.
    messages = [one for one in case.messages if one not in held.case.messages]
    photos = [one for one in case.photos if one not in held.case.photos]
    whole = replace(
        held.case,
        messages=(*held.case.messages, *messages),
        photos=(*held.case.photos, *photos),
    )
    return replace(held, case=whole)


def _takes(held: Held, case: Case, *, acting: bool) -> bool:
    if len(held.folded) >= MOST_FOLDED or held.case.mode != case.mode:
        return False
    if held.case.then != case.then:
        # What the person concerned was told is not the admins' matter, and the other way round.
        return False
    if held.undone is not None or held.denied is not None:
        return False
    if held.taken is None:
        # One in which nothing could be done when the rule tried has become a question, too.
        return True
    return acting and held.by_rule
