"""What people asked for, to be protected, as rules that photos are held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.accounts import Accounts
from bot.chats import Chats
from bot.moderation.protections import Protected, Protections
from bot.moderation.rules import SHIELD, Mode, Posters, Rule, Then, When
from bot.preferences import Preferences, Protection

THEN = {
    Protection.TELL: Then.TELL,
    Protection.ASK: Then.ASK,
    Protection.DELETE: Then.DELETE,
}


@dataclass(frozen=True, slots=True)
class Shields:
    """Makes a rule of each wish: about that person, posted by anybody but them.

    It holds as long as the person is linked with the account that asked, and as far as the group
    allows: nothing of that is kept but the wish.
    """

    protections: Protections
    accounts: Accounts
    preferences: Preferences
    chats: Chats

    async def of(self, chat: int) -> tuple[Rule, ...]:
        """Return what holds in a group now."""
        allowed = (await self.preferences.of(chat)).protection
        if allowed is Protection.OFF:
            return ()
        gallery = await self.chats.gallery(chat)
        wishes = [] if gallery is None else await self.protections.of(gallery)
        if gallery is None or not wishes:
            return ()
        linked = await self.accounts.accounts_in(gallery)
        by_account = {one.account: one for one in wishes}
        rules = [
            _rule(subject, by_account[account], allowed)
            for subject, account in linked.items()
            if account in by_account
        ]
        return tuple(replace(rule, among=_likewise(rule, rules)) for rule in rules)

    async def one(self, chat: int, rule: str) -> Rule | None:
        """Return a rule of this id, if somebody is still protected by it."""
        return next((one for one in await self.of(chat) if one.id == rule), None)


def mildly(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return the same rules where they may do nothing but tell who asked for them."""
    return tuple(replace(rule, then=Then.TELL, mode=Mode.ASKING) for rule in rules)


def _rule(subject: str, asked: Protected, allowed: Protection) -> Rule:
    then = THEN[asked.wish.at_most(allowed)]
    return Rule(
        id=f"{SHIELD}{subject}",
        when=When.PERSON,
        subjects=(subject,),
        by=Posters.OTHERS,
        then=then,
        mode=Mode.ACTING if then is Then.DELETE else Mode.ASKING,
        made_by=asked.account,
        made_at=asked.since,
    )


def _likewise(rule: Rule, rules: Sequence[Rule]) -> tuple[str, ...]:
    return tuple(one.subjects[0] for one in rules if one.then is rule.then)
