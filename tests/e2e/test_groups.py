"""The bot in groups: what it sees, when it is silent, whose gallery it uses."""

from __future__ import annotations

import asyncio

import pytest

from tests.e2e.chatting import Talker, words
from tests.e2e.conftest import Stage
from tests.e2e.groups import a_group
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN, TWO_FACES
from tests.photos import plain_photo

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_it_introduces_itself_and_says_what_privacy_mode_hides(stage: Stage) -> None:
    mira = await stage.newcomer()
    before = await mira.playground.last_seq()
    group = await mira.playground.create_group("Friends", mira.person, [stage.username])
    told = words(await mira.playground.bot_message(group["key"], before))
    assert "reply with that to a photo" in told
    assert "I see only commands and replies to me" in told
    assert f"/setprivacy to @BotFather, picks @{stage.username}, then Disable" in told


async def test_start_and_help_in_a_group_say_it_too_unless_the_bot_is_an_admin(
    stage: Stage,
) -> None:
    ours = await a_group(stage)
    assert "I see only commands and replies to me" in await ours.says("/start")
    assert "I see only commands and replies to me" in await ours.says("/help")
    await ours.playground.promote(ours.chat, stage.username)
    assert "I see only commands" not in await ours.says("/start")


async def test_with_privacy_mode_off_it_does_not_mention_it(open_stage: Stage) -> None:
    ours = await a_group(open_stage)
    assert "I see only commands" not in await ours.says("/start")


async def test_in_privacy_mode_a_reply_teaches_and_a_reply_asks(stage: Stage) -> None:
    ours = await a_group(stage)
    photo = await ours.sends_photo(EILEEN)
    told = await ours.says(f"/enroll@{stage.username} Eileen", reply_to=photo.id)
    assert told.startswith("Learnt: I now know Eileen")
    (*_, last) = await ours.all_answers()
    assert "This looks like Eileen." in await ours.shows(EILEEN, reply_to=last.id)


async def test_in_privacy_mode_the_bot_asks_by_a_message_to_reply_to(stage: Stage) -> None:
    ours = await a_group(stage)
    asked = await ours.answer_to(await ours.sends("/enroll"))
    assert words(asked) == "Whose face shall I learn? Reply to this message with the name."
    assert asked.raw["keyboard"]["force_reply"] is True
    wanted = await ours.answer_to(await ours.sends("Eileen", reply_to=asked.id))
    assert words(wanted) == "Reply to this message with a photo of Eileen."
    assert "I now know Eileen" in await ours.shows(EILEEN, reply_to=wanted.id)


async def test_a_group_hears_of_faces_and_not_of_every_photo(open_stage: Stage) -> None:
    ours = await a_group(open_stage)
    assert "I don't know anybody in this chat yet" in await ours.shows(EILEEN)
    for silent in (EILEEN, plain_photo()):
        await ours.silence_after(await ours.sends_photo(silent))
    await ours.shows(EILEEN, "/enroll Eileen")
    answer, offer = await ours.answers_to(await ours.sends_photo(EILEEN), 2)
    assert "This looks like Eileen." in words(answer)
    assert "I answer every photo in this group that shows a face." in words(offer)
    await ours.silence_after(await ours.sends_photo(plain_photo()))
    await ours.silence_after(await ours.sends("good morning"))


async def test_one_persons_question_does_not_take_anothers_photo(open_stage: Stage) -> None:
    mira = await a_group(open_stage)
    tom = Talker(mira.playground, await mira.playground.create_person("Tom"), mira.chat, mira.bot)
    await mira.playground.add_member(mira.chat, tom.person)
    await mira.says("/enroll Eileen")
    assert "I don't know anybody" in await tom.shows(EILEEN)
    assert "I now know Eileen" in await mira.shows(EILEEN)


