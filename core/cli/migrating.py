"""`migrate`: galleries moved to another recipe, and what was kept from before deleted."""

from __future__ import annotations

import re
import time
from argparse import Namespace
from dataclasses import replace
from shlex import quote
from typing import Any

from core.bootstrap import Core, encoder_of, is_fast, open_core
from core.cli.arguments import DEFAULT_GALLERY
from core.cli.output import Output, as_json
from core.cli.progress import bar
from core.errors import CoreError
from core.migration import Migrated, Migration, who_has_no_others
from core.model import GallerySummary, ModelId, is_unnamed
from core.settings import PROFILES, Settings
from core.setup_errors import SettingsError

DEEPFACE = "deepface"
"""The recipe of every model but the fast encoder's, as people read it and may type it."""

WANTED = (
    "MODEL/DETECTOR/PROFILE or MODEL/DETECTOR, such as Dlib/mmod/fast, Dlib/mmod/accurate or "
    "ArcFace/retinaface"
)


def target(settings: Settings, recipe: str | None) -> Settings:
    """Return the settings by which a recipe is configured; as they are without one.

    Args:
        settings: as configured.
        recipe: as typed after `--to`: "Dlib/mmod/accurate"; or as it is shown:
            "Dlib/mmod/accurate-1", "ArcFace/retinaface/deepface".

    Raises:
        SettingsError: it is of another form, or there is no such profile or version.
        UnknownModel: there is no such model or detector.
    """
    if recipe is None:
        return settings
    parts = [part.strip() for part in recipe.split("/")]
    if len(parts) not in {2, 3} or not all(parts):
        raise SettingsError(key="--to", wanted=WANTED)
    model, detector = parts[:2]
    wanted = parts[2].lower() if len(parts) > 2 else None  # noqa: PLR2004 — the third part
    if not is_fast(model, detector):
        found = replace(settings, model=model, detector=detector)
        encoder_of(found)
        if wanted not in {None, DEEPFACE}:
            raise SettingsError(key="--to", wanted=f"{WANTED}: profiles are for Dlib/mmod alone")
        return found
    profile = re.sub(r"-\d+$", "", wanted or settings.profile)
    if profile not in PROFILES:
        raise SettingsError(key="--to", wanted=WANTED)
    found = replace(settings, model=model, detector=detector, profile=profile)
    made = encoder_of(found).model.recipe
    if wanted not in {None, profile, made}:
        raise SettingsError(key="--to", wanted=f"{WANTED}: {made} is what this program makes")
    return found


async def migrate(settings: Settings, arguments: Namespace, output: Output) -> bool:
    """Move one gallery, or all, to another recipe; or delete what is kept from before."""
    async with open_core(target(settings, arguments.to)) as core:
        if arguments.drop_old:
            return await _drop(core, arguments, output)
        complete = await _move(core, arguments, output)
        if core.encoder.model != encoder_of(settings).model:
            output.remark(f"Now set {_as_settings(core.encoder.model)}, and start the bot again.")
        return complete


async def _move(core: Core, arguments: Namespace, output: Output) -> bool:
    galleries = await _galleries(core, arguments)
    complete = True
    for gallery_id in galleries:
        begun = time.monotonic()
        migrated = await _run(core, gallery_id, output)
        seconds = time.monotonic() - begun
        complete = complete and not migrated.lost
        output.result(
            _report(core, gallery_id, migrated, seconds),
            *_sentences(core, gallery_id, migrated, seconds),
        )
    if not galleries:
        output.remark("There is no gallery yet: nothing is to be moved.")
    if arguments.all:
        unnamed = sum(one.people for one in await _unnamed_before(core))
        if unnamed:
            output.remark(
                f"{_people(unnamed)} who asked to be named nowhere cannot be moved, as no pictures "
                "are kept of them: the bot asks each for another photo."
            )
    return complete


async def _unnamed_before(core: Core) -> list[GallerySummary]:
    """Return the galleries, of other models, of faces that are to be named nowhere."""
    every = await core.store.galleries()
    return [one for one in every if is_unnamed(one.id) and one.model != core.encoder.model]


async def _galleries(core: Core, arguments: Namespace) -> list[str]:
    if not arguments.all:
        return [arguments.gallery]
    every = [*await core.store.galleries(), *await core.store.others()]
    return sorted({gallery.id for gallery in every if not is_unnamed(gallery.id)})


