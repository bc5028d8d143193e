"""What lies over a face in a store: nothing, or what a key puts there (`core.vault.sealed`)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from core.setup_errors import MissingKey, UnwantedKey, WrongKey

Rows = npt.NDArray[np.float32]
"""Templates, one a row, or one alone: shape (n, dimensions) or (dimensions,), float32."""

NO_KEY = ""
"""The key check of templates that nothing lies over."""


class Part(StrEnum):
    """What of a template is sealed."""

    VECTOR = "vector"
    CROP = "crop"


class Cover(Protocol):
    """Puts something over faces before they are stored, and takes it away again.

    Bytes that are only read back are sealed. Vectors that a server is to compare are turned: all by
    one secret rotation, which leaves their cosines as they are.
    """

    @property
    def check(self) -> str:
        """What is kept beside the templates, to know the key by; `NO_KEY` without one."""

    @property
    def longer(self) -> int:
        """How many bytes longer something is when it is sealed."""

    def sealed(self, part: Part, id_: str, plain: bytes) -> bytes:
        """Seal a part of the template with this id."""

    def opened(self, part: Part, id_: str, sealed: bytes) -> bytes:
        """Return what was sealed.

        Raises:
            StoreRefused: it was changed, or is not this template's.
        """

    def opened_all(self, part: Part, ids: Sequence[str], sealed: Sequence[bytes]) -> bytes:
        """Return what was sealed for each of these templates, one after the other."""

    def turned(self, model: str, plain: Rows) -> Rows:
        """Turn vectors of a model (`str(ModelId)`)."""

    def turned_back(self, model: str, turned: Rows) -> Rows:
        """Return vectors as they were, but for the rounding of float32 (some 1e-7)."""


class Bare:
    """Implements `Cover` by leaving everything as it is."""

    check = NO_KEY
    longer = 0

    def sealed(self, part: Part, id_: str, plain: bytes) -> bytes:  # noqa: ARG002 — the port's
        """Return it as it is."""
        return plain

    def opened(self, part: Part, id_: str, sealed: bytes) -> bytes:  # noqa: ARG002 — the port's
        """Return it as it is."""
        return sealed

    def opened_all(self, part: Part, ids: Sequence[str], sealed: Sequence[bytes]) -> bytes:  # noqa: ARG002 — the port's
        """Return them as they are."""
        return b"".join(sealed)

    def turned(self, model: str, plain: Rows) -> Rows:  # noqa: ARG002 — the port's
        """Return them as they are."""
        return plain

    def turned_back(self, model: str, turned: Rows) -> Rows:  # noqa: ARG002 — the port's
        """Return them as they are."""
        return turned


BARE = Bare()


def check_key(cover: Cover, kept: str, where: str) -> None:
    """Compare the key with that of the templates that are there.

    Args:
        cover: of whoever reads or writes them.
        kept: the key check that was kept with them.
        where: they are, in a sentence.

    Raises:
        MissingKey, WrongKey, UnwantedKey: it is not theirs.
    """
    if cover.check == kept:
        return
    if cover.check == NO_KEY:
        raise MissingKey(reason=where)
    if kept == NO_KEY:
        raise UnwantedKey(reason=where)
    raise WrongKey(reason=where)
