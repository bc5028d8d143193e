"""Names of files at the bot's door: each bot has its own id for a file, as on Telegram."""

import base64
import binascii
import struct
from pathlib import PurePosixPath

from playground.world.content import StoredFile

# kind, bot, number, start of the unique id
LAYOUT = struct.Struct(">cQQ8s")
LETTERS = {"photo": b"p", "document": b"d"}
KINDS = {letter: kind for kind, letter in LETTERS.items()}
FOLDERS = {"photo": "photos", "document": "documents"}


def file_id(file: StoredFile, bot: int) -> str:
    """The id by which this bot can get the file, or send it again."""
    packed = LAYOUT.pack(LETTERS[file.kind], bot, file.number, file.unique[:8].encode())
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_file_id(text: str, bot: int) -> tuple[int, str] | None:
    """Number and kind of the file behind an id; None when it is no id of this bot's."""
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        letter, owner, number, _ = LAYOUT.unpack(packed)
    except (binascii.Error, struct.error, ValueError):
        return None
    return (number, KINDS[letter]) if owner == bot and letter in KINDS else None


def file_path(file: StoredFile) -> str:
    """Where getFile says that the file lies."""
    suffix = PurePosixPath(file.name).suffix or (".jpg" if file.kind == "photo" else "")
    return f"{FOLDERS[file.kind]}/file_{file.number}{suffix}"


def read_file_path(path: str) -> int | None:
    """The number of the file at a path of ours; None when there can't be one."""
    folder, _, name = path.partition("/")
    number = PurePosixPath(name).stem.removeprefix("file_")
    return int(number) if folder in FOLDERS.values() and number.isdecimal() else None
