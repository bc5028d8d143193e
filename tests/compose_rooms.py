"""What the compose file says, and running its scripts as its containers do."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "compose"


def compose_text() -> str:
    return (ROOT / "docker-compose.yml").read_text("utf-8")


def services() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = YAML(typ="safe").load(compose_text())["services"]
    return loaded


def variables() -> set[str]:
    """Return the variables that the compose file takes from `.env`."""
    return set(re.findall(r"\$\{([A-Z_]+)", compose_text()))


def run_script(
    name: str, env: Mapping[str, str], words: Sequence[str] = (), **options: Any
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SCRIPTS / name, *words],
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **options,
    )


@dataclass
class Recorder:
    """A server that answers what it was given, in order, and keeps what it was asked."""

    answers: list[tuple[int, str]]
    asked: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Method, path, authorization, body."""
    url: str = ""

    @property
    def bodies(self) -> list[str]:
        return [body for *_, body in self.asked]


@contextmanager
def recording(*answers: tuple[int, str]) -> Iterator[Recorder]:
    recorder = Recorder(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            who = self.headers.get("Authorization", "")
            recorder.asked.append((self.command, self.path, who, body))
            status, answer = recorder.answers.pop(0)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer.encode())

        do_PUT = do_POST  # noqa: N815 — the names are the library's

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    recorder.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield recorder
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
