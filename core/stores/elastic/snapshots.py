"""Snapshots of our indices in a repository: which there are, and those that are too old deleted.

What people were told of how long backups are kept (`BACKUPS_DAYS`) holds for these as well. Nothing
here takes a snapshot: that is the cluster's, and its operator's (docs/backup.md).
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from elastic_transport import ObjectApiResponse
from elasticsearch import AsyncElasticsearch, NotFoundError

from core.errors import CoreError, StoreRefused
from core.store_errors import MissingRights
from core.stores.elastic.cluster import Cluster

EVERY = timedelta(days=1)
"""How often `expire` is to be called: what would be too old before the next time goes now."""

DELETION_SECONDS = 300.0
"""That a deletion may take: the files of a large snapshot are many, and a bucket is slow."""

RUNNING = "IN_PROGRESS"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot with indices of ours in it.

    Attributes:
        name: in its repository.
        taken_at: when it was begun, in UTC: it holds what was there from then on.
        state: as Elasticsearch calls it: SUCCESS, PARTIAL, FAILED, IN_PROGRESS.
        ours_alone: whether it holds no index of anybody else's.
    """

    name: str
    taken_at: datetime
    state: str
    ours_alone: bool


@dataclass(frozen=True, slots=True)
class Expired:
    """What became of the snapshots that are too old.

    Attributes:
        deleted: those that are gone.
        left: those that hold indices of others, too, and are theirs to decide about.
        failed: those that could not be deleted, with the reason.
    """

    deleted: tuple[Snapshot, ...]
    left: tuple[Snapshot, ...]
    failed: tuple[tuple[Snapshot, CoreError], ...] = ()


class Snapshots:
    """The snapshots of one installation in a repository."""

    def __init__(self, cluster: Cluster, repository: str) -> None:
        """Take the cluster, whose connection knows the prefix, and the repository's name."""
        prefix = re.escape(cluster.connection.prefix)
        # Not every name with the prefix: "familiar-b" is another installation's. The first version
        # of this program ended names with "-1" (docs/indices.md).
        self._ours = re.compile(rf"{prefix}-(faces|subjects|records|events)(-.+)?-(\d{{6}}|1)")
        self._cluster = cluster
        self._repository = repository

    async def all(self) -> list[Snapshot]:
        """Return every snapshot that holds an index of ours, the oldest first.

        Raises:
            StoreRefused: there is no such repository.
            MissingRights: whoever asks may not list them.
        """
        try:
            answer = await self._called(
                lambda client: client.snapshot.get(repository=self._repository, snapshot="*"),
                "monitor_snapshot",
            )
        except NotFoundError as error:
            raise StoreRefused(
                reason=f"there is no snapshot repository {self._repository}: docs/backup.md says "
                "how to make one, and --repository names another"
            ) from error
        found = [self._snapshot(one) for one in answer["snapshots"]]
        return sorted((one for one in found if one), key=lambda one: (one.taken_at, one.name))

    async def expire(self, days: int, now: datetime) -> Expired:
        """Delete those that are too old, or will be before this is called again.

        One that is being taken stays until it is done, and one that cannot be deleted now keeps no
        other. Safe to repeat.

        Args:
            days: for how many days a snapshot is kept at most.
            now: the time, with its zone.

        Raises:
            MissingRights: whoever asks may not delete them.
        """
        oldest = now - timedelta(days=days) + EVERY
        old = [one for one in await self.all() if one.taken_at <= oldest and one.state != RUNNING]
        left = [one for one in old if not one.ours_alone]
        deleted: list[Snapshot] = []
        failed: list[tuple[Snapshot, CoreError]] = []
        for one in old:
            if one.ours_alone:
                try:
                    await self._delete(one)
                except MissingRights:  # nor may they delete the others
                    raise
                except CoreError as error:
                    failed.append((one, error))
                else:
                    deleted.append(one)
        return Expired(tuple(deleted), tuple(left), tuple(failed))

    async def _delete(self, snapshot: Snapshot) -> None:
        with suppress(NotFoundError):  # by an earlier try
            await self._called(
                lambda client: client.options(request_timeout=DELETION_SECONDS).snapshot.delete(
                    repository=self._repository, snapshot=snapshot.name
                ),
                "manage",
                self._cluster.patient(DELETION_SECONDS),
            )

    async def _called(
        self,
        request: Callable[[AsyncElasticsearch], Awaitable[ObjectApiResponse[Any]]],
        privilege: str,
        cluster: Cluster | None = None,
    ) -> ObjectApiResponse[Any]:
        try:
            return await (cluster or self._cluster).call(request)
        except MissingRights as error:
            raise MissingRights(
                reason=f"this takes the cluster privilege {privilege}, which the bot does not "
                "need: run this command with the ELASTICSEARCH_USERNAME and _PASSWORD of somebody "
                "who has it"
            ) from error

    def _snapshot(self, found: Mapping[str, Any]) -> Snapshot | None:
        ours = [bool(self._ours.fullmatch(index)) for index in found["indices"]]
        if not any(ours):
            return None
        taken_at = datetime.fromtimestamp(found["start_time_in_millis"] / 1000, UTC)
        return Snapshot(found["snapshot"], taken_at, found["state"], all(ours))
