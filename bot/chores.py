"""Chores that are done one after the other, and none keeps those after it from being done."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from core.errors import CoreError

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Chores:
    """Some chores that are done now.

    Attributes:
        undone: how many of them failed.
    """

    undone: int = 0

    @contextmanager
    def chore(self, what: str) -> Iterator[None]:
        """Do one; where that fails it is said, and done the next time.

        Args:
            what: for the log: "Deleting what expired".
        """
        try:
            yield
        except CoreError as error:
            self.undone += 1
            logger.warning("%s was put off: %s", what, error)
        except Exception:
            self.undone += 1
            logger.exception("%s failed", what)
