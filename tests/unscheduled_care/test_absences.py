"""A request whose doctor is away: a colleague of the practice, else the network again, and nobody lost."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from api.availability import service as availability
from api.availability.tables import Opening
from api.core import clock
from api.core.db import unit_of_work
from tests.availability.absent import end, follow_up, same_practice, say, steps, withdraw
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import accept, act, file, kinds, open_time, read, thread, whose_doctor_is
from tests.roles import SignedIn


async def taken(requester: SignedIn, doctor: SignedIn) -> dict[str, Any]:
    """A request that the doctor has accepted and agreed upon with the person."""
    await open_time(doctor)
    request = await file(requester, whose_doctor_is(doctor))
    slots = (await doctor.call("listOffers")).json()["items"][0]["slots"]
    assert (await accept(doctor, slot_id=slots[-1]["slot_id"])).status_code == 200
    assert (await act(doctor, "confirmUnscheduledCareAppointment", request)).status_code == 200
    return request


async def away_now(doctor: SignedIn, **given: Any) -> dict[str, Any]:
    """Ill from this minute for a week; what the worker then does is done."""
    at = clock.now()
    body = {
        **given,
        "starts_at": at.isoformat(),
        "ends_at": (at + timedelta(days=7)).isoformat(),
        "reason": "illness",
    }
    answer = await doctor.call("createAbsence", json=body)
    assert answer.status_code == 201, answer.text
    await availability.replace_displaced(doctor.community_id, at)
    return answer.json()


async def meant_for_colleagues(who: SignedIn) -> None:
    """A free slot that a colleague's patient may take, a few hours from now."""
    await open_time(who)
    async with unit_of_work(who.community_id) as db:
        await db.execute(
            update(Opening).where(Opening.professional_id == who.professional_id).values(audiences=["pro"])
        )


