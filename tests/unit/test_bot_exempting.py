"""Whom no rule of a group meets: the admins see it under /watch, and take it back by a button."""

from __future__ import annotations

from bot.audit import Deed
from tests.playground_client import Message
from tests.unit.court_rooms import Court, plain


async def page(court: Court) -> Message:
    """Ask for the rules of the group; return the message with them."""
    await court.playground.send_text(court.group, court.mira, "/watch")
    for request in await court.heard():
        await court.stories.routing.answer(request)
    return await last(court)


async def last(court: Court) -> Message:
    """Return what the bot said last in the group, as it is now."""
    messages = await court.playground.messages(court.group)
    return [one for one in messages if one.raw["from_bot"]][-1]


async def approve(court: Court, *posters: int) -> None:
    for poster in posters:
        await court.ruling.leave.approve(int(court.group), poster, court.mira)


async def test_where_rules_meet_everybody_there_is_no_such_button(court: Court) -> None:
    assert not [one for one in (await page(court)).buttons if one.startswith("Always allowed")]


async def test_who_may_always_post_is_shown_and_rules_can_meet_them_again(court: Court) -> None:
    channel = await court.playground.create_group("Adverts", court.tom, kind="channel")
    await court.playground.add_member(str(channel["key"]), "@court_bot", by=court.tom)
    await court.heard()
    await approve(court, court.tom, int(channel["key"]))
    await court.press(await page(court), "Always allowed: 2")
    shown = await last(court)
    assert plain(shown).startswith("Whom no rule here meets")
    assert [one.strip("\u2068\u2069") for one in shown.buttons] == ["Adverts", "Tom", "Back"]
    await court.press(shown, "Tom")
    assert not await court.ruling.leave.is_approved(int(court.group), court.tom)
    assert await court.ruling.leave.is_approved(int(court.group), int(channel["key"]))
    (entry,) = await court.audit.of(await court.chats.gallery_to_fill(int(court.group)), most=9)
    assert (entry.by, entry.deed, entry.account) == (
        court.mira,
        Deed.POSTER_DISAPPROVED,
        court.tom,
    )
    await court.press(await last(court), "Adverts")
    assert plain(await last(court)).startswith("What I watch for"), "the last one leads back"


async def test_many_are_shown_in_pages(court: Court) -> None:
    people = [await court.playground.create_person(f"Member {number}") for number in range(9)]
    for one in people:
        await court.playground.add_member(court.group, one)
    await court.heard()
    await approve(court, *people)
    await court.press(await page(court), "Always allowed: 9")
    assert len((await last(court)).buttons) == 8 + 2
    await court.press(await last(court), "\u25b6")
    assert len((await last(court)).buttons) == 1 + 2


async def test_only_admins_press(court: Court) -> None:
    await approve(court, court.tom)
    shown = await page(court)
    refused = await court.press(shown, "Always allowed: 1", court.tom)
    assert refused.show_alert
    assert await court.ruling.leave.is_approved(int(court.group), court.tom)


async def test_who_is_not_there_any_more_is_shown_by_number(court: Court) -> None:
    await approve(court, 4242)
    await court.press(await page(court), "Always allowed: 1")
    assert "4242" in (await last(court)).buttons[0]
