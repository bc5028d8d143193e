"""What a message can hold, as frozen values."""

from dataclasses import dataclass
from typing import Any, TypeGuard

from playground.text import Formatted

NO_WORDS = Formatted()
CAPTIONED_CLIPS = frozenset({"video", "animation", "voice", "audio"})


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on the server: ``number`` finds its bytes, ``unique`` is the same for equal bytes."""

    number: int
    kind: str
    size: int
    unique: str
    name: str = ""
    mime_type: str = ""


@dataclass(frozen=True, slots=True)
class PictureSize:
    """One size of a photo, in pixels, as a JPEG file."""

    file: StoredFile
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text message."""

    body: Formatted
    link_preview: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo in several sizes, smallest first."""

    sizes: tuple[PictureSize, ...]
    caption: Formatted = NO_WORDS
    is_spoiler: bool = False
    caption_above: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file sent as it is; ``thumbnail`` where it is a picture that can be read."""

    file: StoredFile
    caption: Formatted = NO_WORDS
    thumbnail: PictureSize | None = None


@dataclass(frozen=True, slots=True)
class Clip:
    """A sticker, or something that moves or sounds: ``kind`` is the field of a ``Message``.

    ``details`` are the fields of the Bot API's object beside its file (width, duration, …).
    """

    kind: str
    file: StoredFile
    details: dict[str, Any]
    caption: Formatted = NO_WORDS
    thumbnail: PictureSize | None = None

    @property
    def takes_caption(self) -> bool:
        """Stickers and video notes have none."""
        return self.kind in CAPTIONED_CLIPS


@dataclass(frozen=True, slots=True)
class Fact:
    """A contact, location, venue, poll or dice: ``body`` is the object of the Bot API."""

    kind: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Service:
    """Something that Telegram itself says in a chat: who joined, who left, where it moved."""

    kind: str
    users: tuple[int, ...] = ()
    number: int = 0
    title: str = ""


Media = Photo | Document | Clip
Content = Text | Media | Fact | Service


def words(content: Content) -> Formatted:
    """The text or the caption; empty where there can be none."""
    match content:
        case Text():
            return content.body
        case Photo() | Document() | Clip():
            return content.caption
        case Fact() | Service():
            return NO_WORDS


def takes_caption(content: Content) -> TypeGuard[Media]:
    """Is this something that a caption can stand under?"""
    return isinstance(content, Photo | Document) or (
        isinstance(content, Clip) and content.takes_caption
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a forwarded message was first sent: by a user, or in the name of a chat."""

    date: int
    user: int | None = None
    chat: str | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message in a chat; an edit makes another value with the same id.

    ``sender`` is who really sent it, ``sender_chat`` the chat in whose name it was sent.
    ``earlier`` are the contents before each edit, oldest first. ``meant_for`` are the bots that
    it reaches in spite of privacy mode. ``is_automatic`` marks a channel's post that Telegram
    brought into the group where it is discussed. ``via`` is the bot whose inline result it was.
    ``date`` and ``edit_date`` are Unix seconds.
    """

    chat: str
    id: int
    date: int
    content: Content
    sender: int | None = None
    sender_chat: str | None = None
    reply_to: int | None = None
    quote: Formatted | None = None
    thread: int | None = None
    album: str | None = None
    origin: Origin | None = None
    keyboard: dict[str, Any] | None = None
    edit_date: int | None = None
    is_deleted: bool = False
    is_protected: bool = False
    is_silent: bool = False
    is_automatic: bool = False
    via: int | None = None
    earlier: tuple[Content, ...] = ()
    meant_for: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that is to be sent; the world adds id and date."""

    content: Content
    sender: int | None = None
    sender_chat: str | None = None
    reply_to: int | None = None
    quote: Formatted | None = None
    thread: int | None = None
    album: str | None = None
    origin: Origin | None = None
    keyboard: dict[str, Any] | None = None
    is_protected: bool = False
    is_silent: bool = False
    is_automatic: bool = False
    via: int | None = None
