"""Which kinds of database a file's tests are run on, where not on all."""

from __future__ import annotations

import pytest

WHATEVER_THE_INDEX = pytest.mark.parametrize(
    "any_database", ["sqlite", "flat", "cluster"], indirect=True
)
"""For what has nothing to do with how vectors lie in an index: names, records, whole galleries."""
