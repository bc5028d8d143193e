"""Which photos were held against a group's rules in this process: an edit may change words alone.

It spares the model a look, and nothing hangs on it: what is not known here is judged once more, and
makes the case that it made before.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from bot.request import PhotoRef

MOST_REMEMBERED = 10_000
"""Messages, of all groups; the oldest are forgotten first."""


class Judged:
    """By chat and message, which photo the message showed when it was judged last."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        """Begin without any."""
        self._most = most
        self._photos: OrderedDict[tuple[int, int], str] = OrderedDict()

    def note(self, chat: int, photos: Iterable[PhotoRef]) -> None:
        """Remember that photos were judged."""
        for photo in photos:
            place = chat, photo.message_id
            self._photos.pop(place, None)
            self._photos[place] = photo.unique
        while len(self._photos) > self._most:
            self._photos.popitem(last=False)

    def knows(self, chat: int, photo: PhotoRef) -> bool:
        """Tell whether this very photo was judged where it stands."""
        return bool(photo.unique) and self._photos.get((chat, photo.message_id)) == photo.unique
