"""What is told of the verbs: figures and codes, and nobody's name."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import AsyncIterator
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.bootstrap import Core
from core.cli.importing import import_folder
from core.cli.output import Output
from core.decision import Policy
from core.doubts import ANYTHING
from core.errors import (
    BadName,
    CoreError,
    NoFace,
    NotAnImage,
    PersonGone,
    StoreUnavailable,
    UnknownPerson,
)
from core.events import Event, Verb, code_of, is_serious, size_band
from core.stores.elastic.events import FIELDS
from core.stores.sqlite import SqliteStore
from core.watching import WatchedRecognizer
from core.worker import Worker
from tests.bands import MODEL, SHIPPED, BandEncoder, photo


class Notebook:
    def __init__(self) -> None:
        self.events: list[Event] = []

    def tell(self, event: Event) -> None:
        self.events.append(event)

    @property
    def last(self) -> Event:
        return self.events[-1]

    def facts(self) -> list[dict[str, object]]:
        """Return what was told, without the times, which are never the same."""
        return [
            {k: v for k, v in asdict(event).items() if v is not None and not k.endswith("_ms")}
            for event in self.events
        ]


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
async def recognizer(tmp_path: Path, notebook: Notebook) -> AsyncIterator[WatchedRecognizer]:
    store, worker = await SqliteStore.open(tmp_path / "faces.db", MODEL), Worker()
    yield WatchedRecognizer(
        BandEncoder(),
        store,
        Policy(SHIPPED, None),
        worker,
        clock=lambda: datetime.now(UTC),
        events=notebook,
    )
    await worker.close()
    await store.close()


async def enrol(recognizer: WatchedRecognizer, name: str, *colours: str) -> None:
    reading = await recognizer.read(photo(*colours), to_enrol=True)
    await recognizer.enrol("chat", name, reading, by="me", despite=ANYTHING)


async def test_each_verb_tells_once_what_came_of_it(
    recognizer: WatchedRecognizer, notebook: Notebook
) -> None:
    await enrol(recognizer, "Ann", "red")
    await enrol(recognizer, "Ann", "red")
    reading = await recognizer.read(photo("red", "lime"))
    await recognizer.identify("chat", reading)
    await recognizer.rename("chat", "Ann", "Anna")
    one = await recognizer.read(photo("red"))
    recognizer.verify(one, one)
    await recognizer.forget("chat", "Anna")
    assert notebook.facts() == [
        {"verb": "enrol", "faces": 1, "templates": 1},
        {"verb": "enrol", "faces": 1, "templates": 0},
        {
            "verb": "identify",
            "faces": 2,
            "match": 1,
            "possible": 0,
            "unknown": 1,
            "gallery_size": "1-9",
        },
        {"verb": "rename"},
        {"verb": "verify", "faces": 1, "match": 1, "possible": 0, "unknown": 0},
        {"verb": "forget", "templates": 1},
    ]


async def test_verbs_by_id_are_told_as_those_by_name_and_forgetting_when_it_is_for_good(
    recognizer: WatchedRecognizer, notebook: Notebook
) -> None:
    await enrol(recognizer, "Ann", "red")
    (ann,) = await recognizer.people("chat")
    await recognizer.rename_subject("chat", ann.subject.id, "Anna")
    await recognizer.set_aside("chat", ann.subject.id, "limbo")
    await recognizer.discard("limbo", ann.subject.id)
    with pytest.raises(PersonGone):
        await recognizer.forget_subject("chat", ann.subject.id)
    assert notebook.facts()[1:] == [
        {"verb": "rename"},
        {"verb": "forget", "templates": 1},
        {"verb": "forget", "code": "person_gone", "serious": False},
    ]


async def test_times_are_told_apart_and_add_up(
    recognizer: WatchedRecognizer, notebook: Notebook
) -> None:
    await recognizer.identify("chat", await recognizer.read(photo("red", size=800)))
    told = notebook.last
    assert told.looking_ms is not None
    assert told.waiting_ms is not None
    assert told.searching_ms is not None
    assert told.total_ms == pytest.approx(
        told.waiting_ms + told.looking_ms + told.searching_ms, abs=0.2
    )
    assert told.looking_ms > 1, "eight hundred pixels were decoded"


async def test_what_fails_is_told_by_its_code_and_raised_all_the_same(
    recognizer: WatchedRecognizer, notebook: Notebook
) -> None:
    with pytest.raises(NotAnImage):
        await recognizer.read(b"no photo")
    with pytest.raises(UnknownPerson):
        await recognizer.forget("chat", "Nobody")
    reading = await recognizer.read(photo("red"))
    with pytest.raises(BadName):
        await recognizer.enrol("chat", " ", reading, by="me")
    assert notebook.facts() == [
        {"verb": "read", "code": "not_an_image", "serious": False},
        {"verb": "forget", "code": "unknown_person", "serious": False},
        {"verb": "enrol", "code": "bad_name", "serious": False},
    ]


async def test_a_photo_without_a_face_is_told_once_whatever_was_wanted_of_it(
    recognizer: WatchedRecognizer, notebook: Notebook
) -> None:
    reading = await recognizer.read(photo("black"))
    assert await recognizer.identify("chat", reading) == ()
    with pytest.raises(NoFace):
        await recognizer.enrol("chat", "Ann", reading, by="me")
    with pytest.raises(NoFace):
        recognizer.verify(reading, reading)
    assert notebook.facts() == [{"verb": "read", "code": "no_face", "serious": False, "faces": 0}]


async def test_an_import_tells_once_of_all_its_photos(
    tmp_path: Path, notebook: Notebook, recognizer: WatchedRecognizer
) -> None:
    for name, colours in (("Ann", ("red", "blue")), ("Bob", ("lime", "black"))):
        (tmp_path / "people" / name).mkdir(parents=True)
        for colour in colours:
            (tmp_path / "people" / name / f"{colour}.png").write_bytes(photo(colour))
    store, worker = recognizer._store, recognizer._worker
    core = Core(recognizer, Policy(SHIPPED, None), store, BandEncoder(), worker, notebook)
    wanted = Namespace(folder=tmp_path / "people", gallery="chat")
    await import_folder(core, wanted, Output(json=True))
    assert notebook.facts() == [{"verb": "import", "photos": 4, "templates": 3}]


@pytest.mark.parametrize(
    ("error", "code", "serious"),
    [
        (NoFace(), "no_face", False),
        (StoreUnavailable(reason="away"), "store_unavailable", True),
        (CoreError(), "error", True),
        (ValueError("Ann"), "unforeseen", True),
    ],
)
def test_what_an_operator_has_to_look_at_is_told_from_the_everyday(
    error: Exception, code: str, *, serious: bool
) -> None:
    assert (code_of(error), is_serious(error)) == (code, serious)


@pytest.mark.parametrize(
    ("templates", "band"),
    [(0, "0"), (1, "1-9"), (9, "1-9"), (10, "10-99"), (1_000_000, "1000000-9999999")],
)
def test_a_gallery_is_known_by_the_power_of_ten_of_its_size(templates: int, band: str) -> None:
    assert size_band(templates) == band


def test_the_index_has_a_field_for_everything_that_can_be_told_and_no_other() -> None:
    assert set(FIELDS) == {field.name for field in fields(Event)} | {"@timestamp", "model"}


def test_an_event_has_no_room_for_words_of_people() -> None:
    texts = {field.name for field in fields(Event) if "str" in str(field.type)}
    assert texts == {"code", "gallery_size"}
    assert all(verb.isalpha() for verb in Verb)
