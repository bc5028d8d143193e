"""Which kinds of database a file's tests are run on, where not on all."""

from __future__ import annotations

import pytest

WHATEVER_THE_INDEX = pytest.mark.parametrize(
    "any_database", ["sqlite", "flat", "cluster"], indirect=True
)
"""For what has nothing to do with how vectors lie in an index: names, records."""

SEALED = ["sqlite sealed", "flat sealed"]

ALSO_SEALED = pytest.mark.parametrize(
    "any_database", ["sqlite", "flat", "hnsw", "int8_hnsw", "cluster", *SEALED], indirect=True
)
"""For what reads or writes vectors and crops."""

ONE_OF_EACH = pytest.mark.parametrize("any_database", ["sqlite", "flat"], indirect=True)
"""For what only leans on what others hold the stores to: on three nodes, too, what was written is
read again (`test_records`, `test_people`, `test_templates`), whatever stops half-way
(`test_interrupted`)."""
