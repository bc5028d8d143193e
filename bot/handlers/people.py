"""Who is known here, page by page: /people; and /forget."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.buttons import ANYBODY, Button, Buttons, Rows
from bot.chats import Chats
from bot.handlers.forgetting import Forgetting
from bot.handlers.naming import first_line, unwrapped
from bot.handlers.permitting import Permission, Permitting
from bot.outbox import Outbox, answer_to
from bot.request import Command, PhotoRef, Request
from bot.roster import Roster, short_id
from bot.texts import people
from bot.texts.speech import Markup
from bot.texts.writing import bold_name
from core.drawing import portraits
from core.errors import BadName, ModelMismatch
from core.model import Person, Subject
from core.names import normalise_name
from core.recognizer import Recognizer
from core.worker import Worker

PREFIX = "p"
"""What the data of buttons about people begins with: `p:<what>:<whom or which page>…`."""

LIST, CARD, FORGOTTEN = "l", "c", "F"

A_PAGE = 8
A_ROW = 4
LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class People:
    """Lists people with a picture of each, and forgets them by name."""

    outbox: Outbox
    recognizer: Recognizer
    chats: Chats
    roster: Roster
    permitting: Permitting
    forgetting: Forgetting
    buttons: Buttons
    worker: Worker

    async def people(self, request: Request) -> None:
        """Answer /people."""
        picture, told, rows = await self.page(request, 1)
        if picture is None:
            await self.outbox.say(answer_to(request), told)
        else:
            await self.outbox.show(answer_to(request), picture, told, rows)

    async def page(self, request: Request, number: int) -> tuple[bytes | None, Markup, Rows]:
        """Return a page of the list: a picture, or None where nobody is known, words, buttons."""
        known = await self.roster.everybody(request.chat)
        gallery = await self.chats.gallery(request.chat)
        if gallery is None or not known:
            return None, request.speech.html("nobody-known"), ()
        pages = -(-len(known) // A_PAGE)
        number = min(max(number, 1), pages)
        shown = known[(number - 1) * A_PAGE : number * A_PAGE]
        picture = await self.worker.run(portraits, await self._crops(gallery, shown))
        unsaid = await self.roster.unsaid(request)
        told = people.listed(request.speech, shown, len(known), number, pages, unsaid=unsaid)
        return picture, told, self._rows(request, shown, number, pages)

    async def _crops(self, gallery: str, shown: Sequence[Person]) -> list[bytes | None]:
        first = [
            await self.recognizer.photos(gallery, person.subject.id, limit=1) for person in shown
        ]
        ids = [photos[0].id if photos else "" for photos in first]
        crops = await self.recognizer.crops(gallery, [id_ for id_ in ids if id_])
        return [crops.get(id_) for id_ in ids]

    def _rows(self, request: Request, shown: Sequence[Person], number: int, pages: int) -> Rows:
        def button(label: str, says: str) -> Button:
            return self.buttons.make(request, label, f"{PREFIX}:{says}", life=LIFE, owner=ANYBODY)

        cards = [
            button(str(place), f"{CARD}:{short_id(person)}")
            for place, person in enumerate(shown, start=1)
        ]
        rows = [cards[i : i + A_ROW] for i in range(0, len(cards), A_ROW)]
        turning = []
        if number > 1:
            turning.append(button("\u25c0", f"{LIST}:{number - 1}"))
        if number < pages:
            turning.append(button("\u25b6", f"{LIST}:{number + 1}"))
        return [*rows, turning] if turning else rows

    async def forget(self, request: Request, command: Command, _: Sequence[PhotoRef]) -> None:
        """Answer /forget."""
        again = await self.forgetting.again(request)
        told, rows = again or await self._forgotten(request, command.argument)
        await self.outbox.say(answer_to(request), told, buttons=rows)

    async def _forgotten(self, request: Request, written: str) -> tuple[Markup, Rows]:
        speech = request.speech
        if not written:
            return speech.html("whom-to-forget"), ()
        gallery = await self.chats.gallery(request.chat)
        try:
            who = normalise_name(unwrapped(first_line(written)))
        except BadName as bad:
            return speech.html("bad-name", longest=bad.longest), ()
        found = await self._found(gallery, who) if gallery is not None else []
        unknown = speech.html("unknown-person", name=bold_name(who)), ()
        if gallery is None or not found:
            return unknown
        if len(found) > 1:
            unsaid = await self.roster.unsaid(request)
            return speech.html("which-of-these"), self._which(request, found, unsaid)
        account = await self.roster.accounts.account_of(gallery, found[0].id)
        if await self.permitting.to_change(request, account) is not Permission.GRANTED:
            return speech.html("only-admins-forget"), ()
        return await self.forgetting.forget(request, gallery, found[0]) or unknown

    async def _found(self, gallery: str, written: str) -> list[Subject]:
        exact = await self.recognizer.named(gallery, written)
        if exact is not None:
            return [exact]
        try:
            return [one.subject for one in await self.recognizer.find(gallery, written)]
        except ModelMismatch:
            return []

    def _which(self, request: Request, found: Sequence[Subject], unsaid: Collection[str]) -> Rows:
        return [
            [
                self.buttons.make(
                    request,
                    people.label(request.speech, one, unsaid=one.id in unsaid),
                    f"{PREFIX}:{FORGOTTEN}:{one.id[:10]}",
                    life=LIFE,
                )
            ]
            for one in found[:A_PAGE]
        ]
