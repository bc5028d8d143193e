"""Groups: which photos are answered, what is hidden from the bot, and groups of every kind."""

from __future__ import annotations

from tests.e2e.scripts.script import ANOTHER, ONE, TWO, Script, stranger
from tests.e2e.telling import Tale
from tests.e2e.test_noticing import EVERYTHING, NO_PHOTOS


async def in_a_group(tale: Tale) -> None:
    mira, tom = await tale.newcomer("Mira"), await tale.newcomer("Tom")
    mira, tom = await tale.group("Friends", mira, tom)
    await tom.says("/start")
    await mira.shows(ONE, "/enroll Eileen")
    await tom.says("/settings")
    settings = (await mira.says("/settings")).answer
    await mira.presses(settings, "Answers to photos")
    await tom.presses(settings, "Only commands")
    await mira.presses(settings, "Only when I am asked")
    photo = await tom.shows(ANOTHER)
    await mira.says("/who", reply_to=photo.message.id)
    await tom.shows(stranger(), f"@{tale.username} who is this?")
    await tom.says("/who")
    await mira.presses(settings, "Language")
    await mira.presses(settings, "Deutsch")
    await tom.says("/people")


async def which_photos(tale: Tale) -> None:
    mira, tom = await tale.newcomer("Mira"), await tale.newcomer("Tom")
    mira, tom = await tale.group("Friends", mira, tom)
    await mira.shows(ONE, "/enroll Eileen")
    offer = (await tom.shows(ANOTHER)).answer
    await tom.presses(offer, "Only commands")
    await mira.presses(offer, "Only when I know somebody")
    await tom.shows(stranger())
    await tom.shows(ANOTHER)
    settings = (await mira.says("/settings")).answer
    await mira.presses(settings, "Answers to photos")
    await mira.presses(settings, "Only commands")
    photo = await tom.shows(ANOTHER, f"@{tale.username} who is this?")
    await tom.says("/who", reply_to=photo.message.id)
    await mira.presses(settings, "Done")


async def what_is_hidden(tale: Tale) -> None:
    mira, tom = await tale.newcomer("Mira"), await tale.newcomer("Tom")
    await mira.says("/start")
    ours, tom = await tale.met("Friends", mira, tom)
    place, chat = tale.playground, ours.chat
    photo = await tom.shows(ONE)
    taught = await ours.says("/enroll Eileen", reply_to=photo.message.id)
    await tom.shows(ANOTHER, reply_to=taught.answer.id)
    await tale.happens("Mira makes the bot an admin.", place.promote(chat, tale.username))
    await tale.happens(
        "Mira makes it a member like others.", place.promote(chat, tale.username, rights=[])
    )
    await tale.happens(
        "Mira forbids it to send photos.",
        place.restrict(chat, tale.username, NO_PHOTOS, by=ours.person),
    )
    await ours.shows(TWO, "/enroll Ann")
    await tale.happens(
        "Mira forbids it to write at all.", place.restrict(chat, tale.username, (), by=ours.person)
    )
    await tom.says("/people")
    await place.restrict(chat, tale.username, EVERYTHING, by=ours.person)
    tale.tell("Mira allows it everything again.")
    await tom.says("/people")


async def a_group_that_grows(tale: Tale) -> None:
    mira, tom = await tale.newcomer("Mira"), await tale.newcomer("Tom")
    mira, tom = await tale.group("Friends", mira, tom, kind="group", admin=False)
    await mira.shows(ONE, "/enroll Eileen")
    place = tale.playground
    moved = str((await place.migrate(mira.chat))["key"])
    mira, tom = tale.inside("Friends", moved, mira, tom)
    tale.tell("The group becomes a supergroup.")
    await tale.scribe.desk.cleared()
    await tom.says("/people")
    await place.promote(moved, mira.person, is_anonymous=True)
    tale.tell("From now on Mira writes as an anonymous admin.")
    asked = await mira.shows(TWO, "/enroll Ann", **{"as": "anonymous"})
    await tom.presses(asked.answer, "1")
    await mira.presses(asked.answer, "1")
    settings = await mira.says("/settings", **{"as": "anonymous"})
    await mira.presses(settings.answer, "Done")


async def topics_and_channels(tale: Tale) -> None:
    owner = await tale.newcomer("Mira")
    (mira,) = await tale.group("Forum", owner, admin=False, is_forum=True)
    topic = await tale.topic(mira, "Faces")
    tale.tell("The group has topics, and Mira opens one, “Faces”.")
    photo = await mira.shows(ONE, "/enroll Eileen", thread=topic)
    await mira.says("/who", thread=topic, reply_to=photo.message.id)
    card = (await mira.says("/people", thread=topic)).answer
    await mira.presses(card, "1")
    await mira.presses(card, "Forget")
    gone = await mira.presses(card, "Yes, forget")
    await mira.presses(gone.answer, "Undo (5 minutes)")

    (ours,) = await tale.group("Readers", owner)
    await ours.shows(ONE, "/enroll Eileen")
    place = tale.playground
    news = await place.create_group("News", owner.person, kind="channel")
    await place.link(news["key"], ours.chat)
    tale.tell("The group is where a channel of Mira's, “News”, is discussed.")
    await tale.happens(
        "The channel posts another photo of Eileen.",
        place.send_photo(news["key"], owner.person, ANOTHER.data),
    )
    await tale.happens(
        "The channel posts “/settings”.", place.send_text(news["key"], owner.person, "/settings")
    )


GROUPS = (
    Script(
        "in-a-group",
        "In a group",
        "Admins choose which photos are answered, and in which language; everybody can ask about "
        "any photo.",
        in_a_group,
    ),
    Script(
        "which-photos",
        "Which photos a group wants answered",
        "The choice is offered once, to admins; then only who is known, or only commands.",
        which_photos,
    ),
    Script(
        "what-is-hidden",
        "What a group hides from it",
        "What it sees in privacy mode and as an admin, and what it says when it may not send "
        "photos, or not write.",
        what_is_hidden,
    ),
    Script(
        "a-group-that-grows",
        "A group that grows",
        "It becomes a supergroup and keeps its people; an anonymous admin teaches in it.",
        a_group_that_grows,
    ),
    Script(
        "topics-and-channels",
        "Topics and channels",
        "Answers come in the topic of the question; what a channel posts into its group is "
        "answered like anybody's, and a channel is no admin.",
        topics_and_channels,
    ),
)
