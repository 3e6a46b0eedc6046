"""What falls due by itself: late people, absent people, forgotten calls, silent kiosks; software is told."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from api.core import clock
from api.core.db import unit_of_work
from api.teleconsultations.bookings.service.sweep import sweep
from api.webhooks.tables import WebhookEndpoint
from tests.conftest import Database
from tests.months import month_of
from tests.roles import ShiftClock, SignedIn
from tests.teleconsultations.bookings.scene import (
    CONSENT,
    PERSON,
    KioskClient,
    booked,
    hold,
    moved,
    read,
    renew,
    seconds_until,
    sent_at,
    sign_in_again,
    times,
)
from tests.teleconsultations.bookings.test_soon import ask

STATES = "SELECT state FROM teleconsultation_bookings ORDER BY id"


async def test_a_late_person_is_kept_ten_minutes_then_released_if_somebody_waits(
    kiosk: KioskClient, doctor: SignedIn, shift_clock: ShiftClock, database: Database
) -> None:
    booking = await booked(kiosk)
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    renew(kiosk)
    await ask(kiosk)
    shift_clock(minutes=9)
    assert await sweep(kiosk.community_id, clock.now()) == 0
    shift_clock(minutes=1)
    assert await sweep(kiosk.community_id, clock.now()) == 1
    assert database.sql(STATES) == [("released",), ("network_asked",)]
    assert database.sql("SELECT count(*) FROM claims") == [(0,)]


async def test_without_anybody_waiting_the_person_is_absent_after_fifteen_minutes(
    kiosk: KioskClient, shift_clock: ShiftClock, database: Database
) -> None:
    booking = await booked(kiosk)
    shift_clock(seconds=seconds_until(booking["starts_at"]) + 14 * 60)
    assert await sweep(kiosk.community_id, clock.now()) == 0
    shift_clock(minutes=1)
    assert await sweep(kiosk.community_id, clock.now()) == 1
    assert database.sql(STATES) == [("no_show",)]


async def test_nobody_is_said_absent_at_a_kiosk_that_is_silent(
    kiosk: KioskClient, shift_clock: ShiftClock, database: Database
) -> None:
    booking = await booked(kiosk)
    await kiosk.ask("sendKioskHeartbeat", headers=sent_at())
    shift_clock(seconds=seconds_until(booking["starts_at"]) + 30 * 60)
    assert await sweep(kiosk.community_id, clock.now()) == 0
    assert database.sql(STATES) == [("confirmed",)]
    shift_clock(hours=13)
    assert await sweep(kiosk.community_id, clock.now()) == 1
    assert database.sql(STATES) == [("no_show",)]


async def test_a_call_that_nobody_ended_took_place(
    kiosk: KioskClient, doctor: SignedIn, shift_clock: ShiftClock, database: Database
) -> None:
    booking = await booked(kiosk, consent=CONSENT)
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    await sign_in_again(doctor)
    await moved(doctor, "startTeleconsultation", booking)
    shift_clock(hours=13)
    assert await sweep(kiosk.community_id, clock.now()) == 1
    assert database.sql(STATES) == [("finished",)]


async def test_the_coordination_is_told_once_of_a_silent_kiosk(
    kiosk: KioskClient, shift_clock: ShiftClock, database: Database
) -> None:
    await kiosk.ask("sendKioskHeartbeat", headers=sent_at())
    shift_clock(minutes=6)
    for _ in range(2):
        await sweep(kiosk.community_id, clock.now())
    told = "SELECT count(*) FROM notifications WHERE kind = 'kiosk_silent'"
    assert database.sql(told) == [(1,)]


async def test_a_silent_kiosk_of_which_nobody_was_told_is_work_for_the_sweeps(
    kiosk: KioskClient, shift_clock: ShiftClock, database: Database
) -> None:
    database.sql("UPDATE deliveries SET state = 'sent'")
    await kiosk.ask("sendKioskHeartbeat", headers=sent_at())
    shift_clock(minutes=4)
    assert await at_work() == set()
    shift_clock(minutes=2)
    assert await at_work() == {kiosk.community_id}
    database.sql(
        "UPDATE community_rules SET document = jsonb_set(document,"
        " '{teleconsultation_bookings,silent_minutes}', '10')"
    )
    assert await at_work() == set()
    shift_clock(minutes=5)
    assert await at_work() == {kiosk.community_id}
    database.sql("UPDATE teleconsultation_sites SET state = 'closed'")
    assert await at_work() == set()
    database.sql("UPDATE teleconsultation_sites SET state = 'active'")
    await sweep(kiosk.community_id, clock.now())
    database.sql("UPDATE deliveries SET state = 'sent'")
    assert await at_work() == set()


async def test_a_kiosk_that_is_put_out_at_night_is_no_work_until_the_morning(
    kiosk: KioskClient, shift_clock: ShiftClock
) -> None:
    await kiosk.ask("sendKioskHeartbeat", headers=sent_at())
    shift_clock(hours=2)
    assert await at_work() == set()


async def at_work() -> set[UUID]:
    """The communities that the quick sweeps visit now."""
    async with unit_of_work() as db:
        found = await db.scalars(text("SELECT communities_at_work(:at)"), {"at": clock.now()})
        return set(found.all())


async def test_ended_holds_and_old_events_are_forgotten(
    kiosk: KioskClient, shift_clock: ShiftClock, database: Database
) -> None:
    await hold(kiosk, (await times(kiosk))[0])
    shift_clock(days=8)
    await sweep(kiosk.community_id, clock.now())
    assert database.sql("SELECT count(*) FROM teleconsultation_holds") == [(0,)]


async def test_the_software_of_the_site_is_told_of_each_step_without_a_name(
    kiosk: KioskClient, pharmacy: SignedIn, database: Database
) -> None:
    async with unit_of_work(kiosk.community_id) as db:
        db.add(
            WebhookEndpoint(
                community_id=kiosk.community_id,
                machine_client_id=kiosk.client_id,
                url="https://logiciel.example/maillage",
                event_types=["teleconsultation.confirmed", "teleconsultation.cancelled"],
                secret="whsec_" + "A" * 43 + "=",
                state="active",
                created_at=clock.now(),
                secret_changed_at=clock.now(),
            )
        )
    booking = await booked(kiosk)
    await moved(pharmacy, "cancelTeleconsultation", booking, {"reason": "person_better"})
    rows = database.sql("SELECT event_type, body FROM webhook_deliveries ORDER BY position")
    assert [row[0] for row in rows] == ["teleconsultation.confirmed", "teleconsultation.cancelled"]
    assert booking["id"] in str(rows[0][1])
    assert "Marchand" not in str(rows)


async def test_figures_count_without_names(
    kiosk: KioskClient, coordinator: SignedIn, doctor: SignedIn, pharmacy: SignedIn, shift_clock: ShiftClock
) -> None:
    booking = await booked(kiosk, consent=CONSENT)
    await booked(kiosk, 1)
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    await sign_in_again(doctor, coordinator, pharmacy)
    await moved(doctor, "startTeleconsultation", booking)
    await moved(doctor, "finishTeleconsultation", booking, {"report_sent": True})
    month = {"month": month_of(booking["created_at"])}
    answer = await coordinator.call("getTeleconsultationFigures", params=month)
    figures: dict[str, Any] = answer.json()
    assert figures["bookings"] == 2
    assert {one["state"]: one["bookings"] for one in figures["outcomes"]} == {"finished": 1, "confirmed": 1}
    assert (figures["doctors_of_territory"], figures["doctors"]) == (1, 1)
    assert figures["sites"][0]["finished"] == 1
    refused = await pharmacy.call("getTeleconsultationFigures", params=month)
    assert refused.status_code == 403
    assert UUID((await read(doctor, booking))["id"])


async def test_at_a_silent_kiosk_a_late_person_is_not_released_to_who_waits(
    kiosk: KioskClient, doctor: SignedIn, shift_clock: ShiftClock, database: Database
) -> None:
    booking = await booked(kiosk)
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    renew(kiosk)
    await kiosk.ask("sendKioskHeartbeat", headers=sent_at())
    await ask(kiosk, person=PERSON | {"given_name": "Basile"})
    for minutes in (11, 6):
        shift_clock(minutes=minutes)
        assert await sweep(kiosk.community_id, clock.now()) == 0
        assert database.sql(STATES) == [("confirmed",), ("network_asked",)]
    renew(kiosk)
    await kiosk.ask("sendKioskHeartbeat", headers=sent_at())
    assert await sweep(kiosk.community_id, clock.now()) == 1
    assert database.sql(STATES) == [("no_show",), ("network_asked",)]
