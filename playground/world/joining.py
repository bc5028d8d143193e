"""Coming in by a link, which may want an admin to approve of it."""

import secrets

from playground.world.chats import Chat, Invite, JoinRequest
from playground.world.happenings import JoinRequested
from playground.world.membership import join
from playground.world.state import RefusalError, World

# https://core.telegram.org/bots/api#chatjoinrequest
REACHABLE_SECONDS = 300
MAX_INVITES = 100


def invite(chat: Chat, *, by: int, is_asking: bool) -> Invite:
    """A new link into a chat."""
    if not chat.member(by).may("can_invite_users"):
        raise RefusalError(f"The user {by} lacks can_invite_users and can make no link.")
    if len(chat.invites) >= MAX_INVITES:
        raise RefusalError(f"There are {MAX_INVITES} links into this chat already.")
    made = Invite(secrets.token_urlsafe(12), by, is_asking)
    chat.invites[made.code] = made
    return made


def find_invite(world: World, code: str) -> tuple[Chat, Invite] | None:
    """The chat that a link leads into, and the link."""
    found = (chat for chat in world.chats.values() if code in chat.invites)
    chat = next(found, None)
    return (chat, chat.invites[code]) if chat is not None else None


def come(world: World, chat: Chat, person: int, invite: Invite) -> bool:
    """Somebody follows a link; tells whether they are in, or have to wait for an admin."""
    if not invite.is_asking:
        join(world, chat, person, by=person, invite=invite)
        return True
    member = chat.member(person)
    if member.is_present:
        raise RefusalError(f"The user {person} is already in the chat.")
    if member.status == "kicked":
        raise RefusalError(f"The user {person} was banned and can't ask to come in.")
    if person in chat.requests:
        raise RefusalError(f"The user {person} has asked already.")
    asked = JoinRequest(person, world.now(), invite)
    chat.requests[person] = asked
    chat.askers.add(person)
    world.tell(JoinRequested(chat.key, asked))
    return False


def answer(world: World, chat: Chat, person: int, *, by: int, is_approved: bool) -> bool:
    """An admin lets somebody in, or does not; False where nobody has asked (any more)."""
    asked = chat.requests.pop(person, None)
    if asked is None:
        return False
    if is_approved:
        join(world, chat, person, by=by, invite=asked.invite)
    return True


def withdraw(chat: Chat, person: int) -> None:
    """Somebody wants to come in no more."""
    if chat.requests.pop(person, None) is None:
        raise RefusalError(f"The user {person} has not asked, or was answered.")


def is_reachable(world: World, bot: int, person: int) -> bool:
    """May a bot write to somebody because they asked to come into a chat that it administers?"""
    return any(
        chat.member(bot).may("can_invite_users")
        and world.now() - chat.requests[person].date <= REACHABLE_SECONDS
        for chat in world.chats.values()
        if person in chat.requests
    )
