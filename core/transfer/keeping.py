"""For how long an export may be kept, by what people were told (`BACKUPS_DAYS`). No I/O."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.transfer.faults import ExpiredExport


def kept_until(exported_at: datetime, days: int | None) -> datetime | None:
    """Return the moment from which an export is not to be there any more; None: nobody said.

    Args:
        exported_at: when it was written, with its zone.
        days: for how many days backups are kept at most; None: nobody says.
    """
    return None if days is None else exported_at + timedelta(days=days)


def assert_kept(exported_at: datetime, days: int | None, now: datetime) -> None:
    """See that an export may still be there.

    Raises:
        ExpiredExport: people were told that it is gone by now.
    """
    until = kept_until(exported_at, days)
    if until is not None and days is not None and now >= until:
        raise ExpiredExport(written=f"{exported_at:%Y-%m-%d}", days=days)
