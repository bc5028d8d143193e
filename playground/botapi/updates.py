"""Methods: getUpdates and webhooks."""

import re
import ssl
from typing import Any
from urllib.parse import urlsplit

from playground.botapi.call import Answer, Call, Handler
from playground.botapi.errors import bad_request, conflict
from playground.botapi.lines import TERMINATED_BY_WEBHOOK, Webhook, end_poll, long_poll

MAX_UPDATES = 100
# The real server waits no longer.
MAX_TIMEOUT = 50
MAX_CONNECTIONS = 100
DEFAULT_CONNECTIONS = 40
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def get_updates(call: Call) -> Any:
    """GetUpdates."""
    line = call.lines.of(call.bot.id)
    if line.webhook is not None:
        raise conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    limit = call.get("limit", MAX_UPDATES)
    if not 1 <= limit <= MAX_UPDATES:
        limit = MAX_UPDATES
    line.queue.allow(call.get("allowed_updates"))
    kind = call.fault.kind if call.fault else ""
    line.last_poll = call.world.clock()
    updates = await long_poll(
        line,
        call.get("offset", 0),
        limit,
        min(max(0, call.get("timeout", 0)), MAX_TIMEOUT),
        confirm=kind != "lost_confirmation",
    )
    given = [update.as_json() for update in updates]
    if kind == "reversed_updates":
        given.reverse()
    if kind == "duplicate_updates":
        given = [update for update in given for _ in range(2)]
    return given


async def set_webhook(call: Call) -> Any:
    """setWebhook: http is allowed as well as https, as on a local Bot API server."""
    url = call.get("url", "")
    if not url:
        return await delete_webhook(call)
    line = call.lines.of(call.bot.id)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = call.get("secret_token", "")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = call.get("max_connections", DEFAULT_CONNECTIONS)
    webhook = Webhook(
        url,
        secret,
        min(max(1, connections), MAX_CONNECTIONS),
        call.get("ip_address", ""),
        _trust(call),
    )
    line.queue.allow(call.get("allowed_updates"))
    if call.get("drop_pending_updates"):
        line.queue.clear()
    is_same = line.webhook is not None and (
        (line.webhook.url, line.webhook.secret, line.webhook.max_connections)
        == (webhook.url, webhook.secret, webhook.max_connections)
    )
    if is_same:
        return Answer(True, "Webhook is already set")  # noqa: FBT003 — the result is a Boolean
    line.webhook = webhook
    end_poll(line, TERMINATED_BY_WEBHOOK)
    line.queue.changed.fire()
    return Answer(True, "Webhook was set")  # noqa: FBT003 — the result is a Boolean


async def delete_webhook(call: Call) -> Any:
    """DeleteWebhook."""
    line = call.lines.of(call.bot.id)
    if call.get("drop_pending_updates"):
        line.queue.clear()
    was_set = line.webhook is not None
    line.webhook = None
    line.queue.changed.fire()
    said = "Webhook was deleted" if was_set else "Webhook is already deleted"
    return Answer(True, said)  # noqa: FBT003 — the result is a Boolean


async def get_webhook_info(call: Call) -> Any:
    """GetWebhookInfo."""
    line = call.lines.of(call.bot.id)
    webhook = line.webhook
    info: dict[str, Any] = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": bool(webhook and webhook.trust is not True),
        "pending_update_count": len(line.queue),
    }
    if webhook is not None:
        info["max_connections"] = webhook.max_connections
        info["ip_address"] = webhook.ip_address or urlsplit(webhook.url).hostname or ""
        if webhook.last_error_date is not None:
            info["last_error_date"] = webhook.last_error_date
            info["last_error_message"] = webhook.last_error
    if line.queue.allowed:
        info["allowed_updates"] = sorted(line.queue.allowed)
    return info


def _trust(call: Call) -> ssl.SSLContext | bool:
    """Whose certificates are believed: the one that came with the call, or the usual ones."""
    if call.get("certificate") is None:
        return True
    upload = call.uploads.get(call.get("certificate").removeprefix("attach://"))
    try:
        text = upload.data.decode("ascii") if upload else ""
        context = ssl.create_default_context(cadata=text)
    except (ValueError, ssl.SSLError):
        raise bad_request("bad webhook: the certificate can't be read as PEM") from None
    context.check_hostname = False
    return context


METHODS: dict[str, Handler] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
