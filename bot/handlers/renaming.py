"""Giving somebody another name, after it was asked for under their card."""

from __future__ import annotations

from dataclasses import dataclass

from bot.audit import Audit, Deed
from bot.outbox import Outbox, answer_to
from bot.questions import Questions
from bot.request import Request
from bot.roster import Roster
from bot.texts import people
from bot.texts.writing import bold_name
from bot.wanted import RenameWanted
from core.errors import BadName, NameTaken, PersonGone
from core.recognizer import Recognizer


@dataclass(frozen=True, slots=True)
class Renaming:
    """Takes a message for the name that was asked for."""

    outbox: Outbox
    recognizer: Recognizer
    roster: Roster
    questions: Questions
    audit: Audit

    async def named(self, request: Request, text: str) -> bool:
        """Rename somebody; False when no new name was asked for."""
        wanted = await self.questions.pending(request)
        gallery = await self.roster.chats.gallery(request.chat)
        if not isinstance(wanted, RenameWanted) or gallery is None:
            return False
        speech = request.speech
        try:
            before = await self.recognizer.person(gallery, wanted.subject)
            after = await self.recognizer.rename_subject(gallery, wanted.subject, text)
        except BadName as bad:
            told = speech.html("bad-name", longest=bad.longest)
        except NameTaken as taken:
            told = speech.html("name-taken", name=bold_name(taken.name))
        except PersonGone:
            await self.questions.cancel(request)
            told = speech.html("person-gone-here")
        else:
            await self.audit.note(gallery, request, Deed.RENAMED, after.id)
            unsaid = await self.roster.is_unsaid(request, gallery, after.id)
            old = people.called(speech, before.subject, unsaid=unsaid)
            told = speech.html("renamed", old=old, name=bold_name(after.name))
            await self.outbox.say(answer_to(request), told)
            await self.questions.cancel(request)
            return True
        await self.outbox.say(answer_to(request), told)
        return True
