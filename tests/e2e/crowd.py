"""How people in a group behave: each acts by chance, and notes what is owed for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from tests.e2e.gathering import Seat, Theirs
from tests.e2e.owed import Owed
from tests.e2e.pressing import Pressing
from tests.e2e.record import labelled

SHORTEST_PAUSE, LONGEST_PAUSE = 2.0, 4.0
"""Seconds between two acts of a person."""

Act = Callable[[], Awaitable[None]]


class Life:
    """One person in a group, for a while."""

    def __init__(self, seat: Seat) -> None:
        """Take their place in it."""
        self._seat = seat
        pressing = Pressing(seat)
        self._acts: Mapping[Act, int] = {
            self._shows_somebody: 8,
            self._shows_a_stranger: 6,
            self._asks_who: 4,
            self._shows_an_album: 2,
            self._edits_a_caption: 3,
            self._teaches_oneself: 3,
            self._teaches_another: 4,
            self._teaches_in_two_steps: 1,
            self._forgets_somebody: 3,
            self._asks_whom_it_knows: 2,
            self._cancels: 1,
            self._looks_at_settings: 2,
            self._chats: 2,
            pressing.ones_own: 8,
            pressing.anothers: 5,
            pressing.why: 3,
        }

    async def lived(self, over: asyncio.Event) -> None:
        """Act until it is over, and finish what was begun."""
        chance = self._seat.chance
        await asyncio.sleep(chance.uniform(0, LONGEST_PAUSE))
        while not over.is_set():
            (act,) = chance.choices(list(self._acts), list(self._acts.values()))
            await act()
            # People do not act like clockwork; no answer is waited for here.
            await asyncio.sleep(chance.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))

    async def _shows_somebody(self) -> None:
        whom = self._seat.chance.choice(self._seat.around.group.members)
        await self._shows(self._seat.chance.choice(whom.photos))

    async def _shows_a_stranger(self) -> None:
        await self._shows(self._seat.a_stranger())

    async def _shows(self, photo: bytes) -> None:
        sent = await self._seat.shows(photo, "", Owed.VERDICT)
        self._seat.around.asked.append(Theirs(sent.id, self._seat.me))
        await self._seat.perhaps_waits(sent.id)

    async def _asks_who(self) -> None:
        """Ask about a photo of anybody's, answered or not."""
        asked = self._seat.around.asked
        if asked:
            about = self._seat.chance.choice(asked).message
            await self._seat.says("/who", reply_to=about)
            self._seat.owes(about, Owed.VERDICT)

    async def _shows_an_album(self) -> None:
        seat = self._seat
        photos = [seat.a_stranger(), seat.chance.choice(seat.me.photos), seat.a_stranger()]
        seat.around.acts += 1
        talker = seat.me.talker
        sent = await talker.playground.send_album(talker.chat, talker.person, photos)
        seat.owes(sent[0].id, Owed.VERDICT, photos=len(photos))
        await seat.perhaps_waits(sent[0].id)

    async def _edits_a_caption(self) -> None:
        """Ask by an edit who it is, or teach by one, before the answer or after it."""
        seat = self._seat
        sent = await seat.shows(seat.new_photo_of(seat.me), "look!", Owed.VERDICT)
        await seat.perhaps_waits(sent.id)
        asks = seat.chance.random() < 0.5
        caption, owed = ("/who", Owed.VERDICT) if asks else ("/enroll me", Owed.TAUGHT)
        await seat.me.talker.playground.edit(sent, seat.me.talker.person, caption)
        seat.around.acts += 1
        seat.owes(sent.id, owed)
        if not asks:
            seat.around.taught.append(Theirs(sent.id, seat.me))

    async def _teaches_oneself(self) -> None:
        seat = self._seat
        sent = await seat.shows(seat.new_photo_of(seat.me), "/enroll me", Owed.TAUGHT)
        seat.around.taught.append(Theirs(sent.id, seat.me))
        await seat.perhaps_waits(sent.id)

    async def _teaches_another(self) -> None:
        seat, whom = self._seat, self._seat.another()
        owed = Owed.TAUGHT if seat.may else Owed.NOT_TAUGHT
        sent = await seat.shows(seat.new_photo_of(whom), f"/enroll {whom.name}", owed)
        if seat.may:
            seat.around.taught.append(Theirs(sent.id, seat.me))
        await seat.perhaps_waits(sent.id)

    async def _teaches_in_two_steps(self) -> None:
        seat, whom = self._seat, self._seat.another()
        if not seat.may:
            await seat.says(f"/enroll {whom.name}", Owed.NOT_TAUGHT)
            return
        said = await seat.says(f"/enroll {whom.name}", Owed.PHOTO_WANTED)
        question = await seat.answer(said.id)
        if question is not None:
            photo = seat.new_photo_of(whom)
            sent = await seat.shows(photo, "", Owed.TAUGHT, reply_to=question.id)
            seat.around.taught.append(Theirs(sent.id, seat.me))

    async def _forgets_somebody(self) -> None:
        """Have somebody forgotten, and mostly think better of it."""
        seat = self._seat
        # Never the admin, so that always somebody is known.
        whom = seat.chance.choice(seat.around.group.members[1:])
        if seat.may:
            owed = Owed.FORGOTTEN
        else:
            owed = Owed.FORGOTTEN_OR_NOT if whom is seat.me else Owed.NOT_FORGOTTEN
        said = await seat.says(f"/forget {whom.name}", owed)
        if owed is Owed.NOT_FORGOTTEN:
            return
        if not seat.around.group.is_open:
            seat.around.forgotten.append(Theirs(said.id, whom))
        told = await seat.answer(said.id)
        undo = labelled(told).get("Undo (5 minutes)") if told is not None else None
        if told is None or undo is None or seat.chance.random() < 0.2:
            return
        if await seat.presses(told, undo) is not None:
            seat.ledger.changes[told.id] += 1
            seat.ledger.becomes[told.id] = r".+ is back\.|I cannot put them back now"

    async def _asks_whom_it_knows(self) -> None:
        await self._seat.says("/people", Owed.PEOPLE)

    async def _cancels(self) -> None:
        await self._seat.says("/cancel", Owed.CANCELLED)

    async def _looks_at_settings(self) -> None:
        seat = self._seat
        said = await seat.says("/settings", Owed.SETTINGS if seat.me.is_admin else Owed.NO_SETTINGS)
        if seat.me.is_admin:
            seat.around.pages.append(Theirs(said.id, seat.me))

    async def _chats(self) -> None:
        """Say something that is none of the bot's business."""
        await self._seat.says(self._seat.chance.choice(["good morning", "who is coming?", "lol"]))
