"""Which photos of a group are answered, and asking about one with /who."""

from __future__ import annotations

import asyncio

import pytest

from tests.e2e.chatting import Talker, offers, words
from tests.e2e.conftest import Identity, Lone, Stage
from tests.e2e.groups import a_group, a_member
from tests.e2e.pictures import EILEEN, TWO_FACES, person
from tests.e2e.test_odd_things import heic
from tests.photos import plain_photo
from tests.playground_client import Message, PlaygroundClient

pytestmark = pytest.mark.asyncio(loop_scope="session")

OFFER = "I answer every photo in this group that shows a face."
NO_FACE = "I can't see a face in this photo."


async def a_group_that_knows_eileen(
    stage: Stage, choice: str = "", kind: str = "supergroup"
) -> Talker:
    """Return an admin of a group where Eileen was taught, and a choice of answers was made."""
    ours = await a_group(stage, kind)
    assert "I now know Eileen" in await ours.shows(EILEEN, "/enroll Eileen")
    if choice:
        settings = await ours.answer_to(await ours.sends("/settings"))
        choices = await ours.outcome_of(await ours.clicks(settings, "Answers to photos"))
        await ours.outcome_of(await ours.clicks(choices, choice))
    return ours


async def answered(ours: Talker, sent: Message, photo: Message) -> str:
    """Return what is answered to a photo, and see that the answer is to it."""
    answer = await ours.answer_to(sent)
    assert answer.reply_to == photo.id
    return words(answer)


async def test_the_first_answer_offers_the_choice_once_and_admins_choose(open_stage: Stage) -> None:
    mira = await a_group_that_knows_eileen(open_stage)
    tom = await a_member(mira)
    answer, offer = await tom.answers_to(await tom.sends_photo(EILEEN), 2)
    assert "This looks like Eileen." in words(answer)
    assert words(offer).startswith(OFFER)
    assert (await tom.clicks(offer, "Only when I know somebody")).show_alert
    chosen = await mira.outcome_of(await mira.clicks(offer, "Only when I know somebody"))
    assert words(chosen).startswith("All right: I answer only when somebody on the photo looks")
    assert offers(chosen) == []
    await tom.silence_after(await tom.sends_photo(person(0)[0]))
    again = await tom.sends_photo(EILEEN)
    assert "This looks like Eileen." in await answered(tom, again, again)
    await tom.silence_after(await tom.sends_photo(plain_photo()))


async def test_the_choice_is_offered_though_the_bot_dies_between_answer_and_offer(
    lone: Lone,
) -> None:
    mira = lone.talker
    stage = Stage(mira.playground, lone.bot, Identity(mira.bot, {}))
    ours = await a_group(stage)
    before = await ours.playground.last_seq()
    await ours.playground.promote(ours.chat, mira.bot)
    await ours.playground.bot_message(ours.chat, before)
    await ours.shows(EILEEN, "/enroll Eileen")
    await ours.playground.add_fault("sendMessage", "server_error", times=None, bot=mira.bot)
    answer = await ours.answer_to(await ours.sends_photo(TWO_FACES))
    assert answer.has_photo
    await failed(ours.playground, "sendMessage", mira.bot)
    await lone.bot.kill()
    await ours.playground.clear_faults()
    await lone.bot.start()
    await ours.has_been_answered()
    answers = await ours.all_answers()
    assert len([one for one in answers if one.has_photo]) == 1
    assert len([one for one in answers if words(one).startswith(OFFER)]) == 1


async def failed(playground: PlaygroundClient, method: str, bot: str) -> None:
    """Wait until a call of the bot has failed."""
    for _ in range(600):
        calls = await playground.calls(method)
        if any(call["bot"] == bot and call["status"] >= 500 for call in calls):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{method} has not failed")


async def test_a_group_that_chose_before_is_offered_nothing(open_stage: Stage) -> None:
    ours = await a_group_that_knows_eileen(open_stage, "✓ Every photo with a face")
    assert "I don't know this person." in await ours.shows(person(0)[0])
    await ours.has_been_answered()
    assert not [one for one in await ours.all_answers() if words(one).startswith(OFFER)]


async def test_a_supergroup_is_not_offered_again_what_its_group_was(open_stage: Stage) -> None:
    ours = await a_group_that_knows_eileen(open_stage, kind="group")
    assert OFFER in words((await ours.answers_to(await ours.sends_photo(EILEEN), 2))[1])
    moved = ours.in_chat(str((await ours.playground.migrate(ours.chat))["key"]))
    await moved.has_been_answered()
    assert "This looks like Eileen." in await moved.shows(EILEEN)
    await moved.has_been_answered()
    assert not [one for one in await moved.all_answers() if words(one).startswith(OFFER)]


async def test_nobody_sees_it_type_for_words_that_may_not_come(open_stage: Stage) -> None:
    ours = await a_group_that_knows_eileen(open_stage, "Only when I know somebody")
    photo = await ours.sends_photo(person(0)[0])
    await ours.silence_after(photo)
    seen = await ours.playground.events(photo.seq, chat=ours.chat, kinds=["chat_action"])
    assert seen == []
    asked = await ours.sends_photo(person(0)[0], "/who")
    await ours.answer_to(asked)
    assert await ours.playground.events(asked.seq, chat=ours.chat, kinds=["chat_action"])


