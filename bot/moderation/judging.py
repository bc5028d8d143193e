"""Which rules the photos of a message meet, and how far each may go. Pure.

Only a match with somebody whom the rule watches may act, and only where of photos with as many
strangers at most one in a thousand would show one who looks so much like those watched. What is
merely possible, and strangers, are for admins to look at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.moderation.cases import Finding, Sureness
from bot.moderation.rules import Mode, Posters, Rule, Then, When
from bot.request import FaceRef
from core.findings import Decision, Rarity

Met = tuple[Rule, Finding]
"""A rule, and how it was met."""

MILD = frozenset({Then.TELL, Then.ASK})
"""What does nothing to anybody."""


@dataclass(frozen=True, slots=True)
class SeenFace:
    """A face in the photos of a message.

    Attributes:
        face: where it is.
        decision: what is said of the first whom it resembles.
        subject: the id of that one; None where nobody is enrolled.
        score: the cosine similarity to them.
        rarity: by the ids of the rules that watch them, how few strangers look so much like one of
            those whom the rule watches.
        unnamed: whether it looks like somebody who asked to be named nowhere.
        cleared: the ids of the rules of which an admin said that it is not whom they take it for.
    """

    face: FaceRef
    decision: Decision = Decision.UNKNOWN
    subject: str | None = None
    score: float | None = None
    rarity: Mapping[str, Rarity] = field(default_factory=dict)
    unnamed: bool = False
    cleared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Poster:
    """Who posted a message, as far as rules ask.

    Attributes:
        exempt: whether no rule is for them.
        newcomer: whether they are new in the group.
        subjects: who they are among those enrolled, where they said so themselves.
    """

    exempt: bool = False
    newcomer: bool = False
    subjects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Posting:
    """That somebody was shown in a photo.

    Attributes:
        at: when, with its zone.
        message: that showed them.
        sure: whether it was sure enough to act on.
    """

    at: datetime
    message: int
    sure: bool


Watched = tuple[str, str]
"""A rule and a subject, by their ids."""

History = Mapping[Watched, Sequence[Posting]]
"""When somebody was shown, as far back as the rule counts, what is judged now included."""


def awake(rules: Sequence[Rule], poster: Poster, now: datetime) -> tuple[Rule, ...]:
    """Return the rules that a poster may meet now."""
    if poster.exempt:
        return ()
    return tuple(
        rule
        for rule in rules
        if not (rule.quiet_until is not None and rule.quiet_until > now)
        and (rule.by is not Posters.NEWCOMERS or poster.newcomer)
    )


def postings(
    rules: Sequence[Rule], faces: Sequence[SeenFace], poster: Poster, now: datetime
) -> dict[Watched, list[Posting]]:
    """Return what is to be counted of a message, for the rules that count."""
    found: dict[Watched, list[Posting]] = {}
    for rule in awake(rules, poster, now):
        if rule.when is not When.OFTEN:
            continue
        shown: dict[tuple[str, int], bool] = {}
        for seen in _watched(rule, faces, poster):
            if seen.subject is None or seen.decision is not Decision.MATCH:
                continue
            place = seen.subject, seen.face.photo.message_id
            shown[place] = shown.get(place, False) or _is_sure(rule, seen)
        for (subject, message), sure in shown.items():
            found.setdefault((rule.id, subject), []).append(Posting(now, message, sure))
    return found


def judge(
    rules: Sequence[Rule],
    faces: Sequence[SeenFace],
    poster: Poster,
    history: History,
    now: datetime,
) -> tuple[Finding, ...]:
    """Return which rules the photos of a message meet, in the rules' order; each once.

    Args:
        rules: of the group.
        faces: in all photos of the message or album.
        poster: whose it is.
        history: for the rules that count: what `postings` gave, and what was before.
        now: the time with its zone.
    """
    found = (_met(rule, faces, poster, history) for rule in awake(rules, poster, now))
    return tuple(finding for finding in found if finding is not None)


def mode_of(rule: Rule, finding: Finding) -> Mode:
    """Return how far a rule may go with a finding: what is not sure enough is asked about."""
    if rule.mode is not Mode.ACTING or rule.then in MILD:
        return rule.mode
    if rule.may_act and finding.sureness is not Sureness.LIKELY:
        return Mode.ACTING
    return Mode.ASKING


def acts(then: Then, mode: Mode) -> bool:
    """Tell whether something is done to somebody before an admin has looked."""
    return mode is Mode.ACTING and then not in MILD


def is_acting(met: Met) -> bool:
    """Tell whether a rule that was met does something to somebody before an admin has looked."""
    rule, finding = met
    return acts(rule.then, mode_of(rule, finding))


def _met(rule: Rule, faces: Sequence[SeenFace], poster: Poster, history: History) -> Finding | None:
    match rule.when:
        case When.PERSON:
            return _somebody(rule, list(_watched(rule, faces, poster)))
        case When.OFTEN:
            return _often(rule, faces, poster, history)
        case When.STRANGER:
            strangers = (one for one in faces if _is_stranger(one))
            return _by(rule, next(strangers, None), Sureness.LIKELY)
        case When.ANY_FACE:
            others = (one for one in faces if not _is_own(rule, one, poster))
            return _by(rule, next(others, None), Sureness.CERTAIN)
        case When.CROWD:
            counts = Counter(one.face.photo.message_id for one in faces)
            crowded = any(count > rule.more_than for count in counts.values())
            return Finding(rule.id, Sureness.CERTAIN) if crowded else None


def _watched(rule: Rule, faces: Sequence[SeenFace], poster: Poster) -> Iterator[SeenFace]:
    """Yield the faces that look like, or may be, somebody whom a rule watches."""
    for seen in faces:
        known = seen.decision is not Decision.UNKNOWN and seen.subject in rule.subjects
        denied = seen.unnamed or rule.id in seen.cleared
        if known and not denied and not _is_own(rule, seen, poster):
            yield seen


def _is_own(rule: Rule, seen: SeenFace, poster: Poster) -> bool:
    """Tell whether a rule for others' photos is met by somebody who posts themselves."""
    known = seen.decision is not Decision.UNKNOWN
    return rule.by is Posters.OTHERS and known and seen.subject in poster.subjects


