"""What tests of several folders share: one Elasticsearch, and one word for what a machine lacks."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from xdist.remote import Producer

from tests.elasticsearch_fixture import (
    elasticsearch_cluster,
    elasticsearch_server,
    elasticsearch_url,
)
from tests.requirements_rule import told_once
from tests.sharing import Sharing

__all__ = ["elasticsearch_cluster", "elasticsearch_server", "elasticsearch_url"]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Sharing | None:
    return Sharing(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return told_once((yield))
