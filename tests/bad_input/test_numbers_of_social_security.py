"""The number of social security (NIR) is kept nowhere, whatever field it is typed in."""

from collections.abc import Iterator
from typing import Any

from api.core.operations import JSON_MEDIA, Contract
from api.identity.tables import Community
from tests.availability.builders import opening_body
from tests.availability.conftest import booking, day_of, practice_of, slot, tomorrow_at
from tests.bad_input.referred import refer
from tests.cases.builders import asked_by
from tests.conftest import Database
from tests.contract.contents import contents
from tests.death_certifications.scene import a_death, moved
from tests.death_certifications.scene import file as file_death
from tests.death_certifications.scene import read as read_death
from tests.directory.test_duties import a_duty
from tests.dispatch.scene import PERSON, a_request, file
from tests.people.circles import person_of
from tests.referrals.attending_doctor.form import a_form, worked
from tests.referrals.attending_doctor.scene import enter, looks_for_a_doctor
from tests.referrals.attending_doctor.scene import moved as search_moved
from tests.referrals.hospital_discharge.scene import a_discharge
from tests.referrals.second_opinion.scene import CARDIOLOGY, to
from tests.roles import AsRole, SignedIn
from tests.teleconsultations.bookings.scene import ADULT, a_booking, an_event, hold, open_by_video, sent_at
from tests.teleconsultations.bookings.scene import times as free_times
from tests.teleconsultations.scene import a_pharmacist, a_site, made_ready, open_site

NIR = "2 85 05 78 006 084 36"
SHORTEST_NIR = 13

NOT_KEPT = {
    "createSession": "an address and a password are kept as digests",
    "requestPasswordLink": "the address is looked up by its digest",
    "choosePassword": "a password is kept as a digest",
    "changePassword": "the same",
    "judgePassword": "it is judged, and kept nowhere",
    "findCaldavCalendars": "nothing is kept (asserted in tests/availability/test_caldav_search.py)",
    "previewUnscheduledCareRequest": "nothing is kept (asserted in tests/unscheduled_care/test_filing.py)",
    "readIdentity": "the reason is kept when the glass is broken only (tests/cases/test_identity.py)",
    "createHold": "the id of a slot is looked up, never kept as typed",
    "moveAppointment": "the same",
    "acceptOffer": "the same",
    "assignDispatch": "the same",
    "confirmUnscheduledCareAppointment": "the same",
    "createPushSubscription": "nobody types an address of a push service, which must be one of those known",
    "recordSmsReceipt": "a provider signs it: the id of its message is looked up, its word becomes a state",
}
"""operationId whose texts are not kept -> why."""

LOOKED_UP = {"/slot_id", "/hold_token", "/url", "/user_name", "/password"}
"""Texts of other bodies that are looked up, or sealed as the keys of another house, and not kept as typed."""


def texts(contract: Contract, schema: Any, where: str = "") -> Iterator[str]:
    """JSON pointers of what may hold any text long enough for a number of social security."""
    schema = contract.resolve(schema)
    for choice in schema.get("oneOf", []):
        yield from texts(contract, choice, where)
    for name, part in schema.get("properties", {}).items():
        yield from texts(contract, part, f"{where}/{name}")
    constrained = {"format", "enum", "pattern"} & schema.keys()
    if "string" in schema.get("type", ()) and not constrained and schema["maxLength"] >= SHORTEST_NIR:
        yield where


def put(body: dict[str, Any], pointer: str, value: str) -> dict[str, Any]:
    """The body with this value at this pointer."""
    name, _, rest = pointer.removeprefix("/").partition("/")
    return {**body, name: put(body[name], f"/{rest}", value) if rest else value}


def in_version(thing: dict[str, Any]) -> dict[str, Any]:
    """What a call needs to change a thing as it was read."""
    return {"headers": {"If-Match": f'"{thing["version"]}"'}}


def of_request(request: dict[str, Any]) -> dict[str, Any]:
    """The same for a request, with its id."""
    return {"request_id": request["id"]} | in_version(request)


Writes = dict[str, tuple[dict[str, Any], dict[str, Any]]]
"""operationId -> a body that is accepted, and what else the call needs."""


