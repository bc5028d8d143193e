"""Buttons: who may press them, until when, and that nobody else writes them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.buttons import ANYBODY, LONGEST, Buttons, Refusal, asks_for_words
from bot.request import Click, Request
from tests.unit.updates import ENGLISH, NOBODY, NOW

TOKEN = "42:secret"
LIFE = timedelta(hours=1)
GROUP = -1001234567890
MIRA, TOM, ADMIN = 7, 8, 9


def asked(chat: int = GROUP, sender: int = MIRA) -> Request:
    click = Click("query", "", picture=False)
    return Request(1, chat, chat > 0, None, 5, sender, NOBODY, click, ENGLISH)


async def is_admin(_: int, person: int) -> bool:
    return person == ADMIN


def signing(token: str = TOKEN, now: datetime = NOW) -> Buttons:
    return Buttons(token, lambda: now, is_admin)


def data(says: str = "face:0123456789abcdef:12", owner: int | None = None) -> str:
    return signing().make(asked(), "A label", says, life=LIFE, owner=owner).data


async def test_a_button_says_what_it_was_given_also_after_a_restart() -> None:
    made = data()
    assert len(made.encode()) <= LONGEST
    assert await signing().read(asked(), made) == "face:0123456789abcdef:12"


async def test_a_button_that_has_us_ask_for_words_can_be_told_and_says_the_same() -> None:
    made = signing().make(asked(), "Who?", "ans:5:who:1", life=LIFE, asks=True).data
    assert await signing().read(asked(), made) == "ans:5:who:1"
    assert [asks_for_words(one) for one in (made, data(), "", "~?~")] == [True, False, False, False]


async def test_only_its_owner_may_press_it() -> None:
    assert await signing().read(asked(sender=TOM), data()) is Refusal.NOT_YOURS
    assert await signing().read(asked(sender=TOM), data(owner=TOM)) != Refusal.NOT_YOURS


async def test_a_button_for_everybody_may_be_pressed_by_anybody() -> None:
    assert await signing().read(asked(sender=TOM), data("more", owner=ANYBODY)) == "more"


async def test_what_an_anonymous_admin_was_asked_any_admin_may_answer() -> None:
    made = data("more", owner=GROUP)
    assert await signing().read(asked(sender=ADMIN), made) == "more"
    assert await signing().read(asked(sender=TOM), made) is Refusal.NOT_AN_ADMIN


async def test_a_button_is_good_for_as_long_as_was_said_and_not_for_much_longer() -> None:
    assert await signing(now=NOW + LIFE).read(asked(), data("more")) == "more"
    late = NOW + LIFE + timedelta(minutes=2)
    assert await signing(now=late).read(asked(), data("more")) is Refusal.CLOSED


async def test_a_button_of_another_chat_or_bot_says_nothing() -> None:
    assert await signing().read(asked(chat=MIRA), data()) is Refusal.CLOSED
    assert await signing("42:another").read(asked(), data()) is Refusal.CLOSED


@pytest.mark.parametrize("forged", ["", "~", "~~~", "more", "more~7~zzzzz~AAAAAAAA", "ä~b~c~d"])
async def test_data_that_we_did_not_write_says_nothing(forged: str) -> None:
    assert await signing().read(asked(), forged) is Refusal.CLOSED


async def test_no_part_of_a_button_can_be_changed() -> None:
    made = data("forget:1")
    for place in range(len(made)):
        changed = made[:place] + ("x" if made[place] != "x" else "y") + made[place + 1 :]
        assert await signing().read(asked(), changed) is Refusal.CLOSED, changed


def test_what_is_too_long_for_a_button_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="cannot say so much"):
        signing().make(replace(asked(), sender=GROUP), "A label", "x" * 50, life=LIFE)


async def test_a_code_says_in_any_chat_what_it_was_given_for_as_long_as_was_said() -> None:
    code = signing().letter(str(GROUP), life=LIFE)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,50}", code), "links to a bot carry nothing else"
    assert signing(now=NOW + LIFE).opened(code) == str(GROUP)
    assert signing(now=NOW + LIFE + timedelta(minutes=2)).opened(code) is None
    assert signing("42:another").opened(code) is None


@pytest.mark.parametrize("forged", ["", "_", "__", "-100", "-100_zzzzz_AAAAAAAA", "ä_b_c"])
async def test_a_code_that_we_did_not_write_says_nothing(forged: str) -> None:
    assert signing().opened(forged) is None


async def test_no_part_of_a_code_can_be_changed_and_it_is_no_button() -> None:
    code = signing().letter(str(GROUP), life=LIFE)
    for place in range(len(code)):
        changed = code[:place] + ("x" if code[place] != "x" else "y") + code[place + 1 :]
        assert signing().opened(changed) is None, changed
    assert await signing().read(asked(), code) is Refusal.CLOSED
    assert signing().opened(data("-100")) is None
