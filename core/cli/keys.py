"""`key`: the key that faces are sealed with."""

from __future__ import annotations

from argparse import Namespace

from core.cli.output import Output
from core.vault.keys import new_key


def key(arguments: Namespace, output: Output) -> bool:
    """Make a key. No settings are read: they may name the file that is to be made.

    Raises:
        UnwritableFile: the file is there already, or cannot be written.
    """
    new_key(arguments.file)
    output.result(
        {"file": str(arguments.file)},
        f"A new key is in {arguments.file}: set FACES_KEY_FILE to it, before anybody is enrolled. "
        "Keep a copy where the database and its backups are not: without the key nobody can read "
        "the faces that it sealed.",
    )
    return True
