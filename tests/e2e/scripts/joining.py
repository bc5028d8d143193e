"""Who joins a watched group, or asks to: held against its rules by their profile photos."""

from __future__ import annotations

from tests.e2e.pictures import EILEEN, EILEEN_AGAIN, person
from tests.e2e.scripts.script import Script
from tests.e2e.telling import Tale, Teller
from tests.playground_client import Message


async def who_comes_in(tale: Tale) -> None:
    desk = await tale.newcomer("Mira")
    people = [await tale.newcomer(name) for name in ("Tom", "Ivan", "Zoe", "Paul")]
    with tale.scribe.pausing():
        await desk.says("/start")
    (mira,) = await tale.group("Friends", desk)
    await mira.has_taught(Eileen=EILEEN)
    page = await a_rule(tale, mira)
    tom, ivan, zoe, paul = people
    playground = tale.playground
    for one, photo in ((ivan, person(3)[0]), (zoe, EILEEN_AGAIN), (paul, EILEEN_AGAIN)):
        await playground.add_profile_photo(one.person, photo)
    link = await playground.invite(mira.chat, approval=True)

    async def asks(one: Teller, shown: str) -> None:
        line = f"{one.name}, {shown}, follows a link and asks to join."
        await tale.happens(line, playground.follow(one.person, link))

    await asks(tom, "who has no profile photo")
    await asks(ivan, "whose profile photo shows somebody whom the rule is not about")
    await asks(zoe, "whose profile photo shows Eileen")
    (card,) = [one for one in await playground.messages(desk.chat) if "Approve" in one.buttons]
    await desk.presses(card, "Approve")
    await desk.presses(card, "Put them out again")
    await asks(zoe, "once more")
    again = [one for one in await playground.messages(desk.chat) if "Decline" in one.buttons][-1]
    await desk.presses(again, "Decline")
    await mira.presses(page, "Act by yourself")
    await mira.presses(page, "Yes, act by yourself")
    await asks(paul, "whose profile photo shows Eileen, too")
    await tale.happens(
        "Mira brings Paul in herself.",
        playground.add_member(mira.chat, paul.person, by=mira.person),
    )
    await mira.says("/audit")


async def a_rule(tale: Tale, mira: Teller) -> Message:
    """Have a rule about Eileen made; return the message with its card."""
    with tale.scribe.pausing():
        page = (await mira.says("/watch")).answer
        for label in ("New rule", "A person I know", "Eileen", "Next", "Anybody"):
            await mira.presses(page, label)
        for label in ("Delete it and ban", "Save", "Ask first"):
            await mira.presses(page, label)
    tale.tell("Mira makes a rule: when a photo shows Eileen, delete it and ban, but ask first.")
    return page


JOINING = (
    Script(
        "who-comes-in",
        "Who asks to join a watched group",
        "Profile photos are held against a rule: no photo says nothing, an admin approves and "
        "takes it back, and a rule that acts by itself declines and says so.",
        who_comes_in,
    ),
)
