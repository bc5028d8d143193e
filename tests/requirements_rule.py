"""What a machine lacks is skipped with one clear line, and is a failure where all must run."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

LACKS = "this machine lacks "


def missing(what: str) -> NoReturn:
    """Skip the test that needs `what`; fail it when REQUIRE_ALL_TESTS=1."""
    line = LACKS + what
    if os.environ.get("REQUIRE_ALL_TESTS") == "1":
        pytest.fail(line, pytrace=False)
    pytest.skip(line, allow_module_level=True)


def told_once(report: pytest.TestReport) -> pytest.TestReport:
    """Give what is lacking the same place in every report, so that pytest tells it in one line."""
    if report.skipped and isinstance(report.longrepr, tuple) and LACKS in report.longrepr[2]:
        report.longrepr = (__file__, missing.__code__.co_firstlineno, report.longrepr[2])
    return report
