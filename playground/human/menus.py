"""The menu of commands, as one person sees it in one chat."""

from aiohttp import web

from playground.human.bodies import find_chat, find_person, query
from playground.human.room import Room, answer
from playground.world.commands import commands_for


class MenusRoom(Room):
    """``/human/chats/{chat}/commands``."""

    def routes(self) -> list[web.RouteDef]:
        """The paths of this room."""
        return [web.get("/human/chats/{chat}/commands", self.commands)]

    async def commands(self, request: web.Request) -> web.Response:
        """What ``person`` is shown: the commands of each bot that is in the chat."""
        chat = find_chat(self.world, request)
        person = find_person(self.world, query(request))
        bots = [
            self.world.bots[member.user]
            for member in chat.present()
            if member.user in self.world.bots
        ]
        shown = [
            {**command, "bot": bot.user.username}
            for bot in bots
            for command in commands_for(self.world, bot.id, chat, person)
        ]
        return answer({"commands": shown, "bots": len(bots)})
