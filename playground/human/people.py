"""Making and changing people and bots."""

import secrets
from dataclasses import replace

from aiohttp import web

from playground.human.bodies import Body, NotThereError, find_bot, query, read_body
from playground.human.room import Room, answer
from playground.human.views import bot_view, chat_view, person_view
from playground.world import RefusalError
from playground.world.membership import add_bot, add_person
from playground.world.pictures import PictureError

# Ids of bots that are made here begin beyond those that people write by hand.
FIRST_BOT = 5_000_000_001
MAX_PROFILE_PHOTOS = 10


class PeopleRoom(Room):
    """``/human/bots`` and ``/human/people``."""

    def routes(self) -> list[web.RouteDef]:
        """The paths of this room."""
        return [
            web.get("/human/state", self.state),
            web.get("/human/bots", self.bots),
            web.post("/human/bots", self.create_bot),
            web.get("/human/bots/{bot}", self.bot),
            web.patch("/human/bots/{bot}", self.change_bot),
            web.get("/human/bots/{bot}/updates", self.updates),
            web.get("/human/people", self.people),
            web.post("/human/people", self.create_person),
            web.post("/human/people/{person}/photo", self.add_photo),
        ]

    async def state(self, _: web.Request) -> web.Response:
        """Everything that a page needs to begin with."""
        world = self.world
        return answer(
            {
                "bots": [self._view(bot.id) for bot in world.bots.values()],
                "people": [person_view(person) for person in world.people.values()],
                "chats": [chat_view(world, chat) for chat in world.chats.values()],
                "seq": self.events.last,
            }
        )

    async def bots(self, _: web.Request) -> web.Response:
        """All bots."""
        return answer({"bots": [self._view(number) for number in self.world.bots]})

    async def bot(self, request: web.Request) -> web.Response:
        """One bot."""
        return answer(self._view(find_bot(self.world, request.match_info["bot"]).id))

    async def create_bot(self, request: web.Request) -> web.Response:
        """A new bot; without a token it is given one."""
        body = await read_body(request, 0)
        number = FIRST_BOT + next(self.world.serial_numbers)
        bot = add_bot(
            self.world,
            body.text("token", f"{number}:{secrets.token_urlsafe(24)}"),
            body.text("username").removeprefix("@"),
            first_name=body.text("first_name", ""),
            privacy=body.flag("privacy", default=True),
            can_join_groups=body.flag("can_join_groups", default=True),
        )
        return answer(self._view(bot.id), status=201)

    async def change_bot(self, request: web.Request) -> web.Response:
        """Privacy mode, groups, inline mode and its feedback on or off, as with BotFather."""
        bot = find_bot(self.world, request.match_info["bot"])
        body = await read_body(request, 0)
        self.world.bots[bot.id] = replace(
            bot,
            privacy=body.flag("privacy", default=bot.privacy),
            can_join_groups=body.flag("can_join_groups", default=bot.can_join_groups),
            inline=body.flag("inline", default=bot.inline),
            inline_feedback=body.flag("inline_feedback", default=bot.inline_feedback),
        )
        return answer(self._view(bot.id))

    async def updates(self, request: web.Request) -> web.Response:
        """The updates that wait for a bot."""
        bot = find_bot(self.world, request.match_info["bot"])
        limit = query(request).number("limit", 100)
        waiting = self.lines.of(bot.id).queue.waiting()
        return answer(
            {"count": len(waiting), "updates": [each.as_json() for each in waiting[:limit]]}
        )

    async def people(self, _: web.Request) -> web.Response:
        """All people."""
        return answer({"people": [person_view(each) for each in self.world.people.values()]})

    async def create_person(self, request: web.Request) -> web.Response:
        """Somebody new."""
        body = await read_body(request, 0)
        person = add_person(
            self.world,
            body.text("first_name"),
            last_name=body.text("last_name", ""),
            username=body.text("username", "").removeprefix("@"),
            language=body.text("language_code", ""),
        )
        return answer(person_view(person), status=201)

    async def add_photo(self, request: web.Request) -> web.Response:
        """A profile photo, as the file of a multipart body."""
        number = int(request.match_info["person"]) if self._is_person(request) else 0
        if not number:
            raise NotThereError(f"There is no person {request.match_info['person']}.")
        body: Body = await read_body(request, self.world.limits.upload)
        if not body.files:
            raise RefusalError("Send the photo as a file of a multipart body.")
        try:
            rendered = await self.darkroom.photo(body.files[0].data, by_bot=False)
        except PictureError:
            raise RefusalError("This file is no picture that can be read.") from None
        photo = self.world.files.add_photo(rendered)
        others = self.world.profile_photos.get(number, ())
        self.world.profile_photos[number] = (photo, *others)[:MAX_PROFILE_PHOTOS]
        return answer({"total_count": len(self.world.profile_photos[number])}, status=201)

    def _is_person(self, request: web.Request) -> bool:
        text = request.match_info["person"]
        return text.isdigit() and int(text) in self.world.people

    def _view(self, number: int) -> dict[str, object]:
        world = self.world
        return bot_view(world.bots[number], self.lines.of(number), world.profiles[number])
