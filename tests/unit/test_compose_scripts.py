"""What the compose file's scripts send, to a server that keeps it."""

from __future__ import annotations

import json
from base64 import b64encode

import pytest

from tests.compose_rooms import Recorder, recording, run_script

AWKWARD = 'pa"ss\\wörd $x'
SUPERUSER = "Basic " + b64encode(f"elastic:{AWKWARD}".encode()).decode()
TAKEN = (200, '{"successCount":8,"success":true}')


def accounts(recorder: Recorder, **env: str) -> tuple[int, str]:
    ran = run_script(
        "accounts.sh",
        {
            "ELASTICSEARCH": recorder.url,
            "ELASTIC_PASSWORD": AWKWARD,
            "KIBANA_PASSWORD": "kibana-" + AWKWARD,
            "BOT_PASSWORD": "bot-" + AWKWARD,
            **env,
        },
    )
    return ran.returncode, ran.stdout + ran.stderr


def dashboard(recorder: Recorder, **env: str) -> tuple[int, str]:
    ran = run_script("dashboard.sh", {"KIBANA": recorder.url, "ELASTIC_PASSWORD": AWKWARD, **env})
    return ran.returncode, ran.stdout + ran.stderr


def test_accounts_are_made_with_passwords_of_any_letters() -> None:
    with recording((200, "{}"), (200, "{}"), (200, "{}")) as recorder:
        assert accounts(recorder, PREFIX="faces-of-ours")[0] == 0
    assert [(method, path) for method, path, *_ in recorder.asked] == [
        ("POST", "/_security/user/kibana_system/_password"),
        ("PUT", "/_security/role/familiar"),
        ("PUT", "/_security/user/familiar"),
    ]
    assert {who for _, _, who, _ in recorder.asked} == {SUPERUSER}
    kibana, role, bot = map(json.loads, recorder.bodies)
    assert kibana == {"password": "kibana-" + AWKWARD}
    assert bot == {"password": "bot-" + AWKWARD, "roles": ["familiar"]}
    assert role["indices"][0]["names"] == [
        "faces-of-ours-faces-*",
        "faces-of-ours-subjects*",
        "faces-of-ours-records*",
        "faces-of-ours-events-*",
    ]


def test_a_cluster_that_is_busy_is_asked_again_and_one_that_refuses_is_quoted() -> None:
    refused = '{"error":"passwords must be at least [6] characters long"}'
    with recording((503, ""), (200, "{}"), (400, refused)) as recorder:
        status, said = accounts(recorder)
    assert status != 0
    assert "at least [6] characters" in said
    assert len(recorder.asked) == 3


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("BOT_PASSWORD", "short", "BOT_PASSWORD in .env is too short"),
        ("KIBANA_PASSWORD", "two\nlines", "must not hold line breaks"),
        ("ELASTIC_PASSWORD", "", "ELASTIC_PASSWORD"),
    ],
)
def test_a_password_that_cannot_be_is_told_before_anything_is_sent(
    key: str, value: str, told: str
) -> None:
    with recording() as recorder:
        status, said = accounts(recorder, **{key: value})
    assert (status != 0, told in said, recorder.asked) == (True, True, [])


def test_the_dashboard_is_sent_as_it_is_with_the_indices_of_the_prefix() -> None:
    with recording((503, ""), TAKEN) as recorder:
        status, said = dashboard(recorder, PREFIX="faces-of-ours")
    assert (status, len(recorder.asked)) == (0, 2)
    assert "The dashboard is in Kibana" in said
    _, path, who, body = recorder.asked[-1]
    assert (path, who) == ("/api/saved_objects/_import?overwrite=false", SUPERUSER)
    sent = [json.loads(line) for line in body.splitlines() if line.startswith('{"id"')]
    assert [one["type"] for one in sent] == ["index-pattern", *["lens"] * 6, "dashboard"]
    assert sent[0]["attributes"]["title"] == "faces-of-ours-events-*"


def test_a_dashboard_that_is_there_is_left_alone() -> None:
    conflict = {"id": "familiar", "type": "dashboard", "error": {"type": "conflict"}}
    answer = json.dumps({"success": False, "errors": [conflict] * 2}, separators=(",", ":"))
    with recording((200, answer)) as recorder:
        status, said = dashboard(recorder)
    assert (status, "left as it is" in said) == (0, True)


HALF_TAKEN = (
    '{"success":false,"errors":[{"error":{"type":"conflict"}},'
    '{"error":{"type":"unsupported_type"}}]}'
)


@pytest.mark.parametrize(
    "answer", [(401, '{"message":"unable to authenticate"}'), (200, HALF_TAKEN)]
)
def test_a_dashboard_that_is_not_taken_is_told_with_the_reason(answer: tuple[int, str]) -> None:
    with recording(answer) as recorder:
        status, said = dashboard(recorder)
    assert status == 1
    assert "Kibana did not take the dashboard" in said
    assert answer[1] in said
