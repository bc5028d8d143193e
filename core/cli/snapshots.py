"""`index snapshots`: those of our indices, and the ones that are too old deleted."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from core.bootstrap import index_life
from core.cli.output import Output, as_json
from core.ports import Store
from core.settings import Settings
from core.setup_errors import SettingsError

if TYPE_CHECKING:
    from core.stores.elastic.snapshots import Snapshot


async def snapshots(store: Store, settings: Settings, arguments: Namespace, output: Output) -> bool:
    """List the snapshots, or delete those that are older than people were told.

    Returns:
        False when one is too old and was not deleted.

    Raises:
        SettingsError: they are to be deleted, and nobody said after how many days.
    """
    from core.stores.elastic.snapshots import Snapshots  # noqa: PLC0415 — a second, as elsewhere

    ours = Snapshots(index_life(store).indices.cluster, arguments.repository)
    if not arguments.expire:
        return _listed(await ours.all(), arguments.repository, output)
    if settings.backups_days is None:
        raise SettingsError(
            key="BACKUPS_DAYS", wanted="set: for how many days at most a snapshot is kept"
        )
    expired = await ours.expire(settings.backups_days, datetime.now(UTC))
    output.result(
        {
            "deleted": [_as_json(one) for one in expired.deleted],
            "left": [_as_json(one) for one in expired.left],
            "failed": [{**_as_json(one), "error": as_json(error)} for one, error in expired.failed],
        },
        *(f"Deleted: {_line(one)}" for one in expired.deleted),
        *(
            []
            if expired.deleted or expired.left or expired.failed
            else [f"None is {settings.backups_days} days old."]
        ),
    )
    for one in expired.left:
        output.remark(
            f"{one.name} is too old, and holds other indices than ours: it was left alone. Delete "
            "it yourself, and take snapshots of ours by themselves."
        )
    for one, error in expired.failed:
        output.remark(f"{one.name} is too old, and could not be deleted: {error}")
    return not (expired.left or expired.failed)


def _listed(found: list[Snapshot], repository: str, output: Output) -> bool:
    output.result(
        {"snapshots": [_as_json(one) for one in found]},
        *([_line(one) for one in found] or [f"No snapshot of ours is in {repository}."]),
    )
    return True


def _as_json(one: Snapshot) -> dict[str, Any]:
    return {
        "name": one.name,
        "taken_at": one.taken_at.isoformat(),
        "state": one.state,
        "ours_alone": one.ours_alone,
    }


def _line(one: Snapshot) -> str:
    others = "" if one.ours_alone else ", with indices of others"
    return f"{one.name}, of {one.taken_at:%Y-%m-%d %H:%M} UTC, {one.state}{others}"
