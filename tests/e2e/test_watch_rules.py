"""Watch rules by buttons: who may, several at once, a restart in the middle, where cards go.

How a rule is made and changed is told in docs/transcripts; here is what a tale cannot tell.
"""

from __future__ import annotations

import asyncio

import pytest

from tests.e2e.chatting import Talker, offers, words
from tests.e2e.conftest import Lone, Stage
from tests.e2e.groups import a_group, a_group_of, a_member
from tests.e2e.pictures import EILEEN, person
from tests.playground_client import Message

pytestmark = pytest.mark.asyncio(loop_scope="session")

RULE = "When a photo shows more than 3 faces, posted by anybody: ask the admins."


async def presses(talker: Talker, message: Message, *labels: str) -> Message:
    """Press one button after the other, each on what the message has become."""
    for label in labels:
        click = await talker.clicks(message, label)
        changed = await talker.outcome_of(click)
        while changed.id != message.id:
            # Somebody else presses buttons in the chat, too.
            changed = await talker.playground.bot_message(talker.chat, changed.seq, kinds=("edit",))
        message = changed
    return message


async def page_of(talker: Talker, **options: object) -> Message:
    return await talker.answer_to(await talker.sends("/watch", **options))


async def a_rule(talker: Talker, page: Message) -> Message:
    """Make a rule; return its card."""
    return await presses(
        talker, page, "New rule", "Many faces", "3", "Anybody", "Ask the admins", "Save"
    )


async def test_a_rule_stays_unfinished_while_the_bot_dies_and_is_saved_once(lone: Lone) -> None:
    await lone.talker.says("/start")
    before = await lone.talker.playground.last_seq()
    group = await lone.talker.playground.create_group(
        "Friends", lone.talker.person, [lone.talker.bot]
    )
    mira = lone.talker.in_chat(str(group["key"]))
    await mira.playground.bot_message(mira.chat, before)
    page = await presses(mira, await page_of(mira), "New rule", "Many faces", "3")
    await lone.bot.kill()
    await lone.bot.start()
    page = await presses(mira, page, "Anybody", "Ask the admins")
    assert words(page).startswith(f"{RULE} Dry run.")
    await lone.bot.kill()
    await lone.bot.start()
    card = await presses(mira, page, "Save")
    assert words(card).startswith(f"{RULE} Dry run.")
    listed = words(await page_of(mira))
    assert f"1. {RULE} Dry run." in listed
    assert "2. " not in listed


async def test_two_admins_at_once_each_make_their_own_rule(stage: Stage) -> None:
    mira = await a_group(stage)
    tom = await a_member(mira)
    await mira.playground.promote(mira.chat, tom.person)
    pages = await page_of(mira), await page_of(tom)
    await asyncio.gather(a_rule(mira, pages[0]), a_rule(tom, pages[1]))
    listed = words(await page_of(mira))
    assert f"1. {RULE}" in listed
    assert f"2. {RULE}" in listed


async def test_what_another_admin_deleted_is_said_to_be_gone(stage: Stage) -> None:
    mira = await a_group(stage)
    tom = await a_member(mira)
    await mira.playground.promote(mira.chat, tom.person)
    card = await a_rule(mira, await page_of(mira))
    toms = await presses(tom, await page_of(tom), "1")
    await presses(mira, card, "Delete", "Yes, delete it")
    click = await tom.clicks(toms, "Switch on")
    assert (click.text, click.show_alert) == ("This rule is not here any more.", True)
    assert "Nothing yet." in words(await tom.outcome_of(click))


async def test_who_is_no_admin_any_more_cannot_finish_a_rule(stage: Stage) -> None:
    mira = await a_group(stage)
    before = await mira.playground.last_seq()
    await mira.playground.promote(mira.chat, mira.bot)
    await mira.playground.bot_message(mira.chat, before)
    tom = await a_member(mira)
    await mira.playground.promote(mira.chat, tom.person)
    page = await presses(
        tom, await page_of(tom), "New rule", "Any face", "Anybody", "Tell the admins"
    )
    await mira.playground.promote(mira.chat, tom.person, rights=[])
    click = await tom.clicks(page, "Save")
    assert (click.text, click.show_alert) == ("Only admins of this group can choose here.", True)
    assert "Nothing yet." in words(await page_of(mira))


