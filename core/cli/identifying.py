"""`identify` and `verify`."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from core.bootstrap import Core
from core.cli import auditing
from core.cli.output import Output, as_json, rounded
from core.cli.photos import content, files
from core.cli.picturing import draw
from core.cli.verdicts import faces_json, odds, paragraph, rounded_share, say_if_uncalibrated
from core.errors import PhotoError
from core.findings import Decision


async def identify(core: Core, arguments: Namespace, output: Output) -> bool:
    """Print a line, or for people a paragraph, for each photo as soon as it is known."""
    say_if_uncalibrated(core, output)
    if arguments.exact or arguments.all_galleries:
        return await auditing.identify(core, arguments, output)
    complete = True
    for path in files(arguments.photos):
        try:
            reading = await core.recognizer.read(await asyncio.to_thread(content, path))
            faces = await core.recognizer.identify(arguments.gallery, reading, arguments.top)
        except PhotoError as error:
            complete = False
            output.result({"photo": str(path), "error": as_json(error)}, f"{path}: {error}")
            continue
        if arguments.annotate:
            await draw(core, arguments, path, reading.photo, faces)
        output.result(faces_json(path, faces), *paragraph(path, faces))
    return complete


async def verify(core: Core, arguments: Namespace, output: Output) -> bool:
    """Compare the face of one photo with the face of another."""
    say_if_uncalibrated(core, output)
    one, other = [
        await core.recognizer.read(await asyncio.to_thread(content, path), to_enrol=True)
        for path in arguments.photos
    ]
    verified = core.recognizer.verify(one, other)
    words = {
        Decision.MATCH: "This looks like the same person",
        Decision.POSSIBLE: "This might be the same person",
        Decision.UNKNOWN: "These look like different people",
    }
    output.result(
        {
            "photos": [str(path) for path in arguments.photos],
            "decision": str(verified.decision),
            "score": rounded(verified.score),
            "distance": rounded(verified.distance),
            "evidence": rounded(verified.evidence.value),
            "fpir": rounded_share(verified.evidence.fpir),
            "threshold": rounded(verified.threshold),
        },
        f"{words[verified.decision]}: score {verified.score:.3f}, "
        f"distance {verified.distance:.3f}{odds(verified.evidence)}.",
    )
    return True
