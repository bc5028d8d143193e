"""Mentioning whom a photo looks like, so that Telegram tells them: only who wants that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.accounts import Accounts
from bot.answer import Answer
from bot.buttons import Buttons, Rows
from bot.known import Names
from bot.outbox import Outbox
from bot.preferences import Preferences
from bot.request import Click, Request, Whom
from bot.texts.enrolling import Learnt, Outcome
from bot.texts.speech import Markup
from core.findings import Decision

PREFIX = "tag"
"""What the data of the button says: `tag`."""

LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Mentioning:
    """Knows who wants to be mentioned, and offers it once to who has taught their own face."""

    outbox: Outbox
    accounts: Accounts
    preferences: Preferences
    buttons: Buttons

    async def offer(
        self,
        request: Request,
        whom: Whom,
        outcomes: Sequence[Outcome],
        *,
        again: bool = False,
    ) -> tuple[Markup, Rows] | None:
        """Return a question with its button for who was learnt and never asked before.

        In groups alone: in private nobody is mentioned. With `again` also for who was asked, in a
        message that is changed, and has not said so.
        """
        learnt = any(isinstance(outcome, Learnt) for outcome in outcomes)
        if request.private or not learnt or whom.account != request.sender:
            return None
        wants = (await self.preferences.of(request.sender)).mentions
        if wants or (wants is not None and not again):
            return None
        label = request.speech.text("mention-me-button")
        button = self.buttons.make(request, label, PREFIX, life=LIFE)
        return request.speech.html("mention-offer"), [[button]]

    async def offered(self, request: Request) -> None:
        """Note that it was offered: until they say so, they are not mentioned, nor asked again."""
        await self.preferences.change(
            request.sender,
            lambda was: replace(was, mentions=False) if was.mentions is None else was,
        )

    async def clicked(self, request: Request, click: Click) -> None:
        """Mention who pressed the button from now on."""
        await self.preferences.change(request.sender, lambda was: replace(was, mentions=True))
        told = request.speech.text("mention-notice")
        await self.outbox.answer_click(click.query_id, told, alert=True)
        await self.outbox.edits.change_buttons(request.chat, request.message, ())

    async def wanted(
        self, request: Request, gallery: str, answer: Answer, names: Names
    ) -> Mapping[str, int]:
        """Return the accounts of those whom an answer names and is to mention, by their subjects.

        Not who asks: they see it anyway. Nobody of whom a face only might be, so that none is
        called for a likeness; nobody who is not in the group any more.
        """
        if request.private:
            return {}
        named = {
            face.alike[0].person
            for face in answer.faces
            if face.decision is Decision.MATCH and face.alike
        }
        wanted = {}
        for person in sorted(named & names.said.keys()):
            account = await self.accounts.account_of(gallery, person)
            if account is None or account == request.sender:
                continue
            willing = (await self.preferences.of(account)).mentions
            if willing and await self.outbox.is_member(request.chat, account):
                wanted[person] = account
        return wanted
