"""A return home from the ward to the check of the seventh day, line by line."""

from datetime import timedelta

import pytest

from api.identity.tables import Community
from tests.dispatch.scene import PERSON, kinds, offers_of, thread, tick
from tests.people.test_care_circle import one_with
from tests.referrals.hospital_discharge.conftest import Nurses
from tests.referrals.hospital_discharge.scene import (
    a_discharge,
    accept,
    accepted,
    act,
    done,
    file,
    line,
    read,
    sign_in_again,
    states,
    today,
)
from tests.roles import ShiftClock, SignedIn


async def test_each_need_is_searched_for_among_those_who_answer_it(
    ward: SignedIn, coordinator: SignedIn, nurses: Nurses, physiotherapist: SignedIn, doctor: SignedIn
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge("nurse", "physiotherapist", "doctor_visit", "equipment"))
    assert request["number"] == "SOR-1201"
    assert request["state"] == "searching"
    assert states(request) == {
        "nurse": "line_searching",
        "physiotherapist": "line_searching",
        "doctor_visit": "line_searching",
        "equipment": "line_by_phone",
    }
    asked = {}
    for who in (nurse, physiotherapist, doctor):
        [offer] = await offers_of(who)
        asked[offer["card"]["discharge"]["need"]] = offer["case_number"]
    assert asked == dict.fromkeys(("nurse", "physiotherapist", "doctor_visit"), "SOR-1201")
    assert request["waits_for"] == "coordinator"  # somebody telephones for the bed


async def test_the_circle_of_the_person_is_asked_first_and_the_ward_is_told_of_none_of_it(
    ward: SignedIn, nurses: Nurses, doctor: SignedIn
) -> None:
    usual, other = await nurses(2)
    await one_with(usual, (doctor, "attending_doctor"))
    body = a_discharge("nurse", "doctor_visit")
    request = await file(ward, body | {"person": body["person"] | {"birth_date": PERSON["birth_date"]}})
    for who in (usual, doctor):
        offers = [offer for offer in await offers_of(who) if offer["case_number"] == request["number"]]
        assert [(offer["reason"], offer["alone"]) for offer in offers] == [("usual_professional", True)]
    assert request["number"] not in {offer["case_number"] for offer in await offers_of(other)}
    assert (request["usual_professionals"], request["attending_professional"]) == ([], None)


async def test_a_line_is_found_while_another_goes_on(
    ward: SignedIn, coordinator: SignedIn, nurses: Nurses, physiotherapist: SignedIn
) -> None:
    nurse, other = await nurses(2)
    request = await file(ward, a_discharge("nurse", "physiotherapist"))
    await accepted(nurse)
    seen = await read(ward, request)
    assert seen["state"] == "searching"
    assert states(seen) == {"nurse": "line_found", "physiotherapist": "line_searching"}
    found = line(seen, "nurse")
    assert found["professional"]["id"] == str(nurse.professional_id)
    assert found["answered_at"] is not None
    assert await offers_of(other) == []
    await accepted(physiotherapist)
    seen = await read(ward, request)
    assert (seen["state"], seen["waits_for"], seen["clock"]["kind"]) == (
        "all_found",
        "requester",
        "departure",
    )
    rows = await coordinator.call("listCases")
    [row] = rows.json()["items"]
    assert row["discharge"] == {"planned_on": request["planned_on"], "lines": 2, "found": 2, "late": False}
    counts = await coordinator.call("countCases")
    counted = {one["kind"]: one["open"] for one in counts.json()["items"]}
    assert counted["hospital_discharge"] == 1


async def test_the_usual_nurse_is_asked_alone_first(
    ward: SignedIn, nurses: Nurses, awake: Community, shift_clock: ShiftClock
) -> None:
    usual, other = await nurses(2)
    await file(ward, a_discharge("nurse", usual_professional_ids=[str(usual.professional_id)]))
    [offer] = await offers_of(usual)
    assert (offer["reason"], offer["alone"]) == ("usual_professional", True)
    assert await offers_of(other) == []
    shift_clock(minutes=121)
    await tick(awake.id)
    assert len(await offers_of(other)) == 1


