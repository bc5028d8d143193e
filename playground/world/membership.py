"""Making people, bots and chats, and who is in them."""

import re
from collections.abc import Iterable
from dataclasses import replace

from playground.world.chats import (
    CHANNEL_RIGHTS,
    COMMON_RIGHTS,
    GROUP_RIGHTS,
    Chat,
    Invite,
    Member,
    Topic,
    private_key,
)
from playground.world.content import Draft, Service
from playground.world.happenings import MemberChanged
from playground.world.people import Bot, Profile, User
from playground.world.posting import post
from playground.world.state import RefusalError, World

TOKEN = re.compile(r"([0-9]{1,15}):([A-Za-z0-9_-]{1,128})")
USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,31}")
# https://core.telegram.org/bots/api#forumtopic names six colours; this is the first.
TOPIC_COLOUR = 0x6FB9F0


def is_token(token: str) -> bool:
    """Has this text the form of a bot's token, ``<id>:<secret>``?"""
    return TOKEN.fullmatch(token) is not None


def add_person(
    world: World, first_name: str, *, last_name: str = "", username: str = "", language: str = ""
) -> User:
    """Somebody new."""
    if not first_name.strip():
        raise RefusalError("A person needs a first_name.")
    if len(world.people) >= world.limits.people:
        raise RefusalError(f"There are {world.limits.people} people already; start afresh.")
    _check_username(world, username)
    person = User(
        next(number for number in world.person_numbers if world.user(number) is None),
        first_name,
        last_name=last_name,
        username=username,
        language_code=language,
    )
    world.people[person.id] = person
    return person


def add_bot(
    world: World,
    token: str,
    username: str,
    *,
    first_name: str = "",
    privacy: bool = True,
    can_join_groups: bool = True,
) -> Bot:
    """Register a bot; its id is the number before the colon of its token."""
    found = TOKEN.fullmatch(token)
    if not found:
        raise RefusalError(
            "A token looks like 123456:ABC-def_1: digits, a colon, letters and digits."
        )
    number = int(found.group(1))
    if world.user(number) is not None:
        raise RefusalError(f"The id {number} is taken; choose another number before the colon.")
    if len(world.bots) >= world.limits.bots:
        raise RefusalError(f"There are {world.limits.bots} bots already; start afresh.")
    if not username.lower().endswith("bot"):
        raise RefusalError("A bot's username must end with “bot”, as Telegram has it.")
    _check_username(world, username)
    user = User(number, first_name or username, is_bot=True, username=username)
    bot = Bot(user, token, privacy, can_join_groups)
    world.bots[number] = bot
    world.profiles[number] = Profile()
    return bot


def open_private_chat(world: World, person: int, bot: int) -> Chat:
    """The private chat between a person and a bot; the bot can't write until the person has."""
    key = private_key(person, bot)
    if key not in world.chats:
        _check_room(world)
        members = {person: Member(person), bot: Member(bot)}
        world.chats[key] = Chat(key, person, "private", members=members)
    return world.chats[key]


def create_chat(
    world: World,
    kind: str,
    title: str,
    owner: int,
    members: Iterable[int] = (),
    *,
    username: str = "",
    is_forum: bool = False,
) -> Chat:
    """A group, supergroup or channel with its owner and its first members."""
    if not title.strip():
        raise RefusalError("A chat needs a title.")
    if is_forum and kind != "supergroup":
        raise RefusalError("Only a supergroup can have topics.")
    _check_room(world)
    _check_username(world, username)
    chat = _new_chat(world, kind, title)
    chat.username = username
    chat.is_forum = is_forum
    chat.members[owner] = Member(owner, "creator")
    post(world, chat, Draft(Service(f"{kind}_created", title=title), sender=owner))
    for member in members:
        if member != owner:
            join(world, chat, member, by=owner)
    return chat


def join(world: World, chat: Chat, user: int, *, by: int, invite: Invite | None = None) -> None:
    """Somebody comes in: by themselves, brought or let in by somebody, by a link or without."""
    bot = world.bots.get(user)
    if bot and not bot.can_join_groups:
        raise RefusalError(
            f"The bot @{bot.user.username} can't be added to groups (can_join_groups)."
        )
    before = chat.member(user)
    if before.is_present:
        raise RefusalError(f"The user {user} is already in the chat.")
    if before.status == "kicked" and by == user:
        raise RefusalError(f"The user {user} was banned; unban them, or let somebody add them.")
    # A channel knows bots only as administrators.
    status = "administrator" if chat.kind == "channel" and bot else "member"
    rights = all_rights(chat) if status == "administrator" else frozenset[str]()
    after = Member(user, status, rights)
    if before.status == "restricted":
        after = replace(before, is_inside=True)
    change_member(world, chat, after, by=by, invite=invite)
    if chat.kind != "channel":
        # Whoever comes by a link comes by themselves, whoever let them in.
        sender = by if invite is None else user
        post(world, chat, Draft(Service("joined", users=(user,)), sender=sender))


