"""Being protected from photos of oneself that others post."""

from __future__ import annotations

from tests.e2e.scripts.script import ANOTHER, ONE, Script
from tests.e2e.telling import Tale


async def photos_of_me(tale: Tale) -> None:
    owner, alone = await tale.newcomer("Mira"), await tale.newcomer("Ann")
    guest = await tale.newcomer("Bob")
    await owner.says("/start")
    mira, ann, bob = await tale.group("Friends", owner, alone, guest)
    await ann.says("/protect")
    await ann.shows(ONE, "/enroll me")
    await ann.says("/protect")
    settings = (await mira.says("/settings")).answer
    await mira.presses(settings, "Protection of members")
    await mira.presses(settings, "Up to deleting")
    page = (await ann.says("/protect")).answer
    await bob.presses(page, "Tell me")
    await ann.presses(page, "Tell me")
    await alone.says("/start protect")
    await bob.shows(ANOTHER)
    await ann.shows(ANOTHER)
    await ann.presses(page, "Ask the admins")
    heard = (await bob.shows(ANOTHER)).heard
    card = next(one for one in heard if one.chat == owner.chat)
    await owner.presses(card, "Forgive")
    await ann.presses(page, "Delete it")
    await bob.shows(ANOTHER)
    await mira.shows(ANOTHER)
    await mira.says("/watch")
    asked = (await ann.says("/forgetme")).answer
    await ann.presses(asked, "Forget me")
    await bob.shows(ANOTHER)
    await mira.says("/audit")


PROTECTING = (
    Script(
        "photos-of-me",
        "Photos of me that others post",
        "Somebody who taught her own face is told of photos of her that another posts, has the "
        "admins asked, has them deleted, and is forgotten.",
        photos_of_me,
    ),
)
