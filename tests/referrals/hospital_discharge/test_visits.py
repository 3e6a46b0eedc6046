"""The visit of a doctor within the week has a day and an hour, taken once from the doctor's own agenda."""

from datetime import datetime, timedelta

from api.core import clock
from api.identity.tables import Community
from tests.dispatch.scene import kinds, offers_of, thread, tick
from tests.referrals.hospital_discharge.scene import (
    PARIS,
    a_discharge,
    accept,
    accepted,
    act,
    done,
    file,
    line,
    read,
    sign_in_again,
    states,
    today,
)
from tests.roles import AsRole, ShiftClock, SignedIn


def in_days(days: int, hour: int = 18) -> str:
    """An hour of the afternoon, some days from now."""
    day = today() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=PARIS).isoformat()


async def appointments(doctor: SignedIn, state: str = "booked") -> list[dict[str, object]]:
    """The appointments of a doctor, as their agenda lists them."""
    answer = await doctor.call(
        "listAppointments",
        params={
            "from_at": clock.now().isoformat(),
            "to_at": (clock.now() + timedelta(days=30)).isoformat(),
        },
    )
    assert answer.status_code == 200, answer.text
    return [item for item in answer.json()["items"] if item["state"] == state]


async def test_a_doctor_accepts_with_the_hour_of_the_visit(
    ward: SignedIn, coordinator: SignedIn, doctor: SignedIn
) -> None:
    request = await file(ward, a_discharge("doctor_visit", days=2))
    answer = await accept(doctor, starts_at=in_days(4))
    assert answer.status_code == 200, answer.text
    seen = line(await read(ward, request), "doctor_visit")
    assert (seen["state"], seen["appointment_mode"]) == ("line_found", "home_visit")
    assert datetime.fromisoformat(seen["appointment_at"]) == datetime.fromisoformat(in_days(4))
    [booked] = await appointments(doctor)
    assert (booked["case_id"], booked["case_number"]) == (request["id"], request["number"])


async def test_a_doctor_who_gives_no_hour_says_it_later_or_the_coordination_asks(
    ward: SignedIn, coordinator: SignedIn, doctor: SignedIn, awake: Community, shift_clock: ShiftClock
) -> None:
    request = await file(ward, a_discharge("doctor_visit", days=6))
    await accepted(doctor)
    seen = await read(doctor, request)
    assert (seen["waits_for"], line(seen, "doctor_visit")["actions"][0]) == (
        "professional",
        "give_visit_time",
    )
    shift_clock(days=4)
    await sign_in_again(ward, doctor, coordinator)
    await tick(awake.id)
    seen = await read(coordinator, request)
    assert seen["waits_for"] == "coordinator"
    assert {"call", "relaunch"} <= set(line(seen, "doctor_visit")["actions"])
    assert "confirmation_overdue" in kinds(await thread(ward, request))
    seen = await done(
        coordinator,
        "giveDischargeVisitTime",
        request,
        line_of="doctor_visit",
        starts_at=in_days(5),
        mode="office",
    )
    found = line(seen, "doctor_visit")
    assert (found["appointment_mode"], seen["waits_for"]) == ("office", "requester")
    assert "appointment_booked" in kinds(await thread(ward, request))


async def test_another_hour_frees_the_first(ward: SignedIn, doctor: SignedIn) -> None:
    request = await file(ward, a_discharge("doctor_visit", days=2))
    assert (await accept(doctor, starts_at=in_days(4))).status_code == 200
    await done(doctor, "giveDischargeVisitTime", request, line_of="doctor_visit", starts_at=in_days(5))
    [booked] = await appointments(doctor)
    assert datetime.fromisoformat(str(booked["starts_at"])) == datetime.fromisoformat(in_days(5))
    assert len(await appointments(doctor, "cancelled")) == 1


async def test_no_visit_while_the_person_is_in_hospital_nor_after_a_week_unsaid(
    ward: SignedIn, doctor: SignedIn
) -> None:
    request = await file(ward, a_discharge("doctor_visit", days=5))
    for day in (2, 14):
        refused = await accept(doctor, starts_at=in_days(day))
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/starts_at")
    assert len(await offers_of(doctor)) == 1
    assert await appointments(doctor) == []
    assert (await accept(doctor, starts_at=in_days(14), after_wish=True)).status_code == 200
    assert states(await read(ward, request)) == {"doctor_visit": "line_found"}


