"""Keeping order in a supergroup: who may do less than the others, and who may come back."""

from collections.abc import Iterable

from playground.world.chats import PERMISSIONS, Chat, Member
from playground.world.membership import change_member
from playground.world.state import RefusalError, World


def restrict(
    world: World,
    chat: Chat,
    user: int,
    permissions: Iterable[str] | None,
    *,
    by: int,
    until: int = 0,
) -> None:
    """Leave somebody only these permissions; None lifts what was put on them."""
    member = chat.member(user)
    if chat.kind != "supergroup":
        raise RefusalError("Only in a supergroup can somebody be restricted.")
    if member.is_admin or member.status == "kicked":
        raise RefusalError("An administrator, or somebody who was banned, can't be restricted.")
    if permissions is None:
        after = Member(user, "member" if member.is_present else "left")
    else:
        left = frozenset(permissions) & frozenset(PERMISSIONS)
        after = Member(
            user, "restricted", permissions=left, is_inside=member.is_present, until=until
        )
    change_member(world, chat, after, by=by)


def unban(world: World, chat: Chat, user: int, *, by: int) -> None:
    """Let somebody who was put out come back; they are not in the chat by that."""
    if chat.member(user).status != "kicked":
        raise RefusalError(f"The user {user} is not banned here.")
    change_member(world, chat, Member(user, "left"), by=by)
