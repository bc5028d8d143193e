"""The people of a chat: listed, shown, renamed, merged, forgotten and put back."""

from __future__ import annotations

import pytest

from tests.e2e.chatting import Talker, offers, words
from tests.e2e.conftest import Stage
from tests.e2e.groups import a_group, a_member
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN, person
from tests.playground_client import Message

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def knowing(stage: Stage, **people: bytes) -> Talker:
    """Return somebody new whose private chat knows these people."""
    mira = await stage.newcomer()
    for name, photo in people.items():
        assert "I now know" in await mira.shows(photo, f"/enroll {name}")
    return mira


async def the_list(talker: Talker) -> Message:
    return await talker.answer_to(await talker.sends("/people"))


async def after(talker: Talker, message: Message, label: str) -> Message:
    """Press a button and return the message as it is then."""
    return await talker.outcome_of(await talker.clicks(message, label))


async def card_of(talker: Talker, place: str = "1") -> Message:
    return await after(talker, await the_list(talker), place)


async def test_people_are_listed_with_their_faces(any_stage: Stage) -> None:
    mira = await knowing(any_stage, Eileen=EILEEN, Bob=person(3)[0])
    listed = await the_list(mira)
    assert listed.has_photo
    assert words(listed).splitlines() == [
        "I know 2 people in this chat:",
        "1. Bob \u2013 1 photo",
        "2. Eileen \u2013 1 photo",
    ]
    assert offers(listed) == ["1", "2"]


async def test_a_long_list_has_pages(stage: Stage) -> None:
    mira = await stage.newcomer()
    for number in range(9):
        asked = await mira.answer_to(await mira.sends_photo(EILEEN, f"/enroll P{number}"))
        if number:
            await after(mira, asked, f"No, this is P{number}")
    listed = await the_list(mira)
    assert words(listed).splitlines()[-1] == "Page 1 of 2"
    second = await after(mira, listed, "\u25b6")
    assert words(second).splitlines()[1] == "1. P8 \u2013 1 photo"
    assert offers(await after(mira, second, "\u25c0"))[-1] == "\u25b6"


async def test_a_card_shows_the_photos_and_removes_one_of_them(any_stage: Stage) -> None:
    mira = await knowing(any_stage, Eileen=EILEEN)
    await mira.shows(EILEEN_AGAIN, "/enroll Eileen")
    card = await card_of(mira)
    assert card.has_photo
    assert "Eileen \u2013 2 photos, since" in words(card)
    assert words(card).splitlines()[-1].endswith("taught by Mira")
    asked = await after(mira, card, "Remove a photo")
    assert offers(asked) == ["1", "2", "Back"]
    left = await after(mira, asked, "2")
    assert "Eileen \u2013 1 photo, since" in words(left)
    emptied = await mira.clicks(await after(mira, left, "Remove a photo"), "1")
    assert emptied.text == "Removed."
    assert "I don't know anybody in this chat yet" in await mira.says("/people")


async def test_somebody_gets_another_name_unless_it_is_taken(any_stage: Stage) -> None:
    mira = await knowing(any_stage, Eileen=EILEEN, Bob=person(3)[0])
    card = await card_of(mira, "2")
    click = await mira.clicks(card, "Rename")
    asked = await mira.playground.bot_message(mira.chat, click.seq)
    assert words(asked).startswith("What shall I call Eileen from now on?")
    assert "Somebody else here is called Bob already" in await mira.says("bob")
    assert await mira.says("Zoë") == "Eileen is called Zoë from now on."
    assert "This looks like Zoë." in await mira.shows(EILEEN_AGAIN)


async def test_an_anonymous_admin_gives_another_name(stage: Stage) -> None:
    ours = await a_group(stage)
    await ours.shows(EILEEN, "/enroll Eileen")
    await ours.playground.promote(ours.chat, ours.person, is_anonymous=True)
    unseen = {"as": "anonymous"}
    listed = await ours.answer_to(await ours.sends("/people", **unseen))
    click = await ours.clicks(await after(ours, listed, "1"), "Rename")
    asked = await ours.playground.bot_message(ours.chat, click.seq)
    await ours.has_been_answered()  # in the name that the button was pressed in
    told = await ours.says("Zoë", reply_to=asked.id, **unseen)
    assert told == "Eileen is called Zoë from now on."


async def test_two_who_are_one_person_become_one(any_stage: Stage) -> None:
    mira = await knowing(any_stage, Eileen=EILEEN)
    asked = await mira.answer_to(await mira.sends_photo(EILEEN_AGAIN, "/enroll Ellen"))
    await after(mira, asked, "No, this is Ellen")
    card = await card_of(mira, "2")
    chosen = await after(mira, await after(mira, card, "Merge with somebody"), "Eileen")
    assert words(chosen).startswith("Shall I make Ellen and Eileen one person, called Eileen?")
    merged = await after(mira, chosen, "Yes, merge them")
    assert "Eileen \u2013 2 photos" in words(merged)
    assert "I know 1 person" in await mira.says("/people")


