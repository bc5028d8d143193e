"""Names of files at the bot's door: each bot has its own id for a file, as on Telegram."""

import base64
import binascii
import struct
from pathlib import PurePosixPath

from playground.world.content import StoredFile

# kind, bot, number, start of the unique id
LAYOUT = struct.Struct(">cQQ8s")
LETTERS = {
    "photo": b"p",
    "document": b"d",
    "video": b"v",
    "animation": b"g",
    "video_note": b"n",
    "voice": b"o",
    "audio": b"a",
    "sticker": b"s",
}
KINDS = {letter: kind for kind, letter in LETTERS.items()}
FOLDERS = {
    "photo": "photos",
    "document": "documents",
    "video": "videos",
    "animation": "animations",
    "video_note": "video_notes",
    "voice": "voice",
    "audio": "music",
    "sticker": "stickers",
}
# Photos and voice messages have no name of their own.
SUFFIXES = {
    "photo": ".jpg",
    "video": ".mp4",
    "animation": ".mp4",
    "video_note": ".mp4",
    "voice": ".oga",
    "audio": ".mp3",
    "sticker": ".webp",
}


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
    suffix = PurePosixPath(file.name).suffix or SUFFIXES.get(file.kind, "")
    return f"{FOLDERS[file.kind]}/file_{file.number}{suffix}"


def read_file_path(path: str) -> int | None:
    """The number of the file at a path of ours; None when there can't be one."""
    folder, _, name = path.partition("/")
    number = PurePosixPath(name).stem.removeprefix("file_")
    return int(number) if folder in FOLDERS.values() and number.isdecimal() else None
