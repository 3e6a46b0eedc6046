"""What is kept of a booking, how, and until when: the identity and the adult who comes along are sealed, and
forgotten three months after the end; the figures stay."""

from datetime import timedelta
from uuid import UUID

from api import rights
from api.cases.service import erase_what_is_due
from api.core import clock
from api.core.db import unit_of_work
from tests.conftest import Database
from tests.months import month_of
from tests.roles import ShiftClock, SignedIn
from tests.teleconsultations.bookings.scene import (
    ADULT,
    CHILD,
    CONSENT,
    KioskClient,
    a_booking,
    an_event,
    booked,
    confirm,
    hold,
    moved,
    read,
    seconds_until,
    send,
    sign_in_again,
    times,
)

SEALED = "SELECT minor_adult_sealed, override_reason_sealed FROM teleconsultation_bookings"
WHY = "Seize ans, vient seule et le demande"


async def erased(who: SignedIn | KioskClient) -> int:
    """What the worker does every hour: how many cases were forgotten."""
    async with unit_of_work(who.community_id) as db:
        return await erase_what_is_due(db, who.community_id, clock.now())


async def test_nothing_that_names_the_person_or_the_adult_is_stored_as_it_was_typed(
    kiosk: KioskClient, connected: Database
) -> None:
    booking = await booked(kiosk, person=CHILD, minor=ADULT, consent=CONSENT | {"by": "guardian"})
    refused = an_event(1, "confirm", local_reference="x", booking={"hold_token": "n" * 32} | _who())
    await send(kiosk, booking["id"], refused)
    stored = everything(connected)
    assert booking["number"] in stored, "it is looked at as it is stored"
    for word in ("Marchand", "Zoé", "Paul", "39984108", "39 98 41 08", "39984107", "2019-05-12"):
        assert word not in stored, word
        assert word.encode().hex() not in stored, word
    assert connected.sql(f"SELECT count(*) FROM ({SEALED}) AS its WHERE minor_adult_sealed IS NULL") == [(0,)]


KEY = {"Idempotency-Key": "the-key-of-this-browser"}


async def test_who_a_booking_is_for_is_in_no_answer_that_comes_again(
    pharmacist: SignedIn, doctor: SignedIn
) -> None:
    held = await hold(pharmacist, (await times(pharmacist))[0])
    whose = {"person": CHILD, "minor": ADULT, "consent": CONSENT | {"by": "guardian"}}
    body = a_booking(held["token"], **whose)
    first = await pharmacist.call("confirmTeleconsultation", json=body, headers=KEY)
    assert first.json()["person"]["family_name"] == CHILD["family_name"]
    assert first.json()["minor"]["adult_name"] == ADULT["adult_name"]
    again = await pharmacist.call("confirmTeleconsultation", json=body, headers=KEY)
    assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")
    assert again.json() == first.json() | {"person": None, "minor": None}


async def test_what_a_key_answered_goes_with_whom_it_was_about_and_is_not_done_again(
    pharmacist: SignedIn, doctor: SignedIn, connected: Database
) -> None:
    body = a_booking((await hold(pharmacist, (await times(pharmacist))[0]))["token"])
    booking = (await pharmacist.call("confirmTeleconsultation", json=body, headers=KEY)).json()
    await moved(pharmacist, "cancelTeleconsultation", booking, {"reason": "person_better"})
    [(person_id,)] = connected.sql("SELECT id FROM people")
    async with unit_of_work(pharmacist.community_id) as db:
        rights.load_services()
        await rights.forget(db, pharmacist.community_id, [UUID(str(person_id))], clock.now(), "test")
    count = "SELECT count(*) FROM teleconsultation_bookings"
    before = connected.sql(count)
    again = await pharmacist.call("confirmTeleconsultation", json=body, headers=KEY)
    assert (again.status_code, again.json()["type"]) == (422, "idempotency_key_reused")
    assert "forgotten" in again.json()["detail"]
    assert connected.sql(count) == before
    kept = "SELECT count(*) FROM idempotent_answers WHERE answer_sealed IS NOT NULL AND %s = ANY(about)"
    assert connected.sql(kept, person_id) == [(0,)]


def everything(database: Database) -> str:
    """All rows of all tables, as text."""
    tables = database.sql(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    rows = (database.sql(f"SELECT row::text FROM {table} AS row") for (table,) in tables)
    return "\n".join(str(row) for found in rows for (row,) in found)


def _who() -> dict[str, object]:
    return {"reason": "dermatology", "person": CHILD, "minor": ADULT, "attending_doctor_status": "none"}


async def test_three_months_after_the_end_the_child_and_the_adult_are_forgotten_and_the_figures_stay(
    kiosk: KioskClient,
    pharmacy: SignedIn,
    doctor: SignedIn,
    coordinator: SignedIn,
    shift_clock: ShiftClock,
    connected: Database,
) -> None:
    booking = await booked(kiosk, person=CHILD, minor=ADULT, consent=CONSENT | {"by": "guardian"})
    kept = await hold(doctor, (await times(doctor))[1])
    own = await confirm(doctor, kept["token"], person=CHILD, override_reason=WHY)
    assert (await read(doctor, own))["minor"]["override_reason"] == WHY
    assert await erased(kiosk) == 0, "while it is open nobody is forgotten"
    await moved(pharmacy, "cancelTeleconsultation", booking, {"reason": "person_better"})
    await moved(doctor, "cancelTeleconsultation", own, {"reason": "person_better"})
    shift_clock(days=88)
    assert await erased(kiosk) == 0
    shift_clock(days=5)
    assert await erased(kiosk) == 2
    assert connected.sql(SEALED) == [(None, None), (None, None)]
    assert connected.sql("SELECT count(*) FROM people WHERE identity_sealed IS NOT NULL") == [(0,)]
    await sign_in_again(coordinator, doctor)
    seen = await read(coordinator, booking)
    assert (seen["person_id"], seen["minor"]["adult_name"], seen["age_band"]) == (None, None, "years_7_11")
    month = {"month": month_of(booking["created_at"])}
    figures = (await coordinator.call("getTeleconsultationFigures", params=month)).json()
    assert figures["bookings"] == 2


async def test_the_adult_is_named_to_the_doctor_and_the_site_alone_and_only_while_it_is_open(
    kiosk: KioskClient,
    pharmacy: SignedIn,
    doctor: SignedIn,
    coordinator: SignedIn,
    shift_clock: ShiftClock,
) -> None:
    booking = await booked(kiosk, person=CHILD, minor=ADULT, consent=CONSENT | {"by": "guardian"})
    for who, named in ((doctor, True), (pharmacy, True), (coordinator, False)):
        seen = await read(who, booking)
        assert (seen["minor"]["adult_name"] is not None) == named
        assert (seen["person"] is not None) == named
    shift_clock(seconds=seconds_until(booking["starts_at"]) + timedelta(minutes=1).total_seconds())
    await sign_in_again(doctor, pharmacy)
    await moved(doctor, "startTeleconsultation", booking)
    await moved(doctor, "finishTeleconsultation", booking, {"report_sent": True})
    for who in (doctor, pharmacy):
        seen = await read(who, booking)
        assert (seen["person"], seen["minor"]["adult_name"]) == (None, None)
