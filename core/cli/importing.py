"""`import`: many people from FOLDER/<name>/<photos>, safe to run again.

What is there is looked up, photos are read and faces are written side by side: so it takes as long
as the slowest of the three, who waits for nobody and whom the others wait for.
"""

from __future__ import annotations

import asyncio
import time
from argparse import Namespace
from collections.abc import Iterable
from contextlib import AsyncExitStack
from pathlib import Path

from core.bootstrap import Core
from core.cli.ahead import ahead
from core.cli.import_reading import ReadingSide
from core.cli.import_tally import Tally
from core.cli.import_writing import WritingSide
from core.cli.output import Output
from core.cli.patience import Patience
from core.cli.photos import folders, loose_pictures, pictures
from core.cli.progress import bar
from core.errors import CoreError, LoosePhoto

WAITED_FOR = 120.0
"""Seconds that a store may be away, as long as a node takes to be started anew, until the import
stops."""

LISTS_AHEAD, BATCHES_AHEAD = 2, 1
"""How many lists of new photos, and batches of faces, may wait for the next in line."""


async def import_folder(core: Core, arguments: Namespace, output: Output) -> bool:
    """Enrol each photo's face under the name of the folder that it lies in."""
    begun = time.monotonic()
    folder: Path = arguments.folder
    people = await asyncio.to_thread(folders, folder)
    loose = await asyncio.to_thread(loose_pictures, folder)
    photos = await asyncio.to_thread(
        lambda: sum(len(pictures(folder / name)) for name in people) + len(loose)
    )
    failure: CoreError | None = None
    with bar() as progress:
        task = progress.add_task("photos", total=photos)
        tally = Tally(lambda: progress.advance(task))
        for path in loose:
            tally.seen()
            tally.skip(path, LoosePhoto())
        patience = Patience(WAITED_FOR, output.remark)
        try:
            places = (folder / name for name in people)
            await _taken_in(core, arguments.gallery, places, tally, patience)
        except CoreError as error:
            failure = error
    seconds = time.monotonic() - begun
    core.events.tell(tally.event(seconds, failure))
    output.result(tally.report(seconds, failure), *tally.sentences(seconds, failure))
    return failure is None and not tally.skipped


async def _taken_in(
    core: Core, gallery_id: str, people: Iterable[Path], tally: Tally, patience: Patience
) -> None:
    reading = ReadingSide(core, gallery_id, tally, patience)
    writing = WritingSide(core.store.gallery(gallery_id), tally, patience)
    async with AsyncExitStack() as beside:
        new = await beside.enter_async_context(ahead(reading.new_photos(people), LISTS_AHEAD))
        batches = await beside.enter_async_context(ahead(reading.batches(new), BATCHES_AHEAD))
        async for batch in batches:
            await writing.write(batch)
