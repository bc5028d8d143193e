"""Asking about photos, however they come, and saying who it is when the bot does not know."""

from __future__ import annotations

from tests.e2e.scripts.script import ANOTHER, BLURRED, ONE, TWO, WALL, Script, of_somebody, stranger
from tests.e2e.telling import Picture, Tale
from tests.e2e.test_odd_things import heic


async def why_and_who(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    await mira.shows(ONE, "/enroll Ann")
    answer = (await mira.shows(ANOTHER)).answer
    await mira.presses(answer, "Why?")
    await mira.presses(answer, "Not Ann")
    await mira.presses(answer, "Somebody else")
    await mira.answers("Eileen")
    answer = (await mira.shows(stranger())).answer
    await mira.presses(answer, "Who is this?")
    await mira.answers("Bob")
    answer = (await mira.shows(TWO)).answer
    await mira.presses(answer, "2")
    await mira.presses(answer, "Why?")
    await mira.presses(answer, "Back")


async def when_it_is_wrong(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    await mira.shows(of_somebody(0, "a photo of Ann"), "/enroll Ann")
    tale.tell("Mira takes a photo of Eileen for one of Ann.")
    asked = await mira.shows(ONE, "/enroll Ann")
    await mira.presses(asked.answer, "Yes, this is Ann")
    asked = await mira.shows(BLURRED, "/enroll Eileen")
    await mira.presses(asked.answer, "Use it anyway")
    await mira.presses(asked.answer, "No, this is Eileen")
    answer = (await mira.shows(ANOTHER)).answer
    await mira.presses(answer, "Not Ann")
    suspected = await mira.presses(answer, "Is my photo of Ann wrong?")
    await mira.presses(suspected.answer, "Yes, remove it")
    await mira.presses(answer, "Eileen")
    await mira.shows(ONE)
    answer = (await mira.shows(of_somebody(0, "another photo of Ann", nth=1))).answer
    await mira.presses(answer, "Not Ann")
    await mira.presses(answer, "I don't know")


async def however_a_photo_comes(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    await mira.hands(ONE, "eileen.jpg", "/enroll Eileen")
    await mira.hands(Picture(heic(), ANOTHER.called), "IMG_0001.HEIC")
    photo = (await mira.shows(stranger(), "My neighbour")).message
    await mira.forwards(photo, "the same photo")
    await mira.edits(photo, "My good neighbour")
    await mira.edits(photo, "/enroll Bob")
    await mira.says("/who", reply_to=photo.id)
    await mira.shows_album([ANOTHER, WALL, stranger()])
    await mira.shows(WALL)
    await mira.hands(Picture(ONE.data[:5000], "half a photo"), "half.jpg")


async def what_is_no_photo(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    await mira.sends_clip("a sticker", "sticker", "wave.webp")
    await mira.sends_clip("a video", "video", "cat.mp4")
    await mira.sends_clip("a GIF", "animation", "cat.mp4")
    await mira.sends_clip("a voice message", "voice", "hello.ogg")
    await mira.sends_fact("a contact", "contact", {"phone_number": "+491", "first_name": "Tom"})
    await mira.sends_fact("a place", "location", {"latitude": 52.5, "longitude": 13.4})
    await mira.sends_fact("a poll", "poll", {"question": "Tea?", "options": ["Yes", "No"]})
    await mira.hands(Picture(b"%PDF-1.7", "a document"), "paper.pdf")
    (ours,) = await tale.group("Friends", mira)
    await ours.sends_clip("a sticker", "sticker", "wave.webp")


ANSWERING = (
    Script(
        "why-and-who",
        "Why, and who it is",
        "What the buttons under an answer do: an explanation, a correction, a name.",
        why_and_who,
    ),
    Script(
        "when-it-is-wrong",
        "When it is wrong",
        "It takes one for another because it was taught a wrong photo: that is found and removed, "
        "and the answer corrected; or nobody knows who it is.",
        when_it_is_wrong,
    ),
    Script(
        "however-a-photo-comes",
        "However a photo comes",
        "As a file, forwarded, in an album, asked about in a reply, named by an edited caption; "
        "and photos that show nobody or cannot be read.",
        however_a_photo_comes,
    ),
    Script(
        "what-is-no-photo",
        "What is no photo",
        "Kind words in private, and none in a group.",
        what_is_no_photo,
    ),
)
