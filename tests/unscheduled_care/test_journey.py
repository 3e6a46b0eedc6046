"""One request from the first question to its end, over HTTP."""

from api.identity.tables import Community
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import (
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
    thread,
    tick,
    whose_doctor_is,
)
from tests.roles import ShiftClock, SignedIn


async def test_an_hour_that_two_openings_offer_is_proposed_once(
    requester: SignedIn, doctors: Doctors
) -> None:
    [doctor] = await doctors(1)
    await open_time(doctor)
    await open_time(doctor)
    await file(requester, whose_doctor_is(doctor))
    [offer] = await offers_of(doctor)
    starts = [slot["starts_at"] for slot in offer["slots"]]
    assert (len(starts), len(set(starts))) == (6, 6)


async def test_a_request_finds_its_doctor_is_confirmed_and_the_person_comes(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, shift_clock: ShiftClock
) -> None:
    [doctor, other] = await doctors(2)
    await open_time(doctor)

    request = await file(requester, whose_doctor_is(doctor, note="Peut venir à pied"))
    assert request["state"] == "attending_doctor_asked"
    assert await offers_of(other) == [], "the attending doctor is asked alone"

    [offer] = await offers_of(doctor)
    assert (offer["reason"], offer["alone"], offer["wave"]) == ("attending_doctor", True, 0)
    assert len(offer["slots"]) == 6
    slot = offer["slots"][3]
    taken = await doctor.call("acceptOffer", offer_id=offer["id"], json={"slot_id": slot["slot_id"]})
    assert taken.status_code == 200, taken.text
    assert taken.json()["accepted_slot"] == slot
    assert taken.json()["request_id"] == request["id"]

    held = await read(requester, request)
    assert (held["state"], held["waits_for"], held["clock"]["kind"]) == (
        "slot_held",
        "professional",
        "confirmation",
    )
    assert held["appointment"]["starts_at"] == slot["starts_at"]
    assert held["note"] == "Peut venir à pied", "the author reads the note"
    assert (await read(doctor, request))["note"] == "Peut venir à pied", "and the one who accepted"
    assert (await read(coordinator, request))["note"] is None, "the coordination does not"
    assert (await read(doctor, request))["actions"][:2] == ["confirm", "withdraw"]

    confirmed = await act(doctor, "confirmUnscheduledCareAppointment", request)
    assert confirmed.status_code == 200, confirmed.text
    assert confirmed.json()["state"] == "appointment_confirmed"

    shift_clock(hours=3)
    assert "record_outcome" in (await read(doctor, request))["actions"]
    came = await act(doctor, "recordUnscheduledCareOutcome", request, came=True)
    assert came.status_code == 200, came.text
    ended = await read(requester, request)
    assert (ended["state"], ended["waits_for"], ended["clock"]) == ("fulfilled", "nobody", None)
    assert ended["closed_at"] is not None
    assert ended["identity_erased_on"] is not None
    assert ended["appointment"]["state"] == "fulfilled"
    assert kinds(await thread(requester, request)) == [
        "requested",
        "wave_opened",
        "offer_accepted",
        "appointment_confirmed",
        "fulfilled",
    ]


