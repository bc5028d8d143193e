"""Bytes of a photo in; safe, upright, bounded RGB out. Pure: no files, no network, no switches.

Plain calls that compute: run them in an executor.
"""

from core.images.crops import crop, face_of_crop
from core.images.formats import (
    MOST_BYTES,
    MOST_JPEG_MEGAPIXELS,
    MOST_MEGAPIXELS,
    MOST_WEBP_MEGAPIXELS,
)
from core.images.pixels import WORKING_SIDE, digest, load

__all__ = [
    "MOST_BYTES",
    "MOST_JPEG_MEGAPIXELS",
    "MOST_MEGAPIXELS",
    "MOST_WEBP_MEGAPIXELS",
    "WORKING_SIDE",
    "crop",
    "digest",
    "face_of_crop",
    "load",
]
