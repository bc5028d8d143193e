"""Throwing away what nobody needs any more: open questions that expired, numbers of old updates."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from bot.inbox import Inbox
from bot.questions import COLLECTIONS
from core.errors import CoreError
from core.ports import Records

EVERY_SECONDS = 3600.0
PAGE = 500

logger = logging.getLogger(__name__)


async def keep_house(records: Records, inbox: Inbox, clock: Callable[[], datetime]) -> None:
    """Sweep now and then, until cancelled."""
    while True:
        try:
            await inbox.purge()
            for collection in COLLECTIONS:
                await sweep(records, collection, clock())
        except CoreError as error:
            logger.warning("Housekeeping was put off: %s", error)
        except Exception:
            logger.exception("Housekeeping failed")
        await asyncio.sleep(EVERY_SECONDS)


async def sweep(records: Records, collection: str, now: datetime) -> int:
    """Delete the questions of a collection that nobody can answer any more; return how many."""
    swept, after = 0, ""
    while page := await records.list(collection, after=after, limit=PAGE):
        for record in page:
            after = record.key
            if record.value["until"] < now.timestamp():
                swept += await records.delete(collection, record.key)
    return swept
