"""``python -m playground``: start the local Telegram."""

import argparse
import asyncio
import logging
import signal
import sys

from aiohttp import web

from playground.application import build_application
from playground.seeds import plant
from playground.world import RefusalError, World
from playground.world.membership import add_bot

DEFAULT_BOT = "4200000001:PLAYGROUND-local-only-token"
DEFAULT_NAME = "playground_bot"
WRONG_USE = 2


def main() -> int:
    """Run until SIGINT or SIGTERM; 0 after a clean end, 2 after wrong use."""
    options = _options()
    logging.basicConfig(
        level=logging.INFO if options.verbose else logging.WARNING,
        format="%(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    world = World()
    try:
        for token, username in _bots(options):
            add_bot(world, token, username, privacy=not options.no_privacy)
        if not options.empty:
            plant(world)
    except RefusalError as error:
        print(f"playground: {error}", file=sys.stderr)
        return WRONG_USE
    return asyncio.run(_serve(world, options))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8081, help="port; 0 picks a free one (8081)")
    parser.add_argument(
        "--bot",
        action="append",
        default=[],
        metavar="TOKEN:USERNAME",
        help="register a bot (may be given several times)",
    )
    parser.add_argument("--token", help=f"register a bot called @{DEFAULT_NAME} with this token")
    parser.add_argument("--no-privacy", action="store_true", help="bots see all group messages")
    parser.add_argument("--empty", action="store_true", help="begin without people and chats")
    parser.add_argument(
        "--webhook-pause", type=float, default=1.0, help="seconds before a webhook's first retry"
    )
    parser.add_argument("--verbose", action="store_true", help="log every request")
    return parser.parse_args()


def _bots(options: argparse.Namespace) -> list[tuple[str, str]]:
    bots: list[tuple[str, str]] = []
    for text in options.bot:
        token, _, username = text.rpartition(":")
        bots.append((token, username.removeprefix("@")))
    if options.token:
        bots.append((options.token, DEFAULT_NAME))
    if not bots and not options.empty:
        bots.append((DEFAULT_BOT, DEFAULT_NAME))
    return bots


async def _serve(world: World, options: argparse.Namespace) -> int:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    application = build_application(world, webhook_pause=options.webhook_pause)
    # A getUpdates ends with its connection.
    runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0.2)
    await runner.setup()
    try:
        await web.TCPSite(runner, options.host, options.port).start()
    except OSError as error:
        print(
            f"playground: can't listen on {options.host}:{options.port} ({error.strerror}); "
            "choose another --port, or 0 for a free one.",
            file=sys.stderr,
        )
        await runner.cleanup()
        return WRONG_USE
    host, port = runner.addresses[0][:2]
    for bot in world.bots.values():
        print(f"bot @{bot.user.username} {bot.token}")
    print(f"playground ready http://{host}:{port}/", flush=True)
    await stopped.wait()
    await runner.cleanup()
    return 0


if __name__ == "__main__":
    sys.exit(main())
