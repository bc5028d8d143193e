"""A stream of bytes sealed with a passphrase: libsodium's own recipe for files.

A sealed file is one line of JSON, which says how the key is made of the passphrase; 24 bytes that
begin a secretstream (XChaCha20-Poly1305); and chunks, each of `CHUNK` bytes (the last of fewer, or
none) and 17 more that authenticate it and its place. The last is marked as the last, so a file that
ends early is noticed; the line is authenticated with the first chunk.

https://doc.libsodium.org/secret-key_cryptography/secretstream
"""

from __future__ import annotations

import json
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import IO

from nacl import bindings
from nacl.pwhash import argon2id
from nacl.utils import random

from core.transfer.faults import DamagedExport, NewerExport, NotAnExport, WrongPassphrase

CHUNK = 64 * 1024
"""Bytes of what is sealed that are authenticated at once."""

FORMAT = "familiar-sealed"
VERSION = 1

LONGEST_LINE = 1024

MOST_OPERATIONS, MOST_MEMORY = 16, 2**30
"""What a file may ask to be spent on its passphrase: four times what is spent when one is made."""

STREAM_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
MORE = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
KEY = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES


class Sealer:
    """Takes bytes and writes them sealed; `finish` seals what is left and marks the end."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        """Write the beginning. Takes most of a second and 256 MB for the passphrase.

        Args:
            file: where to.
            passphrase: what opens it again.
        """
        self._file = file
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        salt = random(argon2id.SALTBYTES)
        operations, memory = argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE
        line = _line(salt, operations, memory)
        key = _key(passphrase, salt, operations, memory)
        begin = bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, key)
        self._line: bytes | None = line
        self._waiting = bytearray()
        file.write(line + begin)

    def write(self, data: bytes) -> None:
        """Seal what fills whole chunks; keep the rest."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._push(bytes(self._waiting[:CHUNK]), MESSAGE)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """Seal the rest. Nothing may be written afterwards."""
        self._push(bytes(self._waiting), FINAL)
        self._waiting.clear()

    def _push(self, chunk: bytes, tag: int) -> None:
        sealed = bindings.crypto_secretstream_xchacha20poly1305_push(
            self._state, chunk, self._line, tag
        )
        self._line = None
        self._file.write(sealed)


def is_sealed(file: IO[bytes]) -> bool:
    """Tell whether a file is a sealed one by its first bytes, and go back to its beginning."""
    wanted = f'{{"format": "{FORMAT}"'.encode()
    file.seek(0)
    begins = file.read(len(wanted)) == wanted
    file.seek(0)
    return begins


def unsealed(file: IO[bytes], passphrase: str) -> Iterator[bytes]:
    """Yield what was sealed, in chunks; each was found to be whole and in its place.

    Raises:
        NotAnExport: it is no sealed file.
        NewerExport: it was sealed in a way that is not known here.
        WrongPassphrase: the first chunk cannot be opened.
        DamagedExport: a later one cannot, or something is missing or too much.
    """
    line = file.readline(LONGEST_LINE)
    salt, operations, memory = _how(line)
    begin = file.read(STREAM_HEADER)
    if len(begin) < STREAM_HEADER:
        raise DamagedExport(reason="it ends early")
    key = _key(passphrase, salt, operations, memory)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, begin, key)
    said: bytes | None = line
    number = 0
    while True:
        sealed = file.read(CHUNK + MORE)
        number += 1
        chunk, tag = _pulled(state, sealed, said, number)
        said = None
        yield chunk
        if tag == FINAL:
            break
    if file.read(1):
        raise DamagedExport(reason="something follows its end")


def _pulled(
    state: bindings.crypto_secretstream_xchacha20poly1305_state,
    sealed: bytes,
    said: bytes | None,
    number: int,
) -> tuple[bytes, int]:
    if len(sealed) < MORE:
        raise DamagedExport(reason="it ends early")
    try:
        chunk, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, sealed, said)
    except RuntimeError as error:
        if number == 1:
            raise WrongPassphrase from error
        raise DamagedExport(reason=f"chunk {number} was changed, or is cut off") from error
    return bytes(chunk), int(tag)


def _line(salt: bytes, operations: int, memory: int) -> bytes:
    how = {
        "format": FORMAT,
        "version": VERSION,
        "key": "argon2id",
        "salt": b64encode(salt).decode(),
        "operations": operations,
        "memory": memory,
    }
    return json.dumps(how).encode() + b"\n"


def _how(line: bytes) -> tuple[bytes, int, int]:
    try:
        how = json.loads(line)
        if how["format"] != FORMAT:
            raise NotAnExport
        if how["version"] > VERSION:
            raise NewerExport(version=how["version"])
        salt = b64decode(how["salt"], validate=True)
        operations, memory = int(how["operations"]), int(how["memory"])
        usable = (
            len(salt) == argon2id.SALTBYTES
            and argon2id.OPSLIMIT_MIN <= operations <= MOST_OPERATIONS
            and argon2id.MEMLIMIT_MIN <= memory <= MOST_MEMORY
        )
    except (ArithmeticError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedExport(reason="its first line cannot be read") from error
    if not usable:
        raise DamagedExport(reason="its first line asks for what is not allowed")
    return salt, operations, memory


def _key(passphrase: str, salt: bytes, operations: int, memory: int) -> bytes:
    # The same letters can be typed as different code points.
    typed = unicodedata.normalize("NFC", passphrase).encode()
    return argon2id.kdf(KEY, typed, salt, opslimit=operations, memlimit=memory)
