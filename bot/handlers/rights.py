"""What everybody may ask about themselves: /forgetme, /optout, /optin, /mydata."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from bot.accounts import Accounts, Linked
from bot.audit import Audit, Deed, Entry
from bot.buttons import Buttons
from bot.chats import Chats
from bot.erasing import Erasing
from bot.files import Guarded, Kept, about_you
from bot.handlers.silencing import Silencing
from bot.limbo import Aside, Limbo
from bot.moderation.keeping import Keeping
from bot.moderation.yours import yours
from bot.optouts import OptOut
from bot.outbox import Outbox, answer_to
from bot.preferences import Preferences, Protection
from bot.request import Click, Request
from bot.texts.speech import Markup
from bot.texts.writing import joined
from core.errors import PersonGone
from core.recognizer import Recognizer

PREFIX = "me"
"""What the data of these buttons begins with: `me:<yes or no>`."""

YES, NO = "forget", "keep"

LIFE = timedelta(hours=1)

MOST_DEEDS = 1000
"""Of the audit of each group, the newest."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Serves people about themselves: in a group for that group, in private for everywhere."""

    outbox: Outbox
    recognizer: Recognizer
    chats: Chats
    accounts: Accounts
    preferences: Preferences
    audit: Audit
    erasing: Erasing
    buttons: Buttons
    silencing: Silencing
    keeping: Keeping
    limbo: Limbo

    async def forget_me(self, request: Request) -> None:
        """Ask whether it is meant."""
        speech = request.speech
        known, optout = await self._galleries(request), await self._optout(request)
        if not known and optout is None:
            key = "not-known-as-you" if request.private else "not-known-as-you-here"
            await self.outbox.say(answer_to(request), speech.html(key))
            return
        rows = [
            [self.buttons.make(request, speech.text("forget-me-button"), f"{PREFIX}:{YES}",
                               life=LIFE)],
            [self.buttons.make(request, speech.text("keep-me-button"), f"{PREFIX}:{NO}",
                               life=LIFE)],
        ]  # fmt: skip
        key = "really-forget-you" if request.private else "really-forget-you-here"
        asked = speech.html(key, chats=len(known))
        await self.outbox.say(answer_to(request), asked, buttons=rows)

    async def clicked(self, request: Request, click: Click) -> None:
        """Forget who asked, or not."""
        speech = request.speech
        if click.data != f"{PREFIX}:{YES}":
            await self.outbox.answer_click(click.query_id, speech.text("cancelled-notice"))
            told = speech.html("you-are-kept")
        else:
            await self.outbox.answer_click(click.query_id, speech.text("forgetting-notice"))
            photos = 0
            for aside in await self._aside(request):
                photos += await self._forget_aside(request, aside)
            for linked in await self._places(request):
                photos += await self._forget(request, linked)
            dropped = request.private and await self.silencing.optouts.drop(request.sender)
            told = _forgotten(request, photos, unnamed=dropped)
        await self.outbox.change_question(
            request.chat, request.message, told, picture=click.picture
        )

    async def _forget_aside(self, request: Request, aside: Aside) -> int:
        # Who just puts them back sees this, and deletes what was there too late for us.
        await self.limbo.close(aside)
        photos = await self._forget(request, _as_linked(aside), aside.limbo)
        await self.limbo.expire(aside)
        return photos

    async def _forget(self, request: Request, linked: Linked, *limbo: str) -> int:
        gallery, subject = linked.gallery, linked.subject
        # These differ in private, and since a group moved.
        chats = {linked.chat, request.chat}
        chats |= set((await self.chats.with_galleries([gallery])).values())
        photos = 0
        for kept_in in (*limbo, gallery):
            # By whichever model: nobody waits for a gallery to be moved to another.
            known = await self.recognizer.known(kept_in, subject)
            if known is None:  # by an earlier try
                continue
            for chat in chats:
                await self.erasing.close_questions(chat, subject, known.name)
            with suppress(PersonGone):
                photos += (await self.recognizer.forget_subject(kept_in, subject)).photos
        await self.audit.note(gallery, request, Deed.FORGOT_THEMSELVES, subject)
        for chat in chats:
            await self.erasing.erase(chat, subject)
        await self.keeping.forget(gallery, request.sender, subject)
        await self.accounts.unlink(gallery, subject)
        # Should the person's side be gone since an earlier try, this one is still there.
        await self.accounts.let_go(request.sender, gallery, subject)
        return photos

    async def opt_out(self, request: Request) -> None:
        """Say somebody's name no more: where they are linked, and elsewhere if they like."""
        speech, everywhere = request.speech, await self.silencing.optouts.holds(request.sender)
        if await self._name(request, unnamed=True):
            rows = self.silencing.offer(request) if request.private and not everywhere else ()
            key = "opted-out-everywhere" if everywhere else "opted-out"
            await self.outbox.say(answer_to(request), speech.html(key), buttons=rows)
        elif everywhere:
            await self.outbox.say(answer_to(request), speech.html("opted-out-everywhere"))
        elif request.private:
            await self.silencing.ask(request)
        else:
            await self.outbox.say(answer_to(request), speech.html("not-known-as-you-here"))

    async def opt_in(self, request: Request) -> None:
        """Say it again; in private everywhere."""
        dropped = request.private and await self.silencing.optouts.drop(request.sender)
        if await self._name(request, unnamed=False) or dropped:
            everywhere = await self.silencing.optouts.holds(request.sender)
            key = "opted-in-but-elsewhere" if everywhere else "opted-in"
        else:
            key = "not-known-as-you" if request.private else "not-known-as-you-here"
        await self.outbox.say(answer_to(request), request.speech.html(key))

    async def _name(self, request: Request, *, unnamed: bool) -> bool:
        """Note whether somebody may be named; tell whether they are linked, or were just now."""
        aside = [one for one in await self._aside(request) if not one.for_good]
        for one in aside:
            if one.unnamed is not unnamed:
                await self.limbo.name_or_not(one, unnamed=unnamed)
                await self._note_name(request, one.gallery, one.subject, unnamed=unnamed)
        # Afterwards: who is put back in between is linked again.
        linked = await self._places(request)
        for place in linked:
            if place.unnamed is not unnamed:
                await self.accounts.name_or_not(request.sender, place, unnamed=unnamed)
                await self._note_name(request, place.gallery, place.subject, unnamed=unnamed)
        return bool(aside or linked)

    async def _note_name(
        self, request: Request, gallery: str, subject: str, *, unnamed: bool
    ) -> None:
        deed = Deed.UNNAMED if unnamed else Deed.NAMED
        await self.audit.note(gallery, request, deed, subject)

    async def my_data(self, request: Request) -> None:
        """Hand over everything that is kept of who asks, as a file, in private."""
        speech = request.speech
        if not request.private:
            await self.outbox.say(answer_to(request), speech.html("my-data-in-private"))
            return
        linked = await self.accounts.everywhere(request.sender)
        places = [(one, one.gallery) for one in linked]
        places += [(_as_linked(one), one.limbo) for one in await self._aside(request)]
        kept = [await self._kept(request.sender, *place) for place in places]
        choices = await self.preferences.of(request.sender)
        unnamed = await self.silencing.optouts.everything(request.sender)
        guarded = await self._guarded(request.sender)
        zipped = await asyncio.to_thread(about_you, request.sender, choices, kept, unnamed, guarded)
        photos = sum(len(one.enrolments) for one in kept)
        told = [speech.html("my-data", photos=photos)] if photos or not unnamed else []
        if unnamed:
            told.append(speech.html("my-data-unnamed"))
        if guarded.titles:
            told.append(speech.html("my-data-guarded"))
        words = joined(told, "\n")
        await self.outbox.hand(answer_to(request), zipped, "familiar.zip", words)

    async def _guarded(self, account: int) -> Guarded:
        found = await yours(self.keeping, account)
        audit: list[tuple[int, Entry]] = []
        # Private chats have an audit, too: its id is the account's.
        for chat in (account, *found.groups):
            gallery = await self.chats.gallery(chat)
            if gallery is not None:
                entries = await self.audit.of(gallery, MOST_DEEDS, _concerning(account))
                audit += [(chat, entry) for entry in entries]
        told = {chat for chat, _ in (*audit, *found.rules)}
        told |= {one.chat for one in found.noted} | {held.case.chat for held in found.cases}
        titles = {chat: await self.outbox.title(chat) for chat in sorted(told)}
        return Guarded(titles, found, audit)

    async def _kept(self, account: int, linked: Linked, kept_in: str) -> Kept:
        enrolments = await self.recognizer.everything(kept_in, linked.subject)
        title = await self.outbox.title(linked.chat)
        asked = await self.keeping.protections.one(linked.gallery, account)
        protection = Protection.OFF if asked is None else asked.wish
        return Kept(title, linked.unnamed, protection.value, tuple(enrolments))

    async def _optout(self, request: Request) -> OptOut | None:
        return await self.silencing.optouts.of(request.sender) if request.private else None

    async def _galleries(self, request: Request) -> set[str]:
        """Return where somebody is known as themselves, or could be again."""
        aside = {one.gallery for one in await self._aside(request) if not one.for_good}
        return aside | {one.gallery for one in await self._places(request)}

    async def _aside(self, request: Request) -> Sequence[Aside]:
        """Return who asks, where others had them forgotten and can still put them back."""
        aside = await self.limbo.of(request.sender)
        if request.private:
            return aside
        gallery = await self.chats.gallery(request.chat)
        return [one for one in aside if one.gallery == gallery]

    async def _places(self, request: Request) -> Sequence[Linked]:
        if request.private:
            return await self.accounts.everywhere(request.sender)
        gallery = await self.chats.gallery(request.chat)
        if gallery is None:
            return []
        return await self.accounts.in_gallery(request.sender, gallery)


def _concerning(account: int) -> Callable[[Entry], bool]:
    return lambda entry: account in {entry.by, entry.account}


def _as_linked(aside: Aside) -> Linked:
    return Linked(aside.gallery, aside.subject, aside.chat, aside.unnamed)


def _forgotten(request: Request, photos: int, *, unnamed: bool) -> Markup:
    """Return what was deleted, and what is not.

    Args:
        request: who asked, and where.
        photos: so many of theirs were deleted.
        unnamed: whether what was kept so as to name them nowhere was deleted.
    """
    speech = request.speech
    if photos:
        told = [speech.html("you-are-forgotten", photos=photos)]
    else:
        told = [speech.html("nothing-linked" if request.private else "nothing-linked-here")]
    if unnamed:
        told.append(speech.html("optout-deleted"))
    told.append(speech.html("noted-for-a-time"))
    return joined(told, "\n")
