"""Answers that a kiosk loses, names that it gives: nothing is booked twice, nothing is silently dropped, and
what is stored says so."""

from typing import Any
from uuid import uuid4

from fastapi import FastAPI

from api.core import clock
from api.core.db import unit_of_work
from api.core.operations import Contract
from api.teleconsultations.bookings.service.events import forget_old
from tests.conftest import Database
from tests.roles import AsRole, ShiftClock, SignedIn
from tests.teleconsultations.bookings.scene import (
    CONSENT,
    PERSON,
    KioskClient,
    a_booking,
    an_event,
    bind_kiosk,
    booked,
    confirm,
    hold,
    moved,
    read,
    renew,
    seconds_until,
    send,
    sent_at,
    sign_in_again,
    times,
)
from tests.teleconsultations.bookings.test_kiosk import outcomes
from tests.teleconsultations.bookings.test_soon import a_search, ask
from tests.teleconsultations.scene import a_pharmacist, a_site, made_ready, open_site

BOOKINGS = "SELECT state, local_reference FROM teleconsultation_bookings ORDER BY id"
CLAIMS = "SELECT count(*), count(expires_at) FROM claims"
EVENTS = "SELECT sequence, outcome FROM teleconsultation_kiosk_events ORDER BY sequence"


def said(result: dict[str, Any]) -> tuple[str, str | None, str]:
    """What came of an event, why, and what to do next."""
    problem = result["problem"]
    return result["outcome"], problem and problem["type"], result["next"]


async def test_a_lost_answer_that_sent_somebody_to_the_15_is_told_again(
    kiosk: KioskClient, database: Database
) -> None:
    kept = await hold(kiosk, (await times(kiosk))[0])
    first = await confirm(kiosk, kept["token"], reason="chest_pain")
    again = await confirm(kiosk, kept["token"], reason="chest_pain")
    assert (again["id"], again["state"]) == (first["id"], "redirected_15")
    assert database.sql(BOOKINGS) == [("redirected_15", None)]
    assert database.sql(CLAIMS) == [(0, 0)]


async def test_a_redirected_booking_of_the_outbox_keeps_its_name(
    kiosk: KioskClient, database: Database
) -> None:
    kept = await hold(kiosk, (await times(kiosk))[0])
    name = {"local_reference": "patient-1"}
    body = a_booking(kept["token"], reason="trauma_needing_imaging")
    answer = await send(
        kiosk, uuid4(), an_event(1, "confirm", booking=body, **name), an_event(2, "check_in", **name)
    )
    first, second = answer["results"]
    assert (first["outcome"], first["state"]) == ("applied", "redirected_face_to_face")
    assert said(second) == ("overtaken", "illegal_transition", "show_state")
    assert second["state"] == "redirected_face_to_face"
    assert database.sql(BOOKINGS) == [("redirected_face_to_face", "patient-1")]
    assert database.sql(CLAIMS) == [(0, 0)]


async def test_a_confirm_of_the_outbox_after_a_lost_answer_names_the_booking_that_was_made(
    kiosk: KioskClient, shift_clock: ShiftClock, database: Database
) -> None:
    kept = await hold(kiosk, (await times(kiosk))[0])
    lost = await confirm(kiosk, kept["token"])
    shift_clock(seconds=seconds_until(kept["starts_at"]))
    renew(kiosk)
    name = {"local_reference": "patient-1"}
    answer = await send(
        kiosk,
        uuid4(),
        an_event(1, "confirm", booking=a_booking(kept["token"]), **name),
        an_event(2, "check_in", **name),
        an_event(3, "confirm", booking=a_booking(kept["token"]), local_reference="patient-2"),
    )
    assert outcomes(answer) == ["applied", "applied", "overtaken"]
    assert {one["booking_id"] for one in answer["results"]} == {lost["id"]}
    assert said(answer["results"][2])[1:] == ("teleconsultation_already_booked", "show_state")
    assert database.sql(BOOKINGS) == [("checked_in", "patient-1")]
    assert database.sql(CLAIMS) == [(3, 0)]


async def test_a_name_is_given_once(kiosk: KioskClient, database: Database) -> None:
    first, second = (await times(kiosk))[:2]
    tokens = [(await hold(kiosk, one))["token"] for one in (first, second)]
    batch = [
        an_event(number, "confirm", booking=a_booking(token), local_reference="patient-1")
        for number, token in enumerate(tokens, 1)
    ]
    answer = await send(kiosk, uuid4(), *batch)
    assert outcomes(answer) == ["applied", "overtaken"]
    assert said(answer["results"][1])[1:] == ("teleconsultation_already_booked", "show_state")
    assert database.sql(BOOKINGS) == [("confirmed", "patient-1")]
    assert database.sql(CLAIMS) == [(6, 3)], "what is held besides is still held, for some minutes"


