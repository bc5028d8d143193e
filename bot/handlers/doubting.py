"""Asking whether to learn faces that are doubted, with buttons to answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.outbox import Button, Outbox, Rows, answer_to
from bot.questions import ConsentWanted, Questions
from bot.request import Request
from bot.texts import doubts
from bot.texts.enrolling import Doubted, Outcome
from core.doubts import DoubtfulPerson, LooksLikeAnother

PREFIX = "sure"
"""What the data of these buttons begins with: `sure:<question>:<choice>`."""

YES, OTHER, NO = "yes", "other", "x"


@dataclass(frozen=True, slots=True)
class Doubting:
    """Asks once for all poor photos together, and once for each person that others may be of."""

    outbox: Outbox
    questions: Questions

    async def buttons(self, request: Request, name: str, outcomes: Sequence[Outcome]) -> Rows:
        """Return the buttons that go under what is said of all outcomes; none without a doubt.

        Who is doubted among several photos is asked about here, in messages of their own.
        """
        poor: list[Doubted] = []
        persons: dict[str | None, list[tuple[int, Doubted]]] = defaultdict(list)
        for place, outcome in enumerate(outcomes, start=1):
            if isinstance(outcome, Doubted) and isinstance(outcome.doubt, DoubtfulPerson):
                persons[_other(outcome)].append((place, outcome))
            elif isinstance(outcome, Doubted):
                poor.append(outcome)
        for placed in persons.values():
            places, doubted = [place for place, _ in placed], [one for _, one in placed]
            if len(outcomes) == 1:
                return await self._about_person(request, name, doubted)
            await self.outbox.say(
                answer_to(request, doubted[0].face.photo.message_id),
                doubts.of_photos(places, doubted[0].doubt),
                buttons=await self._about_person(request, name, doubted),
            )
        return await self._about_photos(request, name, poor) if poor else ()

    async def _about_photos(self, request: Request, name: str, doubted: Sequence[Doubted]) -> Rows:
        key = await self._ask(request, name, doubted)
        one = len(doubted) == 1
        return [
            [_button(key, YES, doubts.USE_IT if one else doubts.USE_THEM)],
            [_button(key, NO, doubts.LEAVE_IT if one else doubts.LEAVE_THEM)],
        ]

    async def _about_person(self, request: Request, name: str, doubted: Sequence[Doubted]) -> Rows:
        key = await self._ask(request, name, doubted)
        first = doubted[0].doubt
        if not isinstance(first, LooksLikeAnother):
            return [[_button(key, YES, doubts.yes_this_is(name))], [_button(key, NO, doubts.NO)]]
        insist = doubts.add_to(name) if first.known else doubts.no_this_is(name)
        return [
            [_button(key, OTHER, doubts.add_to(first.other))],
            [_button(key, YES, insist)],
            [_button(key, NO, doubts.CANCEL)],
        ]

    async def _ask(self, request: Request, name: str, doubted: Sequence[Doubted]) -> str:
        question = ConsentWanted(
            name=name,
            faces=tuple(one.face for one in doubted),
            other=_other(doubted[0]),
            person=isinstance(doubted[0].doubt, DoubtfulPerson),
            asked_by=request.sender,
        )
        return await self.questions.ask_consent(request, question)


def _other(doubted: Doubted) -> str | None:
    return doubted.doubt.other if isinstance(doubted.doubt, LooksLikeAnother) else None


def _button(key: str, choice: str, label: str) -> Button:
    return Button(label, f"{PREFIX}:{key}:{choice}")
