"""The door itself: who calls what, with which faults in the way, and what is answered."""

import asyncio
import json
import logging
import time
from typing import Any

from aiohttp import web

from playground.botapi import files
from playground.botapi.call import Answer, Call, Handler
from playground.botapi.deliveries import Deliveries, SchemaViolationError
from playground.botapi.errors import (
    METHOD_NOT_FOUND,
    NOT_FOUND,
    UNAUTHORIZED,
    ApiError,
    bad_request,
    too_many_requests,
)
from playground.botapi.lines import Lines
from playground.botapi.methods import METHODS
from playground.botapi.rates import Rates
from playground.botapi.requests import Given, read_call
from playground.botapi.webhooks import WebhookSender
from playground.darkroom import Darkroom
from playground.faults import UPDATE_KINDS, Fault, Faults
from playground.journal import MAX_NAME, CallLog, CallRecord, abridged
from playground.schema import (
    BadParameterError,
    Method,
    Reading,
    Schema,
    problems,
    read_parameters,
)
from playground.world import World
from playground.world.inline import InlineQueries
from playground.world.membership import is_token
from playground.world.people import Bot

log = logging.getLogger(__name__)

# Parameters without which a call would mean something else; the rest that has no effect here
# (paid broadcasts, notifications) changes nothing that a bot or a person could see.
NOT_IMPLEMENTED = frozenset(
    {
        "business_connection_id",
        "direct_messages_topic_id",
        "message_effect_id",
        "suggested_post_parameters",
    }
)
INTERNAL_ERROR = 500


class BotDoor:
    """The Bot API over one world."""

    def __init__(
        self,
        world: World,
        schema: Schema,
        faults: Faults,
        calls: CallLog,
        darkroom: Darkroom,
        *,
        rates: Rates,
        webhook_pause: float = 1.0,
    ) -> None:
        self._world = world
        self._schema = schema
        self._faults = faults
        self._calls = calls
        self._darkroom = darkroom
        self._rates = rates
        self.lines = Lines(world)
        self.inline = InlineQueries(world)
        self.webhooks = WebhookSender(world, self.lines, faults, self._perform, webhook_pause)
        world.listen(Deliveries(world, self.lines, schema))

    def routes(self) -> list[web.RouteDef]:
        """The paths of this door."""
        return [
            web.route("*", "/bot{token}/{method}", self._serve_call),
            web.get("/file/bot{token}/{path:.+}", self._serve_file),
        ]

    async def _serve_call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        try:
            bot = self._bot(request)
            method = self._schema.method(name)
            if method is None:
                log.warning("@%s called the unknown method %s.", bot.user.username, name)
                raise METHOD_NOT_FOUND
            given = await read_call(request, self._world.limits.upload)
        except ApiError as error:
            return _respond(error.code, error.as_json())
        fault = self._faults.take(method.name, bot.user.username)
        work = self._carry_out(bot, method, given, fault)
        if method.name == "getUpdates":
            # A poll ends with its connection; anything else is done even if nobody waits for it.
            status, body = await work
        else:
            status, body = await asyncio.shield(asyncio.ensure_future(work))
        if fault is not None and fault.kind == "drop":
            return files.cut(request)
        return _respond(status, body)

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        try:
            bot = self._bot(request)
            fault = self._faults.take("download", bot.user.username)
            failure = await _strike(fault) if fault else None
            if fault is not None and fault.kind == "drop":
                if fault.when == "before":
                    return files.cut(request)
            elif failure is not None:
                raise failure
            return await files.send_file(self._world, request, request.match_info["path"], fault)
        except ApiError as error:
            return _respond(error.code, error.as_json())

    def _bot(self, request: web.Request) -> Bot:
        token = request.match_info["token"]
        if not is_token(token):
            raise NOT_FOUND
        bot = self._world.bot_of_token(token)
        if bot is None:
            raise UNAUTHORIZED
        return bot

    async def _carry_out(
        self, bot: Bot, method: Method, given: Given, fault: Fault | None
    ) -> tuple[int, dict[str, Any]]:
        """Do what a call asks for, in spite of a fault; status and body of the answer."""
        begun = time.time()
        failure = await _strike(fault) if fault else None
        unknown: tuple[str, ...] = ()
        if failure is not None and fault is not None and fault.when == "before":
            status, body = failure.code, failure.as_json()
        else:
            status, body, unknown = await self._outcome(bot, method, given, fault)
            if failure is not None:
                status, body = failure.code, failure.as_json()
        if unknown:
            log.warning("%s: parameters unknown to the Bot API: %s", method.name, unknown)
        self._calls.add(
            CallRecord(
                bot=bot.user.username,
                method=method.name,
                parameters=_described(given),
                unknown=unknown,
                status=status,
                answer=abridged(body),
                at=begun,
                seconds=time.time() - begun,
                fault=fault.kind if fault else "",
            )
        )
        if method.name in {"setWebhook", "deleteWebhook"}:
            self.webhooks.watch(bot)
        return status, body

    async def _outcome(
        self, bot: Bot, method: Method, given: Given, fault: Fault | None
    ) -> tuple[int, dict[str, Any], tuple[str, ...]]:
        """Status and body of the answer to a call, and its unknown parameters."""
        unknown: tuple[str, ...] = ()
        try:
            reading = read_parameters(self._schema, method, given.values, tuple(given.uploads))
            unknown = reading.unknown
            _check_implemented(reading)
            self._check_rate(bot, method, reading)
            call = Call(
                self._world,
                self.lines,
                self._darkroom,
                self.inline,
                bot,
                method.name,
                reading.values,
                given.uploads,
                fault if fault and fault.kind in UPDATE_KINDS else None,
            )
            return 200, self._answer(method, await _handler(method)(call)), unknown
        except Exception as error:  # noqa: BLE001 — a bug here must look to the bot like a bug of the server
            refusal = _refusal(method, error)
            return refusal.code, refusal.as_json(), unknown

    def _check_rate(self, bot: Bot, method: Method, reading: Reading) -> None:
        wait = self._rates.wait_for(bot.id, method.name, reading.values)
        if wait > 0:
            raise too_many_requests(wait)

    def _answer(self, method: Method, result: Any) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": True}
        if isinstance(result, Answer):
            body["description"] = result.description
            result = result.result
        broken = problems(self._schema, method.returns, result)
        if broken:
            raise SchemaViolationError("; ".join(broken))
        return body | {"result": result}

    async def _perform(self, bot: Bot, name: str, values: dict[str, Any]) -> None:
        """Carry out a call that a webhook answered with; nobody learns of its result."""
        method = self._schema.method(name)
        if method is not None:
            await self._carry_out(bot, method, Given(values), None)


