"""What every story of the bot stands on, in one value for whoever wires them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.albums import Albums
from bot.buttons import Buttons
from bot.outbox import Outbox
from bot.preferences import Preferences
from bot.request import Me
from bot.roles import Roles
from bot.standing import Standing
from bot.texts.speech import Languages
from bot.unhurried import Unhurried
from core.bootstrap import Core


@dataclass(frozen=True, slots=True)
class Ground:
    """The parts below all stories.

    Attributes:
        core: faces and people, and what is kept of them.
        outbox: the door to Telegram.
        albums: what belongs together.
        languages: what is spoken.
        preferences: what chats and people chose.
        roles: who administers a chat.
        buttons: signs what buttons say.
        standing: knows where "Looking…" stands.
        unhurried: lets wait what nobody asked for.
        me: who we are in Telegram.
        clock: the time with its zone.
    """

    core: Core
    outbox: Outbox
    albums: Albums
    languages: Languages
    preferences: Preferences
    roles: Roles
    buttons: Buttons
    standing: Standing
    unhurried: Unhurried
    me: Callable[[], Me]
    clock: Callable[[], datetime]
