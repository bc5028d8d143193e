"""What people send: texts, photos, albums, files."""

import mimetypes
import random
import secrets
from dataclasses import replace

from aiohttp import web

from playground.human.bodies import (
    Attachment,
    Body,
    chat_of_key,
    find_chat,
    find_person,
    read_body,
)
from playground.human.room import Room, answer
from playground.human.views import message_view
from playground.text import (
    Formatted,
    ParseError,
    parse,
    trimmed,
    utf16_length,
    with_detected,
)
from playground.text.formatted import MAX_CAPTION, MAX_TEXT
from playground.world import RefusalError, World
from playground.world.chats import Chat
from playground.world.content import Content, Document, Draft, Photo, Text
from playground.world.pictures import (
    BOXES,
    ORDINARY_BOX,
    PictureError,
)
from playground.world.posting import post

MAX_ALBUM = 10
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
        """Send a text, or files (several photos, or several documents, are an album)."""
        chat = find_chat(self.world, request)
        body = await read_body(request, self.world.limits.upload)
        person = find_person(self.world, body)
        check_may_write(self.world, chat, person)
        contents = await self._contents(body)
        delays = _delays(body, len(contents))
        check_may_write(self.world, chat, person)
        draft = self._draft(chat, person, body, contents[0])
        if chat.kind == "private":
            chat.has_started = True
        album = str(secrets.randbelow(2**62)) if len(contents) > 1 else None
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

    async def _contents(self, body: Body) -> list[Content]:
        if not body.files:
            return [Text(read_words(body, "text", MAX_TEXT))]
        caption = read_words(body, "caption", MAX_CAPTION)
        if len(body.files) > MAX_ALBUM:
            raise RefusalError(f"An album has at most {MAX_ALBUM} parts.")
        kinds = {file.field for file in body.files}
        if not kinds <= {"photo", "document"}:
            raise RefusalError("A file is sent in a field “photo” or “document”.")
        if len(kinds) > 1:
            raise RefusalError("An album holds photos or documents, not both.")
        box = BOXES[-1] if body.flag("hd") else ORDINARY_BOX
        made = [await self._media(file, box) for file in body.files]
        # A caption belongs to the first part of an album.
        return [replace(made[0], caption=caption), *made[1:]]

    async def _media(self, file: Attachment, box: int) -> Photo | Document:
        if not file.data:
            raise RefusalError(f"The file “{file.name}” is empty.")
        if file.field == "photo":
            try:
                rendered = await self.darkroom.photo(file.data, by_bot=False, largest=box)
            except PictureError:
                raise RefusalError(
                    f"“{file.name}” is no picture that can be sent as a photo; "
                    "send it as a document."
                ) from None
            return self.world.files.add_photo(rendered)
        mime_type = mimetypes.guess_type(file.name)[0] or file.mime_type
        thumbnail = await self.darkroom.thumbnail(file.data)
        return self.world.files.add_document(file.data, file.name, mime_type, thumbnail)

    def _draft(self, chat: Chat, person: int, body: Body, content: Content) -> Draft:
        reply_to = body.optional_number("reply_to")
        answered = self.world.standing(chat.key, reply_to)
        if reply_to is not None and answered is None:
            raise RefusalError(f"There is no message {reply_to} to reply to.")
        thread = body.optional_number("thread")
        if thread is not None and thread not in chat.topics:
            raise RefusalError(f"There is no topic {thread} in this chat.")
        if thread is None and answered is not None:
            thread = answered.thread
        return Draft(
            content,
            sender=person,
            sender_chat=self._sender_chat(chat, person, body),
            reply_to=reply_to,
            thread=thread,
        )

    def _sender_chat(self, chat: Chat, person: int, body: Body) -> str | None:
        if chat.kind == "channel":
            return chat.key
        wanted = body.text("as", "")
        if wanted == ANONYMOUS or (not wanted and chat.member(person).is_anonymous):
            if not chat.member(person).is_admin or chat.kind == "private":
                raise RefusalError("Only an administrator of a group can speak for it.")
            return chat.key
        if not wanted:
            return None
        channel = chat_of_key(self.world, wanted)
        if channel.kind != "channel" or not channel.member(person).is_admin:
            raise RefusalError("A person can speak only for a channel that they manage.")
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


def read_words(body: Body, name: str, longest: int) -> Formatted:
    """The text or caption of a person's message."""
    try:
        marked = parse(body.text(name, ""), body.text("parse_mode", ""))
    except ParseError as error:
        raise RefusalError(f"“{name}” can't be parsed: {error}.") from None
    words = with_detected(trimmed(marked))
    if not words.text and name == "text":
        raise RefusalError("Give a “text”, or files in fields “photo” or “document”.")
    if utf16_length(words.text) > longest:
        raise RefusalError(f"“{name}” has more than {longest} characters; send it in parts.")
    return words


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
