"""Going through a collection of Records, however long it is."""

from __future__ import annotations

from collections.abc import AsyncIterator

from core.model import Record
from core.ports import Records

PAGE = 500


async def walk(
    records: Records, collection: str, *, prefix: str = "", after: str = ""
) -> AsyncIterator[Record]:
    """Yield the records of a collection in the order of their keys, read page by page.

    What is there from beginning to end comes exactly once, whatever is written or deleted
    meanwhile, also by who walks.

    Args:
        records: the store.
        collection: which.
        prefix: only keys that begin with it, and go on.
        after: only keys that come after it.

    Raises:
        StoreUnavailable: not now; the keys that came before stay valid as `after`.
    """
    after = max(prefix, after)
    while page := await records.list(collection, after=after, limit=PAGE):
        for record in page:
            if not record.key.startswith(prefix):
                return
            yield record
        after = page[-1].key
