"""Updates that are stored before they are confirmed, and deleted after they were answered.

The library confirms a batch of updates to Telegram by asking for the next one, and answers a
webhook call when `put` returns. A queue whose `put` stores first makes both durable: what Telegram
handed over is answered, whenever we die.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from telegram import Update
from telegram.error import NetworkError
from telegram.ext import ExtBot

from bot.delivery import growing_delays
from bot.request import GivenUp, Request
from core.errors import CoreError
from core.model import Record
from core.ports import Records

MOST_WAITING = 500
"""Updates in memory; a further one waits at `put`, and Telegram keeps what comes after it."""

TRIES = 3
"""How often an update is begun before it is given up: it seems to be what kills us."""

REMEMBERED = timedelta(days=1)
"""How long an answered update is known, so that a duplicate is dropped: Telegram repeats an
update for at most 24 hours."""

PAGE = 500

logger = logging.getLogger(__name__)

Reader = Callable[[Update], Request | None]
Notice = Callable[[Request, CoreError], Awaitable[None]]


class Inbox(asyncio.Queue[object]):
    """The library's queue of updates, made durable. It gives out `Request`s.

    Records: `inbox-<bot>` holds what is to be answered, `answered-<bot>` the numbers of what was.
    """

    def __init__(
        self,
        records: Records,
        bot: ExtBot[None],
        *,
        bot_id: int,
        read: Reader,
        clock: Callable[[], datetime],
        on_outage: Notice,
        patience: float | None,
    ) -> None:
        """Take where it is kept and what reads an update.

        Args:
            records: the store.
            bot: what stored updates are bound to again.
            bot_id: whose updates these are; two bots may share a store.
            read: tells what an update asks; None is never stored.
            clock: the time with its zone.
            on_outage: called when an update cannot be stored yet.
            patience: seconds that `put` tries to store before it refuses the update, so that
                Telegram sends it again; None means as long as it takes.
        """
        super().__init__()
        self._records = records
        self._bot = bot
        self._waiting, self._answered = f"inbox-{bot_id}", f"answered-{bot_id}"
        self._read = read
        self._clock = clock
        self._on_outage = on_outage
        self._patience = patience
        self._room = asyncio.Semaphore(MOST_WAITING)
        self._open: set[int] = set()
        self._replaying = asyncio.Lock()
        self._replayed_to: str | None = ""

    async def put(self, item: object) -> None:
        """Store an update and pass on what it asks; drop duplicates and what asks nothing.

        Raises:
            NetworkError: it could not be stored in time. The library asks Telegram for it again.
        """
        if not isinstance(item, Update):
            # The library's own signal to stop.
            await super().put(item)
            return
        request = self._readable(item)
        if request is None:
            return
        await self._room.acquire()
        try:
            new = await self._stored(item, request)
        except BaseException:
            self._room.release()
            raise
        if new:
            await super().put(request)
        else:
            self._room.release()

    def _readable(self, update: Update) -> Request | None:
        """Read an update; one that breaks our reading must not stop the others from coming."""
        try:
            return self._read(update)
        except Exception:
            logger.exception("Update %s cannot be understood and is dropped", update.update_id)
            return None

    async def _stored(self, update: Update, request: Request) -> bool:
        delays = growing_delays(0.5, 5.0)
        loop = asyncio.get_running_loop()
        since = loop.time()
        while True:
            try:
                return await self._store(update)
            except CoreError as error:
                if self._patience is not None and loop.time() - since > self._patience:
                    raise NetworkError("the store does not take updates") from error
                await self._on_outage(request, error)
                await asyncio.sleep(next(delays))
            except Exception:
                # Raised from here it would end the library's polling without a word.
                logger.exception("Update %s is answered without being stored", update.update_id)
                return True

    async def _store(self, update: Update) -> bool:
        await self.replay()  # else an update of an earlier run might come to be answered twice
        key = _key(update.update_id)
        value = {"update": update.to_dict(), "tries": 0}
        if not await self._records.create(self._waiting, key, value):
            return False
        # In this order: `done` notes the answer before it deletes, so a duplicate that could be
        # created finds the note.
        if await self._records.get(self._answered, key) is None:
            return True
        await self._records.delete(self._waiting, key)
        return False

    async def replay(self) -> int:
        """Pass on, in order, what an earlier process left; return how many there were.

        It is done once, before anything else is stored; when it fails half-way it goes on from
        there the next time. An update that was begun `TRIES` times comes back as `GivenUp`.

        Raises:
            StoreUnavailable: not now.
        """
        count = 0
        async with self._replaying:
            while self._replayed_to is not None:
                page = await self._records.list(self._waiting, after=self._replayed_to, limit=PAGE)
                for record in page:
                    count += await self._pass_on(record)
                    self._replayed_to = record.key
                if not page:
                    self._replayed_to = None
        return count

    async def _pass_on(self, record: Record) -> bool:
        update = Update.de_json(dict(record.value["update"]), self._bot)
        request = self._readable(update)
        if request is None:
            await self._records.delete(self._waiting, record.key)
            return False
        tries = int(record.value["tries"])
        request = replace(request, tries=tries)
        if tries >= TRIES:
            request = replace(request, ask=GivenUp(), album=None)
        await self._room.acquire()
        await super().put(request)
        return True

    async def begin(self, request: Request) -> None:
        """Note that work on a request begins; in another life it counts as tried."""
        await self._persistently(lambda: self._count(request, request.tries + 1))
        self._open.add(request.update_id)

    async def excuse(self, request: Request) -> None:
        """Take back that a request was tried: it waits for somebody to mend something.

        Raises:
            StoreUnavailable: not now.
        """
        await self._count(request, request.tries)

    async def _count(self, request: Request, tries: int) -> None:
        key = _key(request.update_id)
        record = await self._records.get(self._waiting, key)
        if record is not None:
            await self._records.put(self._waiting, key, {**record.value, "tries": tries})

    def is_open(self, request: Request) -> bool:
        """Tell whether a request was begun and its answer was not noted yet."""
        return request.update_id in self._open

    async def done(self, request: Request) -> None:
        """Note that a request was answered, as long as it takes; again does nothing."""
        if not self.is_open(request):
            return
        key = _key(request.update_id)

        async def note() -> None:
            await self._records.put(self._answered, key, {"at": self._clock().timestamp()})
            await self._records.delete(self._waiting, key)

        await self._persistently(note)
        self._open.discard(request.update_id)

    def leave(self, request: Request) -> None:
        """Give the place of a request, answered or not, to the next."""
        self._open.discard(request.update_id)
        self._room.release()

    async def _persistently(self, note: Callable[[], Awaitable[None]]) -> None:
        delays = growing_delays(0.5, 10.0)
        told = False
        while True:
            try:
                await note()
            except CoreError as error:
                if not told:
                    logger.warning("The inbox cannot be written yet: %s", error)
                told = True
                await asyncio.sleep(next(delays))
            else:
                return

    async def purge(self) -> int:
        """Forget the numbers of updates that Telegram can no longer repeat; return how many."""
        oldest = (self._clock() - REMEMBERED).timestamp()
        purged, after = 0, ""
        while page := await self._records.list(self._answered, after=after, limit=PAGE):
            for record in page:
                after = record.key
                if record.value["at"] < oldest:
                    purged += await self._records.delete(self._answered, record.key)
        return purged


def _key(update_id: int) -> str:
    return f"{update_id:020d}"
