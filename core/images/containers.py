"""What has to be known of a file before its plugin may see it, read from the bytes themselves.

Sources: PNG (W3C, third edition), GIF89a (CompuServe 1990), the WebP container specification
(RFC 9649), JPEG (ITU-T T.81, annex B), ISO base media file format (ISO/IEC 14496-12, 4.2).
Functions raise IndexError, ValueError or struct.error where the bytes end too early.
"""

from __future__ import annotations

import re
from struct import unpack_from

from core.errors import TruncatedImage

Size = tuple[int, int]
"""Width and height in pixels."""

_KEPT_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"eXIf", b"IDAT", b"IEND")
_MARKER = re.compile(rb"\xff[^\x00\xff]")
_END_OF_IMAGE, _START_OF_SCAN, _FILL = 0xD9, 0xDA, 0xFF
_BOX_HEADER = 8
"""Bytes of an ISO box's length and type."""

_BARE = frozenset({0x00, 0x01, *range(0xD0, 0xD9), _FILL})
"""JPEG markers that no length follows: stuffing, TEM, restarts, start of image, fill."""


def png_size(data: bytes) -> Size:
    """Read the size from IHDR, which comes first."""
    width, height = unpack_from(">II", data, 16)
    return width, height


def plain_png(data: bytes) -> bytes:
    """Return the picture and its EXIF alone.

    Texts and colour profiles, which unpack to any size, and later frames are left out.

    Raises:
        TruncatedImage: the end is missing.
    """
    chunks: dict[bytes, list[memoryview]] = {name: [] for name in _KEPT_CHUNKS}
    view = memoryview(data)
    at = 8
    while not chunks[b"IEND"]:
        if at + 12 > len(data):
            raise TruncatedImage
        (length,) = unpack_from(">I", data, at)
        end = at + 12 + length
        if end > len(data):
            raise TruncatedImage
        name = data[at + 4 : at + 8]
        if name in chunks:
            chunks[name].append(view[at:end])
        at = end
    return b"".join([data[:8], *(part for parts in chunks.values() for part in parts)])


def gif_size(data: bytes) -> Size:
    """Read the size of the first frame's canvas: the screen, or more where the frame juts out."""
    screen_width, screen_height, flags = unpack_from("<HHB", data, 6)
    at = 13 + _palette_bytes(flags)
    while data[at] == ord("!"):
        at += 2
        while data[at]:
            at += 1 + data[at]
        at += 1
    left, top, width, height = unpack_from("<HHHH", data, at + 1)
    return max(screen_width, left + width), max(screen_height, top + height)


def _palette_bytes(flags: int) -> int:
    return 3 << (flags % 8 + 1) if flags & 0x80 else 0


def webp_size(data: bytes) -> Size:
    """Read the size of the canvas from whichever of the three kinds of first chunk there is."""
    kind = data[12:16]
    if kind == b"VP8X":
        packed = int.from_bytes(data[24:30], "little")
        return packed % 2**24 + 1, (packed >> 24) + 1
    if kind == b"VP8L":
        (packed,) = unpack_from("<I", data, 21)
        return packed % 2**14 + 1, (packed >> 14) % 2**14 + 1
    width, height = unpack_from("<HH", data, 26)
    return width % 2**14, height % 2**14


def jpeg_first_scan(data: bytes) -> int:
    """Return where the first scan's header is, just behind its marker."""
    at = 2
    while True:
        # As libjpeg does: what is no marker is passed over.
        at = data.index(b"\xff", at)
        marker = data[at + 1]
        at += 1 if marker == _FILL else 2
        if marker == _START_OF_SCAN:
            return at
        if marker not in _BARE:
            at += unpack_from(">H", data, at)[0]


def jpeg_scan_components(data: bytes, scan: int) -> int:
    """Read how many components (1 to 4) the scan carries whose header is at `scan`."""
    return data[scan + 2]


def jpeg_scans(data: bytes, first_scan: int, most: int) -> int:
    """Count the scans of a JPEG up to its end, or to one more than `most`."""
    scans = 1
    for found in _MARKER.finditer(data, first_scan):
        marker = data[found.start() + 1]
        scans += marker == _START_OF_SCAN
        if marker == _END_OF_IMAGE or scans > most:
            break
    return scans


def require_whole_boxes(data: bytes) -> None:
    """See that every box at the top of an ISO media file ends inside it.

    Raises:
        TruncatedImage: one does not.
    """
    at = 0
    while at < len(data):
        if at + _BOX_HEADER > len(data):
            raise TruncatedImage
        (length,) = unpack_from(">I", data, at)
        if length == 0:  # to the end of the file
            return
        if length == 1:
            (length,) = unpack_from(">Q", data, at + _BOX_HEADER)
        if length < _BOX_HEADER or at + length > len(data):
            raise TruncatedImage
        at += length
