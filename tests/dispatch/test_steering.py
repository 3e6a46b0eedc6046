"""What the coordinator does with a search."""

from datetime import datetime

import pytest

from api.core import clock
from api.identity.tables import Community
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import (
    a_request,
    accept,
    act,
    decline,
    file,
    kinds,
    offers_of,
    open_time,
    read,
    set_member,
    soon,
    steer,
    stored,
    thread,
    tick,
    whose_doctor_is,
)
from tests.roles import AsRole, ShiftClock, SignedIn

STEERING = ["pauseDispatch", "resumeDispatch", "relaunchDispatch", "widenDispatch", "assignDispatch"]


async def test_a_pause_stops_the_clock_and_a_resumption_gives_the_time_back(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester, whose_doctor_is(doctor))
    shift_clock(minutes=5)
    paused = await steer(coordinator, "pauseDispatch", request)
    assert paused.status_code == 200, paused.text
    assert 595 <= paused.json()["remaining_seconds"] <= 600
    assert paused.json()["actions"][0] == "resume"
    stopped = await read(coordinator, request)
    assert (stopped["waits_for"], stopped["clock"]["paused_at"] is not None) == ("coordinator", True)

    shift_clock(hours=1)
    assert await tick(awake.id) == 0, "nothing lapses while the clock stands still"
    assert len(await offers_of(doctor)) == 1
    resumed = await steer(coordinator, "resumeDispatch", request)
    assert resumed.status_code == 200, resumed.text
    [offer] = await offers_of(doctor)
    left = datetime.fromisoformat(offer["due_at"]) - clock.now()
    assert 590 <= left.total_seconds() <= 600
    assert (await read(coordinator, request))["clock"]["paused_at"] is None
    shift_clock(minutes=11)
    assert await tick(awake.id) == 1
    assert kinds(await thread(coordinator, request))[2:5] == ["paused", "resumed", "offers_lapsed"]


async def test_an_answer_is_still_taken_during_a_pause(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, shift_clock: ShiftClock
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester, whose_doctor_is(doctor))
    await steer(coordinator, "pauseDispatch", request)
    shift_clock(minutes=40)
    assert (await accept(doctor)).status_code == 200
    taken = await read(requester, request)
    assert (taken["state"], taken["clock"]["paused_at"]) == ("slot_held", None)


