"""`identify --exact` and `identify --all-galleries`."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from core import images
from core.auditing import Auditor
from core.bootstrap import Core, archive_of
from core.cli.output import Output, as_json
from core.cli.photos import content, files
from core.cli.picturing import draw
from core.cli.progress import bar
from core.cli.verdicts import faces_json, paragraph
from core.errors import PhotoError
from core.findings import Identification
from core.model import Probe

PROBES_AT_ONCE = 1000
"""Faces that are compared by one scan: 500 kB, and 16 MB of scores of 4,000 templates."""

PHOTOS_AT_ONCE = 10_000
"""Photos that are read for one scan, whether they have faces or not."""

NAMED = 5
"""Galleries that are named one by one when they are left out."""


@dataclass(frozen=True, slots=True)
class Read:
    """A photo's faces, or why there are none; not the photo, which would fill the memory."""

    path: Path
    probes: tuple[Probe, ...] = ()
    error: PhotoError | None = None


async def identify(core: Core, arguments: Namespace, output: Output) -> bool:
    """Print what is found of each photo, in order: after all are read and compared, if exactly."""
    auditor = Auditor(archive_of(core.store), core.policy)
    if arguments.all_galleries:
        await _say_what_is_left_out(core, auditor, output)
    complete = True
    async for photos in _batches(core, arguments):
        probes = [probe for photo in photos for probe in photo.probes]
        faces = iter(await _found(auditor, arguments, probes))
        for photo in photos:
            own = list(islice(faces, len(photo.probes)))
            complete &= await _tell(core, arguments, output, photo, own)
    return complete


async def _batches(core: Core, arguments: Namespace) -> AsyncIterator[list[Read]]:
    """Yield photos for one scan, or one by one where each is searched on its own."""
    paths = list(files(arguments.photos))
    if not arguments.exact:
        for path in paths:
            yield [await _read(core, path)]
        return
    done = 0
    while done < len(paths):
        batch = await _batch(core, paths, done)
        done += len(batch)
        yield batch


async def _batch(core: Core, paths: Sequence[Path], done: int) -> list[Read]:
    batch: list[Read] = []
    faces = 0
    with bar() as progress:
        task = progress.add_task("Reading photos", total=len(paths), completed=done)
        for path in paths[done : done + PHOTOS_AT_ONCE]:
            batch.append(await _read(core, path))
            progress.advance(task)
            faces += len(batch[-1].probes)
            if faces >= PROBES_AT_ONCE:
                break
    return batch


async def _read(core: Core, path: Path) -> Read:
    try:
        reading = await core.recognizer.read(await asyncio.to_thread(content, path))
    except PhotoError as error:
        return Read(path, error=error)
    return Read(path, reading.probes)


async def _found(
    auditor: Auditor, arguments: Namespace, probes: Sequence[Probe]
) -> Iterable[Identification]:
    if not arguments.exact:
        return await auditor.everywhere(probes, arguments.top)
    with bar() as progress:  # over before anything is printed, or it would catch what is printed
        task = progress.add_task("Comparing templates", total=None)

        def told(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        gallery_id = None if arguments.all_galleries else arguments.gallery
        return await auditor.compare(probes, arguments.top, gallery_id=gallery_id, told=told)


async def _tell(
    core: Core,
    arguments: Namespace,
    output: Output,
    photo: Read,
    faces: Sequence[Identification],
) -> bool:
    """Print what was found of one photo, and draw it; tell whether it could be done."""
    try:
        if photo.error:
            raise photo.error
        if arguments.annotate:
            picture = await core.worker.run(lambda: images.load(content(photo.path)))
            await draw(core, arguments, photo.path, picture, faces)
    except PhotoError as error:
        output.result({"photo": str(photo.path), "error": as_json(error)}, f"{photo.path}: {error}")
        return False
    where = "in any gallery" if arguments.all_galleries else "in this gallery"
    output.result(faces_json(photo.path, faces), *paragraph(photo.path, faces, where))
    return True


async def _say_what_is_left_out(core: Core, auditor: Auditor, output: Output) -> None:
    left_out = await auditor.left_out()
    if not left_out:
        return
    named = [f"{gallery} ({model})" for gallery, model in list(left_out.items())[:NAMED]]
    more = f" and {len(left_out) - NAMED} more" if len(left_out) > NAMED else ""
    output.remark(
        f"Left out, since {core.encoder.model} is configured: {', '.join(named)}{more}. "
        "`python -m core migrate --all` makes them alike."
    )
