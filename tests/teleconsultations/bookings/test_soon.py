"""As soon as possible: the usual doctor alone, the territory, then a human; who accepts books the three."""

from typing import Any

import pytest

from tests.conftest import Database
from tests.dispatch.scene import accept, decline, offers_of, tick
from tests.roles import AsRole, ShiftClock, SignedIn
from tests.teleconsultations.bookings.scene import (
    CONSENT,
    PERSON,
    KioskClient,
    moved,
    open_by_video,
    read,
    renew,
    sign_in_again,
)

CLAIMS = "SELECT count(*), count(DISTINCT resource_id) FROM claims"


def a_search(**given: Any) -> dict[str, Any]:
    """The body of a search by a kiosk."""
    return {
        "reason": "dermatology",
        "person": PERSON,
        "attending_doctor_status": "none",
        "consent": CONSENT,
        **given,
    }


def of(usual: SignedIn) -> dict[str, Any]:
    """The members that name the usual doctor."""
    return {"attending_doctor_status": "known", "attending_professional_id": str(usual.professional_id)}


@pytest.fixture
async def colleague(as_role: AsRole, doctor: SignedIn) -> SignedIn:
    """Another doctor of the territory who volunteers."""
    who = await as_role("professional")
    await open_by_video(who)
    return who


async def ask(kiosk: KioskClient, status: int = 201, **given: Any) -> dict[str, Any]:
    """Ask for a doctor as soon as possible."""
    answer = await kiosk.ask("askKioskSoon", json=a_search(**given))
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_usual_doctor_is_asked_alone_then_the_territory(
    kiosk: KioskClient, doctor: SignedIn, colleague: SignedIn, database: Database
) -> None:
    booking = await ask(kiosk, **of(doctor))
    assert (booking["state"], booking["starts_at"]) == ("usual_doctor_asked", None)
    [offer] = await offers_of(doctor)
    assert offer["card"]["teleconsultation"]["site_name"] == "Borne du centre"
    assert await offers_of(colleague) == []
    assert (await decline(doctor)).status_code == 200
    [_] = await offers_of(colleague)
    answer = await accept(colleague)
    assert answer.status_code == 200, answer.text
    seen = await read(colleague, booking)
    assert seen["state"] == "confirmed"
    assert seen["professional"]["id"] == str(colleague.professional_id)
    assert seen["starts_at"] is not None
    assert database.sql(CLAIMS) == [(3, 3)]
    assert database.sql("SELECT count(*) FROM claims WHERE expires_at IS NOT NULL") == [(0,)]


async def test_who_gives_minutes_is_booked_then(kiosk: KioskClient, doctor: SignedIn) -> None:
    booking = await ask(kiosk, **of(doctor))
    answer = await accept(doctor, eta_minutes=20)
    assert answer.status_code == 200, answer.text
    seen = await read(doctor, booking)
    assert seen["state"] == "confirmed"


async def test_a_time_when_nobody_assists_is_refused_and_the_offer_stays(
    kiosk: KioskClient,
    doctor: SignedIn,
    coordinator: SignedIn,
    ready: dict[str, Any],
    database: Database,
) -> None:
    booking = await ask(kiosk, **of(doctor))
    site = (await coordinator.call("getTeleconsultationSite", site_id=ready["id"])).json()
    closed = await coordinator.call(
        "replaceTeleconsultationSiteOpening",
        site_id=ready["id"],
        json={"hours": [], "exceptions": []},
        headers={"If-Match": f'"{site["version"]}"'},
    )
    assert closed.status_code == 200
    refused = await accept(doctor)
    assert refused.status_code == 409
    assert (await read(coordinator, booking))["state"] == "usual_doctor_asked"
    assert database.sql("SELECT count(*) FROM claims") == [(0,)]
    assert len(await offers_of(doctor)) == 1


async def test_when_nobody_answers_the_coordination_directs_the_person(
    kiosk: KioskClient, doctor: SignedIn, coordinator: SignedIn, shift_clock: ShiftClock
) -> None:
    booking = await ask(kiosk)
    assert booking["state"] == "network_asked"
    shift_clock(minutes=21)
    await tick(coordinator.community_id)
    await sign_in_again(coordinator)
    lost = await read(coordinator, booking)
    assert lost["state"] == "nobody_found"
    assert lost["actions"][0] == "cancel" or "close" in lost["actions"]
    closed = await moved(coordinator, "closeTeleconsultation", booking, {"solution": "out_of_hours"})
    assert (closed["state"], closed["solution"]) == ("redirected_face_to_face", "out_of_hours")


async def test_a_doctor_who_cancels_gives_all_three_back_and_another_is_looked_for(
    kiosk: KioskClient, doctor: SignedIn, colleague: SignedIn, database: Database
) -> None:
    booking = await ask(kiosk, **of(doctor))
    assert (await accept(doctor)).status_code == 200
    [(appointment,)] = database.sql("SELECT id FROM appointments")
    [(version,)] = database.sql("SELECT version FROM appointments")
    gone = await doctor.call(
        "cancelAppointment",
        appointment_id=appointment,
        json={"by": "professional"},
        headers={"If-Match": f'"{version}"'},
    )
    assert gone.status_code == 200, gone.text
    assert database.sql("SELECT count(*) FROM claims") == [(0,)]
    assert database.sql("SELECT state FROM teleconsultation_bookings") == [("network_asked",)]
    assert len(await offers_of(colleague)) == 1
    assert booking["id"]


async def test_a_kiosk_follows_its_search(kiosk: KioskClient, doctor: SignedIn) -> None:
    booking = await ask(kiosk, **of(doctor))
    await accept(doctor)
    renew(kiosk)
    answer = await kiosk.call("getKioskBooking", site_id=kiosk.site_id, booking_id=booking["id"])
    assert answer.json()["state"] == "confirmed"
    assert answer.json()["person"] is None
