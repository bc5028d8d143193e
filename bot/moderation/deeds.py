"""What is done about a message and its poster, and undone: the door to Telegram for that.

These calls are not paced: Telegram does not count them like messages, and they never wait behind
any. Where it wants fewer of them in a group, all of them there wait. What it refuses is a value
that has words, not an error.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from telegram import ChatMember, ChatMemberRestricted, ChatPermissions
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError
from telegram.ext import ExtBot

from bot.delivery import Delivery
from bot.membership import is_outside

DEEDS = "deeds"
"""What these calls are among those in a chat."""

MOST_DELETED = 100
"""Messages of one call (core.telegram.org/bots/api#deletemessages)."""

SERVICE_ACCOUNTS = frozenset({777000, 1087968824, 136817688})
"""Telegram's own: its notices and the posts of linked channels, anonymous admins
(@GroupAnonymousBot), and whoever writes as a channel (@Channel_Bot). Nothing is ever done to them.
"""


class Barred(StrEnum):
    """Why Telegram did not let us; each is the end of the key of its words, `barred-…`."""

    TOO_OLD = "too-old"
    """Older than the two days in which a bot may delete."""
    GONE = "gone"
    """Somebody else was faster."""
    ADMIN = "admin"
    """Nothing can be done to an admin, the owner, or Telegram's own accounts."""
    RIGHTS = "rights"
    """We are no admin, or lack the right."""
    ABSENT = "absent"
    """Whoever posted it is not in the group, or not any more."""
    BASIC = "basic"
    """A basic group knows no restrictions."""
    CHANNEL = "channel"
    """A channel cannot be muted."""
    RESTRICTED = "restricted"
    """Somebody else restricted them already: that stays as it is."""
    ANSWERED = "answered"
    """Nobody asks to come in (any more): it was answered, or withdrawn."""
    INSIDE = "inside"
    """Who asked is in the group already."""
    INVITES = "invites"
    """We are no admin, or may let nobody in."""
    MOVED = "moved"
    """The group has just become a supergroup."""
    OTHER = "other"


SIGNS: Mapping[str, Barred] = {
    "administrator of the chat": Barred.ADMIN,
    "chat owner": Barred.ADMIN,
    "chat creator": Barred.ADMIN,
    "restrict self": Barred.ADMIN,
    "user_admin_invalid": Barred.ADMIN,
    "not enough rights": Barred.RIGHTS,
    "chat_admin_required": Barred.RIGHTS,
    "need administrator rights": Barred.RIGHTS,
    "need to be inviter": Barred.RIGHTS,
    "message_delete_forbidden": Barred.RIGHTS,
    "not a member": Barred.RIGHTS,
    "was kicked": Barred.RIGHTS,
    "message to delete not found": Barred.GONE,
    "message_id_invalid": Barred.GONE,
    "can't be deleted": Barred.RIGHTS,
    "hide_requester_missing": Barred.ANSWERED,
    "user_already_participant": Barred.INSIDE,
    "participant": Barred.ABSENT,
    "user not found": Barred.ABSENT,
    "member not found": Barred.ABSENT,
    "only for supergroups": Barred.BASIC,
    "for supergroup and channel": Barred.BASIC,
}
"""What Telegram's sentences hold (github.com/tdlib/telegram-bot-api), the first that fits."""

EVERYTHING = ChatPermissions.all_permissions()
NOTHING = ChatPermissions.no_permissions()

PERMISSIONS = tuple(EVERYTHING.to_dict())
TO_SEND = tuple(name for name in PERMISSIONS if name.startswith("can_send_"))
"""Those without which nothing can be written: a mute withholds all of them."""


class Deeds:
    """Deletes, mutes, bans, lets in, and takes all but the first back. Each may be repeated."""

    def __init__(self, bot: ExtBot[None], delivery: Delivery) -> None:
        """Take the library's bot and what carries each call to Telegram."""
        self._bot = bot
        self._delivery = delivery

    async def delete(self, chat: int, messages: Sequence[int], *, too_old: bool) -> Barred | None:
        """Delete messages; an album goes whole.

        Args:
            chat: where they are.
            messages: their ids; none means that they cannot be reached any more.
            too_old: whether it can be for their age that Telegram refuses: it does not say.

        Returns:
            Why they are still there, `GONE` where the only one was not; None: they are deleted.
        """
        if not messages:
            return Barred.GONE
        if len(messages) == 1:
            only = messages[0]
            refused = await self._barred(
                chat, lambda: self._bot.delete_message(chat, only), repeated=Barred.GONE
            )
        else:
            refused = None
            for start in range(0, len(messages), MOST_DELETED):
                some = messages[start : start + MOST_DELETED]
                refused = await self._delete_some(chat, some) or refused
        return Barred.TOO_OLD if refused is Barred.RIGHTS and too_old else refused

    async def mute(self, chat: int, person: int, until: datetime) -> Barred | None:
        """Let somebody write nothing until a moment; who is restricted already stays so."""
        if person < 0:
            return Barred.ADMIN if person == chat else Barred.CHANNEL
        if person in SERVICE_ACCOUNTS:
            return Barred.ADMIN
        member = await self._member(chat, person)
        if member is not None and member.status == ChatMemberStatus.BANNED:
            return Barred.ABSENT  # to restrict whoever is banned would let them come back
        if _is_restricted_otherwise(member, until):
            return Barred.RESTRICTED
        return await self._barred(
            chat, lambda: self._bot.restrict_chat_member(chat, person, NOTHING, until_date=until)
        )

    async def unmute(self, chat: int, person: int, until: datetime | None) -> Barred | None:
        """Let somebody write again whom we muted until then.

        What another admin has done since stays: a ban, or a restriction that ends otherwise.
        """
        member = await self._member(chat, person)
        if member is not None and member.status == ChatMemberStatus.BANNED:
            return None
        if until is not None and _is_restricted_otherwise(member, until):
            return Barred.RESTRICTED
        return await self._barred(
            chat, lambda: self._bot.restrict_chat_member(chat, person, EVERYTHING)
        )

    async def ban(self, chat: int, poster: int) -> Barred | None:
        """Put somebody out for good; or let nobody write in the name of a channel any more."""
        if poster == chat or poster in SERVICE_ACCOUNTS:
            return Barred.ADMIN
        if poster < 0:
            return await self._barred(chat, lambda: self._bot.ban_chat_sender_chat(chat, poster))
        return await self._barred(chat, lambda: self._bot.ban_chat_member(chat, poster))

    async def unban(self, chat: int, poster: int) -> Barred | None:
        """Let somebody come back, who stays in if they are in; or a channel write again."""
        if poster < 0:
            return await self._barred(chat, lambda: self._bot.unban_chat_sender_chat(chat, poster))
        return await self._barred(
            chat, lambda: self._bot.unban_chat_member(chat, poster, only_if_banned=True)
        )

    async def let_in(self, chat: int, person: int) -> Barred | None:
        """Let somebody in who asked."""
        return await self._answered(
            chat,
            lambda: self._bot.approve_chat_join_request(chat, person),
            repeated=Barred.INSIDE,
        )

    async def turn_away(self, chat: int, person: int) -> Barred | None:
        """Do not let somebody in who asked; they may ask again."""
        return await self._answered(
            chat,
            lambda: self._bot.decline_chat_join_request(chat, person),
            repeated=Barred.ANSWERED,
        )

    async def put_out(self, chat: int, person: int) -> Barred | None:
        """Put somebody out whom we let in; they may ask again.

        Who is out stays as they are: what puts out lifts a ban, too, which another admin may have
        set since.
        """
        member = await self._member(chat, person)
        if member is not None and is_outside(member):
            return None
        # Without only_if_banned this call removes who is in, and bans nobody.
        why = await self._barred(chat, lambda: self._bot.unban_chat_member(chat, person))
        # A basic group has no bans: whoever is put out of it may come back.
        return await self.ban(chat, person) if why is Barred.BASIC else why

    async def _answered(
        self, chat: int, call: Callable[[], Awaitable[object]], *, repeated: Barred
    ) -> Barred | None:
        refused = await self._barred(chat, call, repeated=repeated)
        return Barred.INVITES if refused is Barred.RIGHTS else refused

    async def _delete_some(self, chat: int, some: Sequence[int]) -> Barred | None:
        return await self._barred(chat, lambda: self._bot.delete_messages(chat, some))

    async def _member(self, chat: int, person: int) -> ChatMember | None:
        """Return what somebody is in a chat; None where Telegram does not tell."""
        try:
            return await self._delivery.carry(None, lambda: self._bot.get_chat_member(chat, person))
        except (BadRequest, Forbidden, ChatMigrated):
            return None

    async def _barred(
        self,
        chat: int,
        call: Callable[[], Awaitable[object]],
        *,
        repeated: Barred | None = None,
    ) -> Barred | None:
        """Make a call; return why it was refused, if it was.

        Args:
            chat: where.
            call: makes a fresh request each time.
            repeated: what Telegram says of a call that it has done already. Where an answer was
                lost before, it was ours.
        """
        is_lost = False

        async def call_and_notice() -> None:
            nonlocal is_lost
            try:
                await call()
            except BadRequest:
                raise
            except NetworkError:
                is_lost = True
                raise

        try:
            # Not in the chat's own name: a flood wait for its messages holds up no deletion.
            await self._delivery.carry((chat, DEEDS), call_and_notice)
        except (BadRequest, Forbidden) as refused:
            why = _reason(refused)
            return None if is_lost and why is repeated else why
        except ChatMigrated:
            # Of the group, which need not be the chat in which somebody asked for it.
            return Barred.MOVED
        return None


def _reason(refused: TelegramError) -> Barred:
    words = refused.message.lower()
    return next((barred for sign, barred in SIGNS.items() if sign in words), Barred.OTHER)


def _is_restricted_otherwise(member: ChatMember | None, until: datetime) -> bool:
    """Tell whether somebody is restricted by another hand than ours, in this case.

    Be it in part: what we do takes the place of all that was set before.
    """
    if not isinstance(member, ChatMemberRestricted):
        return False
    if all(getattr(member, permission) for permission in PERMISSIONS):
        return False
    is_mute = not any(getattr(member, permission) for permission in TO_SEND)
    return not is_mute or int(member.until_date.timestamp()) != int(until.timestamp())
