"""`export` and `restore`."""

from __future__ import annotations

import asyncio
import sys
import time
from argparse import Namespace
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import IO

from core.bootstrap import Core
from core.cli.output import Output
from core.cli.progress import bar
from core.errors import CoreError
from core.events import Event, Verb
from core.model import is_unnamed
from core.transfer.exporting import export
from core.transfer.faults import NotForExport
from core.transfer.files import ExportFile, opened, replacing
from core.transfer.keeping import assert_kept, kept_until
from core.transfer.passphrases import passphrase_for_opening, passphrase_for_sealing
from core.transfer.restoring import Restored, check, restore
from core.transfer.sealing import Sealer


async def export_gallery(core: Core, arguments: Namespace, output: Output) -> bool:
    """Write everything that a gallery holds: a header, a line a template, and an end.

    The file is readable by its owner alone, and replaces FILE only when it is whole.

    Raises:
        NotForExport: the faces of this gallery are kept for something else.
    """
    if is_unnamed(arguments.gallery):
        raise NotForExport
    passphrase = None
    if arguments.encrypt or arguments.passphrase_file:
        passphrase = passphrase_for_sealing(arguments.passphrase_file)
    to_output = str(arguments.file) == "-"
    with ExitStack() as stack:
        file: IO[bytes] = (
            sys.stdout.buffer if to_output else stack.enter_context(replacing(arguments.file))
        )
        now = datetime.now(UTC)
        templates = await _written(core, arguments.gallery, file, passphrase, now)
    if to_output:
        return True
    advice = (
        "it can be read by its passphrase alone, which nobody can make again."
        if passphrase
        else "biometric data, keep it safe, or seal it with --encrypt."
    )
    until = kept_until(now, core.backups_days)
    output.result(
        {
            "file": str(arguments.file),
            "templates": templates,
            "encrypted": passphrase is not None,
            "keep_until": until.isoformat() if until else None,
        },
        f"{_counted(templates, 'template', 'templates')} written to {arguments.file}: {advice}",
        *([f"Delete it by {until:%Y-%m-%d}, as BACKUPS_DAYS says."] if until else []),
    )
    return True


async def restore_gallery(core: Core, arguments: Namespace, output: Output) -> bool:
    """Put what an export holds into a gallery, after it was read to its end and found whole."""
    begun = time.monotonic()
    with opened(arguments.file) as (file, sealed):
        passphrase = passphrase_for_opening(arguments.passphrase_file) if sealed else None
        export = ExportFile(file, passphrase)
        dimensions = await core.worker.run(core.encoder.dimensions)
        checked = await check(export, core.encoder.model, dimensions)
        assert_kept(checked.header.exported_at, core.backups_days, datetime.now(UTC))
        into = arguments.gallery or checked.header.gallery
        restored, failure = Restored(), None
        with bar() as progress:
            task = progress.add_task("templates", total=checked.templates)

            def told(done: Restored) -> None:
                nonlocal restored
                restored = done
                progress.update(task, completed=done.templates + done.present)

            try:
                await restore(export, core.store.gallery(into), told)
            except CoreError as error:
                failure = error
    seconds = time.monotonic() - begun
    core.events.tell(
        Event(
            Verb.RESTORE,
            failure.code if failure else None,
            serious=True if failure else None,
            templates=restored.templates,
            total_ms=round(1000.0 * seconds, 1),
        )
    )
    if failure:
        raise failure
    output.result(
        {
            "gallery": into,
            "people": restored.people,
            "templates": restored.templates,
            "present": restored.present,
            "seconds": round(seconds, 3),
        },
        f"{_counted(restored.templates, 'template', 'templates')} of "
        f"{_counted(restored.people, 'person', 'people')} put into the gallery {into} in "
        f"{seconds:.1f} s; {restored.present} there already.",
    )
    return True


async def _written(
    core: Core, gallery_id: str, file: IO[bytes], passphrase: str | None, now: datetime
) -> int:
    sealer = await asyncio.to_thread(Sealer, file, passphrase) if passphrase else None
    with bar() as progress:
        task = progress.add_task("people")
        templates = await export(
            core.store.gallery(gallery_id),
            core.encoder.model,
            now,
            sealer or file,
            lambda done, total: progress.update(task, completed=done, total=total),
        )
    if sealer is not None:
        sealer.finish()
    file.flush()
    return templates


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
