"""Forgetting somebody, and thinking better of it for a few minutes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from bot.accounts import Accounts, Linked
from bot.audit import Audit, Deed
from bot.buttons import ANYBODY, Buttons, Rows
from bot.handlers.permitting import Permission, Permitting
from bot.limbo import GRACE, Aside, Limbo
from bot.outbox import Outbox
from bot.request import Click, Request
from bot.texts import people
from bot.texts.speech import Markup
from bot.texts.writing import bold_name
from core.errors import ModelMismatch, NameTaken, PersonGone
from core.model import Subject
from core.recognizer import Recognizer

PREFIX = "undo"
"""What the data of the button begins with: `undo:<who>`."""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Sets people aside, so that nobody finds them; puts them back, or deletes them in time."""

    outbox: Outbox
    recognizer: Recognizer
    accounts: Accounts
    permitting: Permitting
    limbo: Limbo
    audit: Audit
    buttons: Buttons

    async def forget(
        self, request: Request, gallery: str, subject: Subject
    ) -> tuple[Markup, Rows] | None:
        """Forget somebody; return what is to be said, with a button that undoes it.

        None when they are not there (any more).
        """
        account, linked = await self.accounts.linked(gallery, subject.id) or (None, None)
        unnamed = linked is not None and linked.unnamed
        aside = await self.limbo.enter(request, gallery, subject.id, account, unnamed=unnamed)
        undo: Rows = ()
        try:
            await self.recognizer.set_aside(gallery, subject.id, aside.limbo)
            photos = (await self.recognizer.person(aside.limbo, subject.id)).photos
            speech, says = request.speech, f"{PREFIX}:{aside.key}"
            undo = [
                [
                    self.buttons.make(
                        request, speech.text("undo-button"), says, life=GRACE, owner=ANYBODY
                    )
                ]
            ]
        except (PersonGone, ModelMismatch):
            # Nobody must wait to be forgotten because models are being changed: what there may be
            # of them of another model cannot be set aside.
            await self.limbo.leave(aside)
            try:
                photos = (await self.recognizer.forget_subject(gallery, subject.id)).photos
            except PersonGone:
                return None
        await self.accounts.unlink(gallery, subject.id)
        await self.audit.note(gallery, request, Deed.FORGOTTEN, subject.id)
        speech = request.speech
        who = people.called(speech, subject, unsaid=aside.unnamed and not request.private)
        told = speech.html("forgotten", name=who, photos=photos)
        return told, undo

    async def again(self, request: Request) -> tuple[Markup, Rows] | None:
        """Return what is to be said of whom this very request had forgotten, as `forget` does.

        It could not be told yet, since we died or Telegram was away. By now nobody has that name,
        and it is not to be said that nobody had it. None when there is nobody like that.
        """
        aside = await self.limbo.entered(request)
        if aside is None:
            return None
        try:
            subject = (await self.recognizer.person(aside.limbo, aside.subject)).subject
        except PersonGone:
            return None
        return await self.forget(request, aside.gallery, subject)

    async def clicked(self, request: Request, click: Click) -> None:
        """Put somebody back."""
        _, _, key = click.data.partition(":")
        aside = await self.limbo.find(request, key)
        refused = await self._refused(request, aside)
        if aside is None or refused is not None:
            await self.outbox.answer_click(click.query_id, refused or "", alert=True)
            return
        speech = request.speech
        try:
            subject = await self.recognizer.put_back(aside.limbo, aside.gallery, aside.subject)
        except NameTaken as taken:
            told = speech.html("name-taken-meanwhile", name=bold_name(taken.name))
        except PersonGone:
            told = speech.html("gone-for-good")
        else:
            if await self._is_known_again(request, aside):
                await self.audit.note(aside.gallery, request, Deed.PUT_BACK, subject.id)
                unsaid = not request.private and bool(
                    await self.accounts.unnamed_among(aside.gallery, [subject.id])
                )
                told = speech.html("put-back", name=people.called(speech, subject, unsaid=unsaid))
            else:
                told = speech.html("gone-for-good")
            await self.limbo.leave(aside)
        await self.outbox.answer_click(click.query_id, "")
        await self.outbox.change_question(
            request.chat, request.message, told, picture=click.picture
        )

    async def finish(self) -> int:
        """Delete for good who can no longer be put back; return how many. Safe to repeat."""
        over = await self.limbo.over()
        for aside in over:
            with suppress(PersonGone):
                await self.recognizer.discard(aside.limbo, aside.subject)
            await self.limbo.leave(aside)
        return len(over)

    async def _refused(self, request: Request, aside: Aside | None) -> str | None:
        """Return why who asks may not put somebody back; None if they may."""
        speech = request.speech
        if aside is None:
            return speech.text("too-late-to-undo")
        if aside.by_themselves and request.sender != aside.account:
            return speech.text("had-themselves-forgotten")
        if await self.permitting.to_change(request, aside.account) is not Permission.GRANTED:
            return speech.text("only-admins-change")
        return None

    async def _is_known_again(self, request: Request, aside: Aside) -> bool:
        """Link somebody who was put back; False where they are gone after all.

        In another chat they may ask, at this moment, to be gone for good or not to be named. That
        is noted in limbo first, and done to what is here after it: so either it is seen here, or
        what is here is seen there.
        """
        await self._relink(request, aside)
        now = await self.limbo.again(aside)
        if now.for_good:
            with suppress(PersonGone):
                await self.recognizer.forget_subject(aside.gallery, aside.subject)
            await self.accounts.unlink(aside.gallery, aside.subject)
            return False
        if now.unnamed is not aside.unnamed:
            await self._relink(request, now)
        return True

    async def _relink(self, request: Request, aside: Aside) -> None:
        if aside.account is None:
            return
        linked = Linked(aside.gallery, aside.subject, request.chat, aside.unnamed)
        await self.accounts.name_or_not(aside.account, linked, unnamed=aside.unnamed)
