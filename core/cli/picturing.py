"""Pictures of what was found, for `identify --annotate`."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from core.bootstrap import Core
from core.drawing import annotated
from core.findings import Identification
from core.model import Photo


async def draw(
    core: Core, arguments: Namespace, path: Path, photo: Photo, faces: Sequence[Identification]
) -> None:
    """Write a photo with its faces' boxes, candidates beside it, to the folder of `--annotate`."""
    crops: dict[str, bytes] = {}
    for gallery_id, wanted in _by_gallery(faces, arguments.gallery).items():
        crops |= await core.store.gallery(gallery_id).crops(sorted(wanted))
    picture = await core.worker.run(annotated, photo, faces, crops)
    await asyncio.to_thread(_write, _target(arguments.annotate, path, arguments.photos), picture)


def _by_gallery(faces: Sequence[Identification], searched: str) -> dict[str, set[str]]:
    """Return the templates of the candidates by the gallery that they are in."""
    wanted: dict[str, set[str]] = {}
    for face in faces:
        for candidate in face.candidates:
            gallery_id = searched if candidate.gallery is None else candidate.gallery
            wanted.setdefault(gallery_id, set()).add(candidate.template_id)
    return wanted


def _target(folder: Path, path: Path, named: list[Path]) -> Path:
    """Return where a photo's picture goes: as deep in `folder` as the photo in the one named."""
    roots = (root for root in named if root.is_dir() and path.is_relative_to(root))
    root = next(roots, path.parent)
    inside = path.relative_to(root)
    return folder / inside.with_name(inside.name + ".jpg")


def _write(target: Path, picture: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(picture)
