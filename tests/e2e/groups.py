"""Groups with the bot, for the stories that happen in them."""

from __future__ import annotations

from tests.e2e.chatting import Talker
from tests.e2e.conftest import Stage


async def a_group(stage: Stage, kind: str = "supergroup", **options: object) -> Talker:
    """Return somebody in a new group with the bot, after it has introduced itself."""
    return await a_group_of(stage, await stage.newcomer(), kind, **options)


async def a_group_of(
    stage: Stage, owner: Talker, kind: str = "supergroup", **options: object
) -> Talker:
    """Return the owner of a new group in it, after the bot has introduced itself."""
    before = await owner.playground.last_seq()
    group = await owner.playground.create_group(
        "Friends", owner.person, [stage.username], kind=kind, **options
    )
    ours = owner.in_chat(str(group["key"]))
    await ours.playground.bot_message(ours.chat, before)
    return ours


async def a_member(ours: Talker, name: str = "Tom", **options: object) -> Talker:
    """Return somebody new in a group."""
    person = await ours.playground.create_person(name, **options)
    await ours.playground.add_member(ours.chat, person)
    return Talker(ours.playground, person, ours.chat, ours.bot)