async def test_who_is_forgotten_by_the_card_can_be_put_back(any_stage: Stage) -> None:
    mira = await knowing(any_stage, Eileen=EILEEN)
    asked = await after(mira, await card_of(mira), "Forget")
    click = await mira.clicks(asked, "Yes, forget")
    gone = await mira.playground.bot_message(mira.chat, click.seq)
    assert words(gone) == "Forgotten: Eileen, with 1 photo."
    assert "I don't know anybody" in await mira.shows(EILEEN_AGAIN)
    assert words(await after(mira, gone, "Undo (5 minutes)")) == "Eileen is back."
    assert "This looks like Eileen." in await mira.shows(EILEEN_AGAIN)


async def test_nobody_is_put_back_in_the_place_of_somebody_else(any_stage: Stage) -> None:
    mira = await knowing(any_stage, Eileen=EILEEN)
    gone = await mira.answer_to(await mira.sends("/forget eileen"))
    assert words(gone) == "Forgotten: Eileen, with 1 photo."
    await mira.shows(person(3)[0], "/enroll Eileen")
    refused = await after(mira, gone, "Undo (5 minutes)")
    assert words(refused).startswith("I cannot put them back now")


async def test_a_name_is_found_without_its_accents(any_stage: Stage) -> None:
    mira = await knowing(any_stage, Zoë=EILEEN)
    assert await mira.says("/forget ZOE") == "Forgotten: Zoë, with 1 photo."


async def test_where_several_have_a_name_like_that_it_is_asked_who_is_meant(
    stage: Stage,
) -> None:
    mira = await knowing(stage, Zoë=EILEEN, Zoe=person(3)[0])
    asked = await mira.answer_to(await mira.sends("/forget Zoé"))
    assert words(asked) == "Several people have a name like that. Whom do you mean?"
    click = await mira.clicks(asked, "Zoë")
    gone = await mira.playground.bot_message(mira.chat, click.seq)
    assert words(gone) == "Forgotten: Zoë, with 1 photo."


async def test_in_a_group_everybody_looks_and_admins_change(open_stage: Stage) -> None:
    mira, tom = await open_stage.newcomer(), await open_stage.newcomer("Tom")
    before = await mira.playground.last_seq()
    group = await mira.playground.create_group("Friends", mira.person, [open_stage.username])
    chat = str(group["key"])
    await mira.playground.bot_message(chat, before)
    await mira.playground.add_member(chat, tom.person)
    mira, tom = mira.in_chat(chat), tom.in_chat(chat)
    await mira.shows(EILEEN, "/enroll Eileen")
    card = await after(tom, await the_list(tom), "1")
    assert "Eileen \u2013 1 photo" in words(card)
    refused = await tom.clicks(card, "Forget")
    assert refused.show_alert
    assert "only the admins can change people" in refused.text
    assert "Shall I forget Eileen" in words(await after(mira, card, "Forget"))


UNSAID = "(asked not to be named)"


async def test_who_asked_not_to_be_named_is_shown_and_changed_without_a_name(
    any_stage: Stage,
) -> None:
    mira = await a_group(any_stage)
    assert "I now know Eileen" in await mira.shows(EILEEN, "/enroll Eileen")
    tom = await a_member(mira)
    assert "I now know Tom" in await tom.shows(person(3)[0], "/enroll me")
    assert "I will not say your name any more" in await tom.says("/optout")
    listed = await the_list(mira)
    assert words(listed).splitlines()[1:] == [
        "1. Eileen \u2013 1 photo",
        f"2. {UNSAID} \u2013 1 photo",
    ]
    card = await after(mira, listed, "2")
    assert words(card).startswith(f"{UNSAID} \u2013 1 photo")
    assert "Telegram:" not in words(card)
    assert "Tom" not in words(card), "nor who taught it"
    whom = await after(mira, await card_of(mira, "1"), "Merge with somebody")
    assert offers(whom) == [UNSAID, "Back"]
    really = await after(mira, whom, UNSAID)
    assert words(really).startswith(f"Shall I make Eileen and {UNSAID} one person")
    removed = await after(mira, card, "Remove a photo")
    assert words(removed) == f"Which photo of {UNSAID} shall I remove?"
    card = await card_of(mira, "2")
    asked = await mira.playground.bot_message(mira.chat, (await mira.clicks(card, "Rename")).seq)
    assert f"What shall I call {UNSAID}" in words(asked)
    renamed = await mira.answer_to(await mira.sends("Thomas", reply_to=asked.id))
    assert words(renamed) == f"{UNSAID} is called Thomas from now on."
    really = await after(mira, await card_of(mira, "2"), "Forget")
    assert words(really).startswith(f"Shall I forget {UNSAID}, with 1 photo?")
    before = await mira.playground.last_seq()
    await mira.clicks(really, "Yes, forget")
    forgotten = await mira.playground.bot_message(mira.chat, before)
    assert words(forgotten).startswith(f"Forgotten: {UNSAID}, with 1 photo.")
    assert words(await after(mira, forgotten, "Undo (5 minutes)")) == f"{UNSAID} is back."


async def test_in_private_nobody_else_reads_the_name(stage: Stage) -> None:
    mira = await stage.newcomer()
    known = await mira.shows(EILEEN, "/enroll me")
    assert "I now know Mira" in known
    await mira.says("/optout")
    assert "1. Mira \u2013 1 photo" in words(await the_list(mira))
