"""An admin says that a face is not whom a rule took it for: that is learnt from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.accounts import Accounts
from bot.audit import Audit, Deed
from bot.handlers.learning import Learning, nearest
from bot.handlers.permitting import Permission, Permitting
from bot.moderation.caseload import Caseload
from bot.moderation.held import Hand, Held
from bot.moderation.leave import Leave
from bot.outbox import FileGone
from bot.photos import Photos
from bot.request import Request, Whom
from bot.texts.enrolling import Learnt
from core.doubts import DoubtfulPerson
from core.errors import ImageError, PersonGone
from core.findings import Identification
from core.recognizer import Recognizer

OFFERED = 5
"""People whom the face resembles, to be chosen from."""


@dataclass(frozen=True, slots=True)
class Denying:
    """Notes that the picture meets the rule no more, and learns whose face it is, if told."""

    caseload: Caseload
    leave: Leave
    photos: Photos
    recognizer: Recognizer
    accounts: Accounts
    permitting: Permitting
    learning: Learning
    audit: Audit

    async def deny(self, request: Request, held: Held, hand: Hand) -> Held:
        """Note that a face is not the rule's; afterwards others are there to be chosen."""
        changed = await self.caseload.change(
            held.key, lambda one: one if one.denied else replace(one, denied=hand)
        )
        held = changed or held
        await self.audit.note(
            held.case.gallery, request, Deed.MATCH_DENIED, account=held.case.poster
        )
        others = await self._cleared(held)
        changed = await self.caseload.change(held.key, lambda one: replace(one, others=others))
        return changed or held

    async def pick(self, request: Request, held: Held, place: int | None) -> tuple[Held, bool]:
        """Learn a face as that of one of the others; None says that nobody knows.

        Returns:
            The case then, and whether what was asked for was done.
        """
        if place is None:
            changed = await self.caseload.change(held.key, lambda one: replace(one, others=()))
            return changed or held, True
        learnt = await self._learnt(request, held, held.others[place])
        if learnt is None:
            return held, False
        changed = await self.caseload.change(held.key, lambda one: replace(one, learnt=learnt))
        return changed or held, True

    async def _cleared(self, held: Held) -> tuple[str, ...]:
        """Clear the face of this picture; return whom else it resembles, and may be named."""
        finding, gallery = held.case.finding, held.case.gallery
        if finding.face is None or finding.subject is None:
            return ()
        try:
            async with self.photos.opened(finding.face.photo) as reading:
                found = await self.recognizer.identify(gallery, reading, OFFERED)
        except (FileGone, ImageError):
            return ()
        place = nearest(finding.face.box, [one.probe.box for one in found]) if found else None
        if place is None:
            place = 0 if len(found) == 1 else None
        if place is None:
            return ()
        box = found[place].probe.box
        await self.leave.clear(
            held.case.chat, finding.rule, finding.subject, reading.photo.digest, box
        )
        return await self._others(gallery, found[place], finding.subject)

    async def _others(self, gallery: str, face: Identification, subject: str) -> tuple[str, ...]:
        found = [one.subject.id for one in face.candidates if one.subject.id != subject]
        unsaid = await self.accounts.unnamed_among(gallery, found)
        return tuple(one for one in found if one not in unsaid)

    async def _learnt(self, request: Request, held: Held, subject: str) -> str | None:
        """Learn the face as somebody's in the group; return whose it is there, if it was learnt."""
        case = held.case
        there = replace(request, chat=case.chat, private=False, thread=case.thread)
        face = case.finding.face
        try:
            name = (await self.recognizer.person(case.gallery, subject)).subject.name
        except PersonGone:
            return None
        if (
            face is None
            or await self.permitting.to_enrol(there, Whom(name)) is not Permission.GRANTED
        ):
            return None
        # Whom it looks like has been denied just now.
        outcome = await self.learning.learn_face(there, Whom(name), face, (DoubtfulPerson,))
        return outcome.person if isinstance(outcome, Learnt) else None
