"""Each way for bytes to be wrong has its own word, and costs next to nothing."""

from __future__ import annotations

import struct
import time
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from io import BytesIO

import pillow_heif
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile
from skimage.data import astronaut

from core import images
from core.errors import (
    EmptyImage,
    FileTooLarge,
    ImageError,
    ImageTooLarge,
    NotAnImage,
    TruncatedImage,
)

FORMS = ("JPEG", "PROGRESSIVE", "PNG", "WEBP", "BMP", "GIF", "HEIF")


@cache
def sample(form: str, side: int = 96) -> bytes:
    """A small real photo in a format."""
    photo = Image.fromarray(astronaut()).resize((side, side))
    stream = BytesIO()
    if form == "HEIF":
        pillow_heif.from_pillow(photo).save(stream, quality=60)
    elif form == "PROGRESSIVE":
        photo.save(stream, "JPEG", progressive=True)
    else:
        photo.save(stream, form)
    return stream.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_with(*chunks: bytes) -> bytes:
    """A real PNG with more chunks behind its header."""
    data = sample("PNG")
    return b"".join([data[:33], *chunks, data[33:]])


@contextmanager
def at_once(seconds: float = 5.0) -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < seconds


def test_no_bytes_are_an_empty_file() -> None:
    with pytest.raises(EmptyImage, match="empty"):
        images.load(b"")


@pytest.mark.parametrize(
    "data",
    [
        b"x",
        b"BMW, VW and Audi: prices of 2026, in a text file.",
        b"These are notes, renamed to .jpg.",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"II*\0" + bytes(100),  # TIFF
        b"\0\0\0\x1cftypavif\0\0\0\0avifmif1",
        b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
        b"RIFF\x24\0\0\0WAVEfmt ",
    ],
)
def test_anything_else_is_not_an_image(data: bytes) -> None:
    with pytest.raises(NotAnImage, match=r"not a photo that can be read: use JPEG"):
        images.load(data)


@pytest.mark.parametrize("compression", [1, 2])
def test_run_length_drawings_are_not_photos(compression: int) -> None:
    header = struct.pack("<IiiHHIIiiII", 40, 64, 64, 1, 8, compression, 0, 0, 0, 2, 0)
    data = b"BM" + struct.pack("<IHHI", 0, 0, 0, 62) + header + bytes(8) + b"\x40\1" * 64

    with pytest.raises(NotAnImage):
        images.load(data)


