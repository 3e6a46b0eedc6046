"""Several people at the same moment: the whole is what its lines are, whoever comes first."""

import asyncio

from tests.dispatch.scene import offers_of
from tests.referrals.hospital_discharge.conftest import Nurses
from tests.referrals.hospital_discharge.scene import a_discharge, accept, act, file, read, states
from tests.roles import SignedIn


async def test_lines_taken_at_the_same_moment_are_all_counted(
    ward: SignedIn, nurses: Nurses, physiotherapist: SignedIn, doctor: SignedIn
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge("nurse", "physiotherapist", "doctor_visit"))
    answers = await asyncio.gather(accept(nurse), accept(physiotherapist), accept(doctor))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    seen = await read(ward, request)
    assert (seen["state"], set(states(seen).values())) == ("all_found", {"line_found"})


async def test_of_two_nurses_who_accept_at_once_one_has_the_line(ward: SignedIn, nurses: Nurses) -> None:
    one, other = await nurses(2)
    request = await file(ward)
    answers = await asyncio.gather(accept(one), accept(other))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert (await read(ward, request))["state"] == "all_found"


async def test_a_ward_that_cancels_while_somebody_accepts_leaves_nothing_in_between(
    ward: SignedIn, nurses: Nurses
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward)
    cancelled, taken = await asyncio.gather(
        act(ward, "cancelHospitalDischarge", request, reason="mistake"), accept(nurse)
    )
    seen = await read(ward, request)
    if cancelled.status_code == 200:
        assert seen["state"] == "discharge_cancelled"
        assert await offers_of(nurse) == []
    else:  # the acceptance came first: what the ward had read is no longer so
        assert (cancelled.status_code, taken.status_code, seen["state"]) == (412, 200, "all_found")
