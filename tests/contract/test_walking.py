"""The bot's walk through a collection, on each store."""

from __future__ import annotations

import asyncio

from bot.walking import PAGE, walk
from core.ports import Records
from tests.contract.kinds import ONE_OF_EACH

pytestmark = ONE_OF_EACH

NUMBERS = [f"{number:04}" for number in range(2 * PAGE + 1)]


async def test_every_record_of_a_prefix_comes_once_and_in_order_though_it_is_deleted_meanwhile(
    records: Records,
) -> None:
    others = ["a", "a:", "a;", "b:0000", "A:0000"]
    keys = [f"a:{number}" for number in NUMBERS]
    await asyncio.gather(*(records.put("c", key, {}) for key in [*keys, *others]))
    walked = []
    async for record in walk(records, "c", prefix="a:"):
        walked.append(record.key)
        await records.delete("c", record.key)
    assert walked == keys
    assert [record.key async for record in walk(records, "c")] == sorted(others)
    assert [record.key async for record in walk(records, "c", after="a:")] == ["a;", "b:0000"]
    assert [record async for record in walk(records, "nothing")] == []
