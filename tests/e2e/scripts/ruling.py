"""What comes of a photo that met a rule: rules of every kind, with every action, in every mode."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.moderation.rules import Mode, Then, When
from tests.e2e.every_rule import TOLD
from tests.e2e.pictures import EILEEN
from tests.e2e.scripts.guarded import guarded
from tests.e2e.scripts.script import ANOTHER, FOUR, Script, stranger
from tests.e2e.telling import Picture, Tale

YES = {
    Then.ASK: "Forgive",
    Then.DELETE: "Delete",
    Then.WARN: "Delete, warn",
    Then.MUTE: "Delete, mute",
    Then.BAN: "Delete, ban",
}
"""What an admin presses who is asked whether to do this."""

FELT = {Then.WARN, Then.MUTE, Then.BAN}
"""What can be taken back."""


async def a_person(tale: Tale) -> None:
    await rules_of(tale, When.PERSON, ANOTHER, about=["Eileen"])


async def a_person_too_often(tale: Tale) -> None:
    within = timedelta(hours=1)
    await rules_of(tale, When.OFTEN, ANOTHER, times=3, about=["Eileen"], more_than=2, within=within)


async def a_stranger(tale: Tale) -> None:
    await rules_of(tale, When.STRANGER, stranger())


async def any_face(tale: Tale) -> None:
    await rules_of(tale, When.ANY_FACE, ANOTHER)


async def many_faces(tale: Tale) -> None:
    await rules_of(tale, When.CROWD, FOUR, more_than=3)


async def rules_of(
    tale: Tale, when: When, picture: Picture, *, times: int = 1, **options: Any
) -> None:
    """Tell what comes of a photo with one rule of a kind after the other, and of taking it back."""
    ours = await guarded(tale, Eileen=EILEEN)
    for then, mode in TOLD[when].items():
        await ours.has_rule(when, then, mode, **options)
        for _ in range(times):
            posted = await ours.tom.shows(picture)
        if mode is Mode.ASKING and then in YES:
            await ours.decides(posted, YES[then])
        if mode is not Mode.DRY_RUN and then in FELT:
            await ours.decides(posted, "Take it back")


RULING = (
    Script(
        "rules-about-a-person",
        "Rules about a person",
        "What comes of a photo of them with each thing that such a rule may do, and how it is "
        "taken back.",
        a_person,
    ),
    Script(
        "rules-about-a-person-too-often",
        "Rules about a person who is shown too often",
        "The third photo within an hour is one too many.",
        a_person_too_often,
    ),
    Script(
        "rules-about-strangers",
        "Rules about somebody unknown",
        "They tell or ask, and never act.",
        a_stranger,
    ),
    Script(
        "rules-about-any-face",
        "Rules about any face",
        "Whosever it is.",
        any_face,
    ),
    Script(
        "rules-about-many-faces",
        "Rules about many faces",
        "Four are more than three.",
        many_faces,
    ),
)
