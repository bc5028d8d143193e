"""Answers in groups mention who wants that, and nobody else."""

from __future__ import annotations

import pytest

from tests.e2e.chatting import Talker, offers, words
from tests.e2e.conftest import Stage
from tests.e2e.groups import a_group, a_member
from tests.e2e.pictures import EILEEN, EILEEN_AGAIN
from tests.playground_client import Message

pytestmark = pytest.mark.asyncio(loop_scope="session")

OFFERED = "shall my answer mention you"
LABEL = "Yes, mention me"


def mentioned(message: Message) -> list[int]:
    """Return the accounts that a message mentions, or its caption."""
    entities = [*message.raw.get("entities", []), *message.raw.get("caption_entities", [])]
    return [one["user"]["id"] for one in entities if one["type"] == "text_mention"]


async def offered(stage: Stage) -> tuple[Talker, Talker, Message]:
    """Return the owner of a group, a member who taught their own face, and what they were told."""
    mira = await a_group(stage)
    tom = await a_member(mira, "Tom")
    told = await tom.answer_to(await tom.sends_photo(EILEEN, "/enroll me"))
    # With the first answer comes the question which photos are to be answered.
    answer, _ = await mira.answers_to(await mira.sends_photo(EILEEN_AGAIN), 2)
    assert "This looks like Tom." in words(answer)
    assert mentioned(answer) == [], "nobody is, unless they say so"
    return mira, tom, told


async def test_who_wants_it_is_mentioned_until_they_want_it_no_more(open_stage: Stage) -> None:
    mira, tom, told = await offered(open_stage)
    assert OFFERED in words(told)
    assert offers(told) == [LABEL]
    assert "Only the person who asked" in (await mira.clicks(told, LABEL)).text
    assert "from now on I mention you" in (await tom.clicks(told, LABEL)).text
    again = await tom.answer_to(await tom.sends_photo(EILEEN_AGAIN, "/enroll me"))
    assert OFFERED not in words(again), "that is asked once"

    answer = await mira.answer_to(await mira.sends_photo(EILEEN_AGAIN))
    assert mentioned(answer) == [tom.person]
    own = await tom.answer_to(await tom.sends_photo(EILEEN_AGAIN))
    assert "This looks like Tom." in words(own)
    assert mentioned(own) == [], "who asks sees it anyway"
    click = await mira.clicks(answer, "Why?")
    why = await mira.playground.bot_message(mira.chat, click.seq, seconds=30)
    assert why.has_photo
    assert mentioned(why) == []
    choice = await mira.outcome_of(await mira.clicks(answer, "Not Tom"))
    corrected = await mira.outcome_of(await mira.clicks(choice, "I don't know"))
    assert "Not Tom, I was told." in words(corrected)
    assert mentioned(corrected) == []

    alone = tom.in_chat(await tom.playground.private_chat(tom.person, tom.bot))
    settings = await alone.answer_to(await alone.sends("/settings"))
    assert "Mentions in groups: Yes, mention me" in words(settings)
    choices = await alone.outcome_of(await alone.clicks(settings, "Mentions in groups"))
    await alone.outcome_of(await alone.clicks(choices, "No"))
    assert mentioned(await mira.answer_to(await mira.sends_photo(EILEEN_AGAIN))) == []


async def test_who_has_left_the_group_is_named_and_not_mentioned(open_stage: Stage) -> None:
    mira, tom, told = await offered(open_stage)
    await tom.clicks(told, LABEL)
    assert mentioned(await mira.answer_to(await mira.sends_photo(EILEEN))) == [tom.person]
    await mira.playground.remove_member(mira.chat, tom.person)
    answer = await mira.answer_to(await mira.sends_photo(EILEEN))
    assert "This looks like Tom." in words(answer)
    assert mentioned(answer) == []


async def test_in_private_nobody_is_mentioned_nor_asked(stage: Stage) -> None:
    tom = await stage.newcomer("Tom")
    told = await tom.answer_to(await tom.sends_photo(EILEEN, "/enroll me"))
    assert OFFERED not in words(told)
    assert offers(told) == []


async def test_a_late_part_of_an_album_leaves_the_offer_where_it_is(open_stage: Stage) -> None:
    mira = await a_group(open_stage)
    sent = await mira.playground.send_album(
        mira.chat, mira.person, [EILEEN, EILEEN_AGAIN], "/enroll me", spread=2.5
    )
    answer = await mira.answer_to(sent[0])
    assert OFFERED in words(answer)
    told = await mira.becomes(answer, "2 photos")
    assert OFFERED in words(told)
    assert offers(told) == [LABEL]
