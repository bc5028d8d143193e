"""Whom somebody means by what they wrote: a name, or themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.accounts import Accounts
from bot.chats import Chats
from bot.outbox import Outbox, answer_to
from bot.questions import Questions
from bot.request import PhotoRef, Request, Whom
from bot.texts.writing import bold_name
from core.errors import BadName
from core.model import Subject
from core.names import normalise_name
from core.recognizer import Recognizer

AROUND_A_NAME = (
    ("<", ">"),
    ('"', '"'),
    ("'", "'"),
    ("\u201c", "\u201d"),
    ("\u201e", "\u201c"),
    ("\u00ab", "\u00bb"),
)
"""What people put round a name, because the help shows it so or to be on the safe side."""

MYSELF = "me"


@dataclass(frozen=True, slots=True)
class Naming:
    """Makes of what was written somebody who can be enrolled, or says why that cannot be."""

    outbox: Outbox
    recognizer: Recognizer
    chats: Chats
    accounts: Accounts
    questions: Questions

    async def whom(
        self,
        request: Request,
        written: str,
        photos: Sequence[PhotoRef],
        *,
        account: int | None = None,
    ) -> Whom | None:
        """Return whom a name stands for; None after it was said why it cannot be used.

        Args:
            request: who wrote it.
            written: what.
            photos: that go with it, should another name be asked for.
            account: whose name it is, if somebody was asked for their own.
        """
        myself = account is None and _is_me(request, written)
        own = myself or account is not None
        # Who is known already is known by that name, whatever Telegram calls them.
        if own and (known := await self._known_as(request)) is not None:
            return Whom(known, request.sender)
        try:
            name = request.known_as.name if myself else unwrapped(first_line(written))
            name = normalise_name(name)
        except BadName as bad:
            if myself:
                # Else the question that was answered so is open still.
                await self.questions.ask_name(request, photos, account=request.sender)
            words = request.speech.html(_unusable(myself=myself, own=own), longest=bad.longest)
            await self.outbox.say(answer_to(request), words, ask=own)
            return None
        return await self._themselves(request, name, photos) if own else Whom(name)

    async def _known_as(self, request: Request) -> str | None:
        """Return the name by which whoever asks is known as themselves here, if they are."""
        gallery = await self.chats.gallery(request.chat)
        if gallery is None or request.sender < 0:
            return None
        own = {one.subject for one in await self.accounts.in_gallery(request.sender, gallery)}
        people = await self.recognizer.people(gallery) if own else ()
        return next((one.subject.name for one in people if one.subject.id in own), None)

    async def _themselves(
        self, request: Request, name: str, photos: Sequence[PhotoRef]
    ) -> Whom | None:
        gallery = await self.chats.gallery(request.chat)
        if gallery is None or request.sender < 0:
            # Who writes in the name of a chat has no account that could be theirs.
            return Whom(name, request.sender if request.sender > 0 else None)
        other = await self.recognizer.named(gallery, name)
        if other is None or await self._may_be(gallery, other, request.sender):
            return Whom(name, request.sender)
        await self.questions.ask_name(request, photos, account=request.sender)
        words = request.speech.html("name-of-another", name=bold_name(name))
        await self.outbox.say(answer_to(request), words, ask=True)
        return None

    async def _may_be(self, gallery: str, subject: Subject, account: int) -> bool:
        """Tell whether somebody enrolled may be this account: by the photo it will be seen."""
        return await self.accounts.account_of(gallery, subject.id) in {None, account}


def _unusable(*, myself: bool, own: bool) -> str:
    """Return the key of what is said of a name that cannot be used."""
    if myself:
        return "name-in-telegram-unusable"
    return "what-to-call-you" if own else "bad-name"


def _is_me(request: Request, written: str) -> bool:
    words = request.speech.text("myself").split(",")
    return written.strip().casefold() in {MYSELF, *(word.strip() for word in words)}


def first_line(written: str) -> str:
    """Return the first line of what was written, without the space around."""
    return next(iter(written.strip().splitlines()), "").strip()


def unwrapped(written: str) -> str:
    """Take one pair of brackets or quotes away that stands round the whole."""
    inside = written[1:-1]
    for opening, closing in AROUND_A_NAME:
        if written == f"{opening}{inside}{closing}" and not {opening, closing} & set(inside):
            return inside
    return written
