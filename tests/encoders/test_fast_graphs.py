"""Converted models are kept, and never used when they are of something else or damaged."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import dlib
import numpy as np
import onnx
import pytest
from skimage.data import astronaut

from core.encoders import dlib_models
from core.encoders.conversions import Conversion, converted
from core.encoders.dlib_graphs import descriptor_graph, detector_graph
from core.encoders.dlib_models import DETECTOR, UPRIGHT, load_upright_detector
from core.encoders.dlib_values import BrokenFile
from core.encoders.sessions import open_network
from tests.encoders import dlib_itself


@pytest.fixture(scope="module")
def source() -> bytes:
    return (dlib_itself.models() / "mmod_human_face_detector.dat").read_bytes()


def refusing(_: bytes) -> bytes:
    raise AssertionError("it was converted again")


def other(source: bytes) -> bytes:
    """Return the same network with one other number: dlib as it might be published anew."""
    place = source.index(b"con_4") + 200
    return source[:place] + bytes([source[place] ^ 1]) + source[place + 1 :]


def kept(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_a_network_is_converted_once(source: bytes, tmp_path: Path) -> None:
    first = converted(source, DETECTOR, tmp_path)
    again = converted(source, replace(DETECTOR, convert=refusing), tmp_path)
    assert again == first
    assert len(kept(tmp_path)) == 1


def test_what_is_kept_is_plain_onnx(source: bytes, tmp_path: Path) -> None:
    converted(source, DETECTOR, tmp_path / "new" / "folder")
    (path,) = kept(tmp_path / "new" / "folder")
    onnx.checker.check_model(onnx.load(path), full_check=True)


def test_other_weights_are_converted_anew(source: bytes, tmp_path: Path) -> None:
    first = converted(source, DETECTOR, tmp_path)
    second = converted(other(source), DETECTOR, tmp_path)
    assert second != first
    assert [path.read_bytes() for path in kept(tmp_path)] == [second]


def test_a_new_converter_converts_anew(source: bytes, tmp_path: Path) -> None:
    converted(source, DETECTOR, tmp_path)
    newer = Conversion(DETECTOR.name, DETECTOR.version + 1, lambda data: sha256(data).digest())
    assert converted(source, newer, tmp_path) == sha256(source).digest()
    assert [path.read_bytes() for path in kept(tmp_path)] == [sha256(source).digest()]


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def change_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut_in_half, change_a_byte, empty])
def test_a_damaged_graph_is_made_anew(
    source: bytes, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    whole = converted(source, DETECTOR, tmp_path)
    damage(kept(tmp_path)[0])
    assert converted(source, DETECTOR, tmp_path) == whole
    assert [path.read_bytes() for path in kept(tmp_path)] == [whole]


def test_another_networks_graph_is_left_alone(source: bytes, tmp_path: Path) -> None:
    converted(source, DETECTOR, tmp_path)
    converted(source, replace(DETECTOR, name="another"), tmp_path)
    assert len(kept(tmp_path)) == 2


def _convert(folder: Path, start: object) -> str:
    start.wait()  # type: ignore[attr-defined]
    source = (dlib_itself.models() / "mmod_human_face_detector.dat").read_bytes()
    graph = converted(source, DETECTOR, folder)
    open_network(graph, None).run(np.zeros((1, 120, 120, 3), np.uint8))
    return sha256(graph).hexdigest()


def test_several_processes_may_start_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager, context.Pool(3) as pool:
        start = manager.Barrier(3)
        digests = pool.starmap(_convert, [(tmp_path, start)] * 3)
    assert len(set(digests)) == 1
    assert len(kept(tmp_path)) == 1


def test_two_conversions_of_a_file_are_equal_to_the_byte(source: bytes) -> None:
    assert detector_graph(source) == detector_graph(source)


@pytest.mark.parametrize(
    "broken",
    [
        lambda _: b"",
        lambda _: b"something else",
        lambda data: data[:-1],
        lambda data: data + b"\x01",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"relu_", b"sigm_", 1),
    ],
    ids=["empty", "text", "short by a byte", "long by a byte", "half", "another layer"],
)
def test_a_broken_file_is_refused(source: bytes, broken: Callable[[bytes], bytes]) -> None:
    with pytest.raises(BrokenFile):
        detector_graph(broken(source))


def test_one_network_is_not_taken_for_the_other(source: bytes) -> None:
    with pytest.raises(BrokenFile, match="input_rgb_image_sized is not in it"):
        descriptor_graph(source)


def test_the_converters_have_names_of_their_own() -> None:
    assert dlib_models.DESCRIPTOR.name != dlib_models.DETECTOR.name


def test_the_upright_detector_that_was_kept_scores_as_dlibs_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_upright_detector(tmp_path)
    monkeypatch.setattr(dlib_models, "UPRIGHT", replace(UPRIGHT, convert=refusing))
    kept_one, made_one = load_upright_detector(tmp_path), dlib.get_frontal_face_detector()
    picture = astronaut()
    boxes, scores, which = kept_one.run(picture, 0, -1.0)
    assert len(scores) > 0
    assert (list(boxes), list(scores), list(which)) == tuple(
        list(one) for one in made_one.run(picture, 0, -1.0)
    )
