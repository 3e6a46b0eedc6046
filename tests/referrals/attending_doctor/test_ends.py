"""A search for an attending doctor: how it ends, and who may say so."""

from tests.dispatch.scene import accept
from tests.referrals.attending_doctor.conftest import Later, Volunteers
from tests.referrals.attending_doctor.scene import (
    act,
    asked,
    enter,
    looks_for_a_doctor,
    moved,
    proposed,
    read,
    ready,
    row_of,
    somebody,
)
from tests.roles import SignedIn


async def test_somebody_of_another_territory_is_sent_to_theirs(coordinator: SignedIn, ward: SignedIn) -> None:
    request = await enter(ward)
    body = {"outcome": "outside_territory"}
    sent = await moved(coordinator, "qualifyAttendingDoctorRequest", request, **body)
    assert (sent["state"], sent["actions"]) == ("outside_territory", [])


async def test_three_calls_in_vain_on_three_days_end_the_request_and_two_of_one_day_count_once(
    coordinator: SignedIn, later: Later
) -> None:
    request = await ready(coordinator)
    for _ in range(3):
        called = await moved(coordinator, "recordAttendingDoctorContact", request, reached=False)
    assert (called["state"], len(called["missed_on"])) == ("waiting", 1)
    await later(days=1)
    await moved(coordinator, "recordAttendingDoctorContact", request, reached=False)
    reached = await moved(coordinator, "recordAttendingDoctorContact", request, reached=True)
    assert reached["missed_on"] == []
    for _ in range(3):
        called = await moved(coordinator, "recordAttendingDoctorContact", request, reached=False)
        await later(days=1)
    assert called["state"] == "unreachable"
    answer = await act(coordinator, "recordAttendingDoctorContact", request, reached=False)
    assert answer.status_code == 409


async def test_an_opposition_erases_the_identity_at_once_and_takes_the_offer_back(
    coordinator: SignedIn, volunteers: Volunteers, ward: SignedIn
) -> None:
    [doctor] = await volunteers(1)
    request = await enter(ward, looks_for_a_doctor(social_cover=True, former_doctor="Dr Inventé"))
    await moved(coordinator, "qualifyAttendingDoctorRequest", request, outcome="ready")
    await moved(coordinator, "proposeAttendingDoctor", request)
    person_id = (await read(ward, request))["person_id"]
    ended = await moved(ward, "closeAttendingDoctorRequest", request, end="opposition")
    assert (ended["state"], ended["person_id"], ended["may_read_identity"]) == ("opposition", None, False)
    assert (ended["former_doctor"], (await row_of(ward, request)).social_cover) == (None, None)
    assert await asked(doctor) == [0]
    answer = await coordinator.call("readIdentity", person_id=person_id, json={})
    assert answer.status_code == 404


async def test_each_end_that_somebody_says_closes_the_request(
    coordinator: SignedIn, ward: SignedIn, volunteers: Volunteers
) -> None:
    for index, end in enumerate(("found_elsewhere", "request_withdrawn", "deceased", "moved_away")):
        request = await enter(ward, somebody("ABCD"[index] + "lix"))
        assert (await moved(ward, "closeAttendingDoctorRequest", request, end=end))["state"] == end
        assert (await act(ward, "closeAttendingDoctorRequest", request, end=end)).status_code == 409
    [doctor] = await volunteers(1)
    request = await proposed(coordinator, somebody("Eugénie"))
    assert (await accept(doctor)).status_code == 200
    found = await moved(doctor, "closeAttendingDoctorRequest", request, end="doctor_found")
    assert found["state"] == "doctor_found"


async def test_who_entered_a_person_does_not_say_that_a_doctor_is_found(
    ward: SignedIn, coordinator: SignedIn
) -> None:
    request = await enter(ward)
    answer = await act(ward, "closeAttendingDoctorRequest", request, end="doctor_found")
    assert answer.status_code == 403
    assert (
        await act(coordinator, "closeAttendingDoctorRequest", request, end="doctor_found")
    ).status_code == 409
    assert (await read(ward, request))["state"] == "submitted"
