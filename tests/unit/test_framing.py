"""Whom a photo is plainly of."""

import numpy as np

from core.framing import plain_subject
from core.model import Box, Photo

PHOTO = Photo(np.zeros((10, 10, 3), dtype=np.uint8), 1000, 1000, "0" * 64)


def test_the_only_face_is_the_subject_wherever_it_is() -> None:
    assert plain_subject(PHOTO, [Box(0, 0, 40, 40)]) == 0


def test_no_face_is_nobody() -> None:
    assert plain_subject(PHOTO, []) is None


def test_a_face_larger_by_far_is_the_subject_even_at_the_edge() -> None:
    assert plain_subject(PHOTO, [Box(800, 0, 90, 90), Box(0, 0, 200, 200)]) == 1


def test_the_larger_face_at_the_centre_is_the_subject() -> None:
    assert plain_subject(PHOTO, [Box(425, 425, 150, 150), Box(100, 100, 110, 110)]) == 0


def test_the_larger_face_beside_the_centre_needs_a_word() -> None:
    assert plain_subject(PHOTO, [Box(700, 425, 150, 150), Box(100, 100, 110, 110)]) is None


def test_a_couple_needs_a_word_which_of_them() -> None:
    assert plain_subject(PHOTO, [Box(200, 400, 200, 200), Box(600, 400, 210, 210)]) is None


def test_a_small_face_at_the_centre_is_not_the_subject_of_a_group() -> None:
    assert plain_subject(PHOTO, [Box(450, 450, 100, 100), Box(100, 100, 120, 120)]) is None
