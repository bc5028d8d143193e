"""Whoever replies to what was said of a case: the admins hear of it, once a case and its poster."""

from __future__ import annotations

from dataclasses import replace

from bot.audit import Deed
from bot.moderation.rules import Mode, Then
from bot.preferences import Policy
from tests.playground_client import Message
from tests.unit.court_rooms import Court, plain

ASKED = "I have asked the admins to look at it again."


async def acted(court: Court, then: Then = Then.WARN) -> Message:
    """A rule acts on a photo of Tom's; return what the group is told of it."""
    rule = await court.watches(await court.enrols("Ann", 1), then=then, mode=Mode.ACTING)
    posted = await court.posts()
    await court.ruling.act(posted[0], await court.case(rule, *posted))
    messages = await court.playground.messages(court.group)
    return next(one for one in reversed(messages) if one.raw["from_bot"])


async def replies(court: Court, notice: Message, text: str, person: int = 0) -> list[str]:
    """Somebody replies to it; return what the bot says of that in the group."""
    before = len(await court.said_in_group())
    await court.playground.send_text(court.group, person or court.tom, text, reply_to=notice.id)
    for request in await court.heard():
        await court.stories.routing.answer(request)
    return (await court.said_in_group())[before:]


async def asked_again(court: Court) -> list[Message]:
    messages = await court.playground.messages(court.desk)
    return [one for one in messages if "looked at again, and says" in plain(one)]


async def test_the_admins_get_it_as_an_answer_to_the_card(court: Court) -> None:
    notice = await acted(court)
    court.begin()
    assert await replies(court, notice, "That is <b>my brother</b>!") == [ASKED]
    (told,) = await asked_again(court)
    (card,) = await court.cards()
    assert plain(told) == (
        "Tom asks that this be looked at again, and says:\nThat is <b>my brother</b>!"
    )
    assert told.reply_to == card.id
    assert "Tom asks that this be looked at again." in plain(card)
    gallery = await court.chats.gallery_to_fill(int(court.group))
    newest = await court.audit.of(gallery, 9)
    assert (court.tom, Deed.APPEALED, court.tom) in [
        (one.by, one.deed, one.account) for one in newest
    ]


async def test_its_poster_is_heard_once_and_so_are_all_others_together(court: Court) -> None:
    notice = await acted(court)
    already = ["The admins have been asked to look at it again already."]
    ben = await court.playground.create_person("Ben")
    await court.playground.add_member(court.group, ben)
    await court.heard()
    assert await replies(court, notice, "lol deserved", court.olga) == [ASKED]
    assert await replies(court, notice, "yes, deserved", ben) == already
    assert await replies(court, notice, "please") == [ASKED]
    assert await replies(court, notice, "PLEASE") == already
    assert await replies(court, notice, "no", court.olga) == already
    told = [plain(one).replace("\n", " ") for one in await asked_again(court)]
    assert [one.split(": ") for one in told] == [
        ["Olga asks that this be looked at again, and says", "lol deserved"],
        ["Tom asks that this be looked at again, and says", "please"],
    ]
    (card,) = await court.cards()
    for who in ("Olga", "Tom"):
        assert f"{who} asks that this be looked at again." in plain(card)


async def test_killed_in_between_it_is_said_all_the_same(court: Court) -> None:
    notice = await acted(court)
    await court.playground.send_text(court.group, court.tom, "please", reply_to=notice.id)
    (request,) = await court.heard()
    for _ in range(2):
        court.begin()
        await court.stories.routing.answer(request)
    assert (await court.said_in_group())[-1] == ASKED


async def test_what_was_taken_back_needs_no_appeal(court: Court) -> None:
    notice = await acted(court)
    await replies(court, notice, "please")
    await court.press((await court.cards())[0], "Take it back")
    (card,) = await court.cards()
    assert "asks that this be looked at again" not in plain(card)
    assert await replies(court, notice, "thanks") == [
        "An admin has looked at it again already, and taken it back."
    ]


async def test_of_who_was_banned_another_may_ask(court: Court) -> None:
    notice = await acted(court, Then.BAN)
    assert await replies(court, notice, "It was not him", court.olga) == [ASKED]
    assert plain((await asked_again(court))[0]).startswith("Olga asks")


async def test_where_no_admin_can_be_reached_it_says_so(court: Court) -> None:
    notice = await acted(court)
    await court.playground.block(court.desk)
    await court.heard()
    assert await replies(court, notice, "please") == [
        "I can't reach any admin of this group. Write to one of them."
    ]


async def test_a_reply_to_something_else_that_we_said_is_no_appeal(court: Court) -> None:
    await acted(court)
    await court.playground.send_text(court.group, court.mira, "/audit")
    for request in await court.heard():
        await court.stories.routing.answer(request)
    audit = (await court.playground.messages(court.group))[-1]
    assert await replies(court, audit, "please") == []
    assert await asked_again(court) == []


async def test_an_appeal_goes_with_its_group(court: Court) -> None:
    notice = await acted(court)
    records = court.core.store.records
    assert await records.list("cases-notices")
    await court.stories.leaving.keeping.drop(int(court.group))
    assert not await records.list("cases-notices")
    assert await replies(court, notice, "please") == []


async def test_an_appeal_is_none_of_the_names_that_were_asked_for(court: Court) -> None:
    await court.stories.routing.preferences.change(
        int(court.group), lambda one: replace(one, policy=Policy.OPEN)
    )
    await court.playground.send_text(court.group, court.tom, "/enroll")
    for request in await court.heard():
        await court.stories.routing.answer(request)
    asked = (await court.playground.messages(court.group))[-1]
    notice = await acted(court)
    assert await replies(court, notice, "that is my own child") == [ASKED]
    (told,) = await asked_again(court)
    assert plain(told).endswith("that is my own child")
    (wanted,) = await replies(court, asked, "Eve")
    assert wanted == "Reply to this message with a photo of Eve.", "the question is open still"
