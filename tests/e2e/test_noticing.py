"""What a group keeps from the bot: it is said once, where it can be said."""

from __future__ import annotations

import pytest

from tests.e2e.chatting import Talker, words
from tests.e2e.conftest import Stage
from tests.e2e.groups import a_group, a_group_of
from tests.e2e.pictures import EILEEN, TWO_FACES

pytestmark = pytest.mark.asyncio(loop_scope="session")

EVERYTHING = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos",
    "can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls",
    "can_send_other_messages", "can_add_web_page_previews",
)  # fmt: skip
NO_PHOTOS = tuple(one for one in EVERYTHING if one != "can_send_photos")
MAY_NOT_SHOW = "I may not send photos in this group"


async def next_words(talker: Talker, after: int) -> str:
    return words(await talker.playground.bot_message(talker.chat, after))


async def restricts(ours: Talker, *allowed: str) -> int:
    """Leave the bot only some permissions; return the event after which it may react."""
    before = await ours.playground.last_seq()
    await ours.playground.restrict(ours.chat, ours.bot, allowed, by=ours.person)
    return before


async def test_it_says_that_it_may_not_send_photos_and_again_to_who_asks_and_after_it_could(
    stage: Stage,
) -> None:
    ours = await a_group(stage)
    assert (await next_words(ours, await restricts(ours, *NO_PHOTOS))).startswith(MAY_NOT_SHOW)
    assert (await ours.shows(TWO_FACES, "/enroll Ann")).startswith(MAY_NOT_SHOW)
    await restricts(ours, *EVERYTHING)
    question = await ours.answer_to(await ours.sends_photo(TWO_FACES, "/enroll Ann"))
    assert question.has_photo
    assert (await next_words(ours, await restricts(ours, *NO_PHOTOS))).startswith(MAY_NOT_SHOW)


async def test_a_groups_own_rules_are_noticed_when_they_are_met_and_told_once(
    open_stage: Stage,
) -> None:
    ours = await a_group(open_stage)
    await ours.shows(EILEEN, "/enroll Eileen")
    await ours.playground.add_fault(
        "sendPhoto", "error", status=400, times=None, bot=open_stage.username,
        description="Bad Request: not enough rights to send photos to the chat",
    )  # fmt: skip
    assert (await ours.shows(TWO_FACES)).startswith(MAY_NOT_SHOW)
    await ours.silence_after(await ours.sends_photo(TWO_FACES))
    assert (await ours.shows(TWO_FACES, "/who")).startswith(MAY_NOT_SHOW)
    await ours.playground.clear_faults()


async def test_who_silences_it_is_told_in_private_and_the_group_hears_nothing(
    stage: Stage,
) -> None:
    mira = await stage.newcomer()
    await mira.says("/start")
    ours = await a_group_of(stage, mira)
    said = len(await ours.all_answers())
    told = await next_words(mira, await restricts(ours))
    assert told.startswith("In Friends I may no longer write")
    await ours.sends("/people")
    await mira.has_been_answered()
    assert len(await ours.all_answers()) == said
    await restricts(ours, *EVERYTHING)
    assert "I don't know anybody" in await ours.says("/people")


async def test_who_never_spoke_to_it_is_not_written_to(stage: Stage) -> None:
    before = len(stage.bot.output)
    ours = await a_group(stage)
    await restricts(ours)
    mira = await stage.newcomer()
    await mira.has_been_answered()
    assert "Traceback" not in stage.bot.output[before:]
    assert "failed" not in stage.bot.output[before:]


async def test_it_says_what_it_sees_as_an_admin_and_what_no_longer(stage: Stage) -> None:
    ours = await a_group(stage)
    before = await ours.playground.last_seq()
    await ours.playground.promote(ours.chat, stage.username)
    assert await next_words(ours, before) == "Thank you! As an admin I see every photo here now."
    before = await ours.playground.last_seq()
    await ours.playground.promote(ours.chat, stage.username, rights=[])
    assert (await next_words(ours, before)).startswith("In this group I see only commands")


async def test_where_nothing_is_hidden_a_change_of_rank_is_no_news(open_stage: Stage) -> None:
    ours = await a_group(open_stage)
    said = len(await ours.all_answers())
    await ours.playground.promote(ours.chat, open_stage.username)
    await ours.playground.promote(ours.chat, open_stage.username, rights=[])
    await ours.says("/people")
    assert len(await ours.all_answers()) == said + 1


async def test_put_out_it_is_quiet_and_does_not_try_in_vain(stage: Stage) -> None:
    ours = await a_group(stage)
    settings = await ours.answer_to(await ours.sends("/settings"))
    await ours.playground.remove_member(ours.chat, stage.username, by=ours.person)
    before, said = len(stage.bot.output), len(await ours.all_answers())
    mira = await stage.newcomer()
    await mira.has_been_answered()
    assert len(await ours.all_answers()) == said
    assert settings.edits == 0
    assert "Traceback" not in stage.bot.output[before:]
    assert "apolog" not in stage.bot.output[before:]
