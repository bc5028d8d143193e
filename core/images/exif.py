"""How a photo was held, by the note that cameras leave in it.

Pillow can read it too; it warns on stderr of notes that are damaged, and they often are.
"""

from __future__ import annotations

from struct import error, unpack_from

UPRIGHT = 1
"""The orientation of a photo that is to be shown as its pixels are."""

_ORIENTATION_TAG = 0x0112
_ORIENTATIONS = range(1, 9)
_ENTRY = 12
"""Bytes of an entry: tag, type and count, then the value."""


def exif_orientation(note: bytes) -> int:
    """Read the orientation, 1 to 8, from an EXIF block (CIPA DC-008, 4.6.2 to 4.6.5).

    A photo is not worse for a damaged note beside its pixels: that, and none, is `UPRIGHT`.
    """
    tiff = note.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return UPRIGHT
    try:
        (directory,) = unpack_from(f"{order}I", tiff, 4)
        (entries,) = unpack_from(f"{order}H", tiff, directory)
        for entry in range(entries):
            tag, _, _, value = unpack_from(f"{order}HHIH", tiff, directory + 2 + entry * _ENTRY)
            if tag == _ORIENTATION_TAG:
                return value if value in _ORIENTATIONS else UPRIGHT
    except error:
        pass
    return UPRIGHT
