"""Cases: what a rule found is told to the admins or acted upon, and what they decide is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.admin_rights import NO_RIGHT, AdminRight
from bot.audit import Audit, Deed
from bot.buttons import IsAdmin
from bot.comings import Joined
from bot.handlers.deciding import APPROVE, DENY, DISAPPROVE, PICK, QUIET, UNDO, UNSURE
from bot.handlers.denying import Denying
from bot.handlers.entitling import Entitling
from bot.handlers.executing import Executing
from bot.handlers.informing import Informing
from bot.moderation.caseload import Caseload, by_a_rule
from bot.moderation.cases import Case, Occasion
from bot.moderation.held import Done, Hand, Held, Measure
from bot.moderation.leave import Leave
from bot.moderation.requirements import to_decide, to_deny, to_take_back
from bot.moderation.rules import Rule, Then
from bot.outbox import Outbox
from bot.request import Click, Request
from bot.texts.writing import name_without_markup

QUIET_FOR = timedelta(days=1)

MEASURES = {
    Then.DELETE: Measure.DELETE,
    Then.WARN: Measure.WARN,
    Then.MUTE: Measure.MUTE,
    Then.BAN: Measure.BAN,
}
"""What a rule decides that acts."""

Aside = Callable[[Request], AbstractAsyncContextManager[None]]
"""Lets through who comes after a request while the body waits."""

Hush = Callable[[int, str, timedelta], Awaitable[Rule | None]]
"""Lets nothing come of a rule of a chat for a time; returns it, if it is there."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Opens cases and hears what admins decide. Who may do what is asked at each click."""

    outbox: Outbox
    caseload: Caseload
    executing: Executing
    informing: Informing
    denying: Denying
    leave: Leave
    audit: Audit
    hush: Hush
    is_admin: IsAdmin
    entitling: Entitling
    aside: Aside
    clock: Callable[[], datetime]

    async def report(self, request: Request, case: Case) -> bool:
        """Tell the admins of a case, or ask them, as its mode says.

        Returns:
            Whether anything was done: what of an album comes when the rest is deleted is, too.
        """
        held = await self.caseload.open(case, request.speech.language)
        held, done = await self._delete_what_is_late(request, held, case)
        await self._tell(request, case, held)
        return done

    async def act(self, request: Request, case: Case) -> bool:
        """Do what the rule says, and tell the admins; tell whether anything could be done.

        Further posts of somebody about whom it was done just now are deleted, and no more: one
        mistake is not to lead from a warning to a ban within a minute.
        """
        measure = _measure(case)
        if measure is None:
            return await self.report(request, case)
        held = await self.caseload.open(case, request.speech.language, acting=True)
        if held.case.id != case.id:
            more = self.executing.do_more if held.by_rule else self._delete_what_is_late
            held, done = await more(request, held, case)
            await self._tell(request, case, held)
            if done or case.occasion is not Occasion.REQUEST:
                return done
            # They still wait, and nobody would know: that is for the admins.
            held = await self.caseload.open_alone(case, request.speech.language)
        held, late = await self._delete_what_is_late(request, held, case)
        hand = by_a_rule(case, self.clock())
        taken = await self.caseload.take(held.key, hand, measure)
        if taken is not None and taken.is_taken_by(hand.token) and taken.undone is None:
            again = held.is_taken_by(hand.token)
            taken = await self.informing.forewarn(request, taken)
            held = await self.executing.carry_out(request, taken, again=again)
        await self._tell(request, case, held)
        return late or bool(held.done)

    async def let_in(self, request: Request, joined: Joined) -> None:
        """Note on the cards of a request to join that it was answered, if not by us."""
        token = f"update:{request.update_id}"
        hand = Hand(joined.by, joined.called, self.clock(), token)
        for held in await self.caseload.asking(request.chat, request.sender):
            if held.taken is not None and not held.is_taken_by(token):
                continue
            taken = await self.caseload.take(held.key, hand, Measure.LET_IN)
            if taken is not None and taken.is_taken_by(token):
                # By another link they let themselves in.
                done = Done.OVER if joined.by == request.sender else Done.LET_IN
                changed = await self.caseload.change(held.key, partial(replace, done=(done,)))
                await self.informing.write_anew(request, changed or taken)

    async def clicked(self, request: Request, click: Click) -> None:
        """Answer a click on a card."""
        _, key, what = click.data.split(":")
        held = await self.caseload.of(key)
        if held is None:
            await self._notice(request, click, "button-closed")
        elif not await self.is_admin(held.case.chat, request.sender):
            await self._notice(request, click, "only-admins-decide")
        elif not await self.entitling.refuses(request, click, held.case.chat, _needed(held, what)):
            await self._do(request, click, held, what)

    async def _do(self, request: Request, click: Click, held: Held, what: str) -> None:
        if what == UNDO:
            await self._take_back(request, click, held)
        elif what == DENY:
            await self._deny(request, click, held)
        elif what == QUIET:
            await self._quieten(request, click, held)
        elif what in {APPROVE, DISAPPROVE}:
            await self._approve(request, click, held, approved=what == APPROVE)
        elif what == UNSURE or what.startswith(PICK):
            await self._pick(request, click, held, what)
        else:
            await self._decide(request, click, held, Measure(what))

    async def _decide(self, request: Request, click: Click, held: Held, measure: Measure) -> None:
        hand = self._hand(request)
        taken = await self.caseload.take(held.key, hand, measure)
        if taken is None or taken.taken is None:
            await self._notice(request, click, "button-closed")
        elif not taken.is_taken_by(hand.token):
            await self._tell_who(request, click, taken.taken, "decided-already")
        else:
            await self.outbox.answer_click(click.query_id, request.speech.text("doing-it"))
            again = held.is_taken_by(hand.token)
            done = await self.executing.carry_out(request, taken, again=again)
            await self._tell_what_became(request, done)

    async def _take_back(self, request: Request, click: Click, held: Held) -> None:
        hand = self._hand(request)
        taken = await self.caseload.take_back(held.key, hand)
        if taken is None or taken.undone is None:
            await self._notice(request, click, "button-closed")
        elif taken.undone.token != hand.token:
            await self._tell_who(request, click, taken.undone, "taken-back-already")
        else:
            await self.outbox.answer_click(click.query_id, request.speech.text("doing-it"))
            await self._lift(request, taken, taken.undone)

    async def _lift(self, request: Request, held: Held, hand: Hand) -> None:
        held = await self.executing.lift(request, held, hand)
        await self._tell_what_became(request, held, in_group=held.undone is not None)

    async def _delete_what_is_late(
        self, request: Request, held: Held, case: Case
    ) -> tuple[Held, bool]:
        """Delete parts of an album that came after the others were deleted, if they were."""
        if request.album is None or Done.DELETED not in held.done or held.undone or held.denied:
            return held, False
        return await self.executing.do_more(request, held, case)

    async def _tell(self, request: Request, case: Case, held: Held) -> None:
        """Tell of a case that was found; of one that was folded into another, on its card."""
        if held.case.id != case.id:
            await self._tell_of_more(request, held)
            return
        # No photo of the same person waits until there is room to tell of the one before.
        async with self.aside(request):
            await self.informing.tell(request, held)
            now = await self.caseload.of(held.key)
            if now is not None and _reads_otherwise(now, held):
                # Somebody decided while it waited for room; or the same person posted more.
                gently = now.taken == held.taken and not now.left
                await self.informing.write_anew(request, now, gently=gently)
            if held.by_rule:
                await self.informing.notify(held)

    async def _tell_of_more(self, request: Request, held: Held) -> None:
        """Tell that the same person posted more: where there is room, but that it stays."""
        if len(held.left) != 1:
            await self.informing.write_anew(request, held, gently=True)
            return
        async with self.aside(request):
            await self.informing.write_anew(request, held)

    async def _tell_what_became(
        self, request: Request, held: Held, *, in_group: bool = True
    ) -> None:
        """Tell on the cards and in the group; the admin's next click does not wait for that."""
        async with self.aside(request):
            await self.informing.write_anew(request, held)
            if in_group:
                await self.informing.notify(held)

    async def _deny(self, request: Request, click: Click, held: Held) -> None:
        """Note that the face is somebody else's; what was done because of it is taken back."""
        await self.outbox.answer_click(click.query_id, request.speech.text("noted"))
        hand = self._hand(request)
        held = await self.denying.deny(request, held, hand)
        if held.case.occasion is Occasion.REQUEST:
            # Whoever asks to come in still waits for an answer, and who was let in stays in.
            await self.informing.write_anew(request, held)
            return
        if await self.entitling.lacks(request, held.case.chat, to_deny(held)):
            # Somebody decided while the photo was looked at: that is not theirs to take back.
            await self.informing.write_anew(request, held)
            return
        if held.taken is None:
            await self.caseload.take(held.key, hand, Measure.FORGIVE)
        taken = await self.caseload.take_back(held.key, hand)
        if taken is not None and taken.undone is not None and taken.undone.token == hand.token:
            await self._lift(request, taken, hand)
        else:
            await self.informing.write_anew(request, taken or held)

    async def _pick(self, request: Request, click: Click, held: Held, what: str) -> None:
        place = None if what == UNSURE else int(what.removeprefix(PICK))
        if held.learnt is not None or (place is not None and place >= len(held.others)):
            await self._notice(request, click, "button-closed")
            return
        held, done = await self.denying.pick(request, held, place)
        key = "noted" if done else "too-poor-to-learn"
        await self.outbox.answer_click(click.query_id, request.speech.text(key), alert=not done)
        await self.informing.write_anew(request, held)

    async def _quieten(self, request: Request, click: Click, held: Held) -> None:
        rule = await self.hush(held.case.chat, held.case.finding.rule, QUIET_FOR)
        if rule is None or rule.quiet_until is None:
            await self._notice(request, click, "rule-not-there")
            return
        until = f"{rule.quiet_until:%Y-%m-%d %H:%M}"
        words = request.speech.text("quiet-now", until=until)
        await self.outbox.answer_click(click.query_id, words, alert=True)

    async def _approve(self, request: Request, click: Click, held: Held, *, approved: bool) -> None:
        """Let somebody post what they like from now on, or no more."""
        case = held.case
        who = name_without_markup(case.posted_as)
        if approved:
            await self.leave.approve(case.chat, case.poster, request.sender)
            deed, said = Deed.POSTER_APPROVED, request.speech.text("approved-notice", who=who)
        else:
            await self.leave.disapprove(case.chat, case.poster)
            deed = Deed.POSTER_DISAPPROVED
            said = request.speech.text("disapproved-notice", who=who)
        await self.audit.note(case.gallery, request, deed, account=case.poster)
        await self.outbox.answer_click(click.query_id, said, alert=True)
        async with self.aside(request):
            await self.informing.write_anew(request, held)

    async def _tell_who(self, request: Request, click: Click, hand: Hand, key: str) -> None:
        if not hand.by:
            await self._notice(request, click, "decided-by-rule")
            return
        words = request.speech.text(key, by=name_without_markup(hand.called))
        await self.outbox.answer_click(click.query_id, words, alert=True)

    async def _notice(self, request: Request, click: Click, key: str) -> None:
        await self.outbox.answer_click(click.query_id, request.speech.text(key), alert=True)

    def _hand(self, request: Request) -> Hand:
        token = f"update:{request.update_id}"
        return Hand(request.sender, request.known_as.name, self.clock(), token)


def _needed(held: Held, what: str) -> AdminRight:
    """Return which rights a button wants of whoever presses it, besides to be an admin."""
    if what == UNDO:
        return to_take_back(held)
    if what == DENY:
        return to_deny(held)
    if what in {QUIET, APPROVE, DISAPPROVE, UNSURE} or what.startswith(PICK):
        return NO_RIGHT
    return to_decide(held, Measure(what))


def _reads_otherwise(now: Held, before: Held) -> bool:
    return replace(now, cards=(), notice=None) != replace(before, cards=(), notice=None)


def _measure(case: Case) -> Measure | None:
    if case.occasion is Occasion.REQUEST and case.then is Then.BAN:
        return Measure.TURN_AWAY
    return MEASURES.get(case.then)
