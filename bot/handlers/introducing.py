"""Saying hello: /start, /help, /privacy, and being put into a group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.buttons import ANYBODY, Button, Buttons, Link, Rows
from bot.outbox import Outbox, answer_to
from bot.request import Added, Click, Command, Me, PhotoRef, Request
from bot.sight import Sight
from bot.texts import introducing
from bot.texts.introducing import Topic
from bot.texts.speech import Markup
from bot.texts.writing import joined, plain

PREFIX = "help"
"""What the data of these buttons begins with: `help:<topic>`, or `help:home`."""

HOME = "home"

LIFE = timedelta(days=365)

TOPICS_A_ROW = 2


@dataclass(frozen=True, slots=True)
class Introducing:
    """Explains what the bot does, and in a group what it cannot see."""

    outbox: Outbox
    sight: Sight
    buttons: Buttons
    me: Callable[[], Me]
    backups_days: int | None

    async def start(self, request: Request) -> None:
        """Answer /start."""
        if not request.private:
            await self._introduce(request, admin=None)
            return
        label = request.speech.text("add-to-group-button")
        link = Link(label, f"https://t.me/{self.me().username}?startgroup")
        words = request.speech.html("start")
        await self.outbox.say(answer_to(request), words, buttons=[[link]])

    async def added(self, request: Request, how: Added) -> None:
        """Introduce ourselves to a group that we were put into."""
        await self._introduce(request, admin=how.admin)

    async def how_to_ask(self, request: Request) -> None:
        """Answer /who where there is no photo to look at."""
        await self.outbox.say(answer_to(request), request.speech.html("ask-with-photo"))

    async def help(self, request: Request, command: Command, _: Sequence[PhotoRef]) -> None:
        """Answer /help, or `/help` and a topic."""
        topic = command.argument.casefold()
        words, rows = await self._page(request, topic)
        await self.outbox.say(answer_to(request), words, buttons=rows)

    async def clicked(self, request: Request, click: Click) -> None:
        """Show the page that was asked for by a button, in the same message."""
        await self.outbox.answer_click(click.query_id, "")
        words, rows = await self._page(request, click.data.partition(":")[2])
        await self.outbox.change_question(
            request.chat, request.message, words, picture=click.picture, buttons=rows
        )

    async def privacy(self, request: Request) -> None:
        """Answer /privacy."""
        words = introducing.privacy(request.speech, self.backups_days)
        await self.outbox.say(answer_to(request), words)

    async def _introduce(self, request: Request, *, admin: bool | None) -> None:
        words = request.speech.html("start-in-group")
        await self.outbox.say(
            answer_to(request), await self._with_mode(request, words, admin=admin)
        )

    async def _page(self, request: Request, topic: str) -> tuple[Markup, Rows]:
        """Return what is said about a topic (or about all of them), and the buttons under it."""
        if topic not in set(Topic):
            words = await self._with_mode(request, request.speech.html("help"), admin=None)
            return words, self._topics(request)
        words = introducing.about(request.speech, Topic(topic), self.backups_days)
        if topic == Topic.GROUPS:
            words = await self._with_mode(request, words, admin=None)
        return words, [[self._button(request, request.speech.text("back-button"), HOME)]]

    def _topics(self, request: Request) -> Rows:
        buttons = [
            self._button(request, introducing.label(request.speech, topic), topic.value)
            for topic in Topic
        ]
        return [buttons[i : i + TOPICS_A_ROW] for i in range(0, len(buttons), TOPICS_A_ROW)]

    def _button(self, request: Request, label: str, says: str) -> Button:
        return self.buttons.make(request, label, f"{PREFIX}:{says}", life=LIFE, owner=ANYBODY)

    async def _with_mode(self, request: Request, words: Markup, *, admin: bool | None) -> Markup:
        """Return words with what the group hides from us, if it does."""
        whole = await self.sight.is_whole(request) if admin is None else admin
        if whole or self.me().sees_everything:
            return words
        username = plain(self.me().username)
        return joined([words, request.speech.html("privacy-mode", username=username)], "\n\n")
