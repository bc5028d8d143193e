"""Two people of a gallery made one, one merging of a gallery at a time.

A merging is written down before it begins. Whoever finds one that is not finished, since another
process is at it or was killed over it, helps to finish it before they begin their own. So A is
never moved to B while B is moved to A, which could lose both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.errors import RecordConflict
from core.model import ModelId, Record
from core.moving import Moving, Somebody
from core.ports import Store

MERGINGS = "mergings"
"""The collection: a record a gallery, of ids alone, empty when nothing is going on."""


class Merging:
    """In one gallery."""

    def __init__(self, store: Store, model: ModelId, gallery_id: str) -> None:
        """Take where; `model` is the one that is configured."""
        self._store = store
        self._model = model
        self._gallery_id = gallery_id

    async def run(self, subject_id: str, into: str) -> None:
        """Move all of one subject's photos to another; nothing to do if one of them is gone."""
        begun = await self._begin({"subject": subject_id, "into": into})
        await self._finish(begun)

    async def _begin(self, value: Mapping[str, Any]) -> Record:
        """Write down what is to be done, when everything before it is finished."""
        records = self._store.records
        while True:
            record = await records.get(MERGINGS, self._gallery_id)
            if record is None:
                await records.create(MERGINGS, self._gallery_id, {})
            elif record.value:
                await self._finish(record)
            else:
                try:
                    return await records.put(
                        MERGINGS, self._gallery_id, value, version=record.version
                    )
                except RecordConflict:
                    continue

    async def _finish(self, record: Record) -> None:
        gallery = self._store.gallery(self._gallery_id)
        source = await gallery.known(record.value["subject"])
        target = await gallery.known(record.value["into"])
        if source is not None and target is not None:
            await Moving(
                self._store,
                self._model,
                Somebody(self._gallery_id, source),
                Somebody(self._gallery_id, target),
            ).run()
        try:
            await self._store.records.put(MERGINGS, self._gallery_id, {}, version=record.version)
        except RecordConflict:
            return  # somebody who helped was faster
