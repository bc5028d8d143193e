"""Moments as whole microseconds since 1970 (UTC): they sort, and no store rounds them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_microseconds(moment: datetime) -> int:
    """Return the microseconds from 1970 to a moment that has a time zone."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def from_microseconds(count: int) -> datetime:
    """Return the moment, in UTC."""
    return _EPOCH + timedelta(microseconds=count)
