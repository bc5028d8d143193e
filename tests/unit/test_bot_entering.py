"""/watch in private: which groups are offered, and that each click asks whether one still may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.audit import Deed
from bot.buttons import LONGEST
from bot.handlers.configuring import CHOSEN
from bot.handlers.entering import A_PAGE, MOST_ASKED
from bot.moderation.rules import Mode, Then
from tests.playground_client import Message
from tests.unit.court_rooms import Court, in_session, plain

NO_GROUP = "I know no group that you administer."


@pytest.fixture
async def court(tmp_path: Path) -> AsyncIterator[Court]:
    async with in_session(tmp_path) as made:
        await made.stories.leaving.keeping.groups.note(int(made.group))
        yield made


async def says(court: Court, text: str, chat: str = "", person: int = 0) -> Message:
    """Somebody says something, in private if no chat is named; return the bot's answer."""
    before = await court.playground.last_seq()
    await court.playground.send_text(chat or court.desk, person or court.mira, text)
    return await answer(court, before)


async def answer(court: Court, before: int) -> Message:
    for request in await court.heard():
        await court.stories.routing.answer(request)
    events = await court.playground.events(before, kinds=("message",))
    return Message(events[-1]["message"], events[-1]["seq"])


async def now(court: Court, page: Message) -> Message:
    return await court.playground.message(page.chat, page.id)


async def presses(court: Court, page: Message, *labels: str, person: int = 0) -> str:
    """Press one button after the other; return the last notice."""
    said = ""
    for label in labels:
        said = (await court.press(await now(court, page), label, person)).text or ""
    return said


async def another_group(court: Court, title: str) -> str:
    made = await court.playground.create_group(title, court.mira, ["@court_bot"])
    await answered_all(court)
    return str(made["key"])


async def answered_all(court: Court) -> None:
    for request in await court.heard():
        await court.stories.routing.answer(request)


async def test_the_groups_that_somebody_administers_are_offered(court: Court) -> None:
    await another_group(court, "Climbers")
    await court.playground.create_group("Others", court.olga, ["@court_bot", court.mira])
    await answered_all(court)
    page = await says(court, "/watch")
    assert plain(page).startswith("Which group's photos shall I watch?")
    assert sorted(one.strip("\u2068\u2069") for one in page.buttons) == ["Climbers", "Hikers"]


async def test_who_administers_no_group_is_told_what_to_do(court: Court) -> None:
    toms = await court.speaks(court.tom)
    await answered_all(court)
    assert plain(await says(court, "/watch", toms, court.tom)).startswith(NO_GROUP)


async def test_a_rule_is_made_for_a_group_in_private(court: Court) -> None:
    await court.enrols("Ann", 1)
    page = await says(court, "/watch")
    await presses(court, page, "Hikers")
    assert plain(await now(court, page)).startswith("What I watch for in Hikers\n")
    before = await court.playground.last_seq()
    await presses(court, page, "New rule", "A person I know", "Ann", "Next", "Anybody")
    await presses(court, page, "Tell the admins", "Save", "Switch on")
    (rule,) = await court.rulebook.of(int(court.group))
    assert (rule.then, rule.mode, rule.made_by) == (Then.TELL, Mode.ASKING, court.mira)
    assert "When a photo shows Ann" in plain(await now(court, page))
    await presses(court, page, "Back", "Where cards go", "Another chat")
    assert "/watchhere" in plain(await now(court, page))
    events = await court.playground.events(before, kinds=("message",))
    assert not events, "all of it goes on in one message, and the group hears nothing"
    gallery = await court.chats.gallery_to_fill(int(court.group))
    deeds = [one.deed for one in await court.audit.of(gallery, 9)]
    assert set(deeds) == {Deed.RULE_CHANGED, Deed.RULE_MADE}
    assert not await court.rulebook.of(court.mira)


async def test_rules_are_made_dull_loud_and_deleted_in_private(court: Court) -> None:
    await court.watches(await court.enrols("Ann", 1))
    page = await says(court, "/watch")
    await presses(court, page, "Hikers", "1", "Quiet for a day")
    (rule,) = await court.rulebook.of(int(court.group))
    assert rule.quiet_until is not None
    await presses(court, page, "Wake it up", "Delete", "Yes, delete it")
    assert not await court.rulebook.of(int(court.group))
    await presses(court, page, "Another group")
    assert plain(await now(court, page)).startswith("Which group's photos")


async def test_rights_are_asked_for_at_each_click(court: Court) -> None:
    olgas = await court.speaks(court.olga)
    await answered_all(court)
    await court.watches(await court.enrols("Ann", 1))
    page = await says(court, "/watch", olgas, court.olga)
    await presses(court, page, "Hikers", "1", person=court.olga)
    await court.playground.promote(court.group, court.olga, rights=[])
    await court.heard()
    for label in ("Delete", "Quiet for a day", "Back"):
        said = await presses(court, page, label, person=court.olga)
        assert said.startswith("Only")
    (rule,) = await court.rulebook.of(int(court.group))
    assert rule.quiet_until is None
    assert plain(await says(court, "/watch", olgas, court.olga)).startswith(NO_GROUP)


async def test_who_is_put_out_while_making_a_rule_makes_none(court: Court) -> None:
    olgas = await court.speaks(court.olga)
    await answered_all(court)
    page = await says(court, "/watch", olgas, court.olga)
    labels = ("Hikers", "New rule", "Any face", "Anybody", "Delete it")
    await presses(court, page, *labels, person=court.olga)
    await court.playground.promote(court.group, court.olga, rights=[])
    await court.heard()
    assert (await presses(court, page, "Save", person=court.olga)).startswith("Only")
    assert not await court.rulebook.of(int(court.group))


