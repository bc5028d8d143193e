"""Events in indices of their own, one a day, written in the background and deleted when old.

Whoever tells an event waits for nothing: it is put aside, and written with others a moment later.
While the store is away as many are kept as there is room for; of the rest it is told, when it is
back, how many there were. Nothing here ever fails for anybody else; connections, too, are our own.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from itertools import groupby, islice
from typing import Any
from uuid import uuid4

from elasticsearch import BadRequestError

from core.errors import CoreError, StoreRefused
from core.events import Event, Verb
from core.model import ModelId
from core.store_errors import StoreFull
from core.stores.elastic.cluster import Cluster
from core.stores.elastic.complaints import MISSING_INDEX, reason_of
from core.stores.elastic.connection import ElasticConnection
from core.stores.elastic.mappings import EVENTS, OURS
from core.stores.elastic.plan import IndexPlan

MOST_WAITING = 10_000
"""Events in memory while the store is away: some megabytes."""

BATCH = 500
EVERY_SECONDS = 2.0
WHILE_AWAY_SECONDS = 30.0
CLOSING_SECONDS = 3.0
"""That a process which ends waits for its last events to be written."""

SWEEP_SECONDS = 24 * 3600.0

VERSION = 1
"""Of the mapping; kept in `_meta`."""

DAY = re.compile(r"-events-(\d{4})\.(\d{2})\.(\d{2})-\d{6}")
"""The end of an index's name, after the prefix."""

_KEYWORD = {"type": "keyword"}
_NUMBER = {"type": "integer"}
_MILLISECONDS = {"type": "float"}

FIELDS: Mapping[str, Mapping[str, Any]] = {
    "@timestamp": {"type": "date"},
    "model": _KEYWORD,
    "verb": _KEYWORD,
    "code": _KEYWORD,
    "serious": {"type": "boolean"},
    "photos": _NUMBER,
    "faces": _NUMBER,
    "match": _NUMBER,
    "possible": _NUMBER,
    "unknown": _NUMBER,
    "templates": _NUMBER,
    "gallery_size": _KEYWORD,
    "waiting_ms": _MILLISECONDS,
    "looking_ms": _MILLISECONDS,
    "searching_ms": _MILLISECONDS,
    "total_ms": _MILLISECONDS,
    "dropped": _NUMBER,
}
"""Those of `core.events.Event`, and when, and with which model."""

logger = logging.getLogger(__name__)


class _Kept:
    """An event that waits, with an id of its own: written twice, it is there once."""

    __slots__ = ("at", "event", "id")

    def __init__(self, event: Event, at: datetime) -> None:
        self.event = event
        self.at = at.astimezone(UTC)
        self.id = uuid4().hex


