"""What is said when the door is closed, or is another's door. Every one is a real door."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from core.errors import StoreRefused, StoreUnavailable
from core.stores.elastic import ElasticConnection, ElasticStore
from tests.contract.made_up import MODEL, enrol, names_found, towards
from tests.elasticsearch_server import ElasticsearchServer, free_port
from tests.requirements_rule import missing

PASSWORD = "only-for-this-test"


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
        with pytest.raises(StoreRefused, match="is not Elasticsearch: check ELASTICSEARCH_URL"):
            await ElasticStore.open(connection, MODEL)


async def test_a_certificate_of_an_unknown_authority(certificate: tuple[Path, Path]) -> None:
    async with serving_tls(certificate) as port:
        connection = ElasticConnection(urls=(f"https://localhost:{port}",))
        with pytest.raises(StoreRefused, match="not to be trusted: set ELASTICSEARCH_CA_CERTS"):
            await ElasticStore.open(connection, MODEL)


async def test_the_certificate_of_the_authority_that_was_set(
    certificate: tuple[Path, Path],
) -> None:
    """TLS succeeds; what then answers in it is not Elasticsearch, and that is what is said."""
    async with serving_tls(certificate) as port:
        connection = ElasticConnection(urls=(f"https://localhost:{port}",), ca_certs=certificate[0])
        with pytest.raises(StoreRefused, match="is not Elasticsearch"):
            await ElasticStore.open(connection, MODEL)


async def test_a_file_of_authorities_that_holds_none(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    connection = ElasticConnection(urls=("https://localhost:9",), ca_certs=tmp_path / "ca.pem")
    with pytest.raises(StoreRefused, match="ELASTICSEARCH_CA_CERTS holds no certificates"):
        await ElasticStore.open(connection, MODEL)


async def test_https_to_a_door_without_tls(elasticsearch_url: str) -> None:
    connection = ElasticConnection(urls=(elasticsearch_url.replace("http://", "https://"),))
    with pytest.raises(StoreRefused, match=r"does not speak TLS .* use http://"):
        await ElasticStore.open(connection, MODEL)


# --- who asks ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guarded_url() -> Iterator[str]:
    """An Elasticsearch that wants a password."""
    server = ElasticsearchServer(
        keystore={"bootstrap.password": PASSWORD}, xpack__security__enabled="true"
    )
    try:
        server.start()
        yield server.url
    finally:
        server.close()


async def test_without_a_password(guarded_url: str) -> None:
    with pytest.raises(StoreRefused, match="wants to know who asks: set ELASTICSEARCH_API_KEY, or"):
        await ElasticStore.open(ElasticConnection(urls=(guarded_url,)), MODEL)


async def test_with_a_wrong_password(guarded_url: str) -> None:
    connection = ElasticConnection(urls=(guarded_url,), username="elastic", password="wr0ng")
    with pytest.raises(
        StoreRefused, match="does not accept ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD"
    ) as caught:
        await ElasticStore.open(connection, MODEL)
    assert "wr0ng" not in f"{caught.value} {caught.value!r} {connection!r}"


async def test_with_a_wrong_key(guarded_url: str) -> None:
    connection = ElasticConnection(urls=(guarded_url,), api_key="d3JvbmctaWQ6d3Jvbmcta2V5")
    with pytest.raises(StoreRefused, match="does not accept ELASTICSEARCH_API_KEY"):
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


# --- doors to knock at ------------------------------------------------------------------------

Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(answering: Answering, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    tasks: set[asyncio.Task[None]] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await answering(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=tls)
    yield server.sockets[0].getsockname()[1]
    server.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def serving_tls(certificate: tuple[Path, Path]) -> AsyncIterator[int]:
    async def web_server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi")
        await writer.drain()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    async with serving(web_server, context) as port:
        yield port


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    paths = folder / "certificate.pem", folder / "key.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost"]
    files = ["-out", str(paths[0]), "-keyout", str(paths[1])]
    try:
        subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    except FileNotFoundError:
        missing("the command openssl, which makes a certificate for the tests")
    return paths
