"""A real node as the compose file sets it up: its certificates, its health, the bot's rights."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import subprocess
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from elasticsearch import AuthorizationException

from core.store_errors import UntrustedStore
from core.stores.elastic import ElasticConnection, ElasticStore
from tests.bands import MODEL
from tests.compose_rooms import SCRIPTS, run_script, services
from tests.contract.databases import ElasticDatabase
from tests.contract.made_up import enrol, towards
from tests.contract.watched import GALLERY, documents, watched
from tests.elasticsearch_distribution import group, unpacked, user
from tests.elasticsearch_server import PATIENCE, QUICKLY, ElasticsearchServer

SUPERUSER, BOT = "superuser-secret", "bot-secret"


def hashed(password: str) -> str:
    """Return a password as Elasticsearch's file of users has it; its own tool takes 4 seconds."""
    salt = secrets.token_bytes(32)
    made = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 10_000, 32)
    return f"{{PBKDF2}}10000${b64encode(salt).decode()}${b64encode(made).decode()}"


class ComposedServer(ElasticsearchServer):
    """Set up by the compose file's settings and scripts, in place of its containers."""

    def __init__(self, folder: Path) -> None:
        env = services()["elasticsearch"]["environment"]
        tls = {key.replace(".", "__"): env[key] for key in env if key.startswith("xpack.")}
        super().__init__({"bootstrap.password": SUPERUSER}, java=QUICKLY, **tls)
        self.authority = folder / "authority" / "ca.crt"
        self._folder = folder

    @property
    def url(self) -> str:
        return super().url.replace("http://", "https://")

    def health(self) -> subprocess.CompletedProcess[str]:
        return run_script(
            "health.sh",
            {"ELASTIC_PASSWORD": SUPERUSER, "NODE": self.url, "CA_CERT": str(self.authority)},
        )

    def _prepare(self) -> None:
        super()._prepare()
        certificates = self._home / "config" / "certificates"
        places = {"CERTIFICATES": certificates, "AUTHORITY": self.authority.parent}
        env = {**self._environment(), **{key: str(place) for key, place in places.items()}}
        env["SNAPSHOTS"] = str(self._folder / "snapshots")
        made = run_script("prepare.sh", env, cwd=unpacked())
        assert made.returncode == 0, made.stderr
        before = (certificates / "node.crt").read_bytes()
        assert run_script("prepare.sh", env, cwd=unpacked()).returncode == 0
        assert (certificates / "node.crt").read_bytes() == before, "it is made once"
        # What `accounts.sh` does, which this server cannot: it lacks what its users' index needs.
        config = self._home / "config"
        role = json.loads((SCRIPTS / "role.json").read_text("utf-8"))
        (config / "roles.yml").write_text(json.dumps({"familiar": role}))
        (config / "users").write_text(f"familiar:{hashed(BOT)}\n")
        (config / "users_roles").write_text("familiar:familiar\n")
        for path in (config, *config.rglob("*")):
            os.chown(path, user() or -1, group() or -1)

    def wait_until_green(self, nodes: int = 1) -> None:
        assert nodes == 1
        deadline = time.monotonic() + PATIENCE
        while self.health().returncode:
            assert time.monotonic() < deadline, self.health().stderr
            time.sleep(0.2)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ComposedServer]:
    folder = tmp_path_factory.mktemp("composed")
    folder.chmod(0o755)
    server = ComposedServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def connection(server: ComposedServer) -> ElasticConnection:
    return ElasticConnection(
        urls=(server.url,), username="familiar", password=BOT, ca_certs=server.authority
    )


@pytest.fixture
async def neighbour(
    server: ComposedServer, connection: ElasticConnection
) -> AsyncIterator[ElasticDatabase]:
    """Another installation, whose prefix begins with ours."""
    database = ElasticDatabase(server.url)
    database.connection = replace(
        connection, username="elastic", password=SUPERUSER, prefix="familiar-b"
    )
    store = await database.open()
    await enrol(store.gallery("chat-1"), "Ann", towards(1))
    await store.records.put("settings", "a", {"n": 1})
    yield database
    await database.close()


