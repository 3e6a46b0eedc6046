"""Figures of the territory, a doctor's own count without a verdict, and the link of the video."""

from typing import Any

from sqlalchemy import update

from api.core.db import unit_of_work
from api.directory.tables import Practice
from tests.availability.conftest import tomorrow_at
from tests.conftest import Database
from tests.dispatch.scene import accept
from tests.months import month_of
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn
from tests.teleconsultations.bookings.scene import (
    PERSON,
    KioskClient,
    booked,
    confirm,
    hold,
    moved,
    open_by_video,
    read,
    renew,
    seconds_until,
    sign_in_again,
    times,
)
from tests.teleconsultations.bookings.test_soon import ask


async def figures_of(who: SignedIn, month: str) -> dict[str, Any]:
    """The figures of a month as somebody reads them."""
    answer = await who.call("getTeleconsultationFigures", params={"month": month})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_figures_say_site_hour_outcome_minutes_to_start_and_who_answers(
    kiosk: KioskClient,
    doctor: SignedIn,
    coordinator: SignedIn,
    as_role: AsRole,
    make_community: MakeCommunity,
    shift_clock: ShiftClock,
) -> None:
    stranger = await as_role("professional")
    await open_by_video(stranger)
    async with unit_of_work() as db:
        theirs = Practice.professional_id == stranger.professional_id
        await db.execute(update(Practice).where(theirs).values(commune_insee="75056"))
    # On the morning itself, so that all of it is made in one month.
    shift_clock(seconds=seconds_until(tomorrow_at(8).isoformat()))
    renew(kiosk)
    day = {"from_at": tomorrow_at(0, days=0).isoformat(), "until": tomorrow_at(0).isoformat()}
    of_stranger = await times(kiosk, professional_id=str(stranger.professional_id), **day)
    second = await confirm(kiosk, (await hold(kiosk, of_stranger[4]))["token"])
    refused = await confirm(kiosk, (await hold(kiosk, of_stranger[5]))["token"], reason="chest_pain")
    assert refused["state"] == "redirected_15"
    shift_clock(seconds=seconds_until(second["starts_at"]))
    renew(kiosk)
    await sign_in_again(doctor, stranger, coordinator)
    await moved(stranger, "startTeleconsultation", second)
    soon = await ask(kiosk, person=PERSON | {"given_name": "Basile"})
    shift_clock(minutes=4)
    assert (await accept(doctor, eta_minutes=5)).status_code == 200
    shift_clock(minutes=8)
    await moved(doctor, "startTeleconsultation", soon)
    await moved(doctor, "finishTeleconsultation", soon, {"report_sent": False})
    month = month_of(second["created_at"])
    found = await figures_of(coordinator, month)
    assert found["bookings"] == 3
    outcomes = {one["state"]: one["bookings"] for one in found["outcomes"]}
    assert outcomes == {"redirected_15": 1, "in_progress": 1, "finished": 1}
    [site] = found["sites"]
    assert (site["site_name"], site["bookings"], site["finished"]) == ("Borne du centre", 3, 1)
    assert found["hours"] == [{"hour": 10, "bookings": 2}]
    assert found["minutes_to_start"] == 12
    assert (found["doctors_of_territory"], found["doctors"]) == (1, 2)
    other = await make_community("Ailleurs")
    elsewhere = await as_role("coordinator", community_id=other.id)
    none = await figures_of(elsewhere, month)
    assert (none["bookings"], none["sites"], none["minutes_to_start"]) == (0, [], None)


async def test_a_doctor_reads_their_own_count_of_the_year_and_no_verdict(
    kiosk: KioskClient, doctor: SignedIn, as_role: AsRole, shift_clock: ShiftClock
) -> None:
    colleague = await as_role("professional")
    first = await booked(kiosk)
    await booked(kiosk, 1)
    gone = await booked(kiosk, 2)
    shift_clock(seconds=seconds_until(first["starts_at"]))
    await sign_in_again(doctor, colleague)
    await moved(doctor, "cancelTeleconsultation", gone, {"reason": "doctor_unavailable"})
    await moved(doctor, "startTeleconsultation", first)
    await moved(doctor, "finishTeleconsultation", first, {"report_sent": False})
    mine = (await doctor.call("getMyTeleconsultationCount")).json()
    assert mine == {"year": int(first["starts_at"][:4]), "finished": 1, "booked": 1}
    theirs = (await colleague.call("getMyTeleconsultationCount")).json()
    assert (theirs["finished"], theirs["booked"]) == (0, 0)
    shift_clock(days=366)
    await sign_in_again(doctor)
    assert (await doctor.call("getMyTeleconsultationCount")).json()["finished"] == 0


async def test_doctor_and_site_meet_at_the_same_link_of_the_provider_and_nobody_else_has_it(
    kiosk: KioskClient,
    doctor: SignedIn,
    pharmacy: SignedIn,
    coordinator: SignedIn,
    shift_clock: ShiftClock,
) -> None:
    booking = await booked(kiosk)
    other = await booked(kiosk, 1)
    shift_clock(seconds=seconds_until(booking["starts_at"]) - 13 * 3600)
    await sign_in_again(doctor)
    assert (await read(doctor, booking))["join_link"] is None, "too early"
    shift_clock(hours=2)
    renew(kiosk)
    await sign_in_again(doctor, pharmacy, coordinator)
    link = (await read(doctor, booking))["join_link"]
    assert link.startswith("https://video.demo/vitry/")
    assert (await read(pharmacy, booking))["join_link"] == link
    at_kiosk = await kiosk.call("getKioskBooking", site_id=kiosk.site_id, booking_id=booking["id"])
    assert at_kiosk.json()["join_link"] == link
    assert (await read(doctor, other))["join_link"] != link
    for word in (booking["id"], booking["number"], "Marchand"):
        assert word not in link
    await moved(pharmacy, "cancelTeleconsultation", booking, {"reason": "person_better"})
    assert (await read(doctor, booking))["join_link"] is None


async def test_a_site_that_names_no_provider_has_no_link(
    kiosk: KioskClient,
    doctor: SignedIn,
    coordinator: SignedIn,
    ready: dict[str, Any],
    shift_clock: ShiftClock,
    database: Database,
) -> None:
    booking = await booked(kiosk)
    database.sql("UPDATE teleconsultation_sites SET join_link_base = NULL")
    shift_clock(seconds=seconds_until(booking["starts_at"]))
    await sign_in_again(doctor, coordinator)
    assert (await read(doctor, booking))["join_link"] is None
