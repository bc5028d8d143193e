"""The verbs, told as events: a layer round `core.recognizer` that adds nothing else."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.decision import Policy
from core.doubts import NOTHING, Despite
from core.errors import NoFace
from core.events import Event, Events, Verb, code_of, is_serious, size_band
from core.findings import Decision, Identification, Verification
from core.household import Forgotten
from core.model import Subject
from core.ports import Encoder, Store
from core.recognizer import Enrolled, Reading, Recognizer
from core.worker import Worker


class WatchedRecognizer(Recognizer):
    """Does what a recognizer does, and tells of it."""

    def __init__(
        self,
        encoder: Encoder,
        store: Store,
        policy: Policy,
        worker: Worker,
        clock: Callable[[], datetime],
        *,
        events: Events,
    ) -> None:
        """Take what the verbs need, and where events go."""
        super().__init__(encoder, store, policy, worker, clock)
        self._events = events

    async def read(self, data: bytes, *, to_enrol: bool = False) -> Reading:
        """See `Recognizer.read`. Tells only of photos that it ends with."""
        begun = time.perf_counter()
        try:
            reading = await super().read(data, to_enrol=to_enrol)
        except Exception as error:
            self._events.tell(_failure(Verb.READ, error, total_ms=_ms(_since(begun))))
            raise
        reading = replace(reading, waited=max(0.0, _since(begun) - reading.looked))
        if not reading.probes:
            times = {**_times([reading], 0.0), "searching_ms": None}
            self._events.tell(Event(Verb.READ, NoFace.code, serious=False, faces=0, **times))
        return reading

    def _read(self, data: bytes, *, to_enrol: bool) -> Reading:
        begun = time.perf_counter()
        reading = super()._read(data, to_enrol=to_enrol)
        return replace(reading, looked=_since(begun))

    async def identify(
        self, gallery_id: str, reading: Reading, limit: int = 5
    ) -> tuple[Identification, ...]:
        """See `Recognizer.identify`."""
        with self._telling(Verb.IDENTIFY, reading) as facts:
            found = await super().identify(gallery_id, reading, limit)
            if found:
                facts.update(_verdicts(one.decision for one in found))
                facts["gallery_size"] = size_band(found[0].gallery_size)
        return found

    async def enrol(
        self,
        gallery_id: str,
        name: str,
        reading: Reading,
        *,
        by: str,
        face: int | None = None,
        despite: Despite = NOTHING,
    ) -> Enrolled:
        """See `Recognizer.enrol`."""
        with self._telling(Verb.ENROL, reading) as facts:
            enrolled = await super().enrol(
                gallery_id, name, reading, by=by, face=face, despite=despite
            )
            facts.update(faces=1, templates=int(enrolled.new))
        return enrolled

    def verify(self, one: Reading, other: Reading) -> Verification:
        """See `Recognizer.verify`."""
        with self._telling(Verb.VERIFY, one, other) as facts:
            verified = super().verify(one, other)
            facts.update(_verdicts([verified.decision]))
        return verified

    async def rename(self, gallery_id: str, old: str, new: str) -> Subject:
        """See `Recognizer.rename`."""
        with self._telling(Verb.RENAME):
            return await super().rename(gallery_id, old, new)

    async def forget(self, gallery_id: str, name: str) -> Forgotten:
        """See `Recognizer.forget`."""
        with self._telling(Verb.FORGET) as facts:
            forgotten = await super().forget(gallery_id, name)
            facts["templates"] = forgotten.photos
        return forgotten

    async def rename_subject(self, gallery_id: str, subject_id: str, new: str) -> Subject:
        """See `Recognizer.rename_subject`."""
        with self._telling(Verb.RENAME):
            return await super().rename_subject(gallery_id, subject_id, new)

    async def forget_subject(self, gallery_id: str, subject_id: str) -> Forgotten:
        """See `Recognizer.forget_subject`."""
        with self._telling(Verb.FORGET) as facts:
            forgotten = await super().forget_subject(gallery_id, subject_id)
            facts["templates"] = forgotten.photos
        return forgotten

    async def discard(self, limbo_gallery_id: str, subject_id: str) -> int:
        """See `Recognizer.discard`: this is when somebody is forgotten for good."""
        with self._telling(Verb.FORGET) as facts:
            facts["templates"] = deleted = await super().discard(limbo_gallery_id, subject_id)
        return deleted

    @contextmanager
    def _telling(self, verb: Verb, *readings: Reading) -> Iterator[dict[str, Any]]:
        """Tell how something ends and how long it took, with the facts that are put in.

        Of a photo without a face nothing is told: `read` has done it.
        """
        facts: dict[str, Any] = {}
        begun = time.perf_counter()
        try:
            yield facts
        except Exception as error:
            if all(reading.probes for reading in readings):
                self._events.tell(_failure(verb, error, **_times(readings, _since(begun))))
            raise
        if all(reading.probes for reading in readings):
            self._events.tell(Event(verb, **facts, **_times(readings, _since(begun))))


def _failure(verb: Verb, error: Exception, **times: Any) -> Event:
    return Event(verb, code_of(error), serious=is_serious(error), **times)


def _times(readings: Iterable[Reading], seconds: float) -> dict[str, Any]:
    """Return the times of what was done with photos, after they were read, in milliseconds."""
    read = list(readings)
    if not read:
        return {"total_ms": _ms(seconds)}
    waited, looked = sum(one.waited for one in read), sum(one.looked for one in read)
    return {
        "waiting_ms": _ms(waited),
        "looking_ms": _ms(looked),
        "searching_ms": _ms(seconds),
        "total_ms": _ms(waited + looked + seconds),
    }


def _verdicts(decisions: Iterable[Decision]) -> dict[str, int]:
    counted = Counter(decisions)
    return {
        "faces": counted.total(),
        "match": counted[Decision.MATCH],
        "possible": counted[Decision.POSSIBLE],
        "unknown": counted[Decision.UNKNOWN],
    }


def _since(begun: float) -> float:
    return time.perf_counter() - begun


def _ms(seconds: float) -> float:
    return round(1000.0 * seconds, 1)
