"""Two tabs on the same thing: the second one, which read an older version, changes nothing."""

from typing import Any

from api.core.operations import Contract
from tests.availability.builders import opening_body
from tests.availability.conftest import Opens, day_of, opens, practice_of, tomorrow_at
from tests.availability.waiting_scene import missed
from tests.bad_input.referred import refer
from tests.certifiers.builders import EMPTY_DOSSIER, a_shift
from tests.conftest import Database
from tests.contract.contents import contents
from tests.death_certifications.scene import file as file_death
from tests.death_certifications.scene import volunteer
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import PERSON, a_request, accept, file, offers_of, open_time, read, soon
from tests.identity.delegating import invitation
from tests.referrals.attending_doctor.scene import declare_places, proposed
from tests.referrals.second_opinion.scene import CARDIOLOGY
from tests.roles import AsRole, SignedIn
from tests.teleconsultations.bookings.scene import CONSENT
from tests.teleconsultations.scene import a_connection, a_site, a_training, open_site

__all__ = ["opens"]


async def test_a_second_tab_with_a_stale_version_changes_nothing_whatever_it_does(
    requester: SignedIn,
    coordinator: SignedIn,
    doctors: Doctors,
    as_role: AsRole,
    opens: Opens,
    connected: Database,
    contract: Contract,
) -> None:
    [doctor] = await doctors(1)
    opening = opening_body(await practice_of(doctor), on_day=day_of(tomorrow_at(9)))
    opening_id = (await doctor.call("createOpening", json=opening)).json()["id"]
    left_out = {"on_day": opening["on_day"], "instead": None}
    asked = await file(requester, a_request(informed=False))
    await open_time(doctor)
    taken = await file(requester, a_request(person=PERSON | {"given_name": "Inès"}))
    assert (await accept(doctor, starts_at=soon(2))).status_code == 200
    running = await file(coordinator, a_request(person=PERSON | {"given_name": "Rose"}))
    search = {"dispatch_id": (await read(coordinator, running))["dispatch_id"]}
    rules = (await (admin := await as_role("admin")).call("getCommunityRules")).json()
    rules = {name: part for name, part in rules.items() if name not in ("version", "changed_at")}
    membership = (await doctor.call("getMyMembership")).json()
    declared = {
        name: membership[name]
        for name in contract.document["components"]["schemas"]["MembershipInput"]["required"]
    }
    agenda = {"kind": "ics_url", "name": "Cabinet", "url": "https://agenda.example/a.ics"}
    elsewhere = {"calendar_id": (await doctor.call("addOutsideCalendar", json=agenda)).json()["id"]}
    sick = {
        "starts_at": tomorrow_at(9, days=9).isoformat(),
        "ends_at": tomorrow_at(12, days=9).isoformat(),
        "reason": "illness",
    }
    absence = {"absence_id": (await doctor.call("createAbsence", json=sick)).json()["id"]}
    delegate = {"delegation_id": (await doctor.call("inviteDelegate", json=invitation())).json()["id"]}
    choices = (await doctor.call("getNotificationPreferences")).json()["choices"]
    agreed = {"appointment_id": (await read(doctor, taken))["appointment"]["id"]}
    to_call = {"follow_up_id": (await missed(doctor, coordinator, opens, connected))["id"]}
    mine, held, open_one = (
        {"request_id": asked["id"]},
        {"request_id": taken["id"]},
        {"request_id": running["id"]},
    )
    death = {"request_id": (await file_death(coordinator))["id"]}
    found = await coordinator.call("getDeathCertificationRequest", **death)
    looked_for = await coordinator.call("getDispatch", dispatch_id=found.json()["dispatch_id"])
    given = await coordinator.call(
        "assignDispatch",
        dispatch_id=found.json()["dispatch_id"],
        headers={"If-Match": looked_for.headers["etag"]},
        json={"professional_id": str(doctor.professional_id), "eta_minutes": 40},
    )
    assert given.status_code == 200, given.text
    await declare_places(doctor)
    search_of = {"request_id": (await proposed(coordinator))["id"]}
    [to_me] = [one for one in await offers_of(doctor) if one["card"]["kind"] == "attending_doctor"]
    assert (await doctor.call("acceptOffer", offer_id=to_me["id"], json={})).status_code == 200
    on_rota = a_shift((await volunteer(doctor)).professional_id)
    put_on = await coordinator.call("putOnDeathRota", json=on_rota)
    assert put_on.status_code == 201, put_on.text
    shift = {"duty_id": put_on.json()["id"]}
    certifier = {"professional_id": doctor.professional_id}
    site = {"site_id": (await open_site(coordinator, a_site(None, kind="home_visits")))["id"]}
    redirected = {"site_id": site["site_id"], "reason": "chest_pain"}
    asked_soon = await coordinator.call("askTeleconsultationSoon", json=redirected)
    booked = {"booking_id": asked_soon.json()["id"]}
    certificate = {"channel": "paper", "town_hall_informed": True, "attending_doctor_informed": True}
    referred = await refer(as_role, coordinator, doctor)
    ward, nurse, specialist = referred.ward, referred.nurse, referred.specialist
    back_home = {"request_id": referred.discharge["id"]}
    helper, care = referred.line("home_help"), referred.line("nurse")
    opinion, detail = {"request_id": referred.taken["id"]}, {"request_id": referred.asked_back["id"]}
    group = {"group_id": referred.group["id"]}
    circle = {
        "name": "Coeur",
        "specialty_code": CARDIOLOGY,
        "member_ids": [str(specialist.professional_id)],
    }
    readiness = {"informed": True, "prescription_signed": False, "liaison_letter_sent": True}
    planned = {"planned_on": day_of(tomorrow_at(9, days=9))}
    tabs: dict[str, tuple[SignedIn, dict[str, Any], dict[str, Any] | str | None]] = {
        "replaceCommunityRules": (admin, {}, rules),
        "replaceMyMembership": (doctor, {}, declared),
        "confirmMyMembership": (doctor, {}, None),
        "replaceOrganisationPage": (
            coordinator,
            {"organisation_id": requester.organisation_id},
            {"phone": None, "hours": [], "exceptions": [], "member_ids": []},
        ),
        "replaceMyPage": (doctor, {}, {"languages": ["fr"], "skills": [], "places": []}),
        "replaceMyDelegation": (doctor, delegate, {"may_answer": True}),
        "replaceOpening": (doctor, {"opening_id": opening_id}, opening),
        "deleteOpening": (doctor, {"opening_id": opening_id}, None),
        "moveAppointment": (doctor, agreed, {"starts_at": soon(4)}),
        "recordNoShowCall": (coordinator, to_call, {"outcome": "reached"}),
        "changeOpeningDay": (doctor, {"opening_id": opening_id}, left_out),
        "restoreOpeningDay": (doctor, {"opening_id": opening_id, "on_day": opening["on_day"]}, None),
        "replaceMyCallTimes": (doctor, {}, {"phone": None, "hours": []}),
        "replaceOutsideCalendar": (doctor, elsewhere, agenda),
        "replaceOutsideCalendarFile": (doctor, elsewhere, "BEGIN:VCALENDAR"),
        "deleteOutsideCalendar": (doctor, elsewhere, None),
        "endAbsence": (doctor, absence, None),
        "withdrawReplacement": (doctor, absence, None),
        "replaceNotificationPreferences": (doctor, {}, {"choices": choices, "daily_summary": False}),
        "pauseDispatch": (coordinator, search, None),
        "resumeDispatch": (coordinator, search, None),
        "relaunchDispatch": (coordinator, search, None),
        "widenDispatch": (coordinator, search, None),
        "assignDispatch": (coordinator, search, {"professional_id": str(doctor.professional_id)}),
        "completeUnscheduledCareRequest": (requester, mine, {"informed": True}),
        "cancelUnscheduledCareRequest": (requester, mine, {"reason": "mistake"}),
        "confirmUnscheduledCareAppointment": (doctor, held, {}),
        "withdrawFromUnscheduledCareRequest": (doctor, held, None),
        "recordUnscheduledCareOutcome": (doctor, held, {"came": True}),
        "closeUnscheduledCareRequest": (coordinator, open_one, {"solution": "sas"}),
        "replaceCertifier": (coordinator, certifier, EMPTY_DOSSIER),
        "replaceTeleconsultationSite": (coordinator, site, a_site(None, kind="home_visits")),
        "replaceTeleconsultationSitePeople": (coordinator, site, {"people": []}),
        "replaceTeleconsultationSiteOpening": (coordinator, site, {"hours": [], "exceptions": []}),
        "replaceTeleconsultationSiteKit": (coordinator, site, {"items": []}),
        "recordTeleconsultationConnectionTest": (coordinator, site, a_connection()),
        "replaceTeleconsultationTraining": (coordinator, certifier, a_training()),
        "moveTeleconsultation": (coordinator, booked, {"hold_token": "n" * 32}),
        "cancelTeleconsultation": (coordinator, booked, {"reason": "mistake"}),
        "confirmTeleconsultationByPhone": (coordinator, booked, None),
        "recordTeleconsultationConsent": (coordinator, booked, CONSENT),
        "checkInTeleconsultation": (coordinator, booked, None),
        "startTeleconsultation": (coordinator, booked, None),
        "interruptTeleconsultation": (coordinator, booked, {"follow_up": "face_to_face"}),
        "finishTeleconsultation": (coordinator, booked, {"report_sent": False}),
        "tickTeleconsultationReport": (coordinator, booked, {"report_sent": True}),
        "recordTeleconsultationNoShow": (coordinator, booked, None),
        "releaseTeleconsultation": (coordinator, booked, None),
        "closeTeleconsultation": (coordinator, booked, {"solution": "the_15"}),
        "moveOnDeathRota": (coordinator, shift, on_rota),
        "takeOffDeathRota": (coordinator, shift, None),
        "answerDeathSafetyQuestions": (coordinator, death, {"violence": "no"}),
        "cancelDeathCertificationRequest": (coordinator, death, {"reason": "mistake"}),
        "departForDeathCertification": (doctor, death, {"eta_minutes": 20}),
        "arriveForDeathCertification": (doctor, death, None),
        "certifyDeath": (doctor, death, certificate),
        "reportMedicoLegalObstacle": (doctor, death, {"authorities_told": True}),
        "handDeathCertificationToDoctor": (doctor, death, None),
        "withdrawFromDeathCertification": (doctor, death, None),
        "handDeathCertificationToSamu": (coordinator, death, None),
        "closeDeathCertificationElsewhere": (coordinator, death, {"closed_by": "samu"}),
        "markDeathCertificationDuplicate": (coordinator, death, {"of_id": death["request_id"]}),
        "undoDeathCertificationDuplicate": (coordinator, death, None),
        "correctDeathCertificationRequest": (coordinator, death, {"reason": "typed_wrong"}),
        "completeAttendingDoctorRequest": (coordinator, search_of, {"informed": True}),
        "qualifyAttendingDoctorRequest": (coordinator, search_of, {"outcome": "ready"}),
        "proposeAttendingDoctor": (coordinator, search_of, None),
        "recordAttendingDoctorContact": (coordinator, search_of, {"reached": True}),
        "escalateAttendingDoctorRequest": (coordinator, search_of, None),
        "renewAttendingDoctorRequest": (coordinator, search_of, None),
        "closeAttendingDoctorRequest": (coordinator, search_of, {"end": "deceased"}),
        "setAttendingDoctorAppointment": (coordinator, search_of, {"on_day": "2030-01-07"}),
        "declareAttendingDoctor": (coordinator, search_of, None),
        "withdrawFromAttendingDoctorRequest": (doctor, search_of, None),
        "setMyAttendingDoctorCapacity": (doctor, {}, {"quota": 1, "home_visits": True, "sectors": []}),
        "shareDeathCertificationWithFamily": (coordinator, death, None),
        "withdrawDeathFamilyLink": (coordinator, death, None),
        "checkHospitalDischargeReadiness": (ward, back_home, readiness),
        "postponeHospitalDischarge": (ward, back_home, planned),
        "cancelHospitalDischarge": (ward, back_home, {"reason": "mistake"}),
        "noteHospitalCall": (coordinator, back_home, None),
        "confirmHospitalDischarge": (ward, back_home, {"liaison_letter_sent": True}),
        "recordHospitalDeparture": (ward, back_home, None),
        "recordDischargeCheck": (coordinator, back_home, {"all_in_place": True}),
        "handDischargeOver": (coordinator, back_home, {"to": "dac", "criteria": ["isolated"]}),
        "addDischargeLine": (ward, back_home, {"need": "pharmacist"}),
        "settleDischargeLine": (coordinator, helper, {"settled_with": "Portage de Vitry"}),
        "dropDischargeLine": (ward, helper, None),
        "withdrawFromDischargeLine": (nurse, care, None),
        "keepDischargeLine": (nurse, care, None),
        "giveDischargeVisitTime": (nurse, care, {"starts_at": soon(30)}),
        "answerSecondOpinion": (specialist, opinion, {"text": "Un Holter d’abord."}),
        "askSecondOpinionDetail": (specialist, opinion, {"text": "Depuis quand ?"}),
        "giveSecondOpinionDetail": (doctor, detail, {"text": "Trois semaines"}),
        "offerSecondOpinionAppointment": (specialist, opinion, {"starts_at": soon(30)}),
        "confirmSecondOpinionReading": (doctor, opinion, {"passed_on": True}),
        "withdrawFromSecondOpinion": (specialist, opinion, None),
        "cancelSecondOpinionRequest": (doctor, opinion, {"reason": "mistake"}),
        "closeSecondOpinionRequest": (coordinator, opinion, {"solution": "hospital"}),
        "replaceOpinionGroup": (coordinator, group, circle),
        "replaceOpinionTemplate": (coordinator, {"specialty_code": CARDIOLOGY}, {"questions": []}),
    }
    assert tabs.keys() == {one.id for one in contract.operations.values() if 412 in one.answers}
    before, changed = contents(connected), []
    for operation, (who, ids, body) in tabs.items():
        for version in ('"999"', "never given", "*"):
            headers = {"If-Match": version}
            if isinstance(body, str):
                headers["Content-Type"] = "text/calendar"
            sent = {} if body is None else {"content" if isinstance(body, str) else "json": body}
            answer = await who.call(operation, headers=headers, **ids, **sent)
            if (answer.status_code, answer.json().get("type")) != (412, "stale_version"):
                changed.append(f"{operation} {version}: {answer.status_code} {answer.text[:200]}")
    assert changed == []
    assert contents(connected) == before
