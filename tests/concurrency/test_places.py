"""Places of attending doctors asked for at one moment: none is given twice, nobody is asked beyond theirs."""

import asyncio
from collections import Counter

from sqlalchemy import select

from api.core.db import unit_of_work
from api.dispatch.tables import Offer
from tests.dispatch.scene import decline, kinds, offers_of, thread
from tests.referrals.attending_doctor.conftest import Volunteers, awake, coordinator, volunteers
from tests.referrals.attending_doctor.scene import act, asked, proposed, read, ready, somebody
from tests.roles import SignedIn

__all__ = ["awake", "coordinator", "volunteers"]


async def test_of_many_people_proposed_at_once_no_doctor_is_asked_beyond_their_places(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    doctors = await volunteers(3, quota=2)
    people = [await ready(coordinator, somebody("Personne" + letter)) for letter in "abcdefgh"]
    answers = await asyncio.gather(*(act(coordinator, "proposeAttendingDoctor", one) for one in people))
    said = Counter((answer.status_code, answer.json().get("type")) for answer in answers)
    assert said == {(200, None): 6, (409, "no_place_left"): 2}
    assert await asked(*doctors) == [2, 2, 2]
    states = Counter([(await read(coordinator, one))["state"] for one in people])
    assert states == {"proposed": 6, "waiting": 2}


async def test_an_acceptance_sent_twice_at_once_takes_one_place(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    [doctor] = await volunteers(1, quota=1)
    request = await proposed(coordinator)
    [offer] = await offers_of(doctor)
    both = await asyncio.gather(
        *(doctor.call("acceptOffer", offer_id=offer["id"], json={}) for _ in range(4))
    )
    assert {answer.status_code for answer in both} == {200}
    assert kinds(await thread(coordinator, request)).count("offer_accepted") == 1
    month = (await doctor.call("getMyAttendingDoctorCapacity")).json()["this_month"]
    assert (month["accepted"], month["pending"], month["left"]) == (1, 0, 0)


async def test_an_acceptance_and_a_refusal_at_once_leave_one_truth(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    first, second = await volunteers(2)
    request = await proposed(coordinator)
    [offer] = await offers_of(first)
    yes, no = await asyncio.gather(
        first.call("acceptOffer", offer_id=offer["id"], json={}), decline(first, "other")
    )
    assert sorted([yes.status_code, no.status_code]) == [200, 409]
    state = (await read(coordinator, request))["state"]
    assert state == ("doctor_accepted" if yes.status_code == 200 else "proposed")
    async with unit_of_work(coordinator.community_id) as db:
        states = Counter((await db.scalars(select(Offer.state))).all())
    wanted = {"accepted": 1} if yes.status_code == 200 else {"declined": 1, "pending": 1}
    assert states == wanted


async def test_an_acceptance_and_an_opposition_at_once_never_leave_an_identity(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    [doctor] = await volunteers(1)
    request = await proposed(coordinator)
    [offer] = await offers_of(doctor)
    taken, gone = await asyncio.gather(
        doctor.call("acceptOffer", offer_id=offer["id"], json={}),
        act(coordinator, "closeAttendingDoctorRequest", request, end="opposition"),
    )
    ended = await read(coordinator, request)
    if gone.status_code == 200:
        assert (ended["state"], ended["person_id"]) == ("opposition", None)
    else:
        assert (gone.status_code, taken.status_code, ended["state"]) == (412, 200, "doctor_accepted")
