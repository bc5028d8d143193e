"""What somebody in a group does with buttons: with their own, and with those of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.e2e.gathering import PATIENCE, Seat, Theirs
from tests.e2e.owed import Owed
from tests.e2e.record import labelled
from tests.playground_client import Message

FOR_EVERYBODY = {"Why?", "Back"}
"""Buttons under an answer that are nobody's own."""


@dataclass(frozen=True)
class Pressing:
    """Presses buttons from a seat."""

    seat: Seat

    async def ones_own(self) -> None:
        """Settle a doubt about a photo that one taught, or review the answer to one's photo."""
        seat = self.seat
        taught = [one for one in seat.around.taught if one.owner is seat.me]
        asked = [one for one in seat.around.asked if one.owner is seat.me]
        doubts = [one for one in taught if seat.with_buttons(one.message, "sure:", "face:")]
        if doubts and seat.chance.random() < 0.5:
            await self._settle(seat.chance.choice(doubts))
        elif asked:
            await self._review(seat.chance.choice(asked))

    async def anothers(self) -> None:
        """Press a button that is for somebody else: one is told so, and nothing changes."""
        seat = self.seat
        around, admin = seat.around, seat.me.is_admin
        every = [(one, sign) for one in around.taught for sign in ("sure:", "face:")]
        if not admin:
            every += [(one, f"ans:{one.message}:") for one in around.asked]
            every += [(one, "set:") for one in around.pages]
            every += [(one, "undo:") for one in around.forgotten]
        seat.chance.shuffle(every)
        for one, sign in every:
            message = seat.with_buttons(one.message, sign)
            if message is None or one.owner is seat.me:
                continue
            wanted = [
                data for label, data in labelled(message).items() if label not in FOR_EVERYBODY
            ]
            if wanted:
                pressed = await seat.presses(message, seat.chance.choice(wanted))
                if pressed is not None:
                    seat.ledger.foreign.append((message.id, pressed.text))
                return

    async def why(self) -> None:
        """Ask why an answer is as it is, whosever it is."""
        asked = self.seat.around.asked
        if asked:
            about = self.seat.chance.choice(asked)
            answer = self.seat.with_buttons(about.message, f"ans:{about.message}:")
            if answer is not None and "Why?" in labelled(answer):
                await self._why(answer)

    async def _why(self, answer: Message) -> None:
        if await self.seat.presses(answer, labelled(answer)["Why?"]) is not None:
            self.seat.ledger.explained.add(answer.id)
            self.seat.around.photos += 1

    async def _settle(self, doubt: Theirs) -> None:
        question = self.seat.with_buttons(doubt.message, "sure:", "face:")
        if question is not None:
            data = self.seat.chance.choice(list(labelled(question).values()))
            if await self.seat.presses(question, data) is not None:
                self.seat.ledger.changes[question.id] += 1

    async def _review(self, about: Theirs) -> None:
        answer = self.seat.with_buttons(about.message, f"ans:{about.message}:")
        if answer is None:
            return
        buttons = labelled(answer)
        label = self.seat.chance.choice(list(buttons))
        if label == "Why?":
            await self._why(answer)
        elif label == "Who is this?":
            self.seat.around.asked.remove(about)
            await self._say_who(about.message, answer, buttons[label])
        elif label.startswith("Not "):
            self.seat.around.asked.remove(about)
            await self._say_who_it_is_not(about.message, answer, buttons[label])

    async def _say_who_it_is_not(self, photo: int, answer: Message, data: str) -> None:
        seat, ledger = self.seat, self.seat.ledger
        if await seat.presses(answer, data) is None:
            return
        ledger.changes[answer.id] += 1
        offered = await seat.record.until(lambda: self._others(answer.id), PATIENCE)
        if offered is None:
            return
        label = seat.chance.choice(list(offered))
        if label == "Somebody else":
            await self._say_who(photo, answer, offered[label])
            return
        pressed = await seat.presses(answer, offered[label])
        ledger.changes[answer.id] += 1
        if label == "I don't know":
            ledger.becomes[answer.id] = r"Not .+, I was told|I don't know this person\."
        elif pressed is not None and pressed.text.startswith("Learning "):
            ledger.picked.add(answer.id)
            seat.around.photos += 1

    def _others(self, answer: int) -> Mapping[str, str] | None:
        """Return whom else an answer offers, once it does."""
        offered = labelled(self.seat.record.messages[self.seat.ledger.chat, answer])
        if "Somebody else" not in offered:
            return None
        # Whether our own photo is wrong is another story (test_suspecting.py).
        return {label: data for label, data in offered.items() if "photo of" not in label}

    async def _say_who(self, photo: int, answer: Message, data: str) -> None:
        """Say that one will tell who it is, and tell."""
        seat = self.seat
        if await seat.presses(answer, data) is None:
            return
        seat.ledger.owe(photo, Owed.NAME_WANTED)
        question = await seat.answer(photo, Owed.NAME_WANTED)
        if question is None:
            return
        known = seat.chance.random() < 0.5
        name = seat.another().name if known else seat.around.a_name_for_a_guest()
        if seat.may:
            await seat.says(name, reply_to=question.id)
            seat.owes(photo, Owed.TAUGHT)
            seat.ledger.changes[answer.id] += 1
        else:
            await seat.says(name, Owed.NOT_TAUGHT, reply_to=question.id)
