"""`enrol`: one person from a few photos."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from core.bootstrap import Core
from core.cli.output import Output, as_json
from core.cli.photos import content, files
from core.errors import PhotoError
from core.framing import plain_subject
from core.names import normalise_name

BY_COMMAND_LINE = "command line"
"""Who enrolled, for whoever reads it later."""


async def enrol(core: Core, arguments: Namespace, output: Output) -> bool:
    """Enrol the face that each photo is plainly of, or the one that `--face` names."""
    name = normalise_name(arguments.name)
    added = present = total = 0
    subject_id = None
    skipped: list[dict[str, str]] = []
    for path in files(arguments.photos):
        try:
            reading = await core.recognizer.read(
                await asyncio.to_thread(content, path), to_enrol=True
            )
            face = (
                plain_subject(reading.photo, [probe.box for probe in reading.probes])
                if arguments.face is None
                else arguments.face - 1
            )
            enrolled = await core.recognizer.enrol(
                arguments.gallery, name, reading, by=BY_COMMAND_LINE, face=face
            )
        except PhotoError as error:
            skipped.append({"photo": str(path), **as_json(error)})
            output.remark(f"{path}: {error}")
            continue
        added, present = added + enrolled.new, present + (not enrolled.new)
        subject_id, name, total = enrolled.subject.id, enrolled.subject.name, enrolled.photos
    output.result(
        {
            "id": subject_id,
            "name": name,
            "templates": added,
            "present": present,
            "photos": total,
            "skipped": skipped,
        },
        _sentence(name, added, present, total),
    )
    return not skipped and bool(added + present)


def _sentence(name: str, added: int, present: int, total: int) -> str:
    if not added + present:
        return f"{name} was not enrolled: no photo could be used."
    if not added:
        return f"{name} had {'this photo' if present == 1 else 'these photos'} already."
    return f"{name} is known from {total} {'photo' if total == 1 else 'photos'} now."
