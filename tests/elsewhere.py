"""A community where everything exists once, for who comes from another one; and bodies to come with."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.availability.service import propose_earlier
from api.core import clock
from tests.availability.builders import opening_body
from tests.availability.conftest import booking, day_of, practice_of, slot, tomorrow_at
from tests.certifiers.builders import EMPTY_DOSSIER, a_shift
from tests.conftest import Database
from tests.death_certifications.scene import a_death
from tests.directory.test_duties import a_duty
from tests.dispatch.scene import file, no_quiet_hours, offers_of, read, whose_doctor_is
from tests.identity.authenticator import with_passkey
from tests.identity.delegating import invitation
from tests.notifications.conftest import PUSH_ADDRESS, Browser
from tests.referrals.attending_doctor.scene import looks_for_a_doctor
from tests.referrals.hospital_discharge.scene import a_discharge
from tests.referrals.second_opinion.scene import an_ask, make_group
from tests.roles import AsRole, MakeCommunity, SignedIn
from tests.sas.scene import KEPT_AS
from tests.teleconsultations.bookings.scene import CONSENT, an_event
from tests.teleconsultations.bookings.scene import a_booking as a_teleconsultation
from tests.teleconsultations.scene import a_connection, a_site, a_training
from tests.webhooks.conftest import a_failed_delivery

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
    "correctIdentity": {"birth_date": "1984-12-03"},
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


async def a_whole_community(as_role: AsRole, make_community: MakeCommunity, database: Database) -> Elsewhere:
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
    await with_passkey(doctor)
    [passkey] = (await doctor.call("getMySecondFactor")).json()["passkeys"]
    return Elsewhere(
        doctor,
        ward,
        {
            "session_id": theirs["id"],
            "passkey_id": passkey["id"],
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
