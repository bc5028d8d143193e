"""Every format, mode and orientation that photos come in."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
import pillow_heif
import pytest
from PIL import Image
from skimage.data import astronaut

from core import images

Colour = tuple[int, int, int]

RED, LIME, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    stream = BytesIO()
    if form == "HEIF":
        pillow_heif.from_pillow(image).save(stream, **options)
    else:
        image.save(stream, form, **options)
    return stream.getvalue()


def flag(width: int = 96, height: int = 64) -> Image.Image:
    """Four fields of which no turning or mirroring is like another."""
    picture = Image.new("RGB", (width, height), WHITE)
    across, down = width // 2, height // 2
    picture.paste(RED, (0, 0, across, down))
    picture.paste(LIME, (across, 0, width, down))
    picture.paste(BLUE, (0, down, across, height))
    return picture


def fields(pixels: npt.NDArray[np.uint8]) -> list[Colour]:
    """The colours at the middles of the four fields."""
    height, width = pixels.shape[:2]
    spots = [(height // 4, width // 4), (height // 4, 3 * width // 4)]
    spots += [(3 * height // 4, width // 4), (3 * height // 4, 3 * width // 4)]
    return [(int(r), int(g), int(b)) for r, g, b in (pixels[spot] for spot in spots)]


def near(found: list[Colour], wanted: list[Colour], tolerance: int = 12) -> bool:
    return bool(np.abs(np.array(found) - np.array(wanted)).max() <= tolerance)


def png(header: tuple[int, int, int, int], rows: bytes, *more: tuple[bytes, bytes]) -> bytes:
    """A PNG from width, height, bit depth and colour type, its filtered rows, and more chunks."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", *header, 0, 0, 0)),
            *(chunk(name, body) for name, body in more),
            chunk(b"IDAT", zlib.compress(rows)),
            chunk(b"IEND", b""),
        ]
    )


@pytest.mark.parametrize(
    ("form", "most_off"),
    [("PNG", 0.0), ("BMP", 0.0), ("JPEG", 4.0), ("WEBP", 4.0), ("HEIF", 4.0), ("GIF", 4.0)],
)
def test_a_photo_of_each_format_comes_out_as_it_went_in(form: str, most_off: float) -> None:
    data = saved(Image.fromarray(astronaut()), form)

    photo = images.load(data)

    assert (photo.width, photo.height) == (512, 512)
    assert photo.pixels.shape == (512, 512, 3)
    assert photo.pixels.dtype == np.uint8
    assert np.abs(photo.pixels.astype(int) - astronaut()).mean() <= most_off
    assert photo.digest == sha256(data).hexdigest()


def test_a_loaded_photo_cannot_be_changed() -> None:
    photo = images.load(saved(flag(), "PNG"))

    with pytest.raises(ValueError, match="read-only"):
        photo.pixels[0, 0] = 0


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_whichever_way_it_was_held(form: str, orientation: int) -> None:
    undo = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    lying = flag() if undo is None else flag().transpose(undo)
    exif = Image.Exif()
    exif[0x0112] = orientation

    photo = images.load(saved(lying, form, exif=exif.tobytes()))

    assert (photo.width, photo.height) == (96, 64)
    assert photo.pixels.shape == (64, 96, 3)
    assert near(fields(photo.pixels), [RED, LIME, BLUE, WHITE], tolerance=40)


@pytest.mark.parametrize(
    "note", [b"Exif\0\0", b"Exif\0\0rubbish", b"Exif\0\0MM\0*\xff\xff\xff\xff"]
)
def test_a_damaged_note_of_orientation_harms_nothing(note: bytes) -> None:
    photo = images.load(saved(flag(), "JPEG", exif=note))

    assert near(fields(photo.pixels), [RED, LIME, BLUE, WHITE], tolerance=40)


def test_an_orientation_that_does_not_exist_is_passed_over() -> None:
    exif = Image.Exif()
    exif[0x0112] = 9

    photo = images.load(saved(flag(), "JPEG", exif=exif))

    assert (photo.width, photo.height) == (96, 64)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "BMP", "GIF", "HEIF"])
def test_grey_becomes_three_equal_channels(form: str) -> None:
    photo = images.load(saved(Image.new("L", (64, 48), 100), form))

    assert np.abs(photo.pixels.astype(int) - 100).max() <= 3
    assert photo.pixels.shape == (48, 64, 3)


def test_black_and_white_stays_black_and_white() -> None:
    one_bit = Image.new("1", (64, 48), 0)
    one_bit.paste(1, (0, 0, 32, 48))

    pixels = images.load(saved(one_bit, "PNG")).pixels

    assert (pixels[:, :32] == 255).all()
    assert (pixels[:, 32:] == 0).all()


@pytest.mark.parametrize("form", ["PNG", "WEBP", "HEIF"])
def test_what_can_be_seen_through_is_seen_on_white(form: str) -> None:
    glass = flag().convert("RGBA")
    glass.paste((0, 0, 0, 0), (0, 0, 48, 32))
    glass.paste((0, 0, 0, 128), (48, 0, 96, 32))

    found = fields(images.load(saved(glass, form, quality=95)).pixels)

    assert near(found, [WHITE, (127, 127, 127), BLUE, WHITE], tolerance=14)


def test_grey_with_alpha_is_seen_on_white() -> None:
    glass = Image.new("LA", (64, 48), (50, 0))
    glass.paste((50, 255), (0, 0, 32, 48))

    pixels = images.load(saved(glass, "PNG")).pixels

    assert (pixels[:, :32] == 50).all()
    assert (pixels[:, 32:] == 255).all()


