"""The stories, wired together: all that the bot does, by what makes it do so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import uuid4

from bot.accounts import Accounts
from bot.agreements import Agreements
from bot.answers import Answers
from bot.audit import Audit
from bot.chats import Chats
from bot.court import Parts, appeals, complaints, court
from bot.departures import Departures
from bot.ground import Ground
from bot.guard import guarding, patrol
from bot.handlers.agreeing import Agreeing
from bot.handlers.asking import PREFIX as AGREE
from bot.handlers.asking import Asking
from bot.handlers.attending import Attending
from bot.handlers.choosing import Choosing
from bot.handlers.configuring import PREFIX as SET
from bot.handlers.configuring import Configuring
from bot.handlers.correcting import Correcting
from bot.handlers.deciding import PREFIX as CASE
from bot.handlers.doubting import PREFIX as SURE
from bot.handlers.doubting import Doubting
from bot.handlers.enrolling import Enrolling
from bot.handlers.entitling import Entitling
from bot.handlers.explaining import Explaining
from bot.handlers.forgetting import Forgetting
from bot.handlers.identifying import Identifying
from bot.handlers.introducing import PREFIX as HELP
from bot.handlers.introducing import Introducing
from bot.handlers.lapsing import Lapsing
from bot.handlers.learning import PREFIX as FACE
from bot.handlers.learning import Learning
from bot.handlers.leaving import Leaving
from bot.handlers.mentioning import PREFIX as TAG
from bot.handlers.mentioning import Mentioning
from bot.handlers.moving import Moving
from bot.handlers.naming import Naming
from bot.handlers.noticing import Noticing
from bot.handlers.offering import PREFIX as ANSWER
from bot.handlers.offering import Offering
from bot.handlers.permitting import Permitting
from bot.handlers.picturing import Picturing
from bot.handlers.renaming import Renaming
from bot.handlers.reporting import COMMAND as REPORT
from bot.handlers.retiring import Retiring
from bot.handlers.reviewing import Reviewing
from bot.handlers.routing import Routing, plainly
from bot.handlers.ruling import Ruling
from bot.handlers.silencing import PREFIX as ANON
from bot.handlers.silencing import Silencing
from bot.handlers.suspecting import Suspecting
from bot.handlers.teaching import Teaching
from bot.handlers.telling import Telling
from bot.known import Known
from bot.lessons import Lessons
from bot.limbo import Limbo
from bot.looking import Looking
from bot.moderation.keeping import keeping_in
from bot.optouts import OptOuts
from bot.photos import Photos
from bot.questions import Questions
from bot.register import registering
from bot.roster import Roster
from bot.sight import Sight
from bot.texts.configuring import every_setting
from bot.texts.watching import sentence
from bot.told import Told


@dataclass(frozen=True, slots=True)
class Stories:
    """What whoever runs the stories must know of them.

    Attributes:
        routing: hands each request to its story.
        moved: does what is to be done for a chat that has another id now.
        telling: says what takes the place of an answer.
        noticing: hears what the bot may not do.
        leaving, forgetting, retiring, lapsing: have something to delete now and then.
        silencing: has somebody to ask now and then.
        ruling: takes the cases that rules find.
    """

    routing: Routing
    moved: Callable[[int, int], Awaitable[None]]
    telling: Telling
    noticing: Noticing
    leaving: Leaving
    forgetting: Forgetting
    retiring: Retiring
    silencing: Silencing
    lapsing: Lapsing
    ruling: Ruling


def wired(ground: Ground) -> Stories:
    """Wire the stories. No I/O."""
    outbox, preferences = ground.outbox, ground.preferences
    roles, buttons, clock = ground.roles, ground.buttons, ground.clock
    recognizer, records = ground.core.recognizer, ground.core.store.records
    sight = Sight(roles, ground.me)
    chats = Chats(records, recognizer, new_id=lambda: uuid4().hex)
    told = Told(records)
    keeping = keeping_in(records, clock)
    photos = Photos(outbox, recognizer, ground.core.worker)
    questions = Questions(records, clock)
    accounts = Accounts(records)
    audit = Audit(records, clock)
    permitting = Permitting(preferences, roles.is_admin)
    agreements = Agreements(records, clock)
    optouts = OptOuts(ground.core.store, recognizer, ground.core.encoder.model, clock)
    learning = Learning(
        outbox, recognizer, photos, chats, questions, buttons, accounts, audit, optouts
    )
    doubting = Doubting(outbox, questions, buttons)
    known = Known(recognizer, chats, accounts)
    answers = Answers(records, clock)
    picturing = Picturing(photos)
    looking = Looking(recognizer, photos, chats, optouts, picturing)
    offering = Offering(buttons)
    telling = Telling(outbox, answers, offering, ground.standing)
    naming = Naming(outbox, recognizer, chats, accounts, questions)
    correcting = Correcting(
        outbox, questions, answers, known, naming, permitting, learning, doubting, telling
    )
    explaining = Explaining(outbox, recognizer, photos, chats, known, answers, optouts)
    silencing = Silencing(
        outbox, optouts, photos, questions, preferences, buttons, ground.languages
    )
    mentioning = Mentioning(outbox, accounts, preferences, buttons)
    lessons = Lessons(records, clock)
    teaching = Teaching(outbox, answers, lessons, learning, doubting, mentioning, telling)
    leaving = Leaving(
        Departures(records, clock),
        chats,
        recognizer,
        accounts,
        preferences,
        audit,
        told,
        keeping,
        lambda chat: outbox.is_member(chat, ground.me().id),
    )
    enrolling = Enrolling(
        outbox,
        questions,
        learning,
        doubting,
        naming,
        permitting,
        Asking(outbox, agreements, buttons),
        mentioning,
        lessons,
        teaching,
    )
    moving = Moving(chats, preferences, told, keeping)
    roster = Roster(recognizer, chats, accounts)
    limbo = Limbo(records, clock)
    register = registering(
        ground,
        keeping,
        roster=roster,
        limbo=limbo,
        audit=audit,
        permitting=permitting,
        questions=questions,
        answers=answers,
        silencing=silencing,
    )
    introducing = Introducing(outbox, sight, buttons, ground.me, ground.core.backups_days)
    choosing = Choosing(outbox, questions, learning, doubting, correcting, permitting)
    suspecting = Suspecting(
        outbox,
        recognizer,
        photos,
        chats,
        known,
        answers,
        accounts,
        audit,
        permitting,
        offering,
    )
    reviewing = Reviewing(
        outbox, answers, known, offering, explaining, correcting, suspecting, roles.is_admin
    )
    configuring = Configuring(
        outbox,
        preferences,
        roles,
        chats,
        buttons,
        sight,
        every_setting(ground.languages),
        audit,
        Entitling(outbox, roles),
    )
    guard = guarding(
        ground,
        keeping,
        roster=roster,
        audit=audit,
        limbo=limbo,
        sight=sight,
        optouts=optouts,
        told=told,
    )
    noticing = Noticing(outbox, preferences, told, ground.me, guard.lacking)
    ruling = court(
        ground,
        Parts(photos, accounts, audit, permitting, learning, told, guard.shields, optouts),
        keeping,
        lambda speech, rule, named: sentence(speech, rule, named, clock()),
    )
    watch = patrol(ground, keeping, looking, guard.shields, audit=audit, ruling=ruling)
    routing = Routing(
        outbox=outbox,
        albums=ground.albums,
        moved=moving.moved,
        preferences=preferences,
        buttons=buttons,
        commands={
            "enroll": enrolling.command,
            "enrol": enrolling.command,
            "who": plainly(introducing.how_to_ask),
            "whois": plainly(introducing.how_to_ask),
            "start": plainly(introducing.start),
            "help": introducing.help,
            "privacy": plainly(introducing.privacy),
            "settings": plainly(configuring.settings),
            "retention": plainly(configuring.retention),
            "cancel": plainly(enrolling.cancel),
            REPORT: complaints(ground, ruling, keeping, chats).report,
            **register.commands,
            **guard.commands,
        },
        clicks={
            FACE: choosing.clicked,
            SURE: choosing.clicked,
            AGREE: Agreeing(outbox, agreements, enrolling, chats, audit).clicked,
            SET: configuring.clicked,
            HELP: introducing.clicked,
            TAG: mentioning.clicked,
            ANON: silencing.clicked,
            ANSWER: reviewing.clicked,
            **register.clicks,
            **guard.clicks,
            CASE: ruling.clicked,
        },
        introducing=introducing,
        appealing=appeals(ground, ruling),
        enrolling=enrolling,
        correcting=correcting,
        renaming=Renaming(outbox, recognizer, roster, questions, audit),
        identifying=Identifying(
            outbox, chats, known, answers, telling, picturing, mentioning, looking
        ),
        leaving=leaving,
        telling=telling,
        attending=Attending(outbox, preferences, told, configuring, answers),
        noticing=noticing,
        unhurried=ground.unhurried,
        silencing=silencing,
        patrolling=watch.patrolling,
        admitting=watch.admitting,
        slowing=watch.slowing,
    )
    return Stories(
        routing,
        moving.moved,
        telling,
        noticing,
        leaving,
        register.forgetting,
        Retiring(preferences, chats, recognizer, accounts, clock),
        silencing,
        guard.lapsing,
        ruling,
    )
