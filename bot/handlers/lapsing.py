"""Watch rules about people who are not kept any more: they lose them, and end with the last."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from bot.chats import Chats
from bot.limbo import Limbo
from bot.moderation.keeping import Keeping
from bot.moderation.protections import Protected
from bot.moderation.rules import Rule
from bot.moderation.shields import Shields
from bot.outbox import Outbox
from bot.preferences import Preferences
from bot.texts import watching
from bot.texts.speech import Languages
from bot.texts.writing import bold_name
from core.errors import ModelMismatch
from core.recognizer import Recognizer


@dataclass(frozen=True, slots=True)
class Lapsing:
    """Looks now and then who is still known of those whom rules are about.

    Whatever had somebody forgotten, it ends here; who can still be put back is not forgotten yet.
    """

    outbox: Outbox
    keeping: Keeping
    chats: Chats
    recognizer: Recognizer
    limbo: Limbo
    preferences: Preferences
    languages: Languages
    clock: Callable[[], datetime]
    shields: Shields

    async def finish(self) -> int:
        """Take out of all rules who is not known any more; return how many rules ended.

        Who is not known as themselves any more is not protected either.
        """
        await self._end_protections()
        about: dict[int, set[str]] = {}
        async for chat, rule in self.keeping.rulebook.everywhere():
            about.setdefault(chat, set()).update(rule.subjects)
        ended = 0
        for chat, subjects in about.items():
            with suppress(ModelMismatch):
                ended += await self._let_go(chat, subjects - await self._kept(chat, subjects))
        return ended

    async def _let_go(self, chat: int, gone: Collection[str]) -> int:
        ended = 0
        for rule in await self.keeping.rulebook.of(chat) if gone else ():
            if rule.subjects and set(rule.subjects) <= set(gone):
                # Told first: should we die in between, it is told again.
                await self._tell(chat, rule)
                ended += await self.keeping.delete(chat, rule.id)
        for subject in gone:
            await self.keeping.rulebook.forget(chat, subject)
        return ended

    async def _kept(self, chat: int, subjects: Collection[str]) -> set[str]:
        if not subjects:
            return set()
        gallery = await self.chats.gallery(chat)
        people = [] if gallery is None else await self.recognizer.people(gallery)
        # Afterwards: who is set aside in between is still among the people.
        return {person.subject.id for person in people} | await self.limbo.subjects()

    async def _end_protections(self) -> None:
        async for one in self.shields.protections.everywhere():
            if await self._is_linked(one) or await self._is_aside(one):
                continue
            # Who was put back in between is linked again.
            if not await self._is_linked(one):
                # Told first: should we die in between, it is told again.
                await self._tell_protected(one)
                await self.shields.protections.end(one.gallery, one.account)

    async def _is_linked(self, one: Protected) -> bool:
        return bool(await self.shields.accounts.in_gallery(one.account, one.gallery))

    async def _is_aside(self, one: Protected) -> bool:
        return (one.gallery, one.account) in await self.limbo.accounts()

    async def _tell_protected(self, one: Protected) -> None:
        """Tell somebody, in private: what they asked for is not done any more."""
        chat = (await self.chats.with_galleries({one.gallery})).get(one.gallery)
        title = None if chat is None else await self.outbox.title(chat)
        if title is not None:
            speech = self.languages.of((await self.preferences.of(one.account)).language)
            words = speech.html("protection-lapsed", group=bold_name(title))
            await self.outbox.whisper(one.account, words)

    async def _tell(self, chat: int, rule: Rule) -> None:
        """Tell the admins, in private: what they asked for is not done any more."""
        chosen = (await self.preferences.of(chat)).language
        for admin in await self.outbox.admins(chat):
            own = (await self.preferences.of(admin)).language
            speech = self.languages.of(own, chosen)
            said = watching.sentence(speech, rule, {}, self.clock())
            await self.outbox.whisper(admin, speech.html("rule-lapsed", rule=said))
