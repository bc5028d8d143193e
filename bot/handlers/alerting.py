"""Telling people in private of photos of them that others posted."""

from __future__ import annotations

from dataclasses import dataclass

from bot.accounts import Accounts
from bot.buttons import Link, Rows
from bot.moderation.caseload import Caseload
from bot.moderation.cases import Case
from bot.moderation.held import Card, Held
from bot.outbox import Address, Outbox
from bot.pacing import Urgency
from bot.preferences import Preferences
from bot.request import Request
from bot.texts import protecting
from bot.texts.speech import Languages, Speech

SUPERGROUP = "-100"
"""What the id of a supergroup begins with; only the messages of these have addresses."""


@dataclass(frozen=True, slots=True)
class Alerting:
    """Sends one message for what the same person posts within some minutes, and keeps it right."""

    outbox: Outbox
    caseload: Caseload
    accounts: Accounts
    preferences: Preferences
    languages: Languages

    async def tell(self, request: Request, case: Case) -> None:
        """Tell whom a photo shows; again, after a crash, says nothing twice."""
        subject = case.finding.subject
        account = subject and await self.accounts.account_of(case.gallery, subject)
        if not account:
            return
        held = await self.caseload.open(case, request.speech.language)
        if not held.cards:
            await self._send(held, account)
        elif held.case.id != case.id and self.outbox.has_room(account):
            await self._change(held, account)

    async def _send(self, held: Held, account: int) -> None:
        words = protecting.alert(await self._speech(held, account), held, await self._group(held))
        to = Address(account, None, None, Urgency.UNASKED)
        message = await self.outbox.reach(to, words, None, await self._buttons(held, account))
        if message is not None:
            await self.caseload.note_card(held.key, Card(account, message, picture=False))

    async def _change(self, held: Held, account: int) -> None:
        words = protecting.alert(await self._speech(held, account), held, await self._group(held))
        buttons = await self._buttons(held, account)
        for card in held.cards:
            await self.outbox.reword(
                card.desk, card.message, words, picture=card.picture, buttons=buttons
            )

    async def _group(self, held: Held) -> str:
        return await self.outbox.title(held.case.chat) or str(held.case.chat)

    async def _buttons(self, held: Held, account: int) -> Rows:
        """Return a button that opens the first of the photos, where it has an address."""
        url = link_to(held.case.chat, held.case.messages)
        label = (await self._speech(held, account)).text("protection-open-button")
        return () if url is None else [[Link(label, url)]]

    async def _speech(self, held: Held, account: int) -> Speech:
        """Return the language of whom it concerns, else the group's."""
        own = (await self.preferences.of(account)).language
        chosen = (await self.preferences.of(held.case.chat)).language
        return self.languages.of(own, chosen, held.language)


def link_to(chat: int, messages: tuple[int, ...]) -> str | None:
    """Return the address of the first of some messages, for those who are in the group."""
    number = str(chat)
    if not messages or not number.startswith(SUPERGROUP):
        return None
    return f"https://t.me/c/{number.removeprefix(SUPERGROUP)}/{messages[0]}"
