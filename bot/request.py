"""What a person asks of the bot, as frozen values. Nothing of Telegram's own types."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.admin_rights import NO_RIGHT, AdminRight
from bot.attention import Attention
from bot.comings import Brought, JoinAsked, Joined
from bot.kinds import Kind
from bot.replied import Replied
from bot.texts.speech import Speech
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
        unique: the same for this photo wherever it is shown; "" where nobody has to know.
    """

    file_id: str = field(repr=False)
    message_id: int
    size: int | None
    unique: str = field(default="", repr=False, compare=False)


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
class Mention:
    """Somebody's account, as a message names it: by one of the two.

    Attributes:
        username: without the @.
        account: the number of one that has no username.
    """

    username: str | None = None
    account: int | None = None


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody to be enrolled.

    Attributes:
        name: to be known by.
        account: theirs in Telegram, where they asked for it themselves or agreed.
    """

    name: str
    account: int | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """`/name argument`, as a text or as a caption.

    Attributes:
        name: lower case, without the slash.
        argument: what follows, trimmed.
        photo: the one that it stands under, or else that it replies to.
        addressed: whether it names this bot (`/name@us`).
        edited: whether an edit brought it.
        mention: the account that the argument begins with, if it does; left out of the argument.
        replied: the message that it replies to, if it does.
    """

    name: str
    argument: str
    photo: PhotoRef | None
    addressed: bool
    edited: bool
    mention: Mention | None = None
    replied: Replied | None = None


@dataclass(frozen=True, slots=True)
class PhotoSent:
    """A photo, or a picture sent as a file, without a command.

    Attributes:
        photo: which; where the bot is mentioned in a reply to a photo, that one.
        asked: whether it mentions the bot or replies to it.
        only_judged: whether it is held against a group's rules, and never answered.
        edited: whether an edit brought it.
    """

    photo: PhotoRef
    asked: bool = False
    only_judged: bool = False
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """Words that are no command: in private, or as a reply to the bot.

    Attributes:
        text: the words.
        answers: our message that they reply to, if they do.
    """

    text: str
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class OtherMedia:
    """Something that is no photo; in private, or a part of an album."""

    kind: Kind


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
class Standing:
    """What the bot may do in a group that it is in.

    Attributes:
        admin: whether it administers the group.
        may_write: whether it may send texts.
        may_show: whether it may send photos.
        rights: what it may do as an admin, of what rules need.
    """

    admin: bool
    may_write: bool
    may_show: bool
    rights: AdminRight = NO_RIGHT


@dataclass(frozen=True, slots=True)
class StandingChanged:
    """The bot may do more or less in a group than before.

    Attributes:
        title: what the group is called.
        before: until now.
        after: from now on.
    """

    title: str
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class Removed:
    """The bot was put out of a group, or blocked by somebody."""


@dataclass(frozen=True, slots=True)
class Returned:
    """Somebody who had blocked the bot does so no more."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup and has another id since."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A request during which the process died again and again."""


Ask = (
    Command
    | PhotoSent
    | Talk
    | OtherMedia
    | Click
    | Added
    | StandingChanged
    | Removed
    | Returned
    | Joined
    | Brought
    | JoinAsked
    | Moved
    | GivenUp
)


@dataclass(frozen=True, slots=True)
class KnownAs:
    """What Telegram calls somebody.

    Attributes:
        name: the first and last, or the chat's title.
        username: without the @, if they have one.
    """

    name: str
    username: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One update, as far as it concerns us.

    Attributes:
        update_id: Telegram's number of it.
        chat: the chat's id; that of the group which pages in private are about.
        private: whether nobody else is in the chat.
        thread: of the forum topic, if it is in one.
        message: the id of the message in question.
        sender: who asks: a person's id, or that of the chat in whose name somebody writes.
        known_as: what Telegram calls them.
        ask: what.
        speech: the language of the answer.
        told_speech: the language of who asks as Telegram tells it, where `speech` was chosen.
        attention: how its photo is to be answered.
        album: Telegram's id of the album that the message is a part of.
        automatic: whether Telegram brought the message from the channel that the group discusses.
        place: the private chat in which it is asked about the group, if it is.
        tries: how often it was begun before, by processes that died over it.
    """

    update_id: int
    chat: int
    private: bool
    thread: int | None
    message: int
    sender: int
    known_as: KnownAs
    ask: Ask
    speech: Speech
    told_speech: Speech | None = None
    attention: Attention = Attention.ASKED
    album: str | None = None
    automatic: bool = False
    place: int | None = None
    tries: int = 0

    @property
    def here(self) -> int:
        """The chat that the answer goes to."""
        return self.chat if self.place is None else self.place

    def about(self, group: int) -> Request:
        """Return the same about a group, asked in this private chat."""
        return replace(self, chat=group, place=self.chat, private=False)
