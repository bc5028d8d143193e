"""The real Elasticsearch's files: fetched through Maven, unpacked, and a Java that runs it.

Maven Central carries the server with few modules (`integ-test-zip`): no security, no scripts, no
`GET /`. What runs on it runs on a whole Elasticsearch too.
"""

from __future__ import annotations

import atexit
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zipfile import ZipFile

from tests.requirements_rule import missing

VERSION = "9.5.0"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
OLDEST_JAVA = 21
CACHE = Path(__file__).resolve().parent.parent / "build" / "elasticsearch"


@cache
def unpacked() -> Path:
    """Return the server's files, which every server of this process shares; nothing writes there.

    They lie in a temporary folder, because whom the server runs as may not see the project's.
    """
    folder = Path(tempfile.mkdtemp(prefix="elasticsearch-files-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    with ZipFile(distribution()) as archive:
        archive.extractall(folder)
    files = folder / f"elasticsearch-{VERSION}"
    for program in files.glob("bin/*"):
        program.chmod(0o755)
    return files


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


def user() -> int | None:
    """Return whom to run it as: Elasticsearch refuses to run as root; None means as we are."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def group() -> int | None:
    return pwd.getpwnam("nobody").pw_gid if os.geteuid() == 0 else None
