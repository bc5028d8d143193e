"""A home for deepface of each test's own, a network that is down, and stand-in graphs."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from deepface.modules import modeling

from core import images
from core.model import Photo
from tests.photos import astronaut_photo


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for weights, of which deepface remembers nothing from another test."""
    monkeypatch.setenv("DEEPFACE_HOME", str(tmp_path))
    monkeypatch.delattr(modeling, "cached_models", raising=False)
    return tmp_path


@pytest.fixture
def weights(home: Path) -> Path:
    """Where deepface looks for weights."""
    folder = home / ".deepface" / "weights"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture(scope="session")
def astronaut() -> Photo:
    """A photo of one face."""
    return images.load(astronaut_photo("PNG"))


@pytest.fixture(scope="session")
def small_astronaut() -> Photo:
    """The same, where finding the face is only on the way."""
    return images.load(astronaut_photo("PNG", 256))


class BrokenProxy(socketserver.ThreadingTCPServer):
    """What every download is sent to: it takes the call, and hangs up."""

    daemon_threads = True
    calls = 0
    """Requests to reach another host; whoever else knocks at this port is not counted."""


class _HangUp(socketserver.BaseRequestHandler):
    server: BrokenProxy

    def handle(self) -> None:
        if self.request.recv(4096).split(b" ")[0] == b"CONNECT":
            self.server.calls += 1


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[BrokenProxy]:
    """Downloads fail, at once, on a machine with internet too."""
    with BrokenProxy(("127.0.0.1", 0), _HangUp) as proxy:
        Thread(target=proxy.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{proxy.server_address[1]}"
        for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
            monkeypatch.setenv(name, address)
        for name in ("NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.delenv(name, raising=False)
        yield proxy
        proxy.shutdown()
