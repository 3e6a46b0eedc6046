"""What a kiosk says late, or twice under another name, when things have moved on meanwhile."""

from datetime import datetime, timedelta
from uuid import uuid4

from api.core import clock
from tests.conftest import Database
from tests.dispatch.scene import accept
from tests.roles import ShiftClock, SignedIn
from tests.teleconsultations.bookings.scene import (
    CONSENT,
    PERSON,
    KioskClient,
    an_event,
    booked,
    moved,
    read,
    renew,
    seconds_until,
    send,
    sign_in_again,
)
from tests.teleconsultations.bookings.test_kiosk import outcomes
from tests.teleconsultations.bookings.test_lost_answers import BOOKINGS, EVENTS, said
from tests.teleconsultations.bookings.test_soon import ask, of

REFUSED = CONSENT | {"video": False}


async def test_a_consent_that_was_withdrawn_since_is_not_given_again_by_an_outbox(
    kiosk: KioskClient, coordinator: SignedIn, database: Database
) -> None:
    booking = await booked(kiosk)
    heard = clock.now()
    withdrawn = await moved(coordinator, "recordTeleconsultationConsent", booking, REFUSED)
    late = an_event(1, "consent", booking_id=booking["id"], consent=CONSENT)
    late["occurred_at"] = heard.isoformat()
    answer = await send(kiosk, uuid4(), late)
    assert said(answer["results"][0]) == ("overtaken", "illegal_transition", "show_state")
    assert (await read(coordinator, booking))["consent"] == withdrawn["consent"]
    now = an_event(2, "consent", booking_id=booking["id"], consent=CONSENT)
    assert outcomes(await send(kiosk, uuid4(), now | {"sequence": 1})) == ["applied"]
    [(video,)] = database.sql("SELECT consent_video FROM teleconsultation_bookings")
    assert video, "what is said after it stands"


async def test_what_a_kiosk_heard_itself_stands_by_its_numbers_whatever_its_clock(
    kiosk: KioskClient, coordinator: SignedIn
) -> None:
    booking = await booked(kiosk)
    named = {"booking_id": booking["id"]}
    back = an_event(2, "consent", consent=REFUSED, **named)
    back["occurred_at"] = (clock.now() - timedelta(minutes=30)).isoformat()
    answer = await send(kiosk, uuid4(), an_event(1, "consent", consent=CONSENT, **named), back)
    assert outcomes(answer) == ["applied", "applied"]
    assert (await read(coordinator, booking))["consent"]["video"] is False


async def test_an_id_that_was_used_before_spends_its_number_and_the_next_events_go_on(
    kiosk: KioskClient, database: Database
) -> None:
    booking = await booked(kiosk)
    outbox, named = uuid4(), {"booking_id": booking["id"]}
    first = an_event(1, "consent", consent=CONSENT, **named)
    reused = an_event(2, "cancel", **named) | {"id": first["id"]}
    third = an_event(3, "consent", consent=REFUSED, **named)
    answer = await send(kiosk, outbox, first, reused)
    assert said(answer["results"][1]) == ("refused", "kiosk_event_reused", "ask_assistant")
    assert answer["next_sequence"] == 3, "it is settled: a kiosk takes it out of its outbox"
    again = await send(kiosk, outbox, first, reused, third)
    assert outcomes(again) == ["repeated", "refused", "applied"]
    assert database.sql(BOOKINGS) == [("confirmed", None)]
    assert database.sql(EVENTS) == [(1, "applied"), (2, "refused"), (3, "applied")]


async def test_nobody_came_or_began_before_it_could_be_nor_before_it_was_booked(
    kiosk: KioskClient, doctor: SignedIn, shift_clock: ShiftClock, database: Database
) -> None:
    booking = await ask(kiosk, **of(doctor))
    assert (await accept(doctor, eta_minutes=10)).status_code == 200
    seen = await read(doctor, booking)
    named = {"booking_id": booking["id"]}
    wrong = (clock.now() - timedelta(days=2)).isoformat()
    shift_clock(seconds=seconds_until(seen["starts_at"]))
    renew(kiosk)
    there, begun = an_event(1, "check_in", **named), an_event(2, "start", **named)
    answer = await send(kiosk, uuid4(), there | {"occurred_at": wrong}, begun | {"occurred_at": wrong})
    assert outcomes(answer) == ["applied", "applied"]
    [row] = database.sql("SELECT checked_in_at, started_at FROM teleconsultation_bookings")
    assert min(row) >= datetime.fromisoformat(seen["starts_at"]), "that of their arrival"


async def test_a_search_whose_lost_answer_found_a_doctor_is_not_begun_again(
    kiosk: KioskClient, doctor: SignedIn, coordinator: SignedIn, shift_clock: ShiftClock, database: Database
) -> None:
    lost = await ask(kiosk, **of(doctor))
    assert (await accept(doctor, eta_minutes=10)).status_code == 200
    refused = await ask(kiosk, 409, **of(doctor))
    assert (refused["type"], refused["related_id"]) == ("duplicate_request", lost["id"])
    assert database.sql(BOOKINGS) == [("confirmed", None)]
    assert (await ask(kiosk, person=PERSON | {"given_name": "Basile"}))["id"] != lost["id"]
    await sign_in_again(coordinator)
    await moved(coordinator, "cancelTeleconsultation", lost, {"reason": "mistake"})
    assert (await ask(kiosk, **of(doctor)))["id"] != lost["id"], "what has ended stands in nobody's way"


async def test_a_time_that_was_chosen_does_not_stand_in_the_way_of_a_search(
    kiosk: KioskClient, doctor: SignedIn
) -> None:
    chosen = await booked(kiosk)
    assert (await ask(kiosk))["id"] != chosen["id"]
