"""The human door of the playground, for tests: act as people, watch the bot."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.playground_process import playground_process
from tests.playground_scene import PlaygroundScene, form_of
from tests.playground_values import Click, Json, Message, PlaygroundError

__all__ = ["Click", "Json", "Message", "PlaygroundClient", "PlaygroundError", "playground_process"]

WAIT_SECONDS = 15.0


class PlaygroundClient(PlaygroundScene):
    """The human door over HTTP; ``url`` has no slash at its end."""

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str) -> AsyncIterator["PlaygroundClient"]:
        """A client with a session of its own."""
        async with aiohttp.ClientSession() as session:
            yield cls(url, session)

    # What people do

    async def send_text(self, chat: str, person: int, text: str, **options: Any) -> Message:
        """Send a text (``reply_to``, ``thread``, ``as``, ``parse_mode``)."""
        body = {"person": person, "text": text, **options}
        return _sent(await self.ask("POST", f"/chats/{chat}/messages", json=body))[0]

    async def send_photo(
        self, chat: str, person: int, photo: bytes, caption: str = "", **options: Any
    ) -> Message:
        """Send a photo; it may be one more of an album (``joins``, the id of a part)."""
        return (await self.send_album(chat, person, [photo], caption, **options))[0]

    async def send_album(
        self, chat: str, person: int, photos: Sequence[bytes], caption: str = "", **options: Any
    ) -> list[Message]:
        """Send photos (``spread`` seconds apart, in another ``order``, ``shuffle``, ``hd``)."""
        files = [("photo", data, f"photo{i}.jpg") for i, data in enumerate(photos)]
        form = form_of({"person": person, "caption": caption, **options}, files)
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
        form = form_of(
            {"person": person, "caption": caption, **options}, [("document", data, file_name)]
        )
        return _sent(await self.ask("POST", f"/chats/{chat}/messages", data=form))[0]

    async def send_clip(
        self,
        chat: str,
        person: int,
        kind: str,
        file: tuple[str, bytes],
        caption: str = "",
        *,
        thumbnail: bytes = b"",
        **options: Any,
    ) -> Message:
        """Send a ``sticker``, ``video``, ``animation``, ``video_note``, ``voice`` or ``audio``.

        ``file`` is its name and bytes; a sticker named ``.tgs`` or ``.webm`` moves.
        """
        files = [(kind, file[1], file[0])]
        if thumbnail:
            files.append(("thumbnail", thumbnail, "t.jpg"))
        form = form_of({"person": person, "caption": caption or None, **options}, files)
        return _sent(await self.ask("POST", f"/chats/{chat}/messages", data=form))[0]

    async def send_fact(self, chat: str, person: int, kind: str, fact: Json) -> Message:
        """Send a ``contact``, ``location``, ``venue``, ``poll`` or ``dice``."""
        body = {"person": person, kind: fact}
        return _sent(await self.ask("POST", f"/chats/{chat}/messages", json=body))[0]

    async def edit(self, message: Message, person: int, text: str) -> Message:
        """Change the text or caption of one's own message."""
        key = "text" if "text" in message.raw else "caption"
        answer = await self.ask("PATCH", _path(message), json={"person": person, key: text})
        return Message(answer["message"], answer["seq"])

    async def replace_photo(
        self, message: Message, person: int, photo: bytes, **options: Any
    ) -> Message:
        """Put another photo where one was, or to a text; the words stay without a ``caption``."""
        form = form_of({"person": person, **options}, [("photo", photo, "photo.jpg")])
        answer = await self.ask("PATCH", _path(message), data=form)
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

    async def follow(self, person: int, url: str, chat: str = "") -> Json:
        """Open a t.me or tg:// link and do what it offers, in this chat if it asks for one.

        ``kind`` is ``chat`` (with ``messages`` where a /start was sent), ``user`` or ``outside``.
        """
        body = {"person": person, "url": url, "chat": chat or None}
        return await self.ask("POST", "/links", json=body)

    async def ask_inline(
        self, chat: str, person: int, bot: str, query: str, *, seconds: float = WAIT_SECONDS
    ) -> Json:
        """Type ``@bot query``; the ``results`` that it offers, and the id of the ``query``."""
        body = {"person": person, "bot": bot, "query": query, "timeout": seconds}
        return await self.ask("POST", f"/chats/{chat}/inline", json=body)

    async def choose_inline(self, chat: str, person: int, query: str, result: str) -> Message:
        """Send one of the results that were offered for a query."""
        body = {"person": person, "result": result}
        return _sent(await self.ask("POST", f"/chats/{chat}/inline/{query}", json=body))[0]

    async def react(self, message: Message, person: int, emoji: str) -> None:
        """React to a message; an empty emoji takes the reaction back."""
        await self.ask("POST", f"{_path(message)}/react", json={"person": person, "emoji": emoji})

    # What people see

    async def commands(self, chat: str, person: int) -> list[Json]:
        """The menu that somebody is shown in a chat (``command``, ``description``, ``bot``)."""
        answer = await self.ask("GET", f"/chats/{chat}/commands", params={"person": person})
        return list(answer["commands"])

    async def messages(self, chat: str, most: int = 200) -> list[Message]:
        """The last messages of a chat, oldest first, deleted ones too."""
        answer = await self.ask("GET", f"/chats/{chat}/messages", params={"limit": most})
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

    async def failed_calls(self, bot: str) -> list[Json]:
        """What a bot called, as far as it did not succeed."""
        asked = {"bot": bot, "failed": "1"}
        return list((await self.ask("GET", "/calls", params=asked))["calls"])

    async def calls(self, method: str = "") -> list[Json]:
        """What the bots called: method, parameters, status, answer."""
        return list((await self.ask("GET", "/calls", params={"method": method}))["calls"])

    async def unknown_parameters(self) -> list[Json]:
        """Parameters that bots sent and the Bot API does not know."""
        return list((await self.ask("GET", "/unknown_parameters"))["unknown_parameters"])

    # Faults and limits

    async def limit_rates(self, *, on: bool = True) -> None:
        """Answer bots that are too fast with a 429, or let them be."""
        await self.ask("POST", "/rates", json={"on": on})

    async def add_fault(self, method: str, kind: str, **options: Any) -> int:
        """Put a fault in the bots' way (docs/playground.md lists the kinds); its id."""
        body = {"method": method, "kind": kind, **options}
        return int((await self.ask("POST", "/faults", json=body))["id"])

    async def faults(self) -> list[Json]:
        """All faults, with how often they struck."""
        return list((await self.ask("GET", "/faults"))["faults"])

    async def clear_fault(self, fault: int) -> None:
        """Remove one fault."""
        await self.ask("DELETE", f"/faults/{fault}")

    async def clear_faults(self) -> None:
        """Remove all faults."""
        await self.ask("DELETE", "/faults")


def _path(message: Message) -> str:
    return f"/chats/{message.chat}/messages/{message.id}"


def _sent(answer: Json) -> list[Message]:
    return [Message(raw, answer["seq"]) for raw in answer["messages"]]
