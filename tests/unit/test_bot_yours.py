"""/mydata: what is kept of somebody because groups are watched."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

from bot.audit import Deed
from bot.moderation.rules import Mode, Then
from tests.unit.court_rooms import Court

NOTHING_NOTED: dict[str, Any] = {
    "chat": "Hikers",
    "seen_since": None,
    "seen_to_come": False,
    "profile_photos_looked_at": None,
    "last_photo_as_a_newcomer": None,
    "no_rule_meets_you": False,
    "warned_at": [],
    "reported_a_message_at": [],
}


async def handed(court: Court, person: int, chat: str) -> dict[str, Any]:
    """Somebody asks what is kept of them; return what the file says."""
    await court.playground.send_text(chat, person, "/mydata")
    for request in await court.heard():
        await court.stories.routing.answer(request)
    last = (await court.playground.messages(chat))[-1]
    data = await court.playground.download(last.raw["file_url"])
    with ZipFile(io.BytesIO(data)) as zipped:
        told: dict[str, Any] = json.loads(zipped.read("about-you.json"))
    return told


async def test_who_made_a_rule_finds_it_without_whom_it_is_about(court: Court) -> None:
    ann = await court.enrols("Ann", 1)
    await court.watches(ann)
    told = await handed(court, court.mira, court.desk)
    assert told["watch_rules_made"] == [
        {
            "chat": "Hikers",
            "made_at": "2030-05-06T12:00:00+00:00",
            "when": "person",
            "people": 1,
            "posted_by": "anybody",
            "then": "ask",
            "mode": "ask",
        }
    ]
    assert ann.id not in json.dumps(told)
    assert "Ann" not in json.dumps(told)


async def test_who_is_in_a_watched_group_finds_since_when(court: Court) -> None:
    await court.watches(await court.enrols("Ann", 1))
    for posted in await court.posts():
        await court.stories.routing.answer(posted)
    ben = await court.playground.create_person("Ben")
    await court.playground.add_member(court.group, ben)
    bens, toms = await court.speaks(ben), await court.speaks(court.tom)
    for request in await court.heard():
        await court.stories.routing.answer(request)
    for person, chat, seen in ((court.tom, toms, False), (ben, bens, True)):
        told = await handed(court, person, chat)
        assert told["watch_rules_made"] == []
        now = "2030-05-06T12:00:00+00:00"
        assert told["noted_in_groups"] == [
            {
                **NOTHING_NOTED,
                "seen_since": now,
                "seen_to_come": seen,
                "profile_photos_looked_at": now if seen else None,
            }
        ]


async def test_who_was_warned_approved_and_reported_finds_it_without_others_in_it(
    court: Court,
) -> None:
    ann = await court.enrols("Ann", 1)
    rule = await court.watches(ann, then=Then.WARN, mode=Mode.ACTING)
    (posted,) = await court.posts()
    await court.ruling.act(posted, await court.case(rule, posted))
    group, keeping = int(court.group), court.stories.leaving.keeping
    await court.ruling.leave.approve(group, court.tom, court.mira)
    await keeping.files.patience.hears(group, court.tom, "case")
    await keeping.gathered.glances.note(group, court.tom, 1)
    await keeping.gathered.paces.too_many(group, court.tom, [1], timedelta(minutes=10))
    told = await handed(court, court.tom, await court.speaks(court.tom))
    now = "2030-05-06T12:00:00+00:00"
    assert told["noted_in_groups"] == [
        {
            **NOTHING_NOTED,
            "profile_photos_looked_at": now,
            "last_photo_as_a_newcomer": now,
            "no_rule_meets_you": True,
            "warned_at": [now],
            "reported_a_message_at": [now],
        }
    ]
    assert told["cases"] == [
        {
            "chat": "Hikers",
            "at": now,
            "about": "what you posted",
            "photos": 1,
            "words": "",
            "wanted": "warn",
            "done": ["deleted", "warned"],
            "taken_back": False,
        }
    ]
    deeds = {one["deed"] for one in told["audit"]}
    assert deeds == {Deed.POST_DELETED, Deed.POSTER_WARNED}
    assert {one["by_you"] for one in told["audit"]} == {False}
    for others in (ann.id, "Ann", str(court.mira), str(court.olga)):
        assert others not in json.dumps(told)


async def test_who_reported_a_message_finds_that_without_what_it_said(court: Court) -> None:
    written = await court.playground.send_text(court.group, court.tom, "Something unkind")
    await court.playground.send_text(court.group, court.olga, "/report", reply_to=written.id)
    for request in await court.heard():
        await court.stories.routing.answer(request)
    told = await handed(court, court.olga, await court.speaks(court.olga))
    (case,) = told["cases"]
    assert (case["about"], case["words"], case["done"]) == ("what you reported", "", [])
    assert "unkind" not in json.dumps(told)
    assert [(one["deed"], one["by_you"]) for one in told["audit"]] == [(Deed.REPORTED, True)]
    toms = await handed(court, court.tom, await court.speaks(court.tom))
    assert [one["words"] for one in toms["cases"]] == ["Something unkind"]
    assert str(court.olga) not in json.dumps(toms)


async def test_of_others_nothing_is_handed_over(court: Court) -> None:
    await court.watches(await court.enrols("Ann", 1))
    told = await handed(court, court.olga, await court.speaks(court.olga))
    assert told["watch_rules_made"] == []
    assert [told[what] for what in ("noted_in_groups", "cases", "audit")] == [[], [], []]
