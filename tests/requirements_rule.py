"""What a machine lacks is skipped with one clear line, and is a failure where all must run."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skip the test that needs `what`; fail it when REQUIRE_ALL_TESTS=1."""
    line = f"this machine lacks {what}"
    if os.environ.get("REQUIRE_ALL_TESTS") == "1":
        pytest.fail(line, pytrace=False)
    pytest.skip(line, allow_module_level=True)
