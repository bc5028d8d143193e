"""`index`: how Elasticsearch's indices are, graphs for large ones, snapshots, rights to ask for."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from core.bootstrap import encoder_of, index_life, open_store
from core.cli.output import Output
from core.cli.progress import bar, waiting
from core.cli.snapshots import snapshots
from core.settings import Settings
from core.setup_errors import SettingsError

if TYPE_CHECKING:
    from core.stores.elastic.curves import Curve
    from core.stores.elastic.life import IndexLife
    from core.stores.elastic.standing import Standing

MEGABYTE = 1_000_000


async def index(settings: Settings, arguments: Namespace, output: Output) -> bool:
    """Do what was asked of the indices.

    Raises:
        SettingsError: templates are in SQLite, which has no indices.
    """
    if not settings.elasticsearch_urls:
        raise SettingsError(
            key="ELASTICSEARCH_URL",
            wanted="set, since only Elasticsearch has indices to look after; SQLite needs none",
        )
    if arguments.what == "role":
        return _role(settings, output)
    store = await open_store(settings, encoder_of(settings))
    try:
        if arguments.what == "snapshots":
            return await snapshots(store, settings, arguments, output)
        life = index_life(store)
        if arguments.what == "status":
            return await _status(life, output)
        if arguments.what == "upgrade":
            return await _upgrade(life, arguments, output)
        return await _tune(life, output)
    finally:
        await store.close()


async def _status(life: IndexLife, output: Output) -> bool:
    standings = await life.standings()
    for standing in standings:
        output.result(_as_json(standing), *_sentences(standing))
    if not standings:
        output.remark("There is no index of templates yet: the first enrolment makes it.")
    return True


async def _upgrade(life: IndexLife, arguments: Namespace, output: Output) -> bool:
    alias = life.indices.faces
    with waiting() as progress:
        task = progress.add_task(alias, total=None)

        def told(what: str) -> None:
            progress.update(task, description=f"{alias}: {what}")

        upgraded = await life.upgrade(arguments.to, told)
    curve = await _measured(life) if upgraded.seconds else None
    output.result(
        {
            "index": alias,
            "from": str(upgraded.before),
            "to": str(upgraded.after),
            "seconds": round(upgraded.seconds, 3),
            "recall": curve and _curve_as_json(curve),
        },
        *(
            [f"{alias} is {upgraded.after} now. It took {upgraded.seconds:.1f} s."]
            if upgraded.seconds
            else [f"{alias} is {upgraded.after} already."]
        ),
        *(_told_of(curve, life.indices.plan.recall) if upgraded.seconds else ()),
    )
    return True


async def _tune(life: IndexLife, output: Output) -> bool:
    curve = await _measured(life)
    output.result(
        {"index": life.indices.faces, "recall": curve and _curve_as_json(curve)},
        *_told_of(curve, life.indices.plan.recall),
    )
    return True


async def _measured(life: IndexLife) -> Curve | None:
    with bar() as progress:
        task = progress.add_task("measuring how widely to search", total=life.steps)
        return await life.tune(lambda: progress.advance(task))


def _told_of(curve: Curve | None, wanted: float) -> list[str]:
    if curve is None:
        return ["Every search is exact: there is nothing to measure."]
    lines = [
        f"{one.candidates:>6} candidates: {one.recall:.4f} of the best five people found, "
        f"{one.milliseconds:.1f} ms"
        for one in curve.points
    ]
    used = curve.reaching(wanted)
    if used.recall >= wanted:
        last = f"For SEARCH_RECALL={wanted:g} a search looks at {used.candidates} candidates."
    else:
        last = (
            f"SEARCH_RECALL={wanted:g} is not reached: a search looks at {used.candidates} "
            f"candidates and finds {used.recall:.4f}. Only flat finds everything."
        )
    return [*lines, last]


def _role(settings: Settings, output: Output) -> bool:
    from core.stores.elastic.role import role  # noqa: PLC0415 — a second, which others need not

    made = role(settings.elasticsearch_prefix)
    name = settings.elasticsearch_prefix
    output.result(made, json.dumps(made, indent=2))
    output.remark(
        f"As an administrator: POST /_security/role/{name} with this makes the role, for a user of "
        f"ELASTICSEARCH_USERNAME. Or POST /_security/api_key with "
        f'{{"name": "{name}", "role_descriptors": {{"{name}": THIS}}}} makes a key with these '
        'rights alone: its "encoded" is what ELASTICSEARCH_API_KEY wants.'
    )
    return True


def _as_json(one: Standing) -> dict[str, Any]:
    shape = one.shape
    return {
        "alias": one.alias,
        "index": one.index,
        "model": one.model,
        "mapping_version": one.version,
        "type": str(shape.type),
        "m": shape.m,
        "ef_construction": shape.ef_construction,
        "shards": one.shards,
        "replicas": one.replicas,
        "health": one.health,
        "templates": one.templates,
        "largest_gallery": one.largest,
        "bytes": one.size,
        "milliseconds": {"everything": one.everything, "largest_gallery": one.one},
        "recall": shape.curve and _curve_as_json(shape.curve),
        "upgrading": one.upgrading,
    }


def _curve_as_json(curve: Curve) -> dict[str, Any]:
    return {
        "templates": curve.templates,
        "probes": curve.probes,
        "points": [
            {"candidates": p.candidates, "recall": p.recall, "milliseconds": p.milliseconds}
            for p in curve.points
        ],
    }


def _sentences(one: Standing) -> list[str]:
    shape = one.shape
    graph = f" (m {shape.m}, ef_construction {shape.ef_construction})" if shape.m else ""
    size = f"{one.size / MEGABYTE:,.1f} MB"
    lines = [
        f"{one.alias}, of {one.model}",
        f"  index      {one.index}, mapping version {one.version}, {one.health}",
        f"  type       {shape.type}{graph}",
        f"  copies     {one.shards} shards, replicas {one.replicas}",
        f"  templates  {one.templates:,}, {one.largest:,} in the largest gallery, {size}",
    ]
    if one.everything is not None and one.one is not None:
        lines.append(
            f"  a search   {one.everything:.1f} ms over everything, {one.one:.1f} ms of the "
            "largest gallery"
        )
    if shape.curve is not None:
        found = ", ".join(f"{p.recall:.4f} by {p.candidates}" for p in shape.curve.points)
        lines.append(f"  found      {found} candidates (of {shape.curve.templates:,} templates)")
    if one.upgrading is not None:
        lines.append(f"  unfinished: `python -m core index upgrade --to {one.upgrading}` goes on")
    return lines
