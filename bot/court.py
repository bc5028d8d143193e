"""What decides cases, wired together."""

from __future__ import annotations

from dataclasses import dataclass

from bot.accounts import Accounts
from bot.audit import Audit
from bot.chats import Chats
from bot.ground import Ground
from bot.handlers.appealing import Appealing
from bot.handlers.confiding import Confiding
from bot.handlers.deciding import Deciding
from bot.handlers.denying import Denying
from bot.handlers.entitling import Entitling
from bot.handlers.executing import Executing
from bot.handlers.informing import Informing, SaidOf
from bot.handlers.learning import Learning
from bot.handlers.permitting import Permitting
from bot.handlers.reporting import Reporting
from bot.handlers.ruling import Ruling
from bot.lanes import Lanes
from bot.moderation.desks import Desks
from bot.moderation.keeping import Keeping
from bot.moderation.rules import Rule, shielded_by
from bot.moderation.shields import Shields
from bot.optouts import OptOuts
from bot.photos import Photos
from bot.told import Told


@dataclass(frozen=True, slots=True)
class Parts:
    """What other stories stand on, too."""

    photos: Photos
    accounts: Accounts
    audit: Audit
    permitting: Permitting
    learning: Learning
    told: Told
    shields: Shields
    optouts: OptOuts


def court(ground: Ground, parts: Parts, keeping: Keeping, said: SaidOf) -> Ruling:
    """Wire what is done about cases. No I/O.

    Args:
        ground: below all stories.
        parts: of other stories.
        keeping: what is kept of watched groups.
        said: says a rule as a sentence.
    """
    files, rulebook = keeping.files, keeping.rulebook

    async def rule(chat: int, id_: str) -> Rule | None:
        own = shielded_by(id_) is not None
        return await (parts.shields.one(chat, id_) if own else rulebook.one(chat, id_))

    outbox = ground.outbox
    recognizer = ground.core.recognizer
    executing = Executing(
        outbox.deeds, files.caseload, files.ladder, parts.audit, rule, ground.clock
    )
    informing = Informing(
        outbox,
        Desks(keeping.destinations, ground.roles.admins, lambda: ground.me().id),
        files.caseload,
        files.leave,
        Deciding(ground.buttons),
        recognizer,
        parts.accounts,
        parts.photos,
        ground.preferences,
        ground.languages,
        parts.told,
        rule,
        said,
        ground.clock,
        Confiding(outbox, files.caseload, parts.optouts, ground.preferences, ground.languages),
    )
    denying = Denying(
        files.caseload,
        files.leave,
        parts.photos,
        recognizer,
        parts.accounts,
        parts.permitting,
        parts.learning,
        parts.audit,
    )
    return Ruling(
        outbox,
        files.caseload,
        executing,
        informing,
        denying,
        files.leave,
        parts.audit,
        rulebook.hush,
        ground.roles.is_admin,
        Entitling(outbox, ground.roles),
        ground.unhurried.aside,
        ground.clock,
    )


def complaints(ground: Ground, ruling: Ruling, keeping: Keeping, chats: Chats) -> Reporting:
    """Wire what takes the reports of members. No I/O.

    Args:
        ground: below all stories.
        ruling: decides the cases that come of them.
        keeping: what is kept of groups.
        chats: which gallery a group has.
    """
    return Reporting(
        ground.outbox,
        ruling.caseload,
        ruling.informing,
        keeping.files.patience,
        chats,
        ground.roles,
        ground.outbox.linked,
        ruling.audit,
        ground.preferences,
        ground.languages,
        lambda: ground.me().id,
        Lanes(),
    )


def appeals(ground: Ground, ruling: Ruling) -> Appealing:
    """Wire what hears whoever wants a case looked at again. No I/O."""
    return Appealing(ground.outbox, ruling.caseload, ruling.informing, ruling.audit, ground.clock)
