"""Albums whose parts come late, and those that take a while."""

from __future__ import annotations

from tests.e2e.scripts.script import ANOTHER, BLURRED, ONE, WALL, Script, of_somebody, stranger
from tests.e2e.telling import Tale


async def albums_that_take_their_time(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    await mira.shows(of_somebody(0, "a photo of Ann"), "/enroll Ann")
    ann = of_somebody(0, "another photo of Ann", nth=1)
    asked = await mira.shows_album([stranger(), WALL])
    await mira.adds(asked.message, ann)
    await mira.presses(asked.answer, "3")
    await mira.presses(asked.answer, "Back")
    taught = await mira.shows_album([ONE, ANOTHER], "/enroll Eileen")
    late = await mira.adds(taught.message, BLURRED)
    await mira.presses(late.answer, "Leave it out")
    async with tale.slow_line():
        await mira.shows_album([ONE, ANOTHER, WALL], watching=True)


ALBUMS = (
    Script(
        "albums-that-take-their-time",
        "Albums that take their time",
        "Parts that come when the others are answered join the answer; and while it looks, it "
        "says how far it is.",
        albums_that_take_their_time,
    ),
)
