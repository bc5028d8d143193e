"""/protect: who may ask for what, who is told of what, and how it ends."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import AsyncIterator
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.audit import Deed
from bot.chats import Chats
from bot.departures import GRACE
from bot.handlers.alerting import link_to
from bot.limbo import GRACE as PUT_BACK_WITHIN
from bot.moderation.caseload import CASES, FOLDED_WITHIN
from bot.moderation.cases import Sureness
from bot.moderation.held import A_RULE
from bot.moderation.protections import Protections
from bot.moderation.rules import Rule
from bot.preferences import Preferences, Protection
from bot.request import Command, Request
from tests.bot_life import LANGUAGES
from tests.playground_client import Message
from tests.unit.court_rooms import Court, in_session, plain

TOLD = "posted a photo in Hikers that looks like you."


class Hall(Court):
    """A group in which Olga taught her own face, and Tom posts photos of her."""

    async def begins(self, allowed: Protection = Protection.DELETE) -> None:
        self.subject = (await self.enrols("Olga", 1)).id
        self.gallery = await self.chats.gallery_to_fill(int(self.group))
        await self.accounts.link(self.gallery, self.subject, self.olga, int(self.group))
        self.protections = Protections(self.core.store.records, self.clock)
        await self.allows(allowed)

    async def allows(self, most: Protection, group: str = "") -> None:
        preferences = Preferences(self.core.store.records, LANGUAGES)
        chat = int(group or self.group)
        await preferences.change(chat, lambda was: replace(was, protection=most))

    async def says(self, chat: str, person: int, text: str) -> Message:
        """Somebody says something; return what the bot answers in that chat."""
        await self.playground.send_text(chat, person, text)
        for request in await self.heard():
            if isinstance(request.ask, Command):
                await self.stories.routing.answer(request)
        return (await self.said(chat))[-1]

    async def said(self, chat: str) -> list[Message]:
        return [one for one in await self.playground.messages(chat) if one.raw["from_bot"]]

    async def seen(self, message: Message) -> Message:
        return await self.playground.message(message.chat, message.id)

    async def chooses(self, label: str) -> str:
        """Olga chooses something in the group; return what stands there then."""
        page = await self.says(self.group, self.olga, "/protect")
        await self.press(page, label, self.olga)
        return plain(await self.seen(page))

    async def wish(self) -> Protection | None:
        asked = await self.protections.one(self.gallery, self.olga)
        return None if asked is None else asked.wish

    async def rule(self) -> Rule:
        shields = self.stories.routing.patrolling.shielding.shields
        (rule,) = await shields.of(int(self.group))
        return rule

    async def is_seen(self, *posted: Request, sureness: Sureness = Sureness.SURE) -> None:
        """A post of Tom's is found to show Olga: what is done then."""
        rule = await self.rule()
        case = await self.case(rule, *posted, sureness=sureness)
        patrolling = self.stories.routing.patrolling
        await patrolling._handed_on(posted[0], [case])  # as after judging

    async def deeds(self) -> set[tuple[int, Deed]]:
        return {(one.by, one.deed) for one in await self.audit.of(self.gallery, most=9)}


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    async with in_session(tmp_path) as court:
        made = Hall(**{one.name: getattr(court, one.name) for one in fields(court)})
        made.begin()
        await made.begins()
        yield made


# --- asking for it ----------------------------------------------------------------------------


async def test_whoever_taught_their_own_face_chooses_and_may_think_better_of_it(
    hall: Hall,
) -> None:
    page = await hall.says(hall.group, hall.olga, "/protect")
    assert page.buttons == ["Tell me", "Ask the admins", "Delete it"]
    assert "Now: nothing." in plain(page)
    await hall.press(page, "Delete it", hall.olga)
    page = await hall.seen(page)
    assert "Now: I delete it." in plain(page)
    assert page.buttons == ["Tell me", "Ask the admins", "✓ Delete it", "Nothing any more"]
    assert await hall.wish() is Protection.DELETE
    await hall.press(page, "Nothing any more", hall.olga)
    assert "Now: nothing." in plain(await hall.seen(page))
    assert await hall.wish() is None
    assert await hall.deeds() == {(hall.olga, Deed.UNPROTECTED), (hall.olga, Deed.PROTECTED)}


