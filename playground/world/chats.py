"""Chats and who is in them."""

from collections import OrderedDict
from dataclasses import dataclass, field

from playground.world.content import Message

KINDS = ("private", "group", "supergroup", "channel")

# The rights that the Bot API names in ChatAdministratorRights; True for every kind of chat.
COMMON_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics")
RIGHTS = frozenset((*COMMON_RIGHTS, *CHANNEL_RIGHTS, *GROUP_RIGHTS))

# What a restricted member may or may not do, https://core.telegram.org/bots/api#chatpermissions
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)

PRESENT = frozenset({"creator", "administrator", "member"})


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's standing in a chat.

    ``status`` is the Bot API's: creator, administrator, member, restricted, left, kicked. Of
    somebody restricted, ``permissions`` are what is left to them, ``is_inside`` whether they are
    in the chat, ``until`` when it ends (Unix seconds, 0 for never; nobody ends it by itself).
    """

    user: int
    status: str = "member"
    rights: frozenset[str] = frozenset()
    is_anonymous: bool = False
    title: str = ""
    permissions: frozenset[str] = frozenset()
    is_inside: bool = True
    until: int = 0

    @property
    def is_present(self) -> bool:
        """Is this user in the chat now?"""
        return self.status in PRESENT or (self.status == "restricted" and self.is_inside)

    @property
    def is_admin(self) -> bool:
        """An administrator, or the owner, who may do everything."""
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        """Does this member have an administrator's right?"""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def is_permitted(self, permission: str) -> bool:
        """Does nothing forbid this member what everybody may?"""
        return self.status != "restricted" or permission in self.permissions


@dataclass(frozen=True, slots=True)
class Invite:
    """A link by which people come in; with ``is_asking`` an admin has to approve each of them."""

    code: str
    creator: int
    is_asking: bool = False

    @property
    def url(self) -> str:
        """The link itself."""
        return f"https://t.me/+{self.code}"


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """Somebody asked to come in by a link, and nobody has answered yet."""

    person: int
    date: int
    invite: Invite


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of a forum; its id is the id of the message that opened it."""

    id: int
    name: str
    icon_color: int


@dataclass(slots=True)
class Chat:
    """A chat and its messages, oldest first.

    ``key`` names it among all chats; ``id`` is its number at the bot's door (for a private chat
    the person's id). ``has_started`` and ``is_blocked`` are of a private chat: has the person
    written to the bot, and has the person blocked it? ``linked`` joins a channel and the group in
    which its posts are discussed. ``banned_senders`` are channels in whose name nobody may write.
    ``requests`` are open, ``askers`` is everybody who ever asked to come in.
    """

    key: str
    id: int
    kind: str
    title: str = ""
    username: str = ""
    description: str = ""
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    messages: OrderedDict[int, Message] = field(default_factory=OrderedDict)
    topics: dict[int, Topic] = field(default_factory=dict)
    next_message_id: int = 1
    last_bot: int | None = None
    banned_senders: set[int] = field(default_factory=set)
    invites: dict[str, Invite] = field(default_factory=dict)
    requests: dict[int, JoinRequest] = field(default_factory=dict)
    askers: set[int] = field(default_factory=set)
    migrated_to: str | None = None
    linked: str | None = None
    has_started: bool = False
    is_blocked: bool = False

    def member(self, user: int) -> Member:
        """Somebody's standing here; who never was here has left."""
        return self.members.get(user, Member(user, "left"))

    def present(self) -> list[Member]:
        """Everybody who is in the chat, in the order of joining."""
        return [member for member in self.members.values() if member.is_present]


def private_key(person: int, bot: int) -> str:
    """The key of the private chat between a person and a bot."""
    return f"p{person}-{bot}"
