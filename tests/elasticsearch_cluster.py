"""Three real Elasticsearch nodes of one cluster on this machine, each of which can be killed."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping
from typing import Any

from tests.elasticsearch_server import QUICKLY, ElasticsearchServer, free_port

NAMES = ("one", "two", "three")


class ElasticsearchCluster:
    """Three nodes, by name; any may be master, and all hold data."""

    def __init__(self) -> None:
        ports = {name: free_port() for name in NAMES}
        self.nodes: Mapping[str, ElasticsearchServer] = {
            name: ElasticsearchServer(
                heap="320m",
                java=QUICKLY,
                cluster__name="familiar-tests",
                cluster__initial_master_nodes=NAMES,
                discovery__type="multi-node",
                discovery__seed_hosts=[f"127.0.0.1:{port}" for port in ports.values()],
                node__name=name,
                node__processors=1,  # three share one small machine
                transport__port=ports[name],
            )
            for name in NAMES
        }

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(node.url for node in self.nodes.values())

    def start(self) -> None:
        """Start all nodes and wait until they have found each other."""
        for node in self.nodes.values():
            node.launch()
        self.wait_until_whole()

    def restart(self, name: str) -> None:
        """Start a node that was killed, on its data, and wait until nothing lacks a copy."""
        self.nodes[name].launch()
        self.wait_until_whole()

    def wait_until_whole(self) -> None:
        """Wait until each node sees all, and every copy of every shard."""
        for node in self.nodes.values():
            node.wait_until_green(len(self.nodes))

    def master(self) -> str:
        """Return the name of the node that leads."""
        (row,) = self._table("_cat/master?h=node")
        return str(row["node"])

    def holder(self, index: str) -> str:
        """Return the name of the node that takes the writes of an index's first shard."""
        rows = self._table(f"_cat/shards/{index}?h=shard,prirep,node")
        return next(str(row["node"]) for row in rows if (row["shard"], row["prirep"]) == ("0", "p"))

    def close(self) -> None:
        for node in self.nodes.values():
            node.close()

    def _table(self, path: str) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{self.urls[0]}/{path}&format=json", timeout=30) as answer:  # noqa: S310 — our own address
            rows: list[dict[str, Any]] = json.load(answer)
        return rows
