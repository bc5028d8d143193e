"""`identify` and `verify`."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from pathlib import Path
from typing import Any

from core.bootstrap import Core
from core.cli.doctor import UNCALIBRATED
from core.cli.output import Output, as_json, rounded
from core.cli.photos import content, files
from core.drawing import annotated
from core.errors import PhotoError
from core.findings import Decision, Evidence, Identification
from core.recognizer import Reading

VERDICTS = {
    Decision.MATCH: "looks like {name}",
    Decision.POSSIBLE: "might be {name}",
    Decision.UNKNOWN: "unknown",
}


async def identify(core: Core, arguments: Namespace, output: Output) -> bool:
    """Print a line, or for people a paragraph, for each photo as soon as it is known."""
    complete = True
    _say_if_uncalibrated(core, output)
    for path in files(arguments.photos):
        try:
            reading = await core.recognizer.read(await asyncio.to_thread(content, path))
            faces = await core.recognizer.identify(arguments.gallery, reading, arguments.top)
        except PhotoError as error:
            complete = False
            output.result({"photo": str(path), "error": as_json(error)}, f"{path}: {error}")
            continue
        if arguments.annotate:
            target = _target(arguments.annotate, path, arguments.photos)
            await _annotate(core, arguments.gallery, reading, faces, target)
        output.result(
            {"photo": str(path), "faces": [_face_json(face) for face in faces]},
            *_paragraph(path, faces),
        )
    return complete


async def verify(core: Core, arguments: Namespace, output: Output) -> bool:
    """Compare the face of one photo with the face of another."""
    _say_if_uncalibrated(core, output)
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
            "fpir": _rounded(verified.evidence.fpir),
            "threshold": rounded(verified.threshold),
        },
        f"{words[verified.decision]}: score {verified.score:.3f}, "
        f"distance {verified.distance:.3f}{_odds(verified.evidence)}.",
    )
    return True


def _say_if_uncalibrated(core: Core, output: Output) -> None:
    if not core.policy.calibrated:
        output.remark(f"{core.encoder.model} is uncalibrated: {UNCALIBRATED}")


def _face_json(face: Identification) -> dict[str, Any]:
    box = face.probe.box
    return {
        "box": [box.x, box.y, box.w, box.h],
        "detection": rounded(face.probe.detection),
        "decision": str(face.decision),
        "candidates": [
            {
                "id": candidate.subject.id,
                "name": candidate.subject.name,
                "score": rounded(candidate.score),
                "distance": rounded(candidate.distance),
                "evidence": rounded(evidence.value),
                "fpir": _rounded(evidence.fpir),
            }
            for candidate, evidence in zip(face.candidates, face.evidence, strict=True)
        ],
    }


def _rounded(fpir: float | None) -> float | None:
    return None if fpir is None else rounded(fpir)


def _odds(evidence: Evidence) -> str:
    """Say how many strangers would come as near."""
    return "" if evidence.fpir is None else f"; {evidence.fpir:.1%} of strangers come as near"


def _paragraph(path: Path, faces: tuple[Identification, ...]) -> list[str]:
    if not faces:
        return [f"{path}: no face"]
    lines = [f"{path}: {len(faces)} {'face' if len(faces) == 1 else 'faces'}"]
    for number, face in enumerate(faces, start=1):
        first = face.candidates[0].subject.name if face.candidates else ""
        lines.append(f"  {number}. {VERDICTS[face.decision].format(name=first)}")
        if not face.candidates:
            lines.append("       nobody is enrolled in this gallery")
        lines.extend(
            f"       {candidate.score:.3f}  {candidate.subject.name}"
            f"  (distance {candidate.distance:.3f}{_odds(evidence)})"
            for candidate, evidence in zip(face.candidates, face.evidence, strict=True)
        )
    return lines


async def _annotate(
    core: Core,
    gallery_id: str,
    reading: Reading,
    faces: tuple[Identification, ...],
    target: Path,
) -> None:
    wanted = {candidate.template_id for face in faces for candidate in face.candidates}
    crops = await core.store.gallery(gallery_id).crops(sorted(wanted)) if wanted else {}
    picture = await core.worker.run(annotated, reading.photo, faces, crops)
    await asyncio.to_thread(_write, target, picture)


def _target(folder: Path, path: Path, named: list[Path]) -> Path:
    """Return where a photo's picture goes: as deep in `folder` as the photo in the one named."""
    roots = (root for root in named if root.is_dir() and path.is_relative_to(root))
    root = next(roots, path.parent)
    inside = path.relative_to(root)
    return folder / inside.with_name(inside.name + ".jpg")


def _write(target: Path, picture: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(picture)
