"""What tests of several folders share: one Elasticsearch for them all."""

from __future__ import annotations

from tests.elasticsearch_fixture import elasticsearch_server, elasticsearch_url

__all__ = ["elasticsearch_server", "elasticsearch_url"]
