"""The real Elasticsearch as fixtures, started once for all tests that want it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.elasticsearch_cluster import ElasticsearchCluster
from tests.elasticsearch_server import QUICKLY, ElasticsearchServer


@pytest.fixture(scope="session")
def elasticsearch_server() -> Iterator[ElasticsearchServer]:
    """One that a test may kill, if it starts it again."""
    if os.environ.get("ELASTICSEARCH_TEST_URL"):
        pytest.skip("ELASTICSEARCH_TEST_URL names an Elasticsearch that tests may not kill")
    server = ElasticsearchServer(java=QUICKLY)
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture(scope="session")
def elasticsearch_cluster() -> Iterator[ElasticsearchCluster]:
    """Three nodes, each of which a test may kill, if it starts it again."""
    cluster = ElasticsearchCluster()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.close()


@pytest.fixture(scope="session")
def elasticsearch_url(request: pytest.FixtureRequest) -> str:
    """The address of one that is up: ELASTICSEARCH_TEST_URL, or one of our own."""
    given = os.environ.get("ELASTICSEARCH_TEST_URL")
    if given:
        return given
    server: ElasticsearchServer = request.getfixturevalue("elasticsearch_server")
    return server.url