async def of_teleconsultations(as_role: AsRole, coordinator: SignedIn) -> Writes:
    """What is written of a teleconsultation, at a site that can be booked."""
    pharmacy = await as_role("requester", organisation_kind="pharmacy")
    site = await open_site(coordinator, a_site(pharmacy.organisation_id))
    await made_ready(coordinator, site, [await a_pharmacist(as_role)])
    await open_by_video(await as_role("professional"))
    kept = await hold(coordinator, (await free_times(coordinator))[0])
    booking = a_booking(kept["token"], minor=ADULT)
    soon = {name: said for name, said in booking.items() if name != "hold_token"}
    batch = {"outbox": site["id"], "software": "", "events": [an_event(1, "cancel")]}
    at_kiosk = {"site_id": site["id"]}
    return {
        "confirmTeleconsultation": (booking, {}),
        "askTeleconsultationSoon": (soon | at_kiosk, {}),
        "confirmKioskBooking": (booking, at_kiosk),
        "askKioskSoon": (soon, at_kiosk),
        "sendKioskEvents": (batch, at_kiosk | {"headers": sent_at()}),
    }


async def test_a_social_security_number_is_kept_nowhere_in_no_field(
    as_role: AsRole, awake: Community, connected: Database, contract: Contract
) -> None:
    doctor, coordinator = await as_role("professional"), await as_role("coordinator")
    opening = opening_body(await practice_of(doctor), on_day=day_of(tomorrow_at(9)), audiences=["cpts"])
    made = (await doctor.call("createOpening", json=opening)).json()
    request = await file(coordinator, a_request(person=PERSON | {"given_name": "Rose"}))
    agenda = {"kind": "ics_url", "name": "Cabinet", "url": "https://agenda.example/a.ics"}
    known = (await doctor.call("addOutsideCalendar", json=agenda)).json()
    hours = [{"weekday": 2, "from_time": "18:00", "to_time": "19:00"}]
    calls = {"phone": "06 39 98 12 34", "hours": hours}
    said = await doctor.call("replaceMyCallTimes", json=calls, headers={"If-Match": '"0"'})
    place = (await as_role("requester", organisation_kind="nursing_home")).organisation_id
    edit: dict[str, Any] = {"calendar_id": known["id"], "headers": {"If-Match": '"1"'}}
    choices = (await coordinator.call("getNotificationPreferences")).json()["choices"]
    dead = await read_death(coordinator, (await file_death(coordinator))["id"])
    samu = {"closed_by": "samu"}
    ended = await moved(coordinator, "closeDeathCertificationElsewhere", dead, json=samu)
    waiting = await search_moved(
        coordinator,
        "qualifyAttendingDoctorRequest",
        await enter(coordinator),
        outcome="to_complete",
        missing=["address"],
    )
    referred = await refer(as_role, coordinator, doctor)
    group = {
        "name": "",
        "specialty_code": CARDIOLOGY,
        "member_ids": [str(referred.specialist.professional_id)],
    }
    rounds = a_site(None, kind="home_visits", name="Tournée")
    site = await open_site(coordinator, rounds)
    writes: Writes = {
        "addOutsideCalendar": (agenda, {}),
        "createDuty": (a_duty(professional_id=doctor.professional_id), {}),
        "replaceOutsideCalendar": (agenda, edit),
        "replaceNotificationPreferences": (
            {"choices": choices, "daily_summary": False},
            {"headers": {"If-Match": '"0"'}},
        ),
        "replaceMyCallTimes": (calls, {"headers": {"If-Match": said.headers["etag"]}}),
        "replaceOrganisationPage": (
            {"phone": None, "hours": [], "exceptions": [], "member_ids": []},
            {"organisation_id": place, "headers": {"If-Match": '"1"'}},
        ),
        "bookGivenTime": (
            {
                "professional_id": str(doctor.professional_id),
                "starts_at": tomorrow_at(18).isoformat(),
                "minutes": 15,
                "mode": "office",
                "person": PERSON,
            },
            {},
        ),
        "bookAppointment": (booking(slot(made, tomorrow_at(9))), {}),
        "createUnscheduledCareRequest": (a_request(note_confirmed_not_medical=True), {}),
        "createDeathCertificationRequest": (
            a_death(attending_doctor_status="known", attending_doctor_name="Dr Roche"),
            {},
        ),
        "correctDeathCertificationRequest": (
            {"reason": "other", "outcome": "seen_to_by_other_doctor"},
            {"request_id": ended["id"], "headers": {"If-Match": f'"{ended["version"]}"'}},
        ),
        "createAttendingDoctorRequest": (looks_for_a_doctor(), {}),
        "fileAttendingDoctorForm": (
            a_form(
                await worked(doctor, awake.finess),
                filed_by="carer",
                carer_name="Mme Coste",
                carer_link="sa fille",
            ),
            {"finess": awake.finess},
        ),
        "completeAttendingDoctorRequest": (
            {"address_line": "4 allée des Érables"},
            {"request_id": waiting["id"], "headers": {"If-Match": f'"{waiting["version"]}"'}},
        ),
        "createHospitalDischargeRequest": (
            a_discharge(
                person={**PERSON, "given_name": "Denise", "address_line": "4 rue des Ormes"},
                requested_for="Médecine 2",
                note_confirmed_not_medical=True,
            ),
            {},
        ),
        "settleDischargeLine": ({}, referred.line("home_help") | in_version(referred.discharge)),
        "createSecondOpinionRequest": (to(referred.specialist), {}),
        "answerSecondOpinion": ({}, of_request(referred.taken)),
        "askSecondOpinionDetail": ({}, of_request(referred.taken)),
        "giveSecondOpinionDetail": ({}, of_request(referred.asked_back)),
        "createOpinionGroup": (group, {}),
        "replaceOpinionGroup": (group, {"group_id": referred.group["id"]} | in_version(referred.group)),
        "openTeleconsultationSite": (rounds, {}),
        "replaceTeleconsultationSite": (rounds, {"site_id": site["id"]} | in_version(site)),
        "saveUnscheduledCareDraft": ({}, {}),
        "postMessage": ({"text": ""}, {"case_id": request["id"]}),
        "correctIdentity": ({}, {"person_id": await person_of(coordinator, request)}),
    } | await of_teleconsultations(as_role, coordinator)
    others = dict.fromkeys(
        (
            "addOutsideCalendar",
            "replaceOutsideCalendar",
            "replaceMyCallTimes",
            "createSecondOpinionRequest",
            "giveSecondOpinionDetail",
        ),
        doctor,
    ) | dict.fromkeys(("answerSecondOpinion", "askSecondOpinionDetail"), referred.specialist)
    before, tried, kept = contents(connected), 0, []
    for operation in contract.operations.values():
        if operation.body_media != JSON_MEDIA or operation.id in NOT_KEPT:
            continue
        for pointer in sorted(set(texts(contract, operation.body_schema)) - LOOKED_UP):
            body, ids = writes[operation.id]
            who = others.get(operation.id, coordinator)
            answer = await who.call(operation.id, json=put(body, pointer, NIR), **ids)
            pointers = [error["pointer"] for error in answer.json().get("errors") or []]
            if (answer.status_code, set(pointers)) != (422, {pointer}):
                kept.append(f"{operation.id} {pointer}: {answer.status_code} {answer.text[:200]}")
            tried += 1
    assert kept == []
    assert tried > 20
    assert contents(connected) == before


async def test_a_red_flag_lets_nothing_in_of_what_was_typed_about_the_caller(
    as_role: AsRole, awake: Community
) -> None:
    coordinator = await as_role("coordinator")
    typed = {"requested_for": f"Mme Roche {NIR}", "requested_for_phone": "0000000000000"}
    ended = await file(coordinator, {"red_flags": ["chest_pain"], **typed})
    assert ended["state"] == "redirected_15", "a wrong phone does not stand in the way of the 15"
    assert await asked_by(awake.id) == [(awake.short_name, awake.coordination_phone)]


async def test_a_callers_wrong_phone_is_named_with_everything_else_that_is_wrong(
    as_role: AsRole, awake: Community, connected: Database
) -> None:
    coordinator = await as_role("coordinator")
    before = contents(connected)
    body = a_request(requested_for="Mairie", requested_for_phone="06 39 98 41 0", note=NIR)
    refused = await coordinator.call("createUnscheduledCareRequest", json=body)
    assert refused.status_code == 422, refused.text
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/requested_for_phone", "/note"]
    assert contents(connected) == before
