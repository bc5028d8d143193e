"""A group that wants no answers any more, while photos wait for room to be answered."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from bot.pacing import IN_A_CHAT, IN_A_GROUP, Pace, Urgency
from bot.preferences import Answers, Preferences
from bot.unhurried import Unhurried
from tests.bot_life import LANGUAGES
from tests.unit.court_rooms import in_session


@pytest.mark.parametrize(("chosen", "answers"), [(Answers.OFF, 0), (Answers.ALWAYS, 1)])
async def test_what_is_chosen_while_a_photo_waits_for_room_holds_for_it(
    tmp_path: Path, chosen: Answers, answers: int
) -> None:
    async with in_session(tmp_path) as court:
        group, now = int(court.group), 0.0
        choices = Preferences(court.core.store.records, LANGUAGES)

        async def an_admin_chooses(_: float) -> None:
            nonlocal now
            await choices.change(group, lambda was: replace(was, answers=chosen))
            now += IN_A_GROUP.seconds

        pace = Pace(lambda: now, an_admin_chooses)
        for _ in range(IN_A_CHAT.most):
            async with pace.turn(group, Urgency.ASKED):
                pass
        waiting = replace(court.stories.routing, unhurried=Unhurried(pace, lambda _: nullcontext()))
        (posted,) = await court.posts()
        await waiting.answer(posted)
        assert len(await court.said_in_group()) == answers
