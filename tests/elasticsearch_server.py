"""The real Elasticsearch, run on this machine for as long as tests last."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.elasticsearch_distribution import group, java_home, unpacked, user

PATIENCE = 120.0

QUICKLY = "-XX:TieredStopAtLevel=1"
"""Java's option for a server that lives for minutes: it starts with half the work (7.6 s of a
processor's time instead of 15), and would be slower only after a while."""

IN_MEMORY = "/dev/shm"  # noqa: S108 — the folder made in it has a random name
ENOUGH_ROOM = 4 * 2**30

EXECUTIONER = """
import os, shutil, signal, sys
told = sys.stdin.read()
try:
    os.killpg(int(sys.argv[1]), signal.SIGKILL)
except ProcessLookupError:
    pass
if told != "keep":
    shutil.rmtree(sys.argv[2], ignore_errors=True)
"""
"""Kills the server when its input ends: when it is told to, and when the tests die of anything, for
then nobody needs its folder any more."""


class ElasticsearchServer:
    """One node on 127.0.0.1 in a temporary folder of its own; its snapshots go to `snapshots`."""

    def __init__(
        self,
        keystore: dict[str, str] | None = None,
        files: dict[str, str] | None = None,
        heap: str = "512m",
        java: str = "",
        *,
        on_disk: bool = False,
        **settings: object,
    ) -> None:
        """Take settings of elasticsearch.yml (dots as double underscores) beside our own.

        Args:
            keystore: secret settings.
            files: what else is to lie in its folder of settings.
            heap: as Java writes it.
            java: more options of Java, such as `QUICKLY`.
            on_disk: keep its data where it would lie for anybody, though a disk in memory is there.
            settings: the others.
        """
        self._keystore = keystore or {}
        self._files = files or {}
        self._java = f"-Xms{heap} -Xmx{heap} {java}"
        self._settings = {key.replace("__", "."): value for key, value in settings.items()}
        self._home = Path(
            tempfile.mkdtemp(prefix="elasticsearch-", dir=None if on_disk else _place())
        )
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._executioner: subprocess.Popen[bytes] | None = None
        self._prepared = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def snapshots(self) -> Path:
        """The folder that it may keep snapshots in (`path.repo`)."""
        return self._home / "snapshots"

    @property
    def data(self) -> Path:
        """The folder that it keeps everything in but snapshots (`path.data`)."""
        return self._home / "data"

    @property
    def is_running(self) -> bool:
        """Whether it was started, and not killed since."""
        return self._process is not None

    def start(self) -> None:
        """Start on whatever data there is, and wait until it is green."""
        self.launch()
        self.wait_until_green()

    def launch(self) -> None:
        """Start on whatever data there is, and wait for nothing."""
        if not self._prepared:
            self._prepare()
            self._prepared = True
        with (self._home / "out.log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(unpacked() / "bin" / "elasticsearch")],
                env=self._environment(),
                cwd=self._home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=user(),
                group=group(),
                extra_groups=None if user() is None else [],
            )
        # The launcher starts the server as a process of its own: both are of one group.
        self._executioner = subprocess.Popen(
            [sys.executable, "-c", EXECUTIONER, str(self._process.pid), str(self._home)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def wait_until_green(self, nodes: int = 1) -> None:
        """Wait until it says that the cluster has so many nodes and is green."""
        assert self._process is not None
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            if is_green(self.url, nodes):
                return
            time.sleep(0.2)
        log = (self._home / "out.log").read_text(errors="replace")
        self.kill()
        raise RuntimeError(f"Elasticsearch did not start. The end of its log:\n{log[-3000:]}")

    def rewrite(self, name: str, text: str) -> None:
        """Give a file in its folder of settings other words; some it notices while it runs."""
        (self._home / "config" / name).write_text(text)

    def kill(self) -> None:
        """End it as a power cut would: no flush, no goodbye."""
        if self._executioner is not None:
            self._executioner.communicate(b"keep")
            self._executioner = None
        if self._process is not None:
            self._process.wait()
            self._process = None

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self._home, ignore_errors=True)

    def _prepare(self) -> None:
        java_home()
        for folder in ("config", "data", "logs", "snapshots", "tmp"):
            (self._home / folder).mkdir()
        for name in ("jvm.options", "log4j2.properties"):
            shutil.copy(unpacked() / "config" / name, self._home / "config" / name)
        settings = {
            "discovery.type": "single-node",
            "network.host": "127.0.0.1",
            "http.port": str(self._port),
            "transport.port": str(free_port()),
            "path.data": str(self.data),
            "path.logs": str(self._home / "logs"),
            "path.repo": str(self.snapshots),
            "xpack.security.enabled": "false",
            # A developer's disk may be nearly full: that is not what is tested.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            # Each time it looks at disks it lifts the blocks of full ones: it is not to look.
            "cluster.info.update.interval": "24h",
            **self._settings,
        }
        lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in settings.items())
        for name, text in {**self._files, "elasticsearch.yml": lines}.items():
            (self._home / "config" / name).write_text(text)
        if user() is not None:
            for path in (self._home, *self._home.rglob("*")):
                os.chown(path, user() or -1, group() or -1)
        if self._keystore:
            self._fill_keystore()

    def _fill_keystore(self) -> None:
        def run(*arguments: str, given: str = "") -> None:
            subprocess.run(
                [str(unpacked() / "bin" / "elasticsearch-keystore"), *arguments],
                env=self._environment(),
                cwd=self._home,
                input=given.encode(),
                check=True,
                capture_output=True,
                user=user(),
                group=group(),
                extra_groups=None if user() is None else [],
            )

        run("create")
        for key, value in self._keystore.items():
            run("add", "--stdin", key, given=value)

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self._home),
            "ES_JAVA_HOME": str(java_home()),
            "ES_JAVA_OPTS": self._java,
            "ES_PATH_CONF": str(self._home / "config"),
            "ES_TMPDIR": str(self._home / "tmp"),
        }


def _place() -> str | None:
    """Return the disk in memory where there is one with room; None for the usual place.

    A sixth of the time of many tests is waiting for the disk. They kill processes and cut no power:
    what was written is there, on whatever it lies.
    """
    try:
        room = shutil.disk_usage(IN_MEMORY).free
    except OSError:
        return None
    return IN_MEMORY if room >= ENOUGH_ROOM and os.access(IN_MEMORY, os.W_OK) else None


def is_green(url: str, nodes: int = 1) -> bool:
    """Tell whether it answers: 401 is an answer too, of a server that wants a password."""
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=5) as answer:  # noqa: S310 — our own address
            health = json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code == 401
    except (OSError, ValueError):
        return False
    return bool(health["status"] == "green" and health["number_of_nodes"] == nodes)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
