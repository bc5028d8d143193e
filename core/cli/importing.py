"""`import`: many people from FOLDER/<name>/<photos>, safe to run again."""

from __future__ import annotations

import asyncio
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.bootstrap import Core
from core.cli.enrolling import BY_COMMAND_LINE
from core.cli.output import Output, as_json
from core.cli.photos import content, pictures
from core.cli.progress import bar
from core.errors import BadName, CoreError, LoosePhoto, PhotoError, UnreadableFile
from core.events import Event, Verb
from core.model import Enrolment, Subject
from core.names import normalise_name
from core.reading import read_all
from core.recognizer import Reading

BATCH = 64
"""Templates written at once: one refresh of an index is shared by as many."""

READ_AT_ONCE = 8
"""Photos whose faces share the model's batches; decoded they take 160 MB at most."""


@dataclass(slots=True)
class _Tally:
    """What this run has done."""

    photos: int = 0
    templates: int = 0
    present: int = 0
    people: set[str] = field(default_factory=set)
    skipped: list[dict[str, str]] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)

    def skip(self, path: Path, error: CoreError) -> None:
        self.skipped.append({"photo": str(path), **as_json(error)})

    def warn(self, path: Path, doubt: CoreError) -> None:
        self.warnings.append({"photo": str(path), **as_json(doubt)})


async def import_folder(core: Core, arguments: Namespace, output: Output) -> bool:
    """Enrol each photo's face under the name of the folder that it lies in."""
    begun = time.monotonic()
    folder: Path = arguments.folder
    people = await asyncio.to_thread(
        lambda: [
            (place.name, pictures(place)) for place in sorted(folder.iterdir()) if place.is_dir()
        ]
    )
    loose = [path for path in await asyncio.to_thread(pictures, folder) if path.parent == folder]
    tally, failure = _Tally(), None
    with bar() as progress:
        task = progress.add_task("photos", total=len(loose) + sum(len(p) for _, p in people))

        def seen() -> None:
            tally.photos += 1
            progress.advance(task)

        run = _Import(core, arguments.gallery, tally, seen)
        try:
            for path in loose:
                seen()
                tally.skip(path, LoosePhoto())
            for name, photos in people:
                await run.person(name, photos)
            await run.flush()
        except CoreError as error:
            failure = error
    seconds = time.monotonic() - begun
    core.events.tell(_event(tally, seconds, failure))
    output.result(_report(tally, seconds, failure), *_sentences(tally, seconds, failure))
    return failure is None and not tally.skipped


class _Import:
    """Reads and writes batch by batch."""

    def __init__(
        self, core: Core, gallery_id: str, tally: _Tally, seen: Callable[[], None]
    ) -> None:
        self._core = core
        self._gallery = core.store.gallery(gallery_id)
        self._tally = tally
        self._seen = seen
        self._unread: list[tuple[str, Path]] = []
        self._batch: list[Enrolment] = []
        self._claimed: tuple[str, Subject] | None = None

    async def person(self, folder_name: str, photos: Sequence[Path]) -> None:
        """Take everything in one person's folder."""
        try:
            name = normalise_name(folder_name)
        except BadName as error:
            for path in photos:
                self._seen()
                self._tally.skip(path, error)
            return
        held = await self._held(await self._gallery.subject(name), photos)
        for path in photos:
            if path in held:
                self._seen()
                self._tally.present += 1
                self._tally.people.add(name)
                continue
            self._unread.append((name, path))
            if len(self._unread) >= READ_AT_ONCE:
                await self._read()

    async def flush(self) -> None:
        """Read and write what is left."""
        await self._read()
        await self._write()

    async def _read(self) -> None:
        unread, self._unread = self._unread, []
        sources = [partial(content, path) for _, path in unread]
        found = await self._core.worker.run(read_all, self._core.encoder, sources, to_keep=True)
        for (name, path), one in zip(unread, found, strict=True):
            self._seen()
            try:
                if isinstance(one, PhotoError):
                    raise one
                await self._take(name, path, Reading(*one))
            except PhotoError as error:
                self._tally.skip(path, error)

    async def _take(self, name: str, path: Path, reading: Reading) -> None:
        probe = self._core.recognizer.main_face(reading)
        shortcomings = await self._core.worker.run(
            self._core.recognizer.shortcomings, reading.photo, probe
        )
        for first in shortcomings[:1]:
            self._tally.warn(path, first)
        self._batch.append(
            await self._core.worker.run(
                self._core.recognizer.enrolment,
                self._gallery.id,
                await self._subject(name),
                reading.photo,
                probe,
                BY_COMMAND_LINE,
            )
        )
        if len(self._batch) >= BATCH:
            await self._write()

    async def _subject(self, name: str) -> Subject:
        """Claim a name; photos of one person come one after the other."""
        if self._claimed is None or self._claimed[0] != name:
            self._claimed = name, await self._gallery.claim(name)
        return self._claimed[1]

    async def _write(self) -> None:
        batch, self._batch = self._batch, []
        if not batch:
            return
        added = await self._gallery.add(batch)
        self._tally.templates += sum(added)
        self._tally.present += len(added) - sum(added)
        self._tally.people.update(enrolment.subject.name for enrolment in batch)

    async def _held(self, subject: Subject | None, photos: Sequence[Path]) -> set[Path]:
        """Return the photos that this person has a template of already."""
        if subject is None:
            return set()
        digests = await asyncio.to_thread(_digests, photos)
        held = await self._gallery.photos_held(subject.id, sorted(set(digests.values())))
        return {path for path, digest in digests.items() if digest in held}


def _digests(photos: Sequence[Path]) -> dict[Path, str]:
    digests = {}
    for path in photos:
        try:
            digests[path] = sha256(content(path)).hexdigest()
        except UnreadableFile:
            continue  # It is met again, and told, when its turn to be read comes.
    return digests


def _event(tally: _Tally, seconds: float, failure: CoreError | None) -> Event:
    return Event(
        Verb.IMPORT,
        failure.code if failure else None,
        serious=True if failure else None,
        photos=tally.photos,
        templates=tally.templates,
        total_ms=round(1000.0 * seconds, 1),
    )


def _report(tally: _Tally, seconds: float, failure: CoreError | None) -> dict[str, Any]:
    return {
        "people": len(tally.people),
        "photos": tally.photos,
        "templates": tally.templates,
        "present": tally.present,
        "skipped": tally.skipped,
        "warnings": tally.warnings,
        "seconds": round(seconds, 3),
        **({"error": as_json(failure)} if failure else {}),
    }


def _sentences(tally: _Tally, seconds: float, failure: CoreError | None) -> list[str]:
    lines = [f"{skip['photo']}: {skip['message']}" for skip in tally.skipped]
    lines += [f"{warning['photo']}: {warning['message']}" for warning in tally.warnings]
    lines.append(
        f"{tally.photos} photos in {seconds:.1f} s: {tally.templates} templates added "
        f"({len(tally.warnings)} poor), {tally.present} there already, "
        f"{len(tally.skipped)} skipped; {len(tally.people)} people."
    )
    if failure:
        lines.append(f"Stopped early: {failure} Run the same command again: it goes on from here.")
    return lines
