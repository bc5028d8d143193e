"""Converted networks, kept in a folder so that the conversion is done once on a machine.

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
    """What turns a file of weights into a graph.

    Attributes:
        name: of the graph.
        version: raised whenever `convert` gives another graph for the same file.
        convert: takes the file's bytes, returns the graph's.
    """

    name: str
    version: int
    convert: Callable[[bytes], bytes]


def cached_graph(source: bytes, conversion: Conversion, folder: Path) -> bytes:
    """Return the graph made of `source`, from `folder` if it is there.

    Safe among processes: each writes a whole file under a name that it shares only with the same
    bytes. What other versions left in the folder is deleted.

    Raises:
        OSError: the folder cannot be made or written.
        Exception: of the conversion.
    """
    folder.mkdir(parents=True, exist_ok=True)
    origin = sha256(f"{conversion.version}:".encode() + source).hexdigest()[:DIGITS]
    for path in folder.glob(f"{conversion.name}-{origin}-*.onnx"):
        graph = path.read_bytes()
        if path.name == _name(conversion, origin, graph):
            return graph
    graph = conversion.convert(source)
    target = folder / _name(conversion, origin, graph)
    _write(target, graph)
    for path in folder.glob(f"{conversion.name}-*.onnx"):
        if path != target:
            with suppress(OSError):  # somebody else's deletion was first
                path.unlink()
    return graph


def _name(conversion: Conversion, origin: str, graph: bytes) -> str:
    return f"{conversion.name}-{origin}-{sha256(graph).hexdigest()[:DIGITS]}.onnx"


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
