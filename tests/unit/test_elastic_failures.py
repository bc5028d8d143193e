"""What Elasticsearch complains of, and what a person is told; what passes, and what does not."""

from __future__ import annotations

from typing import Any

import pytest
from elastic_transport import ConnectionTimeout

from core.errors import CoreError, RecordConflict, StoreRefused, StoreUnavailable
from core.store_errors import (
    AnotherServer,
    MissingRights,
    OutdatedStore,
    StoreBusy,
    StoreFull,
    WrongCredentials,
)
from core.stores.elastic import ElasticConnection
from core.stores.elastic.sending import PAUSES, SHORT_TIMEOUT
from core.stores.elastic.snapshots import Snapshots
from tests.unit.elastic_answers import (
    BUSY,
    CONFLICT,
    FULL_DISK,
    LOST,
    NO_RIGHT,
    NO_SHARDS,
    NOT_THERE,
    TOO_OLD,
    UNKNOWN_USER,
    VERSION_7,
    WRONG_LENGTH,
    Answer,
    Asked,
    Server,
    always,
    documents,
    failure,
    server_of,
    written,
)

THREE = ("http://one:9200", "http://two:9200", "http://three:9200")

SLOW = ConnectionTimeout("no answer in time")

# --- what passes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "first",
    [
        Answer(BUSY, 429),
        Answer(NO_SHARDS, 503),
        Answer("<html>Bad Gateway</html>", 502, {"server": "nginx"}),
        LOST,
    ],
)
async def test_what_passes_is_waited_for(first: Answer | Exception) -> None:
    server = server_of(first, first, first, Answer(written(7)))
    record = await server.store().records.put("c", "k", {"n": 1})
    assert record.value == {"n": 1}
    assert len(server.pauses) == 3


@pytest.mark.parametrize(
    ("step", "error", "said"),
    [
        (
            Answer(NO_SHARDS, 503),
            StoreBusy,
            r"http://one:9200 is too busy or not whole \(status 503\)",
        ),
        (Answer(BUSY, 429), StoreBusy, r"http://one:9200 is too busy or not whole \(status 429\)"),
        (Answer(FULL_DISK, 429), StoreFull, "takes no writes now, mostly for want of disk space"),
        (LOST, StoreUnavailable, "http://one:9200 cannot be reached"),
    ],
)
async def test_what_does_not_end_is_given_up(
    step: Answer | Exception, error: type[CoreError], said: str
) -> None:
    server = always(step)
    with pytest.raises(error, match=said):
        await server.store().records.put("c", "k", {})
    assert len(server.pauses) == len(PAUSES)
    assert all(0 <= had <= most for had, most in zip(server.pauses, PAUSES, strict=True))


async def test_pauses_differ_so_that_those_who_wait_do_not_come_back_together() -> None:
    pauses = []
    for _ in range(2):
        server = always(LOST)
        with pytest.raises(StoreUnavailable):
            await server.store().records.put("c", "k", {})
        pauses.append(server.pauses)
    assert pauses[0] != pauses[1]


async def test_one_dead_node_of_three_is_not_noticed() -> None:
    def answer(asked: Asked) -> Answer | Exception:
        return LOST if asked.host == "one" else Answer(written())

    for _ in range(5):
        server = server_of(*[answer] * 3)
        store = server.store(urls=THREE)
        assert await store.records.create("c", "k", {}) is True


async def test_while_there_is_another_node_to_ask_one_gets_little_time() -> None:
    given: list[float | None] = []

    def hangs_once(asked: Asked) -> Answer | Exception:
        given.append(asked.seconds)
        return SLOW if len(given) == 1 else Answer(written())

    store = server_of(*[hangs_once] * 3).store(urls=THREE, timeout=10.0)
    await store.records.create("c", "k", {})
    await store.records.create("c", "l", {})
    assert given == [SHORT_TIMEOUT] * 3


