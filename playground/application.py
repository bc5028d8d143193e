"""The one place that puts the world, the doors and the page together."""

from pathlib import Path

from aiohttp import web

from playground.botapi import BotDoor
from playground.botapi.rates import Rates
from playground.darkroom import Darkroom
from playground.faults import Faults
from playground.human import HumanDoor
from playground.human.door import clear_errors
from playground.human.room import Surroundings
from playground.journal import CallLog, EventLog
from playground.schema import Schema, load_schema
from playground.world import World
from playground.world.discussion import Discussions

STATIC = Path(__file__).with_name("static")
PAGE_HEADERS = {
    "Cache-Control": "no-cache",
    # What people and bots write can't run as a script, and nothing is loaded from elsewhere.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob: data:",
    "X-Content-Type-Options": "nosniff",
}
# No request body that is read at once is larger; files are read piece by piece with own limits.
MAX_BODY = 2 * 1024 * 1024


def build_application(
    world: World, *, schema: Schema | None = None, webhook_pause: float = 1.0
) -> web.Application:
    """The whole playground as one web application.

    Args:
        world: The world, with or without people in it.
        schema: The Bot API that calls and answers are held to; without one, the published one.
        webhook_pause: Seconds before the first retry of a webhook.
    """
    faults, calls, events = Faults(), CallLog(), EventLog()
    darkroom, rates, discussions = Darkroom(), Rates(world.clock), Discussions(world)
    bots = BotDoor(
        world,
        schema or load_schema(),
        faults,
        calls,
        darkroom,
        rates=rates,
        webhook_pause=webhook_pause,
    )
    humans = HumanDoor(
        Surroundings(
            world=world,
            lines=bots.lines,
            faults=faults,
            events=events,
            calls=calls,
            darkroom=darkroom,
            discussions=discussions,
            rates=rates,
            inline=bots.inline,
        )
    )
    world.listen(discussions)
    application = web.Application(client_max_size=MAX_BODY, middlewares=[clear_errors])
    application.add_routes(bots.routes())
    application.add_routes(humans.routes())
    application.router.add_get("/", _page)
    application.router.add_static("/static/", STATIC)

    async def close(_: web.Application) -> None:
        await bots.webhooks.close()
        darkroom.close()

    application.on_cleanup.append(close)
    return application


async def _page(_: web.Request) -> web.FileResponse:
    return web.FileResponse(STATIC / "index.html", headers=PAGE_HEADERS)
