"""Throwing away what nobody needs any more: what expired, chats that were left."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot import answers, lessons, questions
from bot.agreements import AGREEMENTS
from bot.audit import AUDIT
from bot.chores import Chores
from bot.handlers.forgetting import Forgetting
from bot.handlers.lapsing import Lapsing
from bot.handlers.leaving import Leaving
from bot.handlers.retiring import Retiring
from bot.handlers.silencing import Silencing
from bot.inbox import Inbox
from bot.moderation import caseload
from bot.moderation.arrivals import ARRIVALS
from bot.moderation.drafts import DRAFTS
from bot.moderation.glances import GLANCES
from bot.moderation.ladder import WARNINGS
from bot.moderation.leave import CLEARED
from bot.moderation.paces import PACES
from bot.moderation.patience import REPORTS
from bot.moderation.postings import POSTINGS
from bot.walking import walk
from core.errors import CoreError
from core.ports import Records, Store

SWEPT_EVERY = 3600.0
AGAIN_AFTER = 300.0
"""Seconds until the next try when something could not be done, as the store was away."""

OFTEN = 10.0
"""Seconds for which the store's files may still show, to who can read them, what was deleted; how
long after its time somebody is deleted who could be put back; and until another process's first
person who is to be named nowhere is heard of."""

SWEPT = (
    *questions.COLLECTIONS,
    *answers.COLLECTIONS,
    *lessons.COLLECTIONS,
    *caseload.COLLECTIONS,
    AGREEMENTS,
    ARRIVALS,
    AUDIT,
    CLEARED,
    DRAFTS,
    GLANCES,
    PACES,
    POSTINGS,
    REPORTS,
    WARNINGS,
)
"""Collections whose records have an end ("until")."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Housekeeping:
    """Throws away what nobody needs any more, now and then."""

    store: Store
    inbox: Inbox
    leaving: Leaving
    forgetting: Forgetting
    retiring: Retiring
    silencing: Silencing
    lapsing: Lapsing
    clock: Callable[[], datetime]

    async def keep(self) -> None:
        """Go on until cancelled."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            try:
                await self.silencing.optouts.refresh()
                if loop.time() >= due:
                    due = loop.time() + AGAIN_AFTER
                    if await self.tidy():
                        due = loop.time() + SWEPT_EVERY
                await self.forgetting.finish()
                await self.store.drop_traces()
            except CoreError as error:
                logger.warning("Housekeeping was put off: %s", error)
            except Exception:
                logger.exception("Housekeeping failed")
            await asyncio.sleep(OFTEN)

    async def tidy(self) -> bool:
        """Throw away once what has no need to go at once; tell whether all of it could be done.

        What one chat, or one collection, has to wait for holds up nothing else.
        """
        chores = Chores()
        for what, do in (
            ("Forgetting which updates were answered", self.inbox.purge),
            ("Deleting the chats that were left", self.leaving.finish),
            ("Forgetting whose time in their chat is over", self.retiring.finish),
            ("Ending rules about who is not known any more", self.lapsing.finish),
            ("Asking for other photos after a change of the model", self.silencing.remind),
        ):
            with chores.chore(what):
                await do()
        for collection in SWEPT:
            with chores.chore(f"Sweeping {collection}"):
                await sweep(self.store.records, collection, self.clock())
        return not chores.undone


async def sweep(records: Records, collection: str, now: datetime) -> int:
    """Delete the records of a collection whose time is over; return how many."""
    swept = 0
    async for record in walk(records, collection):
        if record.value["until"] < now.timestamp():
            swept += await records.delete(collection, record.key)
    return swept
