"""Sending: what people write, with everything that all kinds of messages share."""

import random
import secrets
from dataclasses import replace

from aiohttp import web

from playground.human.bodies import (
    Body,
    chat_of_key,
    find_chat,
    find_person,
    read_body,
)
from playground.human.contents import read_contents
from playground.human.room import Room, answer
from playground.human.views import message_view
from playground.world import RefusalError, World
from playground.world.chats import Chat, Member
from playground.world.content import Content, Draft
from playground.world.permissions import permission_for
from playground.world.posting import post
from playground.world.threads import thread_of_reply

MAX_SPREAD = 60.0
# Updates of an album in another order come so many seconds apart, so that the order holds.
SHUFFLE_STEP = 0.005
ANONYMOUS = "anonymous"


class SendingRoom(Room):
    """``POST /human/chats/{chat}/messages``."""

    def routes(self) -> list[web.RouteDef]:
        """The paths of this room."""
        return [web.post("/human/chats/{chat}/messages", self.send)]

    async def send(self, request: web.Request) -> web.Response:
        """Send a text, files (several are an album) or a fact."""
        found = find_chat(self.world, request)
        body = await read_body(request, self.world.limits.upload)
        person = find_person(self.world, body)
        chat, comments_on = self._place(found, body, person)
        contents = await read_contents(self.world, self.darkroom, body)
        for content in contents:
            check_may_send(self.world, chat, person, content)
        delays = _delays(body, len(contents))
        if comments_on is None:
            check_may_write(self.world, chat, person)
        draft = self._draft(chat, person, body, contents[0])
        if comments_on is not None:
            draft = replace(draft, reply_to=comments_on, thread=comments_on)
            # Nobody joins by a comment, but those who read it have met its writer.
            chat.members.setdefault(person, Member(person, "left"))
        if chat.kind == "private":
            chat.has_started = True
        album = self._album(chat, person, body, len(contents))
        sent = [
            post(
                self.world,
                chat,
                replace(draft, content=content, album=album),
                delay=delays[index],
            )
            for index, content in enumerate(contents)
        ]
        views = [message_view(self.world, message) for message in sent]
        return answer({"messages": views, "seq": self.events.last}, status=201)

    def _place(self, chat: Chat, body: Body, person: int) -> tuple[Chat, int | None]:
        """Where a message goes; for a comment on a post, with the message that it answers there.

        Who reads a channel may comment without being in the group.
        """
        if not body.has("comment_to"):
            check_may_write(self.world, chat, person)
            return chat, None
        name = self.world.people[person].first_name
        if chat.kind != "channel" or not (chat.username or chat.member(person).is_present):
            raise RefusalError(f"{name} can comment only on posts of a channel that they read.")
        copy = self.discussions.copy_of(chat.key, body.number("comment_to"))
        if copy is None:
            raise RefusalError("This post is not discussed in a group.")
        group = self.world.chats[copy.chat]
        if group.member(person).status == "kicked":
            raise RefusalError(f"{name} was banned from “{group.title}”.")
        return group, copy.id

    def _album(self, chat: Chat, person: int, body: Body, count: int) -> str | None:
        """The album of what is sent: a new one, the one of a part that was sent before, or none."""
        joined = body.optional_number("joins")
        if joined is None:
            return str(secrets.randbelow(2**62)) if count > 1 else None
        part = self.world.standing(chat.key, joined)
        if part is None or part.album is None or part.sender != person:
            name = self.world.people[person].first_name
            raise RefusalError(f"Message {joined} is no part of an album of {name}'s.")
        return part.album

    def _draft(self, chat: Chat, person: int, body: Body, content: Content) -> Draft:
        reply_to = body.optional_number("reply_to")
        answered = self.world.standing(chat.key, reply_to)
        if reply_to is not None and answered is None:
            raise RefusalError(f"There is no message {reply_to} to reply to.")
        thread = body.optional_number("thread")
        if thread is not None and thread not in chat.topics:
            raise RefusalError(f"There is no topic {thread} in this chat.")
        if thread is None:
            thread = thread_of_reply(chat, answered)
        return Draft(
            content,
            sender=person,
            sender_chat=sender_chat_of(self.world, chat, person, body),
            reply_to=reply_to,
            thread=thread,
        )


def sender_chat_of(world: World, chat: Chat, person: int, body: Body) -> str | None:
    """The chat in whose name a person writes (``as``), if any."""
    if chat.kind == "channel":
        return chat.key
    wanted = body.text("as", "")
    if wanted == ANONYMOUS or (not wanted and chat.member(person).is_anonymous):
        if not chat.member(person).is_admin or chat.kind == "private":
            raise RefusalError("Only an administrator of a group can speak for it.")
        return chat.key
    if not wanted:
        return None
    channel = chat_of_key(world, wanted)
    if channel.kind != "channel" or not channel.member(person).is_admin:
        raise RefusalError("A person can speak only for a channel that they manage.")
    if channel.id in chat.banned_senders:
        raise RefusalError(f"“{channel.title}” was banned from “{chat.title}”.")
    return channel.key


def check_may_write(world: World, chat: Chat, person: int) -> None:
    """Refuse where this person can't write in this chat."""
    name = world.people[person].first_name
    if chat.kind == "private":
        if chat.id != person:
            raise RefusalError(f"This is not {name}'s chat.")
        if chat.is_blocked:
            raise RefusalError(f"{name} has blocked the bot; unblock it first.")
        return
    if chat.migrated_to:
        raise RefusalError(f"This group moved to {chat.migrated_to}; write there.")
    member = chat.member(person)
    if not member.is_present:
        raise RefusalError(f"{name} is not in “{chat.title}”; add them first.")
    if chat.kind == "channel" and not member.may("can_post_messages"):
        raise RefusalError(f"{name} may not post in the channel “{chat.title}”.")


def check_may_send(world: World, chat: Chat, person: int, content: Content) -> None:
    """Refuse what this person is forbidden to send in this chat."""
    permission = permission_for(content)
    if not chat.member(person).is_permitted(permission):
        name = world.people[person].first_name
        raise RefusalError(f"{name} is restricted in “{chat.title}” and lacks {permission}.")


def _delays(body: Body, count: int) -> list[float]:
    """Seconds after which the bots are told of each part."""
    spread = body.seconds("spread", 0.0, MAX_SPREAD)
    order = body.items("order") or list(range(count))
    if sorted(map(str, order)) != sorted(map(str, range(count))):
        raise RefusalError(f"“order” must hold each of the numbers 0 to {count - 1} once.")
    places = [int(each) for each in order]
    if body.flag("shuffle"):
        random.shuffle(places)
    if places == list(range(count)) and spread == 0:
        return [0.0] * count
    step = spread or SHUFFLE_STEP
    return [places.index(index) * step for index in range(count)]
