"""The role holds what the calls of the store need, and nothing else.

The server of the tests has no accounts, so the calls are read from the code, and what each needs
from Elasticsearch's list of security privileges.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from core.stores.elastic.role import CLUSTER, INDEX, role

ROOT = Path(__file__).parents[2]
STORE = ROOT / "core" / "stores" / "elastic"

NEEDS = {
    # Of the cluster.
    "cluster.health": "monitor",
    "cluster.state": "monitor",
    "nodes.info": "monitor",
    "perform_request": "monitor",  # GET /_tasks
    # Of an index: `manage` has what `create_index`, `maintenance`, `view_index_metadata` and the
    # index's own `monitor` have, and alone lets an index be made with its alias.
    "indices.create": "manage",
    "indices.forcemerge": "manage",
    "indices.get": "manage",
    "indices.get_mapping": "manage",
    "indices.get_settings": "manage",
    "indices.put_mapping": "manage",
    "indices.put_settings": "manage",
    "indices.refresh": "manage",
    "indices.stats": "manage",
    "search_shards": "manage",
    "indices.delete": "manage",
    "mget": "read",
    "msearch": "read",
    "search": "read",
    "open_point_in_time": "read",
    "close_point_in_time": "read",
    "bulk": "write",
    "delete": "write",
    "index": "write",
    "update": "write",
}

SENDS_NOTHING = {"options"}

OF_AN_OPERATOR = "snapshots.py"
"""Who deletes snapshots is no bot: it takes the cluster's `manage` (docs/backup.md)."""

OF_CLUSTER = {"cluster.health", "cluster.state", "nodes.info", "perform_request"}


def calls(room: Path) -> Iterator[str]:
    """Yield what is called of a `client`: "msearch", "indices.create"."""
    for node in ast.walk(ast.parse(room.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            words: list[str] = []
            part: ast.expr = node.func
            while isinstance(part, ast.Attribute):
                words.insert(0, part.attr)
                part = part.value
            if isinstance(part, ast.Name) and part.id == "client":
                yield ".".join(words)


def test_it_holds_what_the_calls_need_and_nothing_else() -> None:
    rooms = [room for room in STORE.glob("*.py") if room.name != OF_AN_OPERATOR]
    made = {call for room in rooms for call in calls(room)} - SENDS_NOTHING
    assert {"msearch", "bulk", "indices.create", "cluster.health", "indices.forcemerge"} <= made
    assert made <= set(NEEDS)
    assert {NEEDS[call] for call in made & OF_CLUSTER} == set(CLUSTER)
    assert {NEEDS[call] for call in made - OF_CLUSTER} == set(INDEX)


OF_TEAM_A = ["team-a-faces-*", "team-a-subjects*", "team-a-records*", "team-a-events-*"]
"""None of them fits the indices of an installation with the prefix team-a-b."""


def test_it_is_for_the_indices_of_one_installation() -> None:
    assert role("team-a") == {
        "cluster": ["monitor"],
        "indices": [{"names": OF_TEAM_A, "privileges": ["manage", "read", "write"]}],
    }


def test_the_composed_bot_is_given_the_same() -> None:
    composed = json.loads((ROOT / "compose" / "role.json").read_text("utf-8"))
    assert composed == role("familiar")
