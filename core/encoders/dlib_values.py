"""The elementary values of dlib's files: integers, numbers, names and tensors, one after another.

As dlib's serialize.h and dnn/tensor.h write them.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

NEGATIVE = 0x80
"""Marks an integer below zero, in the byte that says how many bytes follow."""

NO_NUMBER = 32000
"""dlib's exponents from here on stand for infinities and what is not a number."""

TENSOR_VERSION = 2
"""The only one that files in use have."""

LONGEST_NAME = 64
"""Letters in a layer's name; more means that something else is being read."""


class BrokenFile(ValueError):
    """Bytes that are not what dlib writes."""


class Values:
    """Reads a file's bytes from the beginning to the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def skip_to(self, name: str) -> None:
        """Go on to where a name begins.

        Raises:
            BrokenFile: it does not come.
        """
        found = self._data.find(bytes([1, len(name)]) + name.encode("ascii"), self._at)
        if found < 0:
            raise BrokenFile(f"{name} is not in it")
        self._at = found

    def done(self) -> bool:
        """Tell whether everything was read."""
        return self._at == len(self._data)

    def take(self, count: int) -> bytes:
        """Return the next bytes.

        Raises:
            BrokenFile: the file ends before.
        """
        taken = self._data[self._at : self._at + count]
        if len(taken) != count:
            raise BrokenFile("it ends too early")
        self._at += count
        return taken

    def integer(self) -> int:
        """Read a control byte, then as many bytes as it says, the lowest first."""
        control = self.take(1)[0]
        size = control & ~NEGATIVE
        if not 1 <= size <= 8:  # noqa: PLR2004 — 64 bits
            raise BrokenFile(f"no integer begins with {control:#04x}")
        value = int.from_bytes(self.take(size), "little")
        return -value if control & NEGATIVE else value

    def integers(self, count: int) -> tuple[int, ...]:
        """Read several integers."""
        return tuple(self.integer() for _ in range(count))

    def number(self) -> float:
        """Read a floating-point number: mantissa and exponent of two."""
        mantissa, exponent = self.integers(2)
        if exponent >= NO_NUMBER:
            raise BrokenFile("one of its numbers is not finite")
        return math.ldexp(mantissa, exponent)

    def numbers(self, count: int) -> tuple[float, ...]:
        """Read several floating-point numbers."""
        return tuple(self.number() for _ in range(count))

    def truth(self) -> bool:
        """Read '0' or '1'."""
        byte = self.take(1)
        if byte not in {b"0", b"1"}:
            raise BrokenFile(f"{byte!r} is no truth value")
        return byte == b"1"

    def text(self) -> str:
        """Read a name: its length, then its letters."""
        length = self.integer()
        if not 0 < length <= LONGEST_NAME:
            raise BrokenFile(f"no name has {length} letters")
        return self.take(length).decode("ascii", errors="replace")

    def tensor(self) -> Floats:
        """Read a tensor: shape (samples, channels, rows, columns), float32."""
        if self.integer() != TENSOR_VERSION:
            raise BrokenFile("a tensor is of another version")
        shape = self.integers(4)
        if min(shape) < 0:
            raise BrokenFile("a tensor's size is negative")
        return np.frombuffer(self.take(4 * math.prod(shape)), "<f4").reshape(shape)

    def part_shape(self) -> tuple[int, ...]:
        """Read the shape of a named part of a tensor (dlib's alias_tensor): four sides."""
        if self.integer() != 1:
            raise BrokenFile("a tensor's part is of another version")
        return self.integers(4)
