"""A person's card: their photos, and what can be done with them and it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.audit import Audit, Deed
from bot.buttons import ANYBODY, Button, Buttons, Rows
from bot.handlers.forgetting import Forgetting
from bot.handlers.leafing import Leaf, Leafing
from bot.handlers.people import A_PAGE, A_ROW, CARD, FORGOTTEN, LIFE, LIST, PREFIX, People
from bot.handlers.permitting import Permission, Permitting
from bot.moderation.rulebook import Rulebook
from bot.outbox import Address, Outbox
from bot.questions import Questions
from bot.request import Click, Request
from bot.roster import Listed, Roster, short_id
from bot.texts import people
from bot.texts.speech import Markup
from core.recognizer import Recognizer

RENAME, PHOTOS, REMOVE, INTO, MERGE, MERGED, FORGET = "r", "d", "x", "m", "g", "G", "f"

TEMPLATE_LETTERS = 12


@dataclass(frozen=True, slots=True)
class Cards:
    """Shows people, and does what is asked under their pictures. Everybody may look."""

    outbox: Outbox
    recognizer: Recognizer
    roster: Roster
    people: People
    permitting: Permitting
    forgetting: Forgetting
    questions: Questions
    buttons: Buttons
    audit: Audit
    leafing: Leafing
    rulebook: Rulebook

    async def clicked(self, request: Request, click: Click) -> None:
        """Answer a click on a button of the list or of a card."""
        _, what, rest = click.data.split(":", 2)
        if what == LIST:
            await self._show_page(request, click, int(rest))
            return
        if what == FORGOTTEN and (again := await self.forgetting.again(request)) is not None:
            await self._forget(request, click, again)
            return
        short, _, other = rest.partition(":")
        who = await self.roster.one(request, short)
        if who is None:
            gone = request.speech.text("person-gone")
            await self.outbox.answer_click(click.query_id, gone, alert=True)
        elif what == CARD:
            await self._show_card(request, click, who, int(other or 1))
        elif await self.permitting.to_change(request, who.account) is not Permission.GRANTED:
            refused = request.speech.text("only-admins-change")
            await self.outbox.answer_click(click.query_id, refused, alert=True)
        else:
            await self._change(request, click, who, what, other)

    async def _change(
        self, request: Request, click: Click, who: Listed, what: str, other: str
    ) -> None:
        match what:
            case "r":
                await self._ask_name(request, click, who)
            case "d":
                await self._which_photo(request, click, who, int(other or 1))
            case "x":
                await self._remove(request, click, who, other)
            case "m":
                await self._into_whom(request, click, who, int(other or 1))
            case "g" | "G":
                await self._merge(request, click, who, other, sure=what == MERGED)
            case "f":
                await self._ask_forget(request, click, who)
            case "F":
                forgotten = await self.forgetting.forget(request, who.gallery, who.person.subject)
                await self._forget(request, click, forgotten)

    async def _show_page(self, request: Request, click: Click, number: int) -> None:
        picture, told, rows = await self.people.page(request, number)
        await self.outbox.answer_click(click.query_id, "")
        await self._put(request, picture, told, rows)

    async def _show_card(self, request: Request, click: Click, who: Listed, number: int) -> None:
        await self.outbox.answer_click(click.query_id, "")
        await self._put(request, *await self._card(request, who, number))

    async def _card(
        self, request: Request, who: Listed, number: int = 1
    ) -> tuple[bytes, Markup, Rows]:
        leaf = await self.leafing.leaf(request, who, number)
        speech, own = request.speech, short_id(who.person)
        told = people.card(
            speech, who, leaf.photos, leaf.called, page=leaf.number, pages=leaf.pages
        )
        remove = f"{PHOTOS}:{own}:{leaf.number}"
        rows: Rows = [
            [self._button(request, speech.text("rename-button"), f"{RENAME}:{own}")],
            [self._button(request, speech.text("remove-photo-button"), remove)],
            [self._button(request, speech.text("merge-button"), f"{INTO}:{own}:1")],
            [self._button(request, speech.text("forget-button"), f"{FORGET}:{own}")],
            *self._turning(request, f"{CARD}:{own}", leaf.number, leaf.pages),
            [self._button(request, speech.text("back-button"), f"{LIST}:1")],
        ]
        return leaf.picture, told, rows

    async def _ask_name(self, request: Request, click: Click, who: Listed) -> None:
        await self.questions.ask_new_name(request, who.id)
        await self.outbox.answer_click(click.query_id, "")
        words = people.new_name(request.speech, who)
        to = Address(request.chat, request.thread, request.message)
        await self.questions.asked_in(request, await self.outbox.say(to, words, ask=True))

    async def _which_photo(self, request: Request, click: Click, who: Listed, number: int) -> None:
        leaf = await self.leafing.leaf(request, who, number)
        await self.outbox.answer_click(click.query_id, "")
        told = people.which_photo(request.speech, who, page=leaf.number, pages=leaf.pages)
        # With a picture of its own: that of the card may be older than a photo that came since.
        await self._put(request, leaf.picture, told, self._numbers(request, who, leaf))

    def _numbers(self, request: Request, who: Listed, leaf: Leaf) -> Rows:
        own, page = short_id(who.person), leaf.number
        numbers = [
            self._button(
                request, str(place), f"{REMOVE}:{own}:{photo.id[:TEMPLATE_LETTERS]}:{page}"
            )
            for place, photo in enumerate(leaf.photos, start=1)
        ]
        back = self._button(request, request.speech.text("back-button"), f"{CARD}:{own}:{page}")
        return [
            *(numbers[i : i + A_ROW] for i in range(0, len(numbers), A_ROW)),
            *self._turning(request, f"{PHOTOS}:{own}", page, leaf.pages),
            [back],
        ]

    async def _remove(self, request: Request, click: Click, who: Listed, which: str) -> None:
        short, _, page = which.partition(":")
        ids = [photo.id for photo in await self.leafing.every(who) if photo.id.startswith(short)]
        removed = await self.recognizer.remove_photos(who.gallery, ids) if ids else 0
        # A process that died over this click may have removed it, and not said so.
        if removed or request.tries:
            await self.audit.note(who.gallery, request, Deed.PHOTO_REMOVED, who.id)
            notice = request.speech.text("removed-notice")
        else:
            notice = request.speech.text("photo-gone-already")
        await self.outbox.answer_click(click.query_id, notice)
        left = await self.roster.one(request, short_id(who.person))
        if left is not None:
            await self._put(request, *await self._card(request, left, int(page or 1)))
            return
        await self.roster.accounts.unlink(who.gallery, who.id)
        await self._put(request, *await self.people.page(request, 1))

    async def _into_whom(self, request: Request, click: Click, who: Listed, number: int) -> None:
        others = [
            one for one in await self.roster.everybody(request.chat) if one.subject.id != who.id
        ]
        own, speech = short_id(who.person), request.speech
        unsaid = await self.roster.unsaid(request)
        pages = max(1, -(-len(others) // A_PAGE))
        shown = others[(number - 1) * A_PAGE : number * A_PAGE]
        rows: list[list[Button]] = [
            [
                self._button(
                    request,
                    people.label(speech, one.subject, unsaid=one.subject.id in unsaid),
                    f"{MERGE}:{own}:{short_id(one)}",
                )
            ]
            for one in shown
        ]
        turning = self._turning(request, f"{INTO}:{own}", number, pages)
        back = self._button(request, speech.text("back-button"), f"{CARD}:{own}")
        await self.outbox.answer_click(click.query_id, "")
        told = people.merge_with_whom(speech, who)
        await self._say(request, click, told, [*rows, *turning, [back]])

    async def _merge(
        self, request: Request, click: Click, who: Listed, short: str, *, sure: bool
    ) -> None:
        speech, own = request.speech, short_id(who.person)
        into = await self.roster.one(request, short)
        if into is None:
            await self.outbox.answer_click(click.query_id, speech.text("person-gone"), alert=True)
            return
        # Whoever is merged into is changed as much: their photos are then those of both.
        if await self.permitting.to_change(request, into.account) is not Permission.GRANTED:
            refused = speech.text("only-admins-change")
            await self.outbox.answer_click(click.query_id, refused, alert=True)
            return
        if not sure:
            told = people.really_merge(speech, who, into)
            rows = [
                [self._button(request, speech.text("yes-merge-button"), f"{MERGED}:{own}:{short}")],
                [self._button(request, speech.text("back-button"), f"{CARD}:{own}")],
            ]
            await self.outbox.answer_click(click.query_id, "")
            await self._say(request, click, told, rows)
            return
        await self.recognizer.merge_people(who.gallery, who.id, into=into.id)
        await self.roster.accounts.hand_on(who.gallery, who.id, into.id)
        await self.rulebook.hand_on(request.chat, who.id, into.id)
        await self.audit.note(who.gallery, request, Deed.MERGED, into.id)
        await self.outbox.answer_click(click.query_id, speech.text("merged-notice"))
        merged = await self.roster.one(request, short)
        if merged is not None:
            await self._put(request, *await self._card(request, merged))

    async def _ask_forget(self, request: Request, click: Click, who: Listed) -> None:
        speech, own = request.speech, short_id(who.person)
        rows = [
            [self._button(request, speech.text("yes-forget-button"), f"{FORGOTTEN}:{own}")],
            [self._button(request, speech.text("back-button"), f"{CARD}:{own}")],
        ]
        told = people.really_forget(speech, who)
        await self.outbox.answer_click(click.query_id, "")
        await self._say(request, click, told, rows)

    async def _forget(
        self, request: Request, click: Click, forgotten: tuple[Markup, Rows] | None
    ) -> None:
        await self.outbox.answer_click(click.query_id, "")
        if forgotten is not None:
            told, rows = forgotten
            # Without the picture: nobody's face is to be seen where it was forgotten.
            await self.outbox.edits.remove(request.chat, request.message)
            await self.outbox.say(Address(request.chat, request.thread, None), told, buttons=rows)

    async def _put(self, request: Request, picture: bytes | None, told: Markup, rows: Rows) -> None:
        chat, message = request.chat, request.message
        if picture is None:
            await self.outbox.edits.remove(chat, message)
            await self.outbox.say(Address(chat, request.thread, None), told)
        elif not await self.outbox.edits.change_to_picture(chat, message, picture, told, rows):
            await self.outbox.show(Address(chat, request.thread, None), picture, told, rows)

    async def _say(self, request: Request, click: Click, told: Markup, rows: Rows) -> None:
        await self.outbox.change_question(
            request.chat, request.message, told, picture=click.picture, buttons=rows
        )

    def _turning(self, request: Request, says: str, number: int, pages: int) -> Rows:
        """Return a row with the pages before and after this one, if there are any."""
        row = [
            self._button(request, sign, f"{says}:{page}")
            for sign, page in (("\u25c0", number - 1), ("\u25b6", number + 1))
            if 1 <= page <= pages
        ]
        return [row] if row else []

    def _button(self, request: Request, label: str, says: str) -> Button:
        asks = says.startswith(f"{RENAME}:")
        return self.buttons.make(
            request, label, f"{PREFIX}:{says}", life=LIFE, owner=ANYBODY, asks=asks
        )