async def test_when_all_nodes_are_slow_each_gets_the_whole_time() -> None:
    """Asked again and again they would only get slower."""
    given: list[float | None] = []

    def slow_for_now(asked: Asked) -> Answer | Exception:
        given.append(asked.seconds)
        return SLOW if len(given) < 3 else Answer(written())

    store = server_of(*[slow_for_now] * 4).store(urls=THREE, timeout=10.0)
    await store.records.create("c", "k", {})
    await store.records.create("c", "l", {})
    assert given == [SHORT_TIMEOUT, SHORT_TIMEOUT, 10.0, 10.0]


TWO: list[tuple[str, dict[str, Any]]] = [("a", {"size": 1}), ("b", {"size": 1})]


async def searches(server: Server, bodies: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    """Run searches on a server, as the store does."""
    return await server.store().life.indices.cluster.searches(bodies, ("hits",))


@pytest.mark.parametrize("item", [BUSY, NO_SHARDS])
async def test_an_item_that_failed_for_now_is_asked_for_again(item: dict[str, Any]) -> None:
    found = {"hits": {"hits": []}, "status": 200}
    server = server_of(Answer({"responses": [found, item]}), Answer({"responses": [found, found]}))
    assert await searches(server, TWO) == [found, found]
    assert len(server.pauses) == 1


async def test_an_item_that_fails_for_ever_is_given_up() -> None:
    with pytest.raises(StoreUnavailable, match="no_shard_available_action_exception"):
        await searches(always(Answer({"responses": [NO_SHARDS, NO_SHARDS]})), TWO)


@pytest.mark.parametrize("failure", [BUSY, NO_SHARDS])
async def test_a_search_alone_that_failed_for_now_is_asked_for_again(
    failure: dict[str, Any],
) -> None:
    found: dict[str, Any] = {"hits": {"hits": []}}
    server = server_of(Answer(failure, failure["status"]), Answer(found))
    assert await searches(server, TWO[:1]) == [found]
    assert len(server.pauses) == 1


async def test_a_search_alone_that_is_refused_is_answered_like_one_of_several() -> None:
    alone = await searches(server_of(Answer(WRONG_LENGTH, 400)), TWO[:1])
    assert alone * 2 == await searches(server_of(Answer({"responses": [WRONG_LENGTH] * 2})), TWO)


async def test_a_refusal_by_something_that_is_no_elasticsearch_is_no_answer() -> None:
    with pytest.raises(AnotherServer):
        await searches(always(Answer({"error": "what?"}, 400, {})), TWO[:1])


async def test_a_document_whose_shard_is_away_is_not_called_missing() -> None:
    away = {"_index": "i", "_id": "1f", "error": NO_SHARDS["error"]}
    server = server_of(Answer({"docs": [away]}), Answer(documents(None)))
    assert await server.store().records.get("c", "k") is None
    assert len(server.pauses) == 1
    with pytest.raises(StoreUnavailable):
        await always(Answer({"docs": [away]})).store().records.get("c", "k")


async def test_a_right_that_is_missing_for_a_document_is_said_at_once() -> None:
    refused = {"_index": "i", "_id": "1f", "error": NO_RIGHT["error"]}
    server = server_of(Answer({"docs": [refused]}))
    with pytest.raises(MissingRights, match="`python -m core index role` prints"):
        await server.store().records.get("c", "k")
    assert server.pauses == []


async def test_a_search_alone_that_an_older_server_does_not_know_is_no_answer() -> None:
    with pytest.raises(OutdatedStore, match="older than version 9"):
        await searches(always(Answer(TOO_OLD, 400)), TWO[:1])


# --- what does not ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        (
            Answer(UNKNOWN_USER, 401),
            WrongCredentials,
            "wants to know who asks: set ELASTICSEARCH_API_KEY, or",
        ),
        (
            Answer(NO_RIGHT, 403),
            MissingRights,
            "does not let anonymous users do this .*`python -m core index role` prints",
        ),
        (Answer(TOO_OLD, 400), OutdatedStore, "older than version 9: upgrade it"),
        (Answer({"tagline": "hi"}, 200, {}), AnotherServer, "is not Elasticsearch"),
        (Answer({"message": "no such route"}, 404, {}), AnotherServer, "is not Elasticsearch"),
        (Answer({"message": "taken"}, 409, {}), AnotherServer, "is not Elasticsearch"),
        (Answer({"message": "too large"}, 413, {}), StoreRefused, "let the gateway .* take 8 MB"),
        (
            Answer(failure(400, "illegal_argument_exception", "Limit of total fields"), 400),
            StoreRefused,
            "Elasticsearch says: illegal_argument_exception: Limit of total fields",
        ),
    ],
)
async def test_what_does_not_pass_is_said_at_once(
    answer: Answer, error: type[CoreError], said: str
) -> None:
    server = always(answer)
    with pytest.raises(error, match=said):
        await server.store().records.put("c", "k", {})
    assert server.pauses == []