async def test_a_colleague_of_the_practice_gets_the_request_and_agrees_on_the_new_time(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    doctor, colleague = await doctors(2)
    await same_practice(doctor, colleague)
    request = await taken(requester, doctor)
    await meant_for_colleagues(colleague)
    absence = await away_now(doctor)
    row = await follow_up(coordinator, absence)
    assert (row["state"], steps(row)) == ("placed", ["moved_in_practice"])
    seen = await read(colleague, request)
    assert (seen["state"], seen["professional"]["id"]) == ("slot_held", str(colleague.professional_id))
    assert seen["appointment"]["id"] == row["new_appointment"]["id"]
    assert seen["appointment"]["starts_at"] <= seen["wished_before"], "the wish stays met"
    assert seen["may_read_identity"], "the colleague calls the person"
    assert kinds(await thread(requester, request))[-1] == "moved_by_absence"
    agreed = await act(colleague, "confirmUnscheduledCareAppointment", request)
    assert agreed.status_code == 200, agreed.text
    row = await follow_up(coordinator, absence)
    assert (row["state"], steps(row)[-1]) == ("told", "agreed")


async def test_the_coordination_that_called_the_person_confirms_for_the_colleague(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    doctor, colleague = await doctors(2)
    await same_practice(doctor, colleague)
    request = await taken(requester, doctor)
    await meant_for_colleagues(colleague)
    absence = await away_now(doctor)
    assert (await say(coordinator, await follow_up(coordinator, absence), "told")).json()["state"] == "told"
    assert (await read(requester, request))["state"] == "appointment_confirmed"


async def test_without_a_colleague_the_network_is_asked_and_the_time_stays_until_a_new_one_is_agreed(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    doctor, other = await doctors(2)
    request = await taken(requester, doctor)
    absence = await away_now(doctor)
    row = await follow_up(coordinator, absence)
    assert (row["state"], steps(row)) == ("in_dispatch", ["practice_full", "network_asked"])
    assert row["appointment"]["state"] == "booked"
    assert (await read(requester, request))["state"] == "wave_1"
    offered = (await doctor.call("listOffers", params={"state": "pending"})).json()["items"]
    assert offered == [], "who is away is not asked"
    await open_time(other)
    slots = (await other.call("listOffers")).json()["items"][0]["slots"]
    assert (await accept(other, slot_id=slots[0]["slot_id"])).status_code == 200
    assert (await follow_up(coordinator, absence))["appointment"]["state"] == "booked", "not agreed yet"
    assert (await act(other, "confirmUnscheduledCareAppointment", request)).status_code == 200
    row = await follow_up(coordinator, absence)
    assert (row["state"], row["appointment"]["state"]) == ("told", "cancelled")
    assert row["new_appointment"]["professional"]["id"] == str(other.professional_id)


async def test_a_doctor_who_is_back_takes_the_request_again_while_nobody_else_has_it(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    doctor, other = await doctors(2)
    request = await taken(requester, doctor)
    absence = await away_now(doctor)
    assert (await end(doctor, absence)).status_code == 204
    row = await follow_up(coordinator, absence)
    assert (row["state"], steps(row)[-1]) == ("kept", "absence_ended")
    seen = await read(requester, request)
    assert (seen["state"], seen["professional"]["id"]) == (
        "appointment_confirmed",
        str(doctor.professional_id),
    )
    [offer] = (await other.call("listOffers")).json()["items"]
    assert (offer["state"], offer["withdrawn_because"]) == ("withdrawn", "taken")
    withdrawn = await act(doctor, "withdrawFromUnscheduledCareRequest", request)
    assert withdrawn.status_code == 200, "and may still give it back later"


async def test_a_doctor_who_is_back_takes_the_request_from_a_replacement_who_had_withdrawn(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    doctor, replacement, _ = await doctors(3)
    request = await taken(requester, doctor)
    booked = (await read(requester, request))["appointment"]
    absence = await away_now(doctor, replacement_id=str(replacement.professional_id))
    assert (await read(requester, request))["professional"]["id"] == str(replacement.professional_id)
    assert (await withdraw(replacement, absence)).status_code == 200
    await availability.replace_displaced(doctor.community_id, clock.now())
    assert (await follow_up(coordinator, absence))["state"] == "in_dispatch"
    assert (await end(doctor, absence)).status_code == 204
    seen = await read(requester, request)
    assert (seen["state"], seen["professional"]["id"]) == (
        "appointment_confirmed",
        str(doctor.professional_id),
    )
    now = seen["appointment"]
    assert now["professional"]["id"] == str(doctor.professional_id)
    assert (now["state"], now["starts_at"]) == ("booked", booked["starts_at"])
    row = await follow_up(coordinator, absence)
    assert (row["state"], row["appointment"]["id"]) == ("kept", now["id"])


async def test_what_another_accepted_in_between_stays_theirs_when_the_doctor_is_back(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    doctor, other = await doctors(2)
    request = await taken(requester, doctor)
    absence = await away_now(doctor)
    assert (await accept(other)).status_code == 200
    kept = await say(coordinator, await follow_up(coordinator, absence), "kept")
    assert kept.status_code == 409
    assert (await end(doctor, absence)).status_code == 204
    assert (await follow_up(coordinator, absence))["state"] == "in_dispatch"
    assert (await read(requester, request))["professional"]["id"] == str(other.professional_id)


async def test_a_person_who_cancels_meanwhile_ends_the_request_and_frees_the_time(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    doctor, _ = await doctors(2)
    request = await taken(requester, doctor)
    absence = await away_now(doctor)
    gone = await say(coordinator, await follow_up(coordinator, absence), "cancelled_by_person")
    assert gone.status_code == 200, gone.text
    assert (gone.json()["state"], gone.json()["appointment"]["state"]) == ("cancelled_by_person", "cancelled")
    assert (await read(requester, request))["state"] == "cancelled"


async def test_the_agenda_says_it_too_while_the_network_is_asked(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    doctor, _ = await doctors(2)
    request = await taken(requester, doctor)
    absence = await away_now(doctor)
    row = await follow_up(coordinator, absence)
    ended = await coordinator.call(
        "cancelAppointment", appointment_id=row["appointment"]["id"], json={"by": "person"}
    )
    assert ended.status_code == 200, ended.text
    assert (await read(requester, request))["state"] == "cancelled"
    assert (await follow_up(coordinator, absence))["state"] == "cancelled_by_person"


async def test_a_request_closed_elsewhere_gives_the_kept_time_back(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    doctor, _ = await doctors(2)
    request = await taken(requester, doctor)
    absence = await away_now(doctor)
    closed = await act(coordinator, "closeUnscheduledCareRequest", request, solution="sas")
    assert closed.status_code == 200, closed.text
    row = await follow_up(coordinator, absence)
    assert (row["state"], row["appointment"]["state"]) == ("closed", "cancelled")
