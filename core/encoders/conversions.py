"""Converted models, kept in a folder so that the conversion is done once on a machine.

A file's name says what it was made from and what it holds, so that one of another source, of
another version of the converter, or damaged, is never used.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

DIGITS = 32
"""Hexadecimal digits of a SHA-256 that a name carries: 128 bits."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What turns a source, as a file of weights, into a model that loads at once.

    Attributes:
        name: of the model.
        version: raised whenever `convert` gives another model for the same source.
        convert: takes the source's bytes, returns the model's.
        suffix: of the model's file.
    """

    name: str
    version: int
    convert: Callable[[bytes], bytes]
    suffix: str = ".onnx"


def converted(source: bytes, conversion: Conversion, folder: Path) -> bytes:
    """Return the model made of `source`, from `folder` if it is there.

    Safe among processes: each writes a whole file under a name that it shares only with the same
    bytes. What other versions left in the folder is deleted.

    Raises:
        OSError: the folder cannot be made or written.
        Exception: of the conversion.
    """
    folder.mkdir(parents=True, exist_ok=True)
    origin = sha256(f"{conversion.version}:".encode() + source).hexdigest()[:DIGITS]
    for path in folder.glob(f"{conversion.name}-{origin}-*{conversion.suffix}"):
        model = path.read_bytes()
        if path.name == _name(conversion, origin, model):
            return model
    model = conversion.convert(source)
    target = folder / _name(conversion, origin, model)
    _write(target, model)
    for path in folder.glob(f"{conversion.name}-*{conversion.suffix}"):
        if path != target:
            with suppress(OSError):  # somebody else's deletion was first
                path.unlink()
    return model


def _name(conversion: Conversion, origin: str, model: bytes) -> str:
    return f"{conversion.name}-{origin}-{sha256(model).hexdigest()[:DIGITS]}{conversion.suffix}"


def _write(target: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=target.parent, prefix=".writing-", delete=False) as file:
        path = Path(file.name)
        try:
            file.write(content)
            file.close()
            path.chmod(0o644)  # a temporary file is its maker's alone; another user may run us too
            path.replace(target)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