async def test_a_doctor_may_take_it_without_a_time_and_give_one_when_confirming(
    requester: SignedIn, doctors: Doctors
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    assert (await accept(doctor)).status_code == 200

    nothing = await act(doctor, "confirmUnscheduledCareAppointment", request)
    assert nothing.status_code == 422
    assert nothing.json()["errors"][0]["pointer"] == "/starts_at"
    assert (await read(doctor, request))["state"] == "slot_held"

    agreed = await act(doctor, "confirmUnscheduledCareAppointment", request, starts_at=soon(2))
    assert agreed.status_code == 200, agreed.text
    assert agreed.json()["appointment"] is not None
    assert (await read(requester, request))["state"] == "appointment_confirmed"


async def test_confirming_another_time_moves_the_appointment_and_frees_the_first(
    requester: SignedIn, doctors: Doctors
) -> None:
    [doctor] = await doctors(1)
    await open_time(doctor)
    request = await file(requester)
    [offer] = await offers_of(doctor)
    first, second = offer["slots"][0]["slot_id"], offer["slots"][2]["slot_id"]
    assert (await accept(doctor, slot_id=first)).status_code == 200
    moved = await act(doctor, "confirmUnscheduledCareAppointment", request, slot_id=second)
    assert moved.status_code == 200, moved.text
    assert moved.json()["appointment"]["starts_at"] == offer["slots"][2]["starts_at"]

    other = await file(requester, whose_doctor_is(doctor, need="sick_note"))
    assert first in [slot["slot_id"] for slot in (await offers_of(doctor))[0]["slots"]]
    assert (await accept(doctor, slot_id=first)).status_code == 200
    assert (await read(requester, other))["state"] == "slot_held"


async def test_a_doctor_who_withdraws_is_replaced_at_once_and_not_asked_again(
    requester: SignedIn, doctors: Doctors
) -> None:
    [doctor, other] = await doctors(2)
    await open_time(doctor)
    request = await file(requester, whose_doctor_is(doctor))
    [offer] = await offers_of(doctor)
    assert (await accept(doctor, slot_id=offer["slots"][0]["slot_id"])).status_code == 200

    gone = await act(doctor, "withdrawFromUnscheduledCareRequest", request)
    assert gone.status_code == 200, gone.text
    searched = await read(requester, request)
    assert (searched["state"], searched["appointment"], searched["professional"]) == ("wave_1", None, None)
    assert await offers_of(doctor) == []
    assert (await offers_of(doctor, None))[0]["state"] == "declined"
    assert (await offers_of(doctor, None))[0]["request_id"] is None
    assert "professional_withdrew" in kinds(await thread(requester, request))
    hidden = await doctor.call("getUnscheduledCareRequest", request_id=request["id"])
    assert hidden.status_code == 404

    assert (await accept(other)).status_code == 200
    assert (await read(requester, request))["state"] == "slot_held"


async def test_a_time_that_is_not_confirmed_stays_booked_and_goes_to_the_coordination(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    assert (await accept(doctor, starts_at=soon(5))).status_code == 200
    shift_clock(minutes=61)
    await tick(awake.id)
    late = await read(coordinator, request)
    assert (late["state"], late["waits_for"]) == ("slot_held", "coordinator")
    assert late["appointment"]["state"] == "booked"
    assert late["actions"][0] == "call"
    assert kinds(await thread(coordinator, request)).count("confirmation_overdue") == 1
    await tick(awake.id)
    assert kinds(await thread(coordinator, request)).count("confirmation_overdue") == 1

    assert (await act(doctor, "confirmUnscheduledCareAppointment", request)).status_code == 200


async def test_after_the_hour_of_the_appointment_its_doctor_is_asked_what_came_of_it(
    requester: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    assert (await accept(doctor, starts_at=soon(2))).status_code == 200
    assert (await act(doctor, "confirmUnscheduledCareAppointment", request)).status_code == 200
    early = await act(doctor, "recordUnscheduledCareOutcome", request, came=False)
    assert early.status_code == 409
    assert (await read(doctor, request))["waits_for"] == "person"
    shift_clock(hours=3)
    await tick(awake.id)
    assert (await read(doctor, request))["waits_for"] == "professional"
    assert (await act(doctor, "recordUnscheduledCareOutcome", request, came=False)).status_code == 200
    assert (await read(requester, request))["state"] == "no_show"


async def test_an_appointment_cancelled_in_the_agenda_moves_its_request(
    requester: SignedIn, doctors: Doctors
) -> None:
    [doctor, other] = await doctors(2)
    request = await file(requester, whose_doctor_is(doctor))
    assert (await accept(doctor, starts_at=soon(2))).status_code == 200
    booked = (await read(doctor, request))["appointment"]

    cancelled = await doctor.call(
        "cancelAppointment",
        appointment_id=booked["id"],
        headers={"If-Match": f'"{booked["version"]}"'},
        json={"by": "professional"},
    )
    assert cancelled.status_code == 200, cancelled.text
    assert (await read(requester, request))["state"] == "wave_1"

    assert (await accept(other, starts_at=soon(3))).status_code == 200
    second = (await read(other, request))["appointment"]
    cancelled = await other.call(
        "cancelAppointment",
        appointment_id=second["id"],
        headers={"If-Match": f'"{second["version"]}"'},
        json={"by": "person"},
    )
    assert cancelled.status_code == 200, cancelled.text
    assert (await read(requester, request))["state"] == "cancelled"


async def test_a_slot_of_another_doctor_cannot_be_given(requester: SignedIn, doctors: Doctors) -> None:
    [doctor, other] = await doctors(2)
    await open_time(other)
    request = await file(requester)
    [offer] = await offers_of(other)
    stolen = await accept(doctor, slot_id=offer["slots"][0]["slot_id"])
    assert stolen.status_code == 422
    assert stolen.json()["errors"][0]["pointer"] == "/slot_id"
    assert (await read(requester, request))["state"] == "wave_1"
    assert (await accept(other, slot_id=offer["slots"][0]["slot_id"])).status_code == 200


async def test_a_home_visit_is_offered_to_those_who_make_them_only(
    requester: SignedIn, doctors: Doctors
) -> None:
    [visits, stays] = await doctors(2)
    await set_member(visits, home_visits=True)
    await file(requester, {**whose_doctor_is(stays), "mobility": "home_visit"})
    assert len(await offers_of(stays)) == 1, "their own doctor is asked all the same"
    assert (await stays.call("listOffers")).json()["items"][0]["card"]["mobility"] == "home_visit"
    assert (await decline(stays)).status_code == 200
    assert len(await offers_of(visits)) == 1
