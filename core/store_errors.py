"""What can be the matter with a store, each by a name of its own.

All of it passes: a store that is too busy by itself, the others when whoever runs it has mended
them. Nobody needs to restart anything, so what was asked is kept and asked again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.errors import StoreUnavailable


@dataclass(eq=False)
class StoreBusy(StoreUnavailable):
    """More is asked of it than it can do just now, or a part of it is away."""

    code: ClassVar[str] = "store_busy"
    sentence: ClassVar[str] = "The face store is too busy ({reason}): try again in a moment."


@dataclass(eq=False)
class StoreTrouble(StoreUnavailable):
    """It cannot be used until somebody mends it. The root of those that follow."""

    code: ClassVar[str] = "store_trouble"
    sentence: ClassVar[str] = "The face store cannot be used: {reason}."


@dataclass(eq=False)
class StoreFull(StoreTrouble):
    """It can be read and takes no writes, mostly for want of disk space."""

    code: ClassVar[str] = "store_full"


@dataclass(eq=False)
class WrongCredentials(StoreTrouble):
    """It does not know us, or not by this password or key."""

    code: ClassVar[str] = "store_credentials"


@dataclass(eq=False)
class MissingRights(StoreTrouble):
    """It knows us, and does not let us do this."""

    code: ClassVar[str] = "store_rights"


@dataclass(eq=False)
class UntrustedStore(StoreTrouble):
    """It cannot show by its certificate that it is the one that was meant."""

    code: ClassVar[str] = "store_certificate"


@dataclass(eq=False)
class OutdatedStore(StoreTrouble):
    """Its version is older than what is needed."""

    code: ClassVar[str] = "store_version"


@dataclass(eq=False)
class AnotherServer(StoreTrouble):
    """What answers at its address is something else."""

    code: ClassVar[str] = "store_stranger"


@dataclass(eq=False)
class UnfitIndex(StoreTrouble):
    """An index of the name that is ours is another program's, or a newer version's of this one."""

    code: ClassVar[str] = "store_index"
