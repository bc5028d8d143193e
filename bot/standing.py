"""Where "Looking…" stands, for what must be said while the store, which knows it too, is away."""

from __future__ import annotations

from dataclasses import dataclass

from bot.request import Request
from bot.texts.speech import Speech

Key = int | tuple[int, str]
"""An update's number, or a chat and an album in it: whichever part of it speaks for the others."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the answer to a request will be.

    Attributes:
        message: our own.
        speech: the language that it is in.
    """

    message: int
    speech: Speech


class Standing:
    """The requests in work in this process that were told that we look.

    What another life needs of it is in Records: it answers when the store is back.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._places: dict[Key, Place] = {}

    def note(self, request: Request, message: int) -> None:
        """Remember where the answer to a request, or to its album, stands."""
        place = Place(message, request.speech)
        for key in _keys(request):
            self._places[key] = place

    def of(self, request: Request) -> Place | None:
        """Return where it stands, if it was told that we look."""
        found = (self._places.get(key) for key in _keys(request))
        return next((place for place in found if place is not None), None)

    def end(self, request: Request) -> None:
        """Forget it: the request was answered, or will not be."""
        ended = self.of(request)
        if ended is not None:
            self._places = {key: one for key, one in self._places.items() if one is not ended}


def _keys(request: Request) -> list[Key]:
    album: list[Key] = [] if request.album is None else [(request.chat, request.album)]
    return [request.update_id, *album]
