from typing import Any

from playground.botapi.rates import OVERALL, PER_CHAT_BURST, PER_GROUP, Rates
from tests.playground.actors import Talk
from tests.playground_client import PlaygroundClient


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def limited() -> tuple[Rates, Clock]:
    clock = Clock()
    rates = Rates(clock)
    rates.switch(is_on=True)
    return rates, clock


def send(rates: Rates, chat: int | str, method: str = "sendMessage", **values: Any) -> int:
    """The seconds that a bot must wait before this call."""
    return rates.wait_for(1, method, {"chat_id": chat, **values})


def test_a_chat_takes_a_burst_and_then_one_message_a_second() -> None:
    rates, clock = limited()
    assert [send(rates, 7) for _ in range(PER_CHAT_BURST)] == [0] * PER_CHAT_BURST
    assert send(rates, 7) == 1
    assert send(rates, 8) == 0, "another chat has a burst of its own"
    clock.now += 1
    assert (send(rates, 7), send(rates, 7)) == (0, 1)


def test_a_group_takes_twenty_messages_a_minute() -> None:
    rates, clock = limited()
    for _ in range(PER_GROUP):
        assert send(rates, -100) == 0
        clock.now += 2
    assert send(rates, -100) == 20
    clock.now += 20
    assert send(rates, -100) == 0


def test_all_chats_together_take_thirty_messages_a_second() -> None:
    rates, clock = limited()
    assert {send(rates, person) for person in range(1, OVERALL + 1)} == {0}
    assert send(rates, OVERALL + 1) == 1
    assert rates.wait_for(2, "sendMessage", {"chat_id": 1}) == 0, "another bot"
    clock.now += 1
    assert send(rates, OVERALL + 1) == 0


def test_an_album_counts_by_its_parts_and_an_edit_counts_too() -> None:
    rates, clock = limited()
    assert send(rates, 7, "sendMediaGroup", media=[{}] * 10) == 0
    assert send(rates, 7, "editMessageText") == 6
    clock.now += 6
    assert send(rates, 7, "editMessageText") == 0


def test_what_shows_nothing_is_not_counted() -> None:
    rates, _ = limited()
    for method in ("getChat", "sendChatAction", "deleteMessage", "answerCallbackQuery"):
        assert {send(rates, 7, method) for _ in range(50)} == {0}


async def test_too_fast_a_bot_is_told_when_to_come_again(
    playground: PlaygroundClient, talk: Talk
) -> None:
    async def burst() -> list[int]:
        answers = [
            await talk.bot.call("sendMessage", chat_id=talk.person, text=str(number))
            for number in range(PER_CHAT_BURST + 2)
        ]
        refused = next((each for each in answers if not each["ok"]), None)
        if refused:
            assert refused["description"] == "Too Many Requests: retry after 1"
            assert refused["parameters"] == {"retry_after": 1}
        return [each["status"] for each in answers]

    assert set(await burst()) == {200}
    await playground.limit_rates()
    assert await burst() == [200] * PER_CHAT_BURST + [429] * 2
    await playground.limit_rates(on=False)
    assert set(await burst()) == {200}
