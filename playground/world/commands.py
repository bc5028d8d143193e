"""The commands that a bot shows: to whom, where, in which language."""

from collections.abc import Iterator

from playground.world.chats import Chat
from playground.world.people import Command, Scope
from playground.world.state import World


def commands_for(world: World, bot: int, chat: Chat, person: int) -> tuple[Command, ...]:
    """What somebody sees in a chat: the commands of the narrowest scope that has any.

    In each scope the person's language comes before no language
    (https://core.telegram.org/bots/api#determining-list-of-commands).
    """
    kept = world.profiles[bot].commands
    # "en-GB" is English.
    language = world.people[person].language_code[:2].lower()
    for scope in _scopes(chat, person):
        for code in (language, ""):
            found = kept.get((scope, code))
            if found:
                return found
    return ()


def _scopes(chat: Chat, person: int) -> Iterator[Scope]:
    """The scopes that hold for somebody in a chat, narrowest first."""
    if chat.kind == "private":
        yield from (Scope("chat", chat.id), Scope("all_private_chats"), Scope())
        return
    is_admin = chat.member(person).is_admin
    yield Scope("chat_member", chat.id, person)
    if is_admin:
        yield Scope("chat_administrators", chat.id)
    yield Scope("chat", chat.id)
    if is_admin:
        yield Scope("all_chat_administrators")
    yield Scope("all_group_chats")
    yield Scope()
