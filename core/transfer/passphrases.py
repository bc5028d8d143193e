"""Where the passphrase of an export comes from: a file, or somebody at a terminal."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from core.transfer.faults import NoPassphrase, UnusablePassphrase

LEAST = 8
"""Characters. Fewer are tried through in hours, whatever is spent on each."""

LONGEST_FILE = 4096


def passphrase_for_sealing(file: Path | None) -> str:
    """Return the passphrase that an export is to be sealed with.

    Args:
        file: whose first line it is; without one, somebody is asked twice.

    Raises:
        NoPassphrase: there is no file and no terminal.
        UnusablePassphrase: it is too short, or was not typed the same twice.
    """
    passphrase = _from(file) if file else _asked("Passphrase for this export: ")
    if len(passphrase) < LEAST:
        raise UnusablePassphrase(reason=f"it needs at least {LEAST} characters")
    if not file and _asked("The same once more: ") != passphrase:
        raise UnusablePassphrase(reason="it was typed in two ways")
    return passphrase


def passphrase_for_opening(file: Path | None) -> str:
    """Return the passphrase that an export was sealed with; without a file, somebody is asked.

    Raises:
        NoPassphrase: there is no file and no terminal.
        UnusablePassphrase: the file cannot be read.
    """
    return _from(file) if file else _asked("Passphrase of this export: ")


def _from(file: Path) -> str:
    try:
        with file.open(encoding="utf-8") as lines:
            return lines.readline(LONGEST_FILE).rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusablePassphrase(reason=f"{file} cannot be read as text") from error


def _asked(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise NoPassphrase
    try:
        return getpass.getpass(prompt, stream=sys.stderr)
    except EOFError:
        raise NoPassphrase from None