async def test_the_bots_rights_are_enough_for_all_it_does_and_for_nothing_else(
    server: ComposedServer, connection: ElasticConnection, neighbour: ElasticDatabase
) -> None:
    database = ElasticDatabase(server.url)
    database.connection = connection
    client = connection.client()
    async with watched(database, client) as one:
        await one.enrols("Ann", "red")
        await one.identifies("red", "lime")
        await one.recognizer.rename(GALLERY, "Ann", "Anna")
        await one.events.flush()
        store = await database.open(MODEL)
        await store.records.put("settings", "a", {"n": 1})
        assert [record.value for record in await store.records.list("settings")] == [{"n": 1}]
        assert [gallery.people for gallery in await store.galleries()] == [1]
        assert "1 person" in await store.check()
        assert not [said for said in await store.life.advice() if "replicas" in said]
        await one.recognizer.forget(GALLERY, "Anna")
        assert [e["verb"] for e in await documents(client, "familiar")] == [
            "enrol",
            "identify",
            "rename",
        ]
        one.calendar.now += timedelta(days=100)
        assert len(await one.events.sweep()) == 1
    with pytest.raises(AuthorizationException):
        await client.indices.create(index="somebody-elses")
    root = neighbour.connection.client()
    theirs = list(await root.indices.get(index=f"{neighbour.connection.prefix}-*"))
    await root.close()
    assert len(theirs) == 3, "faces, subjects and records"
    for index in theirs:
        with pytest.raises(AuthorizationException):
            await client.search(index=index)
        with pytest.raises(AuthorizationException):
            await client.indices.delete(index=index)
    with pytest.raises(AuthorizationException):
        await client.search(index=".security-7")
    await client.close()
    await database.close()


async def test_a_node_whose_authority_is_not_known_is_refused(server: ComposedServer) -> None:
    stranger = ElasticConnection(urls=(server.url,), username="familiar", password=BOT)
    with pytest.raises(UntrustedStore, match="ELASTICSEARCH_CA_CERTS"):
        await ElasticStore.open(stranger, MODEL)


def test_the_health_check_tells_a_node_that_is_up_from_one_that_is_not(
    server: ComposedServer,
) -> None:
    assert json.loads(server.health().stdout)["status"] in {"green", "yellow"}
    nowhere = {"NODE": "https://127.0.0.1:1", "CA_CERT": str(server.authority)}
    assert run_script("health.sh", {"ELASTIC_PASSWORD": SUPERUSER, **nowhere}).returncode
    wrong = {"NODE": server.url, "CA_CERT": str(server.authority), "ELASTIC_PASSWORD": "wrong"}
    assert run_script("health.sh", wrong).returncode


def test_an_operator_asks_a_node_by_one_script(server: ComposedServer) -> None:
    env = {"ELASTIC_PASSWORD": SUPERUSER, "NODE": server.url, "CA_CERT": str(server.authority)}
    changed = '{"persistent":{"cluster.routing.allocation.enable":"primaries"}}'
    for words in (["PUT", "/_cluster/settings", changed], ["GET", "/_cluster/settings"]):
        answered = run_script("ask.sh", env, words)
        assert json.loads(answered.stdout)["persistent"]["cluster"], answered.stderr
    assert run_script("ask.sh", env, ["GET", "/_no/such/thing"]).returncode
    run_script("ask.sh", env, ["PUT", "/_cluster/settings", changed.replace('"primaries"', "null")])


def test_nobody_but_the_nodes_can_read_their_key(server: ComposedServer) -> None:
    key = server._home / "config" / "certificates" / "node.key"
    assert oct(key.stat().st_mode)[-3:] == "440"
    assert [path.name for path in server.authority.parent.iterdir()] == ["ca.crt"]
