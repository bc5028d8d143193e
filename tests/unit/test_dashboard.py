"""The dashboard's file: everything in it leads somewhere, and to fields that there are."""

from __future__ import annotations

import json
import re

import pytest

from core.events import Verb
from core.stores.elastic.events import FIELDS
from tests.dashboard import Panel, panels, saved_objects

KNOWN = {"index-pattern": {"8.0.0"}, "lens": {"8.9.0"}, "dashboard": {"8.9.0"}}
"""The versions of the shapes that were looked up; a newer Kibana brings them forward."""

every_panel = pytest.mark.parametrize("panel", panels(), ids=lambda panel: panel.title)


def test_every_reference_leads_to_an_object_of_the_file_that_comes_before() -> None:
    seen: set[tuple[str, str]] = set()
    for one in saved_objects():
        for reference in one["references"]:
            assert (reference["type"], reference["id"]) in seen
        assert (one["type"], one["id"]) not in seen
        seen.add((one["type"], one["id"]))


def test_objects_are_of_the_versions_whose_shapes_are_known() -> None:
    for one in saved_objects():
        assert one["typeMigrationVersion"] in KNOWN[one["type"]]
        assert one["coreMigrationVersion"] == "8.8.0"
        assert one["managed"] is False, "so that people may change it"


def test_the_data_view_is_of_the_events_by_time() -> None:
    view = saved_objects()[0]
    assert view["type"] == "index-pattern"
    assert view["attributes"]["title"] == "familiar-events-*"
    assert view["attributes"]["timeFieldName"] == "@timestamp"


def test_the_dashboard_shows_every_panel_once_and_none_over_another() -> None:
    (dashboard,) = [one for one in saved_objects() if one["type"] == "dashboard"]
    placed = json.loads(dashboard["attributes"]["panelsJSON"])
    names = {reference["name"]: reference["id"] for reference in dashboard["references"]}
    shown = [names[f"{panel['panelIndex']}:{panel['panelRefName']}"] for panel in placed]
    assert sorted(shown) == sorted(panel.saved["id"] for panel in panels())
    taken: set[tuple[int, int]] = set()
    for panel in placed:
        grid = panel["gridData"]
        assert (grid["i"], panel["type"]) == (panel["panelIndex"], "lens")
        assert grid["x"] + grid["w"] <= 48, "a dashboard is 48 columns wide"
        area = {
            (x, y)
            for x in range(grid["x"], grid["x"] + grid["w"])
            for y in range(grid["y"], grid["y"] + grid["h"])
        }
        assert not area & taken
        taken |= area


@every_panel
def test_every_column_is_of_a_field_that_there_is_and_is_drawn(panel: Panel) -> None:
    (layer,) = panel.state["visualization"]["layers"]
    drawn = [layer["xAccessor"], *layer["accessors"], layer.get("splitAccessor")]
    assert sorted(filter(None, drawn)) == sorted(panel.columns)
    assert sorted(panel.layer["columnOrder"]) == sorted(panel.columns)
    for column in panel.columns.values():
        assert column["sourceField"] in {*FIELDS, "___records___"}
        assert (column["sourceField"] == "___records___") == (column["operationType"] == "count")
        order = column["params"].get("orderBy", {}).get("columnId")
        assert order is None or order in panel.columns
    (only,) = panel.saved["references"]
    assert only["name"] == f"indexpattern-datasource-layer-{layer['layerId']}"


@every_panel
def test_every_query_is_about_fields_verbs_and_codes_that_there_are(panel: Panel) -> None:
    for query in panel.queries:
        for field, value in re.findall(r"(\w+):(\w+)", query):
            asked = value if field == "_exists_" else field
            assert asked in FIELDS
            assert field != "verb" or value in set(Verb)
