"""The real Elasticsearch, fetched through Maven and run on this machine for as long as tests last.

Maven Central carries the server with few modules (`integ-test-zip`): no security, no scripts, no
`GET /`. What runs on it runs on a whole Elasticsearch too.
"""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from tests.requirements_rule import missing

VERSION = "9.5.0"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
OLDEST_JAVA = 21
CACHE = Path(__file__).resolve().parent.parent / "build" / "elasticsearch"
PATIENCE = 120.0

EXECUTIONER = """
import os, signal, sys
sys.stdin.read()
try:
    os.killpg(int(sys.argv[1]), signal.SIGKILL)
except ProcessLookupError:
    pass
"""
"""Kills the server when its input ends: when it is told to, and when the tests die of anything."""


class ElasticsearchServer:
    """One node on 127.0.0.1 in a temporary folder of its own."""

    def __init__(
        self, keystore: dict[str, str] | None = None, heap: str = "512m", **settings: str
    ) -> None:
        """Take settings of elasticsearch.yml (dots as double underscores) beside our own."""
        self._keystore = keystore or {}
        self._heap = heap
        self._settings = {key.replace("__", "."): value for key, value in settings.items()}
        self._home = Path(tempfile.mkdtemp(prefix="elasticsearch-"))
        self._port = free_port()
        self._transport_port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._executioner: subprocess.Popen[bytes] | None = None
        self._prepared = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start on whatever data there is, and wait until it is green."""
        if not self._prepared:
            self._prepare()
            self._prepared = True
        with (self._home / "out.log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._program("elasticsearch")],
                env=self._environment(),
                cwd=self._home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=_user(),
                group=_group(),
                extra_groups=None if _user() is None else [],
            )
        # The launcher starts the server as a process of its own: both are of one group.
        self._executioner = subprocess.Popen(
            [sys.executable, "-c", EXECUTIONER, str(self._process.pid)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        self._wait_until_green()

    def kill(self) -> None:
        """End it as a power cut would: no flush, no goodbye."""
        if self._executioner is not None:
            self._executioner.communicate()
            self._executioner = None
        if self._process is not None:
            self._process.wait()
            self._process = None

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self._home, ignore_errors=True)

    def _prepare(self) -> None:
        java_home()
        with ZipFile(distribution()) as archive:
            archive.extractall(self._home)
        for program in (self._home / f"elasticsearch-{VERSION}").glob("bin/*"):
            program.chmod(0o755)
        for folder in ("config", "data", "logs", "tmp"):
            (self._home / folder).mkdir()
        shipped = self._home / f"elasticsearch-{VERSION}" / "config"
        for name in ("jvm.options", "log4j2.properties"):
            shutil.copy(shipped / name, self._home / "config" / name)
        settings = {
            "discovery.type": "single-node",
            "network.host": "127.0.0.1",
            "http.port": str(self._port),
            "transport.port": str(self._transport_port),
            "path.data": str(self._home / "data"),
            "path.logs": str(self._home / "logs"),
            "xpack.security.enabled": "false",
            # A developer's disk may be nearly full: that is not what is tested.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            **self._settings,
        }
        lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in settings.items())
        (self._home / "config" / "elasticsearch.yml").write_text(lines)
        if _user() is not None:
            for path in (self._home, *self._home.rglob("*")):
                os.chown(path, _user() or -1, _group() or -1)
        if self._keystore:
            self._fill_keystore()

    def _fill_keystore(self) -> None:
        def run(*arguments: str, given: str = "") -> None:
            subprocess.run(
                [self._program("elasticsearch-keystore"), *arguments],
                env=self._environment(),
                cwd=self._home,
                input=given.encode(),
                check=True,
                capture_output=True,
                user=_user(),
                group=_group(),
                extra_groups=None if _user() is None else [],
            )

        run("create")
        for key, value in self._keystore.items():
            run("add", "--stdin", key, given=value)

    def _program(self, name: str) -> str:
        return str(self._home / f"elasticsearch-{VERSION}" / "bin" / name)

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self._home),
            "ES_JAVA_HOME": str(java_home()),
            "ES_JAVA_OPTS": f"-Xms{self._heap} -Xmx{self._heap}",
            "ES_PATH_CONF": str(self._home / "config"),
            "ES_TMPDIR": str(self._home / "tmp"),
        }

    def _wait_until_green(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            if is_green(self.url):
                return
            time.sleep(0.2)
        log = (self._home / "out.log").read_text(errors="replace")
        self.kill()
        raise RuntimeError(f"Elasticsearch did not start. The end of its log:\n{log[-3000:]}")


def is_green(url: str) -> bool:
    """Tell whether it answers: 401 is an answer too, of a server that wants a password."""
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=5) as answer:  # noqa: S310 — our own address
            return bool(json.load(answer)["status"] == "green")
    except urllib.error.HTTPError as error:
        return error.code == 401
    except (OSError, ValueError):
        return False


def distribution() -> Path:
    """Return the archive, from the project's build folder or through Maven."""
    archive = CACHE / f"elasticsearch-{VERSION}.zip"
    if archive.is_file():
        return archive
    maven = shutil.which("mvn")
    if maven is None:
        missing("Maven (the command mvn), which fetches Elasticsearch for the tests")
    CACHE.mkdir(parents=True, exist_ok=True)
    # Into a folder of this process, then moved: two test runs may fetch at once.
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        command = [maven, "-q", "-B", "dependency:copy", f"-Dartifact={ARTIFACT}"]
        fetched = subprocess.run(
            [*command, f"-DoutputDirectory={folder}"], capture_output=True, text=True, check=False
        )
        if fetched.returncode:
            missing(f"Elasticsearch: Maven could not fetch {ARTIFACT} ({fetched.stdout[-300:]})")
        (Path(folder) / archive.name).replace(archive)
    return archive


def java_home() -> Path:
    """Return the home of a Java that Elasticsearch runs on."""
    home = next(filter(is_new_enough, possible_java_homes()), None)
    if home is None:
        missing(f"Java {OLDEST_JAVA} or newer, which Elasticsearch runs on: set JAVA_HOME to it")
    return home


def is_new_enough(home: Path) -> bool:
    release = home / "release"
    if not (home / "bin" / "java").exists() or not release.is_file():
        return False
    version = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(), re.MULTILINE)
    return version is not None and int(version[1]) >= OLDEST_JAVA


def possible_java_homes() -> Iterator[Path]:
    for key in ("ES_JAVA_HOME", "JAVA_HOME"):
        if os.environ.get(key):
            yield Path(os.environ[key])
    on_path = shutil.which("java")
    if on_path:
        found = Path(on_path).resolve().parent.parent
        yield found
        # Newer ones are often installed beside it.
        yield from sorted(found.parent.glob("*"), reverse=True)
    for root, pattern in (
        ("/opt", "*jdk*"),
        ("/Library/Java/JavaVirtualMachines", "*/Contents/Home"),
        ("~/.sdkman/candidates/java", "*"),
    ):
        yield from sorted(Path(root).expanduser().glob(pattern), reverse=True)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _user() -> int | None:
    """Return whom to run it as: Elasticsearch refuses to run as root; None means as we are."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def _group() -> int | None:
    return pwd.getpwnam("nobody").pw_gid if os.geteuid() == 0 else None
