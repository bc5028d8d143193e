"""Putting faults in the bots' way."""

from aiohttp import web

from playground.faults import KINDS, WHENS, Fault
from playground.human.bodies import NotThereError, find_bot, read_body
from playground.human.room import Room, answer
from playground.human.views import fault_view
from playground.world import RefusalError

LONGEST_DELAY = 600.0
ERROR_STATUS = range(400, 600)
SERVER_ERROR_STATUS = range(500, 600)


class FaultsRoom(Room):
    """``/human/faults``."""

    def routes(self) -> list[web.RouteDef]:
        """The paths of this room."""
        return [
            web.get("/human/faults", self.list_faults),
            web.post("/human/faults", self.add),
            web.delete("/human/faults", self.clear),
            web.delete("/human/faults/{fault}", self.clear),
        ]

    async def list_faults(self, _: web.Request) -> web.Response:
        """All faults, and the kinds that there are."""
        return answer(
            {"faults": [fault_view(fault) for fault in self.faults.all()], "kinds": KINDS}
        )

    async def add(self, request: web.Request) -> web.Response:
        """A fault for the next calls of a method."""
        body = await read_body(request, 0)
        kind = body.text("kind")
        if kind not in KINDS:
            raise RefusalError(f"“kind” must be one of {', '.join(KINDS)}.")
        when = body.text("when", "before")
        if when not in WHENS:
            raise RefusalError("“when” must be before or after the call takes effect.")
        status = body.number("status", 502)
        if status not in (SERVER_ERROR_STATUS if kind == "server_error" else ERROR_STATUS):
            raise RefusalError(f"The status {status} does not fit the kind {kind}.")
        has_end = body.values.get("times", 1) is not None
        times = body.number("times", 1) if has_end else None
        rate = body.number("bytes_per_second", 10_000)
        retry_after = body.number("retry_after", 1)
        if (times is not None and times < 1) or rate < 1 or retry_after < 1:
            raise RefusalError("“times”, “bytes_per_second” and “retry_after” begin at 1.")
        bot = find_bot(self.world, body.values["bot"]).user.username if body.has("bot") else ""
        fault = self.faults.add(
            Fault(
                0,
                body.text("method", "*"),
                kind,
                times,
                when,
                bot,
                retry_after=retry_after,
                status=status,
                description=body.text("description", ""),
                seconds=body.seconds("seconds", 1.0, LONGEST_DELAY),
                bytes_per_second=rate,
            )
        )
        return answer(fault_view(fault), status=201)

    async def clear(self, request: web.Request) -> web.Response:
        """Remove one fault, or all."""
        named = request.match_info.get("fault")
        if named is not None and not named.isdecimal():
            raise NotThereError(f"There is no fault {named}.")
        removed = self.faults.clear(int(named) if named is not None else None)
        if named is not None and not removed:
            raise NotThereError(f"There is no fault {named}.")
        return answer({"removed": removed})
