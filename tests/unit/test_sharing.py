"""Tests that want three nodes are run by one process, the others file by file."""

from __future__ import annotations

import pytest

from tests.e2e.bot_process import ROOT
from tests.sharing import ON_THREE_NODES, THREE_NODES, work_unit

FILE = "tests/contract/test_search.py"


@pytest.mark.parametrize("parameters", ["[cluster]", "[3-cluster]", "[cluster-True]"])
def test_whatever_is_run_on_a_cluster_goes_together(parameters: str) -> None:
    assert work_unit(f"{FILE}::test_somebody{parameters}") == THREE_NODES


@pytest.mark.parametrize("parameters", ["", "[flat]", "[2-flat sealed]", "[clustered]"])
def test_the_others_go_with_their_file(parameters: str) -> None:
    assert work_unit(f"{FILE}::test_cluster{parameters}") == FILE


def test_files_that_want_three_nodes_are_there() -> None:
    for file in ON_THREE_NODES:
        assert work_unit(f"{file}::test_it") == THREE_NODES
        assert "elasticsearch_cluster" in (ROOT / file).read_text("utf-8")
