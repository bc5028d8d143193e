"""The compose file: nothing open to the world, nobody the superuser who need not be."""

from __future__ import annotations

import os
import re
import subprocess

import pytest

from tests.compose_rooms import SCRIPTS, compose_text, services
from tests.elasticsearch_distribution import VERSION

SECRETS = {"ELASTIC_PASSWORD", "KIBANA_PASSWORD", "BOT_PASSWORD"}
BOTS = ("bot", "bot-cluster")
NODES = ("elasticsearch", "elasticsearch-1", "elasticsearch-2", "elasticsearch-3")
BOTH = {"prepare", "accounts", "kibana", "dashboard"}
ONCE = ("prepare", "accounts", "dashboard")
LASTING = (*NODES, *BOTS, "kibana")


def test_one_node_or_three_and_what_both_need() -> None:
    by_profile: dict[str, set[str]] = {"single": set(), "cluster": set(), "both": set()}
    for name, service in services().items():
        (profile,) = service.get("profiles", ["both"])
        by_profile[profile].add(name)
    assert by_profile == {
        "single": {"elasticsearch", "bot"},
        "cluster": {*NODES[1:], "bot-cluster"},
        "both": BOTH,
    }


def test_three_nodes_take_over_what_one_holds() -> None:
    one, first = services()["elasticsearch"], services()["elasticsearch-1"]
    assert one["volumes"] == first["volumes"]
    assert one["environment"]["node.name"] == first["environment"]["node.name"]
    assert one["environment"]["cluster.name"] == first["environment"]["cluster.name"]


def test_one_node_founds_the_cluster_and_all_look_for_all() -> None:
    nodes = {name: services()[name]["environment"] for name in NODES[1:]}
    founders = {name for name, env in nodes.items() if "cluster.initial_master_nodes" in env}
    assert founders == {"elasticsearch-1"}
    assert {env["discovery.seed_hosts"] for env in nodes.values()} == {",".join(NODES[1:])}
    assert all(env["node.name"] == name for name, env in nodes.items())


def test_ports_are_of_this_host_alone() -> None:
    for service in services().values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


@pytest.mark.parametrize("node", NODES)
def test_nodes_speak_tls_inside_and_outside_and_ask_who_it_is(node: str) -> None:
    env = services()[node]["environment"]
    assert env["xpack.security.enabled"] == "true"
    assert env["xpack.security.http.ssl.enabled"] == "true"
    assert env["xpack.security.transport.ssl.enabled"] == "true"


@pytest.mark.parametrize("bot", BOTS)
def test_the_bot_is_not_the_superuser_and_does_not_know_its_password(bot: str) -> None:
    env = services()[bot]["environment"]
    assert env["ELASTICSEARCH_USERNAME"] == "familiar"
    assert "BOT_PASSWORD" in env["ELASTICSEARCH_PASSWORD"]
    assert env["ELASTICSEARCH_CA_CERTS"] == "/authority/ca.crt"
    assert {key: env[key] for key in SECRETS} == dict.fromkeys(SECRETS, "")
    volumes = [volume.partition(":")[0] for volume in services()[bot]["volumes"]]
    assert volumes == ["bot", "authority"], "not the nodes' key"


@pytest.mark.parametrize("bot", BOTS)
def test_a_proxy_on_this_host_reaches_the_bots_webhook(bot: str) -> None:
    assert services()[bot]["environment"]["WEBHOOK_LISTEN"] == "0.0.0.0"  # noqa: S104 — a container
    port = "${WEBHOOK_PORT:-8443}"
    assert services()[bot]["ports"] == [f"127.0.0.1:{port}:{port}"]


def test_the_key_of_faces_is_given_to_the_bots_alone() -> None:
    given = {name for name, service in services().items() if "secrets" in service}
    assert given == set(BOTS)
    text = compose_text()
    for bot in BOTS:
        assert services()[bot]["secrets"] == ["faces-key"]
        where = services()[bot]["environment"]["FACES_KEY_FILE"]
        assert where == "${FACES_KEY_FILE:+/run/secrets/faces-key}", "and nothing without a key"
    assert "file: ${FACES_KEY_FILE:-/dev/null}" in text


def test_the_bot_of_the_cluster_knows_every_node() -> None:
    urls = services()["bot-cluster"]["environment"]["ELASTICSEARCH_URL"].split(",")
    assert urls == [f"https://{node}:9200" for node in NODES[1:]]


def test_secrets_come_from_env_and_are_asked_for_when_missing() -> None:
    text = compose_text()
    for name in (*SECRETS, "COMPOSE_PROFILES"):
        assert not re.search(rf"\$\{{{name}(?!:\?set )", text), f"{name} has another form"
        assert f"${{{name}:?set {name} in .env" in text


@pytest.mark.parametrize("name", [*LASTING, *ONCE])
def test_every_service_has_its_bounds(name: str) -> None:
    service = services()[name]
    assert service["mem_limit"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("restart") == ("unless-stopped" if name in LASTING else None)
    assert ("healthcheck" in service) == (name in (*NODES, "kibana"))


def test_scripts_are_there_and_can_be_run() -> None:
    named = set(re.findall(r"/compose/(\w+\.sh)", compose_text()))
    assert named == {path.name for path in SCRIPTS.glob("*.sh")} - {"asking.sh", "ask.sh"}
    for path in SCRIPTS.glob("*.sh"):
        assert subprocess.run(["bash", "-n", path], check=False).returncode == 0
        assert os.access(path, os.X_OK) == (path.name != "asking.sh")


def test_kibana_is_of_the_version_of_elasticsearch() -> None:
    versions = set(re.findall(r"docker\.elastic\.co/\w+/\w+:([\w.]+)", compose_text()))
    assert versions == {VERSION}
