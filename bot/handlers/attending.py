"""Which photos of a group are answered, and offering the choice once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers import Answers as Given
from bot.attention import Attention
from bot.handlers.configuring import Configuring
from bot.outbox import Outbox, answer_to
from bot.preferences import Answers, Preferences
from bot.request import Command, PhotoSent, Request
from bot.told import Once, Told

UNASKED: Mapping[Answers, Attention] = {
    Answers.ALWAYS: Attention.FACES,
    Answers.KNOWN: Attention.KNOWN,
    Answers.MENTION: Attention.NONE,
    Answers.OFF: Attention.NONE,
}
"""How a photo is answered that nobody asked about."""


@dataclass(frozen=True, slots=True)
class Attending:
    """Decides how the photos of a message are to be answered."""

    outbox: Outbox
    preferences: Preferences
    told: Told
    configuring: Configuring
    given: Given

    async def heeded(self, request: Request, parts: Sequence[Request]) -> Request:
        """Return a request with the attention that is due to it, and to all parts of its album."""
        if request.private or any(isinstance(part.ask, Command) for part in parts):
            return replace(request, attention=Attention.ASKED)
        if (await self.given.album(request)).asked:
            # A part that comes late: somebody asked for all of them by another.
            return replace(request, attention=Attention.ASKED)
        wanted = (await self.preferences.of(request.chat)).answers or Answers.ALWAYS
        asked = any(isinstance(part.ask, PhotoSent) and part.ask.asked for part in parts)
        attention = UNASKED[wanted]
        if asked and wanted is not Answers.OFF:
            attention = Attention.ASKED
        return replace(request, attention=attention)

    async def offer(self, request: Request) -> None:
        """Tell a group, after the first photo that was answered unasked, that it has a choice."""
        if request.attention is not Attention.FACES:
            return
        if (await self.preferences.of(request.chat)).answers is not None:
            return
        if await self.told.is_first(Once.ANSWERS, request):
            await self.outbox.say(
                answer_to(request),
                request.speech.html("answers-offered"),
                buttons=self.configuring.offer(request),
            )