async def test_no_chat_can_see_what_another_taught(open_stage: Stage) -> None:
    mira, tom = await open_stage.newcomer(), await open_stage.newcomer("Tom")
    photo = await mira.sends_photo(EILEEN, "/enroll Eileen")
    assert "I now know Eileen" in words(await mira.answer_to(photo))

    assert "I don't know anybody" in await tom.says("/people")
    assert "I don't know anybody called Eileen" in await tom.says("/forget Eileen")
    assert "I don't know anybody" in await tom.shows(EILEEN)
    assert "from 1 photo." in await tom.shows(EILEEN_AGAIN, "/enroll Eileen")
    assert await tom.says("/forget Eileen") == "Forgotten: Eileen, with 1 photo."

    before = await mira.playground.last_seq()
    group = await mira.playground.create_group("Friends", mira.person, [open_stage.username])
    ours = mira.in_chat(str(group["key"]))
    await ours.playground.bot_message(ours.chat, before)
    assert "I don't know anybody" in await ours.says("/people")
    asked = await mira.sends_photo(EILEEN)
    assert "This looks like Eileen." in words(await mira.answer_to(asked))
    passed_on = await mira.playground.forward(asked, mira.person, ours.chat)
    assert "I don't know anybody" in words(await ours.answer_to(passed_on))

    assert "Eileen" in await mira.says("/people")


async def test_the_same_question_in_two_chats_is_answered_in_each_by_itself(stage: Stage) -> None:
    mira, tom = await stage.newcomer(), await stage.newcomer("Tom")
    two_faces = TWO_FACES
    hers = await mira.answer_to(await mira.sends_photo(two_faces, "/enroll Ann"))
    his = await tom.answer_to(await tom.sends_photo(two_faces, "/enroll Ann"))
    assert hers.buttons == his.buttons
    assert hers.raw["keyboard"] != his.raw["keyboard"], "a button is good for its own chat alone"
    assert "I now know Ann" in words(await tom.outcome_of(await tom.clicks(his, "1")))
    assert "I don't know anybody" in await mira.says("/people")
    assert "I now know Ann" in words(await mira.outcome_of(await mira.clicks(hers, "1")))


async def test_a_group_that_becomes_a_supergroup_keeps_its_people(any_stage: Stage) -> None:
    ours = await a_group(any_stage, kind="group")
    await ours.shows(EILEEN, "/enroll Eileen")
    moved = ours.in_chat(str((await ours.playground.migrate(ours.chat))["key"]))
    await settled(moved, "Eileen")
    assert "I had this photo already" in await moved.shows(EILEEN, "/enroll Eileen")
    assert await moved.says("/forget Eileen") == "Forgotten: Eileen, with 1 photo."


async def settled(talker: Talker, name: str) -> None:
    """Wait until /people lists somebody: the news of a move may come after our question."""
    for _ in range(20):
        if name in await talker.says("/people"):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{name} is not there")


async def test_an_answer_to_a_topic_stays_in_it(stage: Stage) -> None:
    ours = await a_group(stage, is_forum=True)
    topic = await ours.playground.open_topic(ours.chat, "Faces")
    answer = await ours.answer_to(await ours.sends("/people", thread=topic))
    assert answer.raw["message_thread_id"] == topic


async def test_anonymous_admins_can_teach_and_choose(stage: Stage) -> None:
    ours = await a_group(stage)
    await ours.playground.promote(ours.chat, ours.person, is_anonymous=True)
    sent = await ours.sends_photo(TWO_FACES, "/enroll Ann", **{"as": "anonymous"})
    question = await ours.answer_to(sent)
    told = await ours.outcome_of(await ours.clicks(question, "1"))
    assert "I now know Ann" in words(told)


async def test_a_bot_that_was_put_out_goes_on_with_other_chats(stage: Stage) -> None:
    ours = await a_group(stage)
    before = len(stage.bot.output)
    await ours.sends("/people")
    await ours.playground.remove_member(ours.chat, stage.username)
    mira = await stage.newcomer()
    assert "I don't know anybody" in await mira.says("/people")
    assert "Traceback" not in stage.bot.output[before:]


async def test_two_chats_on_one_store_know_nothing_of_each_other(any_stage: Stage) -> None:
    mira, tom = await any_stage.newcomer(), await any_stage.newcomer("Tom")
    assert "I now know Eileen" in await mira.shows(EILEEN, "/enroll Eileen")
    assert "I don't know anybody" in await tom.says("/people")
    assert "I don't know anybody called Eileen" in await tom.says("/forget Eileen")
    assert "I don't know anybody" in await tom.shows(EILEEN)
    assert "I now know Bob" in await tom.shows(EILEEN, "/enroll Bob")
    assert "Bob" not in await mira.shows(EILEEN)
    assert "Eileen" not in await tom.shows(EILEEN)
    assert "I don't know anybody called Bob" in await mira.says("/forget Bob")
