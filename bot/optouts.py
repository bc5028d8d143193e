"""Who asked to be named nowhere, also where others taught their face; kept in Records.

For that alone the numbers of one photo of theirs are kept, in a gallery of its own that no chat
leads to, under the number of their account: without a picture, and without a name.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.request import Request
from bot.walking import walk
from core.errors import UnknownPerson
from core.model import Enrolment, ModelId, Record, unnamed_gallery
from core.ports import Store
from core.recognizer import Reading, Recognizer

OPTOUTS = "optouts"


@dataclass(frozen=True, slots=True)
class OptOut:
    """What somebody asked for.

    Attributes:
        account: whose.
        gallery: where their template is.
        model: that made it.
        at: since when.
        language: the code of the one that they spoke then.
        reminded: the model for which they were asked for another photo, if they were.
    """

    account: int
    gallery: str
    model: ModelId
    at: datetime
    language: str
    reminded: str | None = None


class OptOuts:
    """Keeps one face an account, and tells whether faces are among them."""

    def __init__(
        self,
        store: Store,
        recognizer: Recognizer,
        model: ModelId,
        clock: Callable[[], datetime],
    ) -> None:
        """Take where everything is kept, who compares, with which model, and the time's zone."""
        self._store = store
        self._records = store.records
        self._recognizer = recognizer
        self._model = model
        self._clock = clock
        self._some = True

    async def refresh(self) -> None:
        """See whether there is anybody at all: while there is not, no photo costs a search more.

        Another process may have the first one: call it every few seconds.
        """
        self._some = bool(await self._records.list(OPTOUTS, limit=1))

    async def among(self, reading: Reading) -> tuple[int | None, ...]:
        """Return for each face of a photo the account of whoever it looks like, if one of these."""
        if not self._some:
            return (None,) * len(reading.probes)
        found = await self._recognizer.matches(unnamed_gallery(self._model), reading)
        return tuple(None if subject is None else int(subject.name) for subject in found)

    async def of(self, account: int) -> OptOut | None:
        """Return what an account asked for."""
        record = await self._records.get(OPTOUTS, str(account))
        return None if record is None else _optout(record)

    async def holds(self, account: int) -> bool:
        """Tell whether an account asked for it and its face can be told by the present model."""
        kept = await self.of(account)
        if kept is None or kept.model != self._model:
            return False
        # Whoever runs the bot may have deleted it.
        return await self._store.gallery(kept.gallery).subject(str(account)) is not None

    async def keep(self, request: Request, reading: Reading) -> None:
        """Keep the one face of a photo as that of whoever asks, in place of what there was.

        Raises:
            NoFace, SeveralFaces, PoorPhoto: the photo does not show one face well enough; nothing
                is changed.
        """
        await self._recognizer.assert_good(reading)
        account, before = request.sender, await self.of(request.sender)
        gallery = unnamed_gallery(self._model)
        if before is not None and before.gallery != gallery:
            await self._delete(before)
        # First, so that nothing is ever kept that the account does not lead to.
        optout = OptOut(account, gallery, self._model, self._clock(), request.speech.language)
        await self._records.put(OPTOUTS, str(account), _value(optout))
        self._some = True
        await self._recognizer.keep_unpictured(gallery, str(account), reading, by=str(account))

    async def drop(self, account: int) -> bool:
        """Delete all that is kept for it; tell whether there was anything. Safe to repeat."""
        kept = await self.of(account)
        if kept is None:
            return False
        await self._delete(kept)
        return await self._records.delete(OPTOUTS, str(account))

    async def everything(self, account: int) -> Sequence[Enrolment]:
        """Return all that is kept of an account's face for it."""
        kept = await self.of(account)
        if kept is None:
            return []
        gallery = self._store.beside(kept.gallery, kept.model)
        subject = await gallery.subject(str(account))
        return [] if subject is None else await gallery.enrolments(subject.id)

    async def outdated(self) -> AsyncIterator[OptOut]:
        """Yield those whose face the present model cannot tell, and who were not told so yet."""
        async for record in walk(self._records, OPTOUTS):
            optout = _optout(record)
            if optout.model != self._model and optout.reminded != str(self._model):
                yield optout

    async def note_reminded(self, optout: OptOut) -> None:
        """Note that somebody was told, unless they have changed anything since."""
        record = await self._records.get(OPTOUTS, str(optout.account))
        if record is None or _optout(record) != optout:
            return
        value = {**record.value, "reminded": str(self._model)}
        await self._records.put(OPTOUTS, record.key, value, version=record.version)

    async def _delete(self, kept: OptOut) -> None:
        with suppress(UnknownPerson):  # by an earlier try, or by whoever runs the bot
            await self._recognizer.forget(kept.gallery, str(kept.account))


def _value(optout: OptOut) -> dict[str, str | float | None]:
    return {
        "gallery": optout.gallery,
        "model": str(optout.model),
        "at": optout.at.timestamp(),
        "language": optout.language,
        "reminded": optout.reminded,
    }


def _optout(record: Record) -> OptOut:
    value = record.value
    return OptOut(
        account=int(record.key),
        gallery=value["gallery"],
        model=ModelId.parse(value["model"]),
        at=datetime.fromtimestamp(value["at"], UTC),
        language=value["language"],
        reminded=value["reminded"],
    )
