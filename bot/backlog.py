"""Photos of a chat that sends more than can be answered now: they wait without a place.

All chats share the places for requests that are being worked on. Of one chat only so many have
one; of its further photos no more than a `Request` is kept here (the store has them), and each
comes in the place of one that leaves. Whoever asks is not kept waiting so, unless they ask again
and again before they are answered; nor, until there are very many, are the photos of a chat whose
rules have to see them first. Who comes into a chat, or asks to, waits apart from its photos.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.comings import Brought, JoinAsked, Joined
from bot.request import Command, OtherMedia, PhotoSent, Request, Talk

MOST_OF_A_CHAT = 30
"""Messages of one chat, an album counting as one, that have a place before its photos wait."""

MOST_OF_A_WATCHED_CHAT = 350
"""The same, of a chat that has rules; places are left for others, and for its admins' clicks."""

MOST_AT_THE_DOOR = 5
"""The same, of those who come into a chat or ask to: they wait for each other, and nobody who is in
the chat waits for them."""

MOST_ASKED = 30
"""By one person in a chat, before what they ask waits as photos do: it is answered one by one
anyway, and all places would be theirs."""

MOST_NOTED = 20_000
"""Photos that wait, of all chats: a kilobyte each. What comes then wants a place like any other."""


Queue = tuple[int, bool]
"""A chat, and whether it is those who come into it."""


class Backlog:
    """Who of each chat has a place, and who comes after them, in the order of arrival.

    The parts of an album share a place and come together.
    """

    def __init__(self) -> None:
        """Begin with nobody."""
        self._here: dict[Queue, Counter[str]] = {}
        self._later: dict[Queue, dict[str, list[Request]]] = {}
        self._noted = 0
        self._watched: set[int] = set()
        self._asking: Counter[tuple[int, int]] = Counter()

    def holds(self, request: Request) -> bool:
        """Tell whether a request, or a part of its album, has a place."""
        return _key(request) in self._here.get(_queue(request), ())

    def is_watched(self, chat: int) -> bool:
        """Tell whether a chat has rules, and so much here that its further photos would wait."""
        return chat in self._watched

    def would_wait(self, request: Request) -> bool:
        """Tell whether a request would have to wait if its chat had no rules."""
        return not _is_coming(request) and self._must_wait(request, MOST_OF_A_CHAT)

    def arrive(self, request: Request, *, watched: bool = False) -> Sequence[Request]:
        """Take a new request; return what is to be worked on now that it is here.

        That is nothing where it has to wait, and more than the request where it brings along the
        waiting rest of its album.

        Args:
            request: which.
            watched: whether its chat has rules. It counts until nothing of the chat is here.
        """
        key, queue = _key(request), _queue(request)
        later = self._later.get(queue, {})
        if watched:
            self._watched.add(request.chat)
        if self._must_wait(request, self._most(queue)):
            self._later.setdefault(queue, {}).setdefault(key, []).append(request)
            self._noted += 1
            return ()
        coming = [*later.pop(key, ()), request]
        self._noted -= len(coming) - 1
        self._let_in(queue, coming)
        return coming

    def leave(self, request: Request) -> Sequence[Request]:
        """Let a request go; return those of its chat that come in its place, if any."""
        key, queue = _key(request), _queue(request)
        if _asks(request):
            self._asking -= Counter([(request.chat, request.sender)])
        here = self._here.get(queue, Counter())
        here[key] -= 1
        if here[key] > 0:
            return ()
        del here[key]
        later = self._later.get(queue, {})
        coming: Sequence[Request] = ()
        if later and len(here) < self._most(queue):
            coming = later.pop(next(iter(later)))
            self._noted -= len(coming)
            self._let_in(queue, coming)
        if not later:
            self._later.pop(queue, None)
        if not here:
            self._here.pop(queue, None)
            if not _is_coming(request):
                self._watched.discard(request.chat)
        return coming

    def _most(self, queue: Queue) -> int:
        chat, coming = queue
        if coming:
            return MOST_AT_THE_DOOR
        return MOST_OF_A_WATCHED_CHAT if chat in self._watched else MOST_OF_A_CHAT

    def _must_wait(self, request: Request, most: int) -> bool:
        if self.holds(request) or self._noted >= MOST_NOTED:
            return False
        if _asks(request):
            return self._asking[request.chat, request.sender] >= MOST_ASKED
        if not _can_wait(request):
            return False
        queue = _queue(request)
        others_wait = bool(self._later.get(queue))
        return others_wait or len(self._here.get(queue, ())) >= most

    def _let_in(self, queue: Queue, coming: Sequence[Request]) -> None:
        here = self._here.setdefault(queue, Counter())
        here.update(_key(one) for one in coming)
        self._asking.update((one.chat, one.sender) for one in coming if _asks(one))


def _can_wait(request: Request) -> bool:
    match request.ask:
        case PhotoSent(asked=asked):
            return not asked
        case OtherMedia():
            return True
    return _is_coming(request)


def _asks(request: Request) -> bool:
    match request.ask:
        case PhotoSent(asked=asked):
            return asked
        case Command() | Talk():
            return True
    return False


def _is_coming(request: Request) -> bool:
    return isinstance(request.ask, Joined | Brought | JoinAsked)


def _queue(request: Request) -> Queue:
    return request.chat, _is_coming(request)


def _key(request: Request) -> str:
    return request.album or str(request.update_id)
