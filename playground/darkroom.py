"""Where pictures are made: off the event loop, and no more than a few at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from playground.world.pictures import (
    ORDINARY_BOX,
    Rendered,
    render_photo,
    render_thumbnail,
)

# Each picture under way may need some hundred megabytes.
WORKERS = 2


class Darkroom:
    """Makes photos and thumbnails in threads of its own."""

    def __init__(self) -> None:
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="darkroom")

    async def photo(
        self, data: bytes, *, by_bot: bool, largest: int = ORDINARY_BOX
    ) -> list[Rendered]:
        """The sizes of a photo, as ``render_photo`` makes them.

        Raises:
            PictureError: The bytes are no picture that Telegram takes.
        """
        work = partial(render_photo, data, by_bot=by_bot, largest=largest)
        return await asyncio.get_running_loop().run_in_executor(self._workers, work)

    async def thumbnail(self, data: bytes) -> Rendered | None:
        """The thumbnail of a file; None when it is no picture."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._workers, render_thumbnail, data)

    def close(self) -> None:
        """Take no more work."""
        self._workers.shutdown(wait=False, cancel_futures=True)
