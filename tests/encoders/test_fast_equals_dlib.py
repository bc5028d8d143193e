"""The fast encoder's networks give what dlib's own give, on the same pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image
from skimage.data import astronaut

from core.encoders.chips import Chip
from core.encoders.descriptors import Crop, Describer
from core.encoders.dlib_models import load_networks
from core.encoders.mmod import Detector, Window, without_doubles
from core.encoders.pyramid import whole_pyramid
from core.encoders.sessions import Network
from core.model import Pixels
from tests.encoders import dlib_itself
from tests.photos import faces_dir

PLAIN = (Crop(),)


@pytest.fixture(scope="module")
def networks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Network, Network]:
    return load_networks(tmp_path_factory.mktemp("graphs"), None)


@pytest.fixture(scope="module")
def detector(networks: tuple[Network, Network]) -> Detector:
    return Detector(networks[0])


def lfw(every: int) -> list[Pixels]:
    paths = sorted((faces_dir() / "lfw-dev").glob("*/*.jpg"))[::every]
    return [np.asarray(Image.open(path).convert("RGB")) for path in paths]


def chips(pictures: list[Pixels]) -> Iterator[Pixels]:
    for picture in pictures:
        for face in dlib_itself.detector()(picture):
            yield dlib_itself.chip(picture, face.rect)


def held_to_dlib(pictures: list[Pixels], descriptor: Network) -> float:
    """Return the largest difference of any number of any template."""
    cut = list(chips(pictures))
    assert len(cut) >= len(pictures)
    ours = Describer(descriptor).templates((Chip(chip, None) for chip in cut), PLAIN)
    return max(
        float(np.abs(template - dlib_itself.template(chip)).max())
        for template, chip in zip(ours, cut, strict=True)
    )


def test_the_astronauts_template_is_dlibs(networks: tuple[Network, Network]) -> None:
    assert held_to_dlib([astronaut()], networks[1]) < 1e-5


def test_templates_of_people_are_dlibs(networks: tuple[Network, Network]) -> None:
    assert held_to_dlib(lfw(every=250), networks[1]) < 1e-5


def test_a_template_does_not_depend_on_what_shares_its_batch(
    networks: tuple[Network, Network],
) -> None:
    chip = next(chips([astronaut()]))
    noise = np.random.default_rng(1).integers(0, 256, chip.shape, dtype=np.uint8)
    describer = Describer(networks[1])
    alone = next(describer.templates([Chip(chip, None)], PLAIN))
    crowd = [Chip(noise, None)] * 20 + [Chip(chip, None)] + [Chip(noise, None)] * 3
    assert np.abs(list(describer.templates(crowd, PLAIN))[20] - alone).max() < 1e-5


def boxes_alike(pictures: list[Pixels], detector: Detector) -> tuple[int, int, float]:
    """Compare faces with dlib's: how many it has, we miss or add, and the worst score's error."""
    theirs_in_all, different, worst = 0, 0, 0.0
    for picture in pictures:
        theirs = [_window(face) for face in dlib_itself.detector()(picture)]
        ours = without_doubles(detector.windows(whole_pyramid(picture), 0.0))
        theirs_in_all += len(theirs)
        different += abs(len(ours) - len(theirs))
        for face in theirs:
            twin = max(ours, key=face.common)
            different += face.common(twin) < 0.9
            worst = max(worst, abs(face.score - twin.score))
    return theirs_in_all, different, worst


def _window(face: Any) -> Window:
    box = face.rect
    return Window(box.left(), box.top(), box.right(), box.bottom(), face.confidence)


def test_faces_of_people_are_where_dlibs_detector_has_them(detector: Detector) -> None:
    count, different, worst = boxes_alike(lfw(every=120), detector)
    assert count >= 32
    assert different == 0
    assert worst < 0.05


@pytest.mark.parametrize("part", [np.s_[0:300, 0:512], np.s_[0:420, 130:330], np.s_[30:210, 0:512]])
def test_photos_of_any_shape_are_laid_out_as_dlib_does(
    detector: Detector, part: tuple[slice, slice]
) -> None:
    count, different, worst = boxes_alike([np.ascontiguousarray(astronaut()[part])], detector)
    assert (count, different) == (1, 0)
    assert worst < 0.05
