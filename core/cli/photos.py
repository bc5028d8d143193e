"""Paths that people name, as files and their bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from core.errors import UnreadableFile

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif", ".heic", ".heif"}
)
"""What a picture's name ends with, in lower case."""


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield each file as named; a folder stands for its pictures, at any depth, by name."""
    for path in paths:
        if path.is_dir():
            yield from pictures(path)
        else:
            yield path


def pictures(folder: Path) -> list[Path]:
    """Return the files of a folder, at any depth, that have a picture's suffix, by name."""
    return sorted(path for path in folder.rglob("*") if _is_picture(path))


def loose_pictures(folder: Path) -> list[Path]:
    """Return those that lie in the folder itself."""
    return sorted(path for path in folder.iterdir() if _is_picture(path))


def folders(folder: Path) -> list[str]:
    """Return the names of the folders in a folder, in their order."""
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries if entry.is_dir())


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()


def content(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        UnreadableFile: the operating system would not give them.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(reason=error.strerror or type(error).__name__) from error