@pytest.mark.parametrize("form", ["PNG", "GIF"])
def test_a_palettes_transparent_colour_is_seen_on_white(form: str) -> None:
    drawing = Image.new("P", (64, 48), 1)
    drawing.putpalette([*RED, *BLUE])
    drawing.paste(0, (0, 0, 32, 48))

    pixels = images.load(saved(drawing, form, transparency=0)).pixels

    assert (pixels[:, :32] == 255).all()
    assert (pixels[:, 32:] == BLUE).all()


def test_a_palette_with_degrees_of_transparency_is_seen_on_white() -> None:
    drawing = Image.new("P", (64, 48), 1)
    drawing.putpalette([*RED, *BLUE])

    pixels = images.load(saved(drawing, "PNG", transparency=bytes([255, 128]))).pixels

    assert near([tuple(pixels[20, 20])], [(127, 127, 255)], tolerance=1)


def test_a_colours_single_transparent_value_is_seen_on_white() -> None:
    pixels = images.load(saved(flag(), "PNG", transparency=RED)).pixels

    assert fields(pixels) == [WHITE, LIME, BLUE, WHITE]


def test_printers_colours_come_out_as_they_look() -> None:
    # Pillow, like every encoder of CMYK JPEGs, writes Adobe's marker and Adobe's inverted values.
    data = saved(flag().convert("CMYK"), "JPEG", quality=95, subsampling=0)

    assert b"Adobe" in data
    assert near(fields(images.load(data).pixels), [RED, LIME, BLUE, WHITE], tolerance=20)


def test_printers_colours_without_adobes_marker_look_the_same() -> None:
    data = saved(flag().convert("CMYK"), "JPEG", quality=95, subsampling=0)
    at = data.index(b"\xff\xee")
    unmarked = data[:at] + data[at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0] :]

    assert b"Adobe" not in unmarked
    assert near(fields(images.load(unmarked).pixels), [RED, LIME, BLUE, WHITE], tolerance=20)


def test_sixteen_bit_grey_keeps_its_lightness() -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)[None, :].repeat(8, axis=0)

    pixels = images.load(saved(Image.fromarray(ramp), "PNG")).pixels

    assert np.abs(pixels[0, :, 0].astype(int) - np.arange(256)).max() <= 1


def test_sixteen_bit_colour_keeps_its_colour() -> None:
    row = b"\0" + struct.pack(">HHH", 0x1234, 0x8000, 0xFFFF) * 40

    pixels = images.load(png((40, 30, 16, 2), row * 30)).pixels

    assert near([tuple(pixels[5, 5])], [(0x12, 0x80, 0xFF)], tolerance=1)


def test_ten_bit_heic_keeps_its_colour() -> None:
    deep = np.full((64, 64, 3), (0x1234, 0x8000, 0xF000), np.uint16)
    stream = BytesIO()
    pillow_heif.from_bytes("RGB;16", (64, 64), deep.tobytes()).save(stream, quality=90)

    pixels = images.load(stream.getvalue()).pixels

    assert near([tuple(pixels[32, 32])], [(0x12, 0x80, 0xF0)], tolerance=6)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_taken(form: str) -> None:
    frames = [Image.new("RGB", (64, 48), colour) for colour in (RED, LIME, BLUE)]
    data = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=50)

    photo = images.load(data)

    assert (photo.width, photo.height) == (64, 48)
    assert near([tuple(photo.pixels[20, 20])], [RED], tolerance=8)


def test_a_gifs_first_frame_may_be_larger_than_its_screen() -> None:
    data = bytearray(saved(flag(), "GIF"))
    data[6:10] = struct.pack("<HH", 10, 10)

    photo = images.load(bytes(data))

    assert (photo.width, photo.height) == (96, 64)
    assert fields(photo.pixels) == [RED, LIME, BLUE, WHITE]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "BMP", "GIF", "HEIF"])
def test_a_large_photo_is_scaled_down_and_remembers_its_size(form: str) -> None:
    data = saved(flag(3840, 1920), form)

    photo = images.load(data)

    assert (photo.width, photo.height) == (3840, 1920)
    assert photo.pixels.shape == (1280, images.WORKING_SIDE, 3)
    assert photo.scale == pytest.approx(1.5)
    assert near(fields(photo.pixels), [RED, LIME, BLUE, WHITE])


def test_a_large_photo_that_lies_on_its_side_is_scaled_and_stood_up() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    photo = images.load(saved(flag(4000, 2000), "JPEG", exif=exif))

    assert (photo.width, photo.height) == (2000, 4000)
    assert photo.pixels.shape == (images.WORKING_SIDE, 1280, 3)
    assert near(fields(photo.pixels), [BLUE, RED, WHITE, LIME], tolerance=40)


@pytest.mark.parametrize("size", [(1, 1), (1, 9000), (9000, 1), (2561, 2)])
def test_even_the_oddest_shapes_have_pixels(size: tuple[int, int]) -> None:
    photo = images.load(saved(Image.new("RGB", size, BLUE), "PNG"))

    assert (photo.width, photo.height) == size
    assert min(photo.pixels.shape[:2]) >= 1
    assert max(photo.pixels.shape[:2]) <= images.WORKING_SIDE
    assert (photo.pixels == BLUE).all()
