"""The bytes of all files, bounded: when the store is full, the oldest files go."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playground.world.content import Clip, Document, Media, Photo, PictureSize, StoredFile
from playground.world.pictures import Rendered


@dataclass(frozen=True, slots=True)
class _Entry:
    file: StoredFile
    data: bytes
    content: Media | None


class FileStore:
    """Files in memory, at most ``capacity`` bytes of them."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._entries: OrderedDict[int, _Entry] = OrderedDict()
        self._next_number = 1
        self.used = 0

    def add_photo(self, rendered: Sequence[Rendered]) -> Photo:
        """Store the sizes of a photo."""
        sizes = tuple(self._add_size(each) for each in rendered)
        photo = Photo(sizes)
        for size in sizes:
            self._belongs(size.file, photo)
        return photo

    def add_document(
        self, data: bytes, name: str, mime_type: str, thumbnail: Rendered | None
    ) -> Document:
        """Store a file as it is, with its thumbnail where it has one."""
        small = self._add_size(thumbnail) if thumbnail else None
        document = Document(self._add("document", data, name, mime_type), thumbnail=small)
        self._belongs(document.file, document)
        return document

    def add_clip(
        self,
        kind: str,
        data: bytes,
        name: str,
        mime_type: str,
        *,
        details: dict[str, Any],
        thumbnail: Rendered | None,
    ) -> Clip:
        """Store a sticker, a video or a sound as it is, with its thumbnail where it has one."""
        small = self._add_size(thumbnail) if thumbnail else None
        clip = Clip(kind, self._add(kind, data, name, mime_type), details, thumbnail=small)
        self._belongs(clip.file, clip)
        return clip

    def find(self, number: int) -> StoredFile | None:
        """The file of this number, or None when there is none or it was dropped."""
        entry = self._entries.get(number)
        return entry.file if entry else None

    def content(self, number: int) -> Media | None:
        """The photo, document or clip that a file is a part of, without a caption."""
        entry = self._entries.get(number)
        return entry.content if entry else None

    def read(self, number: int) -> bytes | None:
        """The bytes of a file, or None when there is none or it was dropped."""
        entry = self._entries.get(number)
        return entry.data if entry else None

    def _add_size(self, rendered: Rendered) -> PictureSize:
        file = self._add("photo", rendered.data, "", "image/jpeg")
        return PictureSize(file, rendered.width, rendered.height)

    def _add(self, kind: str, data: bytes, name: str, mime_type: str) -> StoredFile:
        unique = hashlib.sha256(kind.encode() + data).hexdigest()[:16]
        file = StoredFile(self._next_number, kind, len(data), unique, name, mime_type)
        self._next_number += 1
        self._entries[file.number] = _Entry(file, data, None)
        self.used += len(data)
        while self.used > self._capacity and len(self._entries) > 1:
            _, dropped = self._entries.popitem(last=False)
            self.used -= dropped.file.size
        return file

    def _belongs(self, file: StoredFile, content: Media) -> None:
        entry = self._entries.get(file.number)
        if entry is not None:
            self._entries[file.number] = _Entry(file, entry.data, content)
