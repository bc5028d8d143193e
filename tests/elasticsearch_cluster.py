"""Three real Elasticsearch nodes of one cluster on this machine, each of which can be killed."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Mapping
from typing import Any

from tests.elasticsearch_server import PATIENCE, QUICKLY, ElasticsearchServer, free_port

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

    def mend(self) -> None:
        """Start the nodes that were killed, on their data, and wait until nothing lacks a copy."""
        for node in self.nodes.values():
            if not node.is_running:
                node.launch()
        self.wait_until_whole()

    def wait_until_whole(self) -> None:
        """Wait until each node sees all, and every copy of every shard."""
        for node in self.nodes.values():
            node.wait_until_green(len(self.nodes))

    def master(self) -> str:
        """Return the name of the node that leads."""
        return str(self._ask("_cat/master?format=json")[0]["node"])

    def crown(self, name: str) -> None:
        """Make a node the one that leads."""
        others = ",".join(other for other in NAMES if other != name)
        exclusions = "_cluster/voting_config_exclusions"
        self._ask(f"{exclusions}?node_names={others}", "POST")
        self._ask(f"{exclusions}?wait_for_removal=false", "DELETE")
        deadline = time.monotonic() + PATIENCE
        while self.master() != name or self._voters() < len(NAMES):
            assert time.monotonic() < deadline, f"{name} does not lead"
            time.sleep(0.1)

    def holder(self, index: str) -> str:
        """Return the name of the node that takes the writes of an index's first shard."""
        rows = self._ask(f"_cat/shards/{index}?format=json&h=shard,prirep,node")
        return next(str(row["node"]) for row in rows if (row["shard"], row["prirep"]) == ("0", "p"))

    def close(self) -> None:
        for node in self.nodes.values():
            node.close()

    def _voters(self) -> int:
        """Return of how many nodes a majority is needed: all of them, or one cannot be lost."""
        state = self._ask("_cluster/state/metadata?filter_path=metadata.cluster_coordination")
        return len(state["metadata"]["cluster_coordination"]["last_committed_config"])

    def _ask(self, path: str, method: str = "GET") -> Any:
        asked = urllib.request.Request(f"{self.urls[0]}/{path}", method=method)  # noqa: S310 — our own address
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 — as above
            text = answer.read()
        return json.loads(text) if text else None
