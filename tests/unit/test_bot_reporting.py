"""/report: whose messages, how often, who is told, and what comes of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.audit import Deed
from bot.moderation.patience import MOST_OF_ALL, MOST_OF_ONE, WITHIN
from tests.playground_client import Message
from tests.unit.court_rooms import Court, in_session, plain

DEEDS = ["Delete", "Delete, warn", "Delete, mute", "Delete, ban", "Forgive", "Show the message"]


async def member(court: Court, name: str, *, spoke: bool = False) -> int:
    """Somebody is in the group, and may have spoken with the bot."""
    person = await court.playground.create_person(name)
    await court.playground.add_member(court.group, person)
    if spoke:
        await court.speaks(person)
    await court.heard()
    return person


async def writes(court: Court, words: str = "buy my coins", **options: Any) -> Message:
    return await court.playground.send_text(court.group, court.tom, words, **options)


async def reports(court: Court, person: int, message: Message | None, text: str = "/report") -> str:
    """Somebody reports a message; return what the bot says to them in the group or in private."""
    before = await court.playground.last_seq()
    replying = {} if message is None else {"reply_to": message.id}
    await court.playground.send_text(court.group, person, text, **replying)
    for request in await court.heard():
        await court.stories.routing.answer(request)
    events = await court.playground.events(before, kinds=("message",))
    said = [Message(one["message"], one["seq"]) for one in events if one["message"]["from_bot"]]
    return next((plain(one) for one in reversed(said) if one.chat != court.desk), "")


async def cards(court: Court, chat: str = "") -> list[Message]:
    messages = await court.playground.messages(chat or court.desk)
    return [one for one in messages if one.raw["from_bot"] and "was reported" in plain(one)]


async def test_a_report_is_a_card_with_who_wrote_what_and_who_reported_it(court: Court) -> None:
    ben = await member(court, "Ben")
    message = await writes(court, "buy <b>my</b> coins")
    assert await reports(court, ben, message) == (
        "Thank you. The admins of the group have it before them."
    )
    (card,) = await cards(court)
    assert plain(card) == (
        "A message was reported\nIn Hikers, posted by Tom.\nReported by Ben.\nbuy <b>my</b> coins"
    )
    assert card.buttons == DEEDS
    assert (court.tom, Deed.REPORTED) not in {(by, deed) for by, deed, _ in await court.noted()}
    assert (ben, Deed.REPORTED, court.tom) in await court.noted()


async def test_two_who_report_it_in_one_moment_are_on_one_card(court: Court) -> None:
    ben, uma = await member(court, "Ben"), await member(court, "Uma")
    message = await writes(court)
    for person in (ben, uma):
        await court.playground.send_text(court.group, person, "/report", reply_to=message.id)
    await asyncio.gather(*(court.stories.routing.answer(one) for one in await court.heard()))
    (card,) = await cards(court)
    assert "Reported by 2 people: " in plain(card)


async def test_a_photo_that_is_reported_is_shown(court: Court) -> None:
    ben = await member(court, "Ben")
    (posted,) = await court.playground.send_album(court.group, court.tom, [court.photo])
    await reports(court, ben, posted)
    (card,) = await cards(court)
    assert card.has_photo


async def test_the_command_is_taken_away_and_the_word_comes_in_private(court: Court) -> None:
    ben = await member(court, "Ben", spoke=True)
    message = await writes(court)
    before = len(await court.said_in_group())
    assert "Thank you" in await reports(court, ben, message)
    assert len(await court.said_in_group()) == before, "the group is left in peace"
    written = await court.playground.messages(court.group)
    assert not [one for one in written if one.text == "/report" and not one.is_deleted]


async def test_who_reports_the_same_message_later_stands_on_the_same_card(court: Court) -> None:
    message = await writes(court)
    for name in ("Ben", "Carl", "Dora", "Emil"):
        person = await member(court, name)
        for _ in range(2):
            assert "Thank you" in await reports(court, person, message)
    (card,) = await cards(court)
    assert "Reported by 4 people: Ben, Carl, Dora and 1 more." in plain(card)


@pytest.mark.parametrize(
    ("label", "standing", "deed"),
    [
        ("Delete", "member", Deed.MESSAGE_DELETED),
        ("Delete, mute", "restricted", Deed.POSTER_MUTED),
        ("Delete, ban", "kicked", Deed.POSTER_BANNED),
        ("Forgive", "member", Deed.REPORT_DISMISSED),
    ],
)
async def test_an_admin_decides_and_later_reporters_are_told_so(
    court: Court, label: str, standing: str, deed: Deed
) -> None:
    ben, carl = await member(court, "Ben"), await member(court, "Carl")
    message = await writes(court)
    await reports(court, ben, message)
    court.begin()
    await court.press((await cards(court))[0], label)
    assert await court.standing(court.tom) == standing
    gone = (await court.playground.message(court.group, message.id)).is_deleted
    assert gone == (label != "Forgive")
    assert (court.mira, deed, court.tom) in await court.noted()
    said = [one for one in await court.said_in_group() if "Tom" in one]
    assert bool(said) == gone, "who is concerned is told, and nobody else"
    if not gone:
        assert "looked at this message already" in await reports(court, carl, message)
        assert len(await cards(court)) == 1
    else:
        assert "a photo" not in said[0]
    buttons = (await cards(court))[0].buttons
    assert ("Take it back" in buttons) == (standing in {"restricted", "kicked"})


async def test_who_is_no_admin_any_more_decides_nothing(court: Court) -> None:
    olgas = await court.speaks(court.olga)
    ben = await member(court, "Ben")
    message = await writes(court)
    await reports(court, ben, message)
    await court.playground.promote(court.group, court.olga, rights=[])
    await court.heard()
    said = await court.press((await cards(court, olgas))[0], "Delete, ban", court.olga)
    assert said.text == "Only the admins of that group can decide this."
    assert await court.standing(court.tom) == "member"
    assert not (await court.playground.message(court.group, message.id)).is_deleted


async def test_what_is_gone_already_was_gone(court: Court) -> None:
    ben = await member(court, "Ben")
    message = await writes(court)
    await reports(court, ben, message)
    await court.playground.delete(message, court.tom)
    await court.press((await cards(court))[0], "Delete")
    assert "The message was gone already." in plain((await cards(court))[0])


async def test_what_is_older_than_two_days_cannot_be_deleted(court: Court) -> None:
    ben = await member(court, "Ben")
    message = await writes(court)
    court.later(timedelta(days=3))
    await reports(court, ben, message)
    await court.press((await cards(court))[0], "Delete, mute")
    assert "Not deleted: it was posted more than two days ago" in plain((await cards(court))[0])
    assert await court.standing(court.tom) == "restricted"


async def test_whose_messages_cannot_be_reported(court: Court) -> None:
    ben = await member(court, "Ben")
    send = court.playground.send_text
    admin = await send(court.group, court.mira, "quiet please")
    unseen = await send(court.group, court.mira, "quiet!", **{"as": "anonymous"})
    own = await send(court.group, ben, "hello")
    for message in (admin, unseen):
        assert "What admins write can't be reported" in await reports(court, ben, message)
    assert "is your own" in await reports(court, ben, own)
    assert "Reply with /report to the message" in await reports(court, ben, None)
    mine = [one for one in await court.playground.messages(court.group) if one.raw["from_bot"]]
    assert "That message is mine" in await reports(court, ben, mine[-1])
    assert not await cards(court)
    assert not await court.core.store.records.list("cases")


async def test_a_member_reports_so_many_an_hour_and_more_after_it(court: Court) -> None:
    ben, carl = await member(court, "Ben"), await member(court, "Carl")
    messages = [await writes(court, f"spam {number}") for number in range(MOST_OF_ONE + 1)]
    for message in messages[:-1]:
        assert "Thank you" in await reports(court, ben, message)
    refused = await reports(court, ben, messages[-1])
    assert refused.startswith("You can report 3 messages within an hour, and you have.")
    assert "Thank you" in await reports(court, ben, messages[0]), "the same one counts once"
    assert "Thank you" in await reports(court, carl, messages[0]), "others have their own count"
    assert len(await cards(court)) == MOST_OF_ONE
    court.later(WITHIN + timedelta(minutes=1))
    assert "Thank you" in await reports(court, ben, messages[-1])


async def test_the_admins_are_not_drowned_by_many_who_report(court: Court) -> None:
    people = [await member(court, f"P{number}") for number in range(MOST_OF_ALL // MOST_OF_ONE + 1)]
    said = [
        await reports(court, person, await writes(court, f"{person} {number}"))
        for person in people
        for number in range(MOST_OF_ONE)
    ]
    assert sum("Thank you" in one for one in said) == MOST_OF_ALL
    assert "the admins have enough before them" in said[-1]
    assert len(await cards(court)) == MOST_OF_ALL


async def test_where_no_admin_can_be_reached_it_says_so_and_tries_again(court: Court) -> None:
    ben, carl = await member(court, "Ben"), await member(court, "Carl")
    message = await writes(court)
    await court.playground.block(court.desk)
    await court.heard()
    assert "I can't reach any admin" in await reports(court, ben, message)
    assert not await cards(court)
    olgas = await court.speaks(court.olga)
    await court.heard()
    assert "Thank you" in await reports(court, carl, message)
    (card,) = await cards(court, olgas)
    assert "Reported by 2 people: Ben, Carl." in plain(card)


async def test_killed_in_between_it_is_told_once(court: Court) -> None:
    ben = await member(court, "Ben")
    message = await writes(court)
    await court.playground.send_text(court.group, ben, "/report", reply_to=message.id)
    (request,) = await court.heard()
    for _ in range(3):
        court.begin()
        await court.stories.routing.answer(request)
    (card,) = await cards(court)
    assert "Reported by Ben." in plain(card)
    assert len([one for one in await court.noted() if one[1] is Deed.REPORTED]) == 1


async def test_in_private_it_says_what_it_is_for(court: Court) -> None:
    await court.playground.send_text(court.desk, court.mira, "/report")
    for request in await court.heard():
        await court.stories.routing.answer(request)
    last = (await court.playground.messages(court.desk))[-1]
    assert plain(last).startswith("/report is for groups")


async def test_of_a_chat_that_was_left_no_report_is_kept(court: Court) -> None:
    ben = await member(court, "Ben")
    await reports(court, ben, await writes(court))
    records = court.core.store.records
    assert await records.list("reports")
    await court.stories.leaving.keeping.drop(int(court.group))
    assert not await records.list("reports")
    assert not await records.list("cases")


async def test_a_supergroup_keeps_the_reports_of_the_group_it_was(tmp_path: Path) -> None:
    async with in_session(tmp_path, kind="group") as court:
        ben = await member(court, "Ben")
        for number in range(MOST_OF_ONE):
            await reports(court, ben, await writes(court, f"spam {number}"))
        assert "Show the message" not in (await cards(court))[0].buttons
        moved = await court.playground.migrate(court.group)
        await court.stories.moved(int(court.group), int(moved["key"]))
        court.group = str(moved["key"])
        await court.heard()
        assert "You can report" in await reports(court, ben, await writes(court))


async def test_in_a_topic_only_a_real_reply_is_a_report(tmp_path: Path) -> None:
    async with in_session(tmp_path, is_forum=True) as court:
        ben = await member(court, "Ben")
        topic = await court.playground.open_topic(court.group, "Talk")
        message = await writes(court, thread=topic)
        before = await court.playground.last_seq()
        await court.playground.send_text(court.group, ben, "/report", thread=topic)
        for request in await court.heard():
            await court.stories.routing.answer(request)
        event = (await court.playground.events(before, kinds=("message",)))[-1]
        assert "Reply with /report" in event["message"]["text"]
        assert "Thank you" in await reports(court, ben, message)