def _handler(method: Method) -> Handler:
    handler = METHODS.get(method.name)
    if handler is None:
        raise _not_implemented(f"method {method.name}")
    return handler


def _check_implemented(reading: Reading) -> None:
    for name in NOT_IMPLEMENTED & reading.values.keys():
        raise _not_implemented(f"parameter {name}")


def _not_implemented(what: str) -> ApiError:
    """A refusal that can't be taken for one of Telegram's, and a loud line in the log."""
    log.error("The %s is not implemented by this playground.", what)
    return bad_request(f"{what} is not implemented by this playground")


def _refusal(method: Method, error: Exception) -> ApiError:
    match error:
        case ApiError():
            return error
        case BadParameterError():
            return bad_request(str(error))
        case SchemaViolationError():
            log.error("What %s was to send breaks the schema: %s", method.name, error)
            return ApiError(INTERNAL_ERROR, f"Internal Server Error: {error}")
        case _:
            log.critical("%s failed.", method.name, exc_info=error)
            return ApiError(INTERNAL_ERROR, "Internal Server Error")


async def _strike(fault: Fault) -> ApiError | None:
    """Wait, if the fault says so; how the call is to fail, if it is."""
    if fault.kind == "delay":
        await asyncio.sleep(fault.seconds)
    if fault.kind == "drop":
        # What the journal says; the bot gets no answer.
        return ApiError(INTERNAL_ERROR, "The connection was cut")
    if fault.kind == "too_many_requests":
        return too_many_requests(fault.retry_after)
    if fault.kind == "server_error":
        return ApiError(fault.status, fault.description or "Bad Gateway")
    if fault.kind == "error":
        return ApiError(fault.status, fault.description or "Bad Request: fault")
    return None


def _described(given: Given) -> dict[str, Any]:
    """The parameters of a call for the journal: files by name and size."""
    described = abridged({name[:MAX_NAME]: value for name, value in given.values.items()})
    for name, upload in given.uploads.items():
        described[name[:MAX_NAME]] = {
            "file_name": upload.name,
            "size": len(upload.data),
            "mime_type": upload.mime_type,
        }
    return described


def _respond(status: int, body: dict[str, Any]) -> web.Response:
    return web.Response(
        status=status,
        text=json.dumps(body, ensure_ascii=False),
        content_type="application/json",
    )
