"""Which story answers a request."""

from __future__ import annotations

from dataclasses import dataclass

from bot.albums import Albums
from bot.chats import Chats
from bot.handlers.choosing import Choosing
from bot.handlers.enrolling import Enrolling
from bot.handlers.identifying import Identifying
from bot.handlers.introducing import Introducing
from bot.handlers.people import People
from bot.inbox import Inbox
from bot.outbox import Outbox, answer_to
from bot.request import (
    Added,
    Click,
    Command,
    GivenUp,
    Moved,
    OtherMedia,
    PhotoRef,
    PhotoSent,
    Request,
    Talk,
)
from bot.texts import faults


@dataclass(frozen=True, slots=True)
class Routing:
    """Hands each request to its story."""

    outbox: Outbox
    inbox: Inbox
    albums: Albums
    chats: Chats
    introducing: Introducing
    enrolling: Enrolling
    choosing: Choosing
    identifying: Identifying
    people: People

    async def answer(self, request: Request) -> None:
        """Answer a request, and with it the rest of its album."""
        match request.ask:
            case Click() as click:
                await self.choosing.clicked(request, click)
            case Added() as how:
                await self.introducing.added(request, how)
            case Moved(old, new):
                await self.chats.move(old, new)
            case GivenUp():
                await self.outbox.say(answer_to(request, request.message), faults.GIVEN_UP)
            case Talk(text):
                if not await self.enrolling.named(request, text) and request.private:
                    await self.outbox.say(answer_to(request), faults.HINT)
            case Command() | PhotoSent() | OtherMedia():
                await self._message(request)

    async def _message(self, request: Request) -> None:
        parts = self.albums.parts_of(request)
        spoken = next((part for part in parts if isinstance(part.ask, Command)), None)
        photos = [photo for part in parts if (photo := _photo_of(part)) is not None]
        if spoken is not None and isinstance(spoken.ask, Command):
            await self._command(spoken, spoken.ask, photos)
        elif not photos:
            await self._no_photo(request)
        elif (name := await self.enrolling.wanted(request)) is not None:
            await self.enrolling.enrol(request, name, photos)
        else:
            await self._identify(parts)

    async def _command(self, request: Request, command: Command, photos: list[PhotoRef]) -> None:
        match command.name:
            case "enroll" | "enrol":
                await self.enrolling.command(request, command, photos)
            case "start":
                await self.introducing.start(request)
            case "help":
                await self.introducing.help(request)
            case "privacy":
                await self.introducing.privacy(request)
            case "people":
                await self.people.people(request)
            case "forget":
                await self.people.forget(request, command)
            case "cancel":
                await self.enrolling.cancel(request)
            case _ if request.private or command.addressed:
                await self.outbox.say(answer_to(request), faults.UNKNOWN_COMMAND)

    async def _identify(self, parts: tuple[Request, ...]) -> None:
        """Answer each photo of an album by itself, and note each as it is answered."""
        for part in parts:
            photo = _photo_of(part)
            if photo is not None and self.inbox.is_open(part):
                await self.identifying.identify(part, photo)
                await self.inbox.done(part)

    async def _no_photo(self, request: Request) -> None:
        if not request.private:
            return
        document = isinstance(request.ask, OtherMedia) and request.ask.document
        words = faults.NOT_A_PICTURE if document else faults.PHOTOS_ONLY
        await self.outbox.say(answer_to(request, request.message), words)


def _photo_of(request: Request) -> PhotoRef | None:
    return request.ask.photo if isinstance(request.ask, PhotoSent | Command) else None
