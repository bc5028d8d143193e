"""Each import contract is seen to fail on a wrong import, and to hold without it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

WRONG = {
    "The bot stands on core; the playground is a stranger to both": ("core/model.py", "bot"),
    "The bot reaches the playground over HTTP alone": ("bot/app.py", "playground"),
    "No chat searches the galleries of others": ("bot/app.py", "core.auditing"),
    "The playground is a program of its own": ("playground/faults.py", "core.model"),
    "Imports run down only inside core": ("core/model.py", "core.decision"),
    "elasticsearch is imported in core.stores.elastic alone": ("bot/app.py", "elasticsearch"),
    "deepface and onnxruntime are imported in core.encoders alone": (
        "core/recognizer.py",
        "onnxruntime",
    ),
    "telegram is imported in bot alone": ("core/model.py", "telegram"),
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in ("core", "bot", "playground"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    return folder


def broken(tree: Path) -> set[str]:
    """Return the contracts that import-linter finds broken there."""
    lint = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([lint], cwd=tree, capture_output=True, text=True, check=False)
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)$", ran.stdout, re.MULTILINE))
    assert verdicts.keys() == WRONG.keys(), ran.stdout + ran.stderr
    assert (ran.returncode == 0) == ("BROKEN" not in verdicts.values())
    return {name for name, verdict in verdicts.items() if verdict == "BROKEN"}


def test_every_contract_holds(tree: Path) -> None:
    assert broken(tree) == set()


def test_every_contract_fails_on_a_wrong_import(tree: Path) -> None:
    kept: dict[Path, str] = {}
    for place, module in WRONG.values():
        file = tree / place
        kept.setdefault(file, file.read_text("utf-8"))
        file.write_text(f"{file.read_text('utf-8')}\nimport {module}\n", "utf-8")
    found = broken(tree)
    for file, text in kept.items():
        file.write_text(text, "utf-8")
    assert found == set(WRONG)


def test_a_new_room_of_core_must_be_given_its_floor(tree: Path) -> None:
    room = tree / "core" / "attic.py"
    room.write_text('"""A room that no layer names."""\n', "utf-8")
    assert broken(tree) == {"Imports run down only inside core"}
    room.unlink()
