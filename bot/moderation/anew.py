"""When a case can be decided, and what of it can be decided or tried once more. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.moderation.cases import Case
from bot.moderation.deeds import Barred
from bot.moderation.held import Done, Hand, Held, Measure
from bot.moderation.leftovers import MAY_PASS, Leftover

TO_THE_POSTER = frozenset({Measure.MUTE, Measure.BAN})


def decided(held: Held, hand: Hand, measure: Measure) -> Held:
    """Return a case as a hand has decided it, if that hand may; else as it was.

    What could not be done to the poster may be decided anew. What could not be deleted may be tried
    again, by one at a time: then the decision stays whose it was, and takes in further posts.
    """
    if held.is_taken_by(hand.token):
        return held
    if measure is Measure.DELETE and held.retried is None and is_undeleted(held):
        return replace(held, retried=hand)
    if held.taken is not None and not (held.is_unfinished and measure in TO_THE_POSTER):
        return held
    return replace(held, taken=hand, measure=measure, barred=(), retried=None)


def is_undeleted(held: Held) -> bool:
    """Tell whether something of a case that is decided could not be deleted, and may be yet."""
    if held.taken is None or held.undone is not None or held.denied is not None:
        return False
    refused = Done.DELETED not in held.done and is_deletion_refused(held.barred)
    return refused or any(one.why in MAY_PASS for one in held.left)


def is_deletion_refused(barred: Iterable[tuple[Done, Barred]]) -> bool:
    """Tell whether a deletion is among what was refused, for a reason that may pass."""
    return any(done is Done.DELETED and why in MAY_PASS for done, why in barred)


def with_more(held: Held, case: Case, why: Barred | None) -> Held:
    """Return a case of which a further post was deleted, or was not; again changes nothing.

    Args:
        held: the case, which its rule has decided.
        case: the post, which was folded into it.
        why: it is still there; None: it is not.
    """
    others = tuple(one for one in held.left if one.messages != case.messages)
    if why is None:
        return replace(held, left=others)
    return replace(held, left=(*others, Leftover(case.messages, why)), retried=None)


def deleted_again(held: Held, tried: Held, why: Barred | None) -> Held:
    """Return a case of which the deletion was tried again.

    Args:
        held: as it is now: more may have been posted since.
        tried: as it was when that was begun.
        why: Telegram did not let us; None: it is deleted.
    """
    still = None if why is Barred.GONE else why
    left = () if still is None else tuple(replace(one, why=still) for one in tried.left)
    newer = tuple(one for one in held.left if one not in tried.left)
    done, barred = held.done, held.barred
    if Done.DELETED not in tried.done:
        # What is done first stands first: by that it is seen who did it.
        done = (*done, Done.DELETED) if still is None and Done.DELETED not in done else done
        barred = tuple(one for one in barred if one[0] is not Done.DELETED)
        barred = barred if why is None else (*barred, (Done.DELETED, why))
    retried = held.retried if still is None else None
    return replace(held, done=done, barred=barred, left=(*left, *newer), retried=retried)


def done_at_once(held: Held) -> tuple[Done, ...]:
    """Return what was done by the decision itself, without what was deleted by trying again."""
    if held.retried is None or held.done[:1] == (Done.DELETED,):
        return held.done
    return tuple(done for done in held.done if done is not Done.DELETED)


def without_messages(held: Held) -> Held:
    """Return a case of which no message can be reached any more."""
    left = tuple(replace(one, messages=()) for one in held.left)
    return replace(held, case=replace(held.case, messages=()), left=left)
