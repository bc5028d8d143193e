"""/settings: in private for oneself, in a group for its admins."""

from __future__ import annotations

import asyncio
import json
import re
import sys

import pytest

from tests.e2e.bot_process import ROOT
from tests.e2e.chatting import ISOLATES, Talker, offers, words
from tests.e2e.conftest import Lone, Stage, on_both_stores
from tests.e2e.groups import a_group, a_member
from tests.e2e.pictures import EILEEN
from tests.playground_client import Message

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def settings_of(talker: Talker, **options: object) -> Message:
    return await talker.answer_to(await talker.sends("/settings", **options))


async def presses(talker: Talker, message: Message, *labels: str) -> Message:
    """Press one button after the other, each on what the message has become."""
    for label in labels:
        message = await talker.outcome_of(await talker.clicks(message, label))
    return message


async def test_a_person_chooses_their_language_and_is_spoken_to_in_it_at_once(
    any_stage: Stage,
) -> None:
    mira = await any_stage.newcomer()
    settings = await settings_of(mira)
    assert "Language: As in Telegram" in words(settings)
    assert {"Language", "Done"} <= {*offers(settings)}
    assert "Answers to photos" not in offers(settings), "that is a group's matter"
    choices = await presses(mira, settings, "Language")
    assert offers(choices) == ["✓ As in Telegram", "Deutsch", "English", "Русский", "Back"]
    german = await presses(mira, choices, "Deutsch")
    assert "Sprache: Deutsch" in words(german)
    assert german.id == settings.id, "it is one message all the while"
    assert "Ich kenne in diesem Chat noch niemanden" in await mira.says("/people")
    english = await presses(mira, german, "Sprache", "Wie in Telegram")
    assert "Language: As in Telegram" in words(english)
    done = await presses(mira, english, "Done")
    assert offers(done) == []
    assert "I don't know anybody in this chat yet" in await mira.says("/people")


async def test_the_settings_show_the_gallery_by_which_an_operator_finds_it(stage: Stage) -> None:
    mira = await stage.newcomer()
    assert "it has no gallery" in words(await settings_of(mira))
    await mira.shows(EILEEN, "/enroll Eileen")
    told = words(await settings_of(mira))
    shown = re.search(r"\b[0-9a-f]{32}\b", told)
    assert shown is not None, told
    known = await listed(stage, shown[0])
    assert "Eileen" in json.dumps(known)


