"""The monthly proof of those who have left, and its titles."""

from collections.abc import Callable
from datetime import datetime

import pytest

from api.contract.models import AppointmentOrigin
from tests.availability.absent import work
from tests.availability.conftest import PARIS, ClockAt
from tests.availability.test_leavers import leaves, membership_ends
from tests.availability.test_proof import proof_of, weekly
from tests.conftest import Database
from tests.roles import AsRole, SignedIn


@pytest.mark.parametrize("goes", [leaves, membership_ends])
async def test_who_left_since_then_is_in_the_proof_of_the_coordination(
    goes: Callable[[Database, SignedIn], None],
    doctor: SignedIn,
    colleague: SignedIn,
    as_role: AsRole,
    it_is: ClockAt,
    connected: Database,
) -> None:
    it_is(datetime(2027, 6, 1, 8, tzinfo=PARIS))
    for who in (doctor, colleague):
        await weekly(who, 2, "09:00", "12:00")
    it_is(datetime(2027, 7, 1, 8, tzinfo=PARIS))
    coordinator = await as_role("coordinator")
    goes(connected, doctor)
    await work(coordinator)
    found = (await proof_of(coordinator, "2027-06"))["members"]
    assert {one["professional"]["id"]: one["minutes"] for one in found} == {
        str(who.professional_id): 5 * 180 for who in (doctor, colleague)
    }


async def test_every_title_of_the_table_is_in_french(doctor: SignedIn, it_is: ClockAt) -> None:
    it_is(datetime(2027, 7, 1, 8, tzinfo=PARIS))
    await weekly(doctor, 2, "09:00", "10:30")
    answer = await doctor.call("exportOpeningProof", params={"month": "2027-06"})
    titles = answer.content.decode("utf-8").splitlines()[0].split(";")
    assert not {origin.value for origin in AppointmentOrigin} & set(titles)
    assert titles[-1] == "Téléconsultations assistées"