async def test_a_lost_answer_to_a_search_is_not_a_second_search(
    kiosk: KioskClient, doctor: SignedIn, database: Database
) -> None:
    first = await ask(kiosk)
    refused = await ask(kiosk, status=409)
    assert (refused["type"], refused["related_id"]) == ("duplicate_request", first["id"])
    assert database.sql(BOOKINGS) == [("network_asked", None)]
    other = await ask(kiosk, person=PERSON | {"given_name": "Basile"})
    assert other["id"] != first["id"]


async def test_the_same_key_answers_the_same_search(kiosk: KioskClient, database: Database) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    answers = [await kiosk.ask("askKioskSoon", json=a_search(), headers=key) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert database.sql(BOOKINGS) == [("network_asked", None)]


async def test_an_expired_hold_in_the_outbox_is_refused_and_held_again(
    kiosk: KioskClient, shift_clock: ShiftClock, database: Database
) -> None:
    kept = await hold(kiosk, (await times(kiosk))[0])
    shift_clock(minutes=10)
    renew(kiosk)
    outbox, name = uuid4(), {"local_reference": "patient-1"}
    late = an_event(1, "confirm", booking=a_booking(kept["token"]), **name)
    after = an_event(2, "check_in", **name)
    answer = await send(kiosk, outbox, late, after)
    assert said(answer["results"][0]) == ("refused", "teleconsultation_hold_expired", "hold_again")
    assert said(answer["results"][1]) == ("refused", "invalid_input", "ask_assistant")
    assert database.sql(BOOKINGS) == []
    assert database.sql("SELECT count(*) FROM people") == [(0,)]
    assert database.sql(EVENTS) == [(1, "refused"), (2, "refused")]
    again = await hold(kiosk, (await times(kiosk))[0])
    answer = await send(kiosk, outbox, an_event(3, "confirm", booking=a_booking(again["token"]), **name))
    assert outcomes(answer) == ["applied"]
    assert database.sql(BOOKINGS) == [("confirmed", "patient-1")]


async def test_a_token_of_another_site_in_the_outbox_is_refused_and_stays_good_at_its_own(
    app: FastAPI,
    contract: Contract,
    connected: Database,
    kiosk: KioskClient,
    coordinator: SignedIn,
    pharmacy: SignedIn,
    as_role: AsRole,
) -> None:
    site = await open_site(coordinator, a_site(pharmacy.organisation_id, name="Borne du port"))
    site = await made_ready(coordinator, site, [await a_pharmacist(as_role)])
    other = await bind_kiosk(app, contract, connected, site, coordinator.community_id)
    kept = await hold(kiosk, (await times(kiosk))[0])
    async with other:
        event = an_event(1, "confirm", booking=a_booking(kept["token"]), local_reference="patient-1")
        answer = await send(other, uuid4(), event)
        assert said(answer["results"][0]) == ("refused", "not_found", "ask_assistant")
        wrong = await other.ask("sendKioskHeartbeat", headers=sent_at(), site_id=kiosk.site_id)
        assert wrong.status_code == 404
    assert connected.sql(BOOKINGS) == []
    assert connected.sql(CLAIMS) == [(3, 3)]
    assert (await confirm(kiosk, kept["token"]))["state"] == "confirmed"


async def test_a_batch_that_cannot_be_read_changes_nothing_and_names_the_event(
    kiosk: KioskClient, database: Database
) -> None:
    booking = await booked(kiosk)
    good = an_event(1, "cancel", booking_id=booking["id"], cancellation_reason="person_better")
    bad = an_event(2, "cancel", booking_id=booking["id"]) | {"kind": "dance"}
    body = {"outbox": str(uuid4()), "events": [good, bad]}
    answer = await kiosk.ask("sendKioskEvents", json=body, headers=sent_at())
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/events/1/kind"]
    assert database.sql(BOOKINGS) == [("confirmed", None)]
    assert database.sql(EVENTS) == []


async def test_an_event_of_one_outbox_sent_in_another_is_refused_rather_than_done_twice(
    kiosk: KioskClient, database: Database
) -> None:
    booking = await booked(kiosk)
    event = an_event(1, "consent", booking_id=booking["id"], consent=CONSENT)
    assert outcomes(await send(kiosk, uuid4(), event)) == ["applied"]
    again = await send(kiosk, uuid4(), event)
    assert said(again["results"][0]) == ("refused", "kiosk_event_reused", "ask_assistant")
    assert again["next_sequence"] == 2
    assert database.sql(EVENTS + ", outcome") == [(1, "applied"), (1, "refused")]


async def test_a_report_is_not_said_to_be_sent_by_a_kiosk(
    kiosk: KioskClient, shift_clock: ShiftClock, database: Database
) -> None:
    booking = await booked(kiosk)
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    renew(kiosk)
    named = {"booking_id": booking["id"]}
    answer = await send(
        kiosk,
        uuid4(),
        an_event(1, "start", **named),
        an_event(2, "finish", report_sent=True, **named),
        an_event(3, "finish", report_sent=False, **named),
    )
    assert outcomes(answer) == ["applied", "refused", "applied"]
    assert answer["results"][1]["problem"]["errors"][0]["pointer"] == "/report_sent"
    assert database.sql("SELECT state, report_sent FROM teleconsultation_bookings") == [("finished", False)]


async def test_a_number_of_social_security_is_no_name_of_a_booking(
    kiosk: KioskClient, database: Database
) -> None:
    kept = await hold(kiosk, (await times(kiosk))[0])
    nir = "2 85 05 78 006 084 36"
    event = an_event(1, "confirm", booking=a_booking(kept["token"]), local_reference=nir)
    answer = await send(kiosk, uuid4(), event)
    assert outcomes(answer) == ["refused"]
    assert answer["results"][0]["problem"]["errors"][0]["pointer"] == "/local_reference"
    body = {"outbox": str(uuid4()), "software": nir, "events": [an_event(1, "cancel")]}
    refused = await kiosk.ask("sendKioskEvents", json=body, headers=sent_at())
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/software"]
    assert database.sql(BOOKINGS) == []
    assert database.sql(EVENTS) == [(1, "refused")]


async def test_a_booking_moved_to_a_site_whose_kiosk_uses_the_same_name_leaves_its_name_behind(
    app: FastAPI,
    contract: Contract,
    connected: Database,
    kiosk: KioskClient,
    coordinator: SignedIn,
    pharmacy: SignedIn,
    as_role: AsRole,
) -> None:
    site = await open_site(coordinator, a_site(pharmacy.organisation_id, name="Borne du port"))
    site = await made_ready(coordinator, site, [await a_pharmacist(as_role)])
    other = await bind_kiosk(app, contract, connected, site, coordinator.community_id)
    name = {"local_reference": "patient-1"}
    async with other:
        for number, who in enumerate((kiosk, other)):
            kept = await hold(who, (await times(who))[number])
            event = an_event(1, "confirm", booking=a_booking(kept["token"]), **name)
            made = (await send(who, uuid4(), event))["results"][0]
            assert made["outcome"] == "applied"
            if who is kiosk:
                first = {"id": made["booking_id"]}
        there = next(one for one in await times(pharmacy) if one["site_id"] == other.site_id)
        held = await hold(pharmacy, there)
        after = await moved(pharmacy, "moveTeleconsultation", first, {"hold_token": held["token"]})
        assert (after["site_id"], after["starts_at"]) == (other.site_id, held["starts_at"])
        told = await send(kiosk, uuid4(), an_event(1, "cancel", **name))
        assert said(told["results"][0]) == ("refused", "invalid_input", "ask_assistant")
    assert (await read(coordinator, first))["state"] == "confirmed"
    assert connected.sql("SELECT count(DISTINCT resource_id), count(*) FROM claims") == [(3, 6)]


async def test_old_events_are_forgotten_but_for_the_last_of_each_outbox(
    kiosk: KioskClient, shift_clock: ShiftClock, database: Database
) -> None:
    booking = await booked(kiosk)
    outbox, named = uuid4(), {"booking_id": booking["id"], "consent": CONSENT}
    await send(kiosk, outbox, *(an_event(number, "consent", **named) for number in (1, 2, 3)))
    await send(kiosk, uuid4(), *(an_event(number, "consent", **named) for number in (1, 2)))
    shift_clock(days=31)
    async with unit_of_work(kiosk.community_id) as db:
        await forget_old(db, kiosk.community_id, clock.now())
    assert database.sql(EVENTS) == [(2, "applied"), (3, "applied")]
    renew(kiosk)
    answer = await send(kiosk, outbox, an_event(4, "consent", **named))
    assert answer["next_sequence"] == 5


async def test_a_late_click_on_what_was_let_go_says_to_hold_again(
    kiosk: KioskClient, pharmacy: SignedIn, database: Database
) -> None:
    kept = await hold(pharmacy, (await times(pharmacy))[0])
    for _ in range(2):
        gone = await pharmacy.call("releaseTeleconsultationHold", hold_id=kept["id"])
        assert gone.status_code == 204
    await sign_in_again(pharmacy)
    answer = await confirm(pharmacy, kept["token"], status=410)
    assert answer["type"] == "teleconsultation_hold_expired"
    assert database.sql(CLAIMS) == [(0, 0)]
    assert database.sql(BOOKINGS) == []
