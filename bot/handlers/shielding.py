"""Photos of people who asked to be protected, posted by others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.handlers.alerting import Alerting
from bot.moderation.cases import Case, Sureness
from bot.moderation.judging import Met, Poster, SeenFace, is_acting, judge
from bot.moderation.rules import Rule, Then, shielded_by
from bot.moderation.shields import Shields, mildly
from bot.outbox import Outbox
from bot.request import Request


@dataclass(frozen=True, slots=True)
class Shielding:
    """Judges what was asked for by those concerned, as the group's own rules are judged."""

    outbox: Outbox
    shields: Shields
    alerting: Alerting
    clock: Callable[[], datetime]

    async def of(self, chat: int) -> tuple[Rule, ...]:
        """Return what was asked for in a group and holds now, as rules."""
        return await self.shields.of(chat)

    async def met(
        self,
        chat: int,
        gallery: str | None,
        rules: Sequence[Rule],
        faces: Sequence[SeenFace],
        poster: Poster,
    ) -> list[Met]:
        """Return what the photos of a message meet: all who are to be told, and one for the admins.

        Of several people who are in it, for whom it would be deleted or the admins be asked, the
        surest is enough: it is one photo. Who posts without being judged by rules is not judged
        here either, but those concerned are told. Who left the group is protected no more.
        """
        if gallery is None or not rules:
            return []
        if poster.exempt:
            rules, poster = mildly(rules), replace(poster, exempt=False)
        by_id = {rule.id: rule for rule in rules}
        found = [(by_id[one.rule], one) for one in judge(rules, faces, poster, {}, self.clock())]
        present = [one for one in found if not await self._has_left(chat, gallery, one[0])]
        return _foremost(present)

    def is_private(self, case: Case) -> bool:
        """Tell whether a case is for the person concerned alone."""
        return case.then is Then.TELL and shielded_by(case.finding.rule) is not None

    async def tell(self, request: Request, case: Case) -> None:
        """Tell the person concerned."""
        await self.alerting.tell(request, case)

    async def _has_left(self, chat: int, gallery: str, rule: Rule) -> bool:
        if not await self.outbox.has_left(chat, rule.made_by):
            return False
        await self.shields.protections.end(gallery, rule.made_by)
        return True


def _foremost(found: Sequence[Met]) -> list[Met]:
    """Return whom to tell, and what is to be done; what is deleted needs no telling."""
    told = [one for one in found if one[0].then is Then.TELL]
    others = [one for one in found if one[0].then is not Then.TELL]
    if not others:
        return told
    first = max(others, key=_weight)
    return [first] if is_acting(first) else [first, *told]


def _weight(met: Met) -> tuple[bool, bool, int, float]:
    rule, finding = met
    sure = finding.sureness is Sureness.SURE
    return is_acting(met), sure, list(Then).index(rule.then), finding.score or 0.0
