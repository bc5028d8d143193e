"""Cases that go otherwise than a photo, a card and a click: two admins, exemptions, refusals."""

from __future__ import annotations

import pytest

from bot.moderation.rules import Mode, Then, When
from bot.preferences import Answers
from tests.e2e.pictures import EILEEN, person
from tests.e2e.scripts.guarded import guarded
from tests.e2e.scripts.script import ANOTHER, ONE, WALL, Script, of_somebody
from tests.e2e.telling import Tale
from tests.playground_client import PlaygroundError


async def two_admins(tale: Tale) -> None:
    ours = await guarded(tale)
    place = tale.playground
    zoe = await tale.newcomer("Zoe")
    with tale.scribe.pausing():
        await zoe.says("/start")
        await place.add_member(ours.mira.chat, zoe.person)
        await place.promote(ours.mira.chat, zoe.person)
        await tale.scribe.desk.cleared()
    tale.tell("Zoe is an admin, too, and has said /start.")
    await ours.has_rule(When.ANY_FACE, Then.BAN, Mode.ASKING)
    posted = await ours.tom.shows(ONE)
    hers = next(one for one in posted.heard if one.chat == zoe.chat)
    # Both at the same moment: tests/unit/test_bot_ruling.py. Here it is to be told who was first.
    slow = await place.add_fault("banChatMember", "delay", seconds=1.0, bot=tale.username)
    first = await ours.desk.clicks(ours.card(posted), "Delete, ban")
    tale.tell("Before that is done, Zoe decides otherwise.")
    await zoe.clicks(hers, "Forgive")
    await tale.scribe.hear(first.seq)
    await place.ask("DELETE", f"/faults/{slow}")
    await zoe.presses(hers, "Take it back")
    await ours.mira.says("/audit")


async def whom_no_rule_is_for(tale: Tale) -> None:
    ours = await guarded(tale)
    place, chat, owner = tale.playground, ours.mira.chat, ours.mira.person
    await ours.has_rule(When.ANY_FACE, Then.BAN, Mode.ASKING)
    await ours.mira.shows(ONE)
    await place.promote(chat, owner, is_anonymous=True)
    tale.tell("From now on Mira writes as an anonymous admin.")
    await ours.mira.shows(ANOTHER, **{"as": "anonymous"})
    news = await place.create_group("News", owner, kind="channel")
    await place.link(news["key"], chat)
    tale.tell("The group is where a channel of Mira's, “News”, is discussed.")
    await tale.happens("The channel posts a photo.", place.send_photo(news["key"], owner, ONE.data))
    posted = await ours.tom.shows(ONE)
    await ours.decides(posted, "Forgive", "Always let them post")
    await ours.tom.shows(ANOTHER)
    page = (await ours.mira.says("/watch")).answer
    for label in ("Always allowed: 1", "Tom"):
        await ours.mira.presses(page, label)
    zoe = await ours.joined("Zoe")
    adverts = await place.create_group("Adverts", zoe.person, kind="channel")
    tale.tell("Zoe comes in, and has a channel, “Adverts”, in whose name she posts.")
    posted = await zoe.shows(ONE, **{"as": adverts["key"]})
    await ours.decides(posted, "Delete, mute", "Ban")
    with pytest.raises(PlaygroundError):
        await place.send_text(chat, zoe.person, "And now?", **{"as": adverts["key"]})
    tale.tell("Nobody can post as “Adverts” here any more.")
    await ours.decides(posted, "Take it back")
    await zoe.says("Thank you.", **{"as": adverts["key"]})


async def an_album(tale: Tale) -> None:
    ours = await guarded(tale, answers=Answers.ALWAYS, Eileen=EILEEN, Ann=person(3)[0])
    await ours.has_rule(When.PERSON, Then.DELETE, Mode.ACTING, about=["Eileen"])
    nobody = of_somebody(0, "a photo of somebody else")
    first = await ours.tom.shows_album([WALL, ANOTHER, nobody])
    await ours.tom.shows(ANOTHER)
    await ours.decides(first, "Not this person", "Ann")
    await ours.tom.shows(ANOTHER)


async def what_telegram_refuses(tale: Tale) -> None:
    ours = await guarded(tale)
    place, chat = tale.playground, ours.mira.chat
    await ours.has_rule(When.ANY_FACE, Then.BAN, Mode.ASKING)
    zoe, bob, ann = [await ours.joined(name) for name in ("Zoe", "Bob", "Ann")]
    tale.tell("Zoe, Bob and Ann come in.")

    posted = await ours.tom.shows(ONE)
    await place.promote(chat, ours.tom.person)
    tale.tell("Tom is made an admin.")
    await ours.decides(posted, "Delete, ban")

    posted = await zoe.shows(ONE)
    await place.promote(chat, tale.username, rights=["can_invite_users"])
    tale.tell("The bot may not delete messages nor ban members any more.")
    await tale.scribe.desk.cleared()
    await ours.decides(posted, "Delete, ban")
    await place.promote(chat, tale.username)
    tale.tell("The bot may do everything again.")
    await tale.scribe.desk.cleared()
    await ours.decides(posted, "Delete, ban")

    posted = await bob.shows(ONE)
    await place.delete(posted.message, bob.person)
    tale.tell("Bob deletes his photo himself.")
    await ours.decides(posted, "Delete")

    posted = await ann.shows(ONE)
    await ours.days_go_by()
    await ours.decides(posted, "Delete, mute")


async def warnings_add_up(tale: Tale) -> None:
    ours = await guarded(tale)
    await ours.has_rule(When.ANY_FACE, Then.WARN, Mode.ACTING)
    await ours.tom.shows(ONE)
    await ours.tom.shows(ONE)
    await ours.minutes_go_by()
    await ours.tom.shows(ONE)
    await ours.minutes_go_by()
    third = await ours.tom.shows(ONE)
    await ours.decides(third, "Take it back")
    await ours.minutes_go_by()
    await ours.tom.shows(ONE)
    await tale.happens(
        "Mira herself lets Tom write again.",
        tale.playground.restrict(ours.mira.chat, ours.tom.person, None, by=ours.mira.person),
    )
    await ours.minutes_go_by()
    fourth = await ours.tom.shows(ONE)
    await ours.decides(fourth, "Take it back")


JUDGING = (
    Script(
        "two-admins-one-case",
        "Two admins, one case",
        "Each has a card. One decides while the other presses; what is done is done once, and the "
        "other takes it back.",
        two_admins,
    ),
    Script(
        "whom-no-rule-is-for",
        "Whom no rule is for",
        "Admins, anonymous ones too, the channel that is discussed, and whom an admin approved of; "
        "but not somebody who writes as a channel.",
        whom_no_rule_is_for,
    ),
    Script(
        "an-album-is-one-case",
        "An album is one case",
        "It is deleted whole and not answered, and so is what comes right after it; then an admin "
        "says who it really is, and the picture meets the rule no more.",
        an_album,
    ),
    Script(
        "what-telegram-refuses",
        "What Telegram refuses",
        "Somebody who became an admin, a right that the bot lacks, a photo that is gone, and one "
        "that is too old: in words on the card.",
        what_telegram_refuses,
    ),
    Script(
        "warnings-add-up",
        "Warnings add up",
        "A case warns once. The third warning mutes, the next bans, and one that is taken back "
        "does not count.",
        warnings_add_up,
    ),
)
