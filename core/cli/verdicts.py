"""What was found in a photo, in words and as scripts get it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.bootstrap import Core
from core.cli.doctor import UNCALIBRATED
from core.cli.output import Output, rounded
from core.findings import Candidate, Decision, Evidence, Identification

VERDICTS = {
    Decision.MATCH: "looks like {name}",
    Decision.POSSIBLE: "might be {name}",
    Decision.UNKNOWN: "unknown",
}


def say_if_uncalibrated(core: Core, output: Output) -> None:
    """Remark that no thresholds were measured for the recipe in use."""
    if not core.policy.calibrated:
        output.remark(f"{core.encoder.model} is uncalibrated: {UNCALIBRATED}")


def faces_json(path: Path, faces: Sequence[Identification]) -> dict[str, Any]:
    """Return the faces of a photo as scripts get them."""
    return {"photo": str(path), "faces": [_face_json(face) for face in faces]}


def paragraph(
    path: Path, faces: Sequence[Identification], where: str = "in this gallery"
) -> list[str]:
    """Return the faces of a photo as lines for people, who were looked for somewhere."""
    if not faces:
        return [f"{path}: no face"]
    lines = [f"{path}: {len(faces)} {'face' if len(faces) == 1 else 'faces'}"]
    for number, face in enumerate(faces, start=1):
        first = face.candidates[0].subject.name if face.candidates else ""
        lines.append(f"  {number}. {VERDICTS[face.decision].format(name=first)}")
        if not face.candidates:
            lines.append(f"       nobody is enrolled {where}")
        lines.extend(
            f"       {candidate.score:.3f}  {candidate.subject.name}{_place(candidate)}"
            f"  (distance {candidate.distance:.3f}{odds(evidence)})"
            for candidate, evidence in zip(face.candidates, face.evidence, strict=True)
        )
    return lines


def odds(evidence: Evidence) -> str:
    """Say how many strangers would come as near."""
    return "" if evidence.fpir is None else f"; {evidence.fpir:.1%} of strangers come as near"


def rounded_share(fpir: float | None) -> float | None:
    """Return a share as scripts get it; None where nothing was measured."""
    return None if fpir is None else rounded(fpir)


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
                **({} if candidate.gallery is None else {"gallery": candidate.gallery}),
                "score": rounded(candidate.score),
                "distance": rounded(candidate.distance),
                "evidence": rounded(evidence.value),
                "fpir": rounded_share(evidence.fpir),
            }
            for candidate, evidence in zip(face.candidates, face.evidence, strict=True)
        ],
    }


def _place(candidate: Candidate) -> str:
    return "" if candidate.gallery is None else f" [{candidate.gallery}]"
