"""Every photo of a folder of people as one template, encoded once and kept between runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.progress import track

from core import images
from core.errors import CoreError
from core.model import Photo, Probe
from core.ports import Encoder

SAVE_EVERY = 200
"""Photos, so that a run that is stopped loses little."""


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """The photos of a folder with a sub-folder a person.

    Attributes:
        people: names, in order.
        owner: whose each photo is: shape (photos,), indices into `people`.
        templates: shape (photos, dimensions), float32, unit norm; NaN where no face was found.
    """

    people: tuple[str, ...]
    owner: npt.NDArray[np.int64]
    templates: npt.NDArray[np.float32]

    @property
    def found(self) -> npt.NDArray[np.bool_]:
        """Which photos have a template: shape (photos,)."""
        return np.isfinite(self.templates[:, 0])


def encoded(folder: Path, encoder: Encoder, cache: Path) -> Faces:
    """Encode the person in the middle of each photo of FOLDER/<name>/*.jpg.

    Args:
        folder: of people.
        encoder: any.
        cache: a folder; what was encoded before by the same recipe is read from it.
    """
    photos = sorted(folder.glob("*/*.jpg"))
    people = tuple(sorted({path.parent.name for path in photos}))
    index = {name: at for at, name in enumerate(people)}
    known = _Cache(cache / f"{encoder.model.slug}.npz", encoder.dimensions())
    for done, path in enumerate(track(photos, description=str(encoder.model))):
        if path.name not in known:
            known[path.name] = _middle_template(path, encoder)
        if done % SAVE_EVERY == 0:
            known.save()
    known.save()
    return Faces(
        people=people,
        owner=np.array([index[path.parent.name] for path in photos]),
        templates=np.stack([known[path.name] for path in photos]),
    )


def _middle_template(path: Path, encoder: Encoder) -> npt.NDArray[np.float32] | None:
    try:
        photo = images.load(path.read_bytes())
        probes = [probe for probe in encoder.encode(photo) if _in_the_middle(probe, photo)]
    except CoreError:
        return None
    if not probes:
        return None
    return max(probes, key=lambda probe: probe.box.w * probe.box.h).template.vector


def _in_the_middle(probe: Probe, photo: Photo) -> bool:
    """Tell whether a face covers the centre, where LFW has the person whom the photo is of."""
    box = probe.box
    across = box.x <= photo.width / 2 <= box.x + box.w
    return across and box.y <= photo.height / 2 <= box.y + box.h


class _Cache:
    """Templates by the names of their photos, in one file."""

    def __init__(self, file: Path, dimensions: int) -> None:
        self._file = file
        self._none = np.full(dimensions, np.nan, np.float32)
        self._kept: dict[str, npt.NDArray[np.float32]] = {}
        self._fresh = False
        if file.exists():
            with np.load(file) as kept:
                self._kept = dict(zip(kept["names"].tolist(), kept["templates"], strict=True))

    def __contains__(self, name: str) -> bool:
        return name in self._kept

    def __getitem__(self, name: str) -> npt.NDArray[np.float32]:
        return self._kept[name]

    def __setitem__(self, name: str, template: npt.NDArray[np.float32] | None) -> None:
        self._kept[name] = self._none if template is None else template
        self._fresh = True

    def save(self) -> None:
        if not self._fresh:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        written = self._file.with_suffix(".new.npz")
        np.savez(written, names=list(self._kept), templates=list(self._kept.values()))
        written.replace(self._file)
        self._fresh = False
