"""Who may book for whom: reasons that are not accepted, minors, the usual doctor, who books where."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest

from api.core import db as core_db
from tests.conftest import Database
from tests.roles import AsRole, SignedIn
from tests.teleconsultations.bookings.scene import (
    ADULT,
    CHILD,
    CONSENT,
    PERSON,
    KioskClient,
    a_booking,
    booked,
    confirm,
    hold,
    times,
)

KEPT = "SELECT (SELECT count(*) FROM teleconsultation_bookings), (SELECT count(*) FROM people)"
HELD = "SELECT count(*) FROM claims WHERE expires_at IS NOT NULL"


def pointers(answer: dict[str, Any]) -> list[str]:
    """The fields that a 422 names."""
    return [error["pointer"] for error in answer["errors"]]


@pytest.mark.parametrize(
    ("reason", "state"),
    [("chest_pain", "redirected_15"), ("trauma_needing_imaging", "redirected_face_to_face")],
)
async def test_a_reason_that_is_not_accepted_redirects_and_keeps_nobody(
    kiosk: KioskClient, database: Database, reason: str, state: str
) -> None:
    kept = await hold(kiosk, (await times(kiosk))[0])
    answer = await confirm(kiosk, kept["token"], reason=reason)
    assert (answer["state"], answer["person_id"]) == (state, None)
    assert answer["closed_at"] is not None
    assert database.sql(KEPT) == [(1, 0)]
    assert database.sql("SELECT count(*) FROM claims") == [(0,)]


async def test_an_infant_is_sent_to_a_face_to_face_visit(kiosk: KioskClient, database: Database) -> None:
    from tests.teleconsultations.scene import day

    infant = CHILD | {"birth_date": day(-20)}
    answer = await booked(kiosk, person=infant, minor=ADULT)
    assert answer["redirect"] == "face_to_face"
    assert database.sql(KEPT) == [(1, 0)]


async def test_a_minor_comes_with_an_adult_and_the_consent_of_a_parent(
    kiosk: KioskClient, doctor: SignedIn, database: Database
) -> None:
    kept = await hold(kiosk, (await times(kiosk))[0])
    alone = await confirm(kiosk, kept["token"], status=422, person=CHILD)
    assert pointers(alone) == ["/minor"]
    refused = ADULT | {"parental_consent": False}
    without = await confirm(kiosk, kept["token"], status=422, person=CHILD, minor=refused)
    assert pointers(without) == ["/minor/parental_consent"]
    assert database.sql(KEPT) == [(0, 0)]
    booking = await confirm(
        kiosk, kept["token"], person=CHILD, minor=ADULT, consent=CONSENT | {"by": "guardian"}
    )
    assert (booking["is_minor"], booking["territorial_exception"]) == (True, "under_16")
    assert booking["minor"]["adult_name"] is None
    seen = (await doctor.call("getTeleconsultation", booking_id=booking["id"])).json()
    assert seen["minor"]["adult_name"] == "Paul Marchand"


async def test_a_doctor_alone_takes_a_minor_without_what_is_asked(
    kiosk: KioskClient, doctor: SignedIn, pharmacist: SignedIn, database: Database
) -> None:
    why = "Seize ans, vient seule et le demande"
    kept = await hold(pharmacist, (await times(pharmacist))[0])
    refused = await confirm(pharmacist, kept["token"], status=422, person=CHILD, override_reason=why)
    assert pointers(refused) == ["/override_reason"]
    assert database.sql(KEPT) == [(0, 0)]
    own = await hold(doctor, (await times(doctor))[0])
    booking = await confirm(doctor, own["token"], person=CHILD, override_reason=why)
    assert booking["state"] == "confirmed"


async def test_another_doctor_than_the_usual_one_needs_a_reason(
    kiosk: KioskClient, doctor: SignedIn, as_role: AsRole, database: Database
) -> None:
    usual = await as_role("professional")
    kept = await hold(kiosk, (await times(kiosk))[0])
    known = {"attending_doctor_status": "known", "attending_professional_id": str(usual.professional_id)}
    refused = await confirm(kiosk, kept["token"], status=422, **known)
    assert pointers(refused) == ["/territorial_exception"]
    assert database.sql(KEPT) == [(0, 0)]
    booking = await confirm(kiosk, kept["token"], territorial_exception="priority_zone", **known)
    assert booking["attending_professional"]["id"] == str(usual.professional_id)


async def test_a_number_of_social_security_is_refused(kiosk: KioskClient, database: Database) -> None:
    kept = await hold(kiosk, (await times(kiosk))[0])
    minor = ADULT | {"adult_name": "1 84 12 76 451 089 46"}
    refused = await confirm(kiosk, kept["token"], status=422, person=CHILD, minor=minor)
    assert pointers(refused) == ["/minor/adult_name"]
    assert database.sql(KEPT) == [(0, 0)]
    assert database.sql(HELD) == [(3,)]


async def test_a_hold_of_somebody_else_is_unknown(
    kiosk: KioskClient, pharmacy: SignedIn, doctor: SignedIn, database: Database
) -> None:
    kept = await hold(pharmacy, (await times(pharmacy))[0])
    answer = await doctor.call("confirmTeleconsultation", json=a_booking(kept["token"]))
    assert answer.status_code == 404
    gone = await doctor.call("releaseTeleconsultationHold", hold_id=kept["id"])
    assert gone.status_code == 404
    assert database.sql(HELD) == [(3,)]
    assert (await pharmacy.call("releaseTeleconsultationHold", hold_id=kept["id"])).status_code == 204
    assert database.sql(HELD) == [(0,)]
    late = await confirm(pharmacy, kept["token"], status=410)
    assert late["type"] == "teleconsultation_hold_expired"


async def test_a_hold_is_booked_once(kiosk: KioskClient, pharmacy: SignedIn, database: Database) -> None:
    kept = await hold(pharmacy, (await times(pharmacy))[0])
    first = await confirm(pharmacy, kept["token"])
    again = await confirm(pharmacy, kept["token"], status=409)
    assert (again["type"], again["related_id"]) == ("teleconsultation_already_booked", first["id"])
    assert database.sql(KEPT) == [(1, 1)]


async def test_another_pharmacy_does_not_book_here(
    kiosk: KioskClient, pharmacy: SignedIn, as_role: AsRole, database: Database
) -> None:
    other = await as_role("requester", organisation_kind="pharmacy")
    [time, *_] = await times(pharmacy)
    await hold(other, time, status=404)
    assert database.sql("SELECT count(*) FROM claims") == [(0,)]


async def test_a_site_that_lacks_something_cannot_be_held(
    kiosk: KioskClient, coordinator: SignedIn, ready: dict[str, Any], database: Database
) -> None:
    [time, *_] = await times(kiosk)
    answer = await coordinator.call(
        "replaceTeleconsultationSiteKit",
        site_id=ready["id"],
        json={"items": []},
        headers={"If-Match": f'"{ready["version"]}"'},
    )
    assert answer.status_code == 200
    assert await times(kiosk) == []
    refused = await hold(kiosk, time, status=409)
    assert refused["type"] == "site_not_bookable"
    assert "kit_missing:stethoscope" in refused["detail"]
    assert database.sql("SELECT count(*) FROM claims") == [(0,)]


async def test_after_two_absences_the_person_is_called_before(
    kiosk: KioskClient, pharmacy: SignedIn, database: Database
) -> None:
    for number in range(2):
        booking = await booked(kiosk, number)
        database.sql("UPDATE appointments SET state = 'no_show' WHERE subject_id = %s", booking["id"])
    third = await booked(kiosk, 2)
    assert third["confirm_by_phone"]
    seen = (await pharmacy.call("getTeleconsultation", booking_id=third["id"])).json()
    assert seen["actions"][0] == "confirm_by_phone"
    called = await pharmacy.call(
        "confirmTeleconsultationByPhone",
        booking_id=third["id"],
        headers={"If-Match": f'"{seen["version"]}"'},
    )
    assert called.json()["confirmed_by_phone_at"] is not None
    other = await booked(kiosk, 3, person=PERSON | {"given_name": "Basile"})
    assert not other["confirm_by_phone"]


async def test_who_waits_too_long_for_a_turn_is_told_when_to_send_the_same_again(
    kiosk: KioskClient, database: Database
) -> None:
    time = (await times(kiosk))[0]
    seat = {"slot_id": time["slot_id"], "site_id": kiosk.site_id}
    key = {"Idempotency-Key": str(uuid4())}
    await core_db.disconnect()
    core_db.connect(database.app_url, pool_size=2, statement_timeout_ms=500)
    with psycopg.connect(core_db.plain_url(database.owner_url)) as other:
        turn = "SELECT pg_advisory_xact_lock(hashtextextended('claim|' || %s, 0))"
        other.execute(turn, [time["professional"]["id"]])
        late = await kiosk.ask("holdKioskTime", json=seat, headers=key)
    assert (late.status_code, late.json()["type"]) == (503, "not_ready")
    assert int(late.headers["Retry-After"]) > 0
    assert database.sql(HELD) == [(0,)]
    assert database.sql("SELECT count(*) FROM teleconsultation_holds") == [(0,)]
    again = await kiosk.ask("holdKioskTime", json=seat, headers=key)
    assert again.status_code == 201, again.text
    assert database.sql(HELD) == [(3,)]
