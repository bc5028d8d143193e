"""Which rules a message meets, and how far each may go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.moderation.cases import Finding, Sureness
from bot.moderation.judging import (
    History,
    Poster,
    Posting,
    SeenFace,
    acts,
    judge,
    mode_of,
    postings,
)
from bot.moderation.rules import Mode, Posters, Rule, Then, When
from bot.request import FaceRef, PhotoRef
from core.findings import Decision, Rarity
from core.model import Box
from tests.unit.updates import NOW

ANN, BOB = "ann", "bob"
MEMBER, NEWCOMER, EXEMPT = Poster(), Poster(newcomer=True), Poster(exempt=True)
SURE, DOUBTFUL, UNMEASURED = (
    Rarity(0.001, sure=True), Rarity(0.01, sure=False), Rarity(None, sure=False),
)  # fmt: skip
NOTHING: History = {}


def rule(when: When = When.PERSON, *people: str, **fields: object) -> Rule:
    made = Rule(
        id="r", when=when, subjects=people, by=Posters.ANYBODY, then=Then.BAN, mode=Mode.ACTING,
        made_by=1, made_at=NOW,
    )  # fmt: skip
    return replace(made, **fields)  # type: ignore[arg-type]  # fields of Rule


def face(message: int = 1, place: int = 0) -> FaceRef:
    return FaceRef(PhotoRef("f", message, None), Box(place, 0, 1, 1))


def like(
    person: str,
    rarity: Rarity = SURE,
    decision: Decision = Decision.MATCH,
    message: int = 1,
    place: int = 0,
) -> SeenFace:
    return SeenFace(face(message, place), decision, person, 0.95, {"r": rarity})


def stranger(message: int = 1, place: int = 0) -> SeenFace:
    """Somebody who resembles Bob more than anybody else, and not enough."""
    return SeenFace(face(message, place), Decision.UNKNOWN, BOB, 0.7)


HIDDEN = SeenFace(face(), unnamed=True)
POSSIBLE = like(ANN, DOUBTFUL, Decision.POSSIBLE)


def met(
    asked: Rule, *faces: SeenFace, by: Poster = MEMBER, history: History = NOTHING
) -> Sureness | None:
    findings = judge([asked], faces, by, history, NOW)
    assert len(findings) <= 1
    return findings[0].sureness if findings else None


def test_somebody_whom_it_watches_is_found_surely_where_few_strangers_look_so_like_them() -> None:
    watch = rule(When.PERSON, ANN)
    assert met(watch, like(ANN)) is Sureness.SURE
    assert met(watch, like(ANN, DOUBTFUL)) is Sureness.LIKELY
    assert met(watch, like(ANN, UNMEASURED)) is Sureness.LIKELY
    assert met(watch, POSSIBLE) is Sureness.LIKELY
    assert met(watch, like(ANN, SURE, Decision.POSSIBLE)) is Sureness.LIKELY
    assert met(watch, like(BOB)) is None
    assert met(watch, replace(stranger(), subject=ANN)) is None
    assert met(watch) is None


def test_the_surest_face_of_all_is_the_one_that_is_told_of() -> None:
    faces = [stranger(1), POSSIBLE, like(BOB, DOUBTFUL, message=2), like(ANN, message=3)]
    (finding,) = judge([rule(When.PERSON, ANN, BOB)], faces, MEMBER, NOTHING, NOW)
    assert finding == Finding("r", Sureness.SURE, face(3), ANN, 0.95, 0.001)


def test_whoever_posts_themselves_does_not_meet_a_rule_about_others() -> None:
    watch = rule(When.PERSON, ANN, BOB, by=Posters.OTHERS)
    ann = Poster(subjects=frozenset({ANN}))
    assert met(watch, like(ANN), by=ann) is None
    assert met(watch, like(ANN), like(BOB, place=5), by=ann) is Sureness.SURE
    assert met(watch, like(ANN)) is Sureness.SURE
    assert met(rule(When.PERSON, ANN), like(ANN), by=ann) is Sureness.SURE


@pytest.mark.parametrize(
    ("watch", "shown"),
    [
        (rule(When.PERSON, ANN), [like(ANN)]),
        (rule(When.OFTEN, ANN, more_than=0, within=timedelta(hours=1)), [like(ANN)]),
        (rule(When.STRANGER), [stranger()]),
        (rule(When.ANY_FACE), [stranger()]),
        (rule(When.CROWD, more_than=1), [stranger(), stranger(place=5)]),
    ],
    ids=lambda value: value.when.value if isinstance(value, Rule) else "",
)
def test_each_kind_is_met_by_whom_it_is_for_and_by_nobody_who_is_exempt(
    watch: Rule, shown: list[SeenFace]
) -> None:
    history: History = {("r", ANN): [Posting(NOW, 1, sure=True)]}
    for_new = replace(watch, by=Posters.NEWCOMERS)
    assert met(watch, *shown, history=history)
    assert met(for_new, *shown, by=NEWCOMER, history=history)
    assert met(for_new, *shown, by=MEMBER, history=history) is None
    assert met(replace(watch, by=Posters.OTHERS), *shown, history=history)
    assert met(watch, *shown, by=EXEMPT, history=history) is None
    assert met(for_new, *shown, by=replace(EXEMPT, newcomer=True), history=history) is None
    quiet = replace(watch, quiet_until=NOW + timedelta(seconds=1))
    assert met(quiet, *shown, history=history) is None
    assert met(replace(watch, quiet_until=NOW), *shown, history=history)


def test_a_stranger_is_somebody_whom_nobody_here_resembles() -> None:
    watch = rule(When.STRANGER)
    assert met(watch, stranger()) is Sureness.LIKELY
    assert met(watch, SeenFace(face())) is Sureness.LIKELY
    assert met(watch, like(ANN), POSSIBLE) is None
    assert met(watch, HIDDEN) is None, "of them nothing is said"


def test_any_face_is_any_but_ones_own_where_it_is_about_others() -> None:
    assert met(rule(When.ANY_FACE), HIDDEN) is Sureness.CERTAIN
    assert met(rule(When.ANY_FACE)) is None
    others, ann = rule(When.ANY_FACE, by=Posters.OTHERS), Poster(subjects=frozenset({ANN}))
    assert met(others, like(ANN), by=ann) is None
    assert met(others, like(ANN), stranger(place=5), by=ann) is Sureness.CERTAIN


def test_a_crowd_is_more_faces_than_so_many_in_one_photo() -> None:
    watch = rule(When.CROWD, more_than=3)
    four = [stranger(1, place) for place in range(4)]
    assert met(watch, *four) is Sureness.CERTAIN
    assert met(watch, *four[:3]) is None
    assert met(watch, *four[:3], *(stranger(2, place) for place in range(3))) is None


def test_nobody_is_named_by_a_rule_that_is_not_about_them() -> None:
    (finding,) = judge([rule(When.ANY_FACE)], [replace(like(ANN), rarity={})], MEMBER, NOTHING, NOW)
    assert (finding.subject, finding.score, finding.share) == (None, None, None)


def test_who_asked_to_be_named_nowhere_meets_no_rule_about_people() -> None:
    assert met(rule(When.PERSON, ANN), replace(like(ANN), unnamed=True)) is None


def test_a_face_that_is_not_whom_the_rule_takes_it_for_does_not_meet_it_again() -> None:
    for asked in (rule(When.PERSON, ANN), replace(OFTEN, more_than=0)):
        denied = replace(like(ANN), cleared=frozenset({"r"}))
        assert met(asked, denied, history=posted(1)) is None
        others = replace(denied, cleared=frozenset({"another"}))
        assert met(asked, others, history=posted(1)) is Sureness.SURE


OFTEN = rule(When.OFTEN, ANN, more_than=2, within=timedelta(hours=1))


def posted(sure: int, doubtful: int = 0) -> History:
    shown = [Posting(NOW, number, sure=number < sure) for number in range(sure + doubtful)]
    return {("r", ANN): shown}


def test_who_is_posted_too_often_is_found_surely_if_the_sure_photos_alone_are_too_many() -> None:
    assert met(OFTEN, like(ANN), history=posted(3)) is Sureness.SURE
    assert met(OFTEN, like(ANN), history=posted(2, 1)) is Sureness.LIKELY
    assert met(OFTEN, like(ANN), history=posted(2)) is None
    assert met(OFTEN, like(ANN, DOUBTFUL), history=posted(3)) is Sureness.LIKELY
    assert met(OFTEN, stranger(), history=posted(3)) is None


def test_each_photo_of_somebody_is_counted_once_and_only_if_it_looks_like_them() -> None:
    album = [like(ANN, message=1), like(ANN, DOUBTFUL, message=1, place=5), like(ANN, message=2)]
    maybe = replace(POSSIBLE, face=face(3))
    counted = postings([OFTEN, rule(When.PERSON, ANN)], [*album, maybe], MEMBER, NOW)
    assert counted == {
        ("r", ANN): [Posting(NOW, 1, sure=True), Posting(NOW, 2, sure=True)],
    }
    assert postings([OFTEN], album, EXEMPT, NOW) == {}


def test_what_is_not_sure_enough_is_asked_about_and_a_dry_run_stays_one() -> None:
    sure, likely, certain = (Finding("r", one) for one in Sureness)
    acting = rule(When.PERSON, ANN)
    assert [mode_of(acting, one) for one in (sure, certain)] == [Mode.ACTING, Mode.ACTING]
    assert mode_of(acting, likely) is Mode.ASKING
    assert mode_of(replace(acting, then=Then.TELL), likely) is Mode.ACTING
    for mode in (Mode.DRY_RUN, Mode.ASKING):
        assert mode_of(replace(acting, mode=mode), sure) is mode
    assert mode_of(rule(When.STRANGER), sure) is Mode.ASKING


decisions = st.sampled_from(Decision)
rarities = st.sampled_from([SURE, DOUBTFUL, UNMEASURED])
faces_seen = st.builds(
    lambda person, rarity, decision, unnamed, place: replace(
        like(person, rarity, decision, place=place), unnamed=unnamed
    ),
    st.sampled_from([ANN, BOB]), rarities, decisions, st.booleans(), st.integers(0, 3),
)  # fmt: skip
rules_made = st.builds(
    lambda when, by, then, mode, quiet: rule(
        when, *([ANN] if when in {When.PERSON, When.OFTEN} else []),
        by=by, then=then, mode=mode, within=timedelta(hours=1), quiet_until=quiet,
    ),
    st.sampled_from(When), st.sampled_from(Posters), st.sampled_from(Then), st.sampled_from(Mode),
    st.sampled_from([None, NOW - timedelta(hours=1), NOW + timedelta(hours=1)]),
)  # fmt: skip
posters = st.builds(
    Poster, st.booleans(), st.booleans(), st.sampled_from([frozenset(), frozenset({ANN})])
)


@given(rules_made, st.lists(faces_seen, max_size=4), posters, st.integers(0, 3))
def test_nothing_is_done_to_anybody_without_need(
    asked: Rule, faces: list[SeenFace], poster: Poster, before: int
) -> None:
    for finding in judge([asked], faces, poster, posted(before, 3 - before), NOW):
        assert not poster.exempt
        assert asked.quiet_until is None or asked.quiet_until <= NOW
        if not acts(asked.then, mode_of(asked, finding)):
            continue
        assert asked.mode is Mode.ACTING
        assert asked.when is not When.STRANGER
        if asked.when in {When.PERSON, When.OFTEN}:
            culprits = [one for one in faces if one.face == finding.face and not one.unnamed]
            assert any(
                one.subject in asked.subjects
                and one.decision is Decision.MATCH
                and one.rarity["r"].sure
                for one in culprits
            )
