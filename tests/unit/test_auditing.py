"""Searching all galleries: decided as one large gallery, and out of every chat's reach."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

from core.auditing import Auditor
from core.bootstrap import archive_of
from core.calibration import Calibration
from core.decision import Policy
from core.errors import StoreUnavailable
from core.findings import Decision
from core.stores.sqlite import SqliteStore
from tests.contract.made_up import MODEL, enrol, probe, some_vectors, towards
from tests.unit.elastic_answers import Answer, Asked, Server, documents
from tests.unit.test_elastic_search import mapping
from tests.unit.test_elastic_search import probe as elastic_probe

TABLE = Calibration(
    model=MODEL,
    sizes=(1, 25),
    fpirs=(0.5, 0.1, 0.01),
    evidence=((0.84, 0.88, 0.91), (0.93, 0.94, 0.95)),
    normalisation=None,
    made_from="nobody",
)

BOT = Path(__file__).parents[2] / "bot"
FORBIDDEN = {"archive", "archive_of", "auditing", "Archive", "Auditor"}


def words(source: str) -> set[str]:
    """Return every name that a program's text uses or imports, in parts."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom | ast.Import):
            found |= {part for name in node.names for part in name.name.split(".")}
            found |= set((getattr(node, "module", "") or "").split("."))
    return found


def test_nothing_that_answers_a_chat_asks_for_all_galleries() -> None:
    files = sorted(BOT.rglob("*.py"))
    assert len(files) > 10
    assert {file.name for file in files if FORBIDDEN & words(file.read_text("utf-8"))} == set()


@pytest.mark.parametrize(
    "line",
    [
        "from core.bootstrap import archive_of",
        "found = core.store.archive",
        "import core.auditing",
        "from core.archive import nobody",
    ],
)
def test_such_a_line_would_be_seen(line: str) -> None:
    assert FORBIDDEN & words(line)


async def test_the_size_that_decides_is_that_of_all_galleries_together(tmp_path: Path) -> None:
    """What is a match among the few of one gallery is none among the many of all."""
    store = await SqliteStore.open(tmp_path / "faces.db", MODEL)
    await enrol(store.gallery("small"), "Ann", towards(1))
    crowd = some_vectors(np.random.default_rng(1), 80)
    crowd[:, 0] = -np.abs(crowd[:, 0])  # nobody of them is anywhere near
    await enrol(store.gallery("large"), "Crowd", *crowd[:40])
    await enrol(store.gallery("larger"), "Crowd", *crowd[40:])
    auditor = Auditor(archive_of(store), Policy(0.9, TABLE))
    asked = [probe(towards(0.92, np.sqrt(1 - 0.92**2)))]
    (alone,) = await auditor.compare(asked, gallery_id="small")
    (compared,) = await auditor.compare(asked, 1)
    (searched,) = await auditor.everywhere(asked)
    assert await auditor.compare([]) == await auditor.everywhere([]) == ()
    await store.close()
    assert [one.gallery_size for one in (alone, compared, searched)] == [1, 81, 81]
    assert alone.decision is Decision.MATCH
    assert compared.decision is searched.decision is Decision.UNKNOWN
    assert [one.candidates[0].subject.name for one in (alone, compared, searched)] == ["Ann"] * 3
    assert [len(one.candidates) for one in (alone, compared, searched)] == [1, 1, 3]


async def test_a_server_that_gives_fewer_templates_than_it_counts_is_told() -> None:
    def answer(asked: Asked) -> Answer:
        if asked.path.endswith("/_mapping"):
            return mapping(4)
        if asked.path.endswith("/_pit"):
            return Answer({"id": "now"})
        if asked.path == "/_search":
            counting = asked.lines[0]["size"] == 0
            return Answer({"hits": {"total": {"value": 7}} if counting else {}})
        if asked.path == "/_mget":
            return Answer(documents(*(None for _ in asked.lines[0]["docs"])))
        raise AssertionError(asked)

    archive = archive_of(Server(answer).store())
    asked = [elastic_probe(towards(1)[:4])]
    with pytest.raises(StoreUnavailable, match="gave 0 of the 7 templates that it counts"):
        await archive.compare(asked, gallery_id="g")


def test_a_store_that_is_none_of_ours_has_no_archive() -> None:
    with pytest.raises(TypeError, match="cannot be searched as a whole"):
        archive_of(object())  # type: ignore[arg-type]
