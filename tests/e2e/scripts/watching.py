"""Watching a group: rules that admins make and change by buttons alone."""

from __future__ import annotations

from tests.e2e.pictures import EILEEN, person
from tests.e2e.scripts.script import Script
from tests.e2e.telling import Tale


async def a_rule_by_buttons(tale: Tale) -> None:
    mira, tom = await tale.newcomer("Mira"), await tale.newcomer("Tom")
    mira, tom = await tale.group("Friends", mira, tom)
    await mira.has_taught(Eileen=EILEEN, Ann=person(3)[0])
    await tom.says("/watch")
    page = (await mira.says("/watch")).answer
    await tom.presses(page, "New rule")
    await mira.presses(page, "New rule")
    await tom.presses(page, "A person I know")
    await mira.presses(page, "A person I know")
    await mira.presses(page, "Next")
    await mira.presses(page, "Eileen")
    await mira.presses(page, "Next")
    await mira.presses(page, "Anybody but that person")
    await mira.presses(page, "Tell the admins")
    await mira.presses(page, "Save")
    await mira.presses(page, "Switch on")
    await mira.presses(page, "Back")
    await mira.presses(page, "Done")


async def what_a_rule_may_do(tale: Tale) -> None:
    owner = await tale.newcomer("Mira")
    (mira,) = await tale.group("Friends", owner)
    page = (await mira.says("/watch")).answer
    await mira.presses(page, "New rule")
    await mira.presses(page, "A person too often")
    await mira.presses(page, "Many faces")
    await mira.presses(page, "5")
    await mira.presses(page, "Newcomers")
    await mira.presses(page, "Delete it and mute")
    await mira.presses(page, "A day")
    await mira.presses(page, "Back")
    await mira.presses(page, "A week")
    await mira.presses(page, "Save")
    await mira.presses(page, "Ask first")
    await mira.presses(page, "Act by yourself")
    await mira.presses(page, "Yes, act by yourself")
    await mira.presses(page, "Quiet for a day")
    await mira.presses(page, "Wake it up")
    await mira.presses(page, "Back")
    await mira.presses(page, "New rule")
    await mira.presses(page, "Somebody I don't know")
    await mira.presses(page, "Anybody")
    await mira.presses(page, "Ask the admins")
    await mira.presses(page, "Cancel")
    await mira.presses(page, "1")
    await mira.presses(page, "Delete")
    await mira.presses(page, "Yes, delete it")
    await mira.says("/audit")


WATCHING = (
    Script(
        "a-rule-by-buttons",
        "“Tell us when this person appears”",
        "An admin new to it makes a watch rule by buttons alone; others cannot.",
        a_rule_by_buttons,
    ),
    Script(
        "what-a-rule-may-do",
        "What a watch rule may do",
        "A rule that begins with a dry run, asks, acts by itself, is quiet, and is deleted.",
        what_a_rule_may_do,
    ),
)