async def listed(stage: Stage, gallery: str) -> object:
    """Return what the command line says of a gallery's people."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "core", "people", "--gallery", gallery, "--json",
        cwd=ROOT, env=stage.bot.environment, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await process.communicate()
    assert process.returncode == 0
    return json.loads(out)


async def test_only_admins_of_a_group_see_and_change_its_settings(stage: Stage) -> None:
    mira = await a_group(stage)
    tom = await a_member(mira)
    refused = words(await settings_of(tom))
    assert refused.startswith("Only admins can change how I behave in this group.")
    settings = await settings_of(mira)
    assert {"Language", "Answers to photos", "Who may teach me", "Done"} <= {*offers(settings)}
    click = await tom.clicks(settings, "Language")
    assert (click.text, click.show_alert) == (
        "Only admins of this group can choose here.", True,
    )  # fmt: skip
    assert (await tom.playground.message(tom.chat, settings.id)).edits == 0


async def test_any_admin_may_press_what_another_asked_for(stage: Stage) -> None:
    mira = await a_group(stage)
    before = await mira.playground.last_seq()
    await mira.playground.promote(mira.chat, mira.bot)
    thanks = await mira.playground.bot_message(mira.chat, before)
    assert words(thanks) == "Thank you! As an admin I see every photo here now."
    tom = await a_member(mira)
    settings = await settings_of(mira)
    assert (await tom.clicks(settings, "Language")).show_alert
    await mira.playground.promote(mira.chat, tom.person)
    german = await presses(tom, settings, "Language", "Deutsch")
    assert "Sprache: Deutsch" in words(german)
    await mira.playground.promote(mira.chat, tom.person, rights=[])
    assert (await tom.clicks(german, "Sprache")).show_alert, "the bot is told and knows at once"


async def test_an_anonymous_admin_asks_in_the_groups_name_and_presses_in_their_own(
    stage: Stage,
) -> None:
    mira = await a_group(stage)
    await mira.playground.promote(mira.chat, mira.person, is_anonymous=True)
    settings = await settings_of(mira, **{"as": "anonymous"})
    known = await presses(mira, settings, "Answers to photos", "Only when I know somebody")
    assert "Answers to photos: Only when I know somebody" in words(known)


async def test_where_it_must_see_every_photo_it_says_what_privacy_mode_keeps_from_it(
    stage: Stage,
) -> None:
    mira = await a_group(stage)
    choices = await presses(mira, await settings_of(mira), "Answers to photos")
    assert "photos that nobody asks about do not reach me" in words(choices)
    choices = await presses(mira, choices, "Back", "Protection of members")
    assert "photos that nobody asks about do not reach me" in words(choices)
    before = await mira.playground.last_seq()
    await mira.playground.promote(mira.chat, mira.bot)
    await mira.playground.bot_message(mira.chat, before)
    choices = await presses(mira, choices, "Back", "Answers to photos")
    assert "do not reach me" not in words(choices)


async def test_a_group_can_let_everybody_teach(stage: Stage) -> None:
    mira = await a_group(stage)
    tom = await a_member(mira)
    assert "the admins decide whose faces I learn" in await tom.shows(EILEEN, "/enroll Eileen")
    await presses(mira, await settings_of(mira), "Who may teach me", "Everybody")
    assert "I now know Eileen" in await tom.shows(EILEEN, "/enroll Eileen")


async def test_who_writes_as_a_channel_is_no_admin(stage: Stage) -> None:
    mira = await a_group(stage)
    channel = await mira.playground.create_group("News", mira.person, kind="channel")
    refused = await settings_of(mira, **{"as": channel["key"]})
    assert words(refused).startswith("Only admins")


async def test_in_a_forum_the_settings_stay_in_their_topic(stage: Stage) -> None:
    mira = await a_group(stage, is_forum=True)
    topic = await mira.playground.open_topic(mira.chat, "Faces")
    settings = await settings_of(mira, thread=topic)
    assert settings.raw["message_thread_id"] == topic
    changed = await presses(mira, settings, "Answers to photos", "Only commands")
    assert changed.raw["message_thread_id"] == topic
    assert "Answers to photos: Only commands" in words(changed)


async def test_two_admins_at_once_both_see_in_the_end_what_holds(any_stage: Stage) -> None:
    mira = await a_group(any_stage)
    tom = await a_member(mira)
    await mira.playground.promote(mira.chat, tom.person)
    settings = await settings_of(mira)
    languages = await presses(mira, settings, "Language")
    other = await settings_of(tom)
    answers = await presses(tom, other, "Answers to photos")
    await asyncio.gather(
        mira.clicks(languages, "Deutsch"), tom.clicks(answers, "Only when I am asked")
    )
    last = await settings_of(mira)
    assert "Sprache: Deutsch" in words(last)
    assert "Antworten auf Fotos: Nur wenn ich gefragt werde" in words(last)

    languages = await presses(mira, last, "Sprache")
    await asyncio.gather(mira.clicks(languages, "English"), tom.clicks(languages, "Русский"))
    for _ in range(100):
        shown = words(await mira.playground.message(mira.chat, last.id))
        told = words(await settings_of(mira)).partition("\n")[0]
        if shown.startswith(told):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{shown} is not {told}")


@on_both_stores
async def test_buttons_and_choices_outlive_the_bot(lone: Lone) -> None:
    mira = lone.talker
    settings = await settings_of(mira)
    await lone.bot.kill()
    await lone.bot.start()
    german = await presses(mira, settings, "Language", "Deutsch")
    await lone.bot.kill()
    await lone.bot.start()
    assert "Sprache: Deutsch" in words(german)
    assert "Ich kenne in diesem Chat noch niemanden" in await mira.says("/people")


async def test_a_choice_that_was_pressed_while_the_bot_died_is_made(lone: Lone) -> None:
    mira = lone.talker
    languages = await presses(mira, await settings_of(mira), "Language")
    await mira.playground.add_fault("editMessageText", "server_error", times=None)
    click = await mira.clicks(languages, "Русский")
    await lone.bot.kill()
    await mira.playground.clear_faults()
    await lone.bot.start()
    assert "Язык: Русский" in words(await mira.outcome_of(click))


async def test_what_deletes_photos_is_chosen_only_by_admins_who_may_delete(
    stage: Stage,
) -> None:
    mira = await a_group(stage)
    before = await mira.playground.last_seq()
    await mira.playground.promote(mira.chat, mira.bot)
    await mira.playground.bot_message(mira.chat, before)
    tom = await a_member(mira)
    await tom.playground.promote(tom.chat, tom.person, rights=["can_pin_messages"])
    page = await settings_of(tom)
    for setting, deleting in (
        ("Protection of members", "Up to deleting"),
        ("Photos of newcomers", "One in an hour"),
    ):
        choices = await presses(tom, page, setting)
        refused = await tom.clicks(choices, deleting)
        assert refused.show_alert
        assert "you lack the right “Delete messages”" in refused.text.translate(ISOLATES)
        page = await presses(tom, choices, "Back")
        assert f"{setting}: {deleting}" not in words(page)
    page = await presses(tom, page, "Protection of members", "Up to asking the admins")
    assert "Protection of members: Up to asking the admins" in words(page)
    await tom.playground.promote(tom.chat, tom.person, rights=["can_delete_messages"])
    page = await presses(tom, page, "Photos of newcomers", "One in an hour")
    assert "Photos of newcomers: One in an hour" in words(page)
