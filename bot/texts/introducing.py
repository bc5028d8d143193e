"""Telegram's menus of commands, and what /help has a button for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.texts.speech import Markup, Speech


class Place(StrEnum):
    """Where, and to whom, a menu of commands is shown."""

    PRIVATE = "private"
    GROUP = "group"
    ADMINS = "admins"
    """In a group, to its admins."""


def menu(speech: Speech, place: Place) -> list[tuple[str, str]]:
    """Return the commands for setMyCommands, each with what it does."""
    everywhere = [
        ("who", speech.text("command-who")),
        ("enroll", speech.text("command-enroll")),
        ("people", speech.text("command-people")),
        ("forget", speech.text("command-forget")),
        ("cancel", speech.text("command-cancel")),
        ("protect", speech.text("command-protect")),
        ("forgetme", speech.text("command-forgetme")),
        ("privacy", speech.text("command-privacy")),
        ("help", speech.text("command-help")),
    ]
    settings = ("settings", speech.text("command-settings"))
    besides = {
        Place.PRIVATE: [
            ("watch", speech.text("command-watch")),
            ("mydata", speech.text("command-mydata")),
            settings,
        ],
        Place.GROUP: [("report", speech.text("command-report"))],
        Place.ADMINS: [
            ("watch", speech.text("command-watch")),
            ("audit", speech.text("command-audit")),
            ("report", speech.text("command-report")),
            settings,
        ],
    }
    return [*everywhere[:-2], *besides[place], *everywhere[-2:]]


class Topic(StrEnum):
    """What /help says more about."""

    TEACH = "teach"
    ASK = "ask"
    GROUPS = "groups"
    WATCH = "watch"
    PRIVACY = "privacy"
    SETTINGS = "settings"


def about(speech: Speech, topic: Topic, backups_days: int | None) -> Markup:
    """Return what is said about a topic; `backups_days` as of `privacy`."""
    if topic is Topic.PRIVACY:
        return privacy(speech, backups_days)
    return speech.html(SENTENCES[topic])


def privacy(speech: Speech, backups_days: int | None) -> Markup:
    """Return what is kept, where, and until when.

    Args:
        speech: the language.
        backups_days: for how many days whoever runs the bot keeps backups; None: they do not say.
    """
    return speech.html("privacy", days=backups_days or 0)


def label(speech: Speech, topic: Topic) -> str:
    """Return what its button says."""
    return speech.text("help-topic-button", topic=topic.value)


SENTENCES: Mapping[Topic, str] = {
    Topic.TEACH: "help-teach",
    Topic.ASK: "help-ask",
    Topic.GROUPS: "help-groups",
    Topic.WATCH: "help-watch",
    Topic.SETTINGS: "help-settings",
}
