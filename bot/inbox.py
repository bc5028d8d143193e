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

from bot.backlog import Backlog
from bot.delivery import growing_delays
from bot.persistence import persistently
from bot.request import GivenUp, PhotoSent, Request
from bot.walking import walk
from core.errors import CoreError
from core.model import Record
from core.ports import Records

MOST_WAITING = 500
"""Places for messages (an album counts as one) that are worked on or wait for their turn; a further
one waits at `put`, and Telegram keeps what comes after it."""

MOST_ASIDE = 2000
"""Messages that were judged and wait for room to be answered without a place: some 30 kB each."""

TRIES = 3
"""How often an update is begun before it is given up: it seems to be what kills us."""

REMEMBERED = timedelta(days=1)
"""How long an answered update is known, so that a duplicate is dropped: Telegram repeats an
update for at most 24 hours."""

logger = logging.getLogger(__name__)

Reader = Callable[[Update], Request | None]
Notice = Callable[[Request, CoreError], Awaitable[None]]
Watched = Callable[[int], Awaitable[bool]]


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
        on_end: Callable[[Request], None],
        patience: float | None,
        watched: Watched,
    ) -> None:
        """Take where it is kept and what reads an update.

        Args:
            records: the store.
            bot: what stored updates are bound to again.
            bot_id: whose updates these are; two bots may share a store.
            read: tells what an update asks; None is never stored.
            clock: the time with its zone.
            on_outage: called when an update cannot be stored yet.
            on_end: called when no more is done about a request in this process.
            patience: seconds that `put` tries to store before it refuses the update, so that
                Telegram sends it again; None means as long as it takes.
            watched: tells whether a chat has rules that have to see its photos first.
        """
        super().__init__()
        self._records = records
        self._bot = bot
        self._waiting, self._answered = f"inbox-{bot_id}", f"answered-{bot_id}"
        self._read = read
        self._clock = clock
        self._on_outage = on_outage
        self._on_end = on_end
        self._patience = patience
        self._watched = watched
        self._room = asyncio.Semaphore(MOST_WAITING)
        self._backlog = Backlog()
        self._open: set[int] = set()
        self._aside: set[int] = set()
        self._replaying = asyncio.Lock()
        self._replayed_to: str | None = ""

    async def put(self, item: object) -> None:
        """Store an update and pass on what it asks; drop duplicates and what asks nothing.

        A chat that has many here already is not passed more photos before it has fewer.

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
        if await self._stored(item, request):
            await self._pass_on(request)
        elif not self.is_open(request):
            self._on_end(request)

    async def _pass_on(self, request: Request) -> None:
        watched = self._backlog.would_wait(request) and await self._is_watched(request.chat)
        shares_a_place = self._backlog.holds(request)
        coming = self._backlog.arrive(request, watched=watched)
        if coming and not shares_a_place:
            await self._room.acquire()
        for one in coming:
            await super().put(one)

    async def _is_watched(self, chat: int) -> bool:
        try:
            return await self._watched(chat)
        except CoreError:
            # Then it waits, as it would without rules: nobody could judge it now.
            return False

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
            if self._replayed_to is not None:
                async for record in walk(self._records, self._waiting, after=self._replayed_to):
                    count += await self._pass_on_again(record)
                    self._replayed_to = record.key
                self._replayed_to = None
        return count

    async def _pass_on_again(self, record: Record) -> bool:
        update = Update.de_json(dict(record.value["update"]), self._bot)
        request = self._readable(update)
        if request is None:
            await self._records.delete(self._waiting, record.key)
            return False
        tries = int(record.value["tries"])
        request = replace(request, tries=tries)
        if tries >= TRIES:
            unanswered = isinstance(request.ask, PhotoSent) and request.ask.only_judged
            message = 0 if unanswered else request.message
            request = replace(request, ask=GivenUp(), album=None, message=message)
        await self._pass_on(request)
        return True

    async def begin(self, request: Request) -> None:
        """Note that work on a request begins; in another life it counts as tried."""
        try:
            await self._count(request, request.tries + 1)
        except CoreError as error:
            # Whoever waits is told now: nobody else will, until work begins.
            await self._on_outage(request, error)
            await persistently(lambda: self._count(request, request.tries + 1))
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

        await persistently(note)
        self._open.discard(request.update_id)

    def leave(self, request: Request) -> None:
        """Give the place of a request, answered or not, to the next."""
        self._open.discard(request.update_id)
        self._on_end(request)
        if request.update_id in self._aside:
            self._aside.discard(request.update_id)
        else:
            self._give_place(request)

    def step_aside(self, request: Request) -> None:
        """Give a place away before its time, where the rules of a chat have yet to see others.

        What was judged waits for room to be answered, which may take long; what comes after it
        is judged meanwhile.
        """
        if self._backlog.is_watched(request.chat) and len(self._aside) < MOST_ASIDE:
            self._aside.add(request.update_id)
            self._give_place(request)

    def _give_place(self, request: Request) -> None:
        coming = self._backlog.leave(request)
        for one in coming:
            self.put_nowait(one)
        if not coming and not self._backlog.holds(request):
            self._room.release()

    async def purge(self) -> int:
        """Forget the numbers of updates that Telegram can no longer repeat; return how many."""
        oldest = (self._clock() - REMEMBERED).timestamp()
        purged = 0
        async for record in walk(self._records, self._answered):
            if record.value["at"] < oldest:
                purged += await self._records.delete(self._answered, record.key)
        return purged


def _key(update_id: int) -> str:
    return f"{update_id:020d}"
