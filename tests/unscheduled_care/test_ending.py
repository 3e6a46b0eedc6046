"""How a request ends, and who may not end it."""

from typing import Any

import pytest

from api.identity.tables import Community
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import (
    accept,
    act,
    file,
    offers_of,
    read,
    soon,
    tick,
)
from tests.roles import AsRole, ShiftClock, SignedIn


async def test_cancelling_tells_who_was_asked_and_stops_the_search(
    requester: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    stale = await requester.call(
        "cancelUnscheduledCareRequest",
        request_id=request["id"],
        headers={"If-Match": '"0"'},
        json={"reason": "mistake"},
    )
    assert stale.status_code == 412
    assert len(await offers_of(doctor)) == 1
    [offer] = await offers_of(doctor)
    assert (
        await act(requester, "cancelUnscheduledCareRequest", request, reason="person_better")
    ).status_code == 200
    assert await offers_of(doctor) == []
    told = (await doctor.call("listNotifications")).json()["items"]
    assert [item["kind"] for item in told] == ["offer_withdrawn", "offer_made"]
    late = await doctor.call("acceptOffer", offer_id=offer["id"], json={})
    assert (late.status_code, late.json()["type"]) == (409, "offer_withdrawn")
    shift_clock(hours=3)
    assert await tick(awake.id) == 0
    twice = await act(requester, "cancelUnscheduledCareRequest", request, reason="person_better")
    assert (twice.status_code, twice.json()["type"]) == (409, "illegal_transition")


async def test_cancelling_after_an_acceptance_frees_the_time_and_tells_the_doctor(
    requester: SignedIn, doctors: Doctors
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    assert (await accept(doctor, starts_at=soon(2))).status_code == 200
    gone = await act(requester, "cancelUnscheduledCareRequest", request, reason="found_elsewhere")
    assert gone.status_code == 200, gone.text
    assert gone.json()["appointment"]["state"] == "cancelled"
    told = (await doctor.call("listNotifications")).json()["items"]
    assert [one["kind"] for one in told] == ["request_closed", "offer_made"], "once"


async def test_only_the_coordination_closes_with_a_solution_elsewhere(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    forbidden = await act(requester, "closeUnscheduledCareRequest", request, solution="sas")
    assert forbidden.status_code == 403
    closed = await act(coordinator, "closeUnscheduledCareRequest", request, solution="out_of_hours")
    assert closed.status_code == 200, closed.text
    assert (closed.json()["state"], closed.json()["solution"]) == ("closed_elsewhere", "out_of_hours")
    assert await offers_of(doctor) == []


async def test_somebody_who_sees_a_request_does_not_act_for_others(
    requester: SignedIn, coordinator: SignedIn, as_role: AsRole, doctors: Doctors
) -> None:
    [doctor, colleague] = await doctors(2)
    request = await file(requester)
    assert (await accept(doctor)).status_code == 200
    joined = await colleague.call("followUnscheduledCareRequest", request_id=request["id"])
    assert joined.status_code == 200
    for operation, body in (
        ("confirmUnscheduledCareAppointment", {}),
        ("withdrawFromUnscheduledCareRequest", {}),
        ("recordUnscheduledCareOutcome", {"came": True}),
        ("cancelUnscheduledCareRequest", {"reason": "mistake"}),
        ("completeUnscheduledCareRequest", {"informed": True}),
    ):
        refused = await act(colleague, operation, request, **body)
        assert refused.status_code == 403, operation
    assert (await read(requester, request))["state"] == "slot_held"


MOVES: list[tuple[str, dict[str, Any], str]] = [
    ("completeUnscheduledCareRequest", {"informed": True}, "coordinator"),
    ("cancelUnscheduledCareRequest", {"reason": "mistake"}, "coordinator"),
    ("closeUnscheduledCareRequest", {"solution": "sas"}, "coordinator"),
    ("confirmUnscheduledCareAppointment", {}, "doctor"),
    ("withdrawFromUnscheduledCareRequest", {}, "doctor"),
    ("recordUnscheduledCareOutcome", {"came": True}, "doctor"),
]


@pytest.mark.parametrize(("operation", "body", "who"), MOVES)
async def test_a_stale_version_or_an_unknown_request_moves_nothing(
    requester: SignedIn,
    coordinator: SignedIn,
    doctors: Doctors,
    operation: str,
    body: dict[str, Any],
    who: str,
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    assert (await accept(doctor)).status_code == 200
    actor = coordinator if who == "coordinator" else doctor
    before = await read(actor, request)
    more = {"json": body} if body or operation.startswith("confirm") else {}
    for request_id, version, status in (
        (request["id"], '"1"', 412),
        ("0199a8c2-7c1e-7000-8000-000000000000", '"1"', 404),
    ):
        refused = await actor.call(operation, request_id=request_id, headers={"If-Match": version}, **more)
        assert refused.status_code == status
    assert await read(actor, request) == before


@pytest.mark.parametrize(("operation", "body", "who"), MOVES)
async def test_what_has_ended_is_not_moved_again(
    requester: SignedIn,
    coordinator: SignedIn,
    doctors: Doctors,
    shift_clock: ShiftClock,
    operation: str,
    body: dict[str, Any],
    who: str,
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    assert (await accept(doctor, starts_at=soon(1))).status_code == 200
    assert (await act(doctor, "confirmUnscheduledCareAppointment", request)).status_code == 200
    shift_clock(hours=2)
    assert (await act(doctor, "recordUnscheduledCareOutcome", request, came=True)).status_code == 200
    actor = coordinator if who == "coordinator" else doctor
    before = await read(actor, request)
    refused = await act(actor, operation, request, **body)
    assert (refused.status_code, refused.json()["type"]) == (409, "illegal_transition")
    assert await read(actor, request) == before
