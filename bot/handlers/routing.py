"""Which story answers a request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.albums import Albums
from bot.attention import Attention
from bot.buttons import Buttons, Refusal, group_of
from bot.comings import Brought, JoinAsked, Joined
from bot.handlers.admitting import Admitting
from bot.handlers.appealing import Appealing
from bot.handlers.attending import Attending
from bot.handlers.correcting import Correcting
from bot.handlers.enrolling import Enrolling
from bot.handlers.identifying import Identifying
from bot.handlers.introducing import Introducing
from bot.handlers.leaving import Leaving
from bot.handlers.noticing import Noticing
from bot.handlers.patrolling import Patrolling
from bot.handlers.renaming import Renaming
from bot.handlers.silencing import Silencing
from bot.handlers.slowing import Slowing
from bot.handlers.telling import Telling
from bot.kinds import Kind
from bot.looking import Look
from bot.outbox import Outbox, answer_to
from bot.preferences import Preferences
from bot.request import (
    Added,
    Click,
    Command,
    GivenUp,
    Moved,
    OtherMedia,
    PhotoRef,
    PhotoSent,
    Removed,
    Request,
    Returned,
    StandingChanged,
    Talk,
)
from bot.texts.writing import plain
from bot.unhurried import Unhurried
from bot.wanted import OwnPhotoWanted

BY_LINK = frozenset({"enroll", "help", "privacy", "protect", "settings"})
"""Commands that a link to the bot may ask for: `/start enroll`."""

BROUGHT_BY_LINK = frozenset({"watch", "watchhere"})
"""Those that a link brings with what they are told: `/start watchhere-code`."""

ASKING = frozenset({"who", "whois"})
"""Commands that ask who is in a photo."""

CommandStory = Callable[[Request, Command, Sequence[PhotoRef]], Awaitable[None]]
"""Answers a command, with the photos that came with it."""

ClickStory = Callable[[Request, Click], Awaitable[None]]
"""Answers a click on a button that said what is in its data."""


def plainly(story: Callable[[Request], Awaitable[None]]) -> CommandStory:
    """Return the story of a command to which nothing is said besides."""

    async def told(request: Request, _: Command, __: Sequence[PhotoRef]) -> None:
        await story(request)

    return told


@dataclass(frozen=True, slots=True)
class Routing:
    """Hands each request to its story.

    Attributes:
        outbox: the door to Telegram.
        albums: knows what belongs together.
        moved: does what is to be done for a chat that has another id now.
        preferences: knows the language.
        buttons: reads what a click says.
        commands: the stories of commands, by their names.
        clicks: the stories of buttons, by what their data begins with.
        introducing, appealing, enrolling, correcting, renaming, identifying, leaving, noticing,
            silencing: the stories of what is no command.
        attending: decides which photos are answered.
        telling: says what takes the place of an answer.
        unhurried: lets wait what nobody asked for.
        patrolling: holds photos against a group's rules.
        admitting: and those of the profiles of who comes.
        slowing: deletes what newcomers post too much of.
    """

    outbox: Outbox
    albums: Albums
    moved: Callable[[int, int], Awaitable[None]]
    preferences: Preferences
    buttons: Buttons
    commands: Mapping[str, CommandStory]
    clicks: Mapping[str, ClickStory]
    introducing: Introducing
    appealing: Appealing
    enrolling: Enrolling
    correcting: Correcting
    renaming: Renaming
    identifying: Identifying
    leaving: Leaving
    telling: Telling
    attending: Attending
    noticing: Noticing
    unhurried: Unhurried
    silencing: Silencing
    patrolling: Patrolling
    admitting: Admitting
    slowing: Slowing

    async def answer(self, request: Request) -> None:
        """Answer a request, and with it the rest of its album."""
        request = await self.preferences.spoken(request)
        match request.ask:
            case Click() as click:
                await self._clicked(request, click)
            case Added() | Removed() | Returned() | StandingChanged():
                await self._standing(request)
            case Joined() | Brought() | JoinAsked():
                await self._come(request)
            case Moved(old, new):
                await self.moved(old, new)
            case GivenUp():
                await self._given_up(request)
            case Talk() as talk:
                await self._talk(request, talk)
            case Command() | PhotoSent() | OtherMedia():
                await self._message(request)

    async def _talk(self, request: Request, talk: Talk) -> None:
        # What replies to a notice is about that case, whatever else its writer was asked.
        if await self.appealing.heard(request, talk):
            return
        for named in (self.correcting.named, self.renaming.named, self.enrolling.named):
            if await named(request, talk.text):
                return
        if request.private:
            await self.outbox.say(answer_to(request), request.speech.html("hint"))

    async def _standing(self, request: Request) -> None:
        """Answer what became of the bot in a chat."""
        match request.ask:
            case Added() as how:
                await self.leaving.returned(request)
                await self.introducing.added(request, how)
                await self.noticing.added(request)
            case StandingChanged() as change:
                await self.noticing.changed(request, change)
            case Removed():
                await self.leaving.removed(request)
            case Returned():
                await self.leaving.returned(request)

    async def _come(self, request: Request) -> None:
        """Hear who came into a chat, or asks to."""
        match request.ask:
            case Joined() as joined:
                await self.admitting.joined(request, joined)
            case Brought() as brought:
                await self.admitting.brought(request, brought)
            case JoinAsked():
                await self.admitting.asked(request)

    async def _given_up(self, request: Request) -> None:
        """Say that there will be no answer, to whoever wrote something that could have one."""
        if request.message:
            await self.telling.instead(request, request.speech.html("given-up"))

    async def _clicked(self, request: Request, click: Click) -> None:
        said = await self.buttons.read(request, click.data)
        if isinstance(said, Refusal):
            refused = request.speech.text(said.value)
            await self.outbox.answer_click(click.query_id, refused, alert=True)
        else:
            story = self.clicks[said.partition(":")[0]]
            group = group_of(click.data)
            if request.private and group is not None:
                request = request.about(group)
            await story(request, replace(click, data=said))

    async def _message(self, request: Request) -> None:
        parts: Sequence[Request] = self.albums.parts_of(request)
        patrolled = await self.patrolling.patrol(request, parts)
        if patrolled.acted or not (parts := await self.slowing.left(request, parts)):
            return
        parts = [part for part in parts if not _is_only_judged(part)]
        if not parts:
            return
        if _is_only_judged(request):
            # The part that came first is not answered: another speaks for the album in its turn.
            request = replace(request, ask=parts[0].ask, message=parts[0].message)
        spoken = next((part for part in parts if isinstance(part.ask, Command)), None)
        photos = [photo for part in parts if (photo := _photo_of(part)) is not None]
        if spoken is not None and isinstance(spoken.ask, Command):
            if photos and spoken.ask.name in ASKING:
                await self._identify(spoken, photos, patrolled.looks)
            else:
                await self._command(spoken, spoken.ask, photos)
        elif not photos:
            await self._no_photo(request)
        elif isinstance(whom := await self.enrolling.wanted(request), OwnPhotoWanted):
            await self.silencing.take(request, photos)
        elif whom is not None:
            await self.enrolling.enrol(request, whom, photos)
        elif not await self.enrolling.waits(request, photos):
            # The part that came first: in its name the album is worked on.
            await self._identify(request, photos, patrolled.looks)

    async def _identify(
        self, request: Request, photos: Sequence[PhotoRef], looks: Sequence[Look]
    ) -> None:
        """Answer photos as the chat wants it, and tell a group once that it may choose how."""
        parts = self.albums.parts_of(request)
        request = await self.attending.heeded(request, parts)
        if request.attention is Attention.NONE:
            return
        async with self.unhurried.turn(request):
            # While it waited for room somebody may have chosen otherwise.
            request = await self.attending.heeded(request, parts)
            if request.attention is Attention.NONE:
                return
            only_known = request.attention is Attention.KNOWN
            told = await self.identifying.identify(
                request, photos, only_known=only_known, looks=looks
            )
        if told:
            await self.attending.offer(request)

    async def _command(self, request: Request, command: Command, photos: list[PhotoRef]) -> None:
        if command.name == "start" and command.argument in BY_LINK:
            command = replace(command, name=command.argument, argument="")
        named, _, told = command.argument.partition("-")
        if command.name == "start" and named in BROUGHT_BY_LINK:
            command = replace(command, name=named, argument=told)
        story = self.commands.get(command.name)
        if story is not None:
            await story(request, command, photos)
        elif request.private or command.addressed:
            await self.outbox.say(answer_to(request), request.speech.html("unknown-command"))

    async def _no_photo(self, request: Request) -> None:
        if not request.private:
            return
        kind = request.ask.kind if isinstance(request.ask, OtherMedia) else Kind.OTHER
        words = request.speech.html("photos-only", kind=plain(kind.value))
        await self.outbox.say(answer_to(request, request.message), words)


def _is_only_judged(request: Request) -> bool:
    return isinstance(request.ask, PhotoSent) and request.ask.only_judged


def _photo_of(request: Request) -> PhotoRef | None:
    return request.ask.photo if isinstance(request.ask, PhotoSent | Command) else None