async def test_a_rule_that_another_took_the_place_of_is_closed(stage: Stage) -> None:
    mira = await a_group(stage)
    first = await presses(mira, await page_of(mira), "New rule")
    await presses(mira, await page_of(mira), "New rule")
    click = await mira.clicks(first, "Any face")
    assert click.show_alert
    assert click.text.startswith("This rule was not finished in time, or another was begun.")


async def test_who_is_merged_into_somebody_is_watched_as_them(stage: Stage) -> None:
    mira = await a_group(stage)
    await mira.shows(EILEEN, "/enroll Eileen")
    await mira.shows(person(3)[0], "/enroll Ann")
    page = await presses(mira, await page_of(mira), "New rule", "A person I know", "Ann", "Next")
    await presses(mira, page, "Anybody but that person", "Tell the admins", "Save")
    people = await mira.answer_to(await mira.sends("/people"))
    await presses(mira, people, "1", "Merge with somebody", "Eileen", "Yes, merge them")
    listed = words(await page_of(mira))
    assert "1. When a photo shows Eileen, posted by anybody but Eileen: tell the admins." in listed


async def test_in_private_who_administers_no_group_is_told_where_to_go(stage: Stage) -> None:
    mira = await stage.newcomer()
    assert (await mira.says("/watch")).startswith("I know no group that you administer")
    assert (await mira.says("/watchhere x")).startswith("Send this in the group in which")


async def test_a_supergroup_keeps_the_rules_of_the_group(stage: Stage) -> None:
    mira = await a_group(stage, kind="group")
    await a_rule(mira, await page_of(mira))
    moved = str((await mira.playground.migrate(mira.chat))["key"])
    assert f"1. {RULE}" in words(await page_of(mira.in_chat(moved)))


async def test_an_admin_of_both_groups_has_the_cards_go_to_a_topic_of_another(
    stage: Stage,
) -> None:
    mira = await a_group(stage)
    desk = await a_group_of(stage, mira, is_forum=True)
    tom = await a_member(mira)
    await mira.playground.add_member(desk.chat, tom.person)
    await mira.playground.promote(desk.chat, tom.person)
    topic = await mira.playground.open_topic(desk.chat, "Cards")
    how = await presses(mira, await page_of(mira), "Where cards go", "Another chat")
    command = next(line for line in words(how).splitlines() if line.startswith("/watchhere "))
    refused = await tom.in_chat(desk.chat).says(command, thread=topic)
    assert refused.startswith("Only an admin of both groups")
    assert (await desk.says(f"{command}x", thread=topic)).startswith("This code is too old")
    assert (await desk.says("/watchhere", thread=topic)).startswith("Send /watch in the group")
    taken = await desk.answer_to(await desk.sends(command, thread=topic))
    assert words(taken) == "From now on, cards from Friends come here."
    assert taken.raw["message_thread_id"] == topic
    assert "becomes a card in Friends." in words(await page_of(mira))
    privately = await presses(mira, await page_of(mira), "Where cards go", "The admins in private")
    assert "becomes a card for the admins: in private" in words(privately)


async def test_a_link_brings_the_bot_to_the_chat_for_cards(stage: Stage) -> None:
    mira = await a_group(stage)
    made = await mira.playground.create_group("Office", mira.person)
    office = mira.in_chat(str(made["key"]))
    how = await presses(mira, await page_of(mira), "Where cards go", "Another chat")
    link = await mira.clicks(how, "Choose the chat")
    before = await mira.playground.last_seq()
    await mira.playground.follow(mira.person, link.url, office.chat)
    greeting, taken = await mira.playground.bot_messages(office.chat, before, 2)
    assert {words(greeting).split("\n")[0], words(taken)} >= {
        "From now on, cards from Friends come here."
    }
    assert "becomes a card in Office." in words(await page_of(mira))


async def test_every_step_is_offered_in_the_groups_language(stage: Stage) -> None:
    mira = await a_group(stage)
    settings = await mira.answer_to(await mira.sends("/settings"))
    await presses(mira, settings, "Language", "Deutsch")
    page = await presses(mira, await page_of(mira), "Neue Regel", "Viele Gesichter", "3")
    assert offers(page) == ["Wer auch immer", "Neue Mitglieder", "Zurück", "Abbrechen"]
    page = await presses(mira, page, "Wer auch immer", "Löschen und stummschalten", "Eine Woche")
    assert words(page).startswith(
        "Wenn ein Foto mehr als 3 Gesichter zeigt, von wem auch immer: "
        "löschen und den Absender für eine Woche stummschalten. Probelauf."
    )