@pytest.mark.parametrize("form", FORMS)
def test_a_photo_that_ends_early_is_never_half_a_picture(form: str) -> None:
    data = sample(form)
    # A GIF's last two bytes are marks behind a picture that is whole.
    last = len(data) - 2 if form == "GIF" else len(data)

    for end in [*range(32, last, max(1, last // 60)), last - 1]:
        with pytest.raises(TruncatedImage, match="damaged or incomplete"):
            images.load(data[:end])


@pytest.mark.parametrize("form", ["PNG", "WEBP", "BMP", "HEIF", "GIF"])
def test_a_photo_with_a_hole_is_damaged(form: str) -> None:
    data = sample(form)

    with pytest.raises(TruncatedImage):
        images.load(data[: len(data) // 2] + data[len(data) // 2 + 40 :])


def test_more_bytes_than_are_read_are_refused_unread() -> None:
    data = sample("JPEG") + bytes(images.MOST_BYTES)

    with at_once(), pytest.raises(FileTooLarge, match="at most 104857600 are read"):
        images.load(data)


def jpeg_of(width: int, height: int, form: str) -> bytes:
    data = sample(form)
    at = data.index(b"\xff\xc2" if form == "PROGRESSIVE" else b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def webp_of(kind: bytes, body: bytes) -> bytes:
    size = struct.pack("<I", len(body))
    return b"RIFF" + struct.pack("<I", 12 + len(body)) + b"WEBP" + kind + size + body


def gif_of(screen: tuple[int, int], frame: tuple[int, int]) -> bytes:
    data = bytearray(sample("GIF"))
    data[6:10] = struct.pack("<HH", *screen)
    at = data.index(b",\0\0\0\0" + struct.pack("<HH", 96, 96))
    data[at + 5 : at + 9] = struct.pack("<HH", *frame)
    return bytes(data)


def heic_of(width: int, height: int) -> bytes:
    data = sample("HEIF")
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]


TOO_LARGE = {
    "JPEG": jpeg_of(65_000, 65_000, "JPEG"),
    "progressive JPEG": jpeg_of(10_000, 10_000, "PROGRESSIVE"),
    "PNG": b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 6, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(bytes(10_000_000)))
    + chunk(b"IEND", b""),
    "PNG behind a decoy": b"\x89PNG\r\n\x1a\n"
    + chunk(b"deCy", struct.pack(">IIBBBBB", 8, 8, 8, 6, 0, 0, 0))
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 6, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(bytes(10_000_000)))
    + chunk(b"IEND", b""),
    "PNG with two headers": png_with(
        chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0))
    ),
    "BMP": sample("BMP")[:18] + struct.pack("<ii", 2**31 - 1, 2**31 - 1) + sample("BMP")[26:],
    "GIF screen": gif_of((65_535, 65_535), (96, 96)),
    "GIF frame": gif_of((10, 10), (60_000, 60_000)),
    "WebP canvas": webp_of(b"VP8X", bytes(4) + b"\xff" * 6 + bytes(20)),
    "lossless WebP": webp_of(b"VP8L", b"\x2f" + struct.pack("<I", 2**28 - 1) + bytes(20)),
    "lossy WebP": webp_of(b"VP8 ", bytes(3) + b"\x9d\x01\x2a\xff\x3f\xff\x3f" + bytes(20)),
}


@pytest.mark.parametrize("form", TOO_LARGE)
def test_too_many_pixels_are_refused_before_any_is_decoded(form: str) -> None:
    with at_once(), pytest.raises(ImageTooLarge, match="megapixels are read: make it smaller"):
        images.load(TOO_LARGE[form])


def test_a_bomb_is_told_its_size() -> None:
    with pytest.raises(ImageTooLarge) as caught:
        images.load(TOO_LARGE["PNG"])

    assert caught.value.facts == {"width": 30_000, "height": 30_000, "most_megapixels": 50}


def test_a_heic_that_lies_about_its_size_is_refused() -> None:
    with at_once(), pytest.raises(ImageError):
        images.load(heic_of(32_000, 32_000))
    with at_once(), pytest.raises(TruncatedImage):
        images.load(heic_of(8, 8))


def test_bombs_beside_the_pixels_are_left_packed() -> None:
    zeros = zlib.compress(bytes(300_000_000), 9)
    text = chunk(b"zTXt", b"Comment\0\0" + zeros)
    notes = [chunk(b"iTXt", b"Comment\0\1\0\0\0" + zeros), chunk(b"iCCP", b"profile\0\0" + zeros)]

    with at_once():
        photo = images.load(png_with(text * 20, *notes))

    assert (photo.width, photo.height) == (96, 96)


def test_a_jpeg_of_very_many_scans_is_refused() -> None:
    data = sample("PROGRESSIVE")
    last_scan = data[data.rindex(b"\xff\xda") : -2]

    with at_once(), pytest.raises(TruncatedImage):
        images.load(data[:-2] + last_scan * 20_000 + data[-2:])


MILLIONS = 4_000_000
OF_MANY_PARTS = {
    "PNG chunks": sample("PNG")[:33] + chunk(b"IDAT", b"") * MILLIONS + sample("PNG")[33:],
    "JPEG segments": b"\xff\xd8" + b"\xff\xe5\0\2" * MILLIONS + sample("JPEG")[2:],
    "JPEG filling": b"\xff\xd8" + b"\xff" * MILLIONS + sample("JPEG")[2:],
    "GIF extensions": sample("GIF")[:-2][:13] + b"\0" * 768 + b"!\xfe\0" * MILLIONS,
    "GIF comment": sample("GIF")[:13] + bytes(768) + b"!\xfe" + b"\1x" * MILLIONS + b"\0",
    "GIF junk": sample("GIF")[:13] + bytes(768) + bytes(4 * MILLIONS),
    "HEIC boxes": sample("HEIF") + b"\0\0\0\x08free" * MILLIONS,
}


def test_junk_between_a_jpegs_segments_is_passed_over() -> None:
    head, rest = sample("JPEG")[:2], sample("JPEG")[2:]

    with at_once():
        photo = images.load(head + b"\xff\xe5\0\2" + bytes(4 * MILLIONS) + rest)

    assert (photo.width, photo.height) == (96, 96)


@pytest.mark.parametrize("form", OF_MANY_PARTS)
def test_a_file_of_millions_of_empty_parts_is_refused(form: str) -> None:
    with at_once(), pytest.raises(TruncatedImage):
        images.load(OF_MANY_PARTS[form])


def test_pillows_switches_are_left_as_they_were() -> None:
    before = (Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES, dict(Image.EXTENSION))

    for form in FORMS:
        images.load(sample(form))
        with suppress(ImageError):
            images.load(sample(form)[:-50])

    assert before == (
        Image.MAX_IMAGE_PIXELS,
        ImageFile.LOAD_TRUNCATED_IMAGES,
        dict(Image.EXTENSION),
    )


def only_an_image_error_comes_of(data: bytes) -> None:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with at_once(2.0), suppress(ImageError):
            photo = images.load(data)
            assert photo.pixels.shape[2] == 3
            assert max(photo.pixels.shape[:2]) <= images.WORKING_SIDE
    assert not warned


SIGNATURES = tuple(sample(form)[:16] for form in FORMS)
fuzzing = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@fuzzing
@given(st.one_of(st.just(b""), st.sampled_from(SIGNATURES)), st.binary(max_size=400))
def test_random_bytes_raise_image_errors_alone(signature: bytes, data: bytes) -> None:
    only_an_image_error_comes_of(signature + data)


@fuzzing
@given(
    st.sampled_from(FORMS),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), max_size=8),
    st.sampled_from(["header", "anywhere"]),
)
def test_flipped_bits_raise_image_errors_alone(
    form: str, flips: list[tuple[float, int]], where_to: str
) -> None:
    data = bytearray(sample(form))
    reach = min(len(data), 700) if where_to == "header" else len(data)
    for where, bits in flips:
        data[int(where * reach)] ^= bits

    only_an_image_error_comes_of(bytes(data))


@fuzzing
@given(st.sampled_from(FORMS), st.floats(0, 1), st.floats(0, 1), st.binary(max_size=30))
def test_cuts_and_splices_raise_image_errors_alone(
    form: str, one: float, other: float, between: bytes
) -> None:
    data = sample(form)
    first, second = sorted(int(part * len(data)) for part in (one, other))

    only_an_image_error_comes_of(data[:first] + between + data[second:])
