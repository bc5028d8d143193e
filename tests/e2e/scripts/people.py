"""Who is known: lists, cards, and what can be done with them."""

from __future__ import annotations

from tests.e2e.pictures import person
from tests.e2e.scripts.script import ANOTHER, ONE, Script, stranger
from tests.e2e.telling import Tale

NINE = ("Ada", "Ben", "Cleo", "Dora", "Emil", "Finn", "Gus", "Hana", "Ines")


async def people_and_cards(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    await mira.shows(ONE, "/enroll Eileen")
    await mira.shows(stranger(), "/enroll Bob")
    card = (await mira.says("/people")).answer
    await mira.presses(card, "2")
    await mira.presses(card, "Rename")
    await mira.answers("Bob")
    await mira.answers("Ellen")
    await mira.presses(card, "Forget")
    await mira.presses(card, "Yes, forget")
    await mira.says("/people")
    gone = await mira.says("/forget bob")
    await mira.presses(gone.answer, "Undo (5 minutes)")
    await mira.says("/people")


async def many_people(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    await mira.has_taught(**{name: person(number)[0] for number, name in enumerate(NINE)})
    pages = (await mira.says("/people")).answer
    await mira.presses(pages, "▶")
    await mira.presses(pages, "◀")
    await mira.shows(ONE, "/enroll Eileen")
    asked = await mira.shows(ANOTHER, "/enroll Ellen")
    await mira.presses(asked.answer, "No, this is Ellen")
    card = (await mira.says("/people")).answer
    await mira.presses(card, "6")
    await mira.presses(card, "Merge with somebody")
    await mira.presses(card, "Eileen")
    await mira.presses(card, "Yes, merge them")
    await mira.presses(card, "Remove a photo")
    await mira.presses(card, "2")
    await mira.presses(card, "Back")


PEOPLE = (
    Script(
        "people",
        "People and their cards",
        "Everybody who is known, one person's card, another name, forgetting and thinking better "
        "of it.",
        people_and_cards,
    ),
    Script(
        "many-people",
        "Many people",
        "A list with pages, two who turn out to be one, and a photo that is taken off a card.",
        many_people,
    ),
)
