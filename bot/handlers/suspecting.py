"""When somebody is taken for Ann, a photo of Ann may be what is wrong: it can be removed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.accounts import Accounts
from bot.answer import Answer, Spot
from bot.answers import Answers
from bot.audit import Audit, Deed
from bot.chats import Chats
from bot.handlers.learning import nearest
from bot.handlers.offering import Offering
from bot.handlers.permitting import Permission, Permitting
from bot.known import Known
from bot.looking import NAMED
from bot.outbox import Address, FileGone, Outbox
from bot.photos import Photos
from bot.request import Click, FaceRef, Request
from bot.texts.writing import bold_name
from core.errors import ImageError
from core.recognizer import Recognizer


@dataclass(frozen=True, slots=True)
class Suspecting:
    """Shows the photo that a face is most like, and removes it if it is of somebody else."""

    outbox: Outbox
    recognizer: Recognizer
    photos: Photos
    chats: Chats
    known: Known
    answers: Answers
    accounts: Accounts
    audit: Audit
    permitting: Permitting
    offering: Offering

    async def ask(self, request: Request, click: Click, answer: Answer, spot: Spot) -> None:
        """Show the photo of whom we named that the face is most like, with a button for it."""
        face = answer.faces[spot.number - 1]
        person = face.alike[0].person
        name = (await self.known.names(request.chat)).of(person)
        gallery = await self.chats.gallery(request.chat)
        if name is None or gallery is None:
            await self._notice(request, click, "not-known-any-more")
            return
        account = await self.accounts.account_of(gallery, person)
        if await self.permitting.to_change(request, account) is not Permission.GRANTED:
            await self._notice(request, click, "only-admins-change")
            return
        await self.outbox.answer_click(click.query_id, request.speech.text("comparing"))
        template = await self._most_alike(gallery, face.face, person)
        crops = await self.recognizer.crops(gallery, [template]) if template else {}
        to = Address(request.chat, answer.thread, request.message)
        if template is None or template not in crops:
            await self.outbox.say(to, request.speech.html("no-wrong-photo", name=bold_name(name)))
            return
        changed = await self.answers.change(
            request.chat, spot.answer, lambda one: one.with_face(spot.number, suspect=template)
        )
        if changed is not None:
            asked = request.speech.html("wrong-photo", name=bold_name(name))
            rows = self.offering.removal(request, answer, spot.number)
            await self.outbox.show(to, crops[template], asked, rows)

    async def answered(
        self, request: Request, click: Click, answer: Answer, spot: Spot, *, remove: bool
    ) -> None:
        """Remove the photo that was shown, or keep it; the picture goes in either case."""
        face = answer.faces[spot.number - 1]
        gallery = await self.chats.gallery(request.chat)
        if face.suspect is None or gallery is None:
            await self._notice(request, click, "question-closed")
            return
        if not remove:
            await self.outbox.answer_click(click.query_id, request.speech.text("cancelled-notice"))
            await self.outbox.edits.remove(request.chat, request.message)
            return
        person = face.alike[0].person
        account = await self.accounts.account_of(gallery, person)
        if await self.permitting.to_change(request, account) is not Permission.GRANTED:
            await self._notice(request, click, "only-admins-change")
            return
        if await self.recognizer.remove_photos(gallery, [face.suspect]):
            await self.audit.note(gallery, request, Deed.PHOTO_REMOVED, person)
        names = await self.known.names(request.chat)
        # Who asked not to be named is there all the same.
        if names.of(person) is None and person not in names.unsaid:
            await self.accounts.unlink(gallery, person)
        await self.outbox.answer_click(click.query_id, request.speech.text("removed-notice"))
        await self.outbox.edits.remove(request.chat, request.message)

    async def _most_alike(self, gallery: str, face: FaceRef, person: str) -> str | None:
        """Return which template of a person a face is most like, as a new search finds it."""
        try:
            async with self.photos.opened(face.photo) as reading:
                found = await self.recognizer.identify(gallery, reading, NAMED)
        except (FileGone, ImageError):
            return None
        place = nearest(face.box, [one.probe.box for one in found])
        if place is None:
            return None
        alike = (one for one in found[place].candidates if one.subject.id == person)
        return next((one.template_id for one in alike), None)

    async def _notice(self, request: Request, click: Click, key: str) -> None:
        await self.outbox.answer_click(click.query_id, request.speech.text(key), alert=True)
