"""What an operator should know of their indices: what is slow, and what is not as they set it."""

from __future__ import annotations

from core.stores.elastic.breadth import WIDEST
from core.stores.elastic.curves import Curve
from core.stores.elastic.plan import IndexPlan, IndexType
from core.stores.elastic.standing import SmallStanding, Standing
from core.stores.elastic.upgrading import ORDER

SLOW = 25.0
"""Milliseconds of a search of a flat index from which a graph is worth its making."""

GROWN = 2.0
"""How many times as large an index may be as when it was measured."""

UPGRADE = "`python -m core index upgrade --to {}`"


def advice(standing: Standing, plan: IndexPlan) -> list[str]:
    """Return what to do about an index, a sentence each; none when all is well.

    Args:
        standing: how it is.
        plan: what the settings say of new indices.
    """
    told = [*_speed(standing, plan), *_settings(standing, plan)]
    if standing.upgrading is not None:
        told.append(
            f"an upgrade to {standing.upgrading} was begun and not finished: "
            f"{UPGRADE.format(standing.upgrading)} goes on"
        )
    told += _health(standing, "some galleries cannot be searched")
    return [f"{standing.alias}: {one}" for one in told]


def small_advice(standing: SmallStanding, plan: IndexPlan) -> list[str]:
    """Return what to do about an index that holds no templates, as `advice` does."""
    told = [*_copies(standing, plan), *_health(standing, "the bot can do little without them")]
    return [f"{standing.alias}: {one}" for one in told]


def _health(standing: Standing | SmallStanding, lost: str) -> list[str]:
    if standing.health == "red":
        return [f"parts of it are on no node: {lost}"]
    if standing.health == "yellow":
        return [
            (
                "a copy is missing, as no node has it yet or there is none to take it: what one "
                "node holds alone is lost with it"
            )
        ]
    return []


def _speed(standing: Standing, plan: IndexPlan) -> list[str]:
    told: list[str] = []
    curve = standing.shape.curve
    if standing.shape.type is IndexType.FLAT and (standing.everything or 0.0) >= SLOW:
        told.append(
            f"flat, {standing.templates:,} templates: a search over everything takes "
            f"{standing.everything:.0f} ms, one of the largest gallery ({standing.largest:,}) "
            f"{standing.one:.0f} ms. {UPGRADE.format(IndexType.HNSW)} makes large ones faster; "
            "while it makes the graph, all can be used"
        )
    elif curve is None and standing.shape.type is not IndexType.FLAT:
        if standing.templates > WIDEST:
            told.append(
                "it was never measured how widely it must be searched: "
                "`python -m core index tune` does it"
            )
    elif curve is not None and standing.templates > GROWN * curve.templates:
        told.append(
            f"it has {standing.templates:,} templates, and had {curve.templates:,} when it was "
            "measured how widely to search: `python -m core index tune` measures it again"
        )
    elif curve is not None and _falls_short(curve, plan):
        told.append(
            f"it was measured until {curve.points[-1].recall:.4f} of the best people were found, "
            f"and SEARCH_RECALL is {plan.recall:g}: `python -m core index tune` measures further"
        )
    return told


def _falls_short(curve: Curve, plan: IndexPlan) -> bool:
    return curve.points[-1].recall < plan.recall and curve.points[-1].candidates < WIDEST


def _settings(standing: Standing, plan: IndexPlan) -> list[str]:
    told: list[str] = []
    if standing.shards != plan.shards:
        told.append(
            f"it has {_many(standing.shards, 'shard')} and ELASTICSEARCH_SHARDS is {plan.shards}: "
            "only a new index has other shards (docs/indices.md says how to move to one)"
        )
    told += _copies(standing, plan)
    if standing.shape.type is not plan.type:
        ahead = ORDER.index(plan.type) > ORDER.index(standing.shape.type)
        what = (
            f"{UPGRADE.format(plan.type)} changes it"
            if ahead
            else f"set it to {standing.shape.type}, as there is no way back"
        )
        told.append(
            f"it is {standing.shape.type} and ELASTICSEARCH_INDEX_TYPE is {plan.type}: {what}"
        )
    return told


def _copies(standing: Standing | SmallStanding, plan: IndexPlan) -> list[str]:
    wanted: int | str = "0-1" if plan.replicas is None else plan.replicas
    if standing.replicas == wanted:
        return []
    says = "empty" if plan.replicas is None else plan.replicas
    return [
        (
            f"its replicas are {standing.replicas} and ELASTICSEARCH_REPLICAS is {says}: "
            f"PUT /{standing.index}/_settings {_change(plan)} changes it at once"
        )
    ]


def _change(plan: IndexPlan) -> str:
    if plan.replicas is None:
        return '{"index.auto_expand_replicas": "0-1"}'
    return f'{{"index.auto_expand_replicas": false, "index.number_of_replicas": {plan.replicas}}}'


def _many(number: int, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{number} {thing}s"
