"""Who is known here, and forgetting: /people and /forget."""

from __future__ import annotations

from bot.chats import Chats
from bot.outbox import Outbox, answer_to
from bot.request import Command, Request
from bot.texts import enrolling, people
from core.errors import BadName, UnknownPerson
from core.names import normalise_name
from core.recognizer import Recognizer


class People:
    """Lists and forgets people of one chat."""

    def __init__(self, outbox: Outbox, recognizer: Recognizer, chats: Chats) -> None:
        """Take the door to Telegram, the verbs, and what leads to a chat's gallery."""
        self._outbox = outbox
        self._recognizer = recognizer
        self._chats = chats

    async def people(self, request: Request) -> None:
        """Answer /people."""
        gallery = await self._chats.gallery(request.chat)
        known = await self._recognizer.people(gallery) if gallery else ()
        for page in people.listed(known):
            await self._outbox.say(answer_to(request), page)

    async def forget(self, request: Request, command: Command) -> None:
        """Answer /forget."""
        await self._outbox.say(answer_to(request), await self._forgotten(request, command))

    async def _forgotten(self, request: Request, command: Command) -> str:
        if not command.argument:
            return people.WHOM_TO_FORGET
        gallery = await self._chats.gallery(request.chat)
        try:
            who = normalise_name(command.argument)
            if gallery is None:
                return people.unknown(who)
            gone = await self._recognizer.forget(gallery, who)
            return people.forgotten(gone.subject.name, gone.photos)
        except UnknownPerson:
            return people.unknown(who)
        except BadName as bad:
            return enrolling.bad_name(bad.longest)
