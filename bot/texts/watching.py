"""What is said of watch rules: each as a sentence, all of them, and one with what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.moderation.counts import Count
from bot.moderation.rules import Mode, Posters, Rule, Then, When, shielded_by
from bot.texts.speech import Markup, Speech
from bot.texts.writing import bold_name, joined, name, plain
from core.calibration import POSSIBLE_FPIR

NAMES_SHOWN = 3
"""Of the people of a rule, in its sentence."""

ID_SHOWN = 8
"""Characters of the id of somebody who has no name here any more."""

ONLY_SAID = frozenset({Then.TELL, Then.ASK})
"""What concerns the admins alone."""

AN_HOUR = timedelta(hours=1)

LARGE_PART = 1 / 3
"""Of the people known, from which on it is said how many strangers a rule is met by."""

MODES: tuple[Mode, ...] = (Mode.DRY_RUN, Mode.ASKING, Mode.ACTING)


def modes_of(rule: Rule) -> tuple[Mode, ...]:
    """Return the modes that a rule can have: who is only told, or asked, is never acted upon."""
    return MODES if rule.may_act and rule.then not in ONLY_SAID else MODES[:2]


def sentence(speech: Speech, rule: Rule, named: Mapping[str, str], now: datetime) -> Markup:
    """Say a rule.

    Args:
        speech: the language.
        rule: which.
        named: what people are called, by the ids of subjects.
        now: whether it is quiet depends on it.
    """
    if shielded_by(rule.id) is not None:
        return _wish(speech, rule, named)
    return speech.html(
        "rule",
        when=_when(speech, rule, named),
        by=_by(speech, rule, named),
        then=then(speech, rule),
        mode=_mode(speech, rule, now),
    )


def _wish(speech: Speech, rule: Rule, named: Mapping[str, str]) -> Markup:
    """Say what somebody asked for, for themselves; without their name, if it is not to be said."""
    names = [bold_name(named[one]) for one in rule.subjects if one in named]
    who = names[0] if names else speech.html("protection-somebody")
    return speech.html("protection-wish", who=who, then=plain(rule.then.value))


def then(speech: Speech, rule: Rule) -> Markup:
    """Say what a rule has done."""
    return speech.html(
        "rule-then", then=plain(rule.then.value), time=_time(speech, hours(rule.mute_for))
    )


def burden(speech: Speech, rule: Rule, known: int) -> list[Markup]:
    """Say how many strangers become cards, where a rule watches a large part of the people known.

    Of strangers `POSSIBLE_FPIR` might be somebody who is known; of these a rule is met by as many
    as it watches of them (docs/moderation.md has the figures).

    Args:
        speech: the language.
        rule: which.
        known: how many people are known in the group, with those whom the rule watches.
    """
    watched = len(rule.subjects)
    known = max(known, watched)
    if rule.when is not When.PERSON or not known or watched / known < LARGE_PART:
        return []
    odds = round(known / (watched * POSSIBLE_FPIR))
    return [speech.html("rule-burden", people=watched, odds=odds)]


def is_quiet(rule: Rule, now: datetime) -> bool:
    """Tell whether nothing comes of a rule for now."""
    return rule.quiet_until is not None and now < rule.quiet_until


def listed(
    speech: Speech,
    rules: Sequence[tuple[int, Markup]],
    desk: Markup,
    page: int,
    pages: int,
    *,
    group: str | None,
) -> Markup:
    """Say which rules there are.

    Args:
        speech: the language.
        rules: those of a page: the number and the sentence of each.
        desk: where cards go.
        page: which.
        pages: how many there are.
        group: what the group is called; None in that very group.
    """
    lines = [speech.html("watch-line", number=number, rule=said) for number, said in rules]
    if not rules:
        lines = [speech.html("watch-none")]
    if pages > 1:
        lines.append(speech.html("page-of", page=page, pages=pages))
    title = speech.html("watch-title")
    if group is not None:
        title = speech.html("watch-title-of", group=bold_name(group))
    return joined([title, *lines, desk], "\n\n")


def desk(speech: Speech, title: str | None) -> Markup:
    """Say where cards go: to the admins, or a chat of this title."""
    if title is None:
        return speech.html("desk-admins")
    return speech.html("desk-chat", title=bold_name(title))


def card(
    speech: Speech,
    rule: Rule,
    said: Markup,
    count: Count | None,
    made_by: str | None,
) -> Markup:
    """Say a rule, what its mode means, and what came of it so far.

    Args:
        speech: the language.
        rule: which.
        said: it, as a sentence.
        count: how often it was met; None where it never was.
        made_by: what its maker is called; None where Telegram does not tell.
    """
    lines = [said, _means(speech, rule)]
    if not rule.may_act and rule.then not in ONLY_SAID:
        lines.append(speech.html("rule-never-acts"))
    if rule.is_for_profiles:
        lines.append(speech.html("rule-profiles"))
    lines.append(_counted(speech, rule, count))
    made = speech.date(rule.made_at)
    if made_by is None:
        lines.append(speech.html("rule-made", at=made))
    else:
        lines.append(speech.html("rule-made-by", at=made, by=name(made_by)))
    return joined(lines, "\n\n")


def warning(speech: Speech, rule: Rule) -> Markup:
    """Say plainly what comes of it when a rule acts by itself."""
    about = "people" if rule.subjects else "faces"
    return speech.html("rule-really-act", then=then(speech, rule), about=plain(about))


def hours(time: timedelta) -> int:
    """Return a time in whole hours, one at least."""
    return max(round(time / AN_HOUR), 1)


def _when(speech: Speech, rule: Rule, named: Mapping[str, str]) -> Markup:
    whom, count = _whom(speech, rule.subjects, named), rule.more_than
    match rule.when:
        case When.PERSON:
            return speech.html("rule-person", whom=whom)
        case When.OFTEN:
            within = hours(rule.within or AN_HOUR)
            return speech.html("rule-often", whom=whom, count=count, hours=within)
        case When.STRANGER:
            return speech.html("rule-stranger")
        case When.ANY_FACE:
            return speech.html("rule-face")
        case When.CROWD:
            return speech.html("rule-crowd", count=count)


def _by(speech: Speech, rule: Rule, named: Mapping[str, str]) -> Markup:
    if rule.by is Posters.OTHERS:
        whom = _whom(speech, rule.subjects, named)
        return speech.html("rule-by-others", whom=whom, people=len(rule.subjects))
    return speech.html("rule-by", by=plain(rule.by.value))


def _whom(speech: Speech, subjects: Sequence[str], named: Mapping[str, str]) -> Markup:
    shown = [
        name(named[subject])
        if subject in named
        else speech.html("forgotten-id", id=plain(subject[:ID_SHOWN]))
        for subject in subjects[:NAMES_SHOWN]
    ]
    more = len(subjects) - len(shown)
    if more > 0:
        return speech.html("any-of-more", whom=joined(shown, ", "), more=more)
    if len(shown) > 1:
        return speech.html("any-of", whom=joined(shown[:-1], ", "), last=shown[-1])
    return joined(shown, ", ")


def _mode(speech: Speech, rule: Rule, now: datetime) -> Markup:
    if rule.quiet_until is not None and is_quiet(rule, now):
        return speech.html("rule-quiet", until=plain(f"{rule.quiet_until:%Y-%m-%d %H:%M}"))
    key = "rule-mode-said" if rule.then in ONLY_SAID else "rule-mode-done"
    return speech.html(key, mode=plain(rule.mode.value))


def _means(speech: Speech, rule: Rule) -> Markup:
    if rule.mode is Mode.DRY_RUN:
        return speech.html("rule-means-dry-run")
    if rule.then in ONLY_SAID:
        return speech.html("rule-means-said")
    if rule.mode is Mode.ASKING:
        return speech.html("rule-means-ask")
    return speech.html("rule-means-act", about=plain("people" if rule.subjects else "faces"))


def _counted(speech: Speech, rule: Rule, count: Count | None) -> Markup:
    if count is None or not count.fired:
        return speech.html("rule-never-met")
    since = speech.date(count.since)
    if rule.then in ONLY_SAID or not rule.may_act:
        return speech.html("rule-met", count=count.fired, since=since)
    return speech.html(
        "rule-met-sure", count=count.fired, sure=count.sure, likely=count.likely, since=since
    )


def _time(speech: Speech, number: int) -> Markup:
    return speech.html("rule-time", hours=number)