async def test_refusals_during_a_pause_open_the_next_wave_at_the_resumption(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    attending, other = await doctors(2)
    request = await file(requester, whose_doctor_is(attending))
    await steer(coordinator, "pauseDispatch", request)
    assert (await decline(attending)).status_code == 200
    assert await offers_of(other) == []
    await steer(coordinator, "resumeDispatch", request)
    assert len(await offers_of(other)) == 1
    assert (await read(requester, request))["waits_for"] == "professional"


async def test_widening_opens_the_next_wave_and_those_asked_stay_asked(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    attending, *near = await doctors(3)
    request = await file(requester, whose_doctor_is(attending))
    before = (await offers_of(attending))[0]["due_at"]
    wider = await steer(coordinator, "widenDispatch", request)
    assert wider.status_code == 200, wider.text
    assert wider.json()["wave"] == 1
    assert (await offers_of(attending))[0]["due_at"] > before
    assert [len(await offers_of(doctor)) for doctor in near] == [1, 1]
    # The whole network holds nobody more: those asked stay asked, and nobody is lost.
    assert (await steer(coordinator, "widenDispatch", request)).status_code == 200
    state = await stored(requester.community_id, request)
    assert (state.dispatch_state, state.next_at is not None) == ("running", True)
    nothing_left = await steer(coordinator, "widenDispatch", request)
    assert (nothing_left.status_code, nothing_left.json()["type"]) == (409, "illegal_transition")
    assert await stored(requester.community_id, request) == state
    assert (await accept(attending)).status_code == 200


async def test_a_relaunch_asks_the_silent_anew_and_never_who_declined(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    silent, unwilling = await doctors(2)
    request = await file(requester)
    assert (await decline(unwilling)).status_code == 200
    shift_clock(minutes=30)
    await tick(awake.id)
    assert (await read(coordinator, request))["state"] == "no_solution"
    again = await steer(coordinator, "relaunchDispatch", request)
    assert again.status_code == 200, again.text
    assert (again.json()["state"], again.json()["wave"]) == ("running", 1)
    assert len(await offers_of(silent)) == 1
    assert await offers_of(unwilling) == []
    searched = await read(coordinator, request)
    assert (searched["state"], searched["waits_for"]) == ("wave_1", "professional")
    assert (await accept(silent)).status_code == 200


async def test_a_relaunch_that_finds_nobody_comes_back_to_the_coordination(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    await decline(doctor)
    again = await steer(coordinator, "relaunchDispatch", request)
    assert again.json()["state"] == "exhausted"
    found = await read(coordinator, request)
    assert (found["state"], found["waits_for"]) == ("no_solution", "coordinator")


async def test_somebody_who_says_yes_on_the_phone_is_assigned_with_a_time(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    asked, phoned = await doctors(2)
    await set_member(phoned, unscheduled_care=False)
    await open_time(phoned)
    request = await file(requester)
    dispatch_id = request["dispatch_id"]
    candidates = (await coordinator.call("listCandidates", dispatch_id=dispatch_id)).json()["items"]
    [chosen] = [item for item in candidates if item["professional"]["id"] == str(phoned.professional_id)]
    assert (chosen["eligible"], chosen["excluded_because"]) == (False, "not_volunteer")
    assert len(chosen["slots"]) == 6
    given = await steer(
        coordinator,
        "assignDispatch",
        request,
        professional_id=str(phoned.professional_id),
        slot_id=chosen["slots"][0]["slot_id"],
    )
    assert given.status_code == 200, given.text
    assert (given.json()["state"], given.json()["actions"]) == ("answered", [])
    taken = await read(requester, request)
    assert taken["professional"]["id"] == str(phoned.professional_id)
    assert taken["appointment"]["starts_at"] == chosen["slots"][0]["starts_at"]
    assert (await offers_of(asked, None))[0]["state"] == "withdrawn"
    told = (await phoned.call("listNotifications")).json()["items"]
    assert [item["kind"] for item in told] == ["assigned"]
    [line] = [line for line in await thread(coordinator, request) if line["kind"] == "assigned"]
    assert line["starts_at"] is not None
    assert (await act(phoned, "confirmUnscheduledCareAppointment", request)).status_code == 200


async def test_somebody_who_declined_may_still_be_assigned_and_give_it_back(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    assert (await decline(doctor)).status_code == 200
    for _ in range(2):
        given = await steer(
            coordinator, "assignDispatch", request, professional_id=str(doctor.professional_id)
        )
        assert given.status_code == 200, given.text
        assert (await act(doctor, "withdrawFromUnscheduledCareRequest", request)).status_code == 200
        assert (await read(coordinator, request))["state"] == "no_solution"


async def test_a_time_that_is_taken_assigns_nobody(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    [doctor] = await doctors(1)
    first = await file(requester)
    assert (await accept(doctor, starts_at=soon(3))).status_code == 200
    second = await file(requester, a_request(need="sick_note"))
    before = await stored(requester.community_id, second)
    taken = await steer(
        coordinator,
        "assignDispatch",
        second,
        professional_id=str(doctor.professional_id),
        starts_at=soon(3),
    )
    assert (taken.status_code, taken.json()["type"]) == (409, "slot_taken")
    assert await stored(requester.community_id, second) == before
    assert (await read(requester, first))["state"] == "slot_held"


async def test_who_cannot_answer_cannot_be_assigned(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, as_role: AsRole, make_community: object
) -> None:
    await doctors(1)
    request = await file(requester)
    nobody = "0199a8c2-7c1e-7000-8000-000000000000"
    unknown = await steer(coordinator, "assignDispatch", request, professional_id=nobody)
    assert unknown.status_code == 422
    elsewhere = await make_community("Provence")  # type: ignore[operator]  # the fixture of tests/roles.py
    stranger = await as_role("professional", community_id=elsewhere.id)
    refused = await steer(
        coordinator, "assignDispatch", request, professional_id=str(stranger.professional_id)
    )
    assert (refused.status_code, refused.json()["type"]) == (409, "not_eligible")
    both = await steer(
        coordinator,
        "assignDispatch",
        request,
        professional_id=str(stranger.professional_id),
        slot_id="x" * 60,
        starts_at=soon(2),
    )
    assert both.status_code == 422
    assert (await read(requester, request))["professional"] is None


@pytest.mark.parametrize("operation", STEERING)
async def test_a_stale_version_steers_nothing(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, operation: str
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    before = await stored(requester.community_id, request)
    body = {"json": {"professional_id": str(doctor.professional_id)}} if operation == "assignDispatch" else {}
    stale = await coordinator.call(
        operation, dispatch_id=request["dispatch_id"], headers={"If-Match": '"99"'}, **body
    )
    assert stale.status_code == 412
    assert await stored(requester.community_id, request) == before


@pytest.mark.parametrize("operation", [*STEERING, "getDispatch", "listDispatchOffers", "listCandidates"])
async def test_only_the_coordination_of_the_community_sees_and_steers_a_search(
    requester: SignedIn, doctors: Doctors, as_role: AsRole, make_community: object, operation: str
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    before = await stored(requester.community_id, request)
    elsewhere = await make_community("Provence")  # type: ignore[operator]  # the fixture of tests/roles.py
    stranger = await as_role("coordinator", community_id=elsewhere.id)
    body = {"json": {"professional_id": str(doctor.professional_id)}} if operation == "assignDispatch" else {}
    headers = {"If-Match": '"1"'} if operation in STEERING else {}
    for who, status in ((doctor, 403), (requester, 403), (stranger, 404)):
        refused = await who.call(operation, dispatch_id=request["dispatch_id"], headers=headers, **body)
        assert refused.status_code == status
    assert await stored(requester.community_id, request) == before


@pytest.mark.parametrize("operation", STEERING)
async def test_a_search_that_was_answered_is_not_steered(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, operation: str
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    assert (await accept(doctor)).status_code == 200
    before = await stored(requester.community_id, request)
    body = {"professional_id": str(doctor.professional_id)} if operation == "assignDispatch" else {}
    refused = await steer(coordinator, operation, request, **body)
    assert (refused.status_code, refused.json()["type"]) == (409, "illegal_transition")
    assert await stored(requester.community_id, request) == before
