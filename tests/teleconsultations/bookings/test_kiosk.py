"""What kiosks send on networks that drop: replayed, reordered, late, lost, of another site. Nothing is booked
twice, nothing is silently dropped."""

from typing import Any
from uuid import uuid4

from fastapi import FastAPI

from api.core import clock
from api.core.operations import Contract
from api.teleconsultations.bookings.service.sweep import sweep
from tests.availability.conftest import tomorrow_at
from tests.conftest import Database
from tests.roles import ShiftClock, SignedIn
from tests.teleconsultations.bookings.scene import (
    KioskClient,
    a_booking,
    an_event,
    bind_kiosk,
    booked,
    confirm,
    hold,
    read,
    renew,
    seconds_until,
    send,
    sent_at,
    sign_in_again,
    times,
)
from tests.teleconsultations.scene import a_pharmacist, a_site, made_ready, open_site

BOOKED = "SELECT count(*) FROM teleconsultation_bookings"


def outcomes(answer: dict[str, Any]) -> list[str]:
    """What came of each event."""
    return [result["outcome"] for result in answer["results"]]


async def test_a_kiosk_reads_what_it_shows(kiosk: KioskClient) -> None:
    shown = (await kiosk.call("readKiosk", site_id=kiosk.site_id)).json()
    assert (shown["site_name"], shown["is_open"], shown["lacks"]) == ("Borne du centre", True, [])
    redirects = {one["reason"]: one["redirect"] for one in shown["reasons"]}
    assert redirects["chest_pain"] == "the_15"
    assert redirects["dermatology"] is None


async def test_a_lost_answer_to_a_confirm_is_answered_again_with_another_key(
    kiosk: KioskClient, database: Database
) -> None:
    kept = await hold(kiosk, (await times(kiosk))[0])
    first = await confirm(kiosk, kept["token"])
    again = await confirm(kiosk, kept["token"])
    assert again["id"] == first["id"]
    assert database.sql(BOOKED) == [(1,)]


async def test_whoever_signed_in_at_the_page_it_is_the_kiosk_of_the_site_that_asks(
    kiosk: KioskClient, pharmacy: SignedIn
) -> None:
    found = (await times(kiosk))[0]
    body = {"slot_id": found["slot_id"], "site_id": kiosk.site_id}
    held = await pharmacy.call("holdKioskTime", site_id=kiosk.site_id, json=body)
    answer = await pharmacy.call(
        "confirmKioskBooking", site_id=kiosk.site_id, json=a_booking(held.json()["token"])
    )
    assert answer.status_code == 201, answer.text
    assert (answer.json()["origin"], answer.json()["requester_name"]) == ("kiosk", "Borne du centre")


async def test_an_expired_hold_is_gone_and_its_three_times_are_free(
    kiosk: KioskClient, shift_clock: ShiftClock, database: Database
) -> None:
    found = await times(kiosk)
    kept = await hold(kiosk, found[0])
    shift_clock(minutes=10)
    renew(kiosk)
    answer = await confirm(kiosk, kept["token"], status=410)
    assert answer["type"] == "teleconsultation_hold_expired"
    assert "hold it again" in answer["detail"]
    assert database.sql(BOOKED) == [(0,)]
    assert len(await times(kiosk)) == len(found)


async def test_a_hold_that_is_over_goes_within_ten_days(
    kiosk: KioskClient, shift_clock: ShiftClock, database: Database
) -> None:
    await hold(kiosk, (await times(kiosk))[0])
    held = "SELECT count(*) FROM teleconsultation_holds"
    for days, left in ((6, 1), (2, 0)):
        shift_clock(days=days)
        await sweep(kiosk.community_id, clock.now())
        assert database.sql(held) == [(left,)]


