"""Which tests one process runs when several share them (`make test`)."""

from __future__ import annotations

import re

from xdist.scheduler import LoadFileScheduling

THREE_NODES = "three nodes"

ON_THREE_NODES = (
    "tests/contract/test_elasticsearch_beginnings.py",
    "tests/e2e/test_lost_node.py",
)
"""Files that want them whatever the database is that a test is run on."""


class Sharing(LoadFileScheduling):  # type: ignore[misc]  # it has no types
    """Gives out tests file by file, and those on three nodes together.

    Three nodes take a minute of a processor to start: one process starts them.
    """

    def _split_scope(self, nodeid: str) -> str:
        return work_unit(nodeid)


def work_unit(test: str) -> str:
    """Return the name of those tests that run one after the other in one process."""
    file, _, name = test.partition("::")
    parameters = re.split(r"[-\[\]]", name.partition("[")[2])
    return THREE_NODES if "cluster" in parameters or file in ON_THREE_NODES else file
