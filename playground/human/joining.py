"""Links into chats, and who asks to come in by them."""

from aiohttp import web

from playground.human.bodies import find_user, read_body
from playground.human.chats import actor_of, group_of
from playground.human.room import Room, answer
from playground.human.views import chat_view
from playground.wire.accounts import known_user_json
from playground.world import RefusalError
from playground.world import joining as world_joining
from playground.world.joining import invite, withdraw


class JoiningRoom(Room):
    """``/human/chats/{chat}/invites`` and ``…/requests``."""

    def routes(self) -> list[web.RouteDef]:
        """The paths of this room."""
        return [
            web.post("/human/chats/{chat}/invites", self.invite),
            web.get("/human/chats/{chat}/requests", self.requests),
            web.post("/human/chats/{chat}/requests/{user}", self.answer),
            web.delete("/human/chats/{chat}/requests/{user}", self.withdraw),
        ]

    async def invite(self, request: web.Request) -> web.Response:
        """A link into the chat; with ``approval`` an admin has to approve of who follows it."""
        chat = group_of(self.world, request)
        body = await read_body(request, 0)
        by = actor_of(self.world, body, chat, chat.present()[0].user)
        made = invite(chat, by=by, is_asking=body.flag("approval"))
        return answer({"url": made.url, "approval": made.is_asking}, status=201)

    async def requests(self, request: web.Request) -> web.Response:
        """Who asks to come in, the first first."""
        chat = group_of(self.world, request)
        listed = [
            {"user": known_user_json(self.world, each.person), "date": each.date}
            for each in chat.requests.values()
        ]
        return answer({"requests": listed, "seq": self.events.last})

    async def answer(self, request: web.Request) -> web.Response:
        """An admin approves (``approve``), or declines."""
        chat = group_of(self.world, request)
        body = await read_body(request, 0)
        user = find_user(self.world, request.match_info["user"])
        by = actor_of(self.world, body, chat, chat.present()[0].user)
        if not chat.member(by).may("can_invite_users"):
            raise RefusalError(f"The user {by} lacks can_invite_users and lets nobody in.")
        approved = body.flag("approve")
        if not world_joining.answer(self.world, chat, user, by=by, is_approved=approved):
            raise RefusalError(f"The user {user} has not asked, or was answered.")
        return answer(chat_view(self.world, chat))

    async def withdraw(self, request: web.Request) -> web.Response:
        """Somebody asks no more."""
        chat = group_of(self.world, request)
        withdraw(chat, find_user(self.world, request.match_info["user"]))
        return answer(chat_view(self.world, chat))
