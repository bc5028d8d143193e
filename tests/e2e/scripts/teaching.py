"""Teaching a face: every way, several faces, albums, doubts, names, and two who teach at once."""

from __future__ import annotations

from tests.e2e.scripts.script import (
    ANOTHER,
    BLURRED,
    ONE,
    TWO,
    WALL,
    Script,
    of_somebody,
    stranger,
)
from tests.e2e.telling import Tale


async def ways_to_teach(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    await mira.says("/enroll")
    await mira.answers("Eileen")
    await mira.answers(ONE)
    await mira.shows(ONE, "/enroll Eileen")
    photo = await mira.shows(stranger())
    await mira.says("/enroll Bob", reply_to=photo.message.id)
    await mira.shows(of_somebody(0, "a photo of Ann"), "/enroll")
    await mira.answers("Ann")
    await mira.says("/enroll Tom")
    await mira.answers("What now?")
    await mira.says("/cancel")
    await mira.says("/cancel")
    await mira.says("/enroll " + "x" * 70)


async def several_faces(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    asked = await mira.shows(TWO, "/enroll Eileen")
    await mira.presses(asked.answer, "Cancel")
    asked = await mira.shows(TWO, "/enroll Eileen")
    await mira.presses(asked.answer, "1")
    await mira.shows(TWO)


async def album_of_one_person(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    await mira.shows_album([ONE, ANOTHER], "/enroll Eileen")
    await mira.shows_album([ONE, ANOTHER], "/enroll Eileen")
    await mira.says("/enroll Eileen")
    asked = await mira.shows_album([BLURRED, WALL, stranger()])
    about_poor, about_other = sorted(asked.heard, key=lambda one: "Use it anyway" in one.buttons)
    await mira.presses(about_other, "Use it anyway")
    await mira.presses(about_poor, "No")


async def doubtful_photos(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    asked = await mira.shows(BLURRED, "/enroll Eileen")
    await mira.presses(asked.answer, "Leave it out")
    asked = await mira.shows(BLURRED, "/enroll Eileen")
    await mira.presses(asked.answer, "Use it anyway")
    asked = await mira.shows(ONE, "/enroll Anna")
    await mira.presses(asked.answer, "Add to Eileen")
    asked = await mira.shows(stranger(), "/enroll Eileen")
    await mira.presses(asked.answer, "No")


async def names_of_every_kind(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    await mira.shows(ONE, "/enroll عائشة")
    await mira.shows(ANOTHER)
    await mira.says("/forget عائشة")
    await mira.shows(ONE, "/enroll 👩‍🚀 Eileen")
    await mira.shows(stranger(), "/enroll <Zoë>")
    await mira.shows(of_somebody(0, "a photo of another Zoe"), "/enroll zoe")
    await mira.says("/people")
    asked = await mira.says("/forget ZOÉ")
    await mira.presses(asked.answer, "Zoë")
    await mira.says("/forget ZOÉ")
    await mira.says("/forget Nobody")
    await mira.says("/forget")


async def two_at_once(tale: Tale) -> None:
    mira, tom = await tale.newcomer("Mira"), await tale.newcomer("Tom")
    mira, tom = await tale.group("Friends", mira, tom)
    await tale.playground.promote(mira.chat, tom.person)
    tale.tell("Mira makes Tom an admin, too.")
    asked_mira = await mira.says("/enroll")
    asked_tom = await tom.says("/enroll Bob")
    wanted = await mira.answers("Ann", reply_to=asked_mira.answer.id)
    await tom.answers(stranger(), reply_to=asked_tom.answer.id)
    asked = await mira.shows(TWO, reply_to=wanted.answer.id)
    await tom.presses(asked.answer, "1")
    await mira.presses(asked.answer, "1")
    asked = await tom.shows(TWO, "/enroll Ann")
    await tom.presses(asked.answer, "1")


TEACHING = (
    Script(
        "ways-to-teach",
        "Every way to teach a face",
        "The name first or the photo first, a reply, a photo that was there already, a change of "
        "mind, a name that cannot be kept.",
        ways_to_teach,
    ),
    Script(
        "several-faces",
        "A photo with several faces",
        "Which one is meant is asked, with numbers; and what is said of each.",
        several_faces,
    ),
    Script(
        "album-of-one-person",
        "An album of one person",
        "All of its photos in one answer; what is doubted of them is asked about once.",
        album_of_one_person,
    ),
    Script(
        "doubtful-photos",
        "Photos that are doubted",
        "A blurred one, one that looks like somebody else, one that is of somebody else.",
        doubtful_photos,
    ),
    Script(
        "names-of-every-kind",
        "Names of every kind",
        "Scripts, emoji and accents come back as they were written; who is looked for is found "
        "without accents and capitals, and where several are found it is asked who is meant.",
        names_of_every_kind,
    ),
    Script(
        "two-at-once",
        "Two admins at once",
        "Each is asked their own question, and nobody answers another's.",
        two_at_once,
    ),
)
