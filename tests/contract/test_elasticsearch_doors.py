"""What is said when the door is closed, or is another's door. Every one is a real door."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from core.errors import StoreRefused, StoreUnavailable
from core.store_errors import AnotherServer, WrongCredentials
from core.stores.elastic import ElasticConnection, ElasticStore
from tests.contract.made_up import MODEL, enrol, names_found, towards
from tests.contract.waiting import before_long
from tests.elasticsearch_server import QUICKLY, ElasticsearchServer, free_port

PASSWORD = "only-for-this-test"
USER, FIRST = "familiar", "first-password"

KEPT_OF_FIRST = "$2b$04$abcdefghijklmnopqrstuuT2j8U6U5rBY6aIOMzZiJOWuJPYKLLOe"
KEPT_OF_SECOND = "$2b$04$abcdefghijklmnopqrstuukluLair1GoPMg9PQfjHAu2MGkeVdhk2"
"""bcrypt of "first-password" and of "second-password"."""


async def test_nobody_is_there() -> None:
    connection = ElasticConnection(urls=(f"http://somebody:secret@127.0.0.1:{free_port()}",))
    with pytest.raises(StoreUnavailable) as caught:
        await ElasticStore.open(connection, MODEL)
    assert str(caught.value) == (
        f"The face store is not answering (Elasticsearch at {connection.hosts} cannot be reached): "
        "check that it runs, then try again."
    )
    assert "secret" not in repr((caught.value, connection, caught.value.__cause__))


async def test_the_host_does_not_exist() -> None:
    connection = ElasticConnection(urls=("http://nowhere.invalid:9200",))
    with pytest.raises(StoreUnavailable, match=r"http://nowhere\.invalid:9200 cannot be reached"):
        await ElasticStore.open(connection, MODEL)


async def test_it_does_not_answer_in_time() -> None:
    async def silent(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    async with serving(silent) as port:
        connection = ElasticConnection(urls=(f"http://127.0.0.1:{port}",), timeout=0.2)
        with pytest.raises(StoreUnavailable, match=r"gave no answer within 0\.2 seconds"):
            await ElasticStore.open(connection, MODEL)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n<b>hi</b>",
        b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n<b>no</b>",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n<b>no</b>",
    ],
)
async def test_somebody_else_answers(answer: bytes) -> None:
    async def web_server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with serving(web_server) as port:
        connection = ElasticConnection(urls=(f"http://127.0.0.1:{port}",))
        with pytest.raises(AnotherServer, match="is not Elasticsearch: check ELASTICSEARCH_URL"):
            await ElasticStore.open(connection, MODEL)


async def test_a_file_of_authorities_that_holds_none(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    connection = ElasticConnection(urls=("https://localhost:9",), ca_certs=tmp_path / "ca.pem")
    with pytest.raises(StoreRefused, match="ELASTICSEARCH_CA_CERTS holds no certificates"):
        await ElasticStore.open(connection, MODEL)


async def test_https_to_a_door_without_tls(elasticsearch_url: str) -> None:
    connection = ElasticConnection(urls=(elasticsearch_url.replace("http://", "https://"),))
    with pytest.raises(AnotherServer, match=r"does not speak TLS .* use http://"):
        await ElasticStore.open(connection, MODEL)


# --- who asks ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guarded_server() -> Iterator[ElasticsearchServer]:
    """An Elasticsearch that wants a password."""
    server = ElasticsearchServer(
        keystore={"bootstrap.password": PASSWORD},
        files={"users": user_with(KEPT_OF_FIRST), "users_roles": f"superuser:{USER}\n"},
        java=QUICKLY,
        xpack__security__enabled="true",
        resource__reload__interval__high="100ms",  # how soon another password counts
    )
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def guarded_url(guarded_server: ElasticsearchServer) -> str:
    return guarded_server.url


def user_with(kept: str) -> str:
    """Return a file of users: one, and what is kept of their password."""
    return f"{USER}:{kept}\n"


async def test_without_a_password(guarded_url: str) -> None:
    with pytest.raises(
        WrongCredentials, match="wants to know who asks: set ELASTICSEARCH_API_KEY, or"
    ):
        await ElasticStore.open(ElasticConnection(urls=(guarded_url,)), MODEL)


async def test_with_a_wrong_password(guarded_url: str) -> None:
    connection = ElasticConnection(urls=(guarded_url,), username="elastic", password="wr0ng")
    with pytest.raises(
        WrongCredentials, match="does not accept ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD"
    ) as caught:
        await ElasticStore.open(connection, MODEL)
    assert "wr0ng" not in f"{caught.value} {caught.value!r} {connection!r}"


async def test_with_a_wrong_key(guarded_url: str) -> None:
    connection = ElasticConnection(urls=(guarded_url,), api_key="d3JvbmctaWQ6d3Jvbmcta2V5")
    with pytest.raises(WrongCredentials, match="does not accept ELASTICSEARCH_API_KEY"):
        await ElasticStore.open(connection, MODEL)


@pytest.mark.parametrize("place", ["settings", "address"])
async def test_with_the_right_password(guarded_url: str, place: str) -> None:
    if place == "settings":
        connection = ElasticConnection(
            urls=(guarded_url,), username="elastic", password=PASSWORD, timeout=60.0
        )
    else:
        url = guarded_url.replace("//", f"//elastic:{PASSWORD}@")
        connection = ElasticConnection(urls=(url,), timeout=60.0)
        assert PASSWORD not in f"{connection!r} {connection.hosts}"
    store = await ElasticStore.open(connection, MODEL)
    gallery = store.gallery(place)
    await enrol(gallery, "Ann", towards(1))
    assert await names_found(gallery, towards(1)) == ["Ann"]
    await store.close()


async def test_a_password_that_is_changed_and_changed_back(
    guarded_server: ElasticsearchServer,
) -> None:
    connection = ElasticConnection(
        urls=(guarded_server.url,), username=USER, password=FIRST, prefix="changed"
    )
    store = await ElasticStore.open(connection, MODEL)
    await enrol(store.gallery("chat-1"), "Ann", towards(1))
    guarded_server.rewrite("users", user_with(KEPT_OF_SECOND))
    await until_refused(store)
    with pytest.raises(WrongCredentials, match="does not accept ELASTICSEARCH_USERNAME and"):
        await names_found(store.gallery("chat-1"), towards(1))
    guarded_server.rewrite("users", user_with(KEPT_OF_FIRST))
    found = await before_long(lambda: names_found(store.gallery("chat-1"), towards(1)))
    assert found == ["Ann"]
    await store.close()


async def until_refused(store: ElasticStore) -> None:
    for _ in range(100):
        try:
            await names_found(store.gallery("chat-1"), towards(1))
        except WrongCredentials:
            return
        await asyncio.sleep(0.1)
    pytest.fail("the old password still counts")


# --- doors to knock at ------------------------------------------------------------------------

Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(answering: Answering) -> AsyncIterator[int]:
    tasks: set[asyncio.Task[None]] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await answering(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
