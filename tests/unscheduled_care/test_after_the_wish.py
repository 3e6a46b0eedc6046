"""A time after the wished deadline is never given silently; a slot is one where the person can be seen."""

from datetime import datetime
from uuid import UUID

from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import (
    a_request,
    accept,
    act,
    file,
    offers_of,
    open_time,
    read,
    set_member,
    soon,
    steer,
    stored,
)
from tests.roles import SignedIn


def pointers(answer: object) -> list[str]:
    """The fields that a refusal names."""
    return [error["pointer"] for error in answer.json()["errors"]]  # type: ignore[attr-defined]  # httpx


async def test_a_late_time_is_refused_until_the_professional_says_to_know_it(
    requester: SignedIn, doctors: Doctors
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    before = await stored(requester.community_id, request)
    late = await accept(doctor, starts_at=soon(26))
    assert (late.status_code, pointers(late)) == (422, ["/starts_at"])
    assert await stored(requester.community_id, request) == before
    assert (await doctor.call("listAppointments")).json()["items"] == []

    assert (await accept(doctor, starts_at=soon(26), after_wish=True)).status_code == 200
    seen = await read(requester, request)
    assert datetime.fromisoformat(seen["appointment"]["starts_at"]) > datetime.fromisoformat(
        seen["wished_before"]
    )
    assert (await act(doctor, "confirmUnscheduledCareAppointment", request)).status_code == 200


async def test_the_message_of_a_late_time_says_so_and_the_others_do_not(
    requester: SignedIn, doctors: Doctors, coordinator: SignedIn
) -> None:
    [doctor] = await doctors(1)
    await file(requester)
    await accept(doctor, starts_at=soon(26), after_wish=True)
    await file(requester, a_request(need="sick_note"))
    await accept(doctor, starts_at=soon(3))
    admin_of_messages = await coordinator.call("listDeliveries", params={"limit": 50})
    said = [
        item["text"]
        for item in admin_of_messages.json()["items"]
        if item["kind"] == "request_accepted" and item["channel"] == "email"
    ]
    assert sorted("après le délai souhaité" in text for text in said) == [False, True]


async def test_a_late_time_at_the_confirmation_or_by_phone_must_be_known_too(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    to = {"professional_id": str(doctor.professional_id)}
    late = await steer(coordinator, "assignDispatch", request, **to, starts_at=soon(26))
    assert (late.status_code, pointers(late)) == (422, ["/starts_at"])
    assert (await accept(doctor)).status_code == 200
    late = await act(doctor, "confirmUnscheduledCareAppointment", request, starts_at=soon(26))
    assert (late.status_code, pointers(late)) == (422, ["/starts_at"])
    assert (await read(requester, request))["state"] == "slot_held"
    known = await act(
        doctor, "confirmUnscheduledCareAppointment", request, starts_at=soon(26), after_wish=True
    )
    assert known.status_code == 200, known.text


async def test_a_slot_at_the_practice_is_not_taken_for_a_visit(requester: SignedIn, doctors: Doctors) -> None:
    [doctor] = await doctors(1)
    await open_time(doctor, modes=("office",))
    await set_member(doctor, home_visits=True)
    await file(requester)
    [offer] = await offers_of(doctor)
    office_slot = offer["slots"][0]["slot_id"]
    visit = await file(requester, a_request(need="sick_note", mobility="home_visit"))
    for_visit = next(offer for offer in await offers_of(doctor) if offer["case_number"] == visit["number"])
    assert for_visit["slots"] == []
    refused = await doctor.call("acceptOffer", offer_id=for_visit["id"], json={"slot_id": office_slot})
    assert (refused.status_code, pointers(refused)) == (422, ["/slot_id"])
    assert (await stored(requester.community_id, visit)).offers[UUID(for_visit["id"])] == "pending"
