"""The page of a group's watch rules, from which all the others are reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.buttons import Button, Buttons, Link, Rows
from bot.handlers.configuring import Page
from bot.moderation.keeping import Keeping
from bot.moderation.shields import Shields
from bot.outbox import Outbox
from bot.request import Request
from bot.roster import Roster
from bot.sight import Sight
from bot.texts import watching
from bot.texts.speech import Markup
from bot.texts.writing import joined

PREFIX = "w"
"""What the data of these buttons begins with: `w:<what>:<which>…`."""

LIST, DONE, RULE = "l", "o", "r"

NEW_RULE, WHERE, OTHERS, EXEMPT = "n:new", "desk:ask", "groups:1", "exempt:1"
"""What the buttons say that lead to making a rule, to where cards go, to other groups, and to whom
no rule meets."""

A_PAGE, A_ROW = 8, 4

LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Listing:
    """Makes the page of a group's rules."""

    outbox: Outbox
    keeping: Keeping
    roster: Roster
    sight: Sight
    buttons: Buttons
    clock: Callable[[], datetime]
    shields: Shields

    async def page(self, request: Request, number: int) -> Page:
        """Return a page of the group's rules."""
        words, rows = await self._list(request, number)
        speech = request.speech
        return Page(
            words,
            [
                *rows,
                [self.button(request, speech.text("new-rule-button"), NEW_RULE)],
                [self.button(request, speech.text("desk-button"), WHERE)],
                *await self._exempt(request),
                [self._away(request)],
                [self.button(request, speech.text("done-button"), f"{PREFIX}:{DONE}:{number}")],
            ],
        )

    async def named(self, request: Request) -> Mapping[str, str]:
        """Return what the people of a group are called, by the ids of subjects."""
        people = await self.roster.everybody(request.chat)
        return {person.subject.id: person.subject.name for person in people}

    def button(self, request: Request, label: str, says: str) -> Button:
        """Return a button for the group's admins."""
        return self.buttons.make(request, label, says, life=LIFE, owner=request.chat)

    def turning(self, request: Request, says: str, number: int, pages: int) -> Rows:
        """Return the buttons that lead from one of some pages to those beside it."""
        row = [
            self.button(request, label, f"{says}:{page}")
            for label, page in (("\u25c0", number - 1), ("\u25b6", number + 1))
            if 1 <= page <= pages
        ]
        return [row] if row else []

    async def _exempt(self, request: Request) -> Rows:
        """Return the button that leads to whom no rule meets, where there is anybody."""
        approved = await self.keeping.files.leave.approved(request.chat)
        if not approved:
            return []
        label = request.speech.text("exempt-button", count=len(approved))
        return [[self.button(request, label, EXEMPT)]]

    async def _list(self, request: Request, number: int) -> tuple[Markup, Rows]:
        """Return a page of rules, and a button for each, with those that turn it."""
        speech, rules = request.speech, await self.keeping.rulebook.of(request.chat)
        pages = max(-(-len(rules) // A_PAGE), 1)
        number = min(max(number, 1), pages)
        first = (number - 1) * A_PAGE
        named, now = await self.named(request), self.clock()
        numbered = [
            (place, watching.sentence(speech, rule, named, now))
            for place, rule in enumerate(rules[first : first + A_PAGE], start=first + 1)
        ]
        where = None if request.place is None else await self.outbox.title(request.chat)
        words = watching.listed(
            speech, numbered, await self._desk(request), number, pages, group=where
        )
        if not await self.sight.is_whole(request):
            words = joined([words, speech.html("answers-hidden")], "\n\n")
        cards = [
            self.button(request, str(place), f"{PREFIX}:{RULE}:{rule.id}")
            for place, rule in enumerate(rules[first : first + A_PAGE], start=first + 1)
        ]
        rows = [cards[i : i + A_ROW] for i in range(0, len(cards), A_ROW)]
        return words, [*rows, *self.turning(request, f"{PREFIX}:{LIST}", number, pages)]

    def _away(self, request: Request) -> Button | Link:
        """Return the button that leads to our private chat, or there to the other groups."""
        speech = request.speech
        if request.place is not None:
            return self.buttons.make(
                request, speech.text("other-groups-button"), OTHERS, life=LIFE, owner=request.place
            )
        code = self.buttons.letter(str(request.chat), life=LIFE)
        url = f"https://t.me/{self.sight.me().username}?start=watch-{code}"
        return Link(speech.text("in-private-button"), url)

    async def _desk(self, request: Request) -> Markup:
        """Say who is protected besides, and where cards go: to no chat that cannot be seen."""
        chosen = await self.keeping.destinations.of(request.chat)
        title = None if chosen is None else await self.outbox.title(chosen.chat)
        said = watching.desk(request.speech, title)
        protected = {one.made_by for one in await self.shields.of(request.chat)}
        if not protected:
            return said
        people = request.speech.html("protection-people", count=len(protected))
        return joined([people, said], "\n\n")
