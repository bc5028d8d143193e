"""The watch rules of a group, for its admins, shown and changed by buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.audit import Audit, Deed
from bot.buttons import Button, Buttons, Link, Rows
from bot.chats import Chats
from bot.handlers.configuring import CHOSEN, Page
from bot.moderation.keeping import Keeping
from bot.moderation.rules import Mode, Rule
from bot.moderation.shields import Shields
from bot.outbox import Outbox
from bot.request import Click, Request
from bot.roles import Roles
from bot.roster import Roster
from bot.sight import Sight
from bot.texts import watching
from bot.texts.speech import Markup, Speech
from bot.texts.writing import joined

PREFIX = "w"
"""What the data of these buttons begins with: `w:<what>:<which>…`."""

LIST, DONE, RULE, MODE, SURE = "l", "o", "r", "m", "M"
QUIET, WAKE, DELETE, DELETED = "q", "w", "d", "D"

NEW_RULE, WHERE, OTHERS = "n:new", "desk:ask", "groups:1"
"""What the buttons say that lead to making a rule, to where cards go, and to other groups."""

A_PAGE, A_ROW = 8, 4

LIFE = timedelta(days=30)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Watching:
    """Shows a group's rules, and each with what it means; changes and deletes them."""

    outbox: Outbox
    keeping: Keeping
    chats: Chats
    roster: Roster
    roles: Roles
    sight: Sight
    buttons: Buttons
    audit: Audit
    measured: bool
    clock: Callable[[], datetime]
    shields: Shields

    async def clicked(self, request: Request, click: Click) -> None:
        """Answer a click; it was pressed by an admin."""
        _, what, which, chosen = (*click.data.split(":"), "", "")[:4]
        if what in {LIST, DONE}:
            await self.outbox.answer_click(click.query_id, "")
            await self.show_list(request, click, int(which or 1), done=what == DONE)
            return
        rule = await self.keeping.rulebook.one(request.chat, which)
        if rule is None:
            await self._gone(request, click)
        elif what == RULE:
            await self.outbox.answer_click(click.query_id, "")
            await self.show_card(request, click, rule)
        elif what == DELETE or (what == MODE and _is_to_act(rule, chosen)):
            await self.outbox.answer_click(click.query_id, "")
            await self._show(request, click, lambda: self._question(request, rule, what))
        else:
            await self._change(request, click, rule, what, chosen)

    async def listed(self, request: Request, number: int) -> Page:
        """Return a page of the group's rules."""
        words, rows = await self._list(request, number)
        speech = request.speech
        return Page(
            words,
            [
                *rows,
                [self.button(request, speech.text("new-rule-button"), NEW_RULE)],
                [self.button(request, speech.text("desk-button"), WHERE)],
                [self._away(request)],
                [self.button(request, speech.text("done-button"), f"{PREFIX}:{DONE}:{number}")],
            ],
        )

    async def show_list(
        self, request: Request, click: Click, number: int = 1, *, done: bool = False
    ) -> None:
        """Change the message to the group's rules; when all is done, without buttons."""

        async def page() -> Page:
            made = await self.listed(request, number)
            return Page(made.words) if done else made

        await self._show(request, click, page)

    async def show_card(self, request: Request, click: Click, rule: Rule) -> None:
        """Change the message to a rule, with what there is to do about it."""

        async def page() -> Page:
            now = await self.keeping.rulebook.one(request.chat, rule.id)
            return await (self.listed(request, 1) if now is None else self._card(request, now))

        await self._show(request, click, page)

    async def sentence(self, request: Request, rule: Rule) -> Markup:
        """Return a rule as a sentence, with the names that people have now."""
        named = await self._named(request)
        return watching.sentence(request.speech, rule, named, self.clock())

    async def burden(self, request: Request, rule: Rule) -> list[Markup]:
        """Return a warning where a rule asks about many strangers, if that was measured."""
        if not self.measured:
            return []
        return watching.burden(request.speech, rule, len(await self._named(request)))

    async def note(self, request: Request, deed: Deed) -> None:
        """Note what an admin did to the rules."""
        await self.audit.note(await self.chats.gallery_to_fill(request.chat), request, deed)

    def button(self, request: Request, label: str, says: str) -> Button:
        """Return a button for the group's admins."""
        return self.buttons.make(request, label, says, life=LIFE, owner=request.chat)

    async def _change(
        self, request: Request, click: Click, rule: Rule, what: str, chosen: str
    ) -> None:
        chat, notice, deed = request.chat, "saved-notice", Deed.RULE_CHANGED
        if what == DELETED:
            notice, deed = "rule-deleted-notice", Deed.RULE_DELETED
            await self.keeping.delete(chat, rule.id)
        elif what == QUIET:
            await self.keeping.rulebook.hush(chat, rule.id, A_DAY)
        elif what == WAKE:
            await self.keeping.rulebook.hush(chat, rule.id, None)
        else:
            mode = Mode.ACTING if what == SURE else Mode(chosen)
            await self.keeping.rulebook.change(chat, rule.id, lambda was: _in_mode(was, mode))
        await self.note(request, deed)
        await self.outbox.answer_click(click.query_id, request.speech.text(notice))
        await self.show_card(request, click, rule)

    async def _gone(self, request: Request, click: Click) -> None:
        gone = request.speech.text("rule-gone")
        await self.outbox.answer_click(click.query_id, gone, alert=True)
        await self.show_list(request, click)

    async def _show(
        self, request: Request, click: Click, page: Callable[[], Awaitable[Page]]
    ) -> None:
        """Change the message to what holds, until it does.

        Somebody else may change it at the same moment, and their change reach the message first.
        """
        shown, now = "", await page()
        while now.words != shown:
            shown = now.words
            await self.outbox.change_question(
                request.here, request.message, now.words, picture=click.picture, buttons=now.rows
            )
            now = await page()

    async def _list(self, request: Request, number: int) -> tuple[Markup, Rows]:
        """Return a page of rules, and a button for each, with those that turn it."""
        speech, rules = request.speech, await self.keeping.rulebook.of(request.chat)
        pages = max(-(-len(rules) // A_PAGE), 1)
        number = min(max(number, 1), pages)
        first = (number - 1) * A_PAGE
        named, now = await self._named(request), self.clock()
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
        turning = [
            self.button(request, label, f"{PREFIX}:{LIST}:{page}")
            for label, page in (("\u25c0", number - 1), ("\u25b6", number + 1))
            if 1 <= page <= pages
        ]
        return words, [*rows, turning] if turning else rows

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

    async def _card(self, request: Request, rule: Rule) -> Page:
        speech = request.speech
        count = await self.keeping.counts.of(request.chat, rule.id)
        made_by = await self.outbox.member_name(request.chat, rule.made_by)
        card = watching.card(speech, rule, await self.sentence(request, rule), count, made_by)
        words = joined([card, *await self.burden(request, rule)], "\n\n")
        if rule.then not in watching.ONLY_SAID and not await self._may_act(request):
            words = joined([words, speech.html("rule-needs-rights")], "\n\n")
        quiet = watching.is_quiet(rule, self.clock())
        label, says = ("rule-wake-button", WAKE) if quiet else ("rule-quiet-button", QUIET)
        own = rule.id
        return Page(
            words,
            [
                *self._modes(request, rule),
                [self.button(request, speech.text(label), f"{PREFIX}:{says}:{own}")],
                [
                    self.button(
                        request, speech.text("rule-delete-button"), f"{PREFIX}:{DELETE}:{own}"
                    )
                ],
                [self.button(request, speech.text("back-button"), f"{PREFIX}:{LIST}")],
            ],
        )

    def _modes(self, request: Request, rule: Rule) -> Rows:
        labels = _labels(request.speech, rule)
        return [
            [
                self.button(
                    request,
                    (CHOSEN if mode is rule.mode else "") + labels[mode],
                    f"{PREFIX}:{MODE}:{rule.id}:{mode.value}",
                )
            ]
            for mode in watching.modes_of(rule)
        ]

    async def _question(self, request: Request, rule: Rule, what: str) -> Page:
        speech = request.speech
        if what == DELETE:
            said = await self.sentence(request, rule)
            words = speech.html("rule-really-delete", rule=said)
            label, says = speech.text("rule-yes-delete-button"), DELETED
        else:
            words = watching.warning(speech, rule)
            label, says = speech.text("rule-yes-act-button"), SURE
        back = speech.text("back-button")
        return Page(
            words,
            [
                [self.button(request, label, f"{PREFIX}:{says}:{rule.id}")],
                [self.button(request, back, f"{PREFIX}:{RULE}:{rule.id}")],
            ],
        )

    async def _may_act(self, request: Request) -> bool:
        return await self.roles.is_admin(request.chat, self.sight.me().id)

    async def _named(self, request: Request) -> Mapping[str, str]:
        people = await self.roster.everybody(request.chat)
        return {person.subject.id: person.subject.name for person in people}


def _labels(speech: Speech, rule: Rule) -> Mapping[Mode, str]:
    asking = "rule-ask-button"
    if rule.then in watching.ONLY_SAID:
        asking = "rule-is-on-button" if rule.mode is Mode.ASKING else "rule-on-button"
    return {
        Mode.DRY_RUN: speech.text("rule-dry-run-button"),
        Mode.ASKING: speech.text(asking),
        Mode.ACTING: speech.text("rule-act-button"),
    }


def _is_to_act(rule: Rule, chosen: str) -> bool:
    """Tell whether a choice would make a rule act by itself that does not yet."""
    return chosen == Mode.ACTING and rule.mode is not Mode.ACTING


def _in_mode(rule: Rule, mode: Mode) -> Rule:
    return replace(rule, mode=mode) if mode in watching.modes_of(rule) else rule
