"""Asking the person concerned whether they may be enrolled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.agreements import PATIENCE, Agreements, AgreementWanted
from bot.buttons import ANYBODY, Buttons
from bot.outbox import Outbox, answer_to
from bot.request import Mention, PhotoRef, Request
from bot.texts.speech import Markup
from bot.texts.writing import account, bold_name, name, plain

PREFIX = "agree"
"""What the data of these buttons begins with: `agree:<question>:<yes or no>`."""

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks somebody whether they may be enrolled."""

    outbox: Outbox
    agreements: Agreements
    buttons: Buttons

    async def ask(
        self, request: Request, who: str, mention: Mention, photos: Sequence[PhotoRef]
    ) -> None:
        """Ask, under the photo, with what would be kept; nothing is kept until they agree."""
        wanted = AgreementWanted(who, tuple(photos), mention, request.sender)
        key = await self.agreements.ask(request, wanted)
        speech = request.speech
        choices = ((YES, "agree-button"), (NO, "disagree-button"))
        rows = [
            [
                # Whoever is meant by a username is known only when they press.
                self.buttons.make(
                    request, speech.text(label), f"{PREFIX}:{key}:{choice}", life=PATIENCE,
                    owner=mention.account or ANYBODY,
                )
            ]
            for choice, label in choices
        ]  # fmt: skip
        asked = speech.html(
            "do-you-agree",
            person=_called(mention, who),
            asker=name(request.known_as.name),
            name=bold_name(who),
        )
        await self.outbox.say(answer_to(request, photos[0].message_id), asked, buttons=rows)


def _called(mention: Mention, who: str) -> Markup:
    if mention.username is not None:
        return plain(f"@{mention.username}")
    return account(mention.account or 0, who)