async def test_the_attending_doctor_is_asked_for_the_visit_and_for_nothing_else(
    ward: SignedIn, nurses: Nurses, doctor: SignedIn
) -> None:
    [nurse] = await nurses(1)
    known = {
        "attending_doctor_status": "known",
        "attending_professional_id": str(doctor.professional_id),
    }
    await file(ward, a_discharge("nurse", "doctor_visit", **known))
    [offer] = await offers_of(doctor)
    assert (offer["reason"], offer["card"]["discharge"]["need"]) == ("attending_doctor", "doctor_visit")
    assert len(await offers_of(nurse)) == 1


async def test_who_withdraws_puts_the_need_back_for_the_others(
    ward: SignedIn, coordinator: SignedIn, nurses: Nurses
) -> None:
    nurse, other = await nurses(2)
    request = await file(ward)
    await accepted(nurse)
    seen = await done(nurse, "withdrawFromDischargeLine", request, line_of="nurse")
    assert states(seen) == {"nurse": "line_searching"}
    assert seen["state"] == "searching"
    assert await offers_of(nurse) == []
    assert len(await offers_of(other)) == 1
    gone = await nurse.call("getHospitalDischargeRequest", request_id=request["id"])
    assert gone.status_code == 404
    assert "professional_withdrew" in kinds(await thread(ward, request))


async def test_a_need_that_nobody_answers_is_found_by_telephone(
    ward: SignedIn, coordinator: SignedIn, awake: Community
) -> None:
    request = await file(ward, a_discharge("nurse", "home_help"))
    assert states(request) == {"nurse": "line_nobody_found", "home_help": "line_by_phone"}
    seen = await done(
        coordinator, "settleDischargeLine", request, line_of="home_help", settled_with="Portage de Vitry"
    )
    assert (seen["state"], line(seen, "home_help")["settled_with"]) == ("partly_found", "Portage de Vitry")
    seen = await done(
        coordinator, "settleDischargeLine", request, line_of="nurse", settled_with="SSIAD des Deux Rives"
    )
    assert (seen["state"], seen["waits_for"]) == ("all_found", "requester")
    again = await act(coordinator, "settleDischargeLine", request, line_of="nurse", settled_with="Un autre")
    assert (again.status_code, again.json()["type"]) == (409, "illegal_transition")
    assert line(await read(ward, request), "nurse")["settled_with"] == "SSIAD des Deux Rives"


async def test_the_coordination_steers_the_search_of_one_line(
    ward: SignedIn, coordinator: SignedIn, nurses: Nurses, physiotherapist: SignedIn
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge("nurse", "physiotherapist"))
    seen = line(await read(coordinator, request), "nurse")
    assert "assign" in seen["actions"]
    search = await coordinator.call("getDispatch", dispatch_id=seen["dispatch_id"])
    assigned = await coordinator.call(
        "assignDispatch",
        dispatch_id=seen["dispatch_id"],
        headers={"If-Match": search.headers["etag"]},
        json={"professional_id": str(nurse.professional_id)},
    )
    assert assigned.status_code == 200, assigned.text
    assert states(await read(ward, request)) == {"nurse": "line_found", "physiotherapist": "line_searching"}
    wrong = line(await read(coordinator, request), "physiotherapist")
    search = await coordinator.call("getDispatch", dispatch_id=wrong["dispatch_id"])
    refused = await coordinator.call(
        "assignDispatch",
        dispatch_id=wrong["dispatch_id"],
        headers={"If-Match": search.headers["etag"]},
        json={"professional_id": str(nurse.professional_id)},
    )
    assert (refused.status_code, refused.json()["type"]) == (409, "not_eligible")
    assert states(await read(ward, request))["physiotherapist"] == "line_searching"


