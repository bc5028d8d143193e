"""Members who have the admins look at a message, and what comes of it."""

from __future__ import annotations

from tests.e2e.scripts.script import Script
from tests.e2e.telling import Tale


async def a_report(tale: Tale) -> None:
    owner, tom = await tale.newcomer("Mira"), await tale.newcomer("Tom")
    ann, ben = await tale.newcomer("Ann"), await tale.newcomer("Ben")
    with tale.scribe.pausing():
        await owner.says("/start")
        await ann.says("/start")
    mira, tom, ann, ben = await tale.group("Friends", owner, tom, ann, ben)
    await ann.says("/report")
    spam = (await tom.says("Cheap coins here!")).message
    reported = await ann.says("/report", reply_to=spam.id)
    card = next(one for one in reported.heard if one.chat == owner.chat)
    await ben.says("/report", reply_to=spam.id)
    await tom.says("/report", reply_to=spam.id)
    await owner.presses(card, "Delete, mute")
    await owner.presses(card, "Take it back")
    sorry = (await tom.says("I am sorry")).message
    reported = await ben.says("/report", reply_to=sorry.id)
    card = next(one for one in reported.heard if one.chat == owner.chat)
    await owner.presses(card, "Forgive")
    await ann.says("/report", reply_to=sorry.id)
    await mira.says("/audit")


REPORTING = (
    Script(
        "a-report",
        "A message that members report",
        "One card a message, however many report it; what the admins decide can be taken back.",
        a_report,
    ),
)
