"""Which format bytes are in, and how each is opened without decoding more than is allowed.

Pillow's `Image.open` is not used: it warns of, and then refuses, what is larger than a limit kept
for the whole process, and phones make JPEGs of 200 megapixels. The format is told by its signature,
its one plugin is called, and the bounds are ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile
from pillow_heif import HeifImageFile

from core.errors import ImageError, ImageTooLarge, NotAnImage, TruncatedImage
from core.images.containers import (
    Size,
    gif_size,
    plain_png,
    require_whole_boxes,
    webp_size,
)
from core.images.exif import exif_orientation
from core.images.jpeg import plain_jpeg, require_few_scans, scan_components

MOST_BYTES = 100 * 2**20
"""Of a file: the largest photos that phones save have 60 to 90 MiB."""

MOST_MEGAPIXELS = 50
"""Of a photo that has to be decoded whole before it can be scaled down."""

MOST_JPEG_MEGAPIXELS = 200
"""Of a JPEG in one scan, which libjpeg scales down while it decodes. In several scans it keeps
every coefficient, so that scaling saves no memory."""

MOST_WEBP_MEGAPIXELS = 25
"""Of a WebP: its decoder keeps two whole pictures of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class OpenImage:
    """A photo whose header has been read and found bearable; its pixels are not decoded yet.

    Attributes:
        image: of Pillow.
        orientation: of EXIF, 1 to 8: how the pixels have to be turned to stand upright.
    """

    image: Image.Image
    orientation: int


def open_image(data: bytes) -> OpenImage:
    """Read the header of a photo in one of the formats that are allowed.

    Raises:
        NotAnImage: the signature is of none of them.
        TruncatedImage: the signature is, the rest does not follow.
        ImageTooLarge: more pixels than the format's bound.
    """
    opener = next((opener for accepts, opener in _FORMATS if accepts(data[:32])), None)
    if opener is None:
        raise NotAnImage
    try:
        return opener(data)
    except ImageError:
        raise
    except Exception as error:
        # Plugins raise whatever damaged bytes lead them to.
        raise TruncatedImage from error


def _open_jpeg(data: bytes) -> OpenImage:
    jpeg = plain_jpeg(data)
    image = JpegImageFile(BytesIO(jpeg.data))
    if scan_components(jpeg) == image.layers and not image.info.get("progressive"):
        return _bearable(image, MOST_JPEG_MEGAPIXELS, jpeg.exif)
    require_few_scans(jpeg)
    return _bearable(image, MOST_MEGAPIXELS, jpeg.exif)


def _open_png(data: bytes) -> OpenImage:
    image = PngImageFile(BytesIO(plain_png(data)))
    return _bearable(image, MOST_MEGAPIXELS, image.info.get("exif", b""))


def _open_webp(data: bytes) -> OpenImage:
    # The plugin makes room for two canvases before it tells their size.
    _bound(webp_size(data), MOST_WEBP_MEGAPIXELS)
    image = WebPImageFile(BytesIO(data))
    return _bearable(image, MOST_WEBP_MEGAPIXELS, image.info.get("exif", b""))


def _open_gif(data: bytes) -> OpenImage:
    # The plugin has a limit of its own for frames that jut out, and warns on stderr.
    _bound(gif_size(data), MOST_MEGAPIXELS)
    return _bearable(GifImageFile(BytesIO(data)), MOST_MEGAPIXELS)


def _open_bmp(data: bytes) -> OpenImage:
    image = BmpImageFile(BytesIO(data))
    if image.info["compression"] in _RUN_LENGTHS:
        # Drawings of long ago, no photos; Pillow unpacks them slowly, byte by byte.
        raise NotAnImage
    return _bearable(image, MOST_MEGAPIXELS)


def _open_heif(data: bytes) -> OpenImage:
    # libheif fills missing tiles with black and says nothing.
    require_whole_boxes(data)
    # It turns the pixels itself, by the container's own word; EXIF only repeats it.
    return _bearable(HeifImageFile(BytesIO(data)), MOST_MEGAPIXELS)


def _bearable(image: Image.Image, most_megapixels: int, exif: bytes = b"") -> OpenImage:
    _bound(image.size, most_megapixels)
    return OpenImage(image, exif_orientation(exif))


def _bound(size: Size, most_megapixels: int) -> None:
    width, height = size
    if width * height > most_megapixels * 1_000_000:
        raise ImageTooLarge(width=width, height=height, most_megapixels=most_megapixels)


_RUN_LENGTHS = frozenset({BmpImageFile.COMPRESSIONS["RLE8"], BmpImageFile.COMPRESSIONS["RLE4"]})
_BMP_HEADERS = {size.to_bytes(4, "little") for size in (12, 16, 40, 52, 56, 64, 108, 124)}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1"}

_FORMATS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], OpenImage]], ...] = (
    (lambda head: head.startswith(b"\xff\xd8\xff"), _open_jpeg),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), _open_png),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", _open_webp),
    (lambda head: head.startswith((b"GIF87a", b"GIF89a")), _open_gif),
    (lambda head: head[:2] == b"BM" and head[14:18] in _BMP_HEADERS, _open_bmp),
    (lambda head: head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS, _open_heif),
)
