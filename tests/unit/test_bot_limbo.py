"""People who are forgotten, and can be put back for a few minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.accounts import Accounts
from bot.audit import Audit, Deed
from bot.buttons import Button, Buttons
from bot.handlers.forgetting import Forgetting
from bot.handlers.permitting import Permitting
from bot.limbo import GRACE, LIMBO, Limbo
from bot.preferences import Preferences
from bot.request import Click, KnownAs, Request
from core.model import Subject
from tests.unit.bot_rooms import Memory
from tests.unit.updates import ENGLISH, LANGUAGES

MIRA = 7


def asked(update: int = 1, data: str = "", chat: int = MIRA) -> Request:
    click = Click("q", data, picture=False)
    return Request(update, chat, True, None, 1, MIRA, KnownAs("Mira"), click, ENGLISH)  # noqa: FBT003 — as Request has it


class Screen:
    """Stands where the outbox does, and keeps what was shown."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    async def answer_click(self, _: str, text: str, *, alert: bool = False) -> None:
        if alert:
            self.shown.append(text)

    async def change_question(
        self, _: int, __: int, words: str, *, picture: bool, buttons: Any = ()
    ) -> None:
        del picture, buttons
        self.shown.append(words)


class House:
    def __init__(self, memory: Memory) -> None:
        async def nobody(_: int, __: int) -> bool:
            return False

        records = memory.store.records
        self.memory = memory
        self.screen = Screen()
        self.accounts = Accounts(records)
        self.audit = Audit(records, memory.clock)
        self.forgetting = Forgetting(
            self.screen,  # type: ignore[arg-type]  # shows, and no more
            memory.recognizer,
            self.accounts,
            Permitting(Preferences(records, LANGUAGES), nobody),
            Limbo(records, memory.clock),
            self.audit,
            Buttons("42:token", memory.clock, nobody),
        )

    async def ann(self) -> Subject:
        ann = await self.memory.enrol(MIRA, "Ann", 1, 2)
        await self.accounts.link(await self.gallery(), ann.id, MIRA, MIRA)
        return ann

    async def gallery(self) -> str:
        return await self.memory.chats.gallery_to_fill(MIRA)

    async def forget(self, who: Subject, update: int = 1) -> str:
        """Forget somebody; return what the button says."""
        told = await self.forgetting.forget(asked(update), await self.gallery(), who)
        assert told is not None
        ((button,),) = told[1]
        assert isinstance(button, Button)
        return button.data.partition("~")[0]

    async def undo(self, says: str, chat: int = MIRA) -> str:
        request = asked(9, says, chat)
        assert isinstance(request.ask, Click)
        await self.forgetting.clicked(request, request.ask)
        return self.screen.shown[-1]


async def test_who_is_forgotten_is_found_by_nobody_and_can_be_put_back(memory: Memory) -> None:
    house = House(memory)
    ann = await house.ann()
    (linked,) = await house.accounts.everywhere(MIRA)
    await house.accounts.name_or_not(MIRA, linked, unnamed=True)
    says = await house.forget(ann)
    assert await memory.people(MIRA) == {}
    assert await house.accounts.everywhere(MIRA) == []
    assert "Ann" in await house.undo(says)
    assert await memory.people(MIRA) == {"Ann": 2}
    assert await house.accounts.unnamed(await house.gallery()) == {ann.id}
    assert [one.subject for one in await house.accounts.everywhere(MIRA)] == [ann.id]
    deeds = [entry.deed for entry in await house.audit.of(await house.gallery(), most=5)]
    assert set(deeds) == {Deed.FORGOTTEN, Deed.PUT_BACK}


async def test_after_some_minutes_nothing_of_them_is_left(memory: Memory) -> None:
    house = House(memory)
    says = await house.forget(await house.ann())
    (kept,) = await memory.store.records.list(LIMBO)
    limbo = memory.store.gallery(f"limbo-{kept.key}")
    assert len(await limbo.people()) == 1
    memory.now += GRACE - timedelta(seconds=10)
    assert await house.forgetting.finish() == 0
    memory.now += timedelta(seconds=20)
    assert await house.forgetting.finish() == 1
    assert await house.forgetting.finish() == 0
    assert await limbo.people() == []
    assert await memory.store.records.list(LIMBO) == []
    assert await house.undo(says) == "There is nothing to undo any more."


async def test_the_same_request_after_a_crash_forgets_once(memory: Memory) -> None:
    house = House(memory)
    ann = await house.ann()
    says = [await house.forget(ann) for _ in range(2)]
    assert says[0] == says[1]
    assert len(await memory.store.records.list(LIMBO)) == 1
    assert "Ann" in await house.undo(says[0])


async def test_nobody_is_put_back_from_another_chat(memory: Memory) -> None:
    house = House(memory)
    says = await house.forget(await house.ann())
    assert "nothing to undo" in await house.undo(says, chat=8)
    assert await memory.people(MIRA) == {}


async def test_who_is_not_there_cannot_be_forgotten(memory: Memory) -> None:
    house = House(memory)
    await house.ann()
    nobody = Subject("0" * 32, "Nobody")
    assert await house.forgetting.forget(asked(), await house.gallery(), nobody) is None
    assert await memory.store.records.list(LIMBO) == []
