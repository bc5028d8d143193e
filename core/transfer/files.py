"""Exports as files: written beside and put in place when whole, opened to be read twice."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from core.errors import UnwritableFile
from core.transfer.faults import UnreadableExport
from core.transfer.lines import Reading
from core.transfer.sealing import CHUNK, is_sealed, unsealed


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file that only its owner can read, and that takes the place of `path` when whole.

    Raises:
        UnwritableFile: the operating system would not take it.
    """
    whole = path.with_name(path.name + ".part")
    try:
        with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
        whole.replace(path)
    except OSError as error:
        raise UnwritableFile(reason=error.strerror or type(error).__name__) from error
    finally:
        with suppress(OSError):
            whole.unlink()


class ExportFile:
    """An export that lies open, to be read from its beginning as often as need be."""

    def __init__(self, file: IO[bytes], passphrase: str | None) -> None:
        """Take the open file, and the passphrase if it is sealed."""
        self._file = file
        self._passphrase = passphrase

    def read(self) -> Reading:
        """Read it from its beginning.

        Raises:
            NotAnExport, NewerExport, DamagedExport, WrongPassphrase: see there.
        """
        self._file.seek(0)
        if self._passphrase is None:
            return Reading(iter(lambda: self._file.read(CHUNK), b""))
        return Reading(unsealed(self._file, self._passphrase))


@contextmanager
def opened(path: Path) -> Iterator[tuple[IO[bytes], bool]]:
    """Yield an export's open file, and whether it is sealed.

    Raises:
        UnreadableExport: the operating system would not give it.
    """
    try:
        with path.open("rb") as file:
            yield file, is_sealed(file)
    except OSError as error:
        raise UnreadableExport(reason=error.strerror or type(error).__name__) from error
