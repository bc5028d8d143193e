"""Whom no rule of a group meets, because an admin said so; it can be taken back one by one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.audit import Audit, Deed
from bot.handlers.configuring import Page
from bot.handlers.listing import LIST
from bot.handlers.listing import PREFIX as WATCH
from bot.handlers.watching import Watching
from bot.moderation.leave import Leave
from bot.outbox import Outbox
from bot.request import Click, Request
from bot.texts.writing import name_without_markup

PREFIX = "exempt"
"""What the data of these buttons begins with: `exempt:<page>`, and whom rules shall meet again."""

A_PAGE = 8


@dataclass(frozen=True, slots=True)
class Exempting:
    """Shows a group's admins whom they let post whatever they like, a button for each."""

    outbox: Outbox
    leave: Leave
    watching: Watching
    audit: Audit

    async def clicked(self, request: Request, click: Click) -> None:
        """Turn the page, or let rules meet somebody again; it was pressed by an admin."""
        _, page, poster = (*click.data.split(":"), "")[:3]
        notice = ""
        if poster:
            await self._end(request, int(poster))
            notice = request.speech.text("saved-notice")
        await self.outbox.answer_click(click.query_id, notice)
        approved = await self.leave.approved(request.chat)
        if not approved:
            await self.watching.show_list(request, click)
            return
        shown = await self._page(request, approved, int(page))
        await self.outbox.change_question(
            request.here, request.message, shown.words, picture=click.picture, buttons=shown.rows
        )

    async def _end(self, request: Request, poster: int) -> None:
        await self.leave.disapprove(request.chat, poster)
        gallery = await self.watching.chats.gallery_to_fill(request.chat)
        await self.audit.note(gallery, request, Deed.POSTER_DISAPPROVED, account=poster)

    async def _page(self, request: Request, approved: list[int], number: int) -> Page:
        speech, listing = request.speech, self.watching.listing
        pages = -(-len(approved) // A_PAGE)
        number = min(max(number, 1), pages)
        shown = approved[(number - 1) * A_PAGE : number * A_PAGE]
        called = await asyncio.gather(*(self._called(request, poster) for poster in shown))
        rows = [
            [listing.button(request, label, f"{PREFIX}:{number}:{poster}")]
            for poster, label in zip(shown, called, strict=True)
        ]
        back = listing.button(request, speech.text("back-button"), f"{WATCH}:{LIST}")
        turning = listing.turning(request, PREFIX, number, pages)
        return Page(speech.html("exempt-people"), [*rows, *turning, [back]])

    async def _called(self, request: Request, poster: int) -> str:
        """Return what somebody is called, or the channel in whose name they post."""
        if poster > 0:
            called = await self.outbox.member_name(request.chat, poster)
        else:
            called = await self.outbox.title(poster)
        return name_without_markup(called or str(poster))
