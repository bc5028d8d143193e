"""A channel with a group in which its posts are discussed."""

from collections import OrderedDict

from playground.world.chats import Chat
from playground.world.content import Draft, Message, Origin, Service
from playground.world.happenings import Edited, Happening, Posted
from playground.world.posting import edit, post
from playground.world.state import RefusalError, World

MAX_REMEMBERED = 10_000


def link(world: World, channel: Chat, group: Chat | None) -> None:
    """Discuss a channel's posts in a supergroup; None ends it."""
    if channel.kind != "channel":
        raise RefusalError("Only a channel can be linked to a group.")
    if group is not None and group.kind != "supergroup":
        raise RefusalError("Posts are discussed in a supergroup; migrate the group first.")
    for chat in (channel, group):
        if chat is not None and chat.linked:
            world.chats[chat.linked].linked = None
            chat.linked = None
    if group is not None:
        channel.linked, group.linked = group.key, channel.key


class Discussions:
    """Listens to the world and brings what channels post, and edit, into their groups.

    It comes after every other listener, so that a post is told before its copy.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        # (channel, post) -> (group, message)
        self._copies: OrderedDict[tuple[str, int], tuple[str, int]] = OrderedDict()

    def __call__(self, happening: Happening) -> None:
        """Take note of something that happened."""
        match happening:
            case Posted(message, delay):
                self._bring(message, delay)
            case Edited(message):
                copy = self.copy_of(message.chat, message.id)
                if copy is not None:
                    edit(self._world, copy, message.content, copy.keyboard)
            case _:
                pass

    def copy_of(self, channel: str, number: int) -> Message | None:
        """The message in the group that a post was brought as."""
        place = self._copies.get((channel, number))
        return self._world.standing(*place) if place else None

    def _bring(self, message: Message, delay: float) -> None:
        channel = self._world.chats[message.chat]
        is_post = channel.kind == "channel" and not isinstance(message.content, Service)
        if not is_post or channel.linked is None:
            return
        draft = Draft(
            message.content,
            sender_chat=channel.key,
            album=message.album,
            origin=message.origin or Origin(message.date, chat=channel.key, message_id=message.id),
            is_automatic=True,
        )
        group = self._world.chats[channel.linked]
        copy = post(self._world, group, draft, delay=delay)
        self._copies[channel.key, message.id] = (group.key, copy.id)
        while len(self._copies) > MAX_REMEMBERED:
            self._copies.popitem(last=False)