class ElasticEvents:
    """Implements `core.events.Events` over a cluster."""

    def __init__(
        self,
        cluster: Cluster,
        model: ModelId,
        days: int,
        clock: Callable[[], datetime],
        plan: IndexPlan,
    ) -> None:
        """Take where to write what, for how many days it is kept, and in how many copies."""
        self._cluster = cluster
        self._model = str(model)
        self._days = days
        self._clock = clock
        self._plan = plan
        self._waiting: deque[_Kept] = deque()
        self._dropped = 0
        self._is_away = False
        self._life: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls,
        connection: ElasticConnection,
        model: ModelId,
        days: int,
        clock: Callable[[], datetime],
        plan: IndexPlan,
    ) -> ElasticEvents:
        """Begin to write, and to delete what is older than so many days; sends nothing yet.

        Raises:
            StoreRefused: the authority's file is none.
        """
        events = cls(await Cluster.reach(connection), model, days, clock, plan)
        events.start()
        return events

    def start(self) -> None:
        """Begin to write in the background."""
        self._life = asyncio.create_task(self._live())

    def tell(self, event: Event) -> None:
        """Put an event aside to be written; where there is no room, count it."""
        if not self._days:
            return
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append(_Kept(event, self._clock()))
        else:
            self._dropped += 1

    async def close(self) -> None:
        """Write what is left, if that is done in a few seconds, and close the connections."""
        if self._life is not None:
            self._life.cancel()
            with suppress(asyncio.CancelledError):
                await self._life
        try:
            await asyncio.wait_for(self.flush(), CLOSING_SECONDS)
        except (CoreError, TimeoutError) as error:
            why = str(error) or f"no answer within {CLOSING_SECONDS:.0f} seconds"
            logger.warning("Events that are lost: %d (%s)", len(self._waiting), why)
        finally:
            await self._cluster.close()

    async def flush(self) -> None:
        """Write everything that waits.

        Raises:
            StoreUnavailable, StoreRefused: not now; what was not written waits on.
        """
        while self._waiting or self._dropped:
            self._own_up()
            batch = list(islice(self._waiting, BATCH))
            await self._write(batch)
            for _ in batch:
                self._waiting.popleft()

    async def sweep(self) -> list[str]:
        """Delete the indices of days that are over for longer than events are kept.

        Only what has the name of such a day and says of itself that it is ours. One that cannot be
        deleted now, such as in a snapshot that is being made, is left for the next time.

        Returns:
            Their names.
        """
        last_kept = self._clock().astimezone(UTC).date() - timedelta(days=self._days)
        pattern = f"{self._cluster.connection.prefix}-{EVENTS}-*"
        found = await self._cluster.call(
            lambda client: client.indices.get_mapping(index=pattern, ignore_unavailable=True)
        )
        old = [
            name
            for name, index in sorted(found.items())
            if _is_ours(index["mappings"].get("_meta", {}))
            and (day := self._day(name)) is not None
            and day <= last_kept
        ]
        return [name for name in old if await self._is_deleted(name)]

    async def _is_deleted(self, name: str) -> bool:
        try:
            await self._cluster.call(
                lambda client: client.indices.delete(index=name, ignore_unavailable=True)
            )
        except (StoreRefused, StoreFull) as refused:
            logger.warning("Events of %s are kept for now: %s", name, refused)
            return False
        return True

    async def _live(self) -> None:
        loop = asyncio.get_running_loop()
        sweep_at = loop.time()
        while True:
            try:
                if loop.time() >= sweep_at:
                    await self.sweep()
                    sweep_at = loop.time() + SWEEP_SECONDS
                await self.flush()
            except Exception as error:  # noqa: BLE001 — events must not end for any reason
                if not self._is_away:
                    logger.warning("Events are not written for now: %s", error)
                self._is_away = True
            else:
                self._is_away = False
            await asyncio.sleep(WHILE_AWAY_SECONDS if self._is_away else EVERY_SECONDS)

    def _own_up(self) -> None:
        """Make of the events that were dropped one that says how many they were."""
        if self._dropped and len(self._waiting) < MOST_WAITING:
            lost, self._dropped = self._dropped, 0
            told = Event(Verb.WATCH, "events_dropped", serious=True, dropped=lost)
            self._waiting.append(_Kept(told, self._clock()))

    async def _write(self, batch: Iterable[_Kept]) -> None:
        for day, kept in groupby(batch, key=lambda one: one.at.date()):
            alias = f"{self._cluster.connection.prefix}-{EVENTS}-{day:%Y.%m.%d}"
            operations = [self._operation(one) for one in kept]
            answers = await self._cluster.bulk(alias, operations, refresh=False)
            if any(answer.get("error", {}).get("type") == MISSING_INDEX for answer in answers):
                await self._create(alias)
                answers = await self._cluster.bulk(alias, operations, refresh=False)
            refused = [
                one for one in answers if "error" in one and one["status"] != HTTPStatus.CONFLICT
            ]
            if refused:
                logger.warning("%d events are refused: %s", len(refused), reason_of(refused[0]))

    def _operation(self, kept: _Kept) -> tuple[bytes, bytes]:
        facts = {key: value for key, value in asdict(kept.event).items() if value is not None}
        document = {"@timestamp": kept.at.isoformat(), "model": self._model, **facts}
        return json.dumps({"create": {"_id": kept.id}}).encode(), json.dumps(document).encode()

    async def _create(self, alias: str) -> None:
        """Make a day's index. Another process may be doing the same: one succeeds."""
        try:
            await self._cluster.call(
                lambda client: client.indices.create(
                    index=f"{alias}-000001",
                    aliases={alias: {}},
                    settings={"index": self._plan.copies},
                    mappings={
                        "dynamic": "strict",
                        "_meta": {"made_by": OURS, "kind": EVENTS, "mapping_version": VERSION},
                        "properties": FIELDS,
                    },
                )
            )
        except StoreRefused as refused:
            cause = refused.__cause__
            exists = "resource_already_exists_exception"
            if not (isinstance(cause, BadRequestError) and exists in str(cause)):
                raise

    def _day(self, name: str) -> date | None:
        """Return whose day's events an index is for, by its name."""
        prefix = self._cluster.connection.prefix
        found = DAY.fullmatch(name.removeprefix(prefix)) if name.startswith(prefix) else None
        if found is None:
            return None
        with suppress(ValueError):
            return date(*map(int, found.groups()))
        return None


def _is_ours(meta: Mapping[str, Any]) -> bool:
    return (meta.get("made_by"), meta.get("kind")) == (OURS, EVENTS)
