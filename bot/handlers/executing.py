"""Carrying out what was decided of a case, and taking it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.audit import Audit, Deed
from bot.moderation.anew import deleted_again, is_deletion_refused, is_undeleted, with_more
from bot.moderation.caseload import Caseload
from bot.moderation.cases import Case, Occasion
from bot.moderation.deeds import Barred, Deeds
from bot.moderation.held import A_RULE, UNDOABLE, Done, Hand, Held, Measure
from bot.moderation.ladder import MUTED_FOR, Ladder, consequence
from bot.moderation.rules import Rule
from bot.request import Request

DELETABLE = timedelta(hours=48)
"""How long a bot may delete what others wrote (core.telegram.org/bots/api#deletemessage)."""

SHORTEST_MUTE = timedelta(minutes=1)
"""An end that is less than half a minute away, or past, means never to Telegram
(core.telegram.org/bots/api#restrictchatmember)."""

USUAL_MUTE = timedelta(hours=1)
"""Where the rule that says for how long is gone."""

RuleOf = Callable[[int, str], Awaitable[Rule | None]]
"""Returns a rule of a chat by its id, if it is there."""

NOTED = {
    Done.DELETED: Deed.POST_DELETED,
    Done.WARNED: Deed.POSTER_WARNED,
    Done.MUTED: Deed.POSTER_MUTED,
    Done.BANNED: Deed.POSTER_BANNED,
    Done.LET_IN: Deed.REQUEST_APPROVED,
    Done.TURNED_AWAY: Deed.REQUEST_DECLINED,
}

NOTED_OF_REPORTS = {Done.DELETED: Deed.MESSAGE_DELETED}
"""What is noted otherwise where no rule was met."""


DONE_BEFORE = frozenset({Barred.GONE, Barred.INSIDE})
"""What was to be done, and is."""


GRAVEST = {
    Measure.DELETE: Done.DELETED,
    Measure.WARN: Done.WARNED,
    Measure.MUTE: Done.MUTED,
    Measure.BAN: Done.BANNED,
}
"""What a measure does last of all."""


@dataclass(slots=True)
class _Outcome:
    """What came of it so far."""

    done: list[Done] = field(default_factory=list)
    barred: list[tuple[Done, Barred]] = field(default_factory=list)
    until: datetime | None = None
    warned: int = 0

    def add(self, done: Done, why: Barred | None) -> None:
        """Note what was tried; what somebody else did before us is done, or over."""
        if why is None or why in DONE_BEFORE:
            self.done.append(done)
        elif why is Barred.ANSWERED:
            self.done.append(Done.OVER)
        if why is not None:
            self.barred.append((done, why))


@dataclass(frozen=True, slots=True)
class Executing:
    """Does what was decided, the deletion first. Doing it again changes nothing."""

    deeds: Deeds
    caseload: Caseload
    ladder: Ladder
    audit: Audit
    rule: RuleOf
    clock: Callable[[], datetime]

    async def carry_out(self, request: Request, held: Held, *, again: bool = False) -> Held:
        """Do what was decided of a case, and note what came of it.

        Where nothing of it could be done nobody has decided: it can be tried again.

        Args:
            request: because of which.
            held: the case.
            again: whether we may have begun with it before we died: what is gone then is what we
                have deleted.
        """
        taken, measure = held.taken, held.measure
        if taken is None or measure is None:
            return held
        if held.retried is not None and is_undeleted(held):
            return await self._delete_again(request, held, held.retried, again=again)
        if _is_carried_out(held, measure):
            return held
        out = _Outcome(list(held.done), until=held.until, warned=held.warned)
        posted = held.case.occasion is Occasion.POST
        if posted and measure is not Measure.FORGIVE and Done.DELETED not in held.done:
            why = await self._delete(held, held.case.messages)
            out.add(Done.DELETED, None if again and why is Barred.GONE else why)
        if measure in {Measure.LET_IN, Measure.TURN_AWAY}:
            await self._answer(request, held, measure, out)
        elif measure is Measure.MUTE:
            await self._mute(held, taken, await self._mute_for(held), out)
        elif measure is Measure.BAN:
            out.add(Done.BANNED, await self.deeds.ban(held.case.chat, held.case.poster))
        elif measure is Measure.WARN and not is_deletion_refused(out.barred):
            await self._warn(held, taken, out)
        await self._note(request, held, taken, out)
        return await self._settle(held, out)

    async def do_more(self, request: Request, held: Held, case: Case) -> tuple[Held, bool]:
        """Delete further messages of a case that is decided; or turn away once more.

        Returns:
            The case as it is then, and whether that is done, or was by somebody else.
        """
        if case.occasion is Occasion.REQUEST:
            why = await self.deeds.turn_away(case.chat, case.poster)
            deed = Deed.REQUEST_DECLINED
        else:
            why, deed = await self._delete(held, case.messages), Deed.POST_DELETED
        if why is None:
            by = A_RULE if held.taken is None else held.taken.by
            await self.audit.note(case.gallery, request, deed, by=by, account=case.poster)
        done = why is None or why in DONE_BEFORE
        if case.occasion is not Occasion.POST:
            return held, done
        changed = await self.caseload.change(
            held.key, lambda one: with_more(one, case, None if done else why)
        )
        return changed or held, done

    async def _delete(self, held: Held, messages: tuple[int, ...]) -> Barred | None:
        too_old = self.clock() - held.posted > DELETABLE
        return await self.deeds.delete(held.case.chat, messages, too_old=too_old)

    async def _delete_again(self, request: Request, held: Held, hand: Hand, *, again: bool) -> Held:
        """Try once more to delete what Telegram did not let us; all else stays as it was."""
        left = tuple(message for one in held.left for message in one.messages)
        why = await self._delete(held, left if Done.DELETED in held.done else held.case.messages)
        if again and why is Barred.GONE:
            why = None  # it was us, before we died
        if why is None:
            case, deed = held.case, _noted(held)[Done.DELETED]
            await self.audit.note(case.gallery, request, deed, by=hand.by, account=case.poster)
        changed = await self.caseload.change(held.key, lambda one: deleted_again(one, held, why))
        return changed or held

    async def lift(self, request: Request, held: Held, hand: Hand) -> Held:
        """Take back what can be; where Telegram refuses, it can be tried again."""
        case, barred = held.case, list[tuple[Done, Barred]]()
        if Done.WARNED in held.done:
            await self.ladder.lift(case.chat, case.poster, held.key)
        if Done.MUTED in held.done:
            why = await self.deeds.unmute(case.chat, case.poster, held.until)
            barred += [(Done.MUTED, why)] if why else []
        if Done.BANNED in held.done:
            why = await self.deeds.unban(case.chat, case.poster)
            barred += [(Done.BANNED, why)] if why else []
        if Done.LET_IN in held.done:
            why = await self.deeds.put_out(case.chat, case.poster)
            barred += [(Done.LET_IN, why)] if why else []
        if not barred:
            await self.audit.note(
                case.gallery, request, Deed.TAKEN_BACK, by=hand.by, account=case.poster
            )
        undone = None if barred else hand
        changed = await self.caseload.change(
            held.key, lambda one: replace(one, undone=undone, barred=tuple(barred))
        )
        return changed or held

    async def _answer(self, request: Request, held: Held, measure: Measure, out: _Outcome) -> None:
        """Let somebody in who asked, or turn them away; others may have answered before."""
        case = held.case
        if measure is Measure.LET_IN:
            out.add(Done.LET_IN, await self.deeds.let_in(case.chat, case.poster))
            return
        why = await self.deeds.turn_away(case.chat, case.poster)
        if why is Barred.ANSWERED and request.tries:
            why = None  # it was us, before we died
        out.add(Done.TURNED_AWAY, why)

    async def _warn(self, held: Held, taken: Hand, out: _Outcome) -> None:
        case = held.case
        out.warned = await self.ladder.warn(case.chat, case.poster, held.key)
        out.add(Done.WARNED, None)
        match consequence(out.warned):
            case Done.MUTED:
                await self._mute(held, taken, MUTED_FOR, out)
            case Done.BANNED:
                out.add(Done.BANNED, await self.deeds.ban(case.chat, case.poster))

    async def _mute(self, held: Held, taken: Hand, length: timedelta, out: _Outcome) -> None:
        # From the decision on, so that a repetition mutes no longer; what was decided long ago is
        # over at once.
        until = max(taken.at + length, self.clock() + SHORTEST_MUTE).replace(microsecond=0)
        why = await self.deeds.mute(held.case.chat, held.case.poster, until)
        out.add(Done.MUTED, why)
        out.until = until if why is None else out.until

    async def _mute_for(self, held: Held) -> timedelta:
        rule = await self.rule(held.case.chat, held.case.finding.rule)
        return USUAL_MUTE if rule is None else rule.mute_for

    async def _note(self, request: Request, held: Held, taken: Hand, out: _Outcome) -> None:
        noted = _noted(held)
        before = {*held.done, *(done for done, _ in out.barred)}
        deeds = [noted[done] for done in out.done if done in noted and done not in before]
        if held.measure is Measure.FORGIVE:
            reported = held.case.report is not None
            deeds.append(Deed.REPORT_DISMISSED if reported else Deed.POSTER_FORGIVEN)
        for deed in deeds:
            await self.audit.note(
                held.case.gallery, request, deed, by=taken.by, account=held.case.poster
            )

    async def _settle(self, held: Held, out: _Outcome) -> Held:
        settled = bool(out.done) or held.measure is Measure.FORGIVE
        changed = await self.caseload.change(
            held.key,
            lambda one: replace(
                one,
                taken=one.taken if settled else None,
                measure=one.measure if settled else None,
                done=tuple(out.done),
                barred=tuple(out.barred),
                until=out.until,
                warned=out.warned,
            ),
        )
        return changed or held


def _noted(held: Held) -> Mapping[Done, Deed]:
    """Return what is noted of what was done."""
    return NOTED if held.case.report is None else {**NOTED, **NOTED_OF_REPORTS}


def _is_carried_out(held: Held, measure: Measure) -> bool:
    """Tell whether what was decided was tried already, whatever came of it."""
    tried = {*held.done, *(done for done, _ in held.barred)}
    return measure in GRAVEST and GRAVEST[measure] in tried


def is_lifted(held: Held) -> bool:
    """Tell whether something that was done is taken back."""
    return held.undone is not None and bool(UNDOABLE & set(held.done))
