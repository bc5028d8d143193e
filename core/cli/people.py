"""`people`, `galleries`, `rename`, `forget`, `export`."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import sys
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from core.bootstrap import Core
from core.cli.output import Output
from core.errors import UnwritableFile
from core.model import Enrolment

EXPORT_FORMAT = "familiar-gallery"
EXPORT_VERSION = 1


async def people(core: Core, arguments: Namespace, output: Output) -> bool:
    """List who is enrolled."""
    everybody = await core.recognizer.people(arguments.gallery)
    output.result(
        {
            "people": [
                {
                    "id": person.subject.id,
                    "name": person.subject.name,
                    "photos": person.photos,
                    "since": person.since.isoformat(),
                }
                for person in everybody
            ]
        },
        *(
            [
                f"{person.subject.name}  ({_photos(person.photos)}, since {person.since:%Y-%m-%d})"
                for person in everybody
            ]
            or ["Nobody is enrolled in this gallery."]
        ),
    )
    return True


async def galleries(core: Core, _: Namespace, output: Output) -> bool:
    """List the galleries that have somebody in them."""
    found = await core.store.galleries()
    output.result(
        {
            "galleries": [
                {
                    "id": gallery.id,
                    "model": str(gallery.model),
                    "people": gallery.people,
                    "templates": gallery.templates,
                }
                for gallery in found
            ]
        },
        *(
            [
                f"{gallery.id}  ({gallery.people} people, {gallery.templates} templates, "
                f"{gallery.model})"
                for gallery in found
            ]
            or ["There is no gallery yet."]
        ),
    )
    return True


async def rename(core: Core, arguments: Namespace, output: Output) -> bool:
    """Give somebody another name."""
    subject = await core.recognizer.rename(arguments.gallery, arguments.old, arguments.new)
    output.result(
        {"id": subject.id, "name": subject.name}, f"{arguments.old} is called {subject.name} now."
    )
    return True


async def forget(core: Core, arguments: Namespace, output: Output) -> bool:
    """Delete somebody with everything that was kept of them."""
    forgotten = await core.recognizer.forget(arguments.gallery, arguments.name)
    name = forgotten.subject.name
    output.result(
        {"name": name, "templates": forgotten.photos},
        f"{name} is forgotten: {_photos(forgotten.photos)} deleted.",
    )
    return True


async def export(core: Core, arguments: Namespace, output: Output) -> bool:
    """Write everything that a gallery holds as JSON lines: a header, then a line a template.

    The file is readable by its owner alone, and replaces FILE only when it is whole.
    """
    lines = _exported(core, arguments.gallery)
    if str(arguments.file) == "-":
        await _write(lines, sys.stdout)
        return True
    whole = arguments.file.with_name(arguments.file.name + ".part")
    try:
        with await asyncio.to_thread(_private, whole) as file:
            templates = await _write(lines, file) - 1
        await asyncio.to_thread(os.replace, whole, arguments.file)
    except OSError as error:
        raise UnwritableFile(reason=error.strerror or type(error).__name__) from error
    finally:
        with suppress(OSError):
            await asyncio.to_thread(whole.unlink)
    output.result(
        {"file": str(arguments.file), "templates": templates},
        f"{templates} templates written to {arguments.file}: biometric data, keep it safe.",
    )
    return True


async def _exported(core: Core, gallery_id: str) -> AsyncIterator[dict[str, Any]]:
    gallery = core.store.gallery(gallery_id)
    yield {
        "format": EXPORT_FORMAT,
        "version": EXPORT_VERSION,
        "gallery": gallery_id,
        "model": str(core.encoder.model),
        "exported_at": datetime.now(UTC).isoformat(),
    }
    for person in await gallery.people():
        for enrolment in await gallery.enrolments(person.subject.id):
            yield _line(enrolment)


def _line(enrolment: Enrolment) -> dict[str, Any]:
    vector = enrolment.template.vector.astype("<f4").tobytes()
    return {
        "template": enrolment.id,
        "person": enrolment.subject.id,
        "name": enrolment.subject.name,
        "vector": base64.b64encode(vector).decode(),
        "photo": enrolment.photo,
        "crop": base64.b64encode(enrolment.crop).decode(),
        "enrolled_by": enrolment.enrolled_by,
        "enrolled_at": enrolment.enrolled_at.isoformat(),
    }


async def _write(lines: AsyncIterator[dict[str, Any]], file: TextIO) -> int:
    written = 0
    async for line in lines:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        written += 1
    file.flush()
    return written


def _private(path: Path) -> TextIO:
    return os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    )


def _photos(number: int) -> str:
    return f"{number} {'photo' if number == 1 else 'photos'}"