def _is_stranger(seen: SeenFace) -> bool:
    # Of who asked to be named nowhere it is not said either that nobody knows them.
    return seen.decision is Decision.UNKNOWN and not seen.unnamed


def _is_sure(rule: Rule, seen: SeenFace) -> bool:
    rarity = seen.rarity.get(rule.id)
    return seen.decision is Decision.MATCH and rarity is not None and rarity.sure


def _somebody(rule: Rule, watched: Sequence[SeenFace]) -> Finding | None:
    best = max(watched, key=lambda seen: _rank(rule, seen), default=None)
    if best is None:
        return None
    return _by(rule, best, Sureness.SURE if _is_sure(rule, best) else Sureness.LIKELY)


def _often(
    rule: Rule, faces: Sequence[SeenFace], poster: Poster, history: History
) -> Finding | None:
    """Find who was shown too often: surely, if the sure photos alone are too many."""
    by_sureness: dict[Sureness, list[SeenFace]] = {}
    for seen in _watched(rule, faces, poster):
        if seen.subject is None or seen.decision is not Decision.MATCH:
            continue
        before = history.get((rule.id, seen.subject), ())
        if sum(one.sure for one in before) > rule.more_than and _is_sure(rule, seen):
            by_sureness.setdefault(Sureness.SURE, []).append(seen)
        elif len(before) > rule.more_than:
            by_sureness.setdefault(Sureness.LIKELY, []).append(seen)
    for sureness in (Sureness.SURE, Sureness.LIKELY):
        if sureness in by_sureness:
            return _by(rule, max(by_sureness[sureness], key=lambda s: _rank(rule, s)), sureness)
    return None


def _rank(rule: Rule, seen: SeenFace) -> tuple[bool, bool, float]:
    """Return by what one face is surer than another."""
    return _is_sure(rule, seen), seen.decision is Decision.MATCH, seen.score or 0.0


def _by(rule: Rule, seen: SeenFace | None, sureness: Sureness) -> Finding | None:
    if seen is None:
        return None
    if rule.id not in seen.rarity:
        return Finding(rule.id, sureness, seen.face)
    share = seen.rarity[rule.id].share
    return Finding(rule.id, sureness, seen.face, seen.subject, seen.score, share)
