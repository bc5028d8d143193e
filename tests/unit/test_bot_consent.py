"""Who is whom, what was done, what waits for a word, and what is deleted after the bot was left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.accounts import Accounts, Linked
from bot.agreements import AGREEMENTS, Agreements, AgreementWanted
from bot.audit import AUDIT, KEPT, Audit, Deed
from bot.chats import CHATS
from bot.departures import GRACE, Departures
from bot.handlers.leaving import Leaving
from bot.handlers.retiring import Retiring
from bot.housekeeping import sweep
from bot.moderation.destinations import Destination
from bot.preferences import Choices, Preferences, Retention
from bot.request import KnownAs, Mention, PhotoRef, Removed, Request
from bot.told import Once, Told
from tests.other_models import moved_to_another_model
from tests.rules import a_rule
from tests.unit.bot_rooms import Memory, keeping_of
from tests.unit.updates import ENGLISH, LANGUAGES

MIRA, TOM = 7, 8
GROUP = -100
PHOTO = PhotoRef("file", 1, 1000)


def asked(
    update: int = 1, sender: int = MIRA, chat: int = GROUP, username: str | None = None
) -> Request:
    known_as = KnownAs("Mira", username)
    return Request(update, chat, chat > 0, None, 1, sender, known_as, Removed(), ENGLISH)


# --- accounts ---------------------------------------------------------------------------------


async def test_a_link_is_found_from_either_side(memory: Memory) -> None:
    accounts = Accounts(memory.store.records)
    for _ in range(2):
        await accounts.link("g1", "s1", MIRA, GROUP)
    await accounts.link("g2", "s2", MIRA, -200)
    assert await accounts.account_of("g1", "s1") == MIRA
    assert await accounts.in_gallery(MIRA, "g2") == [Linked("g2", "s2", -200, unnamed=False)]
    assert [one.gallery for one in await accounts.everywhere(MIRA)] == ["g1", "g2"]
    assert await accounts.everywhere(7_000) == [], "an account whose number begins alike"


async def test_a_link_that_is_gone_is_gone_from_both_sides(memory: Memory) -> None:
    accounts = Accounts(memory.store.records)
    await accounts.link("g1", "s1", MIRA, GROUP)
    for _ in range(2):
        await accounts.unlink("g1", "s1")
    assert await accounts.account_of("g1", "s1") is None
    assert await accounts.everywhere(MIRA) == []


async def test_somebody_who_turns_out_to_be_another_account_is_nobody_elses(
    memory: Memory,
) -> None:
    accounts = Accounts(memory.store.records)
    await accounts.link("g1", "s1", MIRA, GROUP)
    await accounts.link("g1", "s1", TOM, GROUP)
    assert await accounts.account_of("g1", "s1") == TOM
    assert await accounts.everywhere(MIRA) == []


async def test_who_asked_not_to_be_named_is_known_for_each_gallery(memory: Memory) -> None:
    accounts = Accounts(memory.store.records)
    await accounts.link("g1", "s1", MIRA, GROUP)
    await accounts.link("g1", "s2", TOM, GROUP)
    (linked,) = await accounts.everywhere(MIRA)
    await accounts.name_or_not(MIRA, linked, unnamed=True)
    assert await accounts.unnamed("g1") == {"s1"}
    assert await accounts.unnamed("g") == set()
    await accounts.name_or_not(MIRA, linked, unnamed=False)
    assert await accounts.unnamed("g1") == set()


async def test_who_turns_out_to_be_one_person_stays_the_account_and_unnamed(
    memory: Memory,
) -> None:
    accounts = Accounts(memory.store.records)
    await accounts.link("g1", "s1", MIRA, GROUP)
    (linked,) = await accounts.everywhere(MIRA)
    await accounts.name_or_not(MIRA, linked, unnamed=True)
    for _ in range(2):
        await accounts.hand_on("g1", "s1", "s2")
        assert await accounts.everywhere(MIRA) == [Linked("g1", "s2", GROUP, unnamed=True)]
    await accounts.link("g1", "s3", TOM, GROUP)
    await accounts.hand_on("g1", "s3", "s2")
    assert await accounts.account_of("g1", "s2") == MIRA
    assert await accounts.everywhere(TOM) == []


# --- the audit --------------------------------------------------------------------------------


async def test_what_was_done_is_told_the_latest_first(memory: Memory) -> None:
    audit = Audit(memory.store.records, memory.clock)
    await audit.note("g", asked(1), Deed.LEARNT, "s1")
    memory.now += timedelta(minutes=1)
    await audit.note("g", asked(2, sender=TOM), Deed.FORGOTTEN, "s1")
    await audit.note("another", asked(3), Deed.LEARNT, "s2")
    told = [(one.by, one.deed, one.subject) for one in await audit.of("g", most=5)]
    assert told == [(TOM, Deed.FORGOTTEN, "s1"), (MIRA, Deed.LEARNT, "s1")]
    assert len(await audit.of("g", most=1)) == 1


async def test_what_is_done_again_after_a_crash_was_done_once(memory: Memory) -> None:
    audit = Audit(memory.store.records, memory.clock)
    await audit.note("g", asked(1), Deed.LEARNT, "s1")
    memory.now += timedelta(minutes=1)
    await audit.note("g", asked(1), Deed.LEARNT, "s1")
    assert len(await audit.of("g", most=5)) == 1


async def test_after_some_months_nobody_knows_what_was_done(memory: Memory) -> None:
    audit = Audit(memory.store.records, memory.clock)
    await audit.note("g", asked(1), Deed.LEARNT, "s1")
    assert await sweep(memory.store.records, AUDIT, memory.now + KEPT - timedelta(hours=1)) == 0
    assert await sweep(memory.store.records, AUDIT, memory.now + KEPT + timedelta(hours=1)) == 1


# --- agreements -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mention", "sender", "username", "meant"),
    [
        (Mention(account=MIRA), MIRA, None, True),
        (Mention(account=MIRA), TOM, "mira", False),
        (Mention(username="Mira"), MIRA, "mira", True),
        (Mention(username="mira"), TOM, "tom", False),
        (Mention(username="mira"), TOM, None, False),
    ],
)
def test_only_who_was_mentioned_can_agree(
    mention: Mention, sender: int, username: str | None, *, meant: bool
) -> None:
    wanted = AgreementWanted("Mira", (PHOTO,), mention, TOM)
    assert wanted.is_asked(asked(sender=sender, username=username)) is meant


async def test_what_waits_for_a_word_is_found_in_its_own_chat_until_it_expires(
    memory: Memory,
) -> None:
    agreements = Agreements(memory.store.records, memory.clock)
    wanted = AgreementWanted("Mira", (PHOTO, PhotoRef("b", 2, None)), Mention("mira"), TOM)
    key = await agreements.ask(asked(), wanted)
    assert await agreements.find(asked(2), key) == wanted
    assert await agreements.find(asked(2, chat=-200), key) is None
    memory.now += timedelta(days=1, minutes=1)
    assert await agreements.find(asked(2), key) is None
    assert await sweep(memory.store.records, AGREEMENTS, memory.now) == 1


# --- being left -------------------------------------------------------------------------------


class Left:
    """A group with two people, one of whom is an account, that the bot is put out of."""

    def __init__(self, memory: Memory) -> None:
        records = memory.store.records
        self.memory = memory
        self.accounts = Accounts(records)
        self.audit = Audit(records, memory.clock)
        self.preferences = Preferences(records, LANGUAGES)
        self.told = Told(records)
        self.keeping = keeping_of(memory)
        self.leaving = Leaving(
            Departures(records, memory.clock),
            memory.chats,
            memory.recognizer,
            self.accounts,
            self.preferences,
            self.audit,
            self.told,
            self.keeping,
            self._is_inside,
        )
        self.inside = False

    async def _is_inside(self, _: int) -> bool:
        return self.inside

    async def furnish(self, chat: int = GROUP) -> None:
        ann = await self.memory.enrol(chat, "Ann", 1, 2)
        await self.memory.enrol(chat, "Bob", 3)
        gallery = await self.memory.chats.gallery_to_fill(chat)
        await self.accounts.link(gallery, ann.id, MIRA, chat)
        await self.audit.note(gallery, asked(), Deed.LEARNT, ann.id)
        await self.preferences.change(chat, lambda _: Choices(language="de"))
        assert await self.told.is_first(Once.ANSWERS, replace(asked(), chat=chat))
        await self.keeping.rulebook.create(chat, a_rule(subjects=(ann.id,)))
        await self.keeping.destinations.choose(chat, Destination(-300, None))


async def test_nothing_is_deleted_in_the_days_of_grace(memory: Memory) -> None:
    left = Left(memory)
    await left.furnish()
    await left.leaving.removed(asked())
    memory.now += GRACE - timedelta(minutes=1)
    assert await left.leaving.finish() == 0
    assert await memory.people(GROUP) == {"Ann": 2, "Bob": 1}


async def test_after_the_days_of_grace_nothing_of_the_chat_is_left(memory: Memory) -> None:
    left = Left(memory)
    await left.furnish()
    await memory.enrol(-200, "Ann", 4)
    gallery = await memory.chats.gallery_to_fill(GROUP)
    await left.leaving.removed(asked())
    memory.now += GRACE + timedelta(minutes=1)
    assert await left.leaving.finish() == 1
    assert await left.leaving.finish() == 0
    assert await memory.chats.gallery(GROUP) is None
    assert not await memory.store.gallery(gallery).people()
    assert await left.accounts.everywhere(MIRA) == []
    assert await left.audit.of(gallery, most=5) == []
    assert await left.preferences.of(GROUP) == Choices()
    assert await left.told.is_first(Once.ANSWERS, asked(2))
    assert await left.keeping.rulebook.of(GROUP) == ()
    assert await left.keeping.destinations.of(GROUP) is None
    assert await memory.people(-200) == {"Ann": 1}, "another chat's are its own"


async def test_who_comes_back_in_time_finds_everything(memory: Memory) -> None:
    left = Left(memory)
    await left.furnish()
    await left.leaving.removed(asked())
    await left.leaving.returned(asked())
    memory.now += GRACE + timedelta(days=1)
    assert await left.leaving.finish() == 0
    assert await memory.people(GROUP) == {"Ann": 2, "Bob": 1}


async def test_a_group_that_it_is_in_is_not_deleted_though_it_never_heard_of_its_return(
    memory: Memory,
) -> None:
    left = Left(memory)
    await left.furnish()
    await left.leaving.removed(asked())
    left.inside = True
    memory.now += GRACE + timedelta(days=1)
    await left.leaving.finish()
    left.inside = False
    assert await left.leaving.finish() == 0
    assert await memory.people(GROUP) == {"Ann": 2, "Bob": 1}


async def test_a_group_that_became_a_supergroup_takes_nothing_of_it_along(memory: Memory) -> None:
    left = Left(memory)
    await left.furnish(-1)
    await memory.chats.move(-1, GROUP)
    await left.leaving.removed(replace(asked(), chat=-1))
    memory.now += GRACE + timedelta(minutes=1)
    assert await left.leaving.finish() == 1
    assert await memory.people(GROUP) == {"Ann": 2, "Bob": 1}


async def test_of_a_supergroup_goes_what_it_was_too_of_which_telegram_says_nothing(
    memory: Memory,
) -> None:
    left = Left(memory)
    await left.furnish(-1)
    gallery = await memory.chats.gallery_to_fill(-1)
    await memory.chats.move(-1, GROUP)
    await left.preferences.move(-1, GROUP)
    await left.keeping.move(-1, GROUP)
    await left.leaving.removed(asked())
    memory.now += GRACE + timedelta(minutes=1)
    assert await left.leaving.finish() == 1
    assert not await memory.store.gallery(gallery).people()
    for chat in (-1, GROUP):
        assert await memory.chats.gallery(chat) is None
        assert await left.preferences.of(chat) == Choices()
    assert await left.accounts.everywhere(MIRA) == []
    assert await left.audit.of(gallery, most=5) == []


@pytest.mark.parametrize("half", [False, True])
async def test_of_a_chat_whose_gallery_is_of_another_model_nothing_is_left_either(
    memory: Memory, *, half: bool
) -> None:
    left = Left(memory)
    await left.furnish()
    gallery = await memory.chats.gallery_to_fill(GROUP)
    (bob,) = await memory.recognizer.find(gallery, "Bob")
    await moved_to_another_model(memory.store, gallery, left_behind=bob.subject if half else None)
    await left.leaving.removed(asked())
    memory.now += GRACE + timedelta(minutes=1)
    assert await left.leaving.finish() == 1
    assert await memory.store.galleries() == []
    assert await memory.store.others() == []
    assert await left.accounts.everywhere(MIRA) == []
    assert await memory.chats.gallery(GROUP) is None
    assert await left.leaving.departures.due() == []


async def test_a_link_that_outlived_its_person_goes_with_the_chat(memory: Memory) -> None:
    left = Left(memory)
    await left.furnish()
    gallery = await memory.chats.gallery_to_fill(GROUP)
    (ann,) = await memory.recognizer.find(gallery, "Ann")
    await memory.recognizer.forget_subject(gallery, ann.subject.id)
    await left.leaving.removed(asked())
    memory.now += GRACE + timedelta(minutes=1)
    assert await left.leaving.finish() == 1
    assert await left.accounts.everywhere(MIRA) == []


async def test_a_chat_that_cannot_be_deleted_holds_up_no_other(memory: Memory) -> None:
    left = Left(memory)
    for chat in (GROUP, -200):
        await left.furnish(chat)
        await left.leaving.removed(replace(asked(), chat=chat))
    await memory.store.records.put(CHATS, str(GROUP), {"nobody": "can read this"})
    memory.now += GRACE + timedelta(minutes=1)
    assert await left.leaving.finish() == 1
    assert await memory.chats.gallery(-200) is None
    assert await left.leaving.departures.due() == [GROUP], "it is tried again"


# --- retention --------------------------------------------------------------------------------


def retiring(memory: Memory, left: Left) -> Retiring:
    return Retiring(left.preferences, memory.chats, memory.recognizer, left.accounts, memory.clock)


async def test_people_are_kept_for_ever_unless_a_chat_chose_otherwise(memory: Memory) -> None:
    left = Left(memory)
    await left.furnish()
    memory.now += timedelta(days=3000)
    assert await retiring(memory, left).finish() == 0
    assert await memory.people(GROUP) == {"Ann": 2, "Bob": 1}


async def test_a_chat_that_keeps_people_for_half_a_year_forgets_them_then(memory: Memory) -> None:
    left = Left(memory)
    await left.furnish()
    await memory.enrol(-200, "Ann", 5)
    half = Choices(retention=Retention.HALF_A_YEAR)
    await left.preferences.change(GROUP, lambda _: half)
    memory.now += timedelta(days=182)
    assert await retiring(memory, left).finish() == 0
    memory.now += timedelta(days=2)
    assert await retiring(memory, left).finish() == 2
    assert await memory.people(GROUP) == {}
    assert await left.accounts.everywhere(MIRA) == []
    assert await memory.people(-200) == {"Ann": 1}, "another chat has not chosen"


async def test_what_a_group_chose_holds_no_more_where_it_became_a_supergroup(
    memory: Memory,
) -> None:
    left = Left(memory)
    await left.furnish(-1)
    await left.preferences.change(-1, lambda _: Choices(retention=Retention.HALF_A_YEAR))
    await memory.chats.move(-1, GROUP)
    await left.preferences.move(-1, GROUP)
    await left.preferences.change(GROUP, lambda _: Choices(retention=Retention.FOR_EVER))
    memory.now += timedelta(days=3000)
    assert await retiring(memory, left).finish() == 0
    assert await memory.people(GROUP) == {"Ann": 2, "Bob": 1}


async def test_the_last_photo_counts(memory: Memory) -> None:
    left = Left(memory)
    await left.furnish()
    await left.preferences.change(GROUP, lambda _: Choices(retention=Retention.A_YEAR))
    memory.now += timedelta(days=360)
    await memory.enrol(GROUP, "Bob", 9)
    memory.now += timedelta(days=10)
    assert await retiring(memory, left).finish() == 1
    assert await memory.people(GROUP) == {"Bob": 2}


async def test_a_chat_that_waits_for_another_model_holds_up_no_other(memory: Memory) -> None:
    left = Left(memory)
    await left.furnish()
    await memory.enrol(-200, "Ann", 5)
    for chat in (GROUP, -200):
        await left.preferences.change(chat, lambda _: Choices(retention=Retention.A_YEAR))
    gallery = await memory.chats.gallery_to_fill(GROUP)
    await moved_to_another_model(memory.store, gallery)
    memory.now += timedelta(days=370)
    assert await retiring(memory, left).finish() == 1
    assert await memory.people(-200) == {}
    assert [one.people for one in await memory.store.galleries(gallery)] == [2]
