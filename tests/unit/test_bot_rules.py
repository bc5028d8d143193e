"""Watch rules as sentences, and as somebody puts them together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from bot.moderation.counts import Count
from bot.moderation.drafts import PATIENCE, Draft, Drafts
from bot.moderation.rules import Mode, Posters, Rule, Then, When
from bot.request import Click, Request
from bot.texts import drafting, watching
from bot.texts.drafting import Step
from bot.texts.speech import Speech
from tests.rules import a_rule
from tests.unit.bot_rooms import Memory, remembering
from tests.unit.updates import ENGLISH, LANGUAGES, NOBODY, NOW

GROUP, MIRA, TOM = -100, 7, 8
NAMED = {"ann-id": "Ann", "ben-id": "Ben", "cid-id": "Cid", "dan-id": "Dan", "eve-id": "Eve"}
ISOLATES = dict.fromkeys(map(ord, "\u2068\u2069"))


@pytest.fixture
async def memory(tmp_path: Path) -> AsyncIterator[Memory]:
    async with remembering(tmp_path) as made:
        yield made


def said(speech: Speech = ENGLISH, **fields: object) -> str:
    sentence = watching.sentence(speech, a_rule(**fields), NAMED, NOW)
    return sentence.translate(ISOLATES)


def test_a_rule_is_a_sentence() -> None:
    assert said(by=Posters.OTHERS) == (
        "When a photo shows Ann, posted by anybody but Ann: tell the admins. Dry run."
    )
    assert said(when=When.STRANGER, subjects=(), by=Posters.NEWCOMERS, then=Then.ASK) == (
        "When a photo shows somebody I don't know, posted by a newcomer: ask the admins. Dry run."
    )
    assert said(
        when=When.CROWD, subjects=(), more_than=5, then=Then.DELETE, mode=Mode.ACTING
    ) == (
        "When a photo shows more than 5 faces, posted by anybody: delete it. At once."
    )  # fmt: skip
    assert said(
        when=When.OFTEN,
        more_than=3,
        within=timedelta(hours=1),
        then=Then.MUTE,
        mute_for=timedelta(days=1),
        mode=Mode.ASKING,
    ) == (
        "When more than 3 photos in an hour show Ann, posted by anybody: "
        "delete it and mute who posted it for a day. If an admin says so."
    )


def test_of_many_people_some_are_named_and_the_rest_counted() -> None:
    assert "shows Ann or Ben, posted by anybody but that person" in said(
        subjects=("ann-id", "ben-id"), by=Posters.OTHERS
    )
    assert "shows Ann, Ben, Cid or 2 more," in said(subjects=tuple(NAMED))


def test_whoever_is_not_known_any_more_has_no_name_in_it() -> None:
    assert "shows somebody who is forgotten, no. 0123abcd, posted" in said(subjects=("0123abcdef",))


def test_a_rule_says_until_when_it_is_quiet() -> None:
    until = NOW + timedelta(days=1)
    assert said(quiet_until=until).endswith("Quiet until 2030-05-07 12:00 (UTC).")
    assert said(quiet_until=NOW).endswith("Dry run."), "that is over"


@pytest.mark.parametrize("speech", LANGUAGES.all, ids=lambda speech: speech.language)
def test_every_rule_can_be_said_in_every_language(speech: Speech) -> None:
    every = list(product(When, Posters, Then, Mode))
    sentences = {
        (when, by, then, mode): said(
            speech, when=when, by=by, then=then, mode=mode, more_than=3, within=timedelta(days=1)
        )
        for when, by, then, mode in every
    }
    # Where the admins are only told or asked, nothing is there to be done at once.
    assert len({*sentences.values()}) == len(every) - len(When) * len(Posters) * 2
    assert all("Ann" in told for (when, *_), told in sentences.items() if when is When.PERSON)


def test_what_rests_on_strangers_and_what_is_only_said_never_acts() -> None:
    def modes(**fields: object) -> tuple[Mode, ...]:
        return watching.modes_of(a_rule(**fields))

    assert modes(then=Then.BAN) == (Mode.DRY_RUN, Mode.ASKING, Mode.ACTING)
    assert modes(then=Then.BAN, when=When.STRANGER, subjects=()) == (Mode.DRY_RUN, Mode.ASKING)
    assert modes(then=Then.TELL) == modes(then=Then.ASK) == (Mode.DRY_RUN, Mode.ASKING)


def test_a_rule_tells_what_came_of_its_dry_run() -> None:
    def told(rule: Rule, count: Count | None) -> str:
        return watching.card(ENGLISH, rule, watching.then(ENGLISH, rule), count, "Mira")

    banning = a_rule(then=Then.BAN)
    assert "No photo has met it yet." in told(banning, None)
    counted = told(banning, Count(12, 3, NOW))
    assert "12 photos have met it since May 6, 2030." in counted
    assert "Sure enough to act by myself: 9; only enough to ask: 3." in counted
    assert "Sure enough" not in told(a_rule(), Count(12, 3, NOW))
    assert "never acts by itself" in told(
        replace(banning, when=When.STRANGER, subjects=()), Count(12, 12, NOW)
    )


def test_the_warning_says_what_will_be_done_and_when_it_is_sure_enough() -> None:
    about_ann = watching.warning(ENGLISH, a_rule(then=Then.BAN))
    assert "delete it and ban who posted it?" in about_ann
    assert "at most one stranger in a thousand" in about_ann
    crowd = watching.warning(ENGLISH, a_rule(when=When.CROWD, subjects=(), then=Then.DELETE))
    assert "one stranger in a thousand" not in crowd


# --- put together ---------------------------------------------------------------------------


def asked(sender: int = MIRA, update: int = 1) -> Request:
    click = Click("q", "", picture=False)
    return Request(update, GROUP, False, None, 1, sender, NOBODY, click, ENGLISH)  # noqa: FBT003 — as Request has it


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("then", Then)
def test_whatever_is_asked_for_a_kind_of_rule_can_be_chosen_and_then_it_is_whole(
    when: When, then: Then
) -> None:
    draft = Draft("d", MIRA, when, ("ann-id",), then=then)
    order = drafting.steps(draft)
    assert (order[0], order[-1]) == (Step.WHEN, Step.SAVE)
    for step in order[:-1]:
        assert drafting.question(ENGLISH, step, draft)
        assert drafting.choices(ENGLISH, step, draft) or step is Step.PEOPLE
    whole = replace(draft, posters=Posters.ANYBODY).finished(NOW)
    assert whole is not None
    assert whole.mode is Mode.DRY_RUN
    assert bool(whole.subjects) == draft.is_about_people


def test_a_rule_about_people_needs_one_and_every_rule_its_parts() -> None:
    draft = Draft("d", MIRA, When.PERSON, (), posters=Posters.ANYBODY, then=Then.TELL)
    assert draft.finished(NOW) is None
    draft = replace(draft, subjects=("ann-id",))
    assert draft.finished(NOW) is not None
    assert replace(draft, then=None).finished(NOW) is None
    assert replace(draft, posters=None).finished(NOW) is None


async def test_a_draft_is_somebodys_own_and_there_is_one_of_it(memory: Memory) -> None:
    drafts = Drafts(memory.store.records, memory.clock)
    first = await drafts.begin(asked())
    assert await drafts.begin(asked()) == first, "the same click, after a crash"
    assert await drafts.find(asked(TOM), first.id) is None
    toms = await drafts.begin(asked(TOM, update=2))
    second = await drafts.begin(asked(update=3))
    assert await drafts.find(asked(), first.id) is None
    assert await drafts.find(asked(), second.id) == second
    assert await drafts.find(asked(TOM), toms.id) == toms


async def test_a_draft_waits_for_an_hour_after_it_was_last_touched(memory: Memory) -> None:
    drafts = Drafts(memory.store.records, memory.clock)
    draft = await drafts.begin(asked())
    memory.now += PATIENCE
    whole = replace(
        draft,
        when=When.OFTEN,
        subjects=("ann-id",),
        more_than=5,
        within=timedelta(days=1),
        posters=Posters.OTHERS,
        then=Then.MUTE,
        mute_for=timedelta(days=7),
    )
    assert await drafts.change(asked(), draft.id, lambda _: whole) == whole
    memory.now += PATIENCE
    assert await drafts.find(asked(), draft.id) == whole
    memory.now += timedelta(seconds=1)
    assert await drafts.find(asked(), draft.id) is None
    assert await drafts.change(asked(), draft.id, lambda _: whole) is None


@pytest.mark.parametrize(
    ("watched", "known", "odds"),
    [(100, 100, 10), (1, 1, 10), (1, 2, 20), (10, 20, 20), (30, 90, 30), (30, 91, 0), (1, 100, 0)],
)
def test_a_rule_that_watches_a_large_part_of_the_people_says_what_that_costs(
    watched: int, known: int, odds: int
) -> None:
    people = tuple(f"{number}" for number in range(watched))
    said = watching.burden(ENGLISH, a_rule(subjects=people), known)
    assert len(said) == (odds > 0)
    for one in said:
        assert f"of {odds} photos of strangers about one will look enough like" in one
        assert ("this person" in one) == (watched == 1)


def test_what_is_about_nobody_or_needs_many_photos_costs_nothing_of_the_kind() -> None:
    for rule in (a_rule(when=When.ANY_FACE, subjects=()), a_rule(when=When.OFTEN)):
        assert watching.burden(ENGLISH, rule, 1) == []
