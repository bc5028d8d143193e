"""Every photo of a folder of people as templates, made once and kept between runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core import images
from core.errors import PhotoError
from core.model import ModelId, Photo, Probe
from core.ports import Encoder

SAVE_EVERY = 200
"""Photos, so that a run that is stopped loses little."""

Templates = npt.NDArray[np.float32]
"""Shape (photos, dimensions), unit norm; NaN where no face was found."""


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Photos of people who are known.

    Attributes:
        model: the recipe of the templates.
        people: names, in order.
        owner: whose each photo is: shape (photos,), indices into `people`.
        kept: templates as an enrolment keeps them.
        searched: templates of the same photos as a search has them.
    """

    model: ModelId
    people: tuple[str, ...]
    owner: npt.NDArray[np.int64]
    kept: Templates
    searched: Templates

    @property
    def found(self) -> npt.NDArray[np.bool_]:
        """Which photos have templates: shape (photos,)."""
        return np.isfinite(self.searched[:, 0])

    def photos_of(self) -> list[npt.NDArray[np.int64]]:
        """Return the photos of each person, those without a face too."""
        order = np.argsort(self.owner, kind="stable")
        ends = np.searchsorted(self.owner[order], np.arange(1, len(self.people)))
        return np.split(order, ends)


def labelled(
    photos: dict[str, list[Path]],
    encoder: Encoder,
    cache: Path | None = None,
    seen: Callable[[], None] = lambda: None,
) -> Labelled:
    """Make templates of the person in each photo.

    Args:
        photos: of each person, by name. A photo that cannot be read has no face.
        encoder: any.
        cache: a folder; what was made before by the same recipe is read from it.
        seen: called after each photo.

    Raises:
        ModelUnavailable: weights or a package are missing.
    """
    file = None if cache is None else cache / f"{encoder.model.slug}.npz"
    known = _Cache(file, encoder.dimensions())
    people = tuple(sorted(photos))
    names, owner = [], []
    for index, person in enumerate(people):
        for path in photos[person]:
            data = _content(path)
            name = sha256(data).hexdigest()
            if name not in known:
                known.add(name, *_templates(data, encoder))
            names.append(name)
            owner.append(index)
            seen()
            if len(names) % SAVE_EVERY == 0:
                known.save()
    known.save()
    kept, searched = known.of(names)
    return Labelled(encoder.model, people, np.array(owner, np.int64), kept, searched)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _templates(data: bytes, encoder: Encoder) -> tuple[Templates | None, Templates | None]:
    try:
        photo = images.load(data)
        kept, searched = (
            _subject(encoder.encode(photo, to_keep=to_keep), photo) for to_keep in (True, False)
        )
    except PhotoError:
        return None, None
    return kept, searched


def _subject(probes: list[Probe], photo: Photo) -> Templates | None:
    """Return the template of the largest face that covers the centre, or of the only face."""
    central = [probe for probe in probes if _in_the_middle(probe, photo)]
    if not central:
        return probes[0].template.vector if len(probes) == 1 else None
    return max(central, key=lambda probe: probe.box.w * probe.box.h).template.vector


def _in_the_middle(probe: Probe, photo: Photo) -> bool:
    """Tell whether a face covers the centre, where most have the person whom the photo is of."""
    box = probe.box
    across = box.x <= photo.width / 2 <= box.x + box.w
    return across and box.y <= photo.height / 2 <= box.y + box.h


class _Cache:
    """Templates by the digests of their photos, in one file."""

    def __init__(self, file: Path | None, dimensions: int) -> None:
        self._file = file
        self._none = np.full(dimensions, np.nan, np.float32)
        self._kept: dict[str, tuple[Templates, Templates]] = {}
        self._fresh = False
        if file is not None and file.exists():
            with np.load(file) as had:
                pairs = zip(had["kept"], had["searched"], strict=True)
                self._kept = dict(zip(had["names"].tolist(), pairs, strict=True))

    def __contains__(self, name: str) -> bool:
        return name in self._kept

    def add(self, name: str, kept: Templates | None, searched: Templates | None) -> None:
        if kept is None or searched is None:
            kept = searched = self._none
        self._kept[name] = (kept, searched)
        self._fresh = True

    def of(self, names: list[str]) -> tuple[Templates, Templates]:
        kept, searched = zip(*(self._kept[name] for name in names), strict=True)
        return np.stack(kept), np.stack(searched)

    def save(self) -> None:
        if self._file is None or not self._fresh:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        written = self._file.with_suffix(".new.npz")
        kept, searched = self.of(list(self._kept))
        np.savez(written, names=list(self._kept), kept=kept, searched=searched)
        written.replace(self._file)
        self._fresh = False
