"""How photos, faces and people are written into records, and read from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.request import FaceRef, PhotoRef, Whom
from core.model import Box


def box_to(box: Box | None) -> list[int] | None:
    """Return a box, or that there is none."""
    return [box.x, box.y, box.w, box.h] if box else None


def whom_to(whom: Whom) -> dict[str, Any]:
    """Return somebody to be enrolled, as a part of a record."""
    return {"name": whom.name, "account": whom.account}


def whom_from(value: Mapping[str, Any]) -> Whom:
    """Return whom a record holds."""
    return Whom(value["name"], value.get("account"))


def face_from(value: list[Any]) -> FaceRef:
    """Return a face as it was written: its photo and its box."""
    photo, box = value
    return FaceRef(photo_from(photo), Box(*box) if box else None)


def photo_to(photo: PhotoRef) -> list[Any]:
    """Return a photo that Telegram holds."""
    return [photo.file_id, photo.message_id, photo.size]


def photo_from(value: list[Any]) -> PhotoRef:
    """Return a photo as it was written."""
    file_id, message_id, size = value
    return PhotoRef(file_id, message_id, size)
