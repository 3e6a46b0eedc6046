"""Somebody has the request and is not heard of: it comes back to somebody who can act."""

from api.identity.tables import Community
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import accept, act, file, kinds, offers_of, read, soon, steer, thread, tick
from tests.roles import AsRole, ShiftClock, SignedIn


async def test_the_coordination_takes_back_what_was_accepted_without_a_time_and_never_confirmed(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    silent, other = await doctors(2)
    request = await file(requester)
    assert (await accept(silent)).status_code == 200
    early = await steer(coordinator, "relaunchDispatch", request)
    assert (early.status_code, early.json()["type"]) == (409, "illegal_transition")
    assert "relaunch" not in (await read(coordinator, request))["actions"]
    shift_clock(minutes=61)
    await tick(awake.id)
    late = await read(coordinator, request)
    assert (late["state"], late["waits_for"]) == ("slot_held", "coordinator")
    assert "relaunch" in late["actions"]
    assert (await steer(coordinator, "relaunchDispatch", request)).status_code == 200
    again = await read(coordinator, request)
    assert (again["state"], again["professional"]) == ("wave_1", None)
    assert len(await offers_of(other)) == 1
    assert await offers_of(silent) == []
    told = (await silent.call("listNotifications")).json()["items"]
    assert (told[0]["kind"], told[0]["case_id"]) == ("offer_withdrawn", None)
    assert (await accept(other)).status_code == 200


async def test_a_time_taken_back_by_the_coordination_is_free_again(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    silent, _ = await doctors(2)
    request = await file(requester)
    assert (await accept(silent, starts_at=soon(5))).status_code == 200
    shift_clock(minutes=61)
    await tick(awake.id)
    assert (await steer(coordinator, "relaunchDispatch", request)).status_code == 200
    listed = (await coordinator.call("listAppointments")).json()["items"]
    assert [one["state"] for one in listed] == ["cancelled"]
    assert (await read(coordinator, request))["appointment"] is None


async def test_an_outcome_that_nobody_said_goes_to_the_coordination_after_a_day(
    requester: SignedIn, as_role: AsRole, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    assert (await accept(doctor, starts_at=soon(1))).status_code == 200
    assert (await act(doctor, "confirmUnscheduledCareAppointment", request)).status_code == 200
    for hours, whom in ((1.1, "professional"), (22, "professional"), (2, "coordinator")):
        shift_clock(hours=hours)
        await tick(awake.id)
        coordinator = await as_role("coordinator")  # the session of the one before is over
        assert (await read(coordinator, request))["waits_for"] == whom
    assert kinds(await thread(coordinator, request))[-1] == "coordinator_alerted"
    later = await as_role("professional", professional_id=doctor.professional_id)
    came = await act(later, "recordUnscheduledCareOutcome", request, came=True)
    assert (came.status_code, came.json()["state"]) == (200, "fulfilled")


async def test_the_coordination_may_say_that_the_person_came(
    requester: SignedIn, as_role: AsRole, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    assert (await accept(doctor, starts_at=soon(1))).status_code == 200
    assert (await act(doctor, "confirmUnscheduledCareAppointment", request)).status_code == 200
    shift_clock(hours=1.5)
    coordinator, author = await as_role("coordinator"), requester
    assert (await read(coordinator, request))["actions"][0] == "record_outcome"
    assert "record_outcome" not in (await read(author, request))["actions"]
    refused = await act(author, "recordUnscheduledCareOutcome", request, came=True)
    assert (refused.status_code, (await read(author, request))["state"]) == (403, "appointment_confirmed")
    came = await act(coordinator, "recordUnscheduledCareOutcome", request, came=False)
    assert (came.status_code, came.json()["state"]) == (200, "no_show")