async def test_no_hour_goes_with_an_acceptance(ward: SignedIn, nurses: Nurses) -> None:
    [nurse] = await nurses(1)
    request = await file(ward)
    refused = await accept(nurse, eta_minutes=30)
    assert refused.status_code == 422
    assert states(await read(ward, request)) == {"nurse": "line_searching"}


async def test_the_ward_confirms_the_person_leaves_and_two_checks_close_it(
    ward: SignedIn, coordinator: SignedIn, nurses: Nurses, awake: Community, shift_clock: ShiftClock
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge("nurse", days=1, liaison_letter_sent=False))
    await accepted(nurse)
    assert (await read(ward, request))["missing"] == ["liaison_letter"]
    held = await act(ward, "confirmHospitalDischarge", request, liaison_letter_sent=False)
    assert (held.status_code, held.json()["errors"][0]["pointer"]) == (422, "/liaison_letter_sent")
    assert (await read(ward, request))["state"] == "all_found"
    early = await act(ward, "recordHospitalDeparture", request)
    assert early.status_code == 409
    seen = await done(ward, "confirmHospitalDischarge", request, liaison_letter_sent=True)
    assert (seen["state"], seen["missing"]) == ("hospital_confirmed", [])
    shift_clock(days=1)
    await sign_in_again(ward, nurse, coordinator)
    seen = await done(ward, "recordHospitalDeparture", request)
    assert (seen["state"], seen["waits_for"]) == ("went_home", "person")
    assert [check["due_on"] for check in seen["checks"]] == [
        (today() + timedelta(days=1)).isoformat(),
        (today() + timedelta(days=7)).isoformat(),
    ]
    soon = await act(nurse, "recordDischargeCheck", request, all_in_place=True)
    assert (soon.status_code, (await read(ward, request))["state"]) == (409, "went_home")
    shift_clock(days=1)
    await sign_in_again(ward, nurse, coordinator)
    problem = await done(nurse, "recordDischargeCheck", request, all_in_place=False)
    assert (problem["state"], problem["waits_for"]) == ("went_home", "coordinator")
    seen = await done(coordinator, "recordDischargeCheck", request, all_in_place=True)
    assert seen["state"] == "followed_up"
    shift_clock(days=6)
    await sign_in_again(ward, nurse)
    seen = await done(nurse, "recordDischargeCheck", request, all_in_place=True)
    assert seen["state"] == "settled_at_home"
    assert seen["closed_at"] is not None
    assert seen["actions"] == []
    done_kinds = kinds(await thread(ward, request))
    assert done_kinds[-1] == "closed"
    assert {"hospital_confirmed", "went_home", "home_problem", "home_in_place"} <= set(done_kinds)


async def test_on_a_new_day_those_who_accepted_say_whether_they_still_come(
    ward: SignedIn,
    coordinator: SignedIn,
    nurses: Nurses,
    physiotherapist: SignedIn,
    awake: Community,
    shift_clock: ShiftClock,
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge("nurse", "physiotherapist", "equipment"))
    await accepted(nurse)
    await accepted(physiotherapist)
    await done(coordinator, "settleDischargeLine", request, line_of="equipment", settled_with="Matériel Bord")
    later = (today() + timedelta(days=9)).isoformat()
    seen = await done(ward, "postponeHospitalDischarge", request, planned_on=later)
    assert (seen["state"], seen["planned_on"], seen["postponed_from"]) == (
        "postponed",
        later,
        request["planned_on"],
    )
    assert states(seen) == {
        "nurse": "line_to_reconfirm",
        "physiotherapist": "line_to_reconfirm",
        "equipment": "line_by_phone",
    }
    seen = await done(nurse, "keepDischargeLine", request, line_of="nurse")
    assert states(seen)["nurse"] == "line_found"
    shift_clock(hours=13)
    await sign_in_again(ward, coordinator)
    await tick(awake.id)
    overdue = await read(coordinator, request)
    assert "relaunch" in line(overdue, "physiotherapist")["actions"]
    search = line(overdue, "physiotherapist")["dispatch_id"]
    etag = (await coordinator.call("getDispatch", dispatch_id=search)).headers["etag"]
    again = await coordinator.call("relaunchDispatch", dispatch_id=search, headers={"If-Match": etag})
    assert again.status_code == 200, again.text
    assert states(await read(ward, request))["physiotherapist"] == "line_nobody_found"
    busy = line(await read(coordinator, request), "nurse")["dispatch_id"]
    etag = (await coordinator.call("getDispatch", dispatch_id=busy)).headers["etag"]
    refused = await coordinator.call("relaunchDispatch", dispatch_id=busy, headers={"If-Match": etag})
    assert refused.status_code == 409
    assert states(await read(ward, request))["nurse"] == "line_found"


