"""The file of a key: made once, readable by its owner alone, kept apart from what it opens."""

from __future__ import annotations

import os
import re
import secrets
from base64 import b64decode
from pathlib import Path

from core.errors import UnwritableFile
from core.setup_errors import SettingsError

SETTING = "FACES_KEY_FILE"

BYTES = 32

HEXADECIMAL = re.compile("[0-9a-fA-F]{64}")

LONGEST_FILE = 1024

OTHERS = 0o077
"""The rights of everybody but the owner."""

MADE_BY = "`python -m core key new FILE` makes one"


def new_key(path: Path) -> None:
    """Draw a key and write it to a file that is not there yet, in hexadecimal digits.

    Raises:
        UnwritableFile: there is a file already, or none can be written.
    """
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise UnwritableFile(
            reason="it is there already, and a key that is written over is lost with every face "
            "that it sealed"
        ) from error
    except OSError as error:
        raise UnwritableFile(reason=error.strerror or type(error).__name__) from error


def read_key(path: Path) -> bytes:
    """Return the key of a file: 32 bytes, in hexadecimal digits or base64.

    Raises:
        SettingsError: it is not there, cannot be read, can be read by others, or holds no key.
    """
    try:
        with path.open("rb") as file:
            others = os.fstat(file.fileno()).st_mode & OTHERS
            text = file.read(LONGEST_FILE + 1)
    except FileNotFoundError as error:
        raise SettingsError(
            key=SETTING, wanted=f"the path of a file that exists: {MADE_BY}"
        ) from error
    except OSError as error:
        raise SettingsError(
            key=SETTING,
            wanted=f"a file that this program can read ({error.strerror}): check its owner",
        ) from error
    if others:
        raise SettingsError(
            key=SETTING, wanted="a file that its owner alone can read: `chmod 600` it"
        )
    key = _decoded(text)
    if key is None:
        raise SettingsError(
            key=SETTING,
            wanted=f"a file with {BYTES} bytes in hexadecimal digits or base64, and nothing else: "
            f"{MADE_BY}",
        )
    return key


def _decoded(text: bytes) -> bytes | None:
    try:
        written = text.decode("ascii").strip()
        if HEXADECIMAL.fullmatch(written):
            return bytes.fromhex(written)
        key = b64decode(written, validate=True)
    except ValueError:
        return None
    return key if len(key) == BYTES else None
