"""Telling admins who did what: /audit, by pages, and as a file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.audit import Audit, Entry
from bot.buttons import Button, Buttons, Link, Rows
from bot.chats import Chats
from bot.handlers.configuring import CHOSEN, Page
from bot.known import Known
from bot.outbox import Address, Outbox, answer_to
from bot.preferences import Preferences
from bot.request import Click, Command, Me, PhotoRef, Request
from bot.roles import Roles
from bot.roster import short_id
from bot.sifting import ACCOUNT, Period, Topic, Wanted
from bot.texts import recounting
from bot.texts.recounting import table
from bot.texts.speech import Markup, Speech
from bot.texts.writing import bold_name, joined, name
from core.recognizer import Recognizer

PREFIX = "audit"
"""What the data of these buttons begins with: `audit:<topic>:<period>:<page or file>:<whom>`."""

FILE = "file"

A_PAGE = 10
"""Entries: what fits into a message, however long the names are."""

MOST_READ = 500
"""Of the newest that are wanted, to turn pages through."""

MOST_HANDED_OVER = 20_000
"""Of the newest, in a file."""

LIFE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recounting:
    """Reads the audit to the admins of a chat, with the names that people have now."""

    outbox: Outbox
    recognizer: Recognizer
    chats: Chats
    audit: Audit
    roles: Roles
    buttons: Buttons
    preferences: Preferences
    known: Known
    me: Callable[[], Me]
    clock: Callable[[], datetime]

    async def tell(self, request: Request, command: Command, _: Sequence[PhotoRef]) -> None:
        """Answer /audit, `/audit <name>`, and /audit as a reply to somebody's message."""
        page = await self._asked(request, command)
        await self.outbox.say(answer_to(request), page.words, buttons=page.rows)

    async def clicked(self, request: Request, click: Click) -> None:
        """Answer a click; it was pressed by an admin."""
        _, topic, period, which, whom = click.data.split(":", 4)
        wanted = Wanted(list(Topic)[int(topic)], list(Period)[int(period)], whom)
        gallery = await self.chats.gallery_to_fill(request.chat)
        if which == FILE:
            await self._hand_over(request, click, gallery, wanted)
            return
        await self.outbox.answer_click(click.query_id, "")
        page = await self._page(request, gallery, wanted, int(which))
        await self.outbox.change_question(
            request.chat, request.message, page.words, picture=click.picture, buttons=page.rows
        )

    async def _asked(self, request: Request, command: Command) -> Page:
        speech = request.speech
        if not await self.roles.is_admin(request.chat, request.sender):
            return Page(speech.html("only-admins-audit"))
        gallery = await self.chats.gallery(request.chat)
        if gallery is None or not await self.audit.of(gallery, 1):
            return Page(speech.html("nothing-done"))
        account = _account(command)
        if account is None and command.argument:
            return await self._of_somebody(request, gallery, command.argument)
        whom = "" if account is None else f"{ACCOUNT}{account}"
        return await self._page(request, gallery, Wanted(whom=whom), 1)

    async def _of_somebody(self, request: Request, gallery: str, written: str) -> Page:
        """Return what was done to whoever has this name."""
        found = await self.recognizer.find(gallery, written)
        if not found:
            return Page(request.speech.html("unknown-person", name=name(written)))
        if len(found) > 1:
            return Page(await self._several(request, [one.subject.id for one in found]))
        return await self._page(request, gallery, Wanted(whom=short_id(found[0])), 1)

    async def _page(self, request: Request, gallery: str, wanted: Wanted, number: int) -> Page:
        entries = await self._wanted(gallery, wanted, MOST_READ)
        count = max(-(-len(entries) // A_PAGE), 1)
        number = min(max(number, 1), count)
        shown = entries[(number - 1) * A_PAGE : number * A_PAGE]
        words = await self._words(request, gallery, wanted, shown)
        if count > 1:
            words = [*words, request.speech.html("page-of", page=number, pages=count)]
        return Page(joined(words, "\n"), self._rows(request, wanted, number, count))

    async def _words(
        self, request: Request, gallery: str, wanted: Wanted, shown: Sequence[Entry]
    ) -> list[Markup]:
        speech = request.speech
        names = await self.known.names(request.chat)
        concerned = {one for entry in shown for one in (entry.by, entry.account) if one}
        called = await self._called(request, gallery, concerned | {wanted.account or 0})
        head = recounting.head(speech, wanted, called, names)
        if not shown:
            return [head, speech.html("nothing-of-that")]
        return [head, *(recounting.line(speech, entry, called, names) for entry in shown)]

    def _rows(self, request: Request, wanted: Wanted, number: int, count: int) -> Rows:
        speech = request.speech
        topics = [
            self._choice(request, wanted, wanted.about(topic), _topic(speech, topic))
            for topic in Topic
        ]
        periods = [
            self._choice(request, wanted, wanted.since(period), _period(speech, period))
            for period in Period
        ]
        turning = [
            self._button(request, sign, wanted, str(page))
            for sign, page in (("\u25c0", number - 1), ("\u25b6", number + 1))
            if 1 <= page <= count
        ]
        file = self._button(request, speech.text("audit-file-button"), wanted, FILE)
        return [topics[:3], topics[3:], periods, *([turning] if turning else []), [file]]

    async def _hand_over(
        self, request: Request, click: Click, gallery: str, wanted: Wanted
    ) -> None:
        """Send all that is wanted to whoever asks, in private: nobody else asked for it."""
        entries = await self._wanted(gallery, wanted, MOST_HANDED_OVER)
        made = await asyncio.to_thread(table, entries)
        theirs = replace(request, chat=request.sender, private=True)
        private = (await self.preferences.spoken(theirs)).speech
        title = await self.outbox.title(request.chat)
        told = private.html("audit-file", count=len(entries))
        if title is not None:
            told = joined([bold_name(title), told], "\n")
        to = Address(request.sender, None, None)
        if await self.outbox.entrust(to, made, "audit.csv", told):
            sent = request.speech.text("audit-sent")
            await self.outbox.answer_click(click.query_id, sent)
            return
        unknown = request.speech.text("audit-not-sent")
        await self.outbox.answer_click(click.query_id, unknown, alert=True)
        link = Link(
            request.speech.text("open-private-button"), f"https://t.me/{self.me().username}"
        )
        there = Address(request.chat, request.thread, request.message)
        await self.outbox.say(there, request.speech.html("audit-start-me"), buttons=[[link]])

    async def _wanted(self, gallery: str, wanted: Wanted, most: int) -> list[Entry]:
        now = self.clock()
        return await self.audit.of(gallery, most, lambda entry: wanted.holds(entry, now))

    async def _several(self, request: Request, found: Collection[str]) -> Markup:
        names = await self.known.names(request.chat)
        people = [recounting.person(request.speech, one, names) for one in found]
        return request.speech.html("audit-several", names=joined(people, ", "))

    async def _called(
        self, request: Request, gallery: str, accounts: Collection[int]
    ) -> dict[int, str]:
        people = [account for account in accounts if account > 0]
        names = await asyncio.gather(
            *(self._name_of(request, gallery, account) for account in people)
        )
        return {
            account: called
            for account, called in zip(people, names, strict=True)
            if called is not None
        }

    async def _name_of(self, request: Request, gallery: str, account: int) -> str | None:
        # Somebody who is not to be named is no more to be found by what their account is called.
        linked = await self.known.accounts.in_gallery(account, gallery)
        if any(one.unnamed for one in linked):
            return None
        return await self.outbox.member_name(request.chat, account)

    def _choice(self, request: Request, now: Wanted, then: Wanted, label: str) -> Button:
        return self._button(request, (CHOSEN if then == now else "") + label, then)

    def _button(self, request: Request, label: str, wanted: Wanted, which: str = "1") -> Button:
        # By their places: beside the id of a channel there is no room for words.
        topic, period = list(Topic).index(wanted.topic), list(Period).index(wanted.period)
        says = f"{PREFIX}:{topic}:{period}:{which}:{wanted.whom}"
        return self.buttons.make(request, label, says, life=LIFE, owner=request.chat)


def _topic(speech: Speech, topic: Topic) -> str:
    return speech.text("audit-topic-button", topic=topic.value)


def _period(speech: Speech, period: Period) -> str:
    return speech.text("audit-period-button", period=period.value)


def _account(command: Command) -> int | None:
    """Return the account that a command names, or to whose message it replies."""
    if command.mention is not None and command.mention.account is not None:
        return command.mention.account
    return None if command.replied is None else command.replied.sender
