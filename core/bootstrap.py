"""The one place that wires core together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core.archive import Archive
from core.calibration import Calibration
from core.calibrations import from_file, shipped
from core.decision import Policy
from core.events import Events, Untold
from core.model import ModelId
from core.ports import Encoder, Store
from core.recognizer import Recognizer
from core.settings import Settings
from core.stores.sqlite import SqliteStore
from core.vault.covers import BARE, Cover
from core.vault.keys import read_key
from core.watching import WatchedRecognizer
from core.worker import Worker

if TYPE_CHECKING:
    from core.stores.elastic import ElasticConnection, IndexPlan
    from core.stores.elastic.life import IndexLife


@dataclass(frozen=True, slots=True)
class Core:
    """The open parts, for whoever stands on core."""

    recognizer: Recognizer
    policy: Policy
    store: Store
    encoder: Encoder
    worker: Worker
    events: Events
    backups_days: int | None = None
    """For how many days exports and snapshots are kept at most; None: nobody says."""


@asynccontextmanager
async def open_core(settings: Settings, *, patient: bool = False) -> AsyncIterator[Core]:
    """Open the parts that `settings` ask for, and close them at the end.

    Args:
        settings: of core.
        patient: open them though Elasticsearch cannot be used now: until it can, everything that
            is asked of it raises what is the matter.

    Raises:
        UnknownModel: MODEL or DETECTOR names nothing that deepface has.
        CalibrationMismatch, SettingsError: CALIBRATION or FACES_KEY_FILE names a file that cannot
            be used.
        StoreUnavailable, StoreRefused: the store cannot be used.
    """
    worker = Worker()
    try:
        encoder = encoder_of(settings)
        threshold = await worker.run(encoder.shipped_threshold)
        store = await open_store(settings, encoder, patient=patient)
        try:
            policy = Policy(threshold, calibration_of(settings, encoder))
            async with open_events(settings, encoder.model) as events:
                recognizer = WatchedRecognizer(encoder, store, policy, worker, _now, events=events)
                yield Core(
                    recognizer, policy, store, encoder, worker, events, settings.backups_days
                )
        finally:
            await store.close()
    finally:
        await worker.close()


def encoder_of(settings: Settings) -> Encoder:
    """Return the encoder that the settings name; it loads its model when it is first needed.

    Raises:
        UnknownModel: MODEL or DETECTOR names nothing that there is.
    """
    # Each brings libraries that take a while to import, and only one is used.
    if is_fast(settings.model, settings.detector):
        from core.encoders.fast import FastEncoder  # noqa: PLC0415

        return FastEncoder(settings.deepface_home / "familiar", settings.profile)
    from core.encoders.deepface import DeepFaceEncoder  # noqa: PLC0415

    return DeepFaceEncoder(settings.model, settings.detector, settings.deepface_home)


def calibration_of(settings: Settings, encoder: Encoder) -> Calibration | None:
    """Return the operator's calibration, or the one that comes with the recipe, if there is one.

    Raises:
        CalibrationMismatch, SettingsError: CALIBRATION names a file that cannot be used.
    """
    if settings.calibration is not None:
        return from_file(settings.calibration, encoder.model)
    return shipped(encoder.model)


def is_fast(model: str, detector: str) -> bool:
    """Tell whether the fast encoder makes these templates; deepface makes all others."""
    return (model.casefold(), detector.casefold()) == ("dlib", "mmod")


async def open_store(settings: Settings, encoder: Encoder, *, patient: bool = False) -> Store:
    """Open Elasticsearch where an address is set, else the SQLite file; `patient` as above."""
    cover = _cover(settings)
    if not settings.elasticsearch_urls:
        return await SqliteStore.open(settings.faces_db, encoder.model, cover)
    # A second at every start, which those with SQLite need not spend.
    from core.stores.elastic import ElasticStore  # noqa: PLC0415

    connection = _connection(settings)
    return await ElasticStore.open(
        connection, encoder.model, _plan(settings), cover=cover, patient=patient
    )


def index_life(store: Store) -> IndexLife:
    """Return what an operator does with the indices of a store on Elasticsearch.

    Raises:
        TypeError: the store is another.
    """
    from core.stores.elastic import ElasticStore  # noqa: PLC0415 — as above

    if not isinstance(store, ElasticStore):
        raise TypeError("only Elasticsearch has indices")
    return store.life


def archive_of(store: Store) -> Archive:
    """Return all galleries of a store at once: for an operator, never for a chat.

    `Store` has no word for it, so that nothing that is built on one comes upon it by chance.

    Raises:
        TypeError: the store is none of ours.
    """
    if isinstance(store, SqliteStore):
        return store.archive
    from core.stores.elastic import ElasticStore  # noqa: PLC0415 — as above

    if not isinstance(store, ElasticStore):
        raise TypeError("this store cannot be searched as a whole")
    return store.archive


@asynccontextmanager
async def open_events(settings: Settings, model: ModelId) -> AsyncIterator[Events]:
    """Open where events go: Elasticsearch where an address is set, else nowhere.

    Raises:
        StoreRefused: the authority's file is none.
    """
    if not settings.elasticsearch_urls:
        yield Untold()
        return
    from core.stores.elastic import ElasticEvents  # noqa: PLC0415 — as above

    events = await ElasticEvents.open(
        _connection(settings), model, settings.events_days, _now, _plan(settings)
    )
    try:
        yield events
    finally:
        await events.close()


def _cover(settings: Settings) -> Cover:
    """Return what lies over faces in the store.

    Raises:
        SettingsError: FACES_KEY_FILE names no file of a key, or one that others can read.
    """
    if settings.faces_key_file is None:
        return BARE
    from core.vault.sealed import Sealed  # noqa: PLC0415 — brings libsodium

    return Sealed(read_key(settings.faces_key_file))


def _connection(settings: Settings) -> ElasticConnection:
    from core.stores.elastic import ElasticConnection  # noqa: PLC0415 — as above

    return ElasticConnection(
        urls=settings.elasticsearch_urls,
        api_key=settings.elasticsearch_api_key,
        username=settings.elasticsearch_username,
        password=settings.elasticsearch_password,
        ca_certs=settings.elasticsearch_ca_certs,
        ca_fingerprint=settings.elasticsearch_ca_fingerprint,
        prefix=settings.elasticsearch_prefix,
    )


def _plan(settings: Settings) -> IndexPlan:
    from core.stores.elastic import IndexPlan, IndexType  # noqa: PLC0415 — as above

    return IndexPlan(
        shards=settings.elasticsearch_shards,
        replicas=settings.elasticsearch_replicas,
        type=IndexType(settings.elasticsearch_index_type),
        recall=settings.search_recall,
    )


def _now() -> datetime:
    return datetime.now(UTC)
