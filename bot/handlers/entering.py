"""/watch: into the pages of a group, in the group itself or in private."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.buttons import Button, Buttons, Refusal
from bot.groups import Groups
from bot.handlers.configuring import Page
from bot.handlers.listing import LIST
from bot.handlers.listing import PREFIX as WATCH
from bot.handlers.routing import ClickStory
from bot.handlers.watching import Watching
from bot.outbox import Outbox, answer_to
from bot.request import Click, Command, PhotoRef, Request
from bot.roles import Roles
from bot.texts.writing import name_without_markup

PREFIX = "groups"
"""What the data of these buttons begins with: `groups:<page>`."""

A_PAGE = 8

MOST_ASKED = 200
"""Groups of which it is asked whether somebody administers them; of others, /watch there leads
to our private chat."""

AT_ONCE = 20

LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Entering:
    """Shows the rules of a group; in private, first the groups that somebody administers."""

    outbox: Outbox
    groups: Groups
    watching: Watching
    roles: Roles
    buttons: Buttons

    async def watch(self, request: Request, command: Command, _: Sequence[PhotoRef]) -> None:
        """Answer /watch, and the link that leads from a group to our private chat."""
        if not request.private:
            await self.groups.note(request.chat)
            page = await self._of_group(request)
        elif (group := await self._linked(command)) is not None:
            page = await self._of_group(request.about(group))
        else:
            page = await self._choice(request, 1)
        await self.outbox.say(answer_to(request), page.words, buttons=page.rows)

    async def clicked(self, request: Request, click: Click) -> None:
        """Turn the page of groups, or come back to them."""
        await self.outbox.answer_click(click.query_id, "")
        page = await self._choice(request, int(click.data.partition(":")[2]))
        await self.outbox.change_question(
            request.chat, request.message, page.words, picture=click.picture, buttons=page.rows
        )

    def led(self, story: ClickStory) -> ClickStory:
        """Return the story of a click that may be about a group and pressed in private.

        A group that was left is none any more, nor is one that is a supergroup now: what were done
        to it would be done to nobody's group.
        """

        async def told(request: Request, click: Click) -> None:
            if request.place is None or await self.groups.has(request.chat):
                await story(request, click)
                return
            closed = request.speech.text(Refusal.CLOSED.value)
            await self.outbox.answer_click(click.query_id, closed, alert=True)

        return told

    async def _linked(self, command: Command) -> int | None:
        """Return the group that a link is about; None without one, or where it is too old."""
        opened = self.buttons.opened(command.argument) if command.argument else None
        return int(opened) if opened is not None and await self.groups.has(int(opened)) else None

    async def _of_group(self, request: Request) -> Page:
        if await self.roles.is_admin(request.chat, request.sender):
            return await self.watching.listing.page(request, 1)
        return Page(request.speech.html("watch-for-admins"))

    async def _choice(self, request: Request, number: int) -> Page:
        speech = request.speech
        found, more = await self._administered(request.sender)
        if not found:
            return Page(speech.html("watch-no-group", more=int(more)))
        pages = -(-len(found) // A_PAGE)
        number = min(max(number, 1), pages)
        shown = found[(number - 1) * A_PAGE : number * A_PAGE]
        titles = await asyncio.gather(*(self.outbox.title(group) for group in shown))
        rows = [
            [self._group(request, group, title or str(group))]
            for group, title in zip(shown, titles, strict=True)
        ]
        turning = [
            self.buttons.make(request, sign, f"{PREFIX}:{page}", life=LIFE)
            for sign, page in (("\u25c0", number - 1), ("\u25b6", number + 1))
            if 1 <= page <= pages
        ]
        words = speech.html("watch-which-group", more=int(more))
        return Page(words, [*rows, turning] if turning else rows)

    def _group(self, request: Request, group: int, title: str) -> Button:
        # Whose admins may press it is the group that it is about.
        says, label = f"{WATCH}:{LIST}", name_without_markup(title)
        return self.buttons.make(request, label, says, life=LIFE, owner=group)

    async def _administered(self, person: int) -> tuple[list[int], bool]:
        """Return the groups that somebody administers now, and whether not all were asked of."""
        known, more = await self.groups.some(MOST_ASKED)
        found = []
        for first in range(0, len(known), AT_ONCE):
            some = known[first : first + AT_ONCE]
            are = await asyncio.gather(*(self.roles.is_admin(group, person) for group in some))
            found += [group for group, is_admin in zip(some, are, strict=True) if is_admin]
        return found, more
