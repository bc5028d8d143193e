"""Asking whether to learn faces that are doubted, with buttons to answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Spot
from bot.buttons import Button, Buttons, Rows
from bot.outbox import Outbox, answer_to
from bot.questions import BUTTON_LIFE, Questions, consent_key
from bot.request import FaceRef, Request, Whom
from bot.texts import doubts
from bot.texts.enrolling import Doubted, Outcome
from bot.texts.writing import name_without_markup
from bot.wanted import ConsentWanted
from core.doubts import DoubtfulPerson, LooksLikeAnother

PREFIX = "sure"
"""What the data of these buttons begins with: `sure:<question>:<choice>`."""

YES, OTHER, NO = "yes", "other", "x"


@dataclass(frozen=True, slots=True)
class Doubting:
    """Asks once for all poor photos together, and once for each person that others may be of."""

    outbox: Outbox
    questions: Questions
    buttons: Buttons

    async def asked(
        self,
        request: Request,
        whom: Whom,
        outcomes: Sequence[Outcome],
        said: Spot | None = None,
    ) -> Rows:
        """Return the buttons that go under what is said of all outcomes; none without a doubt.

        Who is doubted among several photos is asked about here, in messages of their own.

        Args:
            request: whose.
            whom: to be enrolled.
            outcomes: what became of each photo.
            said: the place of the one face in an answer, if somebody said there who it is.
        """
        await self.ask_apart(request, whom, outcomes)
        return await self.under(request, whom, outcomes, said)

    async def under(
        self,
        request: Request,
        whom: Whom,
        outcomes: Sequence[Outcome],
        said: Spot | None = None,
        *,
        earlier: Sequence[FaceRef] = (),
    ) -> Rows:
        """Return the buttons that go under what is said of all outcomes, as `asked`.

        Args:
            request: whose.
            whom: to be enrolled.
            outcomes: what became of each photo.
            said: the place of the one face in an answer, if somebody said there who it is.
            earlier: poor ones that were asked about in the same place, and are so again.
        """
        doubted = [outcome for outcome in outcomes if isinstance(outcome, Doubted)]
        if len(outcomes) == 1 and doubted and is_about_person(doubted[0]):
            return await self._about_person(request, whom, doubted, said)
        poor = [*earlier, *(one.face for one in doubted if not is_about_person(one))]
        return await self._about_photos(request, whom, poor, said) if poor else ()

    async def ask_apart(self, request: Request, whom: Whom, outcomes: Sequence[Outcome]) -> None:
        """Ask, if there are several photos, once for each person that some of them may be of."""
        if len(outcomes) == 1:
            return
        persons: dict[str | None, list[tuple[int, Doubted]]] = defaultdict(list)
        for place, outcome in enumerate(outcomes, start=1):
            if isinstance(outcome, Doubted) and is_about_person(outcome):
                persons[_other(outcome)].append((place, outcome))
        for placed in persons.values():
            places, doubted = [place for place, _ in placed], [one for _, one in placed]
            await self.outbox.say(
                answer_to(request, doubted[0].face.photo.message_id),
                doubts.of_photos(request.speech, places, doubted[0].doubt),
                buttons=await self._about_person(request, whom, doubted, None),
            )

    async def is_asked(self, request: Request, whom: Whom, poor: Sequence[FaceRef]) -> bool:
        """Tell whether it is still to be answered if poor photos are used anyway."""
        key = consent_key(_about_poor(whom, poor, None))
        return await self.questions.consent(request, key) is not None

    async def _about_photos(
        self, request: Request, whom: Whom, poor: Sequence[FaceRef], said: Spot | None
    ) -> Rows:
        key = await self.questions.ask_consent(request, _about_poor(whom, poor, said))
        speech, one = request.speech, len(poor) == 1
        use = speech.text("use-it-button" if one else "use-them-button")
        leave = speech.text("leave-it-button" if one else "leave-them-button")
        return [
            [self._button(request, key, YES, use)],
            [self._button(request, key, NO, leave)],
        ]

    async def _about_person(
        self, request: Request, whom: Whom, doubted: Sequence[Doubted], said: Spot | None
    ) -> Rows:
        key = await self._ask(request, whom, doubted, said)
        first, speech, who = doubted[0].doubt, request.speech, name_without_markup(whom.name)
        if not isinstance(first, LooksLikeAnother):
            return [
                [self._button(request, key, YES, speech.text("yes-this-is-button", name=who))],
                [self._button(request, key, NO, speech.text("no-button"))],
            ]
        other = speech.text("add-to-button", name=name_without_markup(first.other))
        insist = "add-to-button" if first.known else "no-this-is-button"
        return [
            [self._button(request, key, OTHER, other)],
            [self._button(request, key, YES, speech.text(insist, name=who))],
            [self._button(request, key, NO, speech.text("cancel-button"))],
        ]

    async def _ask(
        self, request: Request, whom: Whom, doubted: Sequence[Doubted], said: Spot | None
    ) -> str:
        question = ConsentWanted(
            whom=whom,
            faces=tuple(one.face for one in doubted),
            other=_other(doubted[0]),
            person=True,
            place=said,
        )
        return await self.questions.ask_consent(request, question)

    def _button(self, request: Request, key: str, choice: str, label: str) -> Button:
        return self.buttons.make(request, label, f"{PREFIX}:{key}:{choice}", life=BUTTON_LIFE)


def is_about_person(doubted: Doubted) -> bool:
    """Tell whether it is doubted whose face it is, rather than how good the photo is."""
    return isinstance(doubted.doubt, DoubtfulPerson)


def _about_poor(whom: Whom, poor: Sequence[FaceRef], said: Spot | None) -> ConsentWanted:
    return ConsentWanted(whom, tuple(poor), other=None, person=False, place=said)


def _other(doubted: Doubted) -> str | None:
    return doubted.doubt.other if isinstance(doubted.doubt, LooksLikeAnother) else None
