"""Whether bots can be too fast."""

from aiohttp import web

from playground.human.bodies import read_body
from playground.human.room import Room, answer


class RatesRoom(Room):
    """``/human/rates``."""

    def routes(self) -> list[web.RouteDef]:
        """The paths of this room."""
        return [web.get("/human/rates", self.show), web.post("/human/rates", self.switch)]

    async def show(self, _: web.Request) -> web.Response:
        """Are the limits on?"""
        return answer({"on": self.rates.is_on})

    async def switch(self, request: web.Request) -> web.Response:
        """Switch the limits ``on`` or off; what was counted is forgotten."""
        body = await read_body(request, 0)
        self.rates.switch(is_on=body.flag("on", default=True))
        return answer({"on": self.rates.is_on})
