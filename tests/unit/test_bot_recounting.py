"""/audit: what is shown of it, by what, since when and of whom, and what goes out as a file."""

from __future__ import annotations

import csv
from datetime import timedelta
from typing import Any

from bot.audit import Audit, Deed
from bot.handlers.recounting import A_PAGE
from bot.request import KnownAs, Removed, Request
from tests.playground_client import Click, Message
from tests.unit.court_rooms import Court, plain
from tests.unit.updates import ENGLISH

TOPICS = ["Everything", "People", "Rules, cases", "Reports", "Settings"]
PERIODS = ["A day", "A week", "90 days"]


async def note(court: Court, number: int, deed: Deed, subject: str = "", **more: Any) -> None:
    """Something was done in the group, by Mira if nobody else is named."""
    by = more.pop("by", court.mira)
    request = Request(
        number, int(court.group), False, None, 1, by, KnownAs(""), Removed(), ENGLISH,  # noqa: FBT003 — a group
    )  # fmt: skip
    gallery = await court.chats.gallery_to_fill(int(court.group))
    await court.audit.note(gallery, request, deed, subject, **more)


async def asks(court: Court, text: str = "/audit", person: int = 0, **options: Any) -> Message:
    """Somebody asks for the audit; return the bot's answer."""
    before = await court.playground.last_seq()
    await court.playground.send_text(court.group, person or court.mira, text, **options)
    for request in await court.heard():
        await court.stories.routing.answer(request)
    events = await court.playground.events(before, kinds=("message",))
    return Message(events[-1]["message"], events[-1]["seq"])


async def presses(court: Court, page: Message, label: str, person: int = 0) -> Click:
    page = await court.playground.message(court.group, page.id)
    return await court.press(page, label, person)


async def told(court: Court, page: Message) -> list[str]:
    """What a page says now: its lines without the moments."""
    now = plain(await court.playground.message(court.group, page.id))
    return [one.partition(" – ")[2] or one for one in now.splitlines()[1:]]


async def a_history(court: Court) -> str:
    """Something of every kind, each an hour after the other; return who was taught."""
    ann = await court.enrols("Ann", 1)
    history: list[tuple[Deed, dict[str, Any]]] = [
        (Deed.LEARNT, {"subject": ann.id}),
        (Deed.RULE_MADE, {}),
        (Deed.SETTING_CHANGED, {"by": court.olga}),
        (Deed.REPORTED, {"by": court.olga, "account": court.tom}),
        (Deed.POSTER_BANNED, {"account": court.tom}),
    ]
    for number, (deed, more) in enumerate(history, start=1):
        await note(court, number, deed, **more)
        court.later(timedelta(hours=1))
    return ann.id


LINES = {
    "People": ["Mira taught me Ann."],
    "Rules, cases": ["Mira: banned Tom.", "Mira made a watch rule."],
    "Settings": ["Olga changed a setting of this group."],
    "Reports": ["somebody reported a message of Tom."],
}


async def test_each_kind_is_shown_alone_and_all_together(court: Court) -> None:
    await a_history(court)
    page = await asks(court)
    chosen = ["\u2713 Everything", *TOPICS[1:], *PERIODS[:2], "\u2713 90 days"]
    chosen = ["\u2713 Everything", *TOPICS[1:], *PERIODS[:2], "\u2713 90 days"]
    assert page.buttons == [*chosen, "As a file"]
    assert (await told(court, page))[0] == "Mira: banned Tom."
    assert len(await told(court, page)) == 5
    for label, lines in LINES.items():
        await presses(court, page, label)
        assert await told(court, page) == lines
    await presses(court, page, "Everything")
    assert len(await told(court, page)) == 5


async def test_a_day_a_week_and_all_of_it(court: Court) -> None:
    await note(court, 1, Deed.RULE_MADE)
    court.later(timedelta(days=3))
    await note(court, 2, Deed.RULE_CHANGED)
    court.later(timedelta(days=2))
    await note(court, 3, Deed.RULE_DELETED)
    court.later(timedelta(days=3))
    page = await asks(court)
    await presses(court, page, "A day")
    assert await told(court, page) == ["Nothing of that kind, in that time."]
    await presses(court, page, "A week")
    assert await told(court, page) == ["Mira deleted a watch rule.", "Mira changed a watch rule."]
    await presses(court, page, "90 days")
    assert len(await told(court, page)) == 3
    await presses(court, page, "Reports")
    assert await told(court, page) == ["Nothing of that kind, in that time."]


