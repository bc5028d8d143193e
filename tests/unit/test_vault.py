"""The key of a store: its file, what it seals, and how it turns vectors."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import numpy as np
import pytest

from core.errors import StoreRefused, UnwritableFile
from core.setup_errors import MissingKey, SettingsError, UnwantedKey, WrongKey
from core.vault.covers import BARE, Part, check_key
from core.vault.keys import new_key, read_key
from core.vault.sealed import Sealed
from core.vault.turning import rotation

KEY = bytes(range(32))
OTHER_KEY = bytes(reversed(KEY))
MODEL = "Dlib/mmod/fast-1"


def written(path: Path, content: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(content)
    path.chmod(mode)
    return path


def units(count: int, dimensions: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    rows = np.random.default_rng(7).normal(size=(count, dimensions))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def test_a_new_key_is_32_bytes_that_its_owner_alone_can_read(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    new_key(one)
    new_key(other)
    assert one.stat().st_mode & 0o777 == 0o600
    assert len(read_key(one)) == 32
    assert read_key(one) != read_key(other)


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    new_key(tmp_path / "key")
    before = read_key(tmp_path / "key")
    with pytest.raises(UnwritableFile, match="it is there already, and a key that is written over"):
        new_key(tmp_path / "key")
    assert read_key(tmp_path / "key") == before


def test_a_key_where_nothing_can_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile, match="No such file or directory"):
        new_key(tmp_path / "nowhere" / "key")


@pytest.mark.parametrize(
    "content", [KEY.hex().encode(), KEY.hex().upper().encode() + b"\r\n", b64encode(KEY) + b"\n"]
)
def test_a_key_is_written_in_hexadecimal_digits_or_base64(tmp_path: Path, content: bytes) -> None:
    assert read_key(written(tmp_path / "key", content)) == KEY


@pytest.mark.parametrize(
    "content",
    [
        b"",
        KEY,
        KEY.hex().encode()[:-1],
        KEY.hex().encode() + b"00",
        b64encode(KEY[:-1]),
        b64encode(KEY) + b"\nmore",
        b"hunter2" * 200,
        "schlüssel".encode(),
    ],
)
def test_what_is_no_key_is_refused_without_being_shown(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SettingsError, match="32 bytes in hexadecimal digits or base64") as caught:
        read_key(written(tmp_path / "key", content))
    assert caught.value.key == "FACES_KEY_FILE"
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644, 0o601])
def test_a_key_that_others_can_touch_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(SettingsError, match="its owner alone can read: `chmod 600` it"):
        read_key(written(tmp_path / "key", KEY.hex().encode(), mode))


def test_a_key_that_its_owner_cannot_write_either_is_as_good(tmp_path: Path) -> None:
    assert read_key(written(tmp_path / "key", KEY.hex().encode(), 0o400)) == KEY


def test_a_key_that_is_not_there_is_refused_with_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="exists: `python -m core key new FILE` makes one"):
        read_key(tmp_path / "key")


def test_a_folder_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="a file that this program can read"):
        read_key(tmp_path)


@pytest.mark.parametrize("plain", [b"", b"x", b"\xff\xd8\xff\xe0" * 5000])
def test_what_was_sealed_is_opened_by_the_same_key(plain: bytes) -> None:
    sealed = Sealed(KEY).sealed(Part.CROP, "one", plain)
    assert len(sealed) == len(plain) + Sealed.longer
    assert plain[:4] not in sealed or len(plain) < 4
    assert Sealed(KEY).opened(Part.CROP, "one", sealed) == plain


def test_the_same_is_never_sealed_alike_twice() -> None:
    assert len({Sealed(KEY).sealed(Part.CROP, "one", b"same") for _ in range(100)}) == 100


def test_what_was_changed_or_put_elsewhere_is_refused() -> None:
    cover = Sealed(KEY)
    sealed = cover.sealed(Part.CROP, "one", b"a crop")
    refused = pytest.raises(
        StoreRefused, match="was changed after it was sealed: restore the store"
    )
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with refused:
            cover.opened(Part.CROP, "one", bytes(changed))
    for short in (b"", sealed[:5], sealed[:30], sealed[:-1], sealed + b"\0"):
        with refused:
            cover.opened(Part.CROP, "one", short)
    with refused:
        cover.opened(Part.CROP, "other", sealed)
    with refused:
        cover.opened(Part.VECTOR, "one", sealed)
    with refused:
        Sealed(OTHER_KEY).opened(Part.CROP, "one", sealed)


def test_several_are_opened_in_their_order() -> None:
    cover = Sealed(KEY)
    some = {"a": b"one", "b": b"", "c": b"two"}
    sealed = [cover.sealed(Part.VECTOR, id_, plain) for id_, plain in some.items()]
    assert cover.opened_all(Part.VECTOR, list(some), sealed) == b"onetwo"


@pytest.mark.parametrize("dimensions", [1, 2, 16, 128, 512])
def test_turned_vectors_have_the_cosines_that_they_had(dimensions: int) -> None:
    plain = units(60, dimensions)
    turned = Sealed(KEY).turned(MODEL, plain)
    assert turned.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(turned, axis=1), 1.0, atol=1e-6)
    np.testing.assert_allclose(turned @ turned.T, plain @ plain.T, atol=1e-6)
    np.testing.assert_allclose(Sealed(KEY).turned_back(MODEL, turned), plain, atol=3e-7)
    np.testing.assert_array_equal(Sealed(KEY).turned(MODEL, plain[3]), turned[3])


@pytest.mark.parametrize(
    ("key", "model"), [(OTHER_KEY, MODEL), (KEY, "Dlib/mmod/accurate-1"), (None, MODEL)]
)
def test_vectors_turned_otherwise_say_nothing_of_each_other(key: bytes | None, model: str) -> None:
    """Of 1,000 templates of 128 numbers the cosines are those of random directions."""
    plain = units(1000, 128)
    other = BARE if key is None else Sealed(key)
    cosines = np.sum(Sealed(KEY).turned(MODEL, plain) * other.turned(model, plain), axis=1)
    assert abs(float(cosines.mean())) < 5 / np.sqrt(1000 * 128)
    assert float(np.abs(cosines).max()) < 0.5


def test_a_rotation_is_orthogonal_and_drawn_evenly() -> None:
    matrix = rotation(b"seed", 256)
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(256), atol=1e-12)
    assert abs(matrix.mean()) < 4 / 256 / 16, "QR alone has a sign on its diagonal"
    assert abs(np.diagonal(matrix).mean()) < 4 / 16 / 16


def test_a_key_does_the_same_in_every_version_on_every_machine() -> None:
    """What is kept in stores depends on it: these figures may never change."""
    cover = Sealed(KEY)
    assert cover.check == "a757a46145990dc13b3d67067ab5f641"
    first = cover.turned(MODEL, np.eye(128, dtype=np.float32)[0])[:4]
    np.testing.assert_allclose(first, [-0.11824866, 0.05171934, 0.09145033, -0.01430884], atol=1e-7)
    sealed = bytes.fromhex(
        "9cc1d64a94e9bc08ce6741857bb2528d0ed6cc4f10f23d55"
        "a835f9729c05c0167b101e7287897e4ee6e22812314e070c"
    )
    assert cover.opened(Part.VECTOR, "id", sealed) == b"a vector"


def test_the_check_of_a_key_is_compared() -> None:
    one, other = Sealed(KEY), Sealed(OTHER_KEY)
    check_key(one, Sealed(KEY).check, "here")
    check_key(BARE, BARE.check, "here")
    with pytest.raises(MissingKey, match="in here are sealed: set FACES_KEY_FILE"):
        check_key(BARE, one.check, "here")
    with pytest.raises(UnwantedKey, match="in here are not sealed, and FACES_KEY_FILE is set"):
        check_key(one, BARE.check, "here")
    with pytest.raises(WrongKey, match="in here are sealed with another key"):
        check_key(other, one.check, "here")


def test_a_key_is_not_shown() -> None:
    cover = Sealed(KEY)
    assert KEY.hex() not in cover.check
    assert KEY.hex() not in repr(cover)
