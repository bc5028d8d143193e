"""/report: a member has the admins look at somebody's message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from bot.audit import Audit, Deed
from bot.chats import Chats
from bot.handlers.informing import Informing
from bot.lanes import Lanes
from bot.moderation.caseload import Caseload
from bot.moderation.cases import Case, Finding, Report, Reporter, Sureness
from bot.moderation.deeds import SERVICE_ACCOUNTS
from bot.moderation.held import Held
from bot.moderation.patience import MOST_OF_ONE, Patience
from bot.moderation.rules import Mode, Then
from bot.outbox import Address, Outbox, answer_to
from bot.preferences import Preferences
from bot.replied import Replied
from bot.request import Command, PhotoRef, Request
from bot.roles import Roles
from bot.texts.speech import Languages, Markup, Speech

COMMAND = "report"

NO_RULE = "report"
"""Stands for the rule that a case met; no rule has it for its id."""

WORDS_KEPT = 300
"""Characters of a message that is reported: what its admins see of it on the card."""

MOST_REPORTERS = 20
"""Who are kept by name; those who come later change nothing any more."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """Takes reports: one card a message, however many report it. No rule is needed for it."""

    outbox: Outbox
    caseload: Caseload
    informing: Informing
    patience: Patience
    chats: Chats
    roles: Roles
    linked: Callable[[int], Awaitable[int | None]]
    audit: Audit
    preferences: Preferences
    languages: Languages
    me: Callable[[], int]
    lanes: Lanes

    async def report(self, request: Request, command: Command, _: Sequence[PhotoRef]) -> None:
        """Answer /report."""
        speech = await self._speech(request)
        if request.private:
            await self.outbox.say(answer_to(request), speech.html("report-in-private"))
            return
        words = await self._taken(request, command, speech)
        await self._tell(request, words)

    async def _taken(self, request: Request, command: Command, speech: Speech) -> Markup:
        """Show the admins the message that somebody replied to; return what is to be said."""
        replied = command.replied
        if replied is None:
            return speech.html("report-how")
        if (refused := await self._refused(request, replied)) is not None:
            return speech.html(refused)
        case = await self._case(request, command, replied)
        # Two who report a message at once would both find no card of it.
        async with self.lanes.turn(case.id):
            return await self._heard(request, case, speech)

    async def _heard(self, request: Request, case: Case, speech: Speech) -> Markup:
        if not await self.patience.hears(request.chat, request.sender, case.id):
            return speech.html("report-too-many", most=MOST_OF_ONE)
        held = await self.caseload.find(case)
        if held is None:
            if not await self.patience.has_room(request.chat, case.id):
                return speech.html("report-no-room")
            held = await self.caseload.open_alone(case, request.speech.language)
        if held.taken is not None:
            return speech.html("report-decided")
        return speech.html(await self._handed_on(request, held))

    async def _handed_on(self, request: Request, held: Held) -> str:
        """Note who reports, and show it; return the key of what is to be said."""
        reporter = Reporter(request.sender, request.known_as.name)
        held = await self.caseload.change(held.key, lambda one: _with(one, reporter)) or held
        known = {card.desk for card in held.cards}
        await self.audit.note(held.case.gallery, request, Deed.REPORTED, account=held.case.poster)
        reached = await self.informing.reach(request, held)
        if known:
            await self.informing.write_anew(request, held, gently=True)
        return "report-thanks" if reached else "report-nobody"

    async def _refused(self, request: Request, replied: Replied) -> str | None:
        """Return the key of why a message cannot be reported; None where it can."""
        chat, writer = request.chat, replied.sender
        if writer == self.me():
            return "report-mine"
        if writer == request.sender:
            return "report-your-own"
        spared = replied.automatic or writer in SERVICE_ACCOUNTS
        if spared or await self.roles.is_admin(chat, writer):
            return "report-admin"
        if writer < 0 and await self.linked(chat) == writer:
            return "report-admin"
        return None

    async def _case(self, request: Request, command: Command, replied: Replied) -> Case:
        photo = command.photo
        shown = photo is not None and photo.message_id == replied.message
        made = f"{request.chat}\n{replied.message}\n{NO_RULE}"
        return Case(
            id=sha256(made.encode()).hexdigest()[:12],
            chat=request.chat,
            gallery=await self.chats.gallery_to_fill(request.chat),
            thread=request.thread,
            messages=(replied.message,),
            photos=(photo,) if photo is not None and shown else (),
            poster=replied.sender,
            posted_as=replied.called,
            finding=Finding(NO_RULE, Sureness.CERTAIN),
            then=Then.ASK,
            mode=Mode.ASKING,
            report=Report(_beginning(replied.words), replied.at, ()),
        )

    async def _tell(self, request: Request, words: Markup) -> None:
        """Say what came of it: in private, if that can be, and else in the group.

        The command is taken away: whom it is about, and who sent it, is nobody else's business.
        """
        privately = Address(request.sender, None, None)
        if request.sender < 0 or await self.outbox.reach(privately, words) is None:
            await self.outbox.say(answer_to(request), words)
        await self.outbox.deeds.delete(request.chat, (request.message,), too_old=False)

    async def _speech(self, request: Request) -> Speech:
        """Return the language of who reports: it is to them alone that anything is said."""
        own = (await self.preferences.of(request.sender)).language
        return self.languages.of(own, request.speech.language)


def _with(held: Held, reporter: Reporter) -> Held:
    """Return a case that somebody reported, too."""
    report = held.case.report
    if report is None or len(report.by) >= MOST_REPORTERS:
        return held
    if reporter.account in {one.account for one in report.by}:
        return held
    report = replace(report, by=(*report.by, reporter))
    return replace(held, case=replace(held.case, report=report))


def _beginning(words: str) -> str:
    return words if len(words) <= WORDS_KEPT else f"{words[:WORDS_KEPT].rstrip()}\u2026"