async def test_a_token_of_another_site_is_unknown_here(
    app: FastAPI,
    contract: Contract,
    connected: Database,
    kiosk: KioskClient,
    coordinator: SignedIn,
    pharmacy: SignedIn,
    as_role: Any,
) -> None:
    second = await open_site(coordinator, a_site(pharmacy.organisation_id, name="Borne du port"))
    second = await made_ready(coordinator, second, [await a_pharmacist(as_role)])
    other = await bind_kiosk(app, contract, connected, second, coordinator.community_id)
    async with other:
        kept = await hold(kiosk, (await times(kiosk))[0])
        assert (await confirm(other, kept["token"], status=404))["type"] == "not_found"
        booking = await confirm(kiosk, kept["token"])
        theirs = await other.call("getKioskBooking", site_id=other.site_id, booking_id=booking["id"])
        assert theirs.status_code == 404
        tomorrow = {"from_at": tomorrow_at(8).isoformat(), "until": tomorrow_at(18).isoformat()}
        for operation, params in (("readKiosk", {}), ("findKioskTimes", tomorrow)):
            elsewhere = await kiosk.call(operation, site_id=other.site_id, params=params)
            assert (elsewhere.status_code, elsewhere.json()["type"]) == (404, "not_found")
        told = await send(other, uuid4(), an_event(1, "cancel", booking_id=booking["id"]))
        assert outcomes(told) == ["refused"]
        assert told["results"][0]["problem"]["errors"][0]["pointer"] == "/booking_id"
    assert (await read(coordinator, booking))["state"] == "confirmed"


async def test_events_queued_offline_are_applied_in_order_and_once(
    kiosk: KioskClient, pharmacy: SignedIn, shift_clock: ShiftClock, database: Database
) -> None:
    kept = await hold(kiosk, (await times(kiosk))[0])
    outbox, name = uuid4(), "patient-1"
    first = an_event(1, "confirm", local_reference=name, booking=a_booking(kept["token"]))
    answer = await send(kiosk, outbox, first)
    assert outcomes(answer) == ["applied"]
    assert answer["results"][0]["state"] == "confirmed"
    shift_clock(seconds=seconds_until(kept["starts_at"]))
    renew(kiosk)
    batch = [
        an_event(2, "check_in", local_reference=name),
        an_event(3, "start", local_reference=name),
        an_event(4, "finish", local_reference=name),
    ]
    answer = await send(kiosk, outbox, *batch)
    assert outcomes(answer) == ["applied"] * 3
    assert (answer["results"][-1]["state"], answer["next_sequence"]) == ("finished", 5)
    again = await send(kiosk, outbox, first, *batch)
    assert outcomes(again) == ["repeated"] * 4
    assert [one["first_outcome"] for one in again["results"]] == ["applied"] * 4
    assert database.sql(BOOKED) == [(1,)]
    assert database.sql("SELECT count(*) FROM teleconsultation_kiosk_events") == [(4,)]


async def test_what_arrives_out_of_order_waits_for_what_is_missing(
    kiosk: KioskClient, shift_clock: ShiftClock
) -> None:
    booking = await booked(kiosk)
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    renew(kiosk)
    outbox, named = uuid4(), {"booking_id": booking["id"]}
    there, begun = an_event(1, "check_in", **named), an_event(2, "start", **named)
    early = await send(kiosk, outbox, begun)
    [result] = early["results"]
    assert (result["outcome"], result["problem"]["type"]) == ("refused", "kiosk_events_missing")
    assert (result["next"], early["next_sequence"]) == ("resend_from_next_sequence", 1)
    assert outcomes(await send(kiosk, outbox, there, begun)) == ["applied", "applied"]


