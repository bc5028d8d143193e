"""Hearing what the person concerned says to being enrolled."""

from __future__ import annotations

from dataclasses import dataclass

from bot.agreements import Agreements
from bot.audit import Audit, Deed
from bot.chats import Chats
from bot.handlers.asking import YES
from bot.handlers.enrolling import Enrolling
from bot.outbox import Outbox
from bot.request import Click, Request, Whom
from bot.texts.writing import bold_name


@dataclass(frozen=True, slots=True)
class Agreeing:
    """Hears what the person says."""

    outbox: Outbox
    agreements: Agreements
    enrolling: Enrolling
    chats: Chats
    audit: Audit

    async def clicked(self, request: Request, click: Click) -> None:
        """Enrol them, or forget that it was asked."""
        _, key, choice = click.data.split(":")
        speech = request.speech
        wanted = await self.agreements.find(request, key)
        if wanted is None:
            closed = speech.text("question-closed")
            await self.outbox.answer_click(click.query_id, closed, alert=True)
            return
        if not wanted.is_asked(request):
            only = speech.text("only-they-agree")
            await self.outbox.answer_click(click.query_id, only, alert=True)
            return
        agreed = choice == YES
        heard = "agreed-notice" if agreed else "declined-notice"
        await self.outbox.answer_click(click.query_id, speech.text(heard))
        told = speech.html("agreed" if agreed else "declined", name=bold_name(wanted.name))
        await self.outbox.change_question(
            request.chat, request.message, told, picture=click.picture
        )
        gallery = await self.chats.gallery_to_fill(request.chat)
        await self.audit.note(gallery, request, Deed.AGREED if agreed else Deed.DECLINED)
        if agreed:
            whom = Whom(wanted.name, request.sender)
            await self.enrolling.enrol(request, whom, wanted.photos)
        await self.agreements.close(request, key)
