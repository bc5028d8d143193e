"""What is said of a case: on its card, and to whoever posted the photo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.moderation.anew import done_at_once
from bot.moderation.cases import Occasion, Sureness
from bot.moderation.deeds import Barred
from bot.moderation.held import A_RULE, Done, Hand, Held, Measure
from bot.moderation.ladder import MUTED_AT, REMEMBERED
from bot.moderation.rules import Rule, When, shielded_by
from bot.texts import reports
from bot.texts.case_titles import POSTED, title
from bot.texts.explaining import COMMON, RAREST, rounded
from bot.texts.speech import Markup, Speech
from bot.texts.writing import LONGEST_CAPTION, account, bold_name, joined, length, name, plain

SURE: Mapping[Sureness, str] = {
    Sureness.SURE: "verdict-match",
    Sureness.LIKELY: "verdict-possible",
    Sureness.CERTAIN: "verdict-match",
}

NOT_DONE: Mapping[Done, str] = {
    Done.DELETED: "not-deleted",
    Done.WARNED: "not-warned",
    Done.MUTED: "not-muted",
    Done.BANNED: "not-banned",
    Done.LET_IN: "not-let-in",
    Done.TURNED_AWAY: "not-turned-away",
}

BARRED: Mapping[Barred, str] = {
    Barred.TOO_OLD: "barred-too-old",
    Barred.GONE: "barred-gone",
    Barred.ADMIN: "barred-admin",
    Barred.RIGHTS: "barred-rights",
    Barred.ABSENT: "barred-absent",
    Barred.BASIC: "barred-basic",
    Barred.CHANNEL: "barred-channel",
    Barred.RESTRICTED: "barred-restricted",
    Barred.ANSWERED: "barred-answered",
    Barred.INSIDE: "barred-inside",
    Barred.INVITES: "barred-invites",
    Barred.MOVED: "barred-moved",
    Barred.OTHER: "barred-other",
}

SAID_ALONE = frozenset({Barred.GONE, Barred.ANSWERED, Barred.INSIDE})
"""After what nothing is left to be done."""

NOTICES: Mapping[Done, str] = {
    Done.DELETED: "notice-deleted",
    Done.WARNED: "notice-warned",
    Done.MUTED: "notice-muted",
    Done.BANNED: "notice-banned",
}

WARNINGS: Mapping[tuple[bool, bool], str] = {
    (False, True): "notice-warned",
    (False, False): "notice-warned-only",
    (True, True): "notice-message-warned",
    (True, False): "notice-message-warned-only",
}
"""How somebody is warned: by whether a message was reported, and whether we deleted it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a card says that is looked up when it is written.

    Attributes:
        group: what the group is called.
        rule: the rule that was met; None where it is gone.
        said: that rule as a sentence, in the language of the card; None likewise.
        names: that may be said of the people concerned, by the ids of subjects.
        unsaid: the ids of people who asked not to be named.
        approved: whether no rule meets the poster, because an admin said so.
    """

    group: str
    rule: Rule | None
    said: Markup | None
    names: Mapping[str, str]
    unsaid: frozenset[str]
    approved: bool = False


def card(speech: Speech, held: Held, facts: Facts) -> Markup:
    """Say everything about a case; it fits under a picture."""
    lines = [title(speech, held), _posted(speech, held, facts)]
    if held.case.report is not None:
        lines.append(reports.who(speech, held.case.report))
        long = reports.quoted(held.case.report)
    else:
        lines.append(joined([_seen(speech, held, facts), *_worth(speech, held)], " "))
        # A rule about many people with long names is said in full by /watch.
        long = [speech.html("case-rule-gone") if facts.said is None else facts.said]
    rest = [*_more(speech, held), *_became(speech, held, facts)]
    whole = joined([*lines, *long, *rest], "\n")
    if length(whole) > LONGEST_CAPTION:
        return joined([*lines, *rest], "\n")
    return whole


def _more(speech: Speech, held: Held) -> list[Markup]:
    """Say how much more there was of the same person, and what of it is still there."""
    if not held.case.more:
        return []
    is_request = held.case.occasion is Occasion.REQUEST
    lines = [speech.html("request-more" if is_request else "case-more", more=held.case.more)]
    if held.left:
        why = speech.html(BARRED[held.left[-1].why])
        lines.append(speech.html("case-left", left=len(held.left), why=why))
    return lines


def notice(speech: Speech, held: Held) -> Markup | None:
    """Say in the group what was done, to whom it was done; None where that is nothing.

    The gravest alone: who is banned need not be told of the deletion; nor need anybody of a photo
    that was gone already.
    """
    by_us = Done.DELETED in held.done and (Done.DELETED, Barred.GONE) not in held.barred
    said = [done for done in NOTICES if done in held.done and (by_us or done is not Done.DELETED)]
    if not said or held.taken is None:
        return None
    if held.undone is not None and said[-1] is not Done.DELETED:
        return speech.html("notice-lifted", who=_poster(held))
    if said[-1] is Done.DELETED and held.case.report is not None:
        return speech.html("notice-message-deleted", who=_poster(held))
    values: dict[str, Markup | int] = {
        "who": _poster(held),
        "by": plain(_decided(held)),
    }
    match said[-1]:
        case Done.WARNED:
            values |= {"count": held.warned, "most": MUTED_AT, "days": REMEMBERED.days}
            warning = WARNINGS[held.case.report is not None, by_us]
            return speech.html(warning, **values)
        case Done.MUTED if held.until is not None:
            values["until"] = _moment(held.until)
    return speech.html(NOTICES[said[-1]], **values)


def _decided(held: Held) -> str:
    if not held.by_rule:
        return "admin"
    return "rule" if shielded_by(held.case.finding.rule) is None else "person"


def _posted(speech: Speech, held: Held, facts: Facts) -> Markup:
    group = bold_name(facts.group)
    return speech.html(POSTED[held.case.occasion], group=group, who=_poster(held))


def _seen(speech: Speech, held: Held, facts: Facts) -> Markup:
    finding, rule = held.case.finding, facts.rule
    if finding.subject is not None:
        if finding.subject in facts.unsaid:
            return speech.html("verdict-unnamed")
        if finding.subject not in facts.names:
            return speech.html("case-seen-forgotten")
        who = bold_name(facts.names[finding.subject])
        return speech.html(SURE[finding.sureness], name=who)
    if rule is not None and rule.when is When.CROWD:
        return speech.html("case-seen-crowd", faces=rule.more_than)
    if rule is not None and rule.when is When.STRANGER:
        return speech.html("verdict-unknown")
    return speech.html("case-seen-face")


def _worth(speech: Speech, held: Held) -> list[Markup]:
    """Say what the likeness is worth: how many strangers would come as near."""
    finding = held.case.finding
    if finding.score is None:
        return []
    said = [speech.html("case-score", score=speech.score(finding.score))]
    share = finding.share
    if share is None:
        return [*said, speech.html("uncalibrated")]
    if share >= COMMON:
        return [*said, speech.html("case-strangers-many")]
    if share * RAREST <= 1:
        return [*said, speech.html("case-strangers-rare", odds=RAREST)]
    return [*said, speech.html("case-strangers-some", odds=rounded(1 / share))]


def _became(speech: Speech, held: Held, facts: Facts) -> list[Markup]:
    """Say who decided what, what of it was not done, and who took it back."""
    lines = _decided_by(speech, held)
    if Done.TURNED_AWAY in held.done:
        lines.append(speech.html("request-final"))
    lines += [_barred(speech, held, done, why) for done, why in held.barred]
    if held.undone is None:
        lines += [speech.html("case-appealed", who=name(one.called)) for one in held.appeals]
    if held.undone is not None:
        by, at = _by(speech, held.undone), _moment(held.undone.at)
        let_in = Done.LET_IN in held.done
        lines.append(speech.html("request-undone" if let_in else "case-undone", by=by, at=at))
    if held.undone is not None and Done.DELETED in held.done:
        lines.append(speech.html("case-final"))
    if held.denied is not None:
        lines.append(speech.html("case-denied", by=_by(speech, held.denied)))
    if facts.approved:
        lines.append(speech.html("case-approved"))
    if held.learnt in facts.names:
        lines.append(speech.html("told-who", name=bold_name(facts.names[held.learnt or ""])))
    return lines


def _decided_by(speech: Speech, held: Held) -> list[Markup]:
    """Say who decided what, and who had deleted later what could not be at once."""
    lines = []
    if held.taken is not None:
        by, at = _by(speech, held.taken), _moment(held.taken.at)
        done = joined(_done(speech, held), ", ")
        lines.append(speech.html("case-taken", by=by, at=at, done=done))
    if held.retried is not None and Done.DELETED in held.done and not held.left:
        by, at = _by(speech, held.retried), _moment(held.retried.at)
        deleted = speech.html("done-deleted")
        lines.append(speech.html("case-taken", by=by, at=at, done=deleted))
    return lines


def _barred(speech: Speech, held: Held, done: Done, why: Barred) -> Markup:
    """Say what was not done, or not taken back, and why."""
    words = speech.html(BARRED[why])
    if why is Barred.GONE and held.case.report is not None:
        return speech.html("barred-message-gone")
    if why in SAID_ALONE:
        return words
    # What was done and is barred now was to be taken back.
    return speech.html("not-lifted" if done in held.done else NOT_DONE[done], why=words)


def _done(speech: Speech, held: Held) -> list[Markup]:
    if held.measure is Measure.FORGIVE:
        return [speech.html("done-forgiven")]
    said = []
    for done in done_at_once(held):
        match done:
            case Done.DELETED:
                said.append(speech.html("done-deleted"))
            case Done.WARNED:
                said.append(speech.html("done-warned", count=held.warned))
            case Done.MUTED:
                until = held.until or held.opened
                said.append(speech.html("done-muted", until=_moment(until)))
            case Done.BANNED:
                said.append(speech.html("done-banned"))
            case Done.LET_IN:
                said.append(speech.html("done-let-in"))
            case Done.TURNED_AWAY:
                said.append(speech.html("done-turned-away"))
            case Done.OVER:
                said.append(speech.html("done-over"))
    return said or [speech.html("done-nothing-yet")]


def _by(speech: Speech, hand: Hand) -> Markup:
    return speech.html("a-rule") if hand.by == A_RULE else name(hand.called)


def _poster(held: Held) -> Markup:
    case = held.case
    return account(case.poster, case.posted_as) if case.poster > 0 else name(case.posted_as)


def _moment(at: datetime) -> Markup:
    return plain(f"{at.astimezone(UTC):%Y-%m-%d %H:%M}")
