"""What Elasticsearch, and what stands before it, complain of, in words that say what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Any

from elastic_transport import ConnectionError as Unreachable
from elastic_transport import ConnectionTimeout, SerializationError, TlsError, TransportError
from elasticsearch import ApiError, UnsupportedProductError

from core.errors import CoreError, StoreRefused, StoreUnavailable
from core.store_errors import (
    AnotherServer,
    MissingRights,
    OutdatedStore,
    StoreBusy,
    StoreFull,
    StoreTrouble,
    UntrustedStore,
    WrongCredentials,
)
from core.stores.elastic.connection import ElasticConnection

PASSING = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
"""The statuses that mean "later"."""

GIVEN_UP = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT})
"""Those by which a gateway says that it heard nothing, or not the end, of what it handed on."""

PRODUCT = "x-elastic-product"
"""The header by which Elasticsearch says what it is, since 7.14."""

BLOCKED = "cluster_block_exception"
"""Elasticsearch's word for an index, or all of them, that takes no writes; also for no master."""

NO_RIGHT = "security_exception"
"""Elasticsearch's word for what an account may not do."""

MISSING_INDEX = "index_not_found_exception"

LASTING = frozenset({MISSING_INDEX, NO_RIGHT})
"""Errors of a document that mget gives no status with, and that do not pass."""

NO_MASTER = "SERVICE_UNAVAILABLE"

LONGEST_REASON = 300

LEAST_VERSION = (9, 3)
"""The first that reads templates as base64."""


def is_passing(error: Exception) -> bool:
    """Tell whether the same request may succeed later."""
    if isinstance(error, ApiError):
        return error.status_code in PASSING
    return isinstance(error, Unreachable | ConnectionTimeout) and not isinstance(error, TlsError)


def fails_for_now(item: Mapping[str, Any]) -> bool:
    """Tell whether one item of an mget or msearch answer failed, and may succeed later."""
    # mget gives no status with the error of a document: a missing index, a right that is missing,
    # or a shard that is away.
    error = item.get("error")
    return error is not None and (
        item["status"] in PASSING if "status" in item else error["type"] not in LASTING
    )


def in_words(error: Exception, connection: ElasticConnection) -> CoreError:
    """Return our error for one of the client's. Never holds credentials."""
    hosts = connection.hosts
    if isinstance(error, UnsupportedProductError):
        return _unsupported(error, connection)
    if isinstance(error, SerializationError):
        return _not_elasticsearch(hosts)
    if isinstance(error, ApiError):
        return _answered(error, connection)
    if isinstance(error, TlsError):
        return _tls(error, connection)
    if isinstance(error, ConnectionTimeout):
        return StoreUnavailable(
            reason=f"Elasticsearch at {hosts} gave no answer within {connection.timeout:g} seconds"
        )
    if isinstance(error, TransportError):
        return StoreUnavailable(reason=f"Elasticsearch at {hosts} cannot be reached")
    raise error


def of_item(item: Mapping[str, Any]) -> CoreError:
    """Return our error for one failed item of a bulk, msearch or mget answer."""
    status, reason = int(item.get("status", HTTPStatus.SERVICE_UNAVAILABLE)), reason_of(item)
    if _takes_no_writes(reason):
        return _full(reason)
    if status in PASSING:
        return StoreBusy(reason=f"Elasticsearch is too busy or not whole: {reason}")
    if status == HTTPStatus.FORBIDDEN:
        return MissingRights(
            reason=f"Elasticsearch does not let us do this ({reason}); "
            "`python -m core index role` prints the rights that are needed"
        )
    return StoreRefused(reason=f"Elasticsearch says: {reason}")


def reason_of(body: object) -> str:
    """Return the innermost type and reason of an error, shortened."""
    error = body.get("error") if isinstance(body, Mapping) else None
    if not isinstance(error, Mapping):
        return str(error or "no reason given")[:LONGEST_REASON]
    roots = error.get("root_cause")
    root = roots[0] if roots else error
    return f"{root.get('type')}: {root.get('reason')}"[:LONGEST_REASON]


def is_outdated(body: object) -> bool:
    """Tell whether an error says that the server knows no requests of our client's version."""
    return "media_type_header_exception" in reason_of(body)


def too_old(versions: Mapping[str, Any], hosts: str) -> OutdatedStore | None:
    """Return the error for nodes of which one is of too old a version; None when all will do.

    Args:
        versions: the answer of `GET _nodes`.
        hosts: the addresses, for people.
    """
    nodes = versions.get("nodes")
    found = [str(node.get("version")) for node in nodes.values()] if nodes else []
    old = [one for one in found if _numbers(one) < LEAST_VERSION]
    if not old:
        return None
    least = ".".join(map(str, LEAST_VERSION))
    return OutdatedStore(
        reason=f"the Elasticsearch at {hosts} is of version {min(old, key=_numbers)}, and {least} "
        "or newer is needed: upgrade it"
    )


