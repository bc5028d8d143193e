"""Small documents: conditional writes, order, pages, anything that JSON can hold."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from core.errors import RecordConflict
from core.ports import Records
from tests.contract.databases import Database
from tests.contract.kinds import WHATEVER_THE_INDEX

pytestmark = WHATEVER_THE_INDEX


async def test_what_was_never_written_is_not_there(records: Records) -> None:
    assert await records.get("settings", "chat") is None
    assert await records.list("settings") == []
    assert await records.delete("settings", "chat") is False


VALUES: list[dict[str, Any]] = [
    {},
    {"": None, "a.b": {"c": [1, 2.5, True, None, {"d": []}]}},
    {"text": "😀 \u0000 \ud800 \u2028 'quoted' \"twice\""},
    {"big": 2**80, "small": -(2**63), "tiny": 1e-300, "exact": 0.1},
    {"mixed": [1, "one", {"one": 1}]},
    {"long": "x" * 3_000_000},
    {"deep": [[[[[[[[[["down"]]]]]]]]]]},
]


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
async def test_a_value_comes_back_as_it_was_written(
    records: Records, value: dict[str, Any]
) -> None:
    written = await records.put("c", "k", value)
    assert (written.key, written.value) == ("k", value)
    got = await records.get("c", "k")
    assert got == written
    assert await records.list("c") == [got]


async def test_values_of_different_shapes_live_side_by_side(records: Records) -> None:
    await records.put("c", "1", {"x": 1})
    await records.put("c", "2", {"x": "one"})
    await records.put("c", "3", {"x": {"y": [1]}})
    assert [one.value["x"] for one in await records.list("c")] == [1, "one", {"y": [1]}]


async def test_a_write_replaces_the_whole_value(records: Records) -> None:
    first = await records.put("c", "k", {"a": 1})
    second = await records.put("c", "k", {"b": 2})
    assert first.version != second.version
    got = await records.get("c", "k")
    assert got is not None
    assert got.value == {"b": 2}


async def test_a_conditional_write_needs_the_present_version(records: Records) -> None:
    first = await records.put("c", "k", {"n": 1})
    second = await records.put("c", "k", {"n": 2}, version=first.version)
    with pytest.raises(RecordConflict) as caught:
        await records.put("c", "k", {"n": 3}, version=first.version)
    assert caught.value.key == "k"
    assert await records.get("c", "k") == second


@pytest.mark.parametrize("version", ["", "0", "nonsense", "999-1", "1-999", "-1-1", "1-0"])
async def test_a_version_that_never_was_is_a_conflict(records: Records, version: str) -> None:
    with pytest.raises(RecordConflict):
        await records.put("c", "k", {}, version=version)
    await records.put("c", "k", {"n": 1})
    await records.put("c", "k", {"n": 2})
    with pytest.raises(RecordConflict):
        await records.put("c", "k", {}, version=version)


async def test_a_version_does_not_outlive_its_record(records: Records) -> None:
    old = await records.put("c", "k", {"n": 1})
    await records.delete("c", "k")
    with pytest.raises(RecordConflict):
        await records.put("c", "k", {"n": 2}, version=old.version)
    await records.put("c", "k", {"n": 3})
    with pytest.raises(RecordConflict):
        await records.put("c", "k", {"n": 4}, version=old.version)


async def test_of_many_who_create_one_succeeds(database: Database) -> None:
    rooms = [(await database.open()).records for _ in range(3)]
    tries = [records.create("c", "k", {"n": n}) for n, records in enumerate(rooms * 4)]
    made = await asyncio.gather(*tries)
    assert sum(made) == 1
    got = await rooms[0].get("c", "k")
    assert got is not None
    assert got.value == {"n": made.index(True)}


async def test_counting_together_loses_nothing(database: Database) -> None:
    rooms = [(await database.open()).records for _ in range(3)]
    await rooms[0].create("c", "counter", {"n": 0})

    async def add_one(records: Records) -> None:
        while True:
            record = await records.get("c", "counter")
            assert record is not None
            try:
                await records.put(
                    "c", "counter", {"n": record.value["n"] + 1}, version=record.version
                )
            except RecordConflict:
                continue
            return

    await asyncio.gather(*(add_one(records) for records in rooms for _ in range(5)))
    record = await rooms[0].get("c", "counter")
    assert record is not None
    assert record.value == {"n": 15}


async def test_a_deleted_record_is_gone_and_can_be_made_again(records: Records) -> None:
    assert await records.create("c", "k", {"n": 1}) is True
    assert await records.create("c", "k", {"n": 2}) is False
    assert await records.delete("c", "k") is True
    assert await records.get("c", "k") is None
    assert await records.list("c") == []
    assert await records.delete("c", "k") is False
    assert await records.create("c", "k", {"n": 3}) is True


async def test_collections_are_apart(records: Records) -> None:
    await records.put("one", "k", {"n": 1})
    await records.put("two", "k", {"n": 2})
    await records.put("on", "ek", {"n": 3})
    assert [one.value for one in await records.list("one")] == [{"n": 1}]
    await records.delete("one", "k")
    assert await records.get("two", "k") is not None
    assert await records.get("on", "ek") is not None


KEYS = [
    "",
    " ",
    "!",
    "10",
    "2",
    "A",
    "Z",
    "a",
    "b",
    "é",
    "א",
    "\uffff",
    "😀",
    "😁",
    "a\x00b",
    "k" * 900,
]


async def test_keys_are_listed_by_code_points(records: Records) -> None:
    for key in KEYS[::-1]:
        await records.put("c", key, {"key": key})
    listed = await records.list("c")
    assert [one.key for one in listed] == sorted(set(KEYS) - {""})  # they come after ""
    assert all(one.value == {"key": one.key} for one in listed)
    assert await records.get("c", "") is not None


async def test_a_long_list_comes_page_by_page(records: Records) -> None:
    keys = [f"{number:05}" for number in range(1_200)]
    await asyncio.gather(*(records.put("c", key, {}) for key in keys))
    assert [one.key for one in await records.list("c")] == keys[:1000]
    assert [one.key for one in await records.list("c", after="00999", limit=3)] == keys[1000:1003]
    assert [one.key for one in await records.list("c", after="01198a")] == keys[1199:]
    assert await records.list("c", after="01199") == []
    assert [one.key for one in await records.list("c", limit=20_000)] == keys


async def test_a_list_sees_every_write_made_before(database: Database) -> None:
    here, there = [(await database.open()).records for _ in range(2)]
    for number in range(5):
        await here.put("c", str(number), {})
        assert len(await there.list("c")) == number + 1
    await here.delete("c", "2")
    assert [one.key for one in await there.list("c")] == ["0", "1", "3", "4"]
