"""The human door of the playground, for tests: act as people, watch the bot."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.playground_process import playground_process
from tests.playground_values import Click, Json, Message, PlaygroundError

__all__ = ["Click", "Json", "Message", "PlaygroundClient", "PlaygroundError", "playground_process"]

WAIT_SECONDS = 15.0


class PlaygroundClient:
    """The human door over HTTP; ``url`` has no slash at its end."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url.rstrip("/")
        self._session = session

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str) -> AsyncIterator["PlaygroundClient"]:
        """A client with a session of its own."""
        async with aiohttp.ClientSession() as session:
            yield cls(url, session)

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as ``base_url``."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot takes as ``base_file_url``."""
        return f"{self.url}/file/bot"

    async def ask(self, method: str, path: str, **options: Any) -> Json:
        """Any request to the human door; its JSON answer.

        Raises:
            PlaygroundError: The door refused.
        """
        # A wait can take long, and a click too.
        timeout = aiohttp.ClientTimeout(total=150)
        async with self._session.request(
            method, f"{self.url}/human{path}", timeout=timeout, **options
        ) as response:
            body: Json = await response.json()
            if response.status >= 400:
                raise PlaygroundError(response.status, str(body.get("error", body)))
            return body

    # Bots, people, chats

    async def create_bot(self, username: str, **options: Any) -> Json:
        """A bot (``token``, ``privacy``, ``can_join_groups``, ``first_name``); it has a token."""
        return await self.ask("POST", "/bots", json={"username": username, **options})

    async def bot(self, username: str) -> Json:
        """A bot with its open polls, pending updates and webhook."""
        return await self.ask("GET", f"/bots/{username}")

    async def set_privacy(self, username: str, *, privacy: bool) -> Json:
        """Privacy mode on or off."""
        return await self.ask("PATCH", f"/bots/{username}", json={"privacy": privacy})

    async def pending_updates(self, username: str) -> list[Json]:
        """The updates that wait for a bot."""
        return list((await self.ask("GET", f"/bots/{username}/updates"))["updates"])

    async def create_person(self, first_name: str, **options: Any) -> int:
        """Somebody new (``last_name``, ``username``, ``language_code``); their id."""
        made = await self.ask("POST", "/people", json={"first_name": first_name, **options})
        return int(made["id"])

    async def add_profile_photo(self, person: int, data: bytes) -> None:
        """Give a person a profile photo."""
        await self.ask(
            "POST", f"/people/{person}/photo", data=_form({}, [("photo", data, "p.jpg")])
        )

    async def private_chat(self, person: int, bot: str) -> str:
        """The private chat of a person with a bot; its key."""
        body = {"kind": "private", "person": person, "bot": bot}
        return str((await self.ask("POST", "/chats", json=body))["key"])

    async def create_group(
        self,
        title: str,
        owner: int,
        members: Sequence[int | str] = (),
        *,
        kind: str = "supergroup",
        **options: Any,
    ) -> Json:
        """A group, supergroup or channel (``is_forum``, ``username``); members are ids or names."""
        body = {"kind": kind, "title": title, "owner": owner, "members": list(members)}
        return await self.ask("POST", "/chats", json={**body, **options})

    async def chat(self, chat: str) -> Json:
        """A chat with its members."""
        return await self.ask("GET", f"/chats/{chat}")

    async def add_member(self, chat: str, user: int | str, by: int | None = None) -> Json:
        """Bring somebody in."""
        return await self.ask("POST", f"/chats/{chat}/members", json=_present(user=user, by=by))

    async def remove_member(self, chat: str, user: int | str, by: int | None = None) -> Json:
        """Somebody leaves, or is put out by ``by``."""
        return await self.ask("DELETE", f"/chats/{chat}/members/{user}", params=_present(by=by))

    async def promote(self, chat: str, user: int | str, **options: Any) -> Json:
        """Make an administrator (``rights``: [] makes a member again; ``is_anonymous``, ``by``)."""
        return await self.ask("POST", f"/chats/{chat}/admins", json={"user": user, **options})

    async def block(self, chat: str, *, blocked: bool = True) -> Json:
        """Block the bot of a private chat, or unblock it."""
        return await self.ask("POST", f"/chats/{chat}/block", json={"blocked": blocked})

    async def migrate(self, chat: str) -> Json:
        """Make a group a supergroup; the new chat."""
        return await self.ask("POST", f"/chats/{chat}/migrate", json={})

    async def open_topic(self, chat: str, name: str) -> int:
        """A new topic in a forum; its id."""
        return int((await self.ask("POST", f"/chats/{chat}/topics", json={"name": name}))["id"])

    # What people do

    async def send_text(self, chat: str, person: int, text: str, **options: Any) -> Message:
        """Send a text (``reply_to``, ``thread``, ``as``, ``parse_mode``)."""
        body = {"person": person, "text": text, **options}
        return _sent(await self.ask("POST", f"/chats/{chat}/messages", json=body))[0]

    async def send_photo(
        self, chat: str, person: int, photo: bytes, caption: str = "", **options: Any
    ) -> Message:
        """Send a photo."""
        return (await self.send_album(chat, person, [photo], caption, **options))[0]

    async def send_album(
        self, chat: str, person: int, photos: Sequence[bytes], caption: str = "", **options: Any
    ) -> list[Message]:
        """Send photos (``spread`` seconds apart, in another ``order``, ``shuffle``, ``hd``)."""
        files = [("photo", data, f"photo{i}.jpg") for i, data in enumerate(photos)]
        form = _form({"person": person, "caption": caption, **options}, files)
        return _sent(await self.ask("POST", f"/chats/{chat}/messages", data=form))

    async def send_document(
        self,
        chat: str,
        person: int,
        data: bytes,
        file_name: str,
        caption: str = "",
        **options: Any,
    ) -> Message:
        """Send a file as it is."""
        form = _form(
            {"person": person, "caption": caption, **options}, [("document", data, file_name)]
        )
        return _sent(await self.ask("POST", f"/chats/{chat}/messages", data=form))[0]

    async def edit(self, message: Message, person: int, text: str) -> Message:
        """Change the text or caption of one's own message."""
        key = "text" if "text" in message.raw else "caption"
        answer = await self.ask("PATCH", _path(message), json={"person": person, key: text})
        return Message(answer["message"], answer["seq"])

    async def delete(self, message: Message, person: int) -> None:
        """Delete a message for everybody."""
        await self.ask("DELETE", _path(message), params={"person": person})

    async def forward(self, message: Message, person: int, to: str) -> Message:
        """Forward a message to another chat."""
        body = {"person": person, "to": to}
        return _sent(await self.ask("POST", f"{_path(message)}/forward", json=body))[0]

    async def click(
        self,
        message: Message,
        person: int,
        button: str = "",
        *,
        data: str = "",
        seconds: float = WAIT_SECONDS,
    ) -> Click:
        """Press an inline button, by its label or its data, and wait for the bot's answer."""
        named = {"data": data} if data else {"button": button}
        body = {"person": person, "timeout": seconds, **named}
        made = await self.ask("POST", f"{_path(message)}/click", json=body)
        if "query" not in made:
            return Click(False, "", False, str(made["button"].get("url", "")), made["seq"])  # noqa: FBT003 — a link needs no answer
        return Click(made["answered"], made["text"], made["show_alert"], made["url"], made["seq"])

    async def react(self, message: Message, person: int, emoji: str) -> None:
        """React to a message; an empty emoji takes the reaction back."""
        await self.ask("POST", f"{_path(message)}/react", json={"person": person, "emoji": emoji})

    # What people see

    async def messages(self, chat: str) -> list[Message]:
        """The messages of a chat, oldest first, deleted ones too."""
        answer = await self.ask("GET", f"/chats/{chat}/messages")
        return [Message(raw, answer["seq"]) for raw in answer["messages"]]

    async def message(self, chat: str, number: int) -> Message:
        """One message as it is now."""
        return Message(await self.ask("GET", f"/chats/{chat}/messages/{number}"), 0)

    async def download(self, url: str) -> bytes:
        """The bytes behind a ``file_url`` of a message."""
        async with self._session.get(self.url + url) as response:
            response.raise_for_status()
            return await response.read()

    async def events(
        self, after: int, *, chat: str = "", kinds: Sequence[str] = (), seconds: float = 0.0
    ) -> list[Json]:
        """The events after ``after``; waits so many seconds for the first."""
        asked = {"after": after, "chat": chat, "kinds": ",".join(kinds), "timeout": seconds}
        return list((await self.ask("GET", "/events", params=asked))["events"])

    async def last_seq(self) -> int:
        """The number of the last event, to wait for what comes after it."""
        return int((await self.ask("GET", "/events", params={"after": 2**60}))["seq"])

    async def bot_messages(
        self,
        chat: str,
        after: int,
        count: int = 1,
        *,
        kinds: Sequence[str] = ("message",),
        seconds: float = WAIT_SECONDS,
    ) -> list[Message]:
        """The next ``count`` messages that a bot sends in a chat after an event.

        Args:
            chat: The chat's key.
            after: The ``seq`` of what the bot answers to.
            count: How many to wait for.
            kinds: ``message`` for new ones, ``edit`` for changed ones, or both.
            seconds: How long to wait for all of them.

        Raises:
            AssertionError: They did not come in time; the sentence shows what did.
        """
        deadline = asyncio.get_running_loop().time() + seconds
        found: list[Message] = []
        seen = after
        while len(found) < count:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise AssertionError(
                    f"The bot sent {len(found)} of {count} messages in {seconds:g} s: "
                    f"{[message.text for message in found]}; its last calls: "
                    f"{[(c['method'], c['status']) for c in (await self.calls())[-5:]]}"
                )
            events = await self.events(seen, chat=chat, kinds=kinds, seconds=left)
            for event in events:
                seen = event["seq"]
                if event["message"]["from_bot"]:
                    found.append(Message(event["message"], event["seq"]))
        return found[:count]

    async def bot_message(self, chat: str, after: int, **options: Any) -> Message:
        """The next message that a bot sends in a chat after an event."""
        return (await self.bot_messages(chat, after, 1, **options))[0]

    async def wait_until_served(self, username: str, seconds: float = WAIT_SECONDS) -> None:
        """Wait until a bot polls, or has a webhook."""
        deadline = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < deadline:
            bot = await self.bot(username)
            if bot["open_polls"] or bot["webhook"]:
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"@{username} does not ask for updates after {seconds:g} s.")

    async def calls(self, method: str = "") -> list[Json]:
        """What the bots called: method, parameters, status, answer."""
        return list((await self.ask("GET", "/calls", params={"method": method}))["calls"])

    async def unknown_parameters(self) -> list[Json]:
        """Parameters that bots sent and the Bot API does not know."""
        return list((await self.ask("GET", "/unknown_parameters"))["unknown_parameters"])

    # Faults

    async def add_fault(self, method: str, kind: str, **options: Any) -> int:
        """Put a fault in the bots' way (docs/playground.md lists the kinds); its id."""
        body = {"method": method, "kind": kind, **options}
        return int((await self.ask("POST", "/faults", json=body))["id"])

    async def faults(self) -> list[Json]:
        """All faults, with how often they struck."""
        return list((await self.ask("GET", "/faults"))["faults"])

    async def clear_faults(self) -> None:
        """Remove all faults."""
        await self.ask("DELETE", "/faults")


def _path(message: Message) -> str:
    return f"/chats/{message.chat}/messages/{message.id}"


def _sent(answer: Json) -> list[Message]:
    return [Message(raw, answer["seq"]) for raw in answer["messages"]]


def _present(**values: Any) -> Json:
    return {key: value for key, value in values.items() if value is not None}


def _form(fields: Json, files: Sequence[tuple[str, bytes, str]]) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for key, value in fields.items():
        if value is not None:
            form.add_field(key, str(value).lower() if isinstance(value, bool) else str(value))
    for name, data, file_name in files:
        form.add_field(name, data, filename=file_name)
    return form