async def test_nobody_chooses_for_somebody_else(hall: Hall) -> None:
    page = await hall.says(hall.group, hall.olga, "/protect")
    click = await hall.press(page, "Delete it", hall.mira)
    assert click.text
    assert await hall.wish() is None


async def test_who_has_not_taught_their_own_face_is_told_how(hall: Hall) -> None:
    page = await hall.says(hall.group, hall.tom, "/protect")
    assert "/enroll me" in plain(page)
    assert page.buttons == []
    private = await hall.speaks(hall.tom)
    page = await hall.says(private, hall.tom, "/protect")
    assert plain(page).startswith("In which group shall I look out for you?")


async def test_where_the_admins_do_not_allow_it_it_says_so_and_whom_to_ask(hall: Hall) -> None:
    await hall.allows(Protection.OFF)
    page = await hall.says(hall.group, hall.olga, "/protect")
    assert plain(page).startswith("In this group the admins have not allowed that.")
    assert page.buttons == []
    private = await hall.speaks(hall.olga)
    page = await hall.says(private, hall.olga, "/protect")
    assert "Ask one of them" in plain(page)


async def test_nobody_may_go_further_than_the_admins_allow(hall: Hall) -> None:
    page = await hall.says(hall.group, hall.olga, "/protect")
    await hall.allows(Protection.TELL)
    click = await hall.press(page, "Delete it", hall.olga)
    assert click.text == "That is not allowed here now."
    assert await hall.wish() is None
    assert (await hall.seen(page)).buttons == ["Tell me"]


async def test_what_is_allowed_no_more_is_said_and_can_be_ended(hall: Hall) -> None:
    await hall.chooses("Delete it")
    await hall.allows(Protection.TELL)
    page = await hall.says(hall.group, hall.olga, "/protect")
    assert "Now: I tell you in private." in plain(page)
    assert "You asked me to delete it; the admins do not allow that any more." in plain(page)
    await hall.allows(Protection.OFF)
    page = await hall.says(hall.group, hall.olga, "/protect")
    assert page.buttons == ["Nothing any more"]
    await hall.press(page, "Nothing any more", hall.olga)
    assert await hall.wish() is None


async def test_who_cannot_be_told_anything_in_private_is_told_how_to_begin(hall: Hall) -> None:
    said = await hall.chooses("Tell me")
    assert "I can't write to you yet" in said
    page = (await hall.said(hall.group))[-1]
    assert page.buttons[-1] == "Open our private chat"
    assert links(page)[-1].endswith("?start=protect")
    private = await hall.playground.private_chat(hall.olga, "court_bot")
    page = await hall.says(private, hall.olga, "/start protect")
    assert "Hikers" in plain(page)
    assert "✓ Tell me" in page.buttons


async def test_who_can_be_told_is_told_so_at_once(hall: Hall) -> None:
    private = await hall.speaks(hall.olga)
    await hall.heard()
    assert "I can't write" not in await hall.chooses("Tell me")
    assert plain((await hall.said(private))[-1]).startswith("I will tell you here when somebody")


async def test_in_private_it_asks_for_which_group_where_there_are_several(hall: Hall) -> None:
    made = await hall.playground.create_group("Singers", hall.mira, [hall.olga, "@court_bot"])
    other = str(made["key"])
    chats = Chats(hall.core.store.records, hall.core.recognizer, new_id=lambda: "other")
    gallery = hall.core.store.gallery(await chats.gallery_to_fill(int(other)))
    subject = await gallery.claim("Olga too")
    await hall.accounts.link(gallery.id, subject.id, hall.olga, int(other))
    await hall.allows(Protection.TELL, other)
    private = await hall.speaks(hall.olga)
    await hall.heard()
    page = await hall.says(private, hall.olga, "/protect")
    assert plain(page) == "For which group?"
    assert sorted(plain_of(label) for label in page.buttons) == ["Hikers", "Singers"]
    await hall.press(page, "Singers", hall.olga)
    assert (await hall.seen(page)).buttons == ["Tell me"]


