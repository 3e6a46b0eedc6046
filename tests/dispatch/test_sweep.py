"""The sweep: broken in the middle, run twice at once, run for somebody else."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.contract.models import CaseKind
from api.dispatch.service import KINDS
from api.identity.tables import Community
from api.unscheduled_care.service import UnscheduledCare
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import (
    accept,
    file,
    kinds,
    no_quiet_hours,
    offers_of,
    read,
    set_member,
    stored,
    thread,
    tick,
    whose_doctor_is,
)
from tests.roles import ShiftClock, SignedIn


@dataclass
class Failing(UnscheduledCare):
    """A kind of request whose module breaks at one step."""

    breaks_at: str = ""

    async def exhausted(self, db: AsyncSession, case: Case, at: datetime) -> str:
        """Break after the wave has lapsed and before anybody is alerted."""
        if self.breaks_at == "exhausted":
            raise ZeroDivisionError("a mistake in the module")
        return await super().exhausted(db, case, at)

    async def accepted(self, *given: Any) -> Any:
        """Break after the offer is taken and before the request knows."""
        if self.breaks_at == "accepted":
            raise ZeroDivisionError("a mistake in the module")
        return await super().accepted(*given)


@pytest.fixture
def failing() -> Iterator[Failing]:
    """The kind in place of the real one."""
    usual = KINDS[CaseKind.unscheduled_care]
    broken = Failing()
    KINDS[CaseKind.unscheduled_care] = broken
    yield broken
    KINDS[CaseKind.unscheduled_care] = usual


async def test_a_sweep_that_breaks_in_the_middle_leaves_the_state_before_and_holds_nobody_up(
    requester: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock, failing: Failing
) -> None:
    attending, *others = await doctors(2)
    alone = await file(requester, whose_doctor_is(attending, need="dermatology"))
    await set_member(others[0], unscheduled_care=False)
    shift_clock(minutes=15)
    failing.breaks_at = "exhausted"
    before = await stored(awake.id, alone)
    with pytest.raises(ExceptionGroup):
        await tick(awake.id)
    assert await stored(awake.id, alone) == before
    await set_member(others[0], unscheduled_care=True)
    assert await tick(awake.id) == 1
    assert (await read(requester, alone))["state"] == "wave_1"


async def test_a_search_that_cannot_move_does_not_hold_up_the_deadlines_of_requests(
    requester: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock, failing: Failing
) -> None:
    doctor, other = await doctors(2)
    taken = await file(requester)
    assert (await accept(doctor)).status_code == 200
    for one in (doctor, other):
        await set_member(one, unscheduled_care=False)
    stuck = await file(requester, whose_doctor_is(other, need="dermatology"))
    failing.breaks_at = "exhausted"
    shift_clock(minutes=61)
    before = await stored(awake.id, stuck)
    with pytest.raises(ExceptionGroup):
        await tick(awake.id)
    assert await stored(awake.id, stuck) == before
    assert (await read(requester, taken))["waits_for"] == "coordinator"


async def test_an_acceptance_that_breaks_in_the_middle_never_happened(
    requester: SignedIn, doctors: Doctors, awake: Community, failing: Failing
) -> None:
    doctor, other = await doctors(2)
    request = await file(requester)
    failing.breaks_at = "accepted"
    before = await stored(awake.id, request)
    with pytest.raises(ZeroDivisionError):
        await accept(doctor)
    assert await stored(awake.id, request) == before
    failing.breaks_at = ""
    assert (await accept(other)).status_code == 200


async def test_two_sweeps_at_once_move_a_search_once(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    attending, other = await doctors(2)
    request = await file(requester, whose_doctor_is(attending))
    shift_clock(minutes=15)
    moved = await asyncio.gather(tick(awake.id), tick(awake.id))
    assert sum(moved) == 1
    assert len(await offers_of(other)) == 1
    assert kinds(await thread(coordinator, request)).count("wave_opened") == 2


async def test_a_search_of_another_community_is_not_swept(
    requester: SignedIn, doctors: Doctors, awake: Community, make_community: Any, shift_clock: ShiftClock
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester, whose_doctor_is(doctor))
    elsewhere = await make_community("Provence", communes=("13041",))
    await no_quiet_hours(elsewhere.id)
    shift_clock(minutes=15)
    before = await stored(awake.id, request)
    assert await tick(elsewhere.id) == 0
    assert await tick(UUID(int=0)) == 0
    assert await stored(awake.id, request) == before
