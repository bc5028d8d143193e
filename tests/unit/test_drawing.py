"""Pictures that carry numbers and candidates."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from core.drawing import (
    LONGEST_SIDE,
    annotated,
    compared,
    contact_sheet,
    contact_tile,
    numbered,
    sighted,
)
from core.findings import Candidate, Decision, Evidence, Identification
from core.model import Box, ModelId, Photo, Probe, Subject, Template

SCORES = ["0,990", "0,980", "0,970", "0,960", "\u22120,001"]
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


def test_a_face_is_compared_with_its_candidates_in_a_picture_for_a_phone() -> None:
    face = seen(Box(50, 50, 80, 80), Decision.MATCH, ("Ann", "Bo", "Cem", "Dana", "Eve"))
    drawn = opened(
        compared(grey_photo(300, 200), face, {"t0": red_crop(), "t4": red_crop()}, SCORES)
    )
    height, width, _ = drawn.shape
    assert 1000 < width <= LONGEST_SIDE
    assert width < height < 2 * width
    red = (drawn[..., 0] > 200) & (drawn[..., 1] < 80) & (drawn[..., 2] < 80)
    assert red[: height // 2, width // 2 :].any(), "the first candidate is beside the face"
    assert not red[: height // 2, : width // 2].any()
    assert red[height // 2 :].any(), "the last one is below"


def test_a_lone_candidate_without_a_crop_is_compared_too() -> None:
    face = seen(Box(0, 0, 30, 30), Decision.UNKNOWN, ("Ann",))
    height, width, _ = opened(compared(grey_photo(40, 30), face, {}, SCORES)).shape
    assert height < width


def test_small_faces_have_numbers_that_can_be_read_on_a_phone() -> None:
    plain = opened(numbered(grey_photo(1280, 960), []))
    drawn = opened(numbered(grey_photo(1280, 960), [Box(600, 500, 20, 20)]))
    changed = np.argwhere(np.abs(drawn.astype(int) - plain).max(axis=2) > 30)
    (top, left), (bottom, right) = changed.min(axis=0), changed.max(axis=0)
    assert right - left >= 50, "the disc is 50 pixels of 1,280 wide"
    apart = np.abs(plain[505:515, 605:615].astype(int) - drawn[505:515, 605:615])
    assert apart.max() < 30, "the face is not hidden"
    assert bottom - top >= 70


def test_photos_of_an_album_share_one_sheet() -> None:
    boxes = {"2.1": Box(50, 50, 90, 90), "2.2": Box(250, 50, 90, 90)}
    tiles = [contact_tile(grey_photo(width, 900), boxes) for width in (400, 1600, 600, 900, 30)]
    assert all(max(opened(one).shape) <= 640 for one in tiles)
    for count in range(1, 6):
        sheet = opened(contact_sheet(tiles[:count]))
        assert max(sheet.shape) <= LONGEST_SIDE
        blue = (sheet[..., 2].astype(int) - sheet[..., 0]) > 100
        assert blue.any(), "the boxes are there"


def test_a_sighting_marks_the_face_and_shows_it_beside_whom_it_resembles() -> None:
    photo, box = grey_photo(800, 600), Box(200, 160, 180, 180)
    drawn = opened(sighted(photo, box, red_crop())).astype(int)
    whole, below = drawn[:600], drawn[600:]
    assert abs(whole[339, 300, 2] - 220) < 40, "the lower edge of the box is blue"
    half = below.shape[1] // 2
    reds = (below[..., 0] > 200) & (below[..., 1] < 60)
    assert reds[:, half:].any()
    assert not reds[:, :half].any()
    without = opened(sighted(photo, box, None))
    assert without.shape == drawn.shape
    assert not ((without[..., 0] > 200) & (without[..., 1] < 60)).any()


def test_a_sighting_of_nobody_in_particular_is_the_photo() -> None:
    drawn = opened(sighted(grey_photo(800, 600), None, None)).astype(int)
    assert drawn.shape == (600, 800, 3)
    assert (abs(drawn - 200) < 8).all()
