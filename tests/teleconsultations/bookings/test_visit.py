"""A visit as the kiosk tells it: consent by whom and when, a call that breaks, people late or absent."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from api.core import clock
from api.core.db import unit_of_work
from api.webhooks.tables import WebhookEndpoint
from tests.availability.conftest import tomorrow_at
from tests.conftest import Database
from tests.roles import ShiftClock, SignedIn
from tests.teleconsultations.bookings.scene import (
    CONSENT,
    PERSON,
    KioskClient,
    act,
    an_event,
    booked,
    confirm,
    hold,
    moved,
    read,
    renew,
    seconds_until,
    send,
    sign_in_again,
    times,
)
from tests.teleconsultations.bookings.test_kiosk import outcomes

STATES = "SELECT state FROM teleconsultation_bookings ORDER BY starts_at"
CLAIMS = "SELECT count(*) FROM claims"


async def test_a_consent_says_by_whom_and_when_also_when_it_is_told_late(
    kiosk: KioskClient, pharmacy: SignedIn, shift_clock: ShiftClock, database: Database
) -> None:
    booking = await booked(kiosk, consent={"by": "person", "video": False, "data": False})
    shift_clock(minutes=30)
    renew(kiosk)
    event = an_event(1, "consent", booking_id=booking["id"], consent=CONSENT)
    event["occurred_at"] = (clock.now() - timedelta(minutes=12)).isoformat()
    assert outcomes(await send(kiosk, uuid4(), event)) == ["applied"]
    await sign_in_again(pharmacy)
    said = (await read(pharmacy, booking))["consent"]
    assert (said["by"], said["video"], said["data"]) == ("person", True, True)
    assert said["recorded_by"] == "Borne d’essai"
    age = clock.now() - datetime.fromisoformat(said["at"])
    assert abs(age - timedelta(minutes=12)) < timedelta(seconds=5)
    [(line,)] = database.sql("SELECT count(*) FROM audit_entries WHERE action LIKE '%consent_recorded'")
    assert line == 1


async def test_a_call_that_breaks_at_the_kiosk_waits_for_the_people_of_the_site(
    kiosk: KioskClient, pharmacy: SignedIn, shift_clock: ShiftClock, database: Database
) -> None:
    async with unit_of_work(kiosk.community_id) as db:
        db.add(_endpoint(kiosk.community_id, kiosk.client_id))
    booking = await booked(kiosk)
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    renew(kiosk)
    await sign_in_again(pharmacy)
    outbox, named = uuid4(), {"booking_id": booking["id"]}
    again = an_event(2, "interrupt", follow_up="rescheduled", **named)
    answer = await send(kiosk, outbox, an_event(1, "start", **named), again)
    assert outcomes(answer) == ["applied", "refused"]
    assert answer["results"][1]["problem"]["errors"][0]["pointer"] == "/follow_up"
    assert database.sql(STATES) == [("in_progress",)]
    told = "SELECT event_type FROM webhook_deliveries ORDER BY position"
    assert database.sql(told) == [("teleconsultation.started",)], "what was undone is told to nobody"
    assert outcomes(await send(kiosk, outbox, an_event(3, "interrupt", **named))) == ["applied"]
    seen = await read(pharmacy, booking)
    assert (seen["state"], seen["actions"][0]) == ("interrupted", "interrupt")
    after = await moved(pharmacy, "interruptTeleconsultation", booking, {"follow_up": "the_15"})
    assert (after["state"], after["follow_up"]) == ("redirected_15", "the_15")
    assert database.sql("SELECT count(*) FROM claims WHERE upper(during) > %s", clock.now()) == [(0,)]


async def test_a_late_persons_time_is_given_away_by_hand_after_ten_minutes_only(
    kiosk: KioskClient, pharmacy: SignedIn, shift_clock: ShiftClock, database: Database
) -> None:
    booking = await booked(kiosk)
    shift_clock(seconds=seconds_until(booking["starts_at"]) + 9 * 60)
    await sign_in_again(pharmacy)
    early = await act(pharmacy, "releaseTeleconsultation", booking)
    assert (early.status_code, early.json()["type"]) == (409, "illegal_transition")
    assert database.sql(STATES) == [("confirmed",)]
    assert database.sql(CLAIMS) == [(3,)]
    shift_clock(minutes=1)
    assert "release" in (await read(pharmacy, booking))["actions"]
    gone = await moved(pharmacy, "releaseTeleconsultation", booking)
    assert (gone["state"], gone["starts_at"]) == ("released", booking["starts_at"])
    assert database.sql(CLAIMS) == [(0,)]


async def test_after_two_absences_told_by_the_kiosk_the_person_is_called_before_the_next(
    kiosk: KioskClient, doctor: SignedIn, shift_clock: ShiftClock, database: Database
) -> None:
    first = [await booked(kiosk, 0), await booked(kiosk, 0)]
    shift_clock(seconds=seconds_until(first[1]["starts_at"]) + 16 * 60)
    renew(kiosk)
    absent = [an_event(n, "no_show", booking_id=one["id"]) for n, one in enumerate(first, 1)]
    assert outcomes(await send(kiosk, uuid4(), *absent)) == ["applied", "applied"]
    day = {"from_at": tomorrow_at(0, days=0).isoformat(), "until": tomorrow_at(0).isoformat()}
    third = await confirm(kiosk, (await hold(kiosk, (await times(kiosk, **day))[0]))["token"])
    assert (third["state"], third["confirm_by_phone"]) == ("confirmed", True), "never a ban"
    person = PERSON | {"given_name": "Basile"}
    token = (await hold(kiosk, (await times(kiosk, **day))[0]))["token"]
    assert not (await confirm(kiosk, token, person=person))["confirm_by_phone"]
    assert database.sql(STATES) == [("no_show",), ("no_show",), ("confirmed",), ("confirmed",)]


def _endpoint(community_id: UUID, client_id: UUID) -> WebhookEndpoint:
    steps = ("started", "interrupted")
    return WebhookEndpoint(
        community_id=community_id,
        machine_client_id=client_id,
        url="https://logiciel.example/maillage",
        event_types=[f"teleconsultation.{step}" for step in steps],
        secret="whsec_" + "A" * 43 + "=",
        state="active",
        created_at=clock.now(),
        secret_changed_at=clock.now(),
    )
