"""While the cluster is away nobody waits for time-outs; when it is back, that is found out."""

from __future__ import annotations

import asyncio

import pytest

from core.errors import CoreError, StoreUnavailable
from core.store_errors import (
    AnotherServer,
    MissingRights,
    OutdatedStore,
    StoreBusy,
    StoreFull,
    WrongCredentials,
)
from core.stores.elastic.circuit import FIRST_WAIT, LONGEST_WAIT, Circuit


class Patient:
    """A cluster that is tried out, and the time meanwhile."""

    def __init__(self) -> None:
        self.now = 100.0
        self.trials = 0
        self.ails: CoreError | None = None
        self.slow = asyncio.Event()
        self.slow.set()
        self.circuit = Circuit(self._trial, lambda: self.now)

    async def _trial(self) -> None:
        self.trials += 1
        await self.slow.wait()
        if self.ails is not None:
            raise self.ails

    async def fails(self, failure: StoreUnavailable) -> CoreError:
        """A request is let through and fails a second later."""
        admitted = self.now
        self.now += 1.0
        return await self.circuit.failed(failure, admitted)

    async def is_admitted(self) -> bool:
        try:
            await self.circuit.admit()
        except CoreError:
            return False
        return True


def away() -> StoreUnavailable:
    return StoreUnavailable(reason="gone fishing")


async def test_as_long_as_nothing_fails_nothing_is_tried() -> None:
    patient = Patient()
    assert await patient.is_admitted()
    assert patient.trials == 0


@pytest.mark.parametrize("failure", [away(), WrongCredentials(reason="who?")])
async def test_after_a_failure_that_meets_all_everybody_hears_of_it_at_once(
    failure: StoreUnavailable,
) -> None:
    patient = Patient()
    await patient.fails(failure)
    for _ in range(3):
        with pytest.raises(type(failure)) as caught:
            await patient.circuit.admit()
        assert str(caught.value) == str(failure)
        assert caught.value is not failure, "each asker gets one with a trace of their own"
    assert patient.trials == 0


@pytest.mark.parametrize(
    "failure", [StoreBusy(reason=""), StoreFull(reason=""), MissingRights(reason="")]
)
async def test_a_failure_of_some_requests_stops_no_others(failure: StoreUnavailable) -> None:
    patient = Patient()
    await patient.fails(failure)
    assert await patient.is_admitted()


async def test_a_failure_while_another_request_was_answered_stops_no_others() -> None:
    patient = Patient()
    admitted = await patient.circuit.admit()
    patient.now += 1.0
    patient.circuit.answered()
    await patient.circuit.failed(away(), admitted)
    assert await patient.is_admitted()
    await patient.fails(away())
    assert not await patient.is_admitted(), "what was answered before says nothing of now"


async def test_when_something_else_answers_it_is_looked_into_at_once() -> None:
    patient = Patient()
    patient.ails = OutdatedStore(reason="7.10")
    assert await patient.fails(AnotherServer(reason="")) is patient.ails
    patient = Patient()
    strange = AnotherServer(reason="")
    assert await patient.fails(strange) is strange
    assert await patient.is_admitted(), "it was a passing acquaintance"


async def test_after_a_while_somebody_finds_out_that_it_is_back() -> None:
    patient = Patient()
    await patient.fails(away())
    patient.now += FIRST_WAIT
    assert await patient.is_admitted()
    assert await patient.is_admitted()
    assert patient.trials == 1


async def test_only_one_asker_at_a_time_tries_it_out() -> None:
    patient = Patient()
    await patient.fails(away())
    patient.now += FIRST_WAIT
    patient.slow.clear()
    first = asyncio.create_task(patient.is_admitted())
    await asyncio.sleep(0)
    assert not await patient.is_admitted()
    patient.slow.set()
    assert await first
    assert patient.trials == 1


async def test_what_a_trial_finds_is_what_the_next_hear() -> None:
    patient = Patient()
    await patient.fails(away())
    patient.now += FIRST_WAIT
    patient.ails = WrongCredentials(reason="who?")
    for _ in range(2):
        with pytest.raises(WrongCredentials):
            await patient.circuit.admit()
    assert patient.trials == 1


async def test_the_longer_it_is_away_the_rarer_it_is_tried_but_never_too_rarely() -> None:
    patient = Patient()
    patient.ails = away()
    await patient.fails(away())
    for _ in range(20):
        patient.now += LONGEST_WAIT
        assert not await patient.is_admitted()
    assert patient.trials == 20
    patient.now += LONGEST_WAIT / 4
    assert not await patient.is_admitted()
    assert patient.trials == 20, "not yet"
    patient.ails = None
    patient.now += LONGEST_WAIT
    assert await patient.is_admitted()


async def test_after_a_recovery_the_next_outage_is_tried_soon_again() -> None:
    patient = Patient()
    patient.ails = away()
    await patient.fails(away())
    for _ in range(9):
        patient.now += LONGEST_WAIT
        await patient.is_admitted()
    patient.ails = None
    patient.now += LONGEST_WAIT
    assert await patient.is_admitted()
    await patient.fails(away())
    patient.now += FIRST_WAIT
    assert await patient.is_admitted()
