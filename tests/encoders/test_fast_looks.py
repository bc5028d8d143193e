"""How closely a photo is looked at."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from skimage.data import astronaut

from core.encoders.dlib_models import load_networks
from core.encoders.looks import Looker
from core.encoders.mmod import Detector, Window
from core.encoders.pyramid import Canvas
from core.encoders.sessions import Network
from core.model import Pixels


class Counting(Detector):
    """Counts the canvases that it looks at: the first look has one."""

    seen = 0

    def windows(self, canvas: Canvas, least: float) -> list[Window]:
        self.seen += 1
        return super().windows(canvas, least)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return load_networks(tmp_path_factory.mktemp("graphs"), None)[0]


def shown(*faces: int) -> Pixels:
    """Return 1,280 x 960 pixels with astronauts in two rows, their faces of these sizes."""
    canvas = np.full((960, 1280, 3), 110, np.uint8)
    head = Image.fromarray(astronaut()[46:186, 154:294])
    columns = (len(faces) + 1) // 2
    for number, face in enumerate(faces):
        side = round(140 * face / 96)
        left, top = number % columns * (1280 // columns), number // columns * 480
        small = np.asarray(head.resize((side, side), Image.Resampling.LANCZOS))
        canvas[top : top + side, left : left + side] = small
    return canvas


@pytest.mark.parametrize("faces", [(450,), (290, 290, 290, 290), (290, 340, 300, 320)])
def test_large_faces_of_a_size_are_found_at_the_first_look(
    network: Network, faces: tuple[int, ...]
) -> None:
    detector = Counting(network)
    assert len(Looker(detector).look(shown(*faces)).faces) == len(faces)
    assert detector.seen == 1


@pytest.mark.parametrize(
    "faces", [(280, 140), (260, 260, 150), (280, 280, 280, 150), (200, 200, 200, 200, 140, 140)]
)
def test_smaller_ones_beside_them_are_looked_for(network: Network, faces: tuple[int, ...]) -> None:
    assert len(Looker(Detector(network)).look(shown(*faces)).faces) == len(faces)


@pytest.mark.parametrize("scale", [0.05, 0.173, 0.25, 0.347, 0.5, 0.99])
def test_a_face_is_where_it_was_at_whatever_size_it_was_found(
    network: Network, scale: float
) -> None:
    photo = shown(280)
    rows, columns = (round(side / 0.347 * scale) for side in photo.shape[:2])
    other = np.asarray(Image.fromarray(photo).resize((columns, rows), Image.Resampling.LANCZOS))
    (face,), (same,) = (Looker(Detector(network)).look(each).faces for each in (photo, other))
    times = columns / photo.shape[1]
    assert same.left == pytest.approx(face.left * times, abs=0.25 * face.side * times)
    assert same.side == pytest.approx(face.side * times, rel=0.25)
