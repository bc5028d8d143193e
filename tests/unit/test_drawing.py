"""Pictures that carry numbers and candidates."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from core.drawing import LONGEST_SIDE, annotated, numbered
from core.findings import Candidate, Decision, Evidence, Identification
from core.model import Box, ModelId, Photo, Probe, Subject, Template

UNIT = np.full(4, 0.5, dtype=np.float32)


def grey_photo(width: int, height: int) -> Photo:
    return Photo(np.full((height, width, 3), 200, dtype=np.uint8), width, height, "0" * 64)


def opened(jpeg: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.asarray(Image.open(BytesIO(jpeg)).convert("RGB"))


def seen(box: Box, decision: Decision, names: tuple[str, ...] = ()) -> Identification:
    probe = Probe(Template(UNIT, ModelId("M", "d", "r")), box, 0.9)
    candidates = tuple(
        Candidate(Subject(str(place), name), 0.99 - place / 100, f"t{place}")
        for place, name in enumerate(names)
    )
    evidence = tuple(Evidence(candidate.score, None) for candidate in candidates)
    return Identification(probe, candidates, evidence, decision, len(names))


def red_crop() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 80), (255, 0, 0)).save(out, "JPEG")
    return out.getvalue()


def test_a_box_is_drawn_where_the_face_is_and_nowhere_else() -> None:
    drawn = opened(numbered(grey_photo(800, 600), [Box(200, 160, 180, 180)]))
    assert drawn.shape == (600, 800, 3)
    assert abs(int(drawn[339, 300, 2]) - 220) < 40, "the lower edge is blue"
    assert (abs(drawn[450:, 600:].astype(int) - 200) < 8).all(), "the rest is as it was"


def test_a_large_photo_is_drawn_at_the_size_of_a_phone_with_its_boxes_scaled() -> None:
    photo = Photo(np.full((600, 900, 3), 200, dtype=np.uint8), 9000, 6000, "0" * 64)
    drawn = opened(numbered(photo, [Box(3000, 2000, 3000, 3000)]))
    assert drawn.shape == (600, 900, 3)
    assert abs(int(drawn[499, 450, 2]) - 220) < 40, "6,000 rows became 600"
    assert max(opened(numbered(grey_photo(5000, 100), [])).shape) == LONGEST_SIDE


def test_a_face_at_the_very_edge_keeps_its_number_inside_the_picture() -> None:
    drawn = opened(numbered(grey_photo(700, 700), [Box(0, 0, 30, 30), Box(670, 670, 30, 30)]))
    assert drawn.shape == (700, 700, 3)


def test_the_crops_of_the_candidates_stand_beside_the_photo() -> None:
    face = seen(Box(50, 50, 80, 80), Decision.MATCH, ("Ann", "Bo"))
    drawn = opened(annotated(grey_photo(300, 200), [face], {"t0": red_crop()}))
    assert drawn.shape[1] > 640
    panel = drawn[:, 640:].astype(int)
    red = (panel[..., 0] > 200) & (panel[..., 1] < 80) & (panel[..., 2] < 80)
    assert 2000 < red.sum() < 192 * 192, "one crop, kept in proportion; the other is missing"


@pytest.mark.parametrize(
    "name", ["Ann", "Çağrı", "Анна", "李小龍", "🙂" * 64, "\u202eabc", "x" * 64]
)
def test_a_name_in_any_script_never_spoils_the_picture(name: str) -> None:
    drawn = annotated(
        grey_photo(300, 200), [seen(Box(9, 9, 50, 50), Decision.POSSIBLE, (name,))], {}
    )
    assert opened(drawn).shape[0] >= 200


def test_sixty_faces_find_room_in_columns() -> None:
    faces = [seen(Box(5 * n, 5, 40, 40), Decision.UNKNOWN, ("Ann",)) for n in range(60)]
    height, width, _ = opened(annotated(grey_photo(400, 300), faces, {})).shape
    assert height < 2000
    assert width < 15000


def test_a_photo_without_faces_is_left_as_it_is() -> None:
    assert opened(annotated(grey_photo(900, 600), [], {})).shape == (600, 900, 3)


def test_a_tiny_photo_is_drawn_large_enough_for_its_numbers_to_be_read() -> None:
    assert opened(numbered(grey_photo(160, 80), [Box(9, 9, 50, 50)])).shape == (320, 640, 3)


def test_nobody_enrolled_is_said() -> None:
    empty = seen(Box(9, 9, 50, 50), Decision.UNKNOWN)
    drawn = opened(annotated(grey_photo(300, 200), [empty], {}))
    assert drawn.shape[1] > 640
