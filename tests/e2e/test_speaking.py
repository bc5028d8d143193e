"""In which language the bot answers whom."""

from __future__ import annotations

import pytest

from tests.e2e.chatting import Talker, offers, words
from tests.e2e.conftest import Stage
from tests.e2e.groups import a_group_of, a_member
from tests.e2e.pictures import EILEEN, TWO_FACES

pytestmark = pytest.mark.asyncio(loop_scope="session")

KNOWN = {
    "de": "Ich kenne in diesem Chat noch niemanden.",
    "ru": "Я пока никого не знаю в этом чате.",
    "": "I don't know anybody in this chat yet.",
}
TAUGHT = {"de": "Gelernt", "ru": "теперь знаю это лицо", "": "Learnt"}


async def chooses(talker: Talker, *labels: str) -> str:
    message = await talker.answer_to(await talker.sends("/settings"))
    for label in labels:
        message = await talker.outcome_of(await talker.clicks(message, label))
    return words(message)


@pytest.mark.parametrize("language", KNOWN)
async def test_a_person_is_answered_in_the_language_of_their_telegram(
    stage: Stage, language: str
) -> None:
    mira = await stage.newcomer(language_code=language)
    assert KNOWN[language] in await mira.says("/people")
    assert TAUGHT[language] in await mira.shows(EILEEN, "/enroll Eileen")
    assert "Eileen" in await mira.shows(EILEEN)


async def test_in_a_group_each_is_answered_in_their_own_until_the_group_chooses(
    stage: Stage,
) -> None:
    anna = await a_group_of(stage, await stage.newcomer("Anna", language_code="de"))
    ivan = await a_member(anna, "Ivan", language_code="ru")
    tom = await a_member(anna, "Tom")
    for talker, language in ((anna, "de"), (ivan, "ru"), (tom, "")):
        assert KNOWN[language] in await talker.says("/people")
    assert "Sprache: Deutsch" in await chooses(anna, "Sprache", "Deutsch")
    for talker in (anna, ivan, tom):
        assert KNOWN["de"] in await talker.says("/people")


async def test_in_a_german_group_even_buttons_and_notices_are_german(stage: Stage) -> None:
    mira = await a_group_of(stage, await stage.newcomer())
    tom = await a_member(mira)
    await chooses(mira, "Language", "Deutsch")
    question = await mira.answer_to(await mira.sends_photo(TWO_FACES, "/enroll Ann"))
    assert offers(question)[-1] == "Abbrechen"
    refused = await tom.clicks(question, "1")
    assert refused.text == "Hier kann nur wählen, wer gefragt hat."
    assert "Ann" in words(await mira.outcome_of(await mira.clicks(question, "1")))


async def test_a_persons_own_choice_goes_with_them_into_groups_that_have_none(
    stage: Stage,
) -> None:
    mira = await stage.newcomer(language_code="de")
    await mira.says("/start")
    assert "Язык: Русский" in await chooses(mira, "Sprache", "Русский")
    ours = await a_group_of(stage, mira)
    assert KNOWN["ru"] in await ours.says("/people")


async def test_a_supergroup_speaks_as_its_group_did(stage: Stage) -> None:
    ours = await a_group_of(stage, await stage.newcomer(), kind="group")
    await chooses(ours, "Language", "Deutsch")
    moved = ours.in_chat(str((await ours.playground.migrate(ours.chat))["key"]))
    for _ in range(20):
        if KNOWN["de"] in await moved.says("/people"):
            return
    raise AssertionError("it does not speak German")
