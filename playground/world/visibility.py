"""Which bots see a message (https://core.telegram.org/bots/features#privacy-mode)."""

from playground.world.chats import Chat
from playground.world.content import Draft, Message, Service, words
from playground.world.people import Bot
from playground.world.state import World


def meant_for(world: World, chat: Chat, draft: Draft) -> frozenset[int]:
    """The bots in a group that a message reaches although they are in privacy mode.

    A command with the bot's name, a bare command where it is the only bot or was the last bot to
    speak, a mention, and a reply to the bot or to a message that was itself meant for it.
    """
    bots = [world.bots[m.user] for m in chat.present() if m.user in world.bots]
    answered = world.message(chat.key, draft.reply_to) if draft.reply_to else None
    return frozenset(
        bot.id
        for bot in bots
        if draft.via == bot.id
        or _is_addressed(chat, draft, bot, is_only=len(bots) == 1)
        or (answered and (answered.sender == bot.id or bot.id in answered.meant_for))
    )


def _is_addressed(chat: Chat, draft: Draft, bot: Bot, *, is_only: bool) -> bool:
    body = words(draft.content)
    name = bot.user.username.lower()
    for entity in body.entities:
        part = body.part(entity).lower()
        if entity.type == "text_mention" and entity.user_id == bot.id:
            return True
        if entity.type == "mention" and part == f"@{name}":
            return True
        if entity.type == "bot_command":
            addressee = part.partition("@")[2]
            if addressee == name:
                return True
            if not addressee and entity.offset == 0 and (is_only or chat.last_bot == bot.id):
                return True
    return False


def sees(world: World, bot: Bot, message: Message) -> bool:
    """Is the bot told of this message?"""
    chat = world.chats[message.chat]
    if message.sender == bot.id or (message.sender is not None and message.sender in world.bots):
        # Bots don't see each other's messages; of their own, only what the others were told.
        return isinstance(message.content, Service) and _is_inside(chat, bot)
    if chat.kind == "private":
        return bot.id in chat.members
    if not _is_inside(chat, bot):
        return False
    if chat.kind == "channel" or not bot.privacy or chat.member(bot.id).is_admin:
        return True
    return isinstance(message.content, Service) or bot.id in message.meant_for


def _is_inside(chat: Chat, bot: Bot) -> bool:
    return chat.kind == "private" or chat.member(bot.id).is_present
