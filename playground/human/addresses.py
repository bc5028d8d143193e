"""Links that stay inside Telegram, read: t.me and tg:// addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

HOSTS = frozenset({"t.me", "telegram.me", "telegram.dog"})
# In a link a supergroup or channel has its number without this.
SUPERGROUP_OFFSET = 1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Address:
    """What a link points at: somebody by name or id, or a message, with parameters.

    ``starts`` are ``start``, ``startgroup``, ``startchannel`` and ``admin``, where given;
    ``chat`` is the number of a private supergroup or channel (``t.me/c/…``), ``invite`` the code of
    a link into a chat (``t.me/+…``).
    """

    name: str = ""
    user: int | None = None
    chat: int | None = None
    message: int | None = None
    invite: str = ""
    starts: Mapping[str, str] = field(default_factory=dict)


def read_address(url: str) -> Address | None:
    """The address of a link; None where it leads out of Telegram."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.scheme == "tg":
        return _from_scheme(parts.netloc, asked)
    if parts.scheme not in {"http", "https"} or parts.hostname not in HOSTS:
        return None
    segments = [segment for segment in parts.path.split("/") if segment]
    if not segments:
        return None
    if segments[0].startswith("+") or segments[0] == "joinchat":
        return Address(invite=segments[-1].removeprefix("+"))
    number = _number(segments[-1]) if len(segments) > 1 else None
    if segments[0] == "c" and len(segments) > 1:
        return Address(chat=_private_chat(segments[1]), message=number)
    return Address(name=segments[0].lstrip("@"), message=number, starts=_starts(asked))


def _from_scheme(verb: str, asked: dict[str, str]) -> Address | None:
    if verb == "user":
        number = _number(asked.get("id", ""))
        return Address(user=number) if number is not None else None
    if verb == "join":
        return Address(invite=asked.get("invite", ""))
    if verb == "resolve" and asked.get("domain"):
        message = _number(asked.get("post", ""))
        return Address(name=asked["domain"], message=message, starts=_starts(asked))
    if verb == "privatepost":
        chat = _private_chat(asked.get("channel", ""))
        return Address(chat=chat, message=_number(asked.get("post", "")))
    return None


def _starts(asked: dict[str, str]) -> dict[str, str]:
    names = ("start", "startgroup", "startchannel", "admin")
    return {name: asked[name] for name in names if name in asked}


def _private_chat(text: str) -> int | None:
    number = _number(text)
    return -(SUPERGROUP_OFFSET + number) if number is not None else None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
