"""An Elasticsearch of recorded answers, in place of the client's node: nothing leaves the process.

The shapes were recorded from Elasticsearch 9.5.0.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from elastic_transport import ApiResponseMeta, BaseAsyncNode, HttpHeaders
from elastic_transport import ConnectionError as Unreachable

from core.model import ModelId
from core.stores.elastic import ElasticConnection, ElasticStore
from core.stores.elastic.cluster import Cluster

MODEL = ModelId("Dlib", "dlib", "deepface")
OURS = {"x-elastic-product": "Elasticsearch"}


@dataclass(frozen=True)
class Asked:
    """A request as it reached a node."""

    host: str
    method: str
    path: str
    lines: list[Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float | None = None


@dataclass(frozen=True)
class Answer:
    """What a node answers."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: OURS)


class Reply(NamedTuple):
    """What the client takes from a node; its own class for this is private."""

    meta: ApiResponseMeta
    body: bytes


LOST = Unreachable("the connection was lost")

Step = Answer | Exception | Callable[[Asked], Answer | Exception]


class Server:
    """Answers by `answer`; keeps every request and every pause that was made between tries."""

    def __init__(self, answer: Callable[[Asked], Answer | Exception]) -> None:
        self._answer = answer
        self.pauses: list[float] = []

    def store(
        self, model: ModelId = MODEL, *, urls: Sequence[str] = ("http://one:9200",), **given: Any
    ) -> ElasticStore:
        """Return a store whose client talks to this server."""
        connection = ElasticConnection(urls=tuple(urls), **given)
        answer = self._answer

        class Node(BaseAsyncNode):
            async def perform_request(  # type: ignore[override]
                self,
                method: str,
                target: str,
                body: bytes | None = None,
                headers: HttpHeaders | None = None,
                request_timeout: Any = None,
            ) -> tuple[ApiResponseMeta, bytes]:
                lines = [json.loads(line) for line in (body or b"").splitlines()]
                said = answer(
                    Asked(
                        self.host,
                        method,
                        target.split("?", maxsplit=1)[0],
                        lines,
                        headers or {},
                        request_timeout,
                    )
                )
                if isinstance(said, Exception):
                    raise said
                kind = "application/vnd.elasticsearch+json;compatible-with=9"
                meta = ApiResponseMeta(
                    node=self.config,
                    duration=0.001,
                    http_version="1.1",
                    status=said.status,
                    headers=HttpHeaders({"content-type": kind, **said.headers}),
                )
                return Reply(meta, json.dumps(said.body).encode())

            async def close(self) -> None:  # type: ignore[override]
                pass

        async def pause(seconds: float) -> None:
            self.pauses.append(seconds)

        return ElasticStore(Cluster(connection, connection.client(Node), pause), model)


def server_of(*steps: Step) -> Server:
    """Return a server that takes one step a request, and fails a test that asks for more."""
    left = list(steps)

    def answer(asked: Asked) -> Answer | Exception:
        assert left, f"one request too many: {asked}"
        step = left.pop(0)
        return step(asked) if callable(step) else step

    return Server(answer)


def always(step: Answer | Exception) -> Server:
    """Return a server that knows one answer."""
    return Server(lambda _: step)


def failure(status: int, type_: str, reason: str) -> dict[str, Any]:
    """Return an error as the body of an answer, or as an item of one."""
    cause = {"type": type_, "reason": reason}
    return {"error": {"root_cause": [cause], **cause}, "status": status}


BUSY = failure(
    429,
    "es_rejected_execution_exception",
    "rejected execution of TimedRunnable on TaskExecutionTimeTrackingEsThreadPoolExecutor",
)
NO_SHARDS = failure(503, "no_shard_available_action_exception", "[familiar-records-1][0] ...")
UNKNOWN_USER = failure(
    401,
    "security_exception",
    "unable to authenticate user [elastic] for REST request [/familiar-records/_mapping]",
)
NO_RIGHT = failure(
    403,
    "security_exception",
    "action [indices:data/write/bulk] is unauthorized for API key id [x] of user [y]",
)
FULL_DISK = failure(
    429,
    "cluster_block_exception",
    "index [familiar-records-1] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage "
    "watermark, index has read-only-allow-delete block];",
)
TOO_OLD = failure(
    400,
    "media_type_header_exception",
    "Invalid media-type value on headers [Content-Type, Accept]",
)
VERSION_7 = {"nodes": {"kR3pbNPZRUmZFvLBUWnL7A": {"version": "7.10.2"}}}
"""As 7.10.2 answered GET /_nodes?filter_path=nodes.*.version, without the header that says what it
is."""
CONFLICT = failure(
    409,
    "version_conflict_engine_exception",
    "[1f]: version conflict, document already exists (current version [1])",
)
NOT_THERE = {"_index": "familiar-records-1", "_id": "1f", "_version": 1, "result": "not_found"}
WRONG_LENGTH = failure(
    400,
    "query_shard_exception",
    "failed to create query: The query vector has a different number of dimensions [3] than the "
    "document vectors [128].",
)


def written(seq_no: int = 0) -> dict[str, Any]:
    """Return the answer to a written document."""
    return {
        "_index": "familiar-records-1",
        "_id": "1f",
        "_version": 1,
        "result": "created",
        "_shards": {"total": 1, "successful": 1, "failed": 0},
        "_seq_no": seq_no,
        "_primary_term": 1,
    }


def documents(*sources: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the answer to a request for several documents."""
    return {
        "docs": [
            {"_index": "i", "_id": "1f", "found": False}
            if source is None
            else {
                "_index": "i",
                "_id": "1f",
                "_version": 1,
                "_seq_no": 0,
                "_primary_term": 1,
                "found": True,
                "_source": source,
            }
            for source in sources
        ]
    }
