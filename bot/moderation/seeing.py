"""Faces as rules see them: whom each resembles, and how rare that is among those watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.looking import Look
from bot.moderation.judging import SeenFace
from bot.moderation.leave import Leave
from bot.moderation.rules import Rule
from bot.request import FaceRef
from core.findings import Decision, Identification
from core.recognizer import Recognizer


@dataclass(frozen=True, slots=True)
class Seeing:
    """Holds what was found in photos against those whom rules watch."""

    recognizer: Recognizer
    leave: Leave

    async def faces(
        self, chat: int, gallery: str | None, rules: Sequence[Rule], looks: Sequence[Look]
    ) -> list[SeenFace]:
        """Return the faces of the photos of one message or album.

        Args:
            chat: the group.
            gallery: of the group, if anybody is enrolled.
            rules: that may be met.
            looks: at all of these photos.
        """
        together = sum(len(look.boxes) for look in looks)
        seen: list[SeenFace] = []
        for look in looks:
            refs = [FaceRef(look.photo, box) for box in look.boxes]
            if gallery is None or not look.found:
                seen += [SeenFace(ref) for ref in refs]
                continue
            for ref, found, unnamed in zip(refs, look.found, look.unnamed, strict=True):
                if not found.candidates:
                    seen.append(SeenFace(ref, unnamed=unnamed))
                    continue
                first, watching = found.candidates[0], _watching(rules, found)
                seen.append(
                    SeenFace(
                        ref,
                        found.decision,
                        first.subject.id,
                        first.score,
                        rarity={
                            rule.id: await self.recognizer.rarity(
                                gallery, found, rule.counted, together
                            )
                            for rule in watching
                        },
                        cleared=await self._cleared(chat, watching, look, found),
                    )
                )
        return seen

    async def _cleared(
        self, chat: int, watching: Sequence[Rule], look: Look, found: Identification
    ) -> frozenset[str]:
        subject, box = found.candidates[0].subject.id, found.probe.box
        return frozenset(
            [
                rule.id
                for rule in watching
                if await self.leave.is_cleared(chat, rule.id, subject, look.digest, box)
            ]
        )


def _watching(rules: Sequence[Rule], found: Identification) -> list[Rule]:
    """Return the rules that watch whom a face looks like or may be: mostly none."""
    if found.decision is Decision.UNKNOWN:
        return []
    return [rule for rule in rules if found.candidates[0].subject.id in rule.subjects]
