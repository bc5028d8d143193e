"""Of a chat that floods us only so much is in everybody's way."""

from __future__ import annotations

from dataclasses import replace

from bot.backlog import (
    MOST_ASKED,
    MOST_AT_THE_DOOR,
    MOST_NOTED,
    MOST_OF_A_CHAT,
    MOST_OF_A_WATCHED_CHAT,
    Backlog,
)
from bot.comings import Joined
from bot.request import Ask, Click, Command, PhotoRef, PhotoSent, Request
from tests.unit.updates import ENGLISH, NOBODY

WHO = Command("who", "", None, addressed=False, edited=False)


def photo(number: int, chat: int = -1, album: str | None = None) -> Request:
    return Request(
        update_id=number, chat=chat, private=chat > 0, thread=None, message=number, sender=7,
        known_as=NOBODY,
        ask=PhotoSent(PhotoRef("f", number, None)), speech=ENGLISH, album=album,
    )  # fmt: skip


def full(chat: int = -1) -> Backlog:
    """Return one in which a chat has as many photos as it may, numbered from 0."""
    backlog = Backlog()
    for number in range(MOST_OF_A_CHAT):
        assert backlog.arrive(photo(number, chat)) == [photo(number, chat)]
    return backlog


def test_further_photos_wait_and_come_one_by_one_in_their_order() -> None:
    backlog = full()
    later = [photo(number) for number in range(100, 110)]
    assert [backlog.arrive(one) for one in later] == [()] * 10
    assert not backlog.holds(later[0])
    came = [one for number in range(MOST_OF_A_CHAT) for one in backlog.leave(photo(number))]
    assert came == later
    assert backlog.holds(later[0])


def test_another_chats_photos_do_not_wait() -> None:
    assert full().arrive(photo(100, chat=-2)) == [photo(100, chat=-2)]


def test_who_asks_does_not_wait_in_a_group_or_in_private() -> None:
    for chat in (-1, 7):
        backlog = full(chat)
        backlog.arrive(photo(100, chat))
        asking: tuple[Ask, ...] = (
            WHO,
            Click("q", "d", picture=False),
            PhotoSent(PhotoRef("f", 1, None), asked=True),
        )
        for number, ask in enumerate(asking, start=200):
            asks = replace(photo(number, chat), ask=ask)
            assert backlog.arrive(asks) == [asks]


def test_who_asks_and_asks_takes_not_every_place_and_is_answered_in_the_end() -> None:
    backlog = Backlog()
    asks = [replace(photo(number), ask=WHO) for number in range(MOST_ASKED + 2)]
    came = [one for one in asks if backlog.arrive(one)]
    assert came == asks[:MOST_ASKED]
    other = replace(photo(900), ask=WHO, sender=8)
    click = replace(photo(901), ask=Click("q", "d", picture=False))
    assert [backlog.arrive(one) for one in (other, click)] == [[other], [click]]
    left = [one for asked in (other, click, *asks[:2]) for one in backlog.leave(asked)]
    assert left == asks[-2:]


def test_an_edit_does_not_overtake_the_photo_that_it_changes() -> None:
    backlog = full()
    backlog.arrive(photo(100))
    shown = PhotoSent(PhotoRef("g", 100, None), only_judged=True, edited=True)
    edit = replace(photo(101), message=100, ask=shown)
    assert backlog.arrive(edit) == ()
    assert [*backlog.leave(photo(0)), *backlog.leave(photo(1))] == [photo(100), edit]


def test_what_comes_while_others_wait_does_not_overtake_them() -> None:
    backlog = full()
    backlog.arrive(photo(100))
    assert backlog.arrive(photo(101)) == ()
    assert backlog.leave(photo(0)) == [photo(100)]


def test_an_album_shares_a_place_and_comes_whole() -> None:
    backlog = full()
    parts = [photo(number, album="a") for number in (100, 101, 102)]
    assert [backlog.arrive(part) for part in parts] == [()] * 3
    backlog.arrive(photo(200))
    assert backlog.leave(photo(0)) == parts
    assert [backlog.leave(part) for part in parts] == [(), (), [photo(200)]]


def test_a_late_part_comes_to_its_album() -> None:
    backlog = full()
    backlog.leave(photo(0))
    backlog.arrive(photo(100, album="a"))
    assert backlog.arrive(photo(101, album="a")) == [photo(101, album="a")]


def test_a_part_that_asks_brings_along_the_parts_that_wait() -> None:
    backlog = full()
    first = photo(100, album="a")
    backlog.arrive(first)
    asks = replace(photo(101, album="a"), ask=WHO)
    assert backlog.arrive(asks) == [first, asks]


def test_when_there_are_too_many_to_note_they_want_places_like_others() -> None:
    backlog = full()
    for number in range(MOST_NOTED):
        backlog.arrive(photo(100 + number))
    assert backlog.arrive(photo(99)) == [photo(99)]


def test_photos_of_a_chat_with_rules_do_not_wait_until_there_are_very_many() -> None:
    backlog = full()
    assert backlog.would_wait(photo(100))
    for number in range(MOST_OF_A_CHAT, MOST_OF_A_WATCHED_CHAT):
        assert backlog.arrive(photo(number), watched=True) == [photo(number)]
    assert backlog.arrive(photo(1000), watched=True) == ()
    assert backlog.leave(photo(0)) == [photo(1000)]


def test_a_chat_that_has_nothing_here_is_as_any_other_again() -> None:
    backlog = Backlog()
    backlog.arrive(photo(1), watched=True)
    backlog.leave(photo(1))
    for number in range(MOST_OF_A_CHAT):
        backlog.arrive(photo(number))
    assert backlog.arrive(photo(100)) == ()


def test_who_comes_waits_apart_from_photos_and_a_flood_of_them_takes_few_places() -> None:
    backlog = full()
    crowd = [replace(photo(number), ask=Joined(1, "Mira")) for number in range(1000, 1200)]
    assert not any(backlog.would_wait(one) for one in crowd)
    came = [one for one in crowd if backlog.arrive(one)]
    assert came == crowd[:MOST_AT_THE_DOOR]
    photos = list(range(MOST_OF_A_CHAT))
    assert backlog.arrive(photo(500)) == ()
    assert backlog.leave(photo(photos.pop())) == [photo(500)], "photos do not wait for them"
    done = 0
    while came:
        came += backlog.leave(came.pop(0))
        done += 1
    assert done == len(crowd)
