"""The world by itself: what bounds it, and what it tells."""

from dataclasses import replace

import pytest

from playground.botapi.queue import UpdateQueue
from playground.faults import Fault, Faults
from playground.journal import MAX_KEPT, EventLog, abridged
from playground.text import Formatted
from playground.world import Limits, RefusalError, World
from playground.world.content import Draft, Text
from playground.world.files import FileStore
from playground.world.membership import (
    add_bot,
    add_person,
    create_chat,
    open_private_chat,
    open_topic,
)
from playground.world.posting import MAX_EARLIER, PRESS_SECONDS, answer, edit, post, press

SMALL = Limits(messages_per_chat=3, chats=2, people=2, bots=1, topics_per_chat=1)


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def small_world() -> World:
    world = World(SMALL, Clock())
    add_bot(world, "1:abc", "a_bot")
    add_person(world, "Mira")
    return world


def text(words: str, sender: int) -> Draft:
    return Draft(Text(Formatted(words)), sender=sender)


def test_of_many_messages_the_newest_are_kept() -> None:
    world = small_world()
    (mira,) = world.people
    chat = open_private_chat(world, mira, 1)
    for number in range(5):
        post(world, chat, text(str(number), mira))
    assert [message.id for message in chat.messages.values()] == [3, 4, 5]


def test_of_many_edits_the_last_are_kept() -> None:
    world = small_world()
    (mira,) = world.people
    message = post(world, open_private_chat(world, mira, 1), text("0", mira))
    for number in range(MAX_EARLIER + 10):
        message = edit(world, message, Text(Formatted(str(number + 1))), None)
    assert len(message.earlier) == MAX_EARLIER
    assert message.earlier[-1] == Text(Formatted(str(MAX_EARLIER + 9)))


def test_a_full_world_takes_nobody_in() -> None:
    world = small_world()
    jonas = add_person(world, "Jonas")
    with pytest.raises(RefusalError, match="2 people already"):
        add_person(world, "Priya")
    with pytest.raises(RefusalError, match="1 bots already"):
        add_bot(world, "2:abc", "b_bot")
    forum = create_chat(world, "supergroup", "A", jonas.id, is_forum=True)
    open_topic(world, forum, "one", by=jonas.id)
    with pytest.raises(RefusalError, match="1 topics already"):
        open_topic(world, forum, "two", by=jonas.id)
    create_chat(world, "group", "B", jonas.id)
    with pytest.raises(RefusalError, match="2 chats already"):
        create_chat(world, "group", "C", jonas.id)


def test_a_press_can_be_answered_for_a_while_and_by_its_own_bot() -> None:
    clock = Clock()
    world = World(clock=clock)
    first = add_bot(world, "1:abc", "a_bot")
    second = add_bot(world, "2:abc", "b_bot")
    mira = add_person(world, "Mira")
    message = post(world, open_private_chat(world, mira.id, first.id), text("?", first.id))
    query = press(world, message, mira.id, "x")
    assert not answer(world, second.id, query)
    assert answer(world, first.id, query)
    late = press(world, message, mira.id, "x")
    clock.now += PRESS_SECONDS + 1
    assert not answer(world, first.id, late)


def test_a_full_store_drops_the_oldest_files() -> None:
    store = FileStore(100)
    documents = [store.add_document(bytes(40), f"{i}.bin", "", None) for i in range(4)]
    kept = [store.read(document.file.number) is not None for document in documents]
    assert kept == [False, False, True, True]
    assert store.used == 80
    assert store.content(documents[0].file.number) is None


def test_a_full_queue_drops_the_oldest_updates() -> None:
    queue = UpdateQueue(3)
    for number in range(5):
        queue.put("message", {"n": number})
    assert [update.body["n"] for update in queue.waiting()] == [2, 3, 4]


def test_the_journal_keeps_only_so_much() -> None:
    events = EventLog()
    for _ in range(6_000):
        events.add("message", "c", {})
    assert len(events.after(0)) == 5_000
    assert events.last == 6_000
    long = abridged({"ok": True, "result": "x" * (MAX_KEPT + 1)})
    assert long == {"ok": True, "result": f"({MAX_KEPT + 3} characters of JSON)"}


def test_only_so_many_faults_wait() -> None:
    faults = Faults()
    for _ in range(1_100):
        faults.add(Fault(0, "*", "drop"))
    assert len(faults.all()) == 1_000
    assert replace(faults.all()[0], struck=0).id == 101


def test_a_person_never_gets_the_number_of_a_bot() -> None:
    world = World()
    first = add_person(world, "Mira").id
    add_bot(world, f"{first + 1}:abc", "a_bot")
    assert add_person(world, "Jonas").id not in {first, first + 1}
