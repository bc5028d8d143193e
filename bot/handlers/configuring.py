"""/settings: a chat's choices, shown and changed by buttons in one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.audit import Audit, Deed
from bot.buttons import Button, Buttons, Rows
from bot.chats import Chats
from bot.handlers.entitling import Entitling
from bot.outbox import Outbox, answer_to
from bot.preferences import Preferences
from bot.request import Click, Request
from bot.roles import Roles
from bot.sight import Sight
from bot.texts import configuring
from bot.texts.configuring import ANSWERS, PROTECTION, RETENTION, Setting
from bot.texts.speech import Markup
from bot.texts.writing import joined

PREFIX = "set"
"""What the data of these buttons begins with: `set:<setting>:<choice>`, or `set:home`, `set:done`.

With `:offer` at its end a choice is confirmed by a sentence instead of the settings.
"""

HOME, DONE, OFFER = "home", "done", "offer"

LIFE = timedelta(days=30)

CHOSEN = "\u2713 "

NEEDS_SIGHT = (ANSWERS, PROTECTION)
"""What is of use only where we see the photos that nobody asks about."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the message shows."""

    words: Markup
    rows: Rows = ()


@dataclass(frozen=True, slots=True)
class Configuring:
    """Shows and changes settings: a group's for its admins, in private everybody's own."""

    outbox: Outbox
    preferences: Preferences
    roles: Roles
    chats: Chats
    buttons: Buttons
    sight: Sight
    every: Sequence[Setting]
    audit: Audit
    entitling: Entitling

    async def settings(self, request: Request) -> None:
        """Answer /settings."""
        if not await self.roles.is_admin(request.chat, request.sender):
            words = request.speech.html("settings-for-admins")
            await self.outbox.say(answer_to(request), words)
            return
        page = await self._page(request, HOME)
        await self.outbox.say(answer_to(request), page.words, buttons=page.rows)

    async def retention(self, request: Request) -> None:
        """Answer /retention: to admins with the choice, to others with what holds."""
        if await self.roles.is_admin(request.chat, request.sender):
            page = await self._page(request, RETENTION.code)
        else:
            choices = await self.preferences.of(request.chat)
            page = Page(configuring.retention_now(request.speech, choices))
        await self.outbox.say(answer_to(request), page.words, buttons=page.rows)

    def offer(self, request: Request) -> Rows:
        """Return buttons by which admins choose which photos are answered."""
        speech = request.speech
        return [
            [self._button(request, ANSWERS.option(speech, code), f"{ANSWERS.code}:{code}:{OFFER}")]
            for code in ANSWERS.options
        ]

    async def clicked(self, request: Request, click: Click) -> None:
        """Answer a click; it was pressed by somebody who may."""
        _, code, chosen, manner = (*click.data.split(":"), "", "")[:4]
        setting = next((one for one in self._those_of(request) if one.code == code), None)
        if setting is not None and chosen in setting.options:
            if not request.private and await self.entitling.refuses(
                request, click, request.chat, setting.needs(chosen)
            ):
                return
            choose = setting.choose
            await self.preferences.change(request.chat, lambda was: choose(was, chosen))
            if not request.private:
                gallery = await self.chats.gallery_to_fill(request.chat)
                await self.audit.note(gallery, request, Deed.SETTING_CHANGED)
            request = await self.preferences.spoken(request)
            await self.outbox.answer_click(click.query_id, request.speech.text("saved-notice"))
            code = OFFER if manner == OFFER else HOME
        else:
            await self.outbox.answer_click(click.query_id, "")
        await self._show(request, click, code)

    async def _show(self, request: Request, click: Click, code: str) -> None:
        """Change the message to what holds, until it does.

        Somebody else may choose at the same moment, and their change reach the message first.
        """
        shown, page = None, await self._page(request, code)
        while page != shown:
            shown = page
            await self.outbox.change_question(
                request.chat, request.message, page.words, picture=click.picture, buttons=page.rows
            )
            request = await self.preferences.spoken(request)
            page = await self._page(request, code)

    async def _page(self, request: Request, code: str) -> Page:
        speech, settings = request.speech, self._those_of(request)
        choices = await self.preferences.of(request.chat)
        if code == OFFER:
            return Page(configuring.answers_now(speech, choices))
        for setting in settings:
            if setting.code == code:
                return await self._options(request, setting, setting.chosen(choices))
        gallery = await self.chats.gallery(request.chat)
        words = configuring.summary(speech, settings, choices, gallery)
        return Page(words) if code == DONE else Page(words, self._titles(request, settings))

    def _titles(self, request: Request, settings: Sequence[Setting]) -> Rows:
        speech = request.speech
        titles = [[self._button(request, one.title(speech), one.code)] for one in settings]
        return [*titles, [self._button(request, speech.text("done-button"), DONE)]]

    async def _options(self, request: Request, setting: Setting, chosen: str) -> Page:
        speech = request.speech
        rows = [
            [
                self._button(
                    request,
                    (CHOSEN if code == chosen else "") + setting.option(speech, code),
                    f"{setting.code}:{code}",
                )
            ]
            for code in setting.options
        ]
        back = self._button(request, speech.text("back-button"), HOME)
        words = setting.about(speech)
        if setting in NEEDS_SIGHT and not await self.sight.is_whole(request):
            words = joined([words, speech.html("answers-hidden")], "\n\n")
        return Page(words, [*rows, [back]])

    def _button(self, request: Request, label: str, says: str) -> Button:
        # The chat owns them: its admins, or in private the person, who is the chat.
        return self.buttons.make(request, label, f"{PREFIX}:{says}", life=LIFE, owner=request.chat)

    def _those_of(self, request: Request) -> Sequence[Setting]:
        return [
            one
            for one in self.every
            if not (one.groups_only if request.private else one.private_only)
        ]
