"""Memory that was freed, given back to the system."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Have the C library return what was freed, where it keeps it (glibc).

    dlib frees some 300 MiB of many sizes after a large photo; kept, they would add to the peak of
    whatever comes next. Takes some milliseconds.
    """
    if sys.platform != "linux":
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:  # musl has none, and keeps little
        trim(ctypes.c_size_t(0))