async def test_who_may_not_touch_snapshots_is_told_what_it_takes() -> None:
    store = always(Answer(NO_RIGHT, 403)).store()
    snapshots = Snapshots(store.life.indices.cluster, "familiar")
    with pytest.raises(MissingRights, match="takes the cluster privilege monitor_snapshot"):
        await snapshots.all()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"api_key": "c2VjcmV0"}, "ELASTICSEARCH_API_KEY"),
        (
            {"username": "elastic", "password": "c2VjcmV0"},
            "ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD",
        ),
        (
            {"urls": ("http://elastic:c2VjcmV0@one:9200",)},
            "the user and password in ELASTICSEARCH_URL",
        ),
    ],
)
@pytest.mark.parametrize("answer", [Answer(UNKNOWN_USER, 401), Answer(NO_RIGHT, 403)])
async def test_the_setting_in_question_is_named_and_its_value_is_not(
    given: dict[str, Any], said: str, answer: Answer
) -> None:
    with pytest.raises((WrongCredentials, MissingRights), match=said) as caught:
        await always(answer).store(**given).records.put("c", "k", {})
    cause = caught.value.__cause__
    assert "c2VjcmV0" not in f"{caught.value} {caught.value!r} {cause} {cause!r}"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"api_key": "aWQ6a2V5"}, "ApiKey aWQ6a2V5"),
        ({"username": "ann", "password": "s3cret"}, "Basic YW5uOnMzY3JldA=="),
        ({"urls": ("http://ann:s3cret@one:9200",)}, "Basic YW5uOnMzY3JldA=="),
    ],
)
async def test_who_asks_is_shown_with_each_request(given: dict[str, Any], shown: str) -> None:
    """An accepted key is a recorded case: the tests' own server cannot make any."""
    seen: list[str] = []

    def let_in(asked: Asked) -> Answer:
        seen.append(asked.headers.get("authorization", ""))
        return Answer(written())

    store = server_of(let_in, let_in).store(**given)
    assert await store.records.create("c", "k", {}) is True
    await store.records.put("c", "k", {})
    assert seen == [shown] * 2


# --- versions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(VERSION_7, 200, {}), "is of version 7.10.2, and 9.3"),
        (
            Answer({"nodes": {"a": {"version": "7.17.28"}}}),
            "is of version 7.17.28, and 9.3 or new",
        ),  # likewise
        (Answer(TOO_OLD, 400), "is older than version 9: upgrade it"),  # 8.19.0
        (
            Answer({"nodes": {"a": {"version": "9.5.0"}, "b": {"version": "9.2.0"}}}),
            "is of version 9.2.0, and 9.3 or newer is needed: upgrade it",
        ),
    ],
)
async def test_a_version_that_is_too_old_is_told(answer: Answer, said: str) -> None:
    with pytest.raises(OutdatedStore, match=said):
        await always(answer).store().verify()


