"""Keeping order: restricting people and bots, and letting those who were banned come back."""

from aiohttp import web

from playground.human.bodies import find_user, read_body
from playground.human.chats import actor_of, group_of
from playground.human.room import Room, answer
from playground.human.views import chat_view
from playground.world import RefusalError
from playground.world.chats import PERMISSIONS
from playground.world.order import restrict, unban


class OrderRoom(Room):
    """What administrators do about members."""

    def routes(self) -> list[web.RouteDef]:
        """The paths of this room."""
        return [
            web.post("/human/chats/{chat}/restrict", self.restrict),
            web.post("/human/chats/{chat}/unban", self.unban),
        ]

    async def restrict(self, request: web.Request) -> web.Response:
        """Leave ``user`` only some ``permissions``; without any list lift it."""
        chat = group_of(self.world, request)
        body = await read_body(request, 0)
        user = find_user(self.world, body.values.get("user", ""))
        permissions = body.items("permissions") if body.has("permissions") else None
        unknown = set(permissions or ()) - set(PERMISSIONS)
        if unknown:
            raise RefusalError(
                f"There is no permission {sorted(unknown)}; there are {list(PERMISSIONS)}."
            )
        by = actor_of(self.world, body, chat, chat.present()[0].user)
        until = body.number("until", 0)
        restrict(self.world, chat, user, permissions, by=by, until=until)
        return answer(chat_view(self.world, chat))

    async def unban(self, request: web.Request) -> web.Response:
        """Let ``user`` come back who was put out."""
        chat = group_of(self.world, request)
        body = await read_body(request, 0)
        user = find_user(self.world, body.values.get("user", ""))
        by = actor_of(self.world, body, chat, chat.present()[0].user)
        unban(self.world, chat, user, by=by)
        return answer(chat_view(self.world, chat))
