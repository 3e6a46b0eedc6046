"""An id of another community: every operation that takes one answers as if the thing did not exist."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from api.availability.service import propose_earlier
from api.contract.models import Role
from api.core import clock
from api.core.operations import Contract, Operation
from api.identity.rules import SCOPES
from tests.availability.builders import opening_body
from tests.availability.conftest import booking, day_of, practice_of, slot, tomorrow_at
from tests.certifiers.builders import EMPTY_DOSSIER, a_shift
from tests.conftest import Database
from tests.contract.contents import contents
from tests.death_certifications.scene import a_death
from tests.directory.test_duties import a_duty
from tests.dispatch.scene import a_request, file, no_quiet_hours, offers_of, read, whose_doctor_is
from tests.identity.delegating import invitation
from tests.notifications.conftest import PUSH_ADDRESS, Browser
from tests.referrals.attending_doctor.scene import looks_for_a_doctor
from tests.referrals.hospital_discharge.scene import a_discharge
from tests.referrals.second_opinion.scene import an_ask, make_group
from tests.roles import AsRole, MakeCommunity, SignedIn
from tests.sas.scene import KEPT_AS
from tests.teleconsultations.bookings.scene import CONSENT, an_event, sent_at
from tests.teleconsultations.bookings.scene import a_booking as a_teleconsultation
from tests.teleconsultations.scene import a_connection, a_site, a_training
from tests.webhooks.conftest import a_failed_delivery

NATIONAL = {
    "getProfessional": "the national directory is public; what one declared to one's community is not shown",
    "getOrganisation": "the same",
    "getProfessionalCard": "the same",
    "getOrganisationCard": "the same",
    "replaceOrganisationPage": "national too; refused outside its territory (test_structure_pages.py)",
    "replaceOpinionTemplate": "a specialty is national; each community writes its own questions for it",
    "readCalendarFeed": "its secret is the key, whoever comes with it",
    "getDeathFamilyPage": "its token is the key, whoever comes with it",
    "getAttendingDoctorForm": "the FINESS of its community is the address, whoever comes; it shows no person",
    "drawAttendingDoctorChallenge": "the same",
    "fileAttendingDoctorForm": "the same; what it answers says nothing of what is there",
    "readFhirSlot": "for machines of the SAS only: tests/fhir/test_reading.py",
    "readFhirSchedule": "the same",
    "readFhirPractitioner": "the same",
    "readFhirPractitionerRole": "the same",
    "readFhirHealthcareService": "the same",
    "readFhirOrganization": "the same",
}
"""operationId whose ids belong to no community -> why."""

BODIES: dict[str, dict[str, Any]] = {
    "replaceMyDelegation": {"may_answer": True},
    "inviteNewcomer": {"email": "nouvelle@cabinet.example"},
    "replaceOpening": opening_body(UUID(int=1)),
    "previewOpeningChange": opening_body(UUID(int=1)),
    "changeOpeningDay": {"on_day": "2030-01-07", "instead": None},
    "replaceOutsideCalendar": {"kind": "ics_url", "name": "Ailleurs"},
    "cancelAppointment": {"by": "person"},
    "moveAppointment": {},
    "recordNoShowCall": {"outcome": "reached"},
    "recordDisplacedCall": {"outcome": "no_answer"},
    "readIdentity": {"reason": "Vérification demandée par la famille"},
    "recordCareCircleConsent": {"decision": "given", "given_by": "person", "means": "in_person"},
    "addCareCircleMember": {"role": "other"},
    "postMessage": {"text": "Bonjour"},
    "markThreadRead": {"up_to": str(UUID(int=1))},
    "acceptOffer": {},
    "declineOffer": {"reason": "no_room"},
    "assignDispatch": {"professional_id": str(UUID(int=1))},
    "completeUnscheduledCareRequest": {"informed": True},
    "cancelUnscheduledCareRequest": {"reason": "mistake"},
    "confirmUnscheduledCareAppointment": {},
    "recordUnscheduledCareOutcome": {"came": True},
    "closeUnscheduledCareRequest": {"solution": "sas"},
    "replaceCertifier": EMPTY_DOSSIER,
    "replaceTeleconsultationSite": a_site(None, kind="home_visits"),
    "replaceTeleconsultationSitePeople": {"people": []},
    "replaceTeleconsultationSiteOpening": {"hours": [], "exceptions": []},
    "replaceTeleconsultationSiteKit": {"items": []},
    "recordTeleconsultationConnectionTest": a_connection(),
    "replaceTeleconsultationTraining": a_training(),
    "moveTeleconsultation": {"hold_token": "n" * 32},
    "cancelTeleconsultation": {"reason": "mistake"},
    "recordTeleconsultationConsent": CONSENT,
    "interruptTeleconsultation": {"follow_up": "face_to_face"},
    "finishTeleconsultation": {"report_sent": False},
    "tickTeleconsultationReport": {"report_sent": True},
    "closeTeleconsultation": {"solution": "the_15"},
    "holdKioskTime": {"slot_id": "n" * 50, "site_id": str(UUID(int=1))},
    "confirmKioskBooking": a_teleconsultation("n" * 32),
    "askKioskSoon": {"reason": "chest_pain"},
    "sendKioskEvents": {
        "outbox": str(UUID(int=1)),
        "events": [an_event(1, "check_in", booking_id=str(UUID(int=1)))],
    },
    "moveOnDeathRota": a_shift(UUID(int=1)),
    "answerDeathSafetyQuestions": {"violence": "no"},
    "cancelDeathCertificationRequest": {"reason": "mistake"},
    "departForDeathCertification": {"eta_minutes": 20},
    "certifyDeath": {"channel": "paper", "town_hall_informed": True, "attending_doctor_informed": True},
    "reportMedicoLegalObstacle": {"authorities_told": True},
    "closeDeathCertificationElsewhere": {"closed_by": "samu"},
    "markDeathCertificationDuplicate": {"of_id": str(UUID(int=1))},
    "completeAttendingDoctorRequest": {"informed": True},
    "qualifyAttendingDoctorRequest": {"outcome": "ready"},
    "recordAttendingDoctorContact": {"reached": True},
    "closeAttendingDoctorRequest": {"end": "deceased"},
    "setAttendingDoctorAppointment": {"on_day": "2030-01-07"},
    "answerSecondOpinion": {"text": "Holter de 24 heures d’abord"},
    "askSecondOpinionDetail": {"text": "Depuis quand ?"},
    "giveSecondOpinionDetail": {"text": "Trois semaines"},
    "offerSecondOpinionAppointment": {},
    "confirmSecondOpinionReading": {"passed_on": False},
    "cancelSecondOpinionRequest": {"reason": "mistake"},
    "closeSecondOpinionRequest": {"solution": "hospital"},
    "replaceOpinionGroup": {"name": "Ailleurs", "specialty_code": "SM04", "member_ids": [str(UUID(int=1))]},
    "checkHospitalDischargeReadiness": {
        "informed": True,
        "prescription_signed": True,
        "liaison_letter_sent": True,
    },
    "postponeHospitalDischarge": {"planned_on": "2030-01-07"},
    "cancelHospitalDischarge": {"reason": "mistake"},
    "confirmHospitalDischarge": {"liaison_letter_sent": True},
    "recordDischargeCheck": {"all_in_place": True},
    "handDischargeOver": {"to": "prado"},
    "addDischargeLine": {"need": "pharmacist"},
    "giveDischargeVisitTime": {},
    "settleDischargeLine": {"settled_with": "Quelqu’un"},
    "correctDeathCertificationRequest": {"reason": "typed_wrong", "outcome": "seen_to_by_other_doctor"},
    "replayWebhookDeliveries": {"since": "2030-01-07T09:00:00Z"},
}
"""A body that the operation takes, so that only the id is wrong."""


@dataclass(frozen=True)
class Elsewhere:
    """A community where everything exists once: who lives there, and the ids by path parameter."""

    doctor: SignedIn
    requester: SignedIn
    ids: dict[str, Any]
    slot_id: str


@pytest.fixture
async def elsewhere(as_role: AsRole, make_community: MakeCommunity, database: Database) -> Elsewhere:
    """Another community, with a request, its search, an agenda and its messages."""
    there = (await make_community("Ailleurs")).id
    await no_quiet_hours(there)
    doctor = await as_role("professional", community_id=there)
    ward = await as_role("requester", community_id=there, organisation_kind="hospital_ward")
    coordinator = await as_role("coordinator", community_id=there)
    body = opening_body(await practice_of(doctor), on_day=day_of(tomorrow_at(9)), audiences=["pro", "cpts"])
    opening = await made(doctor, "createOpening", body)
    closure = await made(
        doctor,
        "createClosure",
        {
            "starts_at": tomorrow_at(9, days=5).isoformat(),
            "ends_at": tomorrow_at(12, days=5).isoformat(),
            "reason": "other",
        },
    )
    calendar = await made(
        doctor,
        "addOutsideCalendar",
        {"kind": "ics_url", "name": "Ailleurs", "url": "https://agenda.example/a.ics"},
    )
    delegation = await made(doctor, "inviteDelegate", invitation())
    duty = await made(coordinator, "createDuty", a_duty(professional_id=doctor.professional_id))
    hold = await made(coordinator, "createHold", {"slot_id": slot(opening, tomorrow_at(9))})
    appointment = await made(coordinator, "bookAppointment", booking(slot(opening, tomorrow_at(10))))
    later = await made(coordinator, "bookAppointment", booking(slot(opening, tomorrow_at(11, 40))))
    entry = await made(coordinator, "createWaitingEntry", {"appointment_id": later["id"], "scope": "anyone"})
    await propose_earlier(there, clock.now())
    [waiting] = (await coordinator.call("listWaitingEntries")).json()["items"]
    database.sql("UPDATE appointments SET starts_at = now() WHERE id = %s", appointment["id"])
    assert (await doctor.call("recordNoShow", appointment_id=appointment["id"])).status_code == 200
    [follow_up] = (await coordinator.call("listNoShowFollowUps")).json()["items"]
    absence = await made(
        doctor,
        "createAbsence",
        {
            "starts_at": tomorrow_at(11, 40).isoformat(),
            "ends_at": tomorrow_at(12).isoformat(),
            "reason": "training",
        },
    )
    met = await doctor.call("listDisplacedAppointments", absence_id=absence["id"])
    [displaced] = met.json()["items"]
    request = await file(ward, whose_doctor_is(doctor))
    [offer] = await offers_of(doctor)
    seen = await read(coordinator, request)
    [told, *_] = (await doctor.call("listNotifications")).json()["items"]
    by_email = {"channel": "email"}
    [sent, *_] = (await coordinator.call("listDeliveries", params=by_email)).json()["items"]
    regulator = await as_role("regulator", community_id=there, kept_as=KEPT_AS)
    await made(regulator, "bookAppointment", booking(slot(opening, tomorrow_at(10, 20))))
    [(transmission_id,)] = database.sql("SELECT id FROM sas_transmissions")
    endpoint_id, webhook_delivery_id = await a_failed_delivery(
        await as_role("admin", community_id=there), ward
    )
    hall = await as_role("requester", community_id=there, organisation_kind="town_hall")
    death = await made(hall, "createDeathCertificationRequest", a_death())
    circle = await a_circle(coordinator, seen["person_id"], doctor)
    search = await made(hall, "createAttendingDoctorRequest", looks_for_a_doctor())
    group = await make_group(coordinator, [doctor])
    asker = await as_role("professional", community_id=there)
    opinion = await made(asker, "createSecondOpinionRequest", an_ask(group_id=group["id"]))
    discharge = await made(ward, "createHospitalDischargeRequest", a_discharge())
    site = await made(coordinator, "openTeleconsultationSite", a_site(None, kind="home_visits"))
    soon = {"site_id": site["id"], "reason": "chest_pain"}
    teleconsultation = await made(coordinator, "askTeleconsultationSoon", soon)
    device = await made(doctor, "createPushSubscription", Browser(PUSH_ADDRESS).subscription())
    [theirs] = (await doctor.call("listMySessions")).json()["items"]
    return Elsewhere(
        doctor,
        ward,
        {
            "session_id": theirs["id"],
            "professional_id": doctor.professional_id,
            "organisation_id": ward.organisation_id,
            "delegation_id": delegation["id"],
            "duty_id": duty["id"],
            "opening_id": opening["id"],
            "on_day": "2030-01-07",
            "closure_id": closure["id"],
            "absence_id": absence["id"],
            "displaced_id": displaced["id"],
            "calendar_id": calendar["id"],
            "hold_id": hold["id"],
            "appointment_id": appointment["id"],
            "entry_id": entry["id"],
            "proposal_id": waiting["proposal"]["id"],
            "follow_up_id": follow_up["id"],
            "person_id": seen["person_id"],
            "member_id": circle["members"][0]["id"],
            "case_id": request["id"],
            "request_id": request["id"],
            "death_id": death["id"],
            "search_id": search["id"],
            "opinion_id": opinion["id"],
            "group_id": group["id"],
            "discharge_id": discharge["id"],
            "line_id": discharge["lines"][0]["id"],
            "offer_id": offer["id"],
            "dispatch_id": seen["dispatch_id"],
            "notification_id": told["id"],
            "delivery_id": sent["id"],
            "transmission_id": transmission_id,
            "endpoint_id": endpoint_id,
            "webhook_delivery_id": webhook_delivery_id,
            "subscription_id": device["id"],
            "site_id": site["id"],
            "booking_id": teleconsultation["id"],
            "answer_token": re.search(r"/r/([\w-]{36})", sent["text"])[1],
        },
        slot(opening, tomorrow_at(11)),
    )


async def a_circle(coordinator: SignedIn, person_id: str, doctor: SignedIn) -> dict[str, Any]:
    """The care circle of a person, in which this doctor is."""
    body = BODIES["recordCareCircleConsent"]
    agreed = await coordinator.call("recordCareCircleConsent", person_id=person_id, json=body)
    assert agreed.status_code == 200, agreed.text
    named = {"role": "attending_doctor", "professional_id": str(doctor.professional_id)}
    added = await coordinator.call("addCareCircleMember", person_id=person_id, json=named)
    assert added.status_code == 201, added.text
    return added.json()


async def made(who: SignedIn, operation: str, body: dict[str, Any]) -> dict[str, Any]:
    """What an operation created."""
    answer = await who.call(operation, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
async def here(as_role: AsRole, elsewhere: Elsewhere) -> dict[Role, SignedIn]:
    """One person of each role, in a community of their own."""
    return {
        Role.professional: await as_role("professional"),
        Role.coordinator: await as_role("coordinator"),
        Role.requester: await as_role("requester", organisation_kind="hospital_ward"),
        Role.regulator: await as_role("regulator"),
        Role.admin: await as_role("admin"),
    }


def calls(contract: Contract, here: dict[Role, SignedIn]) -> Iterator[tuple[Operation, SignedIn]]:
    """Every operation that takes an id, with each of those whom its scopes let in."""
    for operation in contract.operations.values():
        if operation.parameters_in("path") and operation.id not in NATIONAL:
            needed = (operation.scopes or {})["session"]
            yield from ((operation, who) for role, who in here.items() if needed <= SCOPES[role])


def path_of(operation: Operation, given: dict[str, Any]) -> dict[str, Any]:
    """The path parameters of the operation: each kind of request has an id of its own."""
    others = {
        "death_certifications": "death_id",
        "attending_doctor": "search_id",
        "second_opinion": "opinion_id",
        "hospital_discharge": "discharge_id",
    }
    other = others.get(operation.tag)
    if other is not None:
        given = given | {"request_id": given[other]}
    return {one["name"]: given[one["name"]] for one in operation.parameters_in("path")}


async def test_every_operation_with_an_id_answers_404_for_another_community_and_changes_nothing(
    elsewhere: Elsewhere, here: dict[Role, SignedIn], contract: Contract, connected: Database
) -> None:
    before, tried, told_apart = contents(connected), set(), []
    for operation, who in calls(contract, here):
        body = {"json": BODIES[operation.id]} if operation.body_media == "application/json" else {}
        unknown = dict.fromkeys(elsewhere.ids, uuid4()) | {"on_day": elsewhere.ids["on_day"]}
        for given in (elsewhere.ids, unknown):
            named = path_of(operation, given)
            answer = await who.call(operation.id, headers={"If-Match": '"1"', **sent_at()}, **named, **body)
            if answer.status_code != 404:
                told_apart.append(f"{operation.id} as {who.email}: {answer.status_code} {answer.text[:200]}")
        tried.add(operation.id)
    assert told_apart == []
    assert len(tried) == sum(bool(one.parameters_in("path")) for one in contract.operations.values()) - len(
        NATIONAL
    )
    assert contents(connected) == before


async def test_an_id_of_another_community_in_a_body_is_refused_and_changes_nothing(
    elsewhere: Elsewhere, here: dict[Role, SignedIn], connected: Database
) -> None:
    doctor, coordinator = here[Role.professional], here[Role.coordinator]
    practice = await practice_of(elsewhere.doctor)
    absence = {
        "starts_at": tomorrow_at(9).isoformat(),
        "ends_at": tomorrow_at(10).isoformat(),
        "reason": "leave",
    }
    theirs = str(elsewhere.doctor.professional_id)
    before = contents(connected)
    for who, operation, body, status in (
        (coordinator, "createHold", {"slot_id": elsewhere.slot_id}, 409),
        (coordinator, "bookAppointment", booking(elsewhere.slot_id), 409),
        (
            coordinator,
            "createWaitingEntry",
            {"appointment_id": elsewhere.ids["appointment_id"], "scope": "anyone"},
            404,
        ),
        (doctor, "createOpening", opening_body(practice), 422),
        (coordinator, "createAbsence", absence | {"professional_id": theirs}, 422),
        (doctor, "createAbsence", absence | {"replacement_id": theirs}, 422),
        (doctor, "chooseCommunity", {"community_id": str(elsewhere.doctor.community_id)}, 404),
    ):
        answer = await who.call(operation, json=body)
        assert answer.status_code == status, f"{operation}: {answer.status_code} {answer.text}"
    assert contents(connected) == before


async def test_filters_by_an_id_of_another_community_find_nothing(
    elsewhere: Elsewhere, here: dict[Role, SignedIn]
) -> None:
    theirs = {"professional_id": str(elsewhere.doctor.professional_id)}
    coordinator = here[Role.coordinator]
    assert (await coordinator.call("listOpenings", params=theirs)).json()["items"] == []
    assert (await coordinator.call("searchSlots", params=theirs)).json()["items"] == []
    [alone] = (await coordinator.call("listNextSlots", params=theirs)).json()["items"]
    assert (alone["next"], alone["within_24_hours"]) == ([], 0)
    trail = {"subject_id": elsewhere.ids["case_id"]}
    assert (await here[Role.admin].call("listAuditEntries", params=trail)).json()["items"] == []
    assert (await coordinator.call("listCases", params={"view": "all"})).json()["items"] == []
    assert (await coordinator.call("listAppointments")).json()["items"] == []
    assert (await coordinator.call("listNoShowFollowUps")).json()["items"] == []
    of_theirs = {"appointment_id": elsewhere.ids["appointment_id"], "open": "false"}
    assert (await coordinator.call("listWaitingEntries", params=of_theirs)).json()["items"] == []
    assert (await coordinator.call("listAbsences")).json()["items"] == []


async def test_the_page_of_a_member_of_another_community_shows_what_is_public_only(
    elsewhere: Elsewhere, here: dict[Role, SignedIn]
) -> None:
    page = await here[Role.coordinator].call(
        "getProfessional", professional_id=elsewhere.ids["professional_id"]
    )
    assert page.status_code == 200, page.text
    shown = page.json()
    assert (shown["is_member"], shown["volunteering"], shown["mobile_phone"]) == (False, None, None)
    assert (shown["home_visits"], shown["accepts_new_patients"], shown["declared_on"]) == (None, None, None)


async def test_the_same_person_asked_for_in_two_communities_is_no_duplicate(
    elsewhere: Elsewhere, here: dict[Role, SignedIn]
) -> None:
    ours = await file(here[Role.requester], a_request())
    there = await read(elsewhere.requester, {"id": elsewhere.ids["request_id"]})
    assert ours["number"] == there["number"], "each community counts its own requests"
