"""What has to be known of a file before its plugin may see it, read from the bytes themselves.

The walks are bounded: a file may be built so that it has millions of parts of no bytes each.

Sources: PNG (W3C, third edition), GIF89a (CompuServe 1990), the WebP container specification
(RFC 9649), ISO base media file format (ISO/IEC 14496-12, 4.2).
Functions raise IndexError or struct.error where the bytes end too early.
"""

from __future__ import annotations

from struct import unpack_from

from core.errors import TruncatedImage

Size = tuple[int, int]
"""Width and height in pixels."""

MOST_PARTS = 200_000
"""Chunks of a PNG, boxes of a HEIC. Encoders make a chunk for every 8 KiB or more."""

MOST_GIF_PREAMBLE = 2**20
"""Bytes of a GIF's comments and the like before its first frame; editors write up to 0.1 MiB."""

_PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"eXIf", b"IDAT", b"IEND")
_PNG_FRAME = 12
"""Bytes of a chunk besides its data: length, name, checksum."""

_BOX_HEADER = 8
"""Bytes of an ISO box's length and type."""


def plain_png(data: bytes) -> bytes:
    """Return the picture and its EXIF alone.

    Texts and colour profiles, which unpack to any size, and later frames are left out.

    Raises:
        TruncatedImage: the end is missing, or there are more parts than `MOST_PARTS`.
    """
    kept: dict[bytes, list[memoryview]] = {name: [] for name in _PNG_KEPT}
    view = memoryview(data)
    at = 8
    for _ in range(MOST_PARTS):
        (length,) = unpack_from(">I", data, at)
        end = at + _PNG_FRAME + length
        if end > len(data):
            break
        name = data[at + 4 : at + 8]
        if name in kept:
            kept[name].append(view[at:end])
        if name == b"IEND":
            return b"".join([data[:8], *(part for parts in kept.values() for part in parts)])
        at = end
    raise TruncatedImage


def gif_size(data: bytes) -> Size:
    """Read the size of the first frame's canvas: the screen, or more where the frame juts out.

    Raises:
        TruncatedImage: something else comes first.
        IndexError: no frame begins before `MOST_GIF_PREAMBLE`.
    """
    head = data[:MOST_GIF_PREAMBLE]
    screen_width, screen_height, flags = unpack_from("<HHB", head, 6)
    at = 13 + (3 << (flags % 8 + 1) if flags & 0x80 else 0)
    while head[at] == ord("!"):
        at += 2
        while head[at]:
            at += 1 + head[at]
        at += 1
    if head[at] != ord(","):
        raise TruncatedImage
    left, top, width, height = unpack_from("<HHHH", head, at + 1)
    return max(screen_width, left + width), max(screen_height, top + height)


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


def require_whole_boxes(data: bytes) -> None:
    """See that every box at the top of an ISO media file ends inside it.

    Raises:
        TruncatedImage: one does not, or there are more than `MOST_PARTS`.
    """
    at = 0
    for _ in range(MOST_PARTS):
        if at == len(data):
            return
        (length,) = unpack_from(">I", data, at)
        if length == 0:  # to the end of the file
            return
        if length == 1:
            (length,) = unpack_from(">Q", data, at + _BOX_HEADER)
        at += length
        if length < _BOX_HEADER or at > len(data):
            break
    raise TruncatedImage
