"""A rotation that is as secret as its seed, and the same wherever it is computed.

A matrix of independent normal numbers, made orthogonal by QR with the signs of R's diagonal taken
into Q, is drawn evenly from all orthogonal matrices (F. Mezzadri, *How to generate random matrices
from the classical compact groups*, Notices of the AMS 54, 2007).

The normal numbers are made here of SHAKE-256, not by numpy's generators: their streams may change
with a version of numpy, and a store would be lost with it. What the last bits of a logarithm or of
LAPACK differ by from machine to machine is far below what float32 holds.
"""

from __future__ import annotations

from hashlib import shake_256

import numpy as np
import numpy.typing as npt

BITS = 53
"""Of a float64's precision."""


def rotation(seed: bytes, dimensions: int) -> npt.NDArray[np.float64]:
    """Return an orthogonal matrix, shape (dimensions, dimensions). Computes: 512 take 0.1 s."""
    normal = _normal(seed, dimensions * dimensions).reshape(dimensions, dimensions)
    q, r = np.linalg.qr(normal)
    return np.asarray(q * np.sign(np.diagonal(r)), np.float64)


def _normal(seed: bytes, count: int) -> npt.NDArray[np.float64]:
    """Return independent normal numbers, by the method of Box and Muller."""
    words = np.frombuffer(shake_256(seed).digest(16 * count), "<u8")
    evenly = ((words >> np.uint64(64 - BITS)).astype(np.float64) + 0.5) * 2.0**-BITS
    radius, angle = evenly[:count], evenly[count:]
    return np.asarray(np.sqrt(-2.0 * np.log(radius)) * np.cos(2.0 * np.pi * angle), np.float64)