async def _run(core: Core, gallery_id: str, output: Output) -> Migrated:
    held = [*await core.store.galleries(gallery_id), *await core.store.others(gallery_id)]
    total = sum(one.templates for one in held if one.model != core.encoder.model)
    with bar() as progress:
        task = progress.add_task(gallery_id, total=total)
        migration = Migration(
            core.store, core.encoder, core.worker, gallery_id, lambda: progress.advance(task)
        )
        try:
            return await migration.run()
        except CoreError:
            output.remark("Stopped early. Run the same command again: it goes on from here.")
            raise


async def _drop(core: Core, arguments: Namespace, output: Output) -> bool:
    beside = await core.store.others(None if arguments.all else arguments.gallery)
    kept = [one for one in beside if one.model != core.encoder.model]
    spared = [one for one in beside if one.model == core.encoder.model]
    for one in kept:
        forgotten = len(await who_has_no_others(core.store, one.id, {one.model}))
        deleted = await core.store.drop(one.id, one.model)
        _tell_dropped(one, deleted, forgotten, output)
    unnamed = await _unnamed_before(core) if arguments.all else []
    for one in unnamed:
        people = await core.store.beside(one.id, one.model).people()
        for person in people:
            await core.store.gallery(one.id).forget(person.subject.id)
        _tell_dropped(one, one.templates, len(people), output)
    for one in spared:
        output.remark(
            f"{one.id} is of another recipe than {one.model}, which is configured, so what it has "
            "of that is not from before, and was left alone: run the migration again, or set "
            "MODEL, DETECTOR and PROFILE as the gallery is."
        )
    if not kept and not unnamed and not spared:
        output.remark("Nothing is kept from before.")
    return not spared


def _tell_dropped(kept: GallerySummary, deleted: int, forgotten: int, output: Output) -> None:
    told = f"{kept.id}: what was of {kept.model} is deleted, {deleted} in number."
    if forgotten:
        told += f" Forgotten with it, as nothing else was kept of them: {_people(forgotten)}."
    output.result(
        {
            "gallery": kept.id,
            "model": str(kept.model),
            "templates": deleted,
            "forgotten": forgotten,
        },
        told,
    )


def _report(core: Core, gallery_id: str, migrated: Migrated, seconds: float) -> dict[str, Any]:
    return {
        "gallery": gallery_id,
        "from": str(migrated.before) if migrated.before else None,
        "to": str(core.encoder.model),
        "people": migrated.people,
        "templates": migrated.made,
        "present": migrated.present,
        "failed": migrated.failed,
        "lost": [{"name": one.subject.name, **as_json(one.error)} for one in migrated.lost],
        "seconds": round(seconds, 3),
    }


def _sentences(core: Core, gallery_id: str, migrated: Migrated, seconds: float) -> list[str]:
    model, before = core.encoder.model, migrated.before
    if before is None and not migrated.people and not migrated.lost:
        hint = " `galleries` lists those there are, --all takes every one."
        return [f"Nobody is enrolled in {gallery_id}.{hint}"]
    lines = [
        f"{one.subject.name} must be enrolled again ({one.error.code}: no face of {model} could be "
        "made from what was kept)."
        for one in migrated.lost
    ]
    if not migrated.people:
        return [*lines, f"{gallery_id} is as it was: nothing of {model} could be made."]
    lines.append(
        f"{gallery_id} is of {model} now: {_people(migrated.people)}. Templates: {migrated.made} "
        f"made in {seconds:.1f} s, {migrated.present} there already, {migrated.failed} failed; "
        f"{_people(len(migrated.lost))} lost."
    )
    if before not in {None, model}:
        which = "" if gallery_id == DEFAULT_GALLERY else f" --gallery {quote(gallery_id)}"
        lines.append(
            f"The templates of {before} are kept until `python -m core migrate --drop-old{which}`."
        )
    return lines


def _as_settings(model: ModelId) -> str:
    settings = f"MODEL={model.model}, DETECTOR={model.detector}"
    if is_fast(model.model, model.detector):
        settings += f", PROFILE={re.sub(r'-[0-9]+$', '', model.recipe)}"
    return settings


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
