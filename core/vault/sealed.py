"""What a key puts over faces: libsodium's XChaCha20-Poly1305, and a secret rotation.

Each use has a key of its own, made of the one in the file by keyed BLAKE2b (RFC 7693) with the use
as its personalisation.

https://doc.libsodium.org/secret-key_cryptography/aead/chacha20-poly1305/xchacha20-poly1305_construction
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.utils import random

from core.errors import StoreRefused
from core.vault.covers import Part, Rows
from core.vault.turning import rotation

NONCE = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
"""Bytes, drawn at random for each thing that is sealed: so long that none is drawn twice."""

TAG = bindings.crypto_aead_xchacha20poly1305_ietf_ABYTES


class Sealed:
    """Implements `core.vault.covers.Cover` with a key.

    What is sealed is bound to its part and to the id of its template: put elsewhere in the store,
    it cannot be opened.
    """

    longer = NONCE + TAG

    def __init__(self, key: bytes) -> None:
        """Take the 32 bytes of the key."""
        self.check = _derived(key, b"check").hex()[:32]
        self._keys = {part: _derived(key, part.encode()) for part in Part}
        self._seed = _derived(key, b"turn")
        self._rotations: dict[tuple[str, int], npt.NDArray[np.float64]] = {}

    def sealed(self, part: Part, id_: str, plain: bytes) -> bytes:
        """Seal a part of the template with this id: nonce, ciphertext, tag."""
        nonce = random(NONCE)
        return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
            plain, id_.encode(), nonce, self._keys[part]
        )

    def opened(self, part: Part, id_: str, sealed: bytes) -> bytes:
        """Return what was sealed."""
        return self.opened_all(part, [id_], [sealed])

    def opened_all(self, part: Part, ids: Sequence[str], sealed: Sequence[bytes]) -> bytes:
        """Return what was sealed for each of these templates, one after the other."""
        key, decrypt = self._keys[part], bindings.crypto_aead_xchacha20poly1305_ietf_decrypt
        try:
            return b"".join(
                decrypt(one[NONCE:], id_.encode(), one[:NONCE], key)
                for id_, one in zip(ids, sealed, strict=True)
            )
        except (CryptoError, ValueError) as error:
            raise StoreRefused(
                reason=f"a {part} was changed after it was sealed: restore the store from a backup"
            ) from error

    def turned(self, model: str, plain: Rows) -> Rows:
        """Turn vectors of a model."""
        return _times(plain, self._rotation(model, plain.shape[-1]))

    def turned_back(self, model: str, turned: Rows) -> Rows:
        """Return vectors as they were, but for the rounding of float32."""
        return _times(turned, self._rotation(model, turned.shape[-1]).T)

    def _rotation(self, model: str, dimensions: int) -> npt.NDArray[np.float64]:
        known = self._rotations.get((model, dimensions))
        if known is None:
            # Templates of two models are turned in two ways, though they are of one length.
            seed = blake2b(model.encode(), key=self._seed).digest()
            known = self._rotations[model, dimensions] = rotation(seed, dimensions)
        return known


def _derived(key: bytes, use: bytes) -> bytes:
    return blake2b(b"familiar", key=key, person=use, digest_size=32).digest()


def _times(rows: Rows, matrix: npt.NDArray[np.float64]) -> Rows:
    # A sum may differ in its last bits by where a row stands among others. In float64 these are
    # lost when it is rounded to float32, so templates that are equal stay so.
    return np.ascontiguousarray(rows.astype(np.float64) @ matrix, np.float32)