async def test_pages_are_turned_and_what_was_chosen_holds(court: Court) -> None:
    for number in range(A_PAGE * 2 + 1):
        await note(court, number + 1, Deed.RULE_MADE if number % 2 else Deed.RULE_CHANGED)
        court.later(timedelta(minutes=1))
    page = await asks(court)
    assert (await told(court, page))[-1] == "Page 1 of 3"
    await presses(court, page, "\u25b6")
    await presses(court, page, "\u25b6")
    assert await told(court, page) == ["Mira changed a watch rule.", "Page 3 of 3"]
    await presses(court, page, "\u25c0")
    assert (await told(court, page))[-1] == "Page 2 of 3"
    await presses(court, page, "People")
    assert await told(court, page) == ["Nothing of that kind, in that time."]


async def test_what_concerns_a_channel_is_shown_of_every_kind_and_time(court: Court) -> None:
    channel = await court.playground.create_group("Adverts", court.tom, kind="channel")
    await note(court, 1, Deed.POST_DELETED, account=int(channel["key"]))
    written = await court.playground.send_text(
        court.group, court.tom, "hello", **{"as": channel["key"]}
    )
    page = await asks(court, reply_to=written.id)
    for label in (*TOPICS[1:], *PERIODS[:2]):
        await presses(court, page, label)
    assert await told(court, page) == ["Nothing of that kind, in that time."]


async def test_what_concerns_one_person_by_name_or_one_account_by_reply(court: Court) -> None:
    await a_history(court)
    page = await asks(court, "/audit ann")
    assert plain(page).startswith("What Ann did here, and what was done to them")
    assert await told(court, page) == ["Mira taught me Ann."]
    written = await court.playground.send_text(court.group, court.tom, "hello")
    page = await asks(court, reply_to=written.id)
    assert await told(court, page) == ["Mira: banned Tom.", "somebody reported a message of Tom."]
    await presses(court, page, "Reports")
    assert await told(court, page) == ["somebody reported a message of Tom."]
    assert plain(await asks(court, "/audit Zoe")).startswith("I don't know anybody called Zoe")


async def test_who_reported_is_not_to_be_found_out(court: Court) -> None:
    await a_history(court)
    written = await court.playground.send_text(court.group, court.olga, "hello")
    page = await asks(court, reply_to=written.id)
    assert await told(court, page) == ["Olga changed a setting of this group."]


async def test_of_several_with_a_name_like_that_it_asks_for_the_whole(court: Court) -> None:
    await court.enrols("Zoë", 1)
    await court.enrols("Zoe", 2)
    await note(court, 1, Deed.RULE_MADE)
    assert "several people with a name like that: Zoe, Zoë" in plain(
        await asks(court, "/audit zoé")
    )


async def test_only_admins_read_it_and_press_its_buttons(court: Court) -> None:
    await a_history(court)
    assert "Only the admins" in plain(await asks(court, person=court.tom))
    page = await asks(court)
    for label in ("People", "As a file"):
        assert "Only" in (await presses(court, page, label, court.tom)).text
    assert len(await told(court, page)) == 5
    toms = await court.playground.private_chat(court.tom, "court_bot")
    assert not await court.playground.messages(toms)


async def test_the_file_comes_in_private_with_what_was_chosen_by_ids_alone(court: Court) -> None:
    ann = await a_history(court)
    page = await asks(court)
    said = await presses(court, page, "As a file")
    assert said.text == "I have sent it to you in private."
    handed = (await court.playground.messages(court.desk))[-1]
    assert plain(handed).startswith("Hikers\nWhat was done there: 5 entries, as a table.")
    data = await court.playground.download(handed.raw["file_url"])
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert [row["did"] for row in rows][::-1] == [
        "learnt", "rule-made", "setting-changed", "reported", "poster-banned"
    ]  # fmt: skip
    assert rows[-1] == {
        "at": "2030-05-06T12:00:00Z", "by": str(court.mira), "did": "learnt",
        "subject": ann, "account": "",
    }  # fmt: skip
    assert rows[0]["account"] == str(court.tom)
    assert b"Ann" not in data
    assert b"Tom" not in data
    await presses(court, page, "People")
    await presses(court, page, "As a file")
    handed = (await court.playground.messages(court.desk))[-1]
    data = await court.playground.download(handed.raw["file_url"])
    assert len(data.decode().splitlines()) == 2


