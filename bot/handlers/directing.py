"""Where the cards of a group go: its admins in private, or a chat where /watchhere was sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.audit import Audit, Deed
from bot.buttons import Button, Buttons, Link
from bot.chats import Chats
from bot.handlers.configuring import CHOSEN, Page
from bot.handlers.listing import LIST, WHERE
from bot.handlers.listing import PREFIX as WATCH
from bot.handlers.watching import Watching
from bot.moderation.destinations import Destination, Destinations
from bot.outbox import Outbox, answer_to
from bot.request import Click, Command, Me, PhotoRef, Request
from bot.roles import Roles
from bot.texts.speech import Markup
from bot.texts.writing import bold_name, plain

PREFIX = "desk"
"""What the data of these buttons begins with: `desk:<what>`."""

PRIVATELY, ANOTHER = "private", "another"

COMMAND = "watchhere"

GOOD_FOR = timedelta(minutes=15)
"""How long a code may be brought to another chat."""

LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Directing:
    """Asks where cards shall go, and takes another chat for it when an admin of both says so."""

    outbox: Outbox
    destinations: Destinations
    watching: Watching
    chats: Chats
    roles: Roles
    buttons: Buttons
    audit: Audit
    me: Callable[[], Me]

    async def clicked(self, request: Request, click: Click) -> None:
        """Answer a click; it was pressed by an admin."""
        what = click.data.partition(":")[2]
        if what == PRIVATELY:
            await self.destinations.choose(request.chat, None)
            await self.watching.note(request, Deed.DESK_CHOSEN)
            saved = request.speech.text("saved-notice")
            await self.outbox.answer_click(click.query_id, saved)
            await self.watching.show_list(request, click)
            return
        await self.outbox.answer_click(click.query_id, "")
        page = await (self._how(request) if what == ANOTHER else self._choice(request))
        await self.outbox.change_question(
            request.here, request.message, page.words, picture=click.picture, buttons=page.rows
        )

    async def here(self, request: Request, command: Command, _: Sequence[PhotoRef]) -> None:
        """Answer /watchhere."""
        words = await self._taken(request, command.argument)
        await self.outbox.say(answer_to(request), words)

    async def _choice(self, request: Request) -> Page:
        speech = request.speech
        chosen = await self.destinations.of(request.chat)
        privately, another = speech.text("desk-admins-button"), speech.text("desk-another-button")
        return Page(
            speech.html("desk-about"),
            [
                [self._button(request, ("" if chosen else CHOSEN) + privately, PRIVATELY)],
                [self._button(request, (CHOSEN if chosen else "") + another, ANOTHER)],
                [self._back(request, f"{WATCH}:{LIST}")],
            ],
        )

    async def _how(self, request: Request) -> Page:
        speech = request.speech
        code = self.buttons.letter(str(request.chat), life=GOOD_FOR)
        url = f"https://t.me/{self.me().username}?startgroup={COMMAND}-{code}"
        return Page(
            speech.html("desk-how", code=plain(code)),
            [
                [Link(speech.text("desk-choose-button"), url)],
                [self._back(request, WHERE)],
            ],
        )

    async def _taken(self, request: Request, code: str) -> Markup:
        """Have the cards that a code speaks of come to this chat; return what is to be said."""
        speech = request.speech
        if request.private:
            return speech.html("desk-in-a-group")
        if not code:
            return speech.html("desk-code-wanted")
        opened = self.buttons.opened(code)
        if opened is None:
            return speech.html("desk-code-old")
        group = int(opened)
        for chat in (group, request.chat):
            if not await self.roles.is_admin(chat, request.sender):
                return speech.html("desk-not-both")
        await self.destinations.choose(group, Destination(request.chat, request.thread))
        gallery = await self.chats.gallery_to_fill(group)
        await self.audit.note(gallery, request, Deed.DESK_CHOSEN)
        title = await self.outbox.title(group)
        return speech.html("desk-here", title=bold_name(title or str(group)))

    def _back(self, request: Request, says: str) -> Button:
        back = request.speech.text("back-button")
        return self.watching.listing.button(request, back, says)

    def _button(self, request: Request, label: str, what: str) -> Button:
        return self.buttons.make(request, label, f"{PREFIX}:{what}", life=LIFE, owner=request.chat)
