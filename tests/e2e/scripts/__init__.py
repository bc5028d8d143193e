"""The tales themselves, by what they are about."""

from __future__ import annotations

from tests.e2e.scripts.albums import ALBUMS
from tests.e2e.scripts.answering import ANSWERING
from tests.e2e.scripts.entering import ENTERING
from tests.e2e.scripts.groups import GROUPS
from tests.e2e.scripts.joining import JOINING
from tests.e2e.scripts.judging import JUDGING
from tests.e2e.scripts.meeting import MEETING
from tests.e2e.scripts.people import PEOPLE
from tests.e2e.scripts.protecting import PROTECTING
from tests.e2e.scripts.reporting import REPORTING
from tests.e2e.scripts.rights import RIGHTS
from tests.e2e.scripts.ruling import RULING
from tests.e2e.scripts.script import Script
from tests.e2e.scripts.teaching import TEACHING
from tests.e2e.scripts.watching import WATCHING

__all__ = ["SCRIPTS", "Script"]

SCRIPTS = (
    *MEETING,
    *TEACHING,
    *ANSWERING,
    *ALBUMS,
    *PEOPLE,
    *GROUPS,
    *RIGHTS,
    *WATCHING,
    *RULING,
    *JUDGING,
    *REPORTING,
    *ENTERING,
    *PROTECTING,
    *JOINING,
)
