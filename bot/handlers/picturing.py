"""The picture that goes with an answer: its photos of several faces, with their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answer import Answer
from bot.numbering import labels
from bot.outbox import FileGone
from bot.photos import Photos
from bot.request import PhotoRef
from core.errors import ImageError
from core.model import Box
from core.recognizer import Reading


@dataclass(frozen=True, slots=True)
class Picturing:
    """Draws numbers on photos: while they are looked at, so that they are fetched once, or anew."""

    photos: Photos

    async def drawn(self, reading: Reading, place: int | None) -> bytes | None:
        """Draw the numbers of a photo's faces; None where there is only one.

        Args:
            reading: the photo.
            place: of it in its album, from 1; None for a photo by itself.
        """
        boxes = [probe.box for probe in reading.probes]
        if len(boxes) <= 1:
            return None
        if place is None:
            return await self.photos.numbered(reading, boxes)
        called = dict(zip(labels(place, len(boxes)), boxes, strict=True))
        return await self.photos.tile(reading, called)

    async def of(self, answer: Answer, drawn: Mapping[int, bytes]) -> bytes | None:
        """Return the picture of an answer; None where no photo shows several faces.

        Args:
            answer: with its faces.
            drawn: what was drawn already, by the message that shows the photo. The others are drawn
                here; one that Telegram does not hand out any more is left out.
        """
        tiles = []
        for photo, boxes in numbered_boxes(answer).items():
            tile = drawn.get(photo.message_id) or await self._anew(photo, boxes)
            if tile is not None:
                tiles.append(tile)
        if not tiles or len(answer.photos) == 1:
            return tiles[0] if tiles else None
        return await self.photos.sheet(tiles)

    async def _anew(self, photo: PhotoRef, boxes: Mapping[str, Box]) -> bytes | None:
        try:
            return await self.photos.tile_again(photo, boxes)
        except (FileGone, ImageError):
            return None


def numbered_boxes(answer: Answer) -> dict[PhotoRef, dict[str, Box]]:
    """Return the faces of the photos that show several, by what they are called."""
    every: dict[PhotoRef, dict[str, Box]] = {photo: {} for photo in answer.photos}
    for _, face in answer.in_order:
        if face.face.box is not None:
            every[face.face.photo][face.label] = face.face.box
    return {photo: boxes for photo, boxes in every.items() if len(boxes) > 1}