async def test_who_asked_to_be_known_nowhere_cannot_be_looked_out_for(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def holds(_: object, account: int) -> bool:
        return account == hall.olga

    monkeypatch.setattr("bot.optouts.OptOuts.holds", holds)
    page = await hall.says(hall.group, hall.olga, "/protect")
    assert "/optin" in plain(page)
    assert page.buttons == []


async def test_admins_see_how_many_asked_for_it(hall: Hall) -> None:
    page = await hall.says(hall.group, hall.mira, "/watch")
    assert "asked that something is done" not in plain(page)
    await hall.chooses("Delete it")
    page = await hall.says(hall.group, hall.mira, "/watch")
    assert "Besides, 1 member asked that something is done about photos of them" in plain(page)
    await hall.allows(Protection.OFF)
    page = await hall.says(hall.group, hall.mira, "/watch")
    assert "Besides" not in plain(page), "it is stopped by the setting"


# --- being told -------------------------------------------------------------------------------


async def asked_to_be_told(hall: Hall) -> str:
    private = await hall.speaks(hall.olga)
    await hall.heard()
    await hall.chooses("Tell me")
    return private


async def test_whom_a_photo_shows_is_told_who_posted_it_where(hall: Hall) -> None:
    private = await asked_to_be_told(hall)
    posted = await hall.posts()
    await hall.is_seen(*posted)
    told = (await hall.said(private))[-1]
    assert plain(told).startswith(f"Tom {TOLD}")
    assert links(told) == [link_to(int(hall.group), (posted[0].message,))]
    assert await hall.cards() == [], "it is nobody else's matter"


async def test_it_is_told_once_however_often_the_bot_dies_over_it(hall: Hall) -> None:
    private = await asked_to_be_told(hall)
    posted = await hall.posts()
    for _ in range(2):
        hall.begin()
        await hall.is_seen(*posted)
    assert sum(TOLD in plain(one) for one in await hall.said(private)) == 1


async def test_what_follows_is_told_in_the_same_message_and_later_in_another(hall: Hall) -> None:
    private = await asked_to_be_told(hall)
    for _ in range(3):
        await hall.is_seen(*await hall.posts())
    told = [one for one in await hall.said(private) if TOLD in plain(one)]
    assert len(told) == 1
    assert "And 2 more of the same person's posts since." in plain(told[0])
    hall.later(FOLDED_WITHIN + timedelta(minutes=1))
    await hall.is_seen(*await hall.posts(), sureness=Sureness.LIKELY)
    assert "that might show you" in plain((await hall.said(private))[-1])


async def test_who_cannot_be_reached_is_told_when_they_can(hall: Hall) -> None:
    await hall.chooses("Tell me")
    await hall.is_seen(*await hall.posts())
    private = await hall.speaks(hall.olga)
    await hall.heard()
    await hall.is_seen(*await hall.posts())
    assert "And 1 more of the same person's posts since." in plain((await hall.said(private))[-1])


async def test_only_supergroups_have_addresses_for_their_messages() -> None:
    assert link_to(-1001234567890, (5, 6)) == "https://t.me/c/1234567890/5"
    assert link_to(-123, (5,)) is None
    assert link_to(-1001234567890, ()) is None


# --- asked and deleted ------------------------------------------------------------------------


async def test_the_admins_card_says_who_asked_for_what(hall: Hall) -> None:
    await hall.chooses("Ask the admins")
    posted = await hall.posts()
    await hall.is_seen(*posted)
    (card,) = await hall.cards()
    assert "What shall I do about this photo?" in plain(card)
    assert "Olga asked that photos of them which others post are put to you." in plain(card)
    assert "Quiet for a day" not in card.buttons
    await hall.press(card, "Delete")
    assert await hall.is_deleted(*posted)
    assert "as an admin decided" in (await hall.said_in_group())[-1]
    assert (await hall.cards())[-1].buttons == ["Not this person"]


async def test_whose_photo_is_deleted_is_told_why_without_a_name(hall: Hall) -> None:
    await hall.chooses("Delete it")
    posted = await hall.posts()
    await hall.is_seen(*posted)
    assert await hall.is_deleted(*posted)
    said = (await hall.said_in_group())[-1]
    assert said.startswith("Tom, I deleted a photo that you posted: it looks like somebody who")
    assert "reply to this message" in said
    assert "Olga" not in said
    (card,) = await hall.cards()
    assert plain(card).startswith("I acted on a photo")
    assert "Olga asked that photos of them which others post are deleted." in plain(card)
    assert (A_RULE, Deed.POST_DELETED) in await hall.deeds()


async def test_who_is_not_to_be_named_is_not_named_on_the_card(hall: Hall) -> None:
    await hall.chooses("Delete it")
    (linked,) = await hall.accounts.in_gallery(hall.olga, hall.gallery)
    await hall.accounts.name_or_not(hall.olga, linked, unnamed=True)
    await hall.is_seen(*await hall.posts())
    (card,) = await hall.cards()
    assert "Olga" not in plain(card)
    assert (
        "Somebody in this group asked that photos of them which others post are deleted."
        in plain(card)
    )


async def test_who_changes_their_mind_has_told_and_asked_kept_apart(hall: Hall) -> None:
    private = await asked_to_be_told(hall)
    await hall.is_seen(*await hall.posts())
    await hall.chooses("Ask the admins")
    await hall.is_seen(*await hall.posts())
    await hall.chooses("Delete it")
    await hall.is_seen(*await hall.posts())
    told = [one for one in await hall.said(private) if TOLD in plain(one)]
    assert len(told) == 1
    assert told[0].buttons == ["Show me the photo"]
    assert [plain(card).splitlines()[0] for card in await hall.cards()] == [
        "What shall I do about this photo?",
        "I acted on a photo",
    ]


# --- how it ends ------------------------------------------------------------------------------


async def test_forgetme_ends_it_and_leaves_nothing_that_was_told(hall: Hall) -> None:
    private = await asked_to_be_told(hall)
    await hall.is_seen(*await hall.posts())
    asked = await hall.says(hall.group, hall.olga, "/forgetme")
    await hall.press(asked, "Forget me", hall.olga)
    assert await hall.wish() is None
    assert await hall.core.store.records.list(CASES) == []
    page = await hall.says(private, hall.olga, "/protect")
    assert plain(page).startswith("In which group")


async def test_who_is_forgotten_by_others_is_told_that_it_ends_but_not_while_put_back(
    hall: Hall,
) -> None:
    private = await hall.speaks(hall.olga)
    await hall.heard()
    await hall.chooses("Delete it")
    assert await hall.stories.lapsing.finish() == 0
    forgotten = await hall.says(hall.group, hall.mira, "/forget Olga")
    await hall.stories.lapsing.finish()
    assert await hall.wish() is Protection.DELETE
    await hall.press(forgotten, "Undo (5 minutes)", hall.mira)
    await hall.stories.lapsing.finish()
    assert await hall.rule()
    await hall.says(hall.group, hall.mira, "/forget Olga")
    hall.later(PUT_BACK_WITHIN + timedelta(minutes=1))
    await hall.stories.forgetting.finish()
    await hall.stories.lapsing.finish()
    assert await hall.wish() is None
    said = [plain(one) for one in await hall.said(private)]
    assert said[-1].startswith("In Hikers nobody is known as you any more")
    await hall.stories.lapsing.finish()
    assert [plain(one) for one in await hall.said(private)] == said


async def test_it_goes_with_the_group(hall: Hall) -> None:
    await hall.chooses("Delete it")
    (posted,) = await hall.posts()
    await hall.playground.remove_member(hall.group, "court_bot")
    await hall.stories.leaving.removed(posted)
    hall.later(GRACE + timedelta(minutes=1))
    assert await hall.stories.leaving.finish() == 1
    assert await hall.protections.of(hall.gallery) == []


async def test_my_data_has_what_was_asked_for(hall: Hall) -> None:
    private = await hall.speaks(hall.olga)
    await hall.heard()
    await hall.chooses("Ask the admins")
    answer = await hall.says(private, hall.olga, "/mydata")
    data = await hall.playground.download(answer.raw["file_url"])
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        told = json.loads(zipped.read("about-you.json"))
    assert [one["protection"] for one in told["enrolled"]] == ["ask"]


def links(message: Message) -> list[str]:
    """Where the buttons of a message lead that lead somewhere."""
    rows = message.raw["reply_markup"]["inline_keyboard"]
    return [button["url"] for row in rows for button in row if "url" in button]


def plain_of(label: str) -> str:
    return label.translate(dict.fromkeys(map(ord, "\u2068\u2069")))
