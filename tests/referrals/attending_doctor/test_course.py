"""From the entry of a person to their declared doctor, over HTTP."""

from tests.days import today
from tests.dispatch.scene import accept, decline, kinds, thread
from tests.referrals.attending_doctor.conftest import Later, Volunteers
from tests.referrals.attending_doctor.scene import (
    act,
    asked,
    declare_places,
    enter,
    looks_for_a_doctor,
    moved,
    proposed,
    read,
)
from tests.roles import AsRole, SignedIn


async def test_a_person_is_entered_checked_proposed_accepted_declared_and_found(
    coordinator: SignedIn, ward: SignedIn, volunteers: Volunteers, later: Later
) -> None:
    [silent, willing] = await volunteers(2)
    request = await enter(ward)
    assert (request["number"][:3], request["state"]) == ("MT-", "submitted")
    request = await moved(coordinator, "qualifyAttendingDoctorRequest", request, outcome="ready")
    assert (request["state"], request["waits_for"]) == ("waiting", "nobody")
    assert [one["places_left"] for one in request["next_doctors"]] == [3, 3]
    request = await moved(coordinator, "proposeAttendingDoctor", request)
    assert request["state"] == "proposed"
    assert await asked(silent, willing) == [1, 0]
    await later(days=7, minutes=1)
    assert await asked(silent, willing) == [0, 1]
    assert (await accept(willing)).status_code == 200
    taken = await read(willing, request)
    assert (taken["state"], taken["may_read_identity"]) == ("doctor_accepted", True)
    assert taken["actions"][:3] == ["set_first_appointment", "declare", "withdraw"]
    day = today(30).isoformat()
    taken = await moved(willing, "setAttendingDoctorAppointment", request, on_day=day)
    assert (taken["state"], taken["first_appointment_on"]) == ("first_appointment", day)
    assert (await moved(willing, "declareAttendingDoctor", request))["state"] == "declared"
    await later(days=30, minutes=1)
    ended = await read(coordinator, request)
    assert (ended["state"], ended["waits_for"], ended["actions"]) == ("doctor_found", "nobody", [])
    said = kinds(await thread(coordinator, request))
    for kind in ("request_qualified", "wave_opened", "offers_lapsed", "attending_doctor_declared", "closed"):
        assert kind in said


