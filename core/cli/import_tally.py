"""What an import has done, and how scripts, people and operators are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.cli.output import as_json
from core.errors import CoreError
from core.events import Event, Verb


@dataclass(slots=True)
class Tally:
    """The counts of one run.

    Attributes:
        advance: is called for each photo that was looked at.
        photos: that were looked at.
        templates: that were added.
        present: photos whose template was there already.
        people: ids of the subjects of both.
        skipped: photos that nothing was added for, each with the reason.
        warnings: poor photos that were taken all the same.
    """

    advance: Callable[[], None]
    photos: int = 0
    templates: int = 0
    present: int = 0
    people: set[str] = field(default_factory=set)
    skipped: list[dict[str, str]] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)

    def seen(self) -> None:
        """Count a photo that was looked at."""
        self.photos += 1
        self.advance()

    def skip(self, path: Path, error: CoreError) -> None:
        """Keep why a photo was not taken."""
        self.skipped.append({"photo": str(path), **as_json(error)})

    def warn(self, path: Path, doubt: CoreError) -> None:
        """Keep what is poor about a photo that is taken."""
        self.warnings.append({"photo": str(path), **as_json(doubt)})

    def event(self, seconds: float, failure: CoreError | None) -> Event:
        """Return what operators are told, with the error that stopped it early."""
        return Event(
            Verb.IMPORT,
            failure.code if failure else None,
            serious=True if failure else None,
            photos=self.photos,
            templates=self.templates,
            total_ms=round(1000.0 * seconds, 1),
        )

    def report(self, seconds: float, failure: CoreError | None) -> dict[str, Any]:
        """Return what scripts are told."""
        return {
            "people": len(self.people),
            "photos": self.photos,
            "templates": self.templates,
            "present": self.present,
            "skipped": self.skipped,
            "warnings": self.warnings,
            "seconds": round(seconds, 3),
            **({"error": as_json(failure)} if failure else {}),
        }

    def sentences(self, seconds: float, failure: CoreError | None) -> list[str]:
        """Return what people are told."""
        lines = [f"{skip['photo']}: {skip['message']}" for skip in self.skipped]
        lines += [f"{warning['photo']}: {warning['message']}" for warning in self.warnings]
        lines.append(
            f"{self.photos} photos in {seconds:.1f} s: {self.templates} templates added "
            f"({len(self.warnings)} poor), {self.present} there already, "
            f"{len(self.skipped)} skipped; {len(self.people)} people."
        )
        if failure:
            lines.append(
                f"Stopped early: {failure} Run the same command again: it goes on from here."
            )
        return lines
