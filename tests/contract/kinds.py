"""Which kinds of database a file's tests are run on, where not on all."""

from __future__ import annotations

import pytest

WHATEVER_THE_INDEX = pytest.mark.parametrize(
    "any_database", ["sqlite", "flat", "cluster"], indirect=True
)
"""For what has nothing to do with how vectors lie in an index: names, records, whole galleries."""

SEALED = ["sqlite sealed", "flat sealed"]

ALSO_SEALED = pytest.mark.parametrize(
    "any_database", ["sqlite", "flat", "hnsw", "int8_hnsw", "cluster", *SEALED], indirect=True
)
"""For what reads or writes vectors and crops."""

ONE_OF_EACH = pytest.mark.parametrize("any_database", ["sqlite", "flat"], indirect=True)
"""For what only leans on what `test_records` holds both stores to."""