async def test_what_was_overtaken_is_told_with_the_present_state(
    kiosk: KioskClient, pharmacy: SignedIn, shift_clock: ShiftClock
) -> None:
    booking = await booked(kiosk)
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    renew(kiosk)
    await sign_in_again(pharmacy)
    seen = await read(pharmacy, booking)
    gone = await pharmacy.call(
        "cancelTeleconsultation",
        booking_id=booking["id"],
        json={"reason": "site_unavailable"},
        headers={"If-Match": f'"{seen["version"]}"'},
    )
    assert gone.status_code == 200
    answer = await send(kiosk, uuid4(), an_event(1, "check_in", booking_id=booking["id"]))
    [result] = answer["results"]
    assert (result["outcome"], result["state"], result["next"]) == ("overtaken", "cancelled", "show_state")
    assert result["problem"]["type"] == "illegal_transition"


async def test_the_same_id_or_number_for_another_event_is_refused(kiosk: KioskClient) -> None:
    booking = await booked(kiosk)
    outbox = uuid4()
    first = an_event(
        1, "consent", booking_id=booking["id"], consent={"by": "person", "video": True, "data": True}
    )
    assert outcomes(await send(kiosk, outbox, first)) == ["applied"]
    other = first | {"kind": "cancel"}
    renumbered = an_event(1, "cancel", booking_id=booking["id"])
    answer = await send(kiosk, outbox, other, renumbered)
    assert [one["problem"]["type"] for one in answer["results"]] == ["kiosk_event_reused"] * 2
    assert (await kiosk.call("getKioskBooking", site_id=kiosk.site_id, booking_id=booking["id"])).json()[
        "state"
    ] == "confirmed"


async def test_a_wrong_clock_is_measured_counted_off_and_shown(
    kiosk: KioskClient, coordinator: SignedIn, shift_clock: ShiftClock
) -> None:
    booking = await booked(kiosk)
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    renew(kiosk)
    await sign_in_again(coordinator)
    event = an_event(1, "check_in", booking_id=booking["id"])
    event["occurred_at"] = "1970-01-01T00:00:00Z"
    answer = await send(kiosk, uuid4(), event, skew=7200)
    assert abs(answer["skew_seconds"] - 7200) <= 2
    beat = await kiosk.ask("sendKioskHeartbeat", headers=sent_at(7200))
    assert beat.json()["clock_is_wrong"]
    [shown] = (await coordinator.call("listTeleconsultationKiosks")).json()["kiosks"]
    assert (shown["clock_is_wrong"], shown["is_silent"]) == (True, False)
    shift_clock(minutes=6)
    [shown] = (await coordinator.call("listTeleconsultationKiosks")).json()["kiosks"]
    assert shown["is_silent"]


async def test_a_refused_event_changes_nothing_and_the_next_one_goes_on(
    kiosk: KioskClient, shift_clock: ShiftClock, database: Database
) -> None:
    booking = await booked(kiosk, consent={"by": "person", "video": False, "data": True})
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    renew(kiosk)
    named = {"booking_id": booking["id"]}
    answer = await send(
        kiosk,
        uuid4(),
        an_event(1, "start", **named),
        an_event(2, "check_in", **named),
        an_event(3, "interrupt", **named),
        an_event(4, "confirm", local_reference="x", booking=a_booking("n" * 32)),
    )
    assert outcomes(answer) == ["refused", "applied", "overtaken", "refused"]
    assert answer["results"][0]["problem"]["type"] == "consent_missing"
    assert answer["results"][0]["next"] == "ask_assistant"
    assert answer["results"][3]["problem"]["type"] == "not_found"
    assert database.sql("SELECT state FROM teleconsultation_bookings") == [("checked_in",)]


async def test_a_kiosk_cannot_act_for_people(kiosk: KioskClient, database: Database) -> None:
    booking = await booked(kiosk)
    for operation in ("getTeleconsultation", "startTeleconsultation"):
        answer = await kiosk.call(
            operation,
            booking_id=booking["id"],
            headers={"If-Match": '"1"', "Idempotency-Key": str(uuid4())},
        )
        assert answer.status_code == 403
    assert database.sql("SELECT state FROM teleconsultation_bookings") == [("confirmed",)]
