"""What the bot may no longer do in a group: said once, to whom it can be said, and who asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.handlers.lacking import Lacking
from bot.outbox import Outbox, answer_to
from bot.preferences import Preferences
from bot.request import Click, Command, Me, Request, StandingChanged
from bot.texts.writing import bold_name, plain
from bot.told import Once, Told


@dataclass(frozen=True, slots=True)
class Noticing:
    """Tells a group, or who changed our rights in it, what follows from that."""

    outbox: Outbox
    preferences: Preferences
    told: Told
    me: Callable[[], Me]
    lacking: Lacking

    async def added(self, request: Request) -> None:
        """Hear that we are in a group, which may have rules from when we were there before."""
        await self.lacking.check(request)

    async def changed(self, request: Request, change: StandingChanged) -> None:
        """Answer that our rights in a group are others now."""
        before, after = change.before, change.after
        await self.lacking.changed(request, after.rights)
        if before.may_write and not after.may_write:
            await self._whisper(request, change.title)
        if after.may_show and not before.may_show:
            await self.told.forget(Once.NO_PHOTOS, request.chat)
        if not after.may_write:
            return
        if before.may_show and not after.may_show:
            await self.hindered(request)
        if before.admin != after.admin and not self.me().sees_everything:
            await self._say_what_is_seen(request, admin=after.admin)

    async def hindered(self, request: Request) -> None:
        """Tell a group that we may not send photos in it: once, and whoever asks for one."""
        first = await self.told.is_first(Once.NO_PHOTOS, request)
        if first or isinstance(request.ask, Command | Click):
            request = await self.preferences.spoken(request)
            words = request.speech.html("may-not-show")
            await self.outbox.say(answer_to(request, request.message), words)

    async def _whisper(self, request: Request, title: str) -> None:
        """Tell who changed it: the group cannot be told."""
        theirs = replace(request, chat=request.sender, private=True)
        speech = (await self.preferences.spoken(theirs)).speech
        words = speech.html("may-not-write", group=bold_name(title))
        await self.outbox.whisper(request.sender, words)

    async def _say_what_is_seen(self, request: Request, *, admin: bool) -> None:
        speech = request.speech
        if admin:
            words = speech.html("sees-as-admin")
        else:
            words = speech.html("privacy-mode", username=plain(self.me().username))
        await self.outbox.say(answer_to(request, request.message), words)
