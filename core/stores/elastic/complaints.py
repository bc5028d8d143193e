"""What Elasticsearch, and what stands before it, complain of, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from elastic_transport import ConnectionError as Unreachable
from elastic_transport import ConnectionTimeout, SerializationError, TlsError, TransportError
from elasticsearch import ApiError, UnsupportedProductError

from core.errors import CoreError, StoreRefused, StoreUnavailable
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

LONGEST_REASON = 300


def is_passing(error: Exception) -> bool:
    """Tell whether the same request may succeed later."""
    if isinstance(error, ApiError):
        return error.status_code in PASSING
    return isinstance(error, Unreachable | ConnectionTimeout) and not isinstance(error, TlsError)


def in_words(error: Exception, connection: ElasticConnection) -> CoreError:
    """Return our error for one of the client's. Never holds credentials."""
    hosts = connection.hosts
    if isinstance(error, UnsupportedProductError | SerializationError):
        return StoreRefused(reason=_not_elasticsearch(hosts))
    if isinstance(error, ApiError):
        return _answered(error, connection)
    if isinstance(error, TlsError):
        return _tls(error, hosts)
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
    if status in PASSING:
        return StoreUnavailable(reason=f"Elasticsearch is too busy or not whole: {reason}")
    return StoreRefused(reason=f"Elasticsearch says: {reason}")


def reason_of(body: object) -> str:
    """Return the innermost type and reason of an error, shortened."""
    error = body.get("error") if isinstance(body, Mapping) else None
    if not isinstance(error, Mapping):
        return str(error or "no reason given")[:LONGEST_REASON]
    roots = error.get("root_cause")
    root = roots[0] if roots else error
    return f"{root.get('type')}: {root.get('reason')}"[:LONGEST_REASON]


def _answered(error: ApiError, connection: ElasticConnection) -> CoreError:
    status, reason = error.status_code, reason_of(error.body)
    if "cluster_block_exception" in reason:
        return StoreUnavailable(
            reason=f"Elasticsearch takes no writes now, mostly for want of disk space ({reason})"
        )
    if status in PASSING:
        return StoreUnavailable(
            reason=f"Elasticsearch at {connection.hosts} is too busy or not whole (status {status})"
        )
    return StoreRefused(reason=_refusal(error, connection, reason))


def _refusal(error: ApiError, connection: ElasticConnection, reason: str) -> str:
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        return _unknown_user(connection)
    if error.status_code == HTTPStatus.FORBIDDEN:
        whose = connection.credentials or "anonymous users"
        return (
            f"Elasticsearch does not let {whose} do this ({reason}); "
            "docs/stores.md lists the rights that are needed"
        )
    if "media_type_header_exception" in reason:
        return f"the Elasticsearch at {connection.hosts} is older than version 9: upgrade it"
    if "x-elastic-product" not in error.meta.headers:
        return _not_elasticsearch(connection.hosts)
    return f"Elasticsearch says: {reason}"


def _unknown_user(connection: ElasticConnection) -> str:
    if connection.credentials is None:
        return (
            f"Elasticsearch at {connection.hosts} wants to know who asks: set "
            "ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD"
        )
    return (
        f"Elasticsearch at {connection.hosts} does not accept {connection.credentials}: "
        "check what is set there"
    )


def _not_elasticsearch(hosts: str) -> str:
    return f"what answers at {hosts} is not Elasticsearch: check ELASTICSEARCH_URL"


def _tls(error: TlsError, hosts: str) -> StoreRefused:
    if "CERTIFICATE_VERIFY_FAILED" in error.message:
        return StoreRefused(
            reason=f"the certificate of {hosts} is not to be trusted: set ELASTICSEARCH_CA_CERTS "
            "to the file of its authority, and use the host name that the certificate is made for"
        )
    return StoreRefused(
        reason=f"{hosts} does not speak TLS as https:// asks: check the address, or use http://"
    )
