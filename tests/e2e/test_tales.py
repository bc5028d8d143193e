"""The tales go as docs/transcripts has them, told by a bot that all stories of a store share."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Stage
from tests.e2e.dying import Dying
from tests.e2e.repertoire import Way, told, told_with
from tests.e2e.scripts import SCRIPTS, Script
from tests.e2e.transcript import CONTENTS, check, contents, tales_kept


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.timeout(300)
@told_with("any_stage", Way.PLAINLY)
async def test_it_goes_as_the_transcript_says(any_stage: Stage, script: Script) -> None:
    await told(any_stage, script, Dying.NEVER)


def test_every_transcript_is_of_a_tale() -> None:
    assert tales_kept() == {script.slug for script in SCRIPTS}


def test_the_list_of_transcripts_names_each() -> None:
    check(CONTENTS, contents([(one.slug, one.title, one.told) for one in SCRIPTS]))