async def test_who_never_spoke_with_the_bot_is_told_how_to_get_the_file(court: Court) -> None:
    await a_history(court)
    page = await asks(court)
    said = await presses(court, page, "As a file", court.olga)
    assert said.text == "I can't write to you in private yet."
    last = (await court.playground.messages(court.group))[-1]
    assert plain(last).startswith("I send this file in private, and you have not spoken to me")
    assert last.buttons == ["Open our private chat"]
    await court.speaks(court.olga)
    await court.heard()
    said = await presses(court, page, "As a file", court.olga)
    assert said.text == "I have sent it to you in private."


async def test_a_setting_that_is_changed_stands_in_it(court: Court) -> None:
    page = await asks(court, "/settings")
    await presses(court, page, "Who may teach me")
    await presses(court, page, "Everybody")
    page = await asks(court)
    assert await told(court, page) == ["Mira changed a setting of this group."]


async def test_what_a_rule_did_is_said_to_be_a_rules_in_the_file(court: Court) -> None:
    await note(court, 1, Deed.POSTER_MUTED, by=0, account=court.tom)
    page = await asks(court)
    assert await told(court, page) == ["a rule: muted Tom."]
    await presses(court, page, "As a file")
    handed = (await court.playground.messages(court.desk))[-1]
    data = await court.playground.download(handed.raw["file_url"])
    assert data.decode().splitlines()[1].split(",")[1] == "rule"


async def test_of_very_much_the_newest_is_read(court: Court) -> None:
    audit = Audit(court.core.store.records, court.clock)
    for number in range(25):
        await note(court, number + 1, Deed.RULE_MADE, subject=str(number))
        court.later(timedelta(minutes=1))
    gallery = await court.chats.gallery_to_fill(int(court.group))
    newest = await audit.of(gallery, 4)
    assert [one.subject for one in newest] == ["24", "23", "22", "21"]


async def an_account(court: Court, name: str, number: int, account: int) -> str:
    """Somebody taught their own face; return whose id the audit knows them by."""
    subject = await court.enrols(name, number)
    gallery = await court.chats.gallery_to_fill(int(court.group))
    await court.accounts.link(gallery, subject.id, account, int(court.group))
    return subject.id


async def test_whose_name_is_not_to_be_said_is_not_named_to_the_group(court: Court) -> None:
    subject = await an_account(court, "Tomas", 1, court.tom)
    await note(court, 1, Deed.LEARNT, subject, by=court.tom)
    court.later(timedelta(hours=1))
    await note(court, 2, Deed.POSTER_WARNED, account=court.tom)
    court.later(timedelta(hours=1))
    assert "I will not say your name any more" in plain(await asks(court, "/optout", court.tom))
    account = f"account {court.tom}"
    somebody = f"somebody who asked not to be named, no. {subject[:8]}"
    page = await asks(court)
    assert await told(court, page) == [
        f"{account} asked not to be named ({somebody}).",
        f"Mira: warned {account}.",
        f"{account} taught me {somebody}.",
    ]
    assert plain(await asks(court, "/audit tomas")).startswith(f"What {somebody} did here")
    await asks(court, "/optin", court.tom)
    page = await asks(court)
    assert (await told(court, page))[-2:] == ["Mira: warned Tom.", "Tom taught me Tomas."]


async def test_whose_name_is_not_to_be_said_is_not_among_those_with_a_name_like_that(
    court: Court,
) -> None:
    subject = await an_account(court, "Zoë", 1, court.tom)
    await court.enrols("Zoe", 2)
    await note(court, 1, Deed.RULE_MADE)
    await asks(court, "/optout", court.tom)
    said = plain(await asks(court, "/audit zoé"))
    assert f"Zoe, somebody who asked not to be named, no. {subject[:8]}." in said


async def test_nobody_is_told_by_telegram_that_they_are_named_in_it(court: Court) -> None:
    await a_history(court)
    written = await court.playground.send_text(court.group, court.tom, "hello")
    for page in (await asks(court), await asks(court, reply_to=written.id)):
        assert "Tom" in page.text
        entities = page.raw.get("entities", [])
        assert [one for one in entities if one["type"] in {"text_link", "text_mention"}] == []
