"""The watch rules of a group, for its admins, shown and changed by buttons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.audit import Audit, Deed
from bot.buttons import Rows
from bot.chats import Chats
from bot.handlers.configuring import CHOSEN, Page
from bot.handlers.entitling import Entitling
from bot.handlers.lacking import Lacking
from bot.handlers.listing import DONE, LIST, PREFIX, RULE, Listing
from bot.moderation.keeping import Keeping
from bot.moderation.requirements import to_act
from bot.moderation.rules import Mode, Rule
from bot.outbox import Outbox
from bot.request import Click, Request
from bot.texts import lacking, watching
from bot.texts.speech import Markup, Speech
from bot.texts.writing import joined

MODE, SURE, QUIET, WAKE, DELETE, DELETED = "m", "M", "q", "w", "d", "D"

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Watching:
    """Shows a group's rules, and each with what it means; changes and deletes them."""

    outbox: Outbox
    listing: Listing
    keeping: Keeping
    chats: Chats
    entitling: Entitling
    lacking: Lacking
    audit: Audit
    measured: bool
    clock: Callable[[], datetime]

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
        elif not await self._refused(request, click, rule, what, chosen):
            await self._heard(request, click, rule, what, chosen)

    async def _heard(
        self, request: Request, click: Click, rule: Rule, what: str, chosen: str
    ) -> None:
        """Do what a click on a rule asks for."""
        if what == RULE:
            await self.outbox.answer_click(click.query_id, "")
            await self.show_card(request, click, rule)
        elif what == DELETE or (what == MODE and _is_to_act(rule, chosen)):
            await self.outbox.answer_click(click.query_id, "")
            await self._show(request, click, lambda: self._question(request, rule, what))
        else:
            await self._change(request, click, rule, what, chosen)

    async def show_list(
        self, request: Request, click: Click, number: int = 1, *, done: bool = False
    ) -> None:
        """Change the message to the group's rules; when all is done, without buttons."""

        async def page() -> Page:
            made = await self.listing.page(request, number)
            return Page(made.words) if done else made

        await self._show(request, click, page)

    async def show_card(self, request: Request, click: Click, rule: Rule) -> None:
        """Change the message to a rule, with what there is to do about it."""

        async def page() -> Page:
            now = await self.keeping.rulebook.one(request.chat, rule.id)
            return await (
                self.listing.page(request, 1) if now is None else self._card(request, now)
            )

        await self._show(request, click, page)

    async def sentence(self, request: Request, rule: Rule) -> Markup:
        """Return a rule as a sentence, with the names that people have now."""
        named = await self.listing.named(request)
        return watching.sentence(request.speech, rule, named, self.clock())

    async def burden(self, request: Request, rule: Rule) -> list[Markup]:
        """Return a warning where a rule asks about many strangers, if that was measured."""
        if not self.measured:
            return []
        return watching.burden(request.speech, rule, len(await self.listing.named(request)))

    async def note(self, request: Request, deed: Deed) -> None:
        """Note what an admin did to the rules."""
        await self.audit.note(await self.chats.gallery_to_fill(request.chat), request, deed)

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
        if what == SURE:
            # Who pressed has it before them: it stands on the rule's card.
            await self.lacking.check(request, seen_by=(request.here, request.sender))

    async def _refused(
        self, request: Request, click: Click, rule: Rule, what: str, chosen: str
    ) -> bool:
        """Refuse to have a rule do what whoever clicks may not do; tell whether it was refused."""
        # Also where it acts already: somebody else may stop it at the same moment.
        acts = what == SURE or (what == MODE and chosen == Mode.ACTING)
        return acts and await self.entitling.refuses(
            request, click, request.chat, to_act(rule.then)
        )

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

    async def _card(self, request: Request, rule: Rule) -> Page:
        speech = request.speech
        count = await self.keeping.counts.of(request.chat, rule.id)
        made_by = await self.outbox.member_name(request.chat, rule.made_by)
        card = watching.card(speech, rule, await self.sentence(request, rule), count, made_by)
        words = joined([card, *await self.burden(request, rule)], "\n\n")
        missing = await self.lacking.of(request.chat, rule)
        if missing:
            words = joined([words, lacking.under_a_rule(speech, missing)], "\n\n")
        quiet = watching.is_quiet(rule, self.clock())
        label, says = ("rule-wake-button", WAKE) if quiet else ("rule-quiet-button", QUIET)
        own = rule.id
        return Page(
            words,
            [
                *self._modes(request, rule),
                [self.listing.button(request, speech.text(label), f"{PREFIX}:{says}:{own}")],
                [
                    self.listing.button(
                        request, speech.text("rule-delete-button"), f"{PREFIX}:{DELETE}:{own}"
                    )
                ],
                [self.listing.button(request, speech.text("back-button"), f"{PREFIX}:{LIST}")],
            ],
        )

    def _modes(self, request: Request, rule: Rule) -> Rows:
        labels = _labels(request.speech, rule)
        return [
            [
                self.listing.button(
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
                [self.listing.button(request, label, f"{PREFIX}:{says}:{rule.id}")],
                [self.listing.button(request, back, f"{PREFIX}:{RULE}:{rule.id}")],
            ],
        )


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