def leave(world: World, chat: Chat, user: int, *, by: int) -> None:
    """Somebody leaves (``by`` themselves), or is put out by somebody, who bans them by that.

    Who leaves while restricted stays restricted, so that coming back changes nothing.
    """
    before = chat.member(user)
    if not before.is_present:
        raise RefusalError(f"The user {user} is not in the chat.")
    # The service message reaches even the bot that it is about, so it comes first.
    if chat.kind != "channel":
        post(world, chat, Draft(Service("left", users=(user,)), sender=by))
    after = Member(user, "left" if by == user else "kicked")
    if by == user and before.status == "restricted":
        after = replace(before, is_inside=False)
    change_member(world, chat, after, by=by)


def promote(
    world: World,
    chat: Chat,
    user: int,
    *,
    by: int,
    rights: Iterable[str] | None = None,
    is_anonymous: bool = False,
    title: str = "",
) -> None:
    """Make somebody an administrator with these rights (None: all), or with none a member."""
    if not chat.member(user).is_present:
        raise RefusalError(f"The user {user} is not in the chat; add them first.")
    if chat.member(user).status == "creator":
        member = replace(chat.member(user), is_anonymous=is_anonymous, title=title)
    else:
        given = all_rights(chat) if rights is None else frozenset(rights) & all_rights(chat)
        member = Member(
            user,
            "administrator" if given else "member",
            given | {"can_manage_chat"} if given else given,
            is_anonymous and bool(given),
            title if given else "",
        )
    change_member(world, chat, member, by=by)


def change_member(
    world: World, chat: Chat, after: Member, *, by: int, invite: Invite | None = None
) -> None:
    """Put somebody's new standing in the place of the old one; who was never here has left."""
    before = chat.member(after.user)
    if before == after:
        return
    chat.members[after.user] = after
    if after.is_present or after.status == "kicked":
        # Whoever is in, or may not come in, asks for it no more.
        chat.requests.pop(after.user, None)
    world.tell(MemberChanged(chat.key, by, world.now(), before, after, invite))


def set_blocked(world: World, chat: Chat, *, is_blocked: bool) -> None:
    """The person of a private chat blocks the bot, or lets it write again."""
    bot = world.bot_of_chat(chat)
    if bot is None or chat.is_blocked == is_blocked:
        return
    chat.is_blocked = is_blocked
    change_member(world, chat, Member(bot.id, "kicked" if is_blocked else "member"), by=chat.id)


def migrate(world: World, chat: Chat, *, by: int) -> Chat:
    """A group becomes a supergroup: another chat with another id and the same people."""
    if chat.kind != "group" or chat.migrated_to:
        raise RefusalError("Only a group that has not been upgraded can become a supergroup.")
    successor = _new_chat(world, "supergroup", chat.title)
    successor.members = {
        user: replace(member, rights=all_rights(successor) if member.rights else member.rights)
        for user, member in chat.members.items()
    }
    chat.migrated_to = successor.key
    post(world, chat, Draft(Service("migrated_to", number=successor.id), sender=by))
    post(world, successor, Draft(Service("migrated_from", number=chat.id, title=chat.title), by))
    return successor


def open_topic(world: World, chat: Chat, name: str, *, by: int) -> Topic:
    """A new topic in a forum."""
    if not chat.is_forum:
        raise RefusalError("This chat has no topics; create a supergroup with is_forum.")
    if not name.strip():
        raise RefusalError("A topic needs a name.")
    if len(chat.topics) >= world.limits.topics_per_chat:
        raise RefusalError(f"There are {world.limits.topics_per_chat} topics already.")
    number = chat.next_message_id
    chat.topics[number] = Topic(number, name, TOPIC_COLOUR)
    draft = Draft(
        Service("topic_created", number=TOPIC_COLOUR, title=name), sender=by, thread=number
    )
    post(world, chat, draft)
    return chat.topics[number]


def all_rights(chat: Chat) -> frozenset[str]:
    """Every administrator's right that there is in this kind of chat."""
    own = CHANNEL_RIGHTS if chat.kind == "channel" else GROUP_RIGHTS
    return frozenset((*COMMON_RIGHTS, *own))


def _new_chat(world: World, kind: str, title: str) -> Chat:
    numbers = world.group_numbers if kind == "group" else world.supergroup_numbers
    number = -next(numbers)
    chat = Chat(str(number), number, kind, title)
    world.chats[chat.key] = chat
    return chat


def _check_username(world: World, username: str) -> None:
    if username and not USERNAME.fullmatch(username):
        raise RefusalError(
            f"“{username}” is no username: 3 to 32 letters, digits and underscores, a letter first."
        )
    if world.username_taken(username):
        raise RefusalError(f"The username “{username}” is taken.")


def _check_room(world: World) -> None:
    if len(world.chats) >= world.limits.chats:
        raise RefusalError(f"There are {world.limits.chats} chats already; start afresh.")
