"""Watching a group from one's private chat."""

from __future__ import annotations

from tests.e2e.pictures import EILEEN
from tests.e2e.scripts.script import Script
from tests.e2e.telling import Tale


async def a_rule_in_private(tale: Tale) -> None:
    owner, guest = await tale.newcomer("Mira"), await tale.newcomer("Tom")
    mira, tom = await tale.group("Friends", owner, guest)
    await mira.has_taught(Eileen=EILEEN)
    await tale.group("Climbers", owner)
    page = (await owner.says("/watch")).answer
    await guest.says("/watch")
    await owner.presses(page, "Friends")
    await owner.presses(page, "New rule")
    await owner.presses(page, "A person I know")
    await owner.presses(page, "Eileen")
    await owner.presses(page, "Next")
    await owner.presses(page, "Anybody")
    await owner.presses(page, "Tell the admins")
    await owner.presses(page, "Save")
    await owner.presses(page, "Back")
    await owner.presses(page, "Another group")
    await tom.says("/watch")
    await mira.says("/watch")


ENTERING = (
    Script(
        "a-rule-in-private",
        "A group watched from one's private chat",
        "An admin chooses a group in private and makes a rule for it there.",
        a_rule_in_private,
    ),
)
