"""The small picture of a face that is kept beside its template."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from skimage.data import astronaut

from core import images
from core.model import Box, Photo


def photo_of(picture: Image.Image, *, exif: Image.Exif | None = None) -> Photo:
    stream = BytesIO()
    picture.save(stream, "PNG", exif=exif)
    return images.load(stream.getvalue())


def opened(crop: bytes) -> Image.Image:
    image = Image.open(BytesIO(crop))
    assert image.format == "JPEG"
    return image


def test_a_crop_is_the_face_and_half_as_much_again() -> None:
    crop = opened(images.crop(photo_of(Image.fromarray(astronaut())), Box(178, 79, 90, 90)))

    # 90 px and half as much again, around the same centre.
    wanted = astronaut()[56:192, 155:291].astype(int)
    found = np.asarray(crop.convert("RGB")).astype(int)
    assert crop.size == (136, 136)
    assert np.abs(found - wanted).mean() < 4


def test_a_crop_at_the_edge_ends_with_the_photo() -> None:
    crop = opened(images.crop(photo_of(Image.new("RGB", (400, 300))), Box(340, 240, 60, 60)))

    assert crop.size == (75, 75)


def test_a_large_face_is_kept_small() -> None:
    crop = opened(images.crop(photo_of(Image.new("RGB", (2000, 1500))), Box(500, 300, 800, 900)))

    assert crop.size == (228, 256)


def test_a_box_speaks_of_the_original_however_much_the_photo_was_scaled() -> None:
    picture = Image.new("RGB", (5120, 2560), "white")
    picture.paste("black", (4000, 1000, 4400, 1400))

    crop = np.asarray(opened(images.crop(photo_of(picture), Box(4000, 1000, 400, 400))))

    assert crop.shape == (256, 256, 3)
    assert crop[128, 128].max() < 10
    assert crop[60:196, 60:196].mean() < 10
    assert crop[:30].mean() > 240


def test_the_smallest_face_of_a_huge_photo_still_has_a_pixel() -> None:
    crop = opened(images.crop(photo_of(Image.new("RGB", (6000, 10))), Box(5999, 9, 1, 1)))

    assert crop.size == (1, 1)


def test_a_crop_carries_nothing_but_its_picture() -> None:
    exif = Image.Exif()
    exif[0x010E] = "where I live"

    crop = images.crop(photo_of(Image.new("RGB", (300, 300)), exif=exif), Box(10, 10, 100, 100))

    assert not opened(crop).getexif()
    assert b"where I live" not in crop
    assert "icc_profile" not in opened(crop).info


@pytest.mark.parametrize("box", [Box(300, 0, 50, 50), Box(-90, -90, 50, 50), Box(0, 400, 9, 9)])
def test_a_box_outside_the_photo_is_the_callers_mistake(box: Box) -> None:
    with pytest.raises(ValueError, match="outside a photo of 200 x 200"):
        images.crop(photo_of(Image.new("RGB", (200, 200))), box)


# --- which face a crop is of ------------------------------------------------------------------

CROP = Photo(np.zeros((10, 10, 3), np.uint8), 150, 150, "0" * 64)
"""Of a face of 100 pixels at (25, 25), unless its photo ended there."""


def test_a_crop_is_of_the_face_in_its_middle_not_of_a_neighbour_at_its_edge() -> None:
    assert images.face_of_crop(CROP, [Box(0, 10, 50, 110), Box(25, 25, 100, 100)]) == 1


def test_a_neighbour_who_reaches_beyond_the_middle_is_not_taken_for_the_face() -> None:
    assert images.face_of_crop(CROP, [Box(27, 24, 99, 101), Box(0, 0, 90, 150)]) == 0


def test_a_face_at_the_photos_corner_is_its_crops() -> None:
    clipped = Photo(CROP.pixels, 125, 125, CROP.digest)
    assert images.face_of_crop(clipped, [Box(0, 0, 100, 100)]) == 0
    assert images.face_of_crop(clipped, [Box(25, 25, 100, 100)]) == 0


def test_a_pattern_in_a_face_is_not_the_face() -> None:
    assert images.face_of_crop(CROP, [Box(70, 70, 15, 15), Box(25, 25, 100, 100)]) == 1


def test_a_crop_that_shows_only_somebody_at_its_edge_is_of_nobody() -> None:
    assert images.face_of_crop(CROP, [Box(80, 0, 60, 60)]) is None
    assert images.face_of_crop(CROP, []) is None
