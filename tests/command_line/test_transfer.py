"""`export` and `restore`, as they are typed."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tests.command_line.commands import Run, runner
from tests.photos import astronaut_photo


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {"DEEPFACE_HOME": str(tmp_path_factory.getbasetemp() / "deepface")}


@pytest.fixture
def here(home: dict[str, str], tmp_path: Path) -> Run:
    """A machine that knows Ann."""
    photo = tmp_path / "ann.jpg"
    photo.write_bytes(astronaut_photo())
    core = runner({**home, "FACES_DB": str(tmp_path / "here.db")})
    assert core("enrol", "Ann", photo, "--gallery", "chat-7").status == 0
    return core


@pytest.fixture
def there(home: dict[str, str], tmp_path: Path) -> Run:
    """One that knows nobody."""
    return runner({**home, "FACES_DB": str(tmp_path / "there.db")})


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    return written(tmp_path / "passphrase", "correct horse\nanother line\n")


@pytest.fixture
def sealed(here: Run, passphrase: Path, tmp_path: Path) -> Path:
    file = tmp_path / "gallery.sealed"
    ran = here("export", file, "--gallery", "chat-7", "--passphrase-file", passphrase)
    assert ran.status == 0, ran.stderr
    assert "it can be read by its passphrase alone" in ran.stdout
    return file


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def dump(database: Path) -> list[str]:
    """Return everything that a database holds; nothing where there is none."""
    if not database.exists():
        return []
    with sqlite3.connect(database) as connection:
        return list(connection.iterdump())


def test_a_sealed_gallery_is_restored_under_its_own_name(
    here: Run, there: Run, sealed: Path, passphrase: Path, tmp_path: Path
) -> None:
    assert sealed.stat().st_mode & 0o077 == 0
    assert b"Ann" not in sealed.read_bytes()
    for templates, present in ((1, 0), (0, 1)):
        ran = there("restore", sealed, "--passphrase-file", passphrase, "--json")
        assert ran.status == 0, ran.stderr
        (told,) = ran.lines
        assert told.pop("seconds") > 0
        assert told == {
            "gallery": "chat-7", "people": 1, "templates": templates, "present": present,
        }  # fmt: skip
    photo = tmp_path / "ann.jpg"
    found = [
        core("identify", "--json", "--gallery", "chat-7", photo).lines for core in (here, there)
    ]
    for lines in found:
        lines[0]["faces"][0]["candidates"][0].pop("id")
    assert found[0] == found[1]


def test_a_clear_export_is_restored_where_one_likes(here: Run, there: Run, tmp_path: Path) -> None:
    file = tmp_path / "gallery.jsonl"
    assert "biometric data" in here("export", file, "--gallery", "chat-7").stdout
    ran = there("restore", file, "--gallery", "elsewhere")
    assert "1 template of 1 person put into the gallery elsewhere" in ran.stdout
    assert "Ann" in there("people", "--gallery", "elsewhere").stdout


def test_an_export_to_standard_output_is_whole(here: Run, there: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "piped", here("export", "-", "--gallery", "chat-7", "--json").stdout)
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line.get("name") for line in lines] == [None, "Ann", None]
    assert there("restore", file).status == 0


def test_an_export_says_until_when_it_may_be_kept_and_is_not_restored_after_that(
    here: Run, there: Run, tmp_path: Path
) -> None:
    file = tmp_path / "gallery.jsonl"
    (told,) = here("export", file, "--gallery", "chat-7", "--json", BACKUPS_DAYS="30").lines
    written_at = datetime.fromisoformat(json.loads(file.read_text().splitlines()[0])["exported_at"])
    assert datetime.fromisoformat(told["keep_until"]) - written_at == timedelta(days=30)
    (told,) = here("export", tmp_path / "x", "--gallery", "chat-7", "--json").lines
    assert told["keep_until"] is None, "nobody has said"
    assert there("restore", file, BACKUPS_DAYS="2").status == 0

    old = written_at - timedelta(days=31)
    lines = file.read_text().replace(written_at.isoformat(), old.isoformat()).splitlines()
    body = "".join(f"{line}\n" for line in lines[:-1])
    end = {**json.loads(lines[-1]), "sha256": sha256(body.encode()).hexdigest()}
    file.write_text(body + json.dumps(end) + "\n")
    there("forget", "Ann", "--gallery", "chat-7")
    ran = there("restore", file, "--json", BACKUPS_DAYS="30")
    assert (ran.status, ran.lines[0]["error"]["code"]) == (1, "expired_export")
    assert there("people", "--gallery", "chat-7", "--json").lines == [{"people": []}]
    assert there("restore", file, BACKUPS_DAYS="32").status == 0


@pytest.mark.parametrize("damage", ["passphrase", "byte", "end", "model"])
def test_what_cannot_be_restored_changes_nothing(
    there: Run, sealed: Path, passphrase: Path, tmp_path: Path, damage: str
) -> None:
    there("people")
    before = dump(tmp_path / "there.db")
    file, secret, settings = sealed, passphrase, {}
    if damage == "passphrase":
        secret = written(tmp_path / "wrong", "wrong horse")
    elif damage == "byte":
        changed = bytearray(sealed.read_bytes())
        changed[-40] ^= 1
        file = tmp_path / "changed"
        file.write_bytes(changed)
    elif damage == "end":
        file = tmp_path / "cut"
        file.write_bytes(sealed.read_bytes()[:-100])
    else:
        settings = {"PROFILE": "accurate"}
    ran = there("restore", file, "--passphrase-file", secret, "--json", **settings)
    assert ran.status == 1
    (told,) = ran.lines
    # Of a file of one chunk the passphrase and damage cannot be told apart.
    code = "export_of_another_model" if damage == "model" else "wrong_passphrase"
    assert told["error"]["code"] == code
    assert dump(tmp_path / "there.db") == before


@pytest.mark.parametrize(
    ("text", "said"),
    [("short\n", "needs at least 8 characters"), ("", "needs at least 8 characters")],
)
def test_a_passphrase_that_guards_nothing_is_not_taken(
    here: Run, tmp_path: Path, text: str, said: str
) -> None:
    secret = written(tmp_path / "short", text)
    ran = here("export", tmp_path / "x", "--passphrase-file", secret)
    assert (ran.status, said in ran.stderr) == (1, True)
    assert not (tmp_path / "x").exists()


def test_a_passphrase_can_come_through_a_pipe(there: Run, sealed: Path, passphrase: Path) -> None:
    with subprocess.Popen(["cat", passphrase], stdout=subprocess.PIPE) as manager:
        assert manager.stdout is not None
        ran = there("restore", sealed, "--passphrase-file", f"/dev/fd/{manager.stdout.fileno()}")
    assert ran.status == 0, ran.stderr


def test_without_anybody_to_ask_it_says_how_to_give_a_passphrase(
    here: Run, there: Run, sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", (tmp_path / "passphrase").open())
    for ran in (here("export", tmp_path / "x", "--encrypt"), there("restore", sealed)):
        assert ran.status == 1
        assert "--passphrase-file" in ran.stderr


def test_it_can_be_opened_without_this_program_as_the_documentation_says(
    here: Run, sealed: Path, tmp_path: Path
) -> None:
    text = (Path(__file__).parents[2] / "docs" / "transfer.md").read_text("utf-8")
    code = text.partition("```python\n")[2].partition("```")[0]
    code = code.replace("gallery.sealed", str(sealed)).replace("the passphrase", "correct horse")
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout
    here("export", tmp_path / "clear", "--gallery", "chat-7")
    clear = (tmp_path / "clear").read_bytes()
    assert out.splitlines()[1] == clear.splitlines()[1]
    assert len(out.splitlines()) == 3


def test_other_files_are_not_restored(there: Run, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(astronaut_photo())
    ran = there("restore", photo)
    assert ran.status == 1
    assert "This file is no export of a gallery" in ran.stderr
    assert there("restore", tmp_path / "nowhere").status == 2
