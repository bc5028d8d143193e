"""Everything in one SQLite file, for one machine."""

from core.stores.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