async def test_after_an_outage_the_version_is_looked_at_again() -> None:
    """It may have been another machine's backup that came up."""
    nodes, nothing = Answer({"nodes": {"a": {"version": "9.10.0"}}}), Answer({})
    server = server_of(nodes, nothing, nothing, *[LOST] * 6)
    store = server.store()
    await store.verify()
    with pytest.raises(StoreUnavailable):
        await store.records.put("c", "k", {})
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        await store.records.put("c", "k", {})
    assert len(server.pauses) == len(PAUSES), "the second time nothing was sent"


# --- answers that were lost -------------------------------------------------------------------


async def test_a_record_whose_first_answer_was_lost_counts_as_created() -> None:
    kept: list[dict[str, Any]] = []

    def writes_and_is_cut_off(asked: Asked) -> Exception:
        kept.extend(asked.lines)
        return LOST

    server = server_of(
        writes_and_is_cut_off, Answer(CONFLICT, 409), lambda _: Answer(documents(*kept))
    )
    assert await server.store().records.create("c", "k", {"n": 1}) is True


async def test_a_record_that_somebody_else_created_meanwhile_does_not() -> None:
    theirs = {"collection": "c", "key": "k", "value": '{"n": 1}', "write": "their word"}
    server = server_of(LOST, Answer(CONFLICT, 409), Answer(documents(theirs)))
    assert await server.store().records.create("c", "k", {"n": 1}) is False


async def test_a_conditional_write_whose_answer_was_lost_is_not_called_a_conflict() -> None:
    kept: list[dict[str, Any]] = []

    def writes_and_is_cut_off(asked: Asked) -> Exception:
        kept.extend(asked.lines)
        return LOST

    server = server_of(
        writes_and_is_cut_off, Answer(CONFLICT, 409), lambda _: Answer(documents(*kept))
    )
    record = await server.store().records.put("c", "k", {"n": 2}, version="5-1")
    assert record.value == {"n": 2}


async def test_a_conflict_is_a_conflict() -> None:
    theirs = {"collection": "c", "key": "k", "value": "{}", "write": "their word"}
    server = server_of(Answer(CONFLICT, 409), Answer(documents(theirs)))
    with pytest.raises(RecordConflict):
        await server.store().records.put("c", "k", {}, version="5-1")


async def test_a_deletion_whose_answer_was_lost_counts_as_one() -> None:
    """Sent again it finds nothing, and whoever takes a record by deleting it must not lose."""
    store = server_of(LOST, Answer(NOT_THERE, 404)).store()
    assert await store.records.delete("c", "k") is True
    store = server_of(Answer(BUSY, 429), Answer(NOT_THERE, 404)).store()
    assert await store.records.delete("c", "k") is False
    gave_up = Answer("<html>gateway time-out</html>", 504, {})
    store = server_of(gave_up, Answer(NOT_THERE, 404)).store()
    assert await store.records.delete("c", "k") is True


# --- addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "shown", "asked"),
    [
        ("http://one:9200", "http://one:9200", "http://one:9200"),
        ("https://u:p@one", "https://one", "https://one:443"),
        ("http://one/", "http://one", "http://one:80"),
        (
            "https://one/behind/a/proxy/",
            "https://one/behind/a/proxy",
            "https://one:443/behind/a/proxy",
        ),
        ("http://[::1]:9200", "http://[::1]:9200", "http://[::1]:9200"),
        ("http://u:p%40ss@one:9200", "http://one:9200", "http://one:9200"),
    ],
)
async def test_addresses_are_shown_without_credentials_and_have_the_usual_ports(
    url: str, shown: str, asked: str
) -> None:
    connection = ElasticConnection(urls=(url,))
    assert connection.hosts == shown
    client = connection.client()
    assert [node.base_url for node in client.transport.node_pool.all()] == [asked]
    await client.close()
