"""dlib's weights from the package that carries them, loaded and ready to run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from core.encoders.conversions import Conversion, converted
from core.encoders.dlib_graphs import descriptor_graph, detector_graph
from core.encoders.sessions import Network, open_network
from core.encoders.weights import DLIB_LANDMARKS, DLIB_RESNET, PACKAGE, WeightFile
from core.setup_errors import ModelUnavailable

DLIB_MMOD = WeightFile(
    "mmod",
    "mmod_human_face_detector.dat",
    "4cb19393e2fbaf2b1609a9319ad5386618c886a6234ec1b971f3e87c85d87fe6",
)
"""The face detector: squares of 80 pixels and more that are faces."""

DESCRIPTOR = Conversion("dlib-descriptor", 1, descriptor_graph)
"""Raise its version whenever the graph changes; so for the next."""

DETECTOR = Conversion("dlib-mmod", 1, detector_graph)

MODEL = "Dlib"
"""What an error calls it."""


def load_networks(home: Path, providers: Sequence[str] | None) -> tuple[Network, Network]:
    """Load the detector and the descriptor, converted on first use.

    Args:
        home: the folder that keeps what was converted.
        providers: see `open_network`.

    Raises:
        ModelUnavailable: weights or a package are missing, `home` cannot be used, or onnxruntime
            will not have them.
    """
    with _explained(home):
        graphs = [
            converted(weights_path(file, home).read_bytes(), conversion, home)
            for file, conversion in ((DLIB_MMOD, DETECTOR), (DLIB_RESNET, DESCRIPTOR))
        ]
        detector, descriptor = (open_network(graph, providers) for graph in graphs)
    return detector, descriptor


def load_landmarks(home: Path) -> Any:
    """Load dlib's `shape_predictor` of five points.

    Raises:
        ModelUnavailable: weights or a package are missing.
    """
    with _explained(home):
        import dlib  # noqa: PLC0415 — takes a tenth of a second

        return dlib.shape_predictor(os.fspath(weights_path(DLIB_LANDMARKS, home)))


def load_upright_detector(home: Path) -> Any:
    """Load dlib's frontal face detector (HOG), which is part of dlib itself.

    Args:
        home: the folder that keeps it as it is when it is made: making it takes half a second.

    Raises:
        ModelUnavailable: dlib is missing, or `home` cannot be used.
    """
    with _explained(home):
        import dlib  # noqa: PLC0415 — see above

        made = converted(dlib.__version__.encode(), UPRIGHT, home)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "detector.svm"  # dlib loads from nothing but files
            path.write_bytes(made)
            return dlib.fhog_object_detector(os.fspath(path))


def _upright_detector(_version: bytes) -> bytes:
    import dlib  # noqa: PLC0415 — see above

    with TemporaryDirectory() as folder:
        path = Path(folder) / "detector.svm"
        dlib.get_frontal_face_detector().save(os.fspath(path))
        return path.read_bytes()


UPRIGHT = Conversion("dlib-upright", 1, _upright_detector, suffix=".svm")


def weights_path(file: WeightFile, home: Path) -> Path:
    """Find a file of weights in its package, which is not imported, or in `home`.

    Raises:
        ModelUnavailable: it is in neither, or is not what dlib publishes.
    """
    spec = find_spec(PACKAGE)
    folders = [Path(root) / "models" for root in (spec and spec.submodule_search_locations) or ()]
    for folder in (*folders, home):
        path = folder / file.name
        if path.is_file() and sha256(path.read_bytes()).hexdigest() == file.sha256:
            return path
    raise ModelUnavailable(
        model=MODEL,
        reason=f"install the package {PACKAGE}, or put {file.name}, as dlib publishes it, into "
        f"{home.absolute()}",
    )


@contextmanager
def _explained(home: Path) -> Iterator[None]:
    """Turn whatever goes wrong into a sentence that says what to do."""
    try:
        yield
    except ModelUnavailable:
        raise
    except ModuleNotFoundError as error:
        reason = f"the Python package {error.name} is not installed"
        raise ModelUnavailable(model=MODEL, reason=reason) from error
    except OSError as error:
        reason = (
            f"{home.absolute()} cannot be used ({error.strerror}): make it writable, or choose a "
            "folder that is"
        )
        raise ModelUnavailable(model=MODEL, reason=reason) from error
    except Exception as error:
        # onnxruntime's own, which have no common root: a provider that is not there, for one.
        reason = " ".join(str(error).split()).rstrip(".")
        raise ModelUnavailable(model=MODEL, reason=reason) from error