async def test_a_button_leads_from_the_group_to_the_private_chat(court: Court) -> None:
    page = await says(court, "/watch", court.group)
    link = (await court.playground.click(page, court.mira, "In private")).url
    before = await court.playground.last_seq()
    await court.playground.follow(court.mira, link, "")
    page = await answer(court, before)
    assert page.chat == court.desk
    assert plain(page).startswith("What I watch for in Hikers\n")
    before = await court.playground.last_seq()
    toms = await court.speaks(court.tom)
    await answered_all(court)
    await court.playground.follow(court.tom, link, "")
    page = await answer(court, before)
    assert page.chat == toms
    assert plain(page).startswith("Only admins can say what I watch for")


async def test_a_spoiled_link_offers_the_groups(court: Court) -> None:
    assert "Hikers" in str((await says(court, "/watch x_y_z")).buttons)


async def test_many_groups_come_by_pages(court: Court) -> None:
    for number in range(A_PAGE):
        await another_group(court, f"Group {number}")
    page = await says(court, "/watch")
    assert len(page.buttons) == A_PAGE + 1
    await presses(court, page, "\u25b6")
    assert len((await now(court, page)).buttons) == 2


async def test_of_very_many_groups_it_says_that_it_looked_through_some(court: Court) -> None:
    groups = court.stories.leaving.keeping.groups
    for number in range(MOST_ASKED):
        await groups.note(-(10**13) - number)
    page = await says(court, "/watch")
    assert plain(page).startswith("Of the groups that I looked through you administer none.")


async def test_a_group_that_was_left_or_moved_is_not_offered(tmp_path: Path) -> None:
    async with in_session(tmp_path, kind="group") as court:
        keeping = court.stories.leaving.keeping
        await keeping.groups.note(int(court.group))
        old = await says(court, "/watch")
        moved = await court.playground.migrate(court.group)
        await court.stories.moved(int(court.group), int(moved["key"]))
        said = await court.press(old, "Hikers")
        assert said.text == "This button is too old. Please start anew."
        page = await says(court, "/watch")
        await presses(court, page, "Hikers")
        assert plain(await now(court, page)).startswith("What I watch for in Hikers")
        await keeping.drop(int(moved["key"]))
        assert plain(await says(court, "/watch")).startswith(NO_GROUP)


def data_of(message: Message) -> list[str]:
    rows: list[list[dict[str, Any]]] = message.raw["reply_markup"]["inline_keyboard"]
    return [one["callback_data"] for row in rows for one in row if "callback_data" in one]


async def test_what_buttons_say_in_private_is_short_enough(court: Court) -> None:
    await court.enrols("Ann", 1)
    page = await says(court, "/watch")
    longest = 0
    for label in ("Hikers", "New rule", "A person I know", "Ann", "Next"):
        await presses(court, page, label)
        longest = max(map(len, data_of(await now(court, page))), default=longest)
    assert longest <= LONGEST


async def test_who_may_not_delete_and_ban_has_no_rule_do_it_by_itself(court: Court) -> None:
    olgas = await court.speaks(court.olga)
    await answered_all(court)
    await court.watches(await court.enrols("Ann", 1), then=Then.BAN)
    page = await says(court, "/watch", olgas, court.olga)
    await presses(court, page, "Hikers", "1", "Act by yourself", person=court.olga)
    asked = await now(court, page)
    assert asked.buttons[0] == "Yes, act by yourself"
    for rights, missing in (
        (["can_delete_messages"], "“Ban users”"),
        (["can_restrict_members"], "“Delete messages”"),
    ):
        await court.playground.promote(court.group, court.olga, rights=rights)
        said = await court.press(asked, "Yes, act by yourself", court.olga)
        assert said.show_alert
        assert missing in said.text
        assert await modes(court) == [Mode.ASKING]
    await presses(court, page, "Back", person=court.olga)
    assert "“Delete messages”" in await presses(court, page, "Act by yourself", person=court.olga)
    assert (await now(court, page)).buttons[0] == "Dry run", "it is not even asked whether to"
    rights = ["can_delete_messages", "can_restrict_members"]
    await court.playground.promote(court.group, court.olga, rights=rights)
    await presses(court, page, "Act by yourself", "Yes, act by yourself", person=court.olga)
    assert await modes(court) == [Mode.ACTING]


async def test_who_may_delete_has_a_rule_delete_by_itself(court: Court) -> None:
    await court.watches(await court.enrols("Ann", 1), then=Then.DELETE)
    page = await says(court, "/watch", court.group, court.olga)
    await court.playground.promote(court.group, court.olga, rights=["can_delete_messages"])
    await presses(court, page, "1", "Act by yourself", "Yes, act by yourself", person=court.olga)
    assert await modes(court) == [Mode.ACTING]


async def test_any_admin_has_a_rule_stop_and_none_who_may_not_ban_starts_it_again(
    court: Court,
) -> None:
    await court.watches(await court.enrols("Ann", 1), then=Then.BAN, mode=Mode.ACTING)
    page = await says(court, "/watch", court.group, court.olga)
    await presses(court, page, "1", person=court.olga)
    await court.playground.promote(court.group, court.olga, rights=["can_pin_messages"])
    missing = "“Delete messages”, “Ban users”"
    assert missing in await presses(court, page, f"{CHOSEN}Act by yourself", person=court.olga)
    await presses(court, page, "Ask first", person=court.olga)
    assert await modes(court) == [Mode.ASKING]
    noted = await court.noted()
    assert missing in await presses(court, page, "Act by yourself", person=court.olga)
    assert await modes(court) == [Mode.ASKING]
    assert await court.noted() == noted


async def modes(court: Court) -> list[Mode]:
    return [rule.mode for rule in await court.rulebook.of(int(court.group))]