async def test_two_visits_never_meet(ward: SignedIn, doctor: SignedIn) -> None:
    first = await file(ward, a_discharge("doctor_visit", days=2))
    assert (await accept(doctor, starts_at=in_days(4))).status_code == 200
    person = {**a_discharge()["person"], "family_name": "Deluze", "given_name": "Marc"}
    second = await file(ward, a_discharge("doctor_visit", days=2, person=person))
    refused = await accept(doctor, starts_at=in_days(4))
    assert refused.status_code == 409
    assert states(await read(ward, second)) == {"doctor_visit": "line_searching"}
    assert states(await read(ward, first)) == {"doctor_visit": "line_found"}


async def test_a_later_return_frees_a_visit_that_would_come_before_it(
    ward: SignedIn, coordinator: SignedIn, doctor: SignedIn
) -> None:
    request = await file(ward, a_discharge("doctor_visit", days=2))
    assert (await accept(doctor, starts_at=in_days(4))).status_code == 200
    moved = (today() + timedelta(days=6)).isoformat()
    seen = await done(ward, "postponeHospitalDischarge", request, planned_on=moved)
    found = line(seen, "doctor_visit")
    assert (found["state"], found["appointment_at"]) == ("line_to_reconfirm", None)
    assert await appointments(doctor) == []
    await done(doctor, "giveDischargeVisitTime", request, line_of="doctor_visit", starts_at=in_days(8))
    assert states(await read(ward, request)) == {"doctor_visit": "line_found"}


async def test_who_withdraws_dies_or_is_no_longer_needed_leaves_the_agenda_free(
    ward: SignedIn, as_role: AsRole, doctor: SignedIn
) -> None:
    request = await file(ward, a_discharge("doctor_visit", "pharmacist", days=2))
    assert (await accept(doctor, starts_at=in_days(4))).status_code == 200
    await done(doctor, "withdrawFromDischargeLine", request, line_of="doctor_visit")
    assert await appointments(doctor) == []
    other = await as_role("professional")
    await done(ward, "dropDischargeLine", request, line_of="doctor_visit")
    await done(ward, "addDischargeLine", request, need="doctor_visit")
    assert (await accept(other, starts_at=in_days(4))).status_code == 200
    await done(ward, "cancelHospitalDischarge", request, reason="deceased")
    assert await appointments(other) == []


async def test_an_hour_called_off_in_the_agenda_leaves_the_visit_owed(
    ward: SignedIn, doctor: SignedIn
) -> None:
    request = await file(ward, a_discharge("doctor_visit", days=2))
    assert (await accept(doctor, starts_at=in_days(4))).status_code == 200
    [booked] = await appointments(doctor)
    off = await doctor.call("cancelAppointment", appointment_id=booked["id"], json={"by": "professional"})
    assert off.status_code == 200, off.text
    seen = await read(ward, request)
    found = line(seen, "doctor_visit")
    assert (found["state"], found["appointment_at"], seen["waits_for"]) == (
        "line_found",
        None,
        "professional",
    )
    assert "appointment_cancelled" in kinds(await thread(ward, request))


async def test_only_an_accepted_visit_has_an_hour_and_only_its_doctor_says_it(
    ward: SignedIn, doctor: SignedIn, coordinator: SignedIn
) -> None:
    request = await file(ward, a_discharge("doctor_visit", days=2))
    early = await act(
        coordinator, "giveDischargeVisitTime", request, line_of="doctor_visit", starts_at=in_days(4)
    )
    assert early.status_code == 409
    await accepted(doctor)
    by_ward = await act(ward, "giveDischargeVisitTime", request, line_of="doctor_visit", starts_at=in_days(4))
    none = await act(doctor, "giveDischargeVisitTime", request, line_of="doctor_visit", mode="office")
    assert (by_ward.status_code, none.status_code) == (403, 422)
    assert await appointments(doctor) == []
    assert line(await read(ward, request), "doctor_visit")["appointment_at"] is None
