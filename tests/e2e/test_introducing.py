"""Help by buttons, links that begin with something, menus, and kind words for what is no photo."""

from __future__ import annotations

import pytest

from tests.e2e.chatting import Talker, offers, words
from tests.e2e.conftest import Lone, Stage
from tests.e2e.groups import a_group, a_member
from tests.playground_client import Message

pytestmark = pytest.mark.asyncio(loop_scope="session")

TOPICS = ["Teach a face", "Ask who it is", "Groups", "Watching a group", "Privacy", "Settings"]


async def help_of(talker: Talker) -> Message:
    return await talker.answer_to(await talker.sends("/help"))


@pytest.mark.parametrize(
    ("topic", "told"),
    [
        ("Teach a face", "all its photos are Ann's"),
        ("Ask who it is", "the nearer to 1, the more alike"),
        ("Groups", "reply to it with /who, or mention me"),
        ("Watching a group", "Each rule begins with a dry run"),
        ("Privacy", "What I do not keep"),
        ("Settings", "the language in which I speak to you"),
    ],
)
async def test_help_says_more_in_the_same_message(stage: Stage, topic: str, told: str) -> None:
    mira = await stage.newcomer()
    first = await help_of(mira)
    assert offers(first) == TOPICS
    page = await mira.outcome_of(await mira.clicks(first, topic))
    assert told in words(page)
    assert offers(page) == ["Back"]
    back = await mira.outcome_of(await mira.clicks(page, "Back"))
    assert (back.id, words(back), offers(back)) == (first.id, words(first), TOPICS)


async def test_help_can_be_had_in_words_alone(stage: Stage) -> None:
    mira = await stage.newcomer()
    told = await mira.says("/help")
    for command in ("/enroll Ann", "/who", "/people", "/forget Ann", "/settings", "/privacy"):
        assert command in told
    assert "all its photos are Ann's" in await mira.says("/help teach")
    assert await mira.says("/help nonsense") == told


async def test_it_says_for_how_long_backups_are_kept_or_that_nobody_has_said(
    stage: Stage, open_stage: Stage
) -> None:
    mira, tom = await stage.newcomer(), await open_stage.newcomer("Tom", language_code="de")
    assert "they have not said for how long they keep them" in await mira.says("/privacy")
    assert "werden höchstens 30 Tage aufbewahrt" in await tom.says("/help privacy")


async def test_in_a_group_anybody_may_turn_the_pages_of_help(stage: Stage) -> None:
    mira = await a_group(stage)
    tom = await a_member(mira)
    page = await tom.outcome_of(await tom.clicks(await help_of(mira), "Groups"))
    assert "In a group" in words(page)
    assert "I see only commands and replies to me" in words(page), "as long as it holds"


async def test_helps_buttons_outlive_the_bot(lone: Lone) -> None:
    mira = lone.talker
    first = await help_of(mira)
    await lone.bot.kill()
    await lone.bot.start()
    page = await mira.outcome_of(await mira.clicks(first, "Privacy"))
    assert "What I do not keep" in words(page)


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        ("enroll", "Whose face shall I learn? Send me the name."),
        ("help", "Would you like to know more?"),
        ("privacy", "What I do not keep"),
        ("settings", "Settings of this chat"),
        ("nonsense", "Hello! I learn faces"),
        ("forget", "Hello! I learn faces"),
    ],
)
async def test_a_link_begins_with_what_it_names(stage: Stage, payload: str, told: str) -> None:
    mira = await stage.newcomer()
    before = await mira.playground.last_seq()
    await mira.playground.follow(mira.person, f"https://t.me/{stage.username}?start={payload}")
    assert told in words(await mira.playground.bot_message(mira.chat, before))


async def test_the_button_under_start_brings_it_into_a_group_where_it_says_hello_once(
    stage: Stage,
) -> None:
    mira = await stage.newcomer()
    hello = await mira.answer_to(await mira.sends("/start"))
    assert offers(hello) == ["Add me to a group"]
    link = (await mira.playground.click(hello, mira.person, "Add me to a group")).url
    group = await mira.playground.create_group("Friends", mira.person)
    ours = mira.in_chat(str(group["key"]))
    before = await mira.playground.last_seq()
    await mira.playground.follow(mira.person, link, chat=ours.chat)
    assert "Hello!" in words(await ours.playground.bot_message(ours.chat, before))
    await ours.has_been_answered()
    hellos = [one for one in await ours.all_answers() if "Hello!" in words(one)]
    assert len(hellos) == 1


async def test_the_menu_shows_what_is_for_this_person_in_this_chat(stage: Stage) -> None:
    mira = await a_group(stage)
    tom = await a_member(mira)
    for_admins = {one["command"] for one in await mira.playground.commands(mira.chat, mira.person)}
    for_all = {one["command"] for one in await tom.playground.commands(tom.chat, tom.person)}
    assert for_admins == {
        "who", "enroll", "people", "forget", "cancel", "protect", "forgetme", "watch", "audit",
        "settings", "report", "privacy", "help",
    }  # fmt: skip
    assert for_all == for_admins - {"watch", "audit", "settings"}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", "Wie das alles funktioniert"),
        ("ru", "Как всё это работает"),
        ("fi", "How all of this works"),
        ("", "How all of this works"),
    ],
)
async def test_the_menu_is_in_each_persons_language(stage: Stage, language: str, told: str) -> None:
    mira = await stage.newcomer(language_code=language)
    await mira.says("/start")
    menu = await mira.playground.commands(mira.chat, mira.person)
    described = {one["command"]: one["description"] for one in menu}
    assert described["help"] == told
    assert "settings" in described


CLIPS = [
    ("sticker", "wave.webp", "Nice one!"),
    ("sticker", "wave.webm", "Nice one!"),
    ("animation", "cat.mp4", "I can't look at moving pictures."),
    ("video", "cat.mp4", "I can't look at videos."),
    ("video_note", "cat.mp4", "I can't look at videos."),
    ("voice", "hello.ogg", "I have eyes and no ears."),
    ("audio", "song.mp3", "I have eyes and no ears."),
]
FACTS = [
    ("contact", {"phone_number": "+491", "first_name": "Tom"}, "I don't need anybody's number."),
    ("location", {"latitude": 52.5, "longitude": 13.4}, "I don't know places, only faces."),
    ("poll", {"question": "Tea?", "options": ["Yes", "No"]}, "I have no opinion on that."),
]


@pytest.mark.parametrize(("kind", "file_name", "told"), CLIPS)
async def test_a_clip_gets_a_kind_word_in_private_and_none_in_a_group(
    open_stage: Stage, kind: str, file_name: str, told: str
) -> None:
    mira = await open_stage.newcomer()
    sent = await mira.playground.send_clip(mira.chat, mira.person, kind, (file_name, b"clip"))
    assert words(await mira.answer_to(sent)).startswith(told)
    ours = await a_group(open_stage)
    sent = await ours.playground.send_clip(ours.chat, ours.person, kind, (file_name, b"clip"))
    await ours.silence_after(sent)


@pytest.mark.parametrize(("kind", "fact", "told"), FACTS)
async def test_a_fact_gets_a_kind_word_in_private(
    stage: Stage, kind: str, fact: dict[str, object], told: str
) -> None:
    mira = await stage.newcomer()
    sent = await mira.playground.send_fact(mira.chat, mira.person, kind, fact)
    assert words(await mira.answer_to(sent)).startswith(told)
