"""The stories of those who look after a group: watch rules and the audit, wired together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.audit import Audit
from bot.ground import Ground
from bot.handlers.admitting import Admitting
from bot.handlers.alerting import Alerting
from bot.handlers.directing import COMMAND as WATCH_HERE
from bot.handlers.directing import PREFIX as DESK
from bot.handlers.directing import Directing
from bot.handlers.drafting import PREFIX as DRAFT
from bot.handlers.drafting import Drafting
from bot.handlers.entering import PREFIX as GROUPS
from bot.handlers.entering import Entering
from bot.handlers.entitling import Entitling
from bot.handlers.exempting import PREFIX as EXEMPT
from bot.handlers.exempting import Exempting
from bot.handlers.lacking import Lacking
from bot.handlers.lapsing import Lapsing
from bot.handlers.listing import PREFIX as WATCH
from bot.handlers.listing import Listing
from bot.handlers.patrolling import Patrolling
from bot.handlers.protecting import COMMAND as PROTECT
from bot.handlers.protecting import PREFIX as SHIELD
from bot.handlers.protecting import Protecting
from bot.handlers.recounting import PREFIX as AUDIT
from bot.handlers.recounting import Recounting
from bot.handlers.routing import ClickStory, CommandStory, plainly
from bot.handlers.ruling import Ruling
from bot.handlers.shielding import Shielding
from bot.handlers.slowing import Slowing
from bot.handlers.watching import Watching
from bot.known import Known
from bot.limbo import Limbo
from bot.looking import Looking
from bot.moderation.desk import Handing
from bot.moderation.desks import Desks
from bot.moderation.drafts import Drafts
from bot.moderation.earlier import Earlier
from bot.moderation.judged import Judged
from bot.moderation.keeping import Keeping
from bot.moderation.seeing import Seeing
from bot.moderation.shields import Shields
from bot.moderation.standing import Standing
from bot.optouts import OptOuts
from bot.roster import Roster
from bot.sight import Sight
from bot.told import Told


@dataclass(frozen=True, slots=True)
class Guard:
    """What whoever wires all stories must know of these.

    Attributes:
        commands: by their names.
        clicks: by what the data of their buttons begins with.
        lapsing: has rules to end now and then.
        lacking: tells of rights that rules need and we lack.
        shields: what people asked for, for themselves.
    """

    commands: Mapping[str, CommandStory]
    clicks: Mapping[str, ClickStory]
    lapsing: Lapsing
    lacking: Lacking
    shields: Shields


@dataclass(frozen=True, slots=True)
class Watch:
    """What looks at what is posted, and at who comes."""

    patrolling: Patrolling
    admitting: Admitting
    slowing: Slowing


def guarding(
    ground: Ground,
    keeping: Keeping,
    *,
    roster: Roster,
    audit: Audit,
    limbo: Limbo,
    sight: Sight,
    optouts: OptOuts,
    told: Told,
) -> Guard:
    """Wire the stories of watch rules. No I/O."""
    outbox, buttons, roles, clock = ground.outbox, ground.buttons, ground.roles, ground.clock
    drafts = Drafts(ground.core.store.records, clock)
    chats = roster.chats
    shields = Shields(keeping.protections, roster.accounts, ground.preferences, chats)
    lacking = Lacking(
        outbox,
        Desks(keeping.destinations, roles.admins, lambda: ground.me().id),
        keeping.rulebook,
        shields,
        ground.preferences,
        ground.languages,
        told,
        ground.me,
    )
    watching = Watching(
        outbox,
        Listing(outbox, keeping, roster, sight, buttons, clock, shields),
        keeping,
        chats,
        Entitling(outbox, roles),
        lacking,
        audit,
        ground.core.policy.calibration is not None,
        clock,
    )
    exempting = Exempting(outbox, keeping.files.leave, watching, audit)
    entering = Entering(outbox, keeping.groups, watching, roles, buttons)
    protecting = Protecting(outbox, shields, optouts, buttons, audit, ground.me)
    rulebook = keeping.rulebook
    drafting = Drafting(outbox, drafts, rulebook, roster, roles, buttons, watching, clock)
    destinations = keeping.destinations
    directing = Directing(outbox, destinations, watching, chats, roles, buttons, audit, ground.me)
    lapsing = Lapsing(
        outbox,
        keeping,
        chats,
        ground.core.recognizer,
        limbo,
        ground.preferences,
        ground.languages,
        clock,
        shields,
    )
    recounting = Recounting(
        outbox,
        ground.core.recognizer,
        chats,
        audit,
        roles,
        buttons,
        ground.preferences,
        Known(ground.core.recognizer, chats, roster.accounts),
        ground.me,
        clock,
    )
    return Guard(
        commands={
            "watch": entering.watch,
            WATCH_HERE: directing.here,
            "audit": recounting.tell,
            PROTECT: plainly(protecting.protect),
        },
        clicks={
            GROUPS: entering.clicked,
            WATCH: entering.led(watching.clicked),
            EXEMPT: entering.led(exempting.clicked),
            DRAFT: entering.led(drafting.clicked),
            DESK: entering.led(directing.clicked),
            AUDIT: recounting.clicked,
            SHIELD: protecting.clicked,
        },
        lapsing=lapsing,
        lacking=lacking,
        shields=shields,
    )


def patrol(
    ground: Ground,
    keeping: Keeping,
    looking: Looking,
    shields: Shields,
    *,
    audit: Audit,
    ruling: Ruling,
) -> Watch:
    """Wire what holds photos against rules. No I/O."""
    accounts, preferences, languages = shields.accounts, ground.preferences, ground.languages
    chats, outbox = shields.chats, ground.outbox
    files, gathered = keeping.files, keeping.gathered
    standing = Standing(
        ground.roles, accounts, files.leave, gathered.arrivals, outbox.linked, ground.me
    )
    seeing = Seeing(ground.core.recognizer, files.leave)
    handing = Handing(ruling, keeping.counts)
    alerting = Alerting(outbox, files.caseload, accounts, preferences, languages)
    patrolling = Patrolling(
        looking,
        seeing,
        chats,
        keeping.rulebook,
        standing,
        gathered.postings,
        handing,
        ground.clock,
        Shielding(outbox, shields, alerting, ground.clock),
        Judged(),
        Earlier(),
    )
    admitting = Admitting(
        looking,
        seeing,
        chats,
        keeping.rulebook,
        standing,
        gathered.arrivals,
        gathered.glances,
        outbox.portraits,
        handing,
        ruling,
        preferences,
        languages,
        ground.clock,
    )
    slowing = Slowing(outbox, preferences, standing, gathered.paces, chats, audit)
    return Watch(patrolling, admitting, slowing)
