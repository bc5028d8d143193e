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
    jpeg_first_scan,
    jpeg_scan_components,
    jpeg_scans,
    plain_png,
    png_size,
    require_whole_boxes,
    webp_size,
)

MOST_BYTES = 100 * 2**20
"""Of a file: the largest photos that phones save have 60 to 90 MiB."""

MOST_MEGAPIXELS = 50
"""Of a photo that has to be decoded whole before it can be scaled down."""

MOST_JPEG_MEGAPIXELS = 200
"""Of a JPEG in one scan, which libjpeg scales down while it decodes."""

MOST_SCANS = 100
"""Of a JPEG: each costs a pass over all blocks, however few bytes it has. Encoders make 1 to 12."""


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
        image = opener(data)
    except ImageError:
        raise
    except Exception as error:
        # Plugins raise whatever damaged bytes lead them to.
        raise TruncatedImage from error
    return OpenImage(image, _orientation(image))


def _open_jpeg(data: bytes) -> Image.Image:
    image = JpegImageFile(BytesIO(data))
    first_scan = jpeg_first_scan(data)
    all_in_one = jpeg_scan_components(data, first_scan) == image.layers
    if all_in_one and not image.info.get("progressive"):
        return _bounded(image, MOST_JPEG_MEGAPIXELS)
    # In several scans libjpeg keeps every coefficient, so that scaling saves no memory.
    _bounded(image, MOST_MEGAPIXELS)
    if jpeg_scans(data, first_scan, MOST_SCANS) > MOST_SCANS:
        raise TruncatedImage
    return image


def _open_png(data: bytes) -> Image.Image:
    _bound(png_size(data), MOST_MEGAPIXELS)
    return PngImageFile(BytesIO(plain_png(data)))


def _open_webp(data: bytes) -> Image.Image:
    # The plugin makes room for two canvases before it tells their size.
    _bound(webp_size(data), MOST_MEGAPIXELS)
    return WebPImageFile(BytesIO(data))


def _open_gif(data: bytes) -> Image.Image:
    _bound(gif_size(data), MOST_MEGAPIXELS)
    return GifImageFile(BytesIO(data))


def _open_bmp(data: bytes) -> Image.Image:
    return _bounded(BmpImageFile(BytesIO(data)), MOST_MEGAPIXELS)


def _open_heif(data: bytes) -> Image.Image:
    # libheif fills missing tiles with black and says nothing.
    require_whole_boxes(data)
    image: Image.Image = HeifImageFile(BytesIO(data))
    return _bounded(image, MOST_MEGAPIXELS)


def _bounded(image: Image.Image, most_megapixels: int) -> Image.Image:
    _bound(image.size, most_megapixels)
    return image


def _bound(size: Size, most_megapixels: int) -> None:
    width, height = size
    if width * height > most_megapixels * 1_000_000:
        raise ImageTooLarge(width=width, height=height, most_megapixels=most_megapixels)


def _orientation(image: Image.Image) -> int:
    # libheif turns the pixels itself, by the container's own word; EXIF only repeats it there.
    if image.format == "HEIF" or "exif" not in image.info:
        return 1
    exif = Image.Exif()
    try:
        exif.load(image.info["exif"])
        orientation = int(exif.get(0x0112, 1))
    except Exception:  # noqa: BLE001 — a photo is not worse for a damaged note beside its pixels
        return 1
    return orientation if orientation in range(1, 9) else 1


_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1"}

_FORMATS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Image.Image]], ...] = (
    (lambda head: head.startswith(b"\xff\xd8\xff"), _open_jpeg),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), _open_png),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", _open_webp),
    (lambda head: head.startswith((b"GIF87a", b"GIF89a")), _open_gif),
    (lambda head: head.startswith(b"BM"), _open_bmp),
    (lambda head: head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS, _open_heif),
)
