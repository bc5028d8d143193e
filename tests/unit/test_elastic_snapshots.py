"""Snapshots that are too old, on a cluster that is slow to delete them, or refuses to."""

from __future__ import annotations

import json
from argparse import Namespace

import pytest
from elastic_transport import ConnectionTimeout

from core.cli.output import Output
from core.cli.snapshots import snapshots
from core.settings import Settings
from core.stores.elastic.snapshots import DELETION_SECONDS
from tests.unit.elastic_answers import Answer, Asked, Server, documents, failure

OLD = 1_700_000_000_000
EXPIRE = Namespace(repository="familiar", expire=True)
TWO_DAYS = Settings(elasticsearch_urls=("http://one:9200",), backups_days=2)

READ_ONLY = failure(500, "repository_exception", "[familiar] cannot delete from a readonly one")


def taken(name: str) -> dict[str, object]:
    return {
        "snapshot": name,
        "indices": ["familiar-subjects-1"],
        "start_time_in_millis": OLD,
        "state": "SUCCESS",
    }


class Repository:
    """Three old snapshots: one is deleted too slowly, one not at all, and one well."""

    def __init__(self) -> None:
        self.deletions: list[Asked] = []

    def __call__(self, asked: Asked) -> Answer | Exception:
        if asked.method != "DELETE":
            found = {"snapshots": [taken(name) for name in ("slow", "stuck", "well")]}
            return Answer(documents(None) if asked.path == "/_mget" else found)
        self.deletions.append(asked)
        if asked.path.endswith("slow"):
            return ConnectionTimeout("no answer in time")
        return Answer(READ_ONLY, 500) if asked.path.endswith("stuck") else Answer({})


@pytest.fixture
def repository() -> Repository:
    return Repository()


async def test_one_that_cannot_be_deleted_keeps_no_other_and_is_told(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Server(repository).store()
    assert not await snapshots(store, TWO_DAYS, EXPIRE, Output(json=True))
    printed = capsys.readouterr()
    told = json.loads(printed.out)
    assert [one["name"] for one in told["deleted"]] == ["well"]
    assert [(one["name"], one["error"]["code"]) for one in told["failed"]] == [
        ("slow", "store_unavailable"),
        ("stuck", "store_refused"),
    ]
    assert "slow is too old, and could not be deleted: " in printed.err
    assert "stuck is too old, and could not be deleted: " in printed.err
    assert await store.records.get("c", "k") is None, "nobody else is turned away for it"


async def test_a_deletion_has_minutes(repository: Repository) -> None:
    three = ("http://one:9200", "http://two:9200", "http://three:9200")
    await snapshots(Server(repository).store(urls=three), TWO_DAYS, EXPIRE, Output(json=True))
    assert {asked.seconds for asked in repository.deletions} == {DELETION_SECONDS}
