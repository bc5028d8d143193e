"""The cases of the last weeks, kept in Records: each opened once, taken once, told together.

A decision is written down before it is carried out, only where nobody decided before. So of two
admins who press at once one acts; and whoever dies over it finds their own decision again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from bot.moderation.anew import decided, without_messages
from bot.moderation.cases import Case, Occasion
from bot.moderation.folding import fold_key, folded, with_parts
from bot.moderation.held import A_RULE, Card, Hand, Held, Measure
from bot.moderation.held_written import held_from, held_to
from bot.moderation.rules import Then
from core.errors import RecordConflict
from core.model import Record
from core.ports import Records

CASES, FOLDS, ASKING, NOTICES = "cases", "cases-folds", "cases-asking", "cases-notices"

COLLECTIONS = (CASES, FOLDS, ASKING, NOTICES)
"""Where expired cases are to be swept from."""

LIFE = timedelta(days=30)
"""How long a case can be decided, and taken back."""

FOLDED_WITHIN = timedelta(minutes=10)
"""Of the first: what the same poster does against the same rule is told on its card."""

MOST_ASKED = 20
"""Cases of one person who asks again and again to come in, of which it is heard that they are."""


PAGE = 500


class Caseload:
    """Opens cases, and notes what becomes of them."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        """Take where they are kept, and the time with its zone."""
        self._records = records
        self._clock = clock

    async def open(self, case: Case, language: str, *, acting: bool = False) -> Held:
        """Open a case, or fold it into one of the same poster and rule; again changes nothing.

        What of an album comes late becomes part of its case.

        Args:
            case: what met a rule.
            language: of the group.
            acting: whether the rule is to decide; then it may be folded into one that it decided.

        Returns:
            The case that it is part of now: its own, unless that has another id.
        """
        key = _key(case)
        known = await self.change(key, lambda held: with_parts(held, case))
        if known is not None:
            return known
        fold = await self._records.get(FOLDS, fold_key(case))
        into = await self._folded(fold, case, acting=acting)
        if into is not None:
            return into
        held = await self.open_alone(case, language)
        await self._begin_fold(fold, case, key)
        if case.occasion is Occasion.REQUEST:
            await self._note_asking(held)
        return held

    async def open_alone(self, case: Case, language: str) -> Held:
        """Open a case that other cases have no part in; again changes nothing."""
        held = Held(_key(case), case, self._clock(), language)
        await self._records.create(CASES, held.key, self._value(held))
        return await self.of(held.key) or held

    async def find(self, case: Case) -> Held | None:
        """Return a case that was opened before, if it was."""
        return await self.of(_key(case))

    async def of(self, key: str) -> Held | None:
        """Return a case, if there is one that has not expired."""
        return self._living(await self._records.get(CASES, key))

    async def asking(self, chat: int, person: int) -> list[Held]:
        """Return the cases of somebody who asked to come into a group."""
        record = await self._records.get(ASKING, f"{chat}:{person}")
        keys = record.value["cases"] if record is not None else ()
        found = [await self.of(key) for key in keys]
        return [held for held in found if held is not None]

    async def about(self, account: int) -> list[Held]:
        """Return the cases of what somebody posted, or reported."""
        every = [self._living(record) async for record in self._in(CASES)]
        return [held for held in every if held is not None and _concerns(held.case, account)]

    async def change(self, key: str, change: Callable[[Held], Held]) -> Held | None:
        """Change a case; changes at the same moment are all kept.

        Returns:
            What is noted then, or None when there is no such case (any more).
        """
        while True:
            record = await self._records.get(CASES, key)
            held = self._living(record)
            if record is None or held is None:
                return None
            changed = change(held)
            if changed == held:
                return held
            try:
                await self._records.put(CASES, key, self._value(changed), version=record.version)
            except RecordConflict:
                continue
            return changed

    async def take(self, key: str, hand: Hand, measure: Measure) -> Held | None:
        """Decide, if nobody did before; whose decision stands, `Held.is_taken_by` tells.

        What could not be done may be decided, or tried, anew by another request.
        """
        return await self.change(key, lambda held: decided(held, hand, measure))

    async def take_back(self, key: str, hand: Hand) -> Held | None:
        """Take a decision back, if nobody did before; whose doing it was, `undone` tells."""
        return await self.change(
            key,
            lambda held: replace(held, undone=hand, barred=()) if held.can_be_undone else held,
        )

    async def note_card(self, key: str, card: Card) -> Held | None:
        """Note that a card is sent."""
        return await self.change(key, lambda held: replace(held, cards=(*held.cards, card)))

    async def forget_told(self, rule: str) -> None:
        """Delete the cases of a rule that somebody was only told of."""
        async for record in self._in(CASES):
            value = record.value
            if value["finding"]["rule"] == rule and value["then"] == Then.TELL:
                await self._records.delete(CASES, record.key)

    async def note_notice(self, held: Held, message: int) -> Held | None:
        """Note which message in the group says what was done; return the case as it is then."""
        await self._lead_from(held.case.chat, message, held)
        return await self.change(held.key, lambda one: replace(one, notice=message))

    async def note_confided(self, held: Held, message: int) -> Held | None:
        """Note our message to its poster in private; return the case as it is then."""
        await self._lead_from(held.case.poster, message, held)
        return await self.change(
            held.key, lambda one: replace(one, confided=(*one.confided, message))
        )

    async def by_notice(self, chat: int, message: int) -> Held | None:
        """Return the case of which a message, in the group or in private, says what was done."""
        record = await self._records.get(NOTICES, f"{chat}:{message}")
        return None if record is None else await self.of(record.value["case"])

    async def appeal(self, key: str, hand: Hand) -> Held | None:
        """Note that somebody wants it looked at again: its poster once, and one of all others."""
        return await self.change(key, lambda held: _with_appeal(held, hand))

    async def drop(self, chat: int) -> None:
        """Delete the cases of a chat."""
        async for record in self._in(CASES):
            if record.value["chat"] == chat:
                for message in record.value.get("confided", ()):
                    await self._records.delete(NOTICES, f"{record.value['poster']}:{message}")
                await self._records.delete(CASES, record.key)
        for collection in (FOLDS, ASKING, NOTICES):
            async for record in self._in(collection, f"{chat}:"):
                await self._records.delete(collection, record.key)

    async def move(self, old: int, new: int) -> None:
        """Hand the cases of a group to the supergroup that it is now.

        Its messages stay behind: their ids are other messages' there.
        """
        async for record in self._in(CASES):
            if record.value["chat"] == old:
                await self.change(record.key, lambda held: _moved(held, new))
        async for record in self._in(ASKING, f"{old}:"):
            person = record.key.partition(":")[2]
            await self._records.create(ASKING, f"{new}:{person}", record.value)
            await self._records.delete(ASKING, record.key)

    async def _folded(self, fold: Record | None, case: Case, *, acting: bool) -> Held | None:
        """Fold a case into the one that is open for its poster and rule, if it may be."""
        if fold is None or fold.value["until"] < self._clock().timestamp():
            return None
        held = await self.change(
            fold.value["case"],
            lambda held: folded(held, case, acting=acting),
        )
        return held if held is not None and case.id in held.folded else None

    async def _begin_fold(self, fold: Record | None, case: Case, key: str) -> None:
        until = (self._clock() + FOLDED_WITHIN).timestamp()
        value = {"case": key, "until": until}
        if fold is None:
            await self._records.create(FOLDS, fold_key(case), value)
            return
        try:
            await self._records.put(FOLDS, fold.key, value, version=fold.version)
        except RecordConflict:
            return  # another case of theirs was faster: what follows is folded into that

    async def _note_asking(self, held: Held) -> None:
        place = f"{held.case.chat}:{held.case.poster}"
        until = (held.opened + LIFE).timestamp()
        while True:
            record = await self._records.get(ASKING, place)
            cases = record.value["cases"] if record is not None else []
            value = {"cases": [*cases, held.key][-MOST_ASKED:], "until": until}
            try:
                if record is not None:
                    await self._records.put(ASKING, place, value, version=record.version)
                elif not await self._records.create(ASKING, place, value):
                    continue
            except RecordConflict:
                continue
            return

    async def _lead_from(self, chat: int, message: int, held: Held) -> None:
        until = (held.opened + LIFE).timestamp()
        await self._records.put(NOTICES, f"{chat}:{message}", {"case": held.key, "until": until})

    def _living(self, record: Record | None) -> Held | None:
        if record is None or record.value["until"] < self._clock().timestamp():
            return None
        return held_from(record.key, record.value)

    def _value(self, held: Held) -> dict[str, object]:
        return {**held_to(held), "until": (held.opened + LIFE).timestamp()}

    async def _in(self, collection: str, prefix: str = "") -> AsyncIterator[Record]:
        after = prefix
        while page := await self._records.list(collection, after=after, limit=PAGE):
            for record in page:
                if not record.key.startswith(prefix):
                    return
                after = record.key
                yield record


def _with_appeal(held: Held, hand: Hand) -> Held:
    """Return a case with somebody's appeal; nobody else's takes the place of its poster's own."""
    poster = held.case.poster
    if any((one.by == poster) is (hand.by == poster) for one in held.appeals):
        return held
    return replace(held, appeals=(*held.appeals, hand))


def _concerns(case: Case, account: int) -> bool:
    reporters = case.report.by if case.report is not None else ()
    return case.poster == account or account in {one.account for one in reporters}


def _moved(held: Held, new: int) -> Held:
    moved = without_messages(held)
    return replace(moved, case=replace(moved.case, chat=new), notice=None)


def _key(case: Case) -> str:
    return sha256(f"{case.chat}\n{case.id}".encode()).hexdigest()[:16]


def by_a_rule(case: Case, at: datetime) -> Hand:
    """Return the hand of the rule itself; the same for the same case, whenever it comes again."""
    return Hand(A_RULE, "", at, case.id)
