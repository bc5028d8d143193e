"""What has to be known of a JPEG before its plugin may see it, read from its markers.

Source: ITU-T T.81, annex B. Functions raise IndexError, ValueError or struct.error where the bytes
end too early.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from struct import unpack_from

from core.errors import TruncatedImage

MOST_SCANS = 100
"""Each costs a pass over all blocks, however few bytes it has. Encoders make 1 to 18."""

MOST_SEGMENTS = 5000
"""Before the first scan. Large profiles, previews and provenance need some hundreds."""

_START_OF_SCAN, _END_OF_IMAGE, _FILL = 0xDA, 0xD9, 0xFF
_BARE = frozenset({0x00, 0x01, *range(0xD0, 0xD9), _FILL})
"""Markers that no length follows: stuffing, TEM, restarts, start of image, fill."""

_EXIF_SEGMENT, _EXIF_NAME = 0xE1, b"Exif\0\0"
_LEFT_OUT = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
"""Notes beside the picture: all APPn but JFIF's 0 and Adobe's 14, which tell how colours are kept;
comments."""

_MARKER = re.compile(rb"\xff[^\x00\xff]")


@dataclass(frozen=True, slots=True)
class PlainJpeg:
    """A JPEG without notes.

    Attributes:
        data: the file, from start of image to its end.
        scan: where in `data` the first scan's header is, just behind its marker.
        exif: the first EXIF block that was among the notes; may be empty.
    """

    data: bytes
    scan: int
    exif: bytes


def plain_jpeg(data: bytes) -> PlainJpeg:
    """Take the notes out: profiles, previews, comments, and whatever lies between segments.

    Raises:
        TruncatedImage: no scan begins within `MOST_SEGMENTS`.
    """
    view = memoryview(data)
    kept = [view[:2]]
    exif, at = b"", 2
    for _ in range(MOST_SEGMENTS):
        # As decoders do: what is no marker is passed over.
        at = data.index(b"\xff", at)
        marker = data[at + 1]
        if marker == _START_OF_SCAN:
            scan = sum(map(len, kept)) + 2
            return PlainJpeg(b"".join([*kept, view[at:]]), scan, exif)
        if marker in _BARE:
            at += 1 if marker == _FILL else 2
            continue
        end = at + 2 + unpack_from(">H", data, at + 2)[0]
        if marker not in _LEFT_OUT:
            kept.append(view[at:end])
        elif marker == _EXIF_SEGMENT and data[at + 4 : at + 10] == _EXIF_NAME:
            exif = exif or data[at + 4 : end]
        at = end
    raise TruncatedImage


def scan_components(jpeg: PlainJpeg) -> int:
    """Read how many components (1 to 4) the first scan carries."""
    return jpeg.data[jpeg.scan + 2]


def require_few_scans(jpeg: PlainJpeg) -> None:
    """See that there are no more scans than `MOST_SCANS`.

    Raises:
        TruncatedImage: there are.
    """
    scans = 1
    for found in _MARKER.finditer(jpeg.data, jpeg.scan):
        marker = jpeg.data[found.start() + 1]
        if marker == _END_OF_IMAGE:
            return
        scans += marker == _START_OF_SCAN
        if scans > MOST_SCANS:
            raise TruncatedImage
