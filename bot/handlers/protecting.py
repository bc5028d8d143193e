"""/protect: what shall come of photos of oneself that others post; and whom it is for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.accounts import Linked
from bot.audit import Audit, Deed
from bot.buttons import Button, Buttons, Link, Rows
from bot.handlers.configuring import CHOSEN, Page
from bot.moderation.shields import Shields
from bot.optouts import OptOuts
from bot.outbox import Address, Outbox, answer_to
from bot.preferences import Protection
from bot.request import Click, Me, Request
from bot.texts import protecting
from bot.texts.writing import bold_name, name_without_markup

PREFIX = "shield"
"""What the data of these buttons begins with: `shield:<what>:<group>`, or `shield:home`."""

HOME, SHOW = "home", "show"

COMMAND = "protect"

PROTECTIONS = (Protection.TELL, Protection.ASK, Protection.DELETE)
"""What may be asked for."""

LIFE = timedelta(days=30)

MOST_GROUPS = 20
"""That somebody can choose from in private."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """How somebody stands in a group: who they are there, what they asked for, what they may."""

    gallery: str
    linked: Sequence[Linked]
    wish: Protection
    allowed: Protection


@dataclass(frozen=True, slots=True)
class Protecting:
    """Asks whoever taught their own face what they want, within what the group allows."""

    outbox: Outbox
    shields: Shields
    optouts: OptOuts
    buttons: Buttons
    audit: Audit
    me: Callable[[], Me]

    async def protect(self, request: Request) -> None:
        """Answer /protect."""
        page = await (self._home(request) if request.private else self._of(request, request.chat))
        await self.outbox.say(answer_to(request), page.words, buttons=page.rows)

    async def clicked(self, request: Request, click: Click) -> None:
        """Answer a click; it was pressed by whom it is for."""
        _, what, group = (*click.data.split(":"), "")[:3]
        if what == HOME:
            await self._show(request, click, await self._home(request))
        elif what == SHOW:
            await self._show(request, click, await self._of(request, int(group)))
        else:
            await self._choose(request, click, int(group), Protection(what))

    async def _choose(self, request: Request, click: Click, chat: int, wish: Protection) -> None:
        stands = await self._standing(request, chat)
        if wish.at_most(stands.allowed) is not wish or not stands.linked:
            page = await self._of(request, chat)
            await self._show(request, click, page, "protection-not-allowed-notice")
            return
        if wish is not stands.wish:
            deed = Deed.UNPROTECTED if wish is Protection.OFF else Deed.PROTECTED
            for one in stands.linked:
                await self.audit.note(stands.gallery, request, deed, one.subject)
            await self.shields.protections.ask(stands.gallery, request.sender, wish)
        reachable = request.private or wish is not Protection.TELL or await self._reached(request)
        page = await self._of(request, chat, reachable=reachable)
        await self._show(request, click, page, "saved-notice")

    async def _reached(self, request: Request) -> bool:
        """Tell somebody in private that they will be told there; tell whether that is possible."""
        title = await self.outbox.title(request.chat) or str(request.chat)
        words = request.speech.html("protection-told-here", group=bold_name(title))
        return await self.outbox.reach(Address(request.sender, None, None), words) is not None

    async def _show(self, request: Request, click: Click, page: Page, notice: str = "") -> None:
        said = request.speech.text(notice) if notice else ""
        await self.outbox.answer_click(click.query_id, said)
        await self.outbox.change_question(
            request.chat, request.message, page.words, picture=click.picture, buttons=page.rows
        )

    async def _home(self, request: Request) -> Page:
        """Return the groups of somebody, in private; the group itself where there is one alone."""
        speech = request.speech
        linked = await self.shields.accounts.everywhere(request.sender)
        places = await self.shields.chats.with_galleries({one.gallery for one in linked})
        groups = sorted(chat for chat in places.values() if chat < 0)[:MOST_GROUPS]
        if not groups:
            return Page(speech.html("protection-enrol-in-group"))
        stands = [await self._standing(request, chat) for chat in groups]
        titles = await asyncio.gather(*(self.outbox.title(chat) for chat in groups))
        open_ = [
            (chat, title)
            for chat, title, one in zip(groups, titles, stands, strict=True)
            if title is not None
            and (one.allowed is not Protection.OFF or one.wish is not Protection.OFF)
        ]
        if not open_:
            return Page(speech.html("protection-nowhere-allowed"))
        if len(open_) == 1:
            return await self._of(request, open_[0][0])
        rows = [
            [self._button(request, name_without_markup(title), f"{SHOW}:{chat}")]
            for chat, title in open_
        ]
        return Page(speech.html("protection-which-group"), rows)

    async def _of(self, request: Request, chat: int, *, reachable: bool = True) -> Page:
        """Return what somebody may ask for in a group, or why they may not."""
        speech, stands = request.speech, await self._standing(request, chat)
        if not stands.linked:
            return Page(speech.html("protection-enrol-first"))
        if await self.optouts.holds(request.sender):
            return Page(speech.html("protection-named-nowhere"))
        rows = self._choices(request, chat, stands)
        if stands.allowed is Protection.OFF:
            return Page(speech.html("protection-not-allowed"), rows)
        title = await self.outbox.title(chat) if request.private else None
        words = protecting.choice(speech, title, stands.wish, stands.allowed, reachable=reachable)
        if not reachable:
            url = f"https://t.me/{self.me().username}?start={COMMAND}"
            rows = [*rows, [Link(speech.text("protection-start-button"), url)]]
        return Page(words, rows)

    def _choices(self, request: Request, chat: int, stands: _Standing) -> Rows:
        """Return a button for all that may be asked for; and to end it, where something was."""
        holds = stands.wish.at_most(stands.allowed)
        asks = stands.wish is not Protection.OFF
        offered = [one for one in PROTECTIONS if one.at_most(stands.allowed) is one]
        return [
            [
                self._button(
                    request,
                    (CHOSEN if one is holds and one in PROTECTIONS else "")
                    + request.speech.text("protection-button", protection=one.value),
                    f"{one.value}:{chat}",
                )
            ]
            for one in (*offered, *((Protection.OFF,) if asks else ()))
        ]

    async def _standing(self, request: Request, chat: int) -> _Standing:
        shields, account = self.shields, request.sender
        allowed = (await shields.preferences.of(chat)).protection
        gallery = await shields.chats.gallery(chat)
        if gallery is None:
            return _Standing("", (), Protection.OFF, allowed)
        linked = await shields.accounts.in_gallery(account, gallery)
        asked = await shields.protections.one(gallery, account)
        wish = Protection.OFF if asked is None else asked.wish
        return _Standing(gallery, linked, wish, allowed)

    def _button(self, request: Request, label: str, says: str) -> Button:
        return self.buttons.make(request, label, f"{PREFIX}:{says}", life=LIFE)
