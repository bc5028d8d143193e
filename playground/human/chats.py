"""Making chats, and who is in them."""

from aiohttp import web

from playground.human.bodies import (
    Body,
    chat_of_key,
    find_bot,
    find_chat,
    find_person,
    find_user,
    query,
    read_body,
)
from playground.human.room import Room, answer
from playground.human.views import chat_view
from playground.world import RefusalError, World
from playground.world.chats import KINDS, RIGHTS, Chat
from playground.world.discussion import link
from playground.world.membership import (
    create_chat,
    join,
    leave,
    migrate,
    open_private_chat,
    open_topic,
    promote,
    set_blocked,
)


class ChatsRoom(Room):
    """``/human/chats`` and the members of chats."""

    def routes(self) -> list[web.RouteDef]:
        """The paths of this room."""
        return [
            web.get("/human/chats", self.chats),
            web.post("/human/chats", self.create),
            web.get("/human/chats/{chat}", self.chat),
            web.post("/human/chats/{chat}/members", self.add_member),
            web.delete("/human/chats/{chat}/members/{user}", self.remove_member),
            web.post("/human/chats/{chat}/admins", self.promote),
            web.post("/human/chats/{chat}/block", self.block),
            web.post("/human/chats/{chat}/migrate", self.migrate),
            web.post("/human/chats/{chat}/topics", self.open_topic),
            web.post("/human/chats/{chat}/link", self.link),
        ]

    async def chats(self, _: web.Request) -> web.Response:
        """All chats."""
        return answer({"chats": [chat_view(self.world, each) for each in self._all()]})

    async def chat(self, request: web.Request) -> web.Response:
        """One chat."""
        return answer(chat_view(self.world, find_chat(self.world, request)))

    async def create(self, request: web.Request) -> web.Response:
        """A chat of any kind."""
        body = await read_body(request, 0)
        kind = body.text("kind", "private")
        if kind not in KINDS:
            raise RefusalError(f"“kind” must be one of {', '.join(KINDS)}.")
        if kind == "private":
            person = find_person(self.world, body)
            bot = find_bot(self.world, body.values.get("bot", ""))
            chat = open_private_chat(self.world, person, bot.id)
            return answer(chat_view(self.world, chat), status=201)
        chat = create_chat(
            self.world,
            kind,
            body.text("title"),
            find_person(self.world, body, "owner"),
            [find_user(self.world, each) for each in body.items("members")],
            username=body.text("username", "").removeprefix("@"),
            is_forum=body.flag("is_forum"),
        )
        return answer(chat_view(self.world, chat), status=201)

    async def add_member(self, request: web.Request) -> web.Response:
        """Somebody comes in: ``user``, brought by ``by`` (by themselves without)."""
        chat = group_of(self.world, request)
        body = await read_body(request, 0)
        user = find_user(self.world, body.values.get("user", ""))
        join(self.world, chat, user, by=actor_of(self.world, body, chat, user))
        return answer(chat_view(self.world, chat))

    async def remove_member(self, request: web.Request) -> web.Response:
        """Somebody leaves, or is put out by ``by``."""
        chat = group_of(self.world, request)
        user = find_user(self.world, request.match_info["user"])
        leave(self.world, chat, user, by=actor_of(self.world, query(request), chat, user))
        return answer(chat_view(self.world, chat))

    async def promote(self, request: web.Request) -> web.Response:
        """Make somebody an administrator; with an empty list of rights a member again."""
        chat = group_of(self.world, request)
        body = await read_body(request, 0)
        user = find_user(self.world, body.values.get("user", ""))
        rights = body.items("rights") if body.has("rights") else None
        unknown = set(rights or ()) - RIGHTS
        if unknown:
            raise RefusalError(f"There is no right {sorted(unknown)}; there are {sorted(RIGHTS)}.")
        promote(
            self.world,
            chat,
            user,
            by=actor_of(self.world, body, chat, chat.present()[0].user),
            rights=rights,
            is_anonymous=body.flag("is_anonymous"),
            title=body.text("title", ""),
        )
        return answer(chat_view(self.world, chat))

    async def block(self, request: web.Request) -> web.Response:
        """The person of a private chat blocks the bot, or lets it write again."""
        chat = find_chat(self.world, request)
        if chat.kind != "private":
            raise RefusalError("Only in a private chat can a bot be blocked.")
        body = await read_body(request, 0)
        set_blocked(self.world, chat, is_blocked=body.flag("blocked", default=True))
        return answer(chat_view(self.world, chat))

    async def migrate(self, request: web.Request) -> web.Response:
        """A group becomes a supergroup; the new chat is answered."""
        chat = group_of(self.world, request)
        body = await read_body(request, 0)
        owner = actor_of(self.world, body, chat, chat.present()[0].user)
        return answer(chat_view(self.world, migrate(self.world, chat, by=owner)))

    async def open_topic(self, request: web.Request) -> web.Response:
        """A new topic in a forum."""
        chat = group_of(self.world, request)
        body = await read_body(request, 0)
        by = actor_of(self.world, body, chat, chat.present()[0].user)
        topic = open_topic(self.world, chat, body.text("name"), by=by)
        return answer({"id": topic.id, "name": topic.name}, status=201)

    def _all(self) -> list[Chat]:
        return list(self.world.chats.values())

    async def link(self, request: web.Request) -> web.Response:
        """Discuss a channel's posts in a ``group``; without one end it."""
        chat = group_of(self.world, request)
        body = await read_body(request, 0)
        group = chat_of_key(self.world, body.text("group")) if body.has("group") else None
        link(self.world, chat, group)
        return answer(chat_view(self.world, chat))


def group_of(world: World, request: web.Request) -> Chat:
    """The chat of a path, which has members that can change."""
    chat = chat_of_key(world, request.match_info["chat"])
    if chat.kind == "private":
        raise RefusalError("A private chat has no members to change.")
    return chat


def actor_of(world: World, body: Body, chat: Chat, default: int) -> int:
    """Who does something in a chat: ``by``, or somebody else where it is not said."""
    actor = find_user(world, body.values["by"]) if body.has("by") else default
    if actor != default and not chat.member(actor).is_present:
        raise RefusalError(f"The user {actor} is not in the chat and can do nothing in it.")
    return actor
