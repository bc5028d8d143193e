"""What can be done about the people of a chat: shown, changed, forgotten, asked by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answers import Answers
from bot.audit import Audit
from bot.erasing import Erasing
from bot.ground import Ground
from bot.handlers.cards import Cards
from bot.handlers.forgetting import PREFIX as UNDO
from bot.handlers.forgetting import Forgetting
from bot.handlers.leafing import Leafing
from bot.handlers.people import PREFIX as PERSON
from bot.handlers.people import People
from bot.handlers.permitting import Permitting
from bot.handlers.rights import PREFIX as ME
from bot.handlers.rights import Rights
from bot.handlers.routing import ClickStory, CommandStory, plainly
from bot.handlers.silencing import Silencing
from bot.limbo import Limbo
from bot.moderation.keeping import Keeping
from bot.questions import Questions
from bot.roster import Roster


@dataclass(frozen=True, slots=True)
class Register:
    """The stories about people.

    Attributes:
        commands: by their names.
        clicks: by what the data of their buttons begins with.
        forgetting: has something to delete now and then.
    """

    commands: Mapping[str, CommandStory]
    clicks: Mapping[str, ClickStory]
    forgetting: Forgetting


def registering(
    ground: Ground,
    keeping: Keeping,
    *,
    roster: Roster,
    limbo: Limbo,
    audit: Audit,
    permitting: Permitting,
    questions: Questions,
    answers: Answers,
    silencing: Silencing,
) -> Register:
    """Wire the stories about people. No I/O."""
    outbox, buttons, worker = ground.outbox, ground.buttons, ground.core.worker
    recognizer, accounts, chats = roster.recognizer, roster.accounts, roster.chats
    forgetting = Forgetting(outbox, recognizer, accounts, permitting, limbo, audit, buttons)
    people = People(outbox, recognizer, chats, roster, permitting, forgetting, buttons, worker)
    cards = Cards(
        outbox,
        recognizer,
        roster,
        people,
        permitting,
        forgetting,
        questions,
        buttons,
        audit,
        Leafing(outbox, recognizer, worker),
        keeping.rulebook,
    )
    rights = Rights(
        outbox,
        recognizer,
        chats,
        accounts,
        ground.preferences,
        audit,
        Erasing(ground.core.store.records, answers),
        buttons,
        silencing,
        keeping,
        limbo,
    )
    return Register(
        {
            "people": plainly(people.people),
            "forget": people.forget,
            "forgetme": plainly(rights.forget_me),
            "optout": plainly(rights.opt_out),
            "optin": plainly(rights.opt_in),
            "mydata": plainly(rights.my_data),
        },
        {ME: rights.clicked, PERSON: cards.clicked, UNDO: forgetting.clicked},
        forgetting,
    )
