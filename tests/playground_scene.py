"""Setting the scene in the playground, for tests: bots, people, chats, who is in them."""

from collections.abc import Sequence
from typing import Any

import aiohttp

from tests.playground_values import Json, PlaygroundError


class PlaygroundScene:
    """The human door over HTTP; ``url`` has no slash at its end."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url.rstrip("/")
        self._session = session

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
            "POST", f"/people/{person}/photo", data=form_of({}, [("photo", data, "p.jpg")])
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
        return await self.ask("POST", f"/chats/{chat}/members", json=present(user=user, by=by))

    async def remove_member(self, chat: str, user: int | str, by: int | None = None) -> Json:
        """Somebody leaves, or is put out by ``by``."""
        return await self.ask("DELETE", f"/chats/{chat}/members/{user}", params=present(by=by))

    async def invite(self, chat: str, *, approval: bool = False, by: int | None = None) -> str:
        """Make a link into a chat; with ``approval`` an admin has to approve of who follows it."""
        body = present(approval=approval, by=by)
        return str((await self.ask("POST", f"/chats/{chat}/invites", json=body))["url"])

    async def join_requests(self, chat: str) -> list[int]:
        """Who asks to come in."""
        found = (await self.ask("GET", f"/chats/{chat}/requests"))["requests"]
        return [int(each["user"]["id"]) for each in found]

    async def answer_request(
        self, chat: str, person: int, *, approve: bool, by: int | None = None
    ) -> None:
        """Somebody (``by``, else the owner) lets somebody in who asked, or does not."""
        body = present(approve=approve, by=by)
        await self.ask("POST", f"/chats/{chat}/requests/{person}", json=body)

    async def withdraw_request(self, chat: str, person: int) -> None:
        """Somebody asks no more."""
        await self.ask("DELETE", f"/chats/{chat}/requests/{person}")

    async def promote(self, chat: str, user: int | str, **options: Any) -> Json:
        """Make an administrator (``rights``: [] makes a member again; ``is_anonymous``, ``by``)."""
        return await self.ask("POST", f"/chats/{chat}/admins", json={"user": user, **options})

    async def restrict(
        self, chat: str, user: int | str, permissions: Sequence[str] | None, **options: Any
    ) -> Json:
        """Leave somebody only these permissions (``until``, ``by``); None lifts it."""
        listed = None if permissions is None else list(permissions)
        body = {"user": user, "permissions": listed, **options}
        return await self.ask("POST", f"/chats/{chat}/restrict", json=body)

    async def unban(self, chat: str, user: int | str) -> Json:
        """Let somebody come back who was put out."""
        return await self.ask("POST", f"/chats/{chat}/unban", json={"user": user})

    async def block(self, chat: str, *, blocked: bool = True) -> Json:
        """Block the bot of a private chat, or unblock it."""
        return await self.ask("POST", f"/chats/{chat}/block", json={"blocked": blocked})

    async def migrate(self, chat: str) -> Json:
        """Make a group a supergroup; the new chat."""
        return await self.ask("POST", f"/chats/{chat}/migrate", json={})

    async def link(self, channel: str, group: str | None) -> Json:
        """Discuss a channel's posts in a supergroup; None ends it."""
        return await self.ask("POST", f"/chats/{channel}/link", json={"group": group})

    async def open_topic(self, chat: str, name: str) -> int:
        """A new topic in a forum; its id."""
        return int((await self.ask("POST", f"/chats/{chat}/topics", json={"name": name}))["id"])


def present(**values: Any) -> Json:
    """The fields that are given."""
    return {key: value for key, value in values.items() if value is not None}


def form_of(fields: Json, files: Sequence[tuple[str, bytes, str]]) -> aiohttp.FormData:
    """A form with files (field, bytes, name)."""
    form = aiohttp.FormData()
    for key, value in fields.items():
        if value is not None:
            form.add_field(key, str(value).lower() if isinstance(value, bool) else str(value))
    for name, data, file_name in files:
        form.add_field(name, data, filename=file_name)
    return form
