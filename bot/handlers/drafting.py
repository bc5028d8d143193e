"""Putting a watch rule together by buttons, in one message; what was chosen is in Records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.audit import Deed
from bot.buttons import Button, Buttons, Refusal, Rows
from bot.handlers.configuring import CHOSEN, Page
from bot.handlers.watching import Watching
from bot.moderation.drafts import ABOUT_PEOPLE, PATIENCE, Draft, Drafts
from bot.moderation.rulebook import MOST_PEOPLE, MOST_RULES, Rulebook, TooManyRulesError
from bot.moderation.rules import Posters, Then, When
from bot.outbox import Outbox
from bot.request import Click, Request
from bot.roles import Roles
from bot.roster import Roster, short_id
from bot.texts import drafting
from bot.texts.drafting import Step
from bot.texts.writing import joined, name_without_markup

PREFIX = "n"
"""What the data of these buttons begins with: `n:new`, or `n:<draft>:<step>:<choice>`."""

NEW, DROP, PAGE, NEXT, GO = "new", "drop", "page", "next", "go"

A_PAGE, A_ROW = 8, 2

LIFE = PATIENCE + timedelta(days=1)
"""Of the buttons: when the draft is gone before, they say so."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """Asks one thing after the other, and keeps the rule when it is wanted."""

    outbox: Outbox
    drafts: Drafts
    rulebook: Rulebook
    roster: Roster
    roles: Roles
    buttons: Buttons
    watching: Watching
    clock: Callable[[], datetime]

    async def clicked(self, request: Request, click: Click) -> None:
        """Answer a click; it was pressed by whoever makes the rule, if they are still an admin."""
        speech = request.speech
        if not await self.roles.is_admin(request.chat, request.sender):
            refused = speech.text(Refusal.NOT_AN_ADMIN.value)
            await self.outbox.answer_click(click.query_id, refused, alert=True)
            return
        _, id_, what, chosen = (*click.data.split(":"), "", "")[:4]
        if id_ == NEW:
            await self._begin(request, click)
            return
        draft = await self.drafts.find(request, id_)
        if draft is None:
            await self._closed(request, click, id_)
        elif what == DROP:
            await self.drafts.drop(request)
            await self.outbox.answer_click(click.query_id, speech.text("draft-cancelled"))
            await self.watching.show_list(request, click)
        elif what == Step.SAVE:
            await self._save(request, click, draft)
        elif what == Step.PEOPLE:
            await self._people(request, click, draft, chosen)
        elif what == GO:
            await self._ask(request, click, Step(chosen), draft)
        else:
            await self._choose(request, click, draft, Step(what), chosen)

    async def _begin(self, request: Request, click: Click) -> None:
        if len(await self.rulebook.of(request.chat)) >= MOST_RULES:
            await self._refuse(request, click, "too-many-rules", most=MOST_RULES)
            return
        draft = await self.drafts.begin(request)
        await self._ask(request, click, Step.WHEN, draft)

    async def _closed(self, request: Request, click: Click, id_: str) -> None:
        """Answer who presses what is over: it was saved already, or took too long."""
        rule = await self.rulebook.one(request.chat, id_)
        if rule is None:
            await self._refuse(request, click, "draft-closed")
            return
        await self.outbox.answer_click(click.query_id, request.speech.text("saved-notice"))
        await self.watching.show_card(request, click, rule)

    async def _save(self, request: Request, click: Click, draft: Draft) -> None:
        rule = draft.finished(self.clock())
        if rule is None:
            await self._ask(request, click, Step.WHEN, draft)
            return
        try:
            await self.rulebook.create(request.chat, rule)
        except TooManyRulesError:
            await self._refuse(request, click, "too-many-rules", most=MOST_RULES)
            return
        await self.watching.note(request, Deed.RULE_MADE)
        await self.drafts.drop(request)
        await self.outbox.answer_click(click.query_id, request.speech.text("saved-notice"))
        await self.watching.show_card(request, click, rule)

    async def _people(self, request: Request, click: Click, draft: Draft, chosen: str) -> None:
        """Tick somebody, or turn the page, or go on when somebody is ticked."""
        what, _, which = chosen.partition("-")
        if what == NEXT:
            if not draft.subjects:
                await self._refuse(request, click, "draft-choose-somebody")
                return
            await self._ask(request, click, _after(draft, Step.PEOPLE), draft)
        elif what == PAGE:
            await self._ask(request, click, Step.PEOPLE, draft, int(which))
        else:
            await self._tick(request, click, draft, chosen)

    async def _tick(self, request: Request, click: Click, draft: Draft, short: str) -> None:
        known = await self.roster.everybody(request.chat)
        ids = {short_id(one): (place, one.subject.id) for place, one in enumerate(known)}
        if short not in ids:
            await self._refuse(request, click, "person-gone")
            return
        place, subject = ids[short]
        if subject not in draft.subjects and len(draft.subjects) >= MOST_PEOPLE:
            await self._refuse(request, click, "draft-enough-people", most=MOST_PEOPLE)
            return
        ticked = await self.drafts.change(request, draft.id, lambda was: _ticked(was, subject))
        if ticked is None:
            await self._closed(request, click, draft.id)
            return
        await self._ask(request, click, Step.PEOPLE, ticked, place // A_PAGE + 1)

    async def _choose(
        self, request: Request, click: Click, draft: Draft, step: Step, chosen: str
    ) -> None:
        """Keep what was chosen at a step, and ask the next thing."""
        of_people = step is Step.WHEN and When(chosen) in ABOUT_PEOPLE
        if of_people and not await self.roster.everybody(request.chat):
            await self._refuse(request, click, "draft-nobody")
            return
        changed = await self.drafts.change(request, draft.id, lambda was: _with(was, step, chosen))
        if changed is None:
            await self._closed(request, click, draft.id)
            return
        await self._ask(request, click, _after(changed, step), changed)

    async def _ask(
        self, request: Request, click: Click, step: Step, draft: Draft, page: int = 1
    ) -> None:
        await self.outbox.answer_click(click.query_id, "")
        asked = await self._page(request, step, draft, page)
        await self.outbox.change_question(
            request.here, request.message, asked.words, picture=click.picture, buttons=asked.rows
        )

    async def _page(self, request: Request, step: Step, draft: Draft, page: int) -> Page:
        rule = draft.finished(self.clock()) if step is Step.SAVE else None
        if step is Step.SAVE and rule is None:
            step = Step.WHEN
        if rule is not None:
            said = await self.watching.sentence(request, rule)
            asked = request.speech.html("draft-save", rule=said)
            words = joined([asked, *await self.watching.burden(request, rule)], "\n\n")
        else:
            words = drafting.question(request.speech, step, draft)
        rows = [
            *await self._choices(request, step, draft, page),
            self._leaving(request, step, draft),
        ]
        return Page(words, rows)

    async def _choices(self, request: Request, step: Step, draft: Draft, page: int) -> Rows:
        speech = request.speech
        if step is Step.PEOPLE:
            return await self._names(request, draft, page)
        if step is Step.SAVE:
            return [[self._button(request, speech.text("draft-save-button"), draft, Step.SAVE)]]
        return [
            [self._button(request, label, draft, f"{step.value}:{says}")]
            for label, says in drafting.choices(speech, step, draft)
        ]

    async def _names(self, request: Request, draft: Draft, page: int) -> Rows:
        known = await self.roster.everybody(request.chat)
        pages = max(-(-len(known) // A_PAGE), 1)
        page = min(max(page, 1), pages)
        own = Step.PEOPLE.value
        names = [
            self._button(
                request,
                (CHOSEN if one.subject.id in draft.subjects else "")
                + name_without_markup(one.subject.name),
                draft,
                f"{own}:{short_id(one)}",
            )
            for one in known[(page - 1) * A_PAGE : page * A_PAGE]
        ]
        turning = [
            self._button(request, label, draft, f"{own}:{PAGE}-{number}")
            for label, number in (("\u25c0", page - 1), ("\u25b6", page + 1))
            if 1 <= number <= pages
        ]
        going_on = request.speech.text("draft-next-button")
        return [
            *(names[i : i + A_ROW] for i in range(0, len(names), A_ROW)),
            *([turning] if turning else []),
            [self._button(request, going_on, draft, f"{own}:{NEXT}")],
        ]

    def _leaving(self, request: Request, step: Step, draft: Draft) -> list[Button]:
        """Return the buttons that lead back, and out."""
        speech, order = request.speech, drafting.steps(draft)
        out = self._button(request, speech.text("cancel-button"), draft, DROP)
        if step is Step.WHEN:
            return [out]
        before = order[order.index(step) - 1]
        back = self._button(request, speech.text("back-button"), draft, f"{GO}:{before.value}")
        return [back, out]

    def _button(self, request: Request, label: str, draft: Draft, says: str) -> Button:
        # In private nobody else can press them, and they have to say which group they are about.
        owner = request.sender if request.place is None else request.chat
        says = f"{PREFIX}:{draft.id}:{says}"
        return self.buttons.make(request, label, says, life=LIFE, owner=owner)

    async def _refuse(self, request: Request, click: Click, key: str, **values: int) -> None:
        refused = request.speech.text(key, **values)
        await self.outbox.answer_click(click.query_id, refused, alert=True)


def _after(draft: Draft, step: Step) -> Step:
    order = drafting.steps(draft)
    return order[order.index(step) + 1]


def _ticked(draft: Draft, subject: str) -> Draft:
    """Return a draft with somebody in it, or out of it if they were in."""
    if subject in draft.subjects:
        left = tuple(one for one in draft.subjects if one != subject)
        return replace(draft, subjects=left)
    return replace(draft, subjects=(*draft.subjects, subject))


def _with(draft: Draft, step: Step, chosen: str) -> Draft:
    """Return a draft with what was chosen at a step; what depends on another choice is undone."""
    count, _, hours = chosen.partition("-")
    changes: Mapping[Step, Callable[[], Draft]] = {
        Step.WHEN: lambda: Draft(draft.id, draft.by_whom, When(chosen), draft.subjects),
        Step.OFTEN: lambda: replace(
            draft, more_than=int(count), within=timedelta(hours=int(hours))
        ),
        Step.CROWD: lambda: replace(draft, more_than=int(count)),
        Step.BY: lambda: replace(draft, posters=Posters(chosen)),
        Step.THEN: lambda: replace(draft, then=Then(chosen)),
        Step.MUTE: lambda: replace(draft, mute_for=timedelta(hours=int(chosen))),
    }
    return changes[step]()
