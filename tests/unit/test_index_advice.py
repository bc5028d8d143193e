"""What an operator is told to do about their indices, and how widely a search looks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.stores.elastic.advising import advice, small_advice
from core.stores.elastic.breadth import (
    MOST_OVERSAMPLE,
    OVERSAMPLE,
    WIDEST,
    Breadth,
    breadth,
)
from core.stores.elastic.curves import META, Curve, Point
from core.stores.elastic.plan import IndexPlan, IndexType
from core.stores.elastic.shapes import Shape
from core.stores.elastic.standing import SmallStanding, Standing

FLAT, HNSW, INT8 = IndexType.FLAT, IndexType.HNSW, IndexType.INT8_HNSW
CURVE = Curve(HNSW, 1_000_000, 200, (Point(100, 0.9, 2.0), Point(400, 0.97, 4.0),
                                     Point(1000, 0.992, 8.0)))  # fmt: skip
PLAN = IndexPlan()
LARGE = Standing(
    alias="familiar-faces-x",
    index="familiar-faces-x-000001",
    model="Dlib/mmod/fast-1",
    version=2,
    shape=Shape(),
    shards=1,
    replicas="0-1",
    health="green",
    templates=1_200_000,
    largest=300_000,
    size=700_000_000,
    everything=35.2,
    one=9.1,
    upgrading=None,
)


def told(standing: Standing, plan: IndexPlan = PLAN) -> str:
    return "\n".join(advice(standing, plan))


def test_a_large_flat_index_is_to_be_upgraded_by_what_was_measured() -> None:
    assert (
        "familiar-faces-x: flat, 1,200,000 templates: a search over everything takes 35 ms, one of "
        "the largest gallery (300,000) 9 ms. `python -m core index upgrade --to hnsw`"
    ) in told(LARGE)


@pytest.mark.parametrize(
    "well",
    [
        replace(LARGE, everything=12.0),
        replace(LARGE, templates=0, everything=None, one=None),
        replace(LARGE, shape=Shape(HNSW, 32, 200, CURVE)),
    ],
)
def test_below_nothing_is_said(well: Standing) -> None:
    assert told(well, IndexPlan(type=well.shape.type)) == ""


def test_what_outgrew_its_measurement_is_to_be_measured_again() -> None:
    grown = replace(LARGE, templates=2_100_000, shape=Shape(HNSW, 32, 200, CURVE))
    assert "had 1,000,000 when it was measured" in told(grown, IndexPlan(type=HNSW))
    assert "`python -m core index tune`" in told(grown, IndexPlan(type=HNSW))


def test_a_graph_that_was_never_measured_is_to_be() -> None:
    new = replace(LARGE, shape=Shape(HNSW, 32, 200))
    assert "never measured how widely it must be searched" in told(new, IndexPlan(type=HNSW))
    assert told(replace(new, templates=9000), IndexPlan(type=HNSW)) == ""


def test_settings_that_an_index_does_not_follow_are_told_with_what_changes_it() -> None:
    small = replace(LARGE, everything=2.0)
    said = told(small, IndexPlan(shards=3, replicas=2, type=INT8))
    assert "it has 1 shard and ELASTICSEARCH_SHARDS is 3: only a new index" in said
    assert (
        'PUT /familiar-faces-x-000001/_settings {"index.auto_expand_replicas": false, '
        '"index.number_of_replicas": 2}'
    ) in said
    assert "ELASTICSEARCH_INDEX_TYPE is int8_hnsw: `python -m core index upgrade --to int8" in said
    said = told(replace(small, replicas=2, shape=Shape(INT8, 32, 200)))
    assert 'PUT /familiar-faces-x-000001/_settings {"index.auto_expand_replicas": "0-1"}' in said
    assert "ELASTICSEARCH_INDEX_TYPE is flat: set it to int8_hnsw, as there is no way back" in said


def test_what_was_not_finished_and_what_is_lost_is_told() -> None:
    said = told(replace(LARGE, everything=2.0, upgrading="hnsw", health="red"))
    assert "an upgrade to hnsw was begun and not finished: `python -m core index upgrade" in said
    assert "parts of it are on no node" in said

    assert "a copy is missing" in told(replace(LARGE, everything=2.0, health="yellow"))


def test_names_and_records_are_looked_after_as_faces_are() -> None:
    names = SmallStanding("familiar-subjects", "familiar-subjects-000001", 0, "red")
    replicas, lost = small_advice(names, IndexPlan(replicas=1))
    assert replicas == (
        "familiar-subjects: its replicas are 0 and ELASTICSEARCH_REPLICAS is 1: "
        'PUT /familiar-subjects-000001/_settings {"index.auto_expand_replicas": false, '
        '"index.number_of_replicas": 1} changes it at once'
    )
    assert lost.startswith("familiar-subjects: parts of it are on no node")
    (copy,) = small_advice(replace(names, health="yellow"), IndexPlan(replicas=0))
    assert "a copy is missing" in copy
    assert small_advice(replace(names, health="green"), IndexPlan(replicas=0)) == []


def test_more_that_is_wanted_than_was_measured_is_to_be_measured() -> None:
    measured = replace(LARGE, shape=Shape(HNSW, 32, 200, CURVE))
    said = told(measured, IndexPlan(type=HNSW, recall=0.9995))
    assert "until 0.9920 of the best people were found, and SEARCH_RECALL is 0.9995" in said
    assert "`python -m core index tune`" in said
    widest = replace(CURVE, points=(*CURVE.points, Point(WIDEST, 0.999, 30.0)))
    there_is_no_more = replace(LARGE, shape=Shape(HNSW, 32, 200, widest))
    assert told(there_is_no_more, IndexPlan(type=HNSW, recall=0.9995)) == ""


# --- how widely -------------------------------------------------------------------------------


def test_a_flat_index_is_never_told_how_widely() -> None:
    assert breadth(Shape(), 5_000_000, 0.99) == Breadth()


def test_a_small_gallery_is_searched_exactly() -> None:
    assert breadth(Shape(HNSW), 0, 0.99) == Breadth(100)
    assert breadth(Shape(HNSW), 1000, 0.5) == Breadth(1100)
    assert breadth(Shape(HNSW, 32, 200, CURVE), 10_000, 0.5) == Breadth(10_000)
    assert breadth(Shape(INT8), 1000, 0.5) == Breadth(1100, MOST_OVERSAMPLE)


@pytest.mark.parametrize(
    ("recall", "candidates"), [(0.5, 100), (0.9, 100), (0.95, 400), (0.99, 1000), (0.999, 1000)]
)
def test_a_large_one_as_widely_as_was_measured(recall: float, candidates: int) -> None:
    assert breadth(Shape(HNSW, curve=CURVE), 500_000, recall) == Breadth(candidates)


def test_an_unmeasured_one_more_widely_the_larger_it_is() -> None:
    every = [breadth(Shape(INT8), size, 0.99) for size in (10_001, 100_000, 1_000_000, 20_000_000)]
    assert [one.candidates for one in every] == [500, 500, 1500, 10_000]
    assert {one.oversample for one in every} == {OVERSAMPLE}


def test_a_curve_is_kept_with_its_index_and_counts_for_its_type_alone() -> None:
    mappings = {
        "_meta": {META: CURVE.as_meta()},
        "properties": {"vector": {"index_options": {"type": "hnsw", "m": 32}}},
    }
    assert Shape.of(mappings).curve == CURVE
    mappings["properties"]["vector"]["index_options"]["type"] = "int8_hnsw"
    assert Shape.of(mappings).curve is None
