"""The human door: its rooms, its events, and its errors as clear JSON sentences."""

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from playground.botapi.deliveries import SchemaViolationError
from playground.human.acting import ActingRoom
from playground.human.bodies import NotThereError
from playground.human.chats import ChatsRoom
from playground.human.faulting import FaultsRoom
from playground.human.inline import InlineRoom
from playground.human.joining import JoiningRoom
from playground.human.links import LinksRoom
from playground.human.menus import MenusRoom
from playground.human.order import OrderRoom
from playground.human.people import PeopleRoom
from playground.human.rates import RatesRoom
from playground.human.room import Room, Surroundings, answer
from playground.human.sending import SendingRoom
from playground.human.views import message_view
from playground.human.watching import WatchingRoom
from playground.wire import member_json
from playground.world import RefusalError
from playground.world.happenings import (
    ActionShown,
    Answered,
    Deleted,
    Edited,
    Happening,
    InlineAnswered,
    JoinRequested,
    MemberChanged,
    Posted,
    Pressed,
    Reacted,
)

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
ROOMS: tuple[type[Room], ...] = (
    PeopleRoom,
    ChatsRoom,
    OrderRoom,
    JoiningRoom,
    MenusRoom,
    LinksRoom,
    RatesRoom,
    InlineRoom,
    SendingRoom,
    ActingRoom,
    WatchingRoom,
    FaultsRoom,
)


class HumanDoor:
    """The human door over its surroundings."""

    def __init__(self, around: Surroundings) -> None:
        self._world = around.world
        self._events = around.events
        self._rooms = [room(around) for room in ROOMS]
        around.world.listen(self._note)

    def routes(self) -> list[web.RouteDef]:
        """The paths of this door."""
        return [route for room in self._rooms for route in room.routes()]

    def _note(self, happening: Happening) -> None:
        """Make an event of what happened."""
        add = self._events.add
        match happening:
            case Posted(message):
                add("message", message.chat, {"message": message_view(self._world, message)})
            case Edited(message):
                add("edit", message.chat, {"message": message_view(self._world, message)})
            case Deleted(message, by):
                body = {"message": message_view(self._world, message), "by": by}
                add("delete", message.chat, body)
            case MemberChanged() | JoinRequested():
                self._note_people(happening)
            case Pressed(query, person, message, data):
                pressed = {"query": query, "person": person, "data": data}
                add("press", message.chat, pressed | {"message_id": message.id})
            case Answered(query, chat, person, text, show_alert, url):
                given = {"text": text, "show_alert": show_alert, "url": url}
                add("callback_answer", chat, given | {"query": query, "person": person})
            case InlineAnswered(query, chat):
                add("inline_answer", chat, {"query": query})
            case ActionShown(chat, bot, action, thread):
                add("chat_action", chat, {"bot": bot, "action": action, "thread": thread})
            case Reacted(message, by, _, _, after_reactions):
                reaction = {"by": by, "reactions": list(after_reactions)}
                add("reaction", message.chat, reaction | {"message_id": message.id})

    def _note_people(self, happening: MemberChanged | JoinRequested) -> None:
        """Make an event of who came, went, or asks to come."""
        match happening:
            case MemberChanged(key, by, _, _, after):
                member = member_json(self._world, self._world.chats[key], after)
                self._events.add("member", key, {"by": by, "member": member})
            case JoinRequested(key, asked):
                body = {"person": asked.person, "date": asked.date}
                self._events.add("join_request", key, body)


@web.middleware
async def clear_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Make a JSON sentence of everything that goes wrong at the human door."""
    if not request.path.startswith("/human/"):
        return await handler(request)
    try:
        _check_origin(request)
        return await handler(request)
    except (RefusalError, NotThereError, SchemaViolationError, web.HTTPError) as error:
        status, sentence = _explained(request, error)
        if isinstance(error, SchemaViolationError):
            log.exception("An update breaks the schema.")
        return answer({"error": sentence}, status=status)
    except web.HTTPException:
        raise
    except Exception:
        log.exception("%s %s failed.", request.method, request.path)
        return answer({"error": "The playground failed; its log says how."}, status=500)


def _explained(request: web.Request, error: Exception) -> tuple[int, str]:
    match error:
        case NotThereError():
            return 404, str(error)
        case SchemaViolationError():
            return 500, f"An update breaks the Bot API's schema: {error}"
        case web.HTTPNotFound():
            return 404, f"There is no path {request.path}."
        case web.HTTPMethodNotAllowed():
            allowed = ", ".join(sorted(error.allowed_methods))
            return 405, f"Only {allowed} can be used here."
        case web.HTTPRequestEntityTooLarge():
            return 413, "The body is too large."
        case _:
            return 400, str(error)


def _check_origin(request: web.Request) -> None:
    """A page from elsewhere in the same browser may not use this door."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        raise RefusalError("This door is for the playground's own page.")
