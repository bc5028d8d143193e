"""What a message shows: a photo, or something else; read from Telegram's message. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from telegram import Document, Message
from telegram.constants import MessageAttachmentType

from bot.kinds import Kind
from bot.request import OtherMedia, PhotoRef

PICTURE_SUFFIXES = (
    ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif", ".heic", ".heif",
)  # fmt: skip

KINDS: Mapping[str, Kind] = {
    MessageAttachmentType.DOCUMENT: Kind.DOCUMENT,
    MessageAttachmentType.STICKER: Kind.STICKER,
    MessageAttachmentType.ANIMATION: Kind.ANIMATION,
    MessageAttachmentType.VIDEO: Kind.VIDEO,
    MessageAttachmentType.VIDEO_NOTE: Kind.VIDEO,
    MessageAttachmentType.VOICE: Kind.VOICE,
    MessageAttachmentType.AUDIO: Kind.VOICE,
    MessageAttachmentType.CONTACT: Kind.CONTACT,
    MessageAttachmentType.LOCATION: Kind.PLACE,
    MessageAttachmentType.VENUE: Kind.PLACE,
    MessageAttachmentType.POLL: Kind.POLL,
}


def photo_of(message: Message) -> PhotoRef | None:
    """Return the photo of a message, the largest of its sizes, or its picture sent as a file."""
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        return PhotoRef(best.file_id, message.message_id, best.file_size, best.file_unique_id)
    file = message.document
    if file is not None and message.animation is None and _is_picture(file):
        return PhotoRef(file.file_id, message.message_id, file.file_size, file.file_unique_id)
    return None


def other_media_of(message: Message) -> OtherMedia | None:
    """Return what a message without a photo brings; None where it is words alone."""
    if message.effective_attachment is None:
        return None
    # An animation comes with a document as well, for those who do not know animations.
    kinds = [kind for name, kind in KINDS.items() if getattr(message, name)]
    return OtherMedia(Kind.ANIMATION if Kind.ANIMATION in kinds else (*kinds, Kind.OTHER)[0])


def _is_picture(document: Document) -> bool:
    named = (document.file_name or "").lower().endswith(PICTURE_SUFFIXES)
    return named or (document.mime_type or "").startswith("image/")
