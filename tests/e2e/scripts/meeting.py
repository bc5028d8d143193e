"""Meeting the bot: the first minute, the ways to it, help, and its languages."""

from __future__ import annotations

from tests.e2e.scripts.script import ANOTHER, ONE, Script, stranger
from tests.e2e.telling import Tale


async def first_minute(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    await mira.says("/start")
    await mira.shows(ONE)
    await mira.shows(ONE, "/enroll Eileen")
    await mira.shows(ANOTHER)
    await mira.shows(stranger())
    await mira.says("/people")
    await mira.says("/forget Eileen")
    await mira.shows(ANOTHER)


async def ways_in(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    link = f"https://t.me/{tale.username}"
    await mira.follows(f"{link}?start=enroll")
    await mira.answers("Eileen")
    await mira.answers(ONE)
    await mira.follows(f"{link}?start=privacy")
    hello = await mira.says("/start")
    made = await tale.playground.create_group("Friends", mira.person)
    click = await tale.playground.click(hello.answer, mira.person, "Add me to a group")
    (ours,) = tale.inside("Friends", str(made["key"]), mira)
    await tale.happens(
        "Mira presses `Add me to a group`, and chooses her group “Friends”.",
        tale.playground.follow(mira.person, click.url, ours.chat),
    )
    await ours.says("/people")


async def what_else_it_says(tale: Tale) -> None:
    mira = await tale.newcomer("Mira")
    pages = (await mira.says("/help")).answer
    for topic in ("Ask who it is", "Groups", "Settings"):
        await mira.presses(pages, topic)
        await mira.presses(pages, "Back")
    await mira.says("/help teach")
    await mira.says("Hello?")
    await mira.says("/dance")
    await mira.says("/privacy")


async def three_languages(tale: Tale) -> None:
    anna = await tale.newcomer("Anna", language_code="de")
    ivan = await tale.newcomer("Ivan", language_code="ru")
    tale.tell("Anna's Telegram is in German, and Ivan's in Russian.")
    await anna.says("/start")
    await anna.shows(ONE, "/enroll Eileen")
    await anna.shows(ANOTHER)
    await anna.shows(stranger())
    await ivan.says("/start")
    await ivan.shows(ONE, "/enroll Эйлин")
    await ivan.shows(ANOTHER)
    await ivan.shows(stranger())
    settings = (await anna.says("/settings")).answer
    await anna.presses(settings, "Sprache")
    await anna.presses(settings, "English")
    await anna.says("/people")
    anna, ivan = await tale.met("Freunde", anna, ivan)
    await ivan.says("/people")
    settings = (await anna.says("/settings")).answer
    await anna.presses(settings, "Language")
    await anna.presses(settings, "Deutsch")
    await ivan.says("/people")


MEETING = (
    Script(
        "first-minute",
        "The first minute",
        "Somebody tries the bot: who is asked about before anybody is known, who is known and who "
        "is not, and forgetting.",
        first_minute,
    ),
    Script(
        "ways-in",
        "Ways in",
        "Links that begin with teaching or with what it keeps, and a button that brings it into a "
        "group.",
        ways_in,
    ),
    Script(
        "what-else-it-says",
        "What else it says",
        "Help by buttons and by words, and answers to what is no photo.",
        what_else_it_says,
    ),
    Script(
        "three-languages",
        "Three languages",
        "Everybody is spoken to as their Telegram is, or as they choose; a group as its admins "
        "choose.",
        three_languages,
    ),
)
