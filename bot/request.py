"""What a person asks of the bot, as frozen values. Nothing of Telegram's own types."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.model import Box


@dataclass(frozen=True, slots=True)
class Me:
    """The bot as Telegram knows it.

    Attributes:
        id: its number.
        username: without the @.
        sees_everything: whether privacy mode is off, so that groups show it every message.
    """

    id: int
    username: str
    sees_everything: bool


@dataclass(frozen=True, slots=True)
class PhotoRef:
    """A photo that Telegram holds.

    Attributes:
        file_id: by which it can be had.
        message_id: of the message that shows it.
        size: in bytes, where Telegram says.
    """

    file_id: str = field(repr=False)
    message_id: int
    size: int | None


@dataclass(frozen=True, slots=True)
class FaceRef:
    """A face in a photo that Telegram holds.

    Attributes:
        photo: which.
        box: where the face is, in pixels of the upright photo; None for the only one.
    """

    photo: PhotoRef
    box: Box | None


@dataclass(frozen=True, slots=True)
class Command:
    """`/name argument`, as a text or as a caption.

    Attributes:
        name: lower case, without the slash.
        argument: what follows, trimmed.
        photo: the one that it stands under, or else that it replies to.
        addressed: whether it names this bot (`/name@us`).
        edited: whether an edit brought it.
    """

    name: str
    argument: str
    photo: PhotoRef | None
    addressed: bool
    edited: bool


@dataclass(frozen=True, slots=True)
class PhotoSent:
    """A photo, or a picture sent as a file, without a command."""

    photo: PhotoRef


@dataclass(frozen=True, slots=True)
class Talk:
    """Words that are no command: in private, or as a reply to the bot."""

    text: str


@dataclass(frozen=True, slots=True)
class OtherMedia:
    """Something to look at that is no photo; in private, or a part of an album."""

    document: bool


@dataclass(frozen=True, slots=True)
class Click:
    """A button that was pressed.

    Attributes:
        query_id: by which Telegram is told that it was heard.
        data: what the button says to us.
        picture: whether the message with the button shows a picture.
    """

    query_id: str
    data: str
    picture: bool


@dataclass(frozen=True, slots=True)
class Added:
    """The bot was put into a group."""

    admin: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup and has another id since."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A request during which the process died again and again."""


Ask = Command | PhotoSent | Talk | OtherMedia | Click | Added | Moved | GivenUp


@dataclass(frozen=True, slots=True)
class Request:
    """One update, as far as it concerns us.

    Attributes:
        update_id: Telegram's number of it.
        chat: the chat's id.
        private: whether nobody else is in the chat.
        thread: of the forum topic, if it is in one.
        message: the id of the message in question.
        sender: who asks: a person's id, or that of the chat in whose name somebody writes.
        ask: what.
        album: Telegram's id of the album that the message is a part of.
        tries: how often it was begun before, by processes that died over it.
    """

    update_id: int
    chat: int
    private: bool
    thread: int | None
    message: int
    sender: int
    ask: Ask
    album: str | None = None
    tries: int = 0