def read_only(state: Mapping[str, Any], patterns: Sequence[str]) -> StoreFull | None:
    """Return the error for indices that take no writes; None when all do.

    Args:
        state: the answer of `GET _cluster/state/blocks`: of every index, ours or not.
        patterns: of the names that matter.
    """
    blocks = state.get("blocks", {})
    ours = {
        name: found
        for name, found in blocks.get("indices", {}).items()
        if any(fnmatchcase(name, pattern) for pattern in patterns)
    }
    where = {"all indices": blocks.get("global", {}), **ours}
    for name, found in sorted(where.items()):
        for number, block in sorted(found.items()):
            if "write" in block.get("levels", ()):
                return _full(f"{name}: {block.get('description')}, block {number}")
    return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])


def _unsupported(error: UnsupportedProductError, connection: ElasticConnection) -> StoreTrouble:
    # Until 7.13 Elasticsearch did not say by a header what it is.
    old = too_old(error.body, connection.hosts) if isinstance(error.body, Mapping) else None
    return old or _not_elasticsearch(connection.hosts)


def _answered(error: ApiError, connection: ElasticConnection) -> CoreError:
    status, reason = error.status_code, reason_of(error.body)
    if _takes_no_writes(reason):
        return _full(reason)
    if status in PASSING:
        return StoreBusy(
            reason=f"Elasticsearch at {connection.hosts} is too busy or not whole (status {status})"
        )
    return _refused(error, connection, reason)


def _refused(error: ApiError, connection: ElasticConnection, reason: str) -> CoreError:
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        return _unknown_user(connection)
    if error.status_code == HTTPStatus.FORBIDDEN:
        whose = connection.credentials or "anonymous users"
        return MissingRights(
            reason=f"Elasticsearch does not let {whose} do this ({reason}); "
            "`python -m core index role` prints the rights that are needed"
        )
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return StoreRefused(
            reason=f"what answers at {connection.hosts} takes no request as large as ours: let the "
            "gateway before Elasticsearch take 8 MB (nginx: client_max_body_size)"
        )
    if is_outdated(error.body):
        return OutdatedStore(
            reason=f"the Elasticsearch at {connection.hosts} is older than version 9: upgrade it"
        )
    if PRODUCT not in error.meta.headers:
        return _not_elasticsearch(connection.hosts)
    return StoreRefused(reason=f"Elasticsearch says: {reason}")


def _takes_no_writes(reason: str) -> bool:
    return BLOCKED in reason and NO_MASTER not in reason


def _full(reason: str) -> StoreFull:
    return StoreFull(
        reason=f"Elasticsearch takes no writes now, mostly for want of disk space ({reason}); with "
        "room made it takes them again by itself, unless somebody blocked them by hand"
    )


def _unknown_user(connection: ElasticConnection) -> WrongCredentials:
    if connection.credentials is None:
        return WrongCredentials(
            reason=f"Elasticsearch at {connection.hosts} wants to know who asks: set "
            "ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD"
        )
    return WrongCredentials(
        reason=f"Elasticsearch at {connection.hosts} does not accept {connection.credentials}: "
        "check what is set there"
    )


def _not_elasticsearch(hosts: str) -> AnotherServer:
    return AnotherServer(
        reason=f"what answers at {hosts} is not Elasticsearch: check ELASTICSEARCH_URL"
    )


def _tls(error: TlsError, connection: ElasticConnection) -> StoreTrouble:
    hosts, said = connection.hosts, error.message
    if "WRONG_VERSION_NUMBER" in said or "record layer failure" in said.lower():
        return AnotherServer(
            reason=f"{hosts} does not speak TLS as https:// asks: check the address, or use http://"
        )
    if "certificate has expired" in said:
        return UntrustedStore(reason=f"the certificate of {hosts} has expired: renew it there")
    if "Hostname mismatch" in said or "IP address mismatch" in said:
        return UntrustedStore(
            reason=f"the certificate of {hosts} is made for another host name: use in "
            "ELASTICSEARCH_URL a name that it is made for"
        )
    if "CERTIFICATE_VERIFY_FAILED" in said:
        setting = "ELASTICSEARCH_CA_FINGERPRINT" if connection.ca_fingerprint else None
        ours = setting or "ELASTICSEARCH_CA_CERTS"
        wanted = "that" if setting else "the file"
        return UntrustedStore(
            reason=f"the certificate of {hosts} is not of an authority that we trust: set {ours} "
            f"to {wanted} of its authority, and be sure that nobody stands between"
        )
    return UntrustedStore(reason=f"{hosts} and we find no common way to speak TLS ({said[:150]})")