async def test_asked_only_it_answers_a_mention_a_reply_and_a_question(open_stage: Stage) -> None:
    mira = await a_group_that_knows_eileen(open_stage, "Only when I am asked")
    tom = await a_member(mira)
    photo = await tom.sends_photo(EILEEN)
    await tom.silence_after(photo)

    mentioned = await tom.sends_photo(EILEEN, f"@{open_stage.username} who is this?")
    assert "This looks like Eileen." in await answered(tom, mentioned, mentioned)
    asked = await mira.sends(f"Look, @{open_stage.username}!", reply_to=photo.id)
    assert "This looks like Eileen." in await answered(mira, asked, photo)
    (*_, last) = await tom.all_answers()
    replied = await tom.sends_photo(plain_photo(), reply_to=last.id)
    assert (await answered(tom, replied, replied)).startswith(NO_FACE), "whoever asks is answered"
    asked = await mira.sends("/who", reply_to=photo.id)
    assert "This looks like Eileen." in await answered(mira, asked, photo)
    called = await mira.says(f"@{open_stage.username} hello?")
    assert called.startswith("Reply to a photo with /who"), "whoever calls by name is answered"


async def test_a_caption_that_asks_may_be_edited_in(open_stage: Stage) -> None:
    ours = await a_group_that_knows_eileen(open_stage, "Only when I am asked")
    photo = await ours.sends_photo(EILEEN, "holidays")
    await ours.silence_after(photo)
    edited = await ours.playground.edit(photo, ours.person, "/who")
    assert "This looks like Eileen." in await answered(ours, edited, photo)


async def test_off_means_commands_only(open_stage: Stage) -> None:
    ours = await a_group_that_knows_eileen(open_stage, "Only commands")
    photo = await ours.sends_photo(EILEEN, f"@{open_stage.username} who is this?")
    await ours.silence_after(photo)
    asked = await ours.sends("/whois", reply_to=photo.id)
    assert "This looks like Eileen." in await answered(ours, asked, photo)
    asked = await ours.sends("/enroll", reply_to=photo.id)
    assert words(await ours.answer_to(asked)).startswith("Who is this?"), "it can be taught"


async def test_who_answers_any_photo_in_privacy_mode(stage: Stage) -> None:
    mira = await a_group_that_knows_eileen(stage)
    tom = await a_member(mira)
    unseen = await tom.sends_photo(EILEEN)
    asked = await mira.sends("/who", reply_to=unseen.id)
    assert "This looks like Eileen." in await answered(mira, asked, unseen)
    captioned = await tom.sends_photo(EILEEN, f"/who@{stage.username}")
    assert "This looks like Eileen." in await answered(tom, captioned, captioned)
    passed_on = await mira.playground.forward(unseen, mira.person, mira.chat)
    asked = await mira.sends("/who", reply_to=passed_on.id)
    assert "This looks like Eileen." in await answered(mira, asked, passed_on)
    file = await mira.playground.send_document(mira.chat, mira.person, heic(), "IMG_1.HEIC")
    asked = await tom.sends("/who", reply_to=file.id)
    assert "This looks like Eileen." in await answered(tom, asked, file)
    wall = await tom.sends_photo(plain_photo())
    asked = await tom.sends("/who", reply_to=wall.id)
    assert (await answered(tom, asked, wall)).startswith(NO_FACE)


async def test_who_can_ask_about_one_photo_of_an_album_or_about_all(open_stage: Stage) -> None:
    ours = await a_group_that_knows_eileen(open_stage, "Only when I am asked")
    album = await ours.playground.send_album(ours.chat, ours.person, [person(0)[0], EILEEN])
    await ours.silence_after(album[-1])
    asked = await ours.sends("/who", reply_to=album[1].id)
    assert "This looks like Eileen." in await answered(ours, asked, album[1])
    album = await ours.playground.send_album(ours.chat, ours.person, [person(0)[0], EILEEN], "/who")
    await ours.has_been_answered()
    told = "\n".join(
        words(one) for one in await ours.all_answers() if one.reply_to in {p.id for p in album}
    )
    assert "I don't know this person." in told
    assert "This looks like Eileen." in told


async def test_who_without_a_photo_says_how_to_ask(stage: Stage) -> None:
    told = "Reply to a photo with /who, or send one with the caption /who"
    mira = await stage.newcomer()
    assert (await mira.says("/who")).startswith(told)
    assert (await mira.says("/whois Eileen")).startswith(told)
    hello = await mira.sends("hello")
    await mira.answer_to(hello)
    assert (await mira.says("/who", reply_to=hello.id)).startswith(told)
    photo = await mira.sends_photo(EILEEN, "/who")
    assert "I don't know anybody in this chat yet" in words(await mira.answer_to(photo))


async def test_who_in_a_group_that_knows_nobody_says_how_to_begin_each_time(stage: Stage) -> None:
    ours = await a_group(stage)
    photo = await ours.sends_photo(EILEEN)
    for _ in range(2):
        told = await ours.says("/who", reply_to=photo.id)
        assert "I don't know anybody in this chat yet" in told


async def test_a_linked_channels_posts_are_photos_like_any_others_and_no_admins(
    open_stage: Stage,
) -> None:
    ours = await a_group_that_knows_eileen(open_stage, "✓ Every photo with a face")
    news = await ours.playground.create_group("News", ours.person, kind="channel")
    await ours.playground.link(news["key"], ours.chat)
    post = await ours.playground.send_photo(news["key"], ours.person, EILEEN)
    assert "This looks like Eileen." in words(await ours.answer_to(post))
    await ours.playground.send_text(news["key"], ours.person, "/settings")
    told = [words(one) for one in await last_answers(ours)]
    assert told[-1].startswith("Only admins can change how I behave in this group.")


async def last_answers(ours: Talker) -> list[Message]:
    """Return the bot's messages before now, after everything sent was answered."""
    await ours.playground.send_text(ours.chat, ours.person, "/cancel")
    for _ in range(100):
        answers = await ours.all_answers()
        if "nothing to cancel" in words(answers[-1]):
            return answers[:-1]
        await asyncio.sleep(0.1)
    raise AssertionError([words(one) for one in answers])