@pytest.mark.parametrize("days", [-1, 61, 4], ids=["past", "too_far", "the_same"])
async def test_a_day_that_cannot_be_is_refused_and_nothing_moves(ward: SignedIn, days: int) -> None:
    request = await file(ward)
    day = (today() + timedelta(days=days)).isoformat()
    refused = await act(ward, "postponeHospitalDischarge", request, planned_on=day)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/planned_on")
    assert (await read(ward, request))["planned_on"] == request["planned_on"]


async def test_a_need_that_is_none_any_more_is_dropped_but_never_the_last(
    ward: SignedIn, nurses: Nurses, physiotherapist: SignedIn
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge("nurse", "physiotherapist"))
    await accepted(nurse)
    seen = await done(ward, "dropDischargeLine", request, line_of="physiotherapist")
    assert (seen["state"], states(seen)["physiotherapist"]) == ("all_found", "line_dropped")
    assert await offers_of(physiotherapist) == []
    last = await act(ward, "dropDischargeLine", request, line_of="nurse")
    assert last.status_code == 409
    assert states(await read(ward, request))["nurse"] == "line_found"


@pytest.mark.parametrize(
    ("reason", "state"),
    [("stays_in_hospital", "discharge_cancelled"), ("deceased", "deceased")],
    ids=["stays_in_hospital", "deceased"],
)
async def test_cancelled_it_needs_nobody_and_those_asked_are_told(
    ward: SignedIn, nurses: Nurses, reason: str, state: str
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward)
    seen = await done(ward, "cancelHospitalDischarge", request, reason=reason)
    assert (seen["state"], seen["cancellation_reason"]) == (state, reason)
    assert states(seen) == {"nurse": "line_dropped"}
    [offer] = await offers_of(nurse, "withdrawn")
    assert offer["withdrawn_because"] == "closed"
    again = await act(ward, "cancelHospitalDischarge", request, reason=reason)
    assert again.status_code == 409


async def test_the_dac_takes_over_on_the_criteria_that_a_person_has_weighed(
    ward: SignedIn, coordinator: SignedIn
) -> None:
    request = await file(ward, a_discharge("nurse", fragilities=["isolated", "repeated_hospital_stays"]))
    assert request["dac_proposed"] is True
    few = await act(coordinator, "handDischargeOver", request, to="dac", criteria=["isolated", "isolated"])
    assert (few.status_code, few.json()["errors"][0]["pointer"]) == (422, "/criteria")
    assert (await read(coordinator, request))["closed_at"] is None
    both = ["isolated", "refusal_of_help"]
    seen = await done(coordinator, "handDischargeOver", request, to="dac", criteria=both)
    assert (seen["state"], seen["fragilities"]) == ("handed_to_dac", both)


async def test_prado_takes_over_without_criteria(ward: SignedIn) -> None:
    request = await file(ward)
    seen = await done(ward, "handDischargeOver", request, to="prado")
    assert seen["state"] == "handed_to_prado"
