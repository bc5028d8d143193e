"""Parts of albums that were judged before others of them came, in this process.

An album is one case and is deleted whole, however its parts come. After a restart a part that comes
late is judged by itself.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from bot.moderation.judging import Met
from bot.request import PhotoRef

MOST_REMEMBERED = 1_000
"""Albums, of all groups; the oldest are forgotten first."""


@dataclass(frozen=True, slots=True)
class Album:
    """What of an album was judged.

    Attributes:
        messages: the ids of its parts, in the order in which they came.
        photos: in them.
        met: which rules by them, with one finding for each.
    """

    messages: tuple[int, ...] = ()
    photos: tuple[PhotoRef, ...] = ()
    met: tuple[Met, ...] = ()

    def with_parts(self, messages: tuple[int, ...], photos: tuple[PhotoRef, ...]) -> Album:
        """Return it with further parts; those that are in it already are not doubled."""
        fresh = tuple(one for one in photos if one not in self.photos)
        every = tuple(dict.fromkeys((*self.messages, *messages)))
        return Album(every, (*self.photos, *fresh), self.met)


class Earlier:
    """By chat and album, what was judged."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        """Begin without any."""
        self._most = most
        self._albums: OrderedDict[tuple[int, str], Album] = OrderedDict()

    def of(self, chat: int, album: str | None) -> Album:
        """Return what was judged of an album; nothing of what is in none."""
        return Album() if album is None else self._albums.get((chat, album), Album())

    def note(self, chat: int, album: str | None, judged: Album) -> None:
        """Remember what was judged of an album; nothing of what is in none."""
        if album is None:
            return
        self._albums.pop((chat, album), None)
        self._albums[chat, album] = judged
        while len(self._albums) > self._most:
            self._albums.popitem(last=False)
