"""Photos of a group that has watch rules, on their way to being answered."""

from __future__ import annotations

import pytest

from bot.moderation.rules import Mode, Then, When
from tests.e2e.chatting import PATIENCE, Talker, offers, words
from tests.e2e.conftest import Stage
from tests.e2e.groups import a_group, a_member
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN, TWO_FACES
from tests.e2e.rules import watches
from tests.photos import plain_photo
from tests.playground_client import Message

pytestmark = pytest.mark.asyncio(loop_scope="session")

LATE = 2.5
"""Seconds between two parts of an album: more than it is waited for."""

FOR_ANOTHER = "/play@other_bot"


async def desk_of(ours: Talker) -> Talker:
    """Return the owner of a group in private, where cards come: the bot is an admin there now."""
    await ours.playground.promote(ours.chat, ours.bot)
    chat = await ours.playground.private_chat(ours.person, ours.bot)
    desk = ours.in_chat(chat)
    await desk.says("/start")
    return desk


async def goes(talker: Talker, *posted: Message) -> None:
    """Wait until messages are deleted, the last of which are still on their way to the bot."""
    seen = posted[0].seq - 1
    left = {one.id for one in posted}
    while left:
        events = await talker.playground.events(seen, kinds=("delete",), seconds=PATIENCE)
        assert events, f"{left} are still there"
        seen = events[-1]["seq"]
        left -= {one["message"]["message_id"] for one in events if one["chat"] == talker.chat}


async def test_what_a_rule_acts_on_is_deleted_and_not_answered_and_an_admins_photo_is(
    open_stage: Stage,
) -> None:
    ours = await a_group(open_stage)
    desk = await desk_of(ours)
    await ours.shows(EILEEN, "/enroll Eileen")
    tom = await a_member(ours)
    assert "looks like Eileen" in (await tom.shows(EILEEN_AGAIN))
    # The group is told once, after the first answer, that it has a choice.
    await tom.has_been_answered()
    await watches(open_stage, ours, When.PERSON, Then.DELETE, Mode.ACTING)
    posted = await tom.sends_photo(EILEEN_AGAIN)
    card = await ours.playground.bot_message(desk.chat, posted.seq, seconds=30)
    assert words(card).startswith("I acted on a photo")
    assert "This looks like Eileen." in words(card)
    assert (await ours.playground.message(ours.chat, posted.id)).is_deleted
    assert "Tom, I deleted a photo" in words(await tom.answer_to(posted))
    asked = await tom.sends_photo(EILEEN_AGAIN, "/who")
    await tom.silence_after(asked)
    assert (await ours.playground.message(ours.chat, asked.id)).is_deleted
    assert "looks like Eileen" in (await ours.shows(EILEEN_AGAIN))


async def test_a_dry_run_is_told_of_and_answered_as_ever_an_album_as_one(
    open_stage: Stage,
) -> None:
    ours = await a_group(open_stage)
    desk = await desk_of(ours)
    await ours.shows(EILEEN, "/enroll Eileen")
    tom = await a_member(ours)
    await watches(open_stage, ours, When.PERSON, Then.BAN, Mode.DRY_RUN)
    parts = await tom.playground.send_album(tom.chat, tom.person, [EILEEN_AGAIN, TWO_FACES])
    answer = await tom.answer_to(parts[0])
    assert "looks like Eileen" in words(answer)
    assert "1" in offers(answer)
    told = [words(one) for one in (await desk.all_answers())[1:]]
    assert len(told) == 1
    assert told[0].startswith("Dry run: I would have deleted this photo and banned who posted it.")
    assert not (await tom.playground.message(tom.chat, parts[0].id)).is_deleted


async def test_an_album_is_deleted_with_the_part_that_speaks_to_another_bot(
    open_stage: Stage,
) -> None:
    ours = await a_group(open_stage)
    await desk_of(ours)
    await ours.shows(EILEEN, "/enroll Eileen")
    tom = await a_member(ours)
    photos = [plain_photo(), EILEEN_AGAIN, TWO_FACES]
    posted = await tom.playground.send_album(tom.chat, tom.person, photos, FOR_ANOTHER)
    # The group is told once, after the first answer, that it has a choice.
    answer, offer = await tom.answers_to(posted[0], 2)
    assert {answer.reply_to, offer.reply_to} == {posted[1].id}, "the first is not ours"
    assert words(answer).startswith("In these 2 photos:")
    await tom.has_been_answered()
    await watches(open_stage, ours, When.PERSON, Then.DELETE, Mode.ACTING)
    posted = await tom.playground.send_album(tom.chat, tom.person, photos, FOR_ANOTHER)
    await tom.has_been_answered()
    stand = [await tom.playground.message(tom.chat, one.id) for one in posted]
    assert [one.is_deleted for one in stand] == [True] * 3
    alone = await tom.sends_photo(EILEEN_AGAIN, FOR_ANOTHER)
    await tom.has_been_answered()
    assert (await tom.playground.message(tom.chat, alone.id)).is_deleted


@pytest.mark.parametrize("order", [[0, 1, 2], [1, 2, 0]], ids=["watched first", "watched last"])
async def test_an_album_is_deleted_whole_though_its_parts_come_late(
    open_stage: Stage, order: list[int]
) -> None:
    ours = await a_group(open_stage)
    desk = await desk_of(ours)
    await ours.shows(EILEEN, "/enroll Eileen")
    tom = await a_member(ours)
    await watches(open_stage, ours, When.PERSON, Then.DELETE, Mode.ACTING)
    photos = [EILEEN_AGAIN, plain_photo(), TWO_FACES]
    posted = await tom.playground.send_album(
        tom.chat, tom.person, photos, spread=2 * LATE, order=order
    )
    await goes(tom, *posted)
    cards = [one for one in await desk.all_answers() if one.has_photo]
    assert [words(one).startswith("I acted on a photo") for one in cards] == [True]


async def test_whoever_swaps_a_photo_in_is_judged_as_whoever_posts_it(open_stage: Stage) -> None:
    ours = await a_group(open_stage)
    desk = await desk_of(ours)
    await ours.shows(EILEEN, "/enroll Eileen")
    tom = await a_member(ours)
    await watches(open_stage, ours, When.PERSON, Then.DELETE, Mode.ACTING)
    posted = await tom.sends_photo(plain_photo())
    await tom.has_been_answered()
    swapped = await tom.playground.replace_photo(posted, tom.person, EILEEN_AGAIN, caption="/who")
    assert "Tom, I deleted a photo" in words(await tom.answer_to(swapped))
    assert (await tom.playground.message(tom.chat, posted.id)).is_deleted
    card = await ours.playground.bot_message(desk.chat, swapped.seq, seconds=30)
    assert words(card).startswith("I acted on a photo")
    assert "This looks like Eileen." in words(card)
