"""What is sealed can be read by its passphrase alone, and only as it was written."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from nacl.pwhash import argon2id

from core.errors import CoreError
from core.transfer import sealing
from core.transfer.faults import DamagedExport, NewerExport, NotAnExport, WrongPassphrase
from core.transfer.sealing import CHUNK, Sealer, is_sealed, unsealed

PASSPHRASE = "correct horse"
LENGTHS = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 17)


@pytest.fixture(autouse=True)
def little_spent_on_a_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried here does not hang on how dear a guess is."""
    monkeypatch.setattr(argon2id, "OPSLIMIT_MODERATE", argon2id.OPSLIMIT_MIN)
    monkeypatch.setattr(argon2id, "MEMLIMIT_MODERATE", argon2id.MEMLIMIT_MIN)


def some_bytes(seed: int, length: int) -> bytes:
    return np.random.default_rng(seed).bytes(length)


def sealed(data: bytes, passphrase: str = PASSPHRASE, steps: int = 1000) -> bytes:
    file = BytesIO()
    sealer = Sealer(file, passphrase)
    for start in range(0, len(data), steps):
        sealer.write(data[start : start + steps])
    sealer.finish()
    return file.getvalue()


def opened(data: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return b"".join(unsealed(BytesIO(data), passphrase))


@pytest.mark.parametrize("length", LENGTHS)
def test_what_was_sealed_comes_back(length: int) -> None:
    data = some_bytes(1, length)
    for steps in (1000, 3 * CHUNK):
        assert opened(sealed(data, steps=steps)) == data
    assert is_sealed(BytesIO(sealed(data)))


def test_nothing_of_it_can_be_read_and_no_two_are_alike() -> None:
    data = b"Ann and her face " * 5000
    assert b"Ann" not in sealed(data)
    assert sealed(data)[200:] != sealed(data)[200:]


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(WrongPassphrase):
        opened(sealed(b"secret"), "Correct horse")


def test_letters_typed_as_other_code_points_are_the_same() -> None:
    assert opened(sealed(b"secret", "M\u00fcller123"), "Mu\u0308ller123") == b"secret"


@pytest.mark.parametrize("length", LENGTHS)
def test_no_byte_of_it_can_be_changed(length: int) -> None:
    whole = sealed(some_bytes(2, length))
    places = {*range(0, min(len(whole), 260), 7), *range(0, len(whole), 6007), len(whole) - 1}
    for place in sorted(places):
        changed = bytearray(whole)
        changed[place] ^= 1
        with pytest.raises((WrongPassphrase, DamagedExport, NotAnExport, NewerExport)):
            opened(bytes(changed))


def test_it_cannot_be_cut_off_lengthened_or_put_in_another_order() -> None:
    whole = sealed(some_bytes(3, 3 * CHUNK + 5))
    first = len(whole) - 3 * (CHUNK + sealing.MORE) - 5 - sealing.MORE
    bounds = [first + number * (CHUNK + sealing.MORE) for number in range(4)]
    for cut in (0, 1, 100, *bounds, *(bound + 1 for bound in bounds), len(whole) - 1):
        with pytest.raises(CoreError):
            opened(whole[:cut])
    with pytest.raises(DamagedExport):
        opened(whole + b"\n")
    full = sealed(bytes(CHUNK))
    with pytest.raises(DamagedExport, match="something follows its end"):
        opened(full + b"\n")
    chunks = [whole[start:end] for start, end in pairwise(bounds)]
    swapped = whole[:first] + chunks[1] + chunks[0] + chunks[2] + whole[bounds[-1] :]
    with pytest.raises(WrongPassphrase):
        opened(swapped)


def test_a_file_cannot_ask_for_a_fortune_to_be_spent_on_it() -> None:
    whole = sealed(b"secret")
    line, _, rest = whole.partition(b"\n")
    greedy = line.replace(b'"memory": 8192', b'"memory": 99999999999') + b"\n" + rest
    with pytest.raises(DamagedExport, match="asks for what is not allowed"):
        opened(greedy)


@pytest.mark.parametrize("line", [b"[" * 1024, b"{}", b"[]", b"hello"])
def test_a_first_line_that_says_nothing_is_damage(line: bytes) -> None:
    with pytest.raises(DamagedExport, match="its first line cannot be read"):
        opened(line + b"\n")


def test_a_cost_without_end_is_damage() -> None:
    endless = sealed(b"secret").replace(b'"operations": 1', b'"operations": Infinity')
    with pytest.raises(DamagedExport, match="its first line cannot be read"):
        opened(endless)


def test_what_a_later_version_sealed_is_told() -> None:
    later = sealed(b"secret").replace(b'"version": 1', b'"version": 2', 1)
    with pytest.raises(NewerExport):
        opened(later)


@pytest.mark.parametrize("other", [b"", b"{}", b'{"format": "familiar-gallery"', b"\xff\xd8"])
def test_other_files_are_not_taken_for_sealed_ones(other: bytes) -> None:
    assert not is_sealed(BytesIO(other))


def test_who_ends_the_question_for_a_passphrase_is_told_what_to_do(tmp_path: Path) -> None:
    """Ctrl-D at a terminal, as somebody types it."""
    ours, theirs = pty.openpty()
    asked = subprocess.Popen(
        [sys.executable, "-c", ASKING], stdin=theirs, stderr=subprocess.PIPE, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}, start_new_session=True,
    )  # fmt: skip
    assert asked.stderr is not None
    prompt = asked.stderr.read(len("Passphrase of this export: "))
    os.write(ours, b"\x04")  # what is typed before the question is thrown away
    _, said = asked.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert prompt == b"Passphrase of this export: "
    assert said.decode().splitlines()[-1] == "NoPassphrase"


ASKING = """
import sys
from core.transfer.faults import NoPassphrase
from core.transfer.passphrases import passphrase_for_opening
try:
    passphrase_for_opening(None)
except NoPassphrase as error:
    print("\\n" + type(error).__name__, file=sys.stderr)
"""
