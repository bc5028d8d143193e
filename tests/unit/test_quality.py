"""How well a face is seen: on the astronaut, as she is and made worse."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageFilter
from skimage.data import astronaut

from core import doubts
from core.model import Box, ModelId, Photo, Pixels, Pose, Probe, Template
from core.quality import (
    LEAST_FRONTAL,
    LEAST_SHARPNESS,
    LEAST_SIZE,
    MOST_TURN,
    Quality,
    complaints,
    measured,
)

FACE = (165, 68, 107, 107)
"""Left, top, width and height in the photo of 512 pixels."""

MODEL = ModelId("Made-up", "none", "test")
PORTRAIT = Image.fromarray(astronaut())


def seen(picture: Image.Image, *, pose: Pose | None = None, original: int = 0) -> Quality:
    """Measure her face in a version of the photo, which may be scaled down from an original."""
    pixels: Pixels = np.asarray(picture)
    side = original or picture.width
    box = Box(*(round(part * side / 512) for part in FACE))
    probe = Probe(Template(np.ones(1, np.float32), MODEL), box, 1.0, pose)
    return measured(Photo(pixels, side, side, "digest"), probe)


def wrong(quality: Quality) -> list[str]:
    return [complaint.code for complaint in complaints(quality)]


def shaken(picture: Image.Image, length: int, *, across: bool) -> Image.Image:
    """Blur a picture along one direction alone."""
    pixels = np.asarray(picture, np.float32)
    axis = 1 if across else 0
    moved = [np.roll(pixels, shift, axis) for shift in range(-(length // 2), length // 2 + 1)]
    return Image.fromarray(np.mean(moved, axis=0).astype(np.uint8))


def test_an_ordinary_face_is_good_enough() -> None:
    assert wrong(seen(PORTRAIT, pose=Pose(turn=0.05, frontal=1.5))) == []


def test_its_size_is_in_pixels_as_they_were_read() -> None:
    assert seen(PORTRAIT).size == 107
    assert seen(PORTRAIT, original=1024).size == 107
    small = seen(PORTRAIT.resize((100, 100)))
    assert small.size < LEAST_SIZE
    assert wrong(small)[0] == "face_too_small"


def test_sharpness_is_that_of_the_face_however_many_pixels_it_has() -> None:
    whole, half = (seen(PORTRAIT.resize((side, side))).sharpness for side in (512, 340))
    assert half == pytest.approx(whole, rel=0.15)


def test_a_face_out_of_focus_is_blurred() -> None:
    focused = seen(PORTRAIT)
    blurred = seen(PORTRAIT.filter(ImageFilter.GaussianBlur(4)))
    assert blurred.sharpness < LEAST_SHARPNESS < focused.sharpness
    assert wrong(blurred) == ["face_blurred"]


@pytest.mark.parametrize("across", [True, False])
def test_a_shaken_face_is_blurred_though_its_lines_are_sharp_in_one_direction(
    *, across: bool
) -> None:
    assert "face_blurred" in wrong(seen(shaken(PORTRAIT, 17, across=across)))


def test_noise_does_not_make_a_blurred_face_sharp() -> None:
    blurred = np.asarray(PORTRAIT.filter(ImageFilter.GaussianBlur(5)), np.float32)
    noise = np.random.default_rng(1).normal(0, 4, blurred.shape)
    noisy = Image.fromarray(np.clip(blurred + noise, 0, 255).astype(np.uint8))
    assert "face_blurred" in wrong(seen(noisy))


def test_a_face_in_the_dark_is_too_dark() -> None:
    dark = seen(ImageEnhance.Brightness(PORTRAIT).enhance(0.05))
    assert dark.brightness < 10
    assert wrong(dark)[0] == "face_too_dark"


def test_a_face_in_glaring_light_is_too_bright() -> None:
    glaring = seen(ImageEnhance.Brightness(PORTRAIT).enhance(2))
    assert glaring.white > 0.5
    assert wrong(glaring)[0] == "face_too_bright"


def test_a_face_in_fog_is_too_faint() -> None:
    assert wrong(seen(ImageEnhance.Contrast(PORTRAIT).enhance(0.08)))[0] == "face_too_faint"


def test_a_plain_patch_has_neither_contrast_nor_lines_and_divides_by_nothing() -> None:
    plain = seen(Image.new("RGB", (512, 512), "gray"))
    assert (plain.contrast, plain.sharpness) == (0, 0)
    assert wrong(plain) == ["face_too_faint", "face_blurred"]


def test_a_face_that_looks_away_or_is_hidden_is_told_where_the_encoder_can_tell() -> None:
    away = seen(PORTRAIT, pose=Pose(turn=MOST_TURN + 0.1, frontal=1.0))
    hidden = seen(PORTRAIT, pose=Pose(turn=0.1, frontal=LEAST_FRONTAL - 0.1))
    assert wrong(away) == ["face_turned_away"]
    assert wrong(hidden) == ["face_hidden"]
    assert wrong(seen(PORTRAIT, pose=None)) == []


def test_a_face_of_one_pixel_at_the_corner_is_measured_too() -> None:
    probe = Probe(Template(np.ones(1, np.float32), MODEL), Box(511, 511, 1, 1), 1.0)
    photo = Photo(np.asarray(PORTRAIT), 512, 512, "digest")
    assert complaints(measured(photo, probe))[0].code == "face_too_small"


def test_what_is_nearly_enough_does_not_read_like_enough() -> None:
    quality = Quality(25.9, 0.0599, 13.9, 5.49, 0.401, Pose(0.701, -0.01))
    told = {complaint.code: (complaint.seen, complaint.wanted) for complaint in complaints(quality)}
    assert told == {
        "face_too_small": (25, 26),
        "face_blurred": (0.059, 0.06),
        "face_too_dark": (13, 14),
        "face_too_faint": (5.4, 5.5),
        "face_too_bright": (0.41, 0.4),
        "face_turned_away": (0.71, 0.7),
        "face_hidden": (-0.1, 0),
    }


def test_every_complaint_says_what_was_seen_what_is_needed_and_what_to_do() -> None:
    assert str(doubts.FaceTooSmall(19.6, 26)) == (
        "The face in this photo is 20 pixels across, and 26 are needed: use a closer photo, or the "
        "original rather than a reduced copy."
    )
    for kind in doubts.PoorPhoto.__subclasses__():
        told = str(kind(0.031, 0.25))
        assert any(seen in told for seen in ("0.031", "3%", " 0 ", "0.0")), told
        assert ": use a " in told
    assert len({kind.code for kind in doubts.PoorPhoto.__subclasses__()}) == 7