async def test_the_following_doctor_is_asked_by_itself_after_a_refusal_and_never_twice(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    first, second = await volunteers(2)
    request = await proposed(coordinator)
    assert (await decline(first, "patient_list_full")).status_code == 200
    assert await asked(first, second) == [0, 1]
    assert (await decline(second, "sector")).status_code == 200
    left = await read(coordinator, request)
    assert (left["state"], left["waits_for"]) == ("waiting", "coordinator")
    assert left["refusals"] == [
        {"reason": "patient_list_full", "count": 1},
        {"reason": "sector", "count": 1},
    ]
    answer = await act(coordinator, "proposeAttendingDoctor", request)
    assert (answer.status_code, answer.json()["type"]) == (409, "no_place_left")
    assert (await read(coordinator, request))["version"] == left["version"]


async def test_after_five_refusals_the_coordination_decides_and_the_cpam_takes_over(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    doctors = await volunteers(6)
    request = await proposed(coordinator)
    for doctor in doctors[:5]:
        assert (await decline(doctor, "home_visits_impossible")).status_code == 200
    assert await asked(*doctors) == [0] * 6
    left = await read(coordinator, request)
    assert (left["state"], left["waits_for"], left["refused"]) == ("handed_back", "coordinator", 5)
    assert {"escalate", "propose"} <= set(left["actions"])
    handed = await moved(coordinator, "escalateAttendingDoctorRequest", request)
    assert (handed["state"], handed["clock"]) == ("cpam_asked", None)
    # The coordination may still ask the sixth.
    again = await moved(coordinator, "proposeAttendingDoctor", request)
    assert (again["state"], await asked(doctors[5])) == ("proposed", [1])


async def test_a_reason_that_is_not_of_the_list_is_refused_and_nothing_changes(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    [doctor] = await volunteers(1)
    request = await proposed(coordinator)
    assert (await decline(doctor, "outside_skills")).status_code == 422
    assert await asked(doctor) == [1]
    assert (await read(coordinator, request))["state"] == "proposed"


async def test_a_doctor_who_gives_the_person_back_is_not_asked_again(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    first, second = await volunteers(2)
    request = await proposed(coordinator)
    assert (await accept(first)).status_code == 200
    assert (await moved(first, "withdrawFromAttendingDoctorRequest", request))["state"] == "proposed"
    assert await asked(first, second) == [0, 1]
    assert (await first.call("getAttendingDoctorRequest", request_id=request["id"])).status_code == 404


async def test_nobody_but_the_doctor_withdraws_and_nobody_but_the_coordination_proposes(
    coordinator: SignedIn, ward: SignedIn, volunteers: Volunteers
) -> None:
    [doctor] = await volunteers(1)
    request = await enter(ward)
    for operation, body in (
        ("qualifyAttendingDoctorRequest", {"outcome": "ready"}),
        ("proposeAttendingDoctor", {}),
        ("recordAttendingDoctorContact", {"reached": True}),
        ("escalateAttendingDoctorRequest", {}),
        ("withdrawFromAttendingDoctorRequest", {}),
    ):
        assert (await act(ward, operation, request, **body)).status_code == 403, operation
    await moved(coordinator, "qualifyAttendingDoctorRequest", request, outcome="ready")
    await moved(coordinator, "proposeAttendingDoctor", request)
    assert (await accept(doctor)).status_code == 200
    for operation, body in (
        ("setAttendingDoctorAppointment", {"on_day": "2027-01-11"}),
        ("declareAttendingDoctor", {}),
    ):
        assert (await act(ward, operation, request, **body)).status_code == 403, operation
    answer = await act(doctor, "renewAttendingDoctorRequest", request)
    assert answer.status_code == 403
    assert (await read(ward, request))["state"] == "doctor_accepted"


async def test_a_request_that_lacks_the_agreement_waits_for_it_and_is_asked_to_nobody(
    coordinator: SignedIn, ward: SignedIn
) -> None:
    request = await enter(ward, looks_for_a_doctor(informed=False))
    assert (request["state"], request["missing"], request["waits_for"]) == (
        "to_complete",
        ["consent"],
        "requester",
    )
    answer = await act(coordinator, "qualifyAttendingDoctorRequest", request, outcome="ready")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/outcome")
    answer = await act(ward, "completeAttendingDoctorRequest", request, phone="06 39 98 41 13")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/informed")
    done = await moved(
        ward, "completeAttendingDoctorRequest", request, informed=True, home_visit=True, phone="0639984113"
    )
    assert (done["state"], done["missing"], done["home_visit"]) == ("submitted", [], True)
    assert (await read(coordinator, request))["score"]["total"] == 40


async def test_what_the_coordination_finds_missing_is_asked_of_who_entered_the_person(
    coordinator: SignedIn, ward: SignedIn
) -> None:
    request = await enter(ward)
    nothing = await act(coordinator, "qualifyAttendingDoctorRequest", request, outcome="to_complete")
    assert nothing.status_code == 422
    asked_for = await moved(
        coordinator, "qualifyAttendingDoctorRequest", request, outcome="to_complete", missing=["address"]
    )
    assert (asked_for["state"], asked_for["missing"]) == ("to_complete", ["address"])
    nowhere = await act(ward, "completeAttendingDoctorRequest", request, former_doctor="Dr Inventé")
    assert (nowhere.status_code, nowhere.json()["errors"][0]["pointer"]) == (422, "/address_line")
    assert (await read(ward, request))["missing"] == ["address"]
    body = {"address_line": "4 allée des Érables", "former_doctor": "Dr Inventé"}
    assert (await moved(ward, "completeAttendingDoctorRequest", request, **body))["state"] == "submitted"
    again = await act(ward, "completeAttendingDoctorRequest", request, **body)
    assert again.status_code == 409


async def test_two_requests_for_one_person_are_shown_and_only_a_person_says_that_they_are_one(
    coordinator: SignedIn, ward: SignedIn, town_hall: SignedIn
) -> None:
    first = await enter(ward)
    second = await enter(town_hall, looks_for_a_doctor())
    assert second["possible_duplicates"] == []  # the town hall learns nothing of the other
    seen = await read(coordinator, second)
    assert [one["id"] for one in seen["possible_duplicates"]] == [first["id"]]
    for wrong in ({}, {"duplicate_of_id": second["id"]}, {"duplicate_of_id": str(coordinator.account_id)}):
        body = {"outcome": "duplicate", **wrong}
        assert (await act(coordinator, "qualifyAttendingDoctorRequest", second, **body)).status_code == 422
    closed = await moved(
        coordinator,
        "qualifyAttendingDoctorRequest",
        second,
        outcome="duplicate",
        duplicate_of_id=first["id"],
    )
    assert (closed["state"], closed["duplicate_of"]["number"]) == ("duplicate", first["number"])
    back = await act(
        coordinator,
        "qualifyAttendingDoctorRequest",
        first,
        outcome="duplicate",
        duplicate_of_id=second["id"],
    )
    assert back.status_code == 422
    assert (await read(coordinator, first))["state"] == "submitted"


async def test_somebody_assigned_by_phone_is_given_to_a_doctor_who_has_a_place_alone(
    coordinator: SignedIn, volunteers: Volunteers, as_role: AsRole
) -> None:
    [doctor] = await volunteers(1)
    full = await declare_places(await as_role("professional"), 0)
    request = await proposed(coordinator)
    search = await coordinator.call("getDispatch", dispatch_id=(request["dispatch_id"]))
    where = {"dispatch_id": request["dispatch_id"], "headers": {"If-Match": search.headers["etag"]}}
    refused = await coordinator.call(
        "assignDispatch", **where, json={"professional_id": str(full.professional_id)}
    )
    assert (refused.status_code, refused.json()["type"]) == (409, "no_place_left")
    given = await coordinator.call(
        "assignDispatch", **where, json={"professional_id": str(doctor.professional_id)}
    )
    assert given.status_code == 200, given.text
    assert (await read(doctor, request))["state"] == "doctor_accepted"


async def test_an_acceptance_gives_no_time_yet(coordinator: SignedIn, volunteers: Volunteers) -> None:
    [doctor] = await volunteers(1)
    request = await proposed(coordinator)
    answer = await accept(doctor, starts_at="2027-01-11T09:00:00+01:00")
    assert answer.status_code == 422
    assert (await read(coordinator, request))["state"] == "proposed"


async def test_a_first_appointment_is_neither_past_nor_far_away(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    [doctor] = await volunteers(1)
    request = await proposed(coordinator)
    assert (await accept(doctor)).status_code == 200
    for day in ("2020-01-01", "2099-01-01"):
        answer = await act(doctor, "setAttendingDoctorAppointment", request, on_day=day)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/on_day")
    assert (await read(doctor, request))["first_appointment_on"] is None


async def test_nobody_is_asked_beside_the_doctor_who_thinks(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    first, second = await volunteers(2)
    request = await proposed(coordinator)
    search = await coordinator.call("getDispatch", dispatch_id=request["dispatch_id"])
    assert "widen" not in search.json()["actions"]
    answer = await coordinator.call(
        "widenDispatch",
        dispatch_id=request["dispatch_id"],
        headers={"If-Match": search.headers["etag"]},
    )
    assert answer.status_code == 409
    assert (await act(coordinator, "proposeAttendingDoctor", request)).status_code == 409
    assert await asked(first, second) == [1, 0]


async def test_who_waits_for_a_place_stands_on_the_list_and_not_on_the_board(coordinator: SignedIn) -> None:
    request = await enter(coordinator)
    assert len((await coordinator.call("listCases")).json()["items"]) == 1
    await moved(coordinator, "qualifyAttendingDoctorRequest", request, outcome="ready")
    assert (await coordinator.call("listCases")).json()["items"] == []
    waiting = await coordinator.call("listCases", params={"waits_for": "nobody"})
    assert [row["id"] for row in waiting.json()["items"]] == [request["id"]]


async def test_what_the_state_does_not_allow_is_refused_and_changes_nothing(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    [doctor] = await volunteers(1)
    request = await proposed(coordinator)
    assert (await accept(doctor)).status_code == 200
    assert (await act(doctor, "completeAttendingDoctorRequest", request, informed=True)).status_code == 403
    await moved(doctor, "declareAttendingDoctor", request)
    before = await read(coordinator, request)
    day = today(30).isoformat()
    for who, operation, body in (
        (coordinator, "qualifyAttendingDoctorRequest", {"outcome": "ready"}),
        (coordinator, "escalateAttendingDoctorRequest", {}),
        (coordinator, "proposeAttendingDoctor", {}),
        (coordinator, "renewAttendingDoctorRequest", {}),
        (doctor, "setAttendingDoctorAppointment", {"on_day": day}),
        (doctor, "declareAttendingDoctor", {}),
        (doctor, "withdrawFromAttendingDoctorRequest", {}),
    ):
        answer = await act(who, operation, request, **body)
        assert (answer.status_code, answer.json()["type"]) == (409, "illegal_transition"), operation
    assert await read(coordinator, request) == before


async def test_a_page_that_is_not_of_the_list_is_refused(coordinator: SignedIn) -> None:
    answer = await coordinator.call("listAttendingDoctorRequests", params={"cursor": "nothing"})
    assert answer.status_code == 422
