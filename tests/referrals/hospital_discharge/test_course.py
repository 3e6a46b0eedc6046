"""A return home from the ward to the check of the seventh day, line by line."""

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
    states,
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
