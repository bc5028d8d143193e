"""`doctor`: every part of core checked, with what to do about each failure."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.bootstrap import calibration_of, encoder_of, index_life, open_store
from core.cli.output import Output
from core.errors import CoreError, GalleriesToMigrate
from core.migration import who_has_no_others
from core.model import GallerySummary, ModelId, Photo, is_unnamed
from core.ports import Store
from core.settings import Settings

UNCALIBRATED = (
    "nobody has measured how high strangers score with this model, so its makers' threshold "
    "decides. `python -m core calibrate FOLDER` measures it."
)

MOST_LISTED = 5
"""Galleries that are named; of more it is said how many they are."""

MOST_ASKED, MOST_COUNTED = 50, 10_000
"""Listings, and people in them, that are looked up to say how many would be forgotten: a second or
two. Of more it is only said that some may be."""


@dataclass(frozen=True, slots=True)
class Check:
    """One part and how it is."""

    part: str
    ok: bool
    told: str


async def doctor(settings: Settings, output: Output) -> bool:
    """Check the parts one by one, so that one failure hides no other."""
    checks = await examine(settings)
    output.result(
        {"checks": [{"part": c.part, "ok": c.ok, "message": c.told} for c in checks]},
        *(f"{'ok  ' if c.ok else 'FAIL'}  {c.part}: {c.told}" for c in checks),
    )
    return all(check.ok for check in checks)


async def examine(settings: Settings) -> list[Check]:
    """Return how the model and the store are, and whether they go together."""
    model = await _check("model", lambda: asyncio.to_thread(_model, settings))
    return [model, *await examine_store(settings)]


async def examine_store(settings: Settings) -> list[Check]:
    """Return how the store is, and whether what it holds goes with the model."""
    store = await _check("store", lambda: _store(settings))
    if not store.ok:
        return [store]
    checks = [store, await _check("galleries", lambda: _galleries(settings))]
    if settings.elasticsearch_urls:
        checks.append(await _check("indices", lambda: _indices(settings)))
    return checks


async def _check(part: str, examination: Callable[[], Awaitable[str]]) -> Check:
    try:
        return Check(part, ok=True, told=await examination())
    except CoreError as error:
        return Check(part, ok=False, told=str(error))


def _model(settings: Settings) -> str:
    encoder = encoder_of(settings)
    dimensions = encoder.dimensions()
    encoder.encode(Photo(np.zeros((64, 64, 3), dtype=np.uint8), 64, 64, "0" * 64))
    return f"{encoder.model} runs, {dimensions} numbers a template; {_calibration(settings)}"


def _calibration(settings: Settings) -> str:
    found = calibration_of(settings, encoder_of(settings))
    if found is None:
        return f"uncalibrated: {UNCALIBRATED}"
    return f"calibrated on {found.made_from}"


async def _store(settings: Settings) -> str:
    store = await open_store(settings, encoder_of(settings))
    try:
        return await store.check()
    finally:
        await store.close()


async def _galleries(settings: Settings) -> str:
    encoder = encoder_of(settings)
    store = await open_store(settings, encoder)
    try:
        own, others = await store.galleries(), await store.others()
        made = {one.id: one for one in others if one.model == encoder.model}
        kept = [one for one in others if one.model != encoder.model]
        people = [gallery for gallery in own if not is_unnamed(gallery.id)]
        wrong = [gallery for gallery in people if gallery.model != encoder.model]
        if wrong:
            raise GalleriesToMigrate(galleries=_listed(wrong, made), configured=str(encoder.model))
        forgotten = await _forgotten(store, own, kept)
    finally:
        await store.close()
    unnamed = [gallery for gallery in own if is_unnamed(gallery.id)]
    told = f"{len(people)} of {encoder.model}" if people else "none yet"
    if unnamed:
        told += f"; {sum(one.people for one in unnamed)} who asked to be named nowhere"
    if made:
        told += (
            f"; of a migration that is not finished: {_listed(list(made.values()))}: "
            "run `python -m core migrate --all` again"
        )
    if kept:
        told += (
            f"; kept from before, or of a `migrate --to` that is not finished: {_listed(kept)}: "
            f"`python -m core migrate --all --drop-old` deletes that, and forgets {forgotten}"
        )
    return told


async def _forgotten(
    store: Store, own: Sequence[GallerySummary], kept: Sequence[GallerySummary]
) -> str:
    """Return who would be forgotten if what is kept were deleted, in words."""
    models: dict[str, set[ModelId]] = {}
    for one in kept:
        models.setdefault(one.id, set()).add(one.model)
    looked_up = [one.people for one in [*own, *kept] if one.id in models]
    if len(looked_up) > MOST_ASKED or sum(looked_up) > MOST_COUNTED:
        return "whoever could not be moved"
    lost = 0
    for gallery_id, dropped in models.items():
        lost += len(await who_has_no_others(store, gallery_id, dropped))
    if not lost:
        return "nobody"
    return f"{'1 person' if lost == 1 else f'{lost} people'} who could not be moved"


async def _indices(settings: Settings) -> str:
    store = await open_store(settings, encoder_of(settings))
    try:
        return "; ".join(await index_life(store).advice()) or "as they are set, and fast enough"
    finally:
        await store.close()


def _listed(
    galleries: Sequence[GallerySummary], made: Mapping[str, GallerySummary] | None = None
) -> str:
    """Name some galleries, and say of which the migration to what is configured was begun."""
    shown = [
        f"{one.id} ({one.model}, {one.templates} templates{_begun((made or {}).get(one.id))})"
        for one in galleries[:MOST_LISTED]
    ]
    more = len(galleries) - len(shown)
    return ", ".join([*shown, f"and {more} more"] if more else shown)


def _begun(made: GallerySummary | None) -> str:
    if made is None:
        return ""
    return (
        f"; {made.templates} of {made.model} beside them: a migration to that is not finished, or "
        "one from it is done"
    )
