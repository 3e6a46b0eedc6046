"""The monthly proof: real hours week by week, appointments by origin, and a table that Excel opens."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from api.availability.rules import proof
from api.core import clock
from tests.availability.absent import end, say_away
from tests.availability.builders import opening_body
from tests.availability.conftest import PARIS, ClockAt, booking, count, practice_of, slot
from tests.conftest import Database
from tests.contract.contents import contents
from tests.roles import AsRole, MakeCommunity, SignedIn

LEAST = st.tuples(st.integers(0, 200), st.integers(0, 200)).map(lambda pair: (min(pair), max(pair)))


@given(st.lists(LEAST), st.lists(LEAST))
def test_a_minute_is_open_exactly_when_some_opening_holds_it_and_nothing_closes_it(
    opened: list[tuple[int, int]], closed: list[tuple[int, int]]
) -> None:
    def inside(at: int, spans: list[tuple[int, int]]) -> bool:
        return any(start <= at < end for start, end in spans)

    wanted = {at for at in range(200) if inside(at, opened) and not inside(at, closed)}
    found = proof.open_stretches(opened, closed)
    assert {at for at in range(200) if inside(at, found)} == wanted
    assert all(one[1] < other[0] or one[1] <= other[0] for one, other in zip(found, found[1:], strict=False))


def test_the_weeks_of_a_month_are_whole_and_begin_on_a_monday() -> None:
    first, last = proof.days_of_month("2026-03")
    assert (first, last) == (date(2026, 3, 1), date(2026, 3, 31))
    mondays = proof.mondays_of(first, last)
    assert mondays == [date(2026, 2, 23) + timedelta(weeks=n) for n in range(6)]
    assert proof.days_of_month("2028-02")[1] == date(2028, 2, 29)
    assert proof.days_of_month("2026-12")[1] == date(2026, 12, 31)


async def weekly(who: SignedIn, weekday: int, starts: str, ends: str, **given: Any) -> dict[str, Any]:
    """An opening of each week from today on."""
    body = opening_body(await practice_of(who)) | {
        "weekday": weekday,
        "on_day": None,
        "from_time": starts,
        "to_time": ends,
        "valid_from": clock.now().astimezone(PARIS).date().isoformat(),
        "audiences": ["snp"],
    }
    answer = await who.call("createOpening", json=body | given)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def proof_of(who: SignedIn, month: str) -> dict[str, Any]:
    """The month as somebody reads it."""
    answer = await who.call("getOpeningProof", params={"month": month})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def weeks(found: dict[str, Any]) -> dict[str, int]:
    """Monday -> minutes, of the only member."""
    [member] = found["members"]
    return {week["monday"]: week["minutes"] for week in member["weeks"]}


async def test_a_night_counts_the_hours_that_it_really_lasted(doctor: SignedIn, it_is: ClockAt) -> None:
    it_is(datetime(2027, 3, 1, 8, tzinfo=PARIS))
    await weekly(doctor, 7, "00:00", "08:00")
    it_is(datetime(2027, 11, 2, 8, tzinfo=PARIS))
    spring, autumn = await proof_of(doctor, "2027-03"), await proof_of(doctor, "2027-10")
    # The clock goes ahead on 28 March 2027 and back on 31 October 2027.
    assert (weeks(spring)["2027-03-15"], weeks(spring)["2027-03-22"]) == (8 * 60, 7 * 60)
    assert (weeks(autumn)["2027-10-18"], weeks(autumn)["2027-10-25"]) == (8 * 60, 9 * 60)
    assert spring["members"][0]["minutes"] == (3 * 8 + 7) * 60


async def test_absences_and_closed_times_are_taken_out_and_two_openings_at_once_count_once(
    doctor: SignedIn, it_is: ClockAt
) -> None:
    it_is(datetime(2027, 6, 1, 8, tzinfo=PARIS))
    await weekly(doctor, 2, "09:00", "12:00")
    await weekly(doctor, 2, "11:00", "13:00", modes=["video"])
    await weekly(doctor, 3, "09:00", "12:00", audiences=[])
    leave = {"starts_at": "2027-06-14T00:00:00+02:00", "ends_at": "2027-06-19T00:00:00+02:00"}
    assert (await doctor.call("createClosure", json=leave | {"reason": "other"})).status_code == 201
    meeting = {"starts_at": "2027-06-22T12:00:00+02:00", "ends_at": "2027-06-22T12:30:00+02:00"}
    await doctor.call("createClosure", json=meeting | {"reason": "other"})
    it_is(datetime(2027, 7, 1, 8, tzinfo=PARIS))
    assert weeks(await proof_of(doctor, "2027-06")) == {
        "2027-05-31": 240,
        "2027-06-07": 240,
        "2027-06-14": 0,
        "2027-06-21": 210,
        "2027-06-28": 240,
    }


async def test_what_was_opened_stays_so_when_the_opening_changes_or_ends(
    doctor: SignedIn, it_is: ClockAt
) -> None:
    it_is(datetime(2027, 6, 1, 8, tzinfo=PARIS))
    made = await weekly(doctor, 2, "09:00", "12:00")
    it_is(datetime(2027, 6, 10, 8, tzinfo=PARIS))
    shorter = opening_body(await practice_of(doctor)) | {
        "weekday": 2, "on_day": None, "from_time": "09:00", "to_time": "10:00",
        "valid_from": "2027-06-01", "audiences": ["snp"],
    }  # fmt: skip
    answer = await doctor.call(
        "replaceOpening", opening_id=made["id"], json=shorter, headers={"If-Match": '"1"'}
    )
    assert answer.status_code == 200, answer.text
    it_is(datetime(2027, 6, 16, 8, tzinfo=PARIS))
    await doctor.call("deleteOpening", opening_id=made["id"], headers={"If-Match": '"2"'})
    it_is(datetime(2027, 7, 1, 8, tzinfo=PARIS))
    assert list(weeks(await proof_of(doctor, "2027-06")).values()) == [180, 180, 60, 0, 0]
    listed = (await doctor.call("listOpenings")).json()["items"]
    assert listed == [], "what is kept for the proof is shown as no opening"


async def test_time_to_come_is_not_counted(doctor: SignedIn, it_is: ClockAt) -> None:
    it_is(datetime(2027, 6, 1, 8, tzinfo=PARIS))
    await weekly(doctor, 2, "09:00", "12:00")
    it_is(datetime(2027, 6, 8, 10, 30, tzinfo=PARIS))
    found = await proof_of(doctor, "2027-06")
    assert list(weeks(found).values()) == [180, 90]
    coming = await doctor.call("getOpeningProof", params={"month": "2027-07"})
    assert coming.status_code == 422
    assert coming.json()["errors"][0]["pointer"] == "/query/month"
    assert (await doctor.call("exportOpeningProof", params={"month": "2027-13"})).status_code == 422


async def test_appointments_are_counted_by_origin_without_those_that_were_cancelled(
    doctor: SignedIn, as_role: AsRole, it_is: ClockAt
) -> None:
    it_is(datetime(2027, 6, 1, 7, tzinfo=PARIS))
    made = await weekly(doctor, 2, "09:00", "12:00")
    regulator = await as_role("regulator")
    first = datetime(2027, 6, 1, 10, tzinfo=PARIS).astimezone(UTC)
    for minutes in (0, 20):
        body = booking(slot(made, first + timedelta(minutes=minutes)))
        booked = await regulator.call("bookAppointment", json=body)
        assert booked.status_code == 201, booked.text
    await regulator.call("cancelAppointment", appointment_id=booked.json()["id"], json={"by": "person"})
    it_is(datetime(2027, 7, 1, 8, tzinfo=PARIS))
    [member] = (await proof_of(doctor, "2027-06"))["members"]
    assert member["appointments"] == 1
    assert sum(one["count"] for one in member["by_origin"]) == 1


async def test_the_coordination_sees_every_member_and_a_doctor_nobody_else(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, make_community: MakeCommunity, it_is: ClockAt
) -> None:
    it_is(datetime(2027, 6, 1, 8, tzinfo=PARIS))
    elsewhere = await make_community("Ailleurs")
    stranger = await as_role("professional", community_id=elsewhere.id)
    for who in (doctor, colleague, stranger):
        await weekly(who, 2, "09:00", "12:00")
    it_is(datetime(2027, 7, 1, 8, tzinfo=PARIS))
    coordinator = await as_role("coordinator")
    seen = {one["professional"]["id"] for one in (await proof_of(coordinator, "2027-06"))["members"]}
    assert seen == {str(doctor.professional_id), str(colleague.professional_id)}
    own = [one["professional"]["id"] for one in (await proof_of(doctor, "2027-06"))["members"]]
    assert own == [str(doctor.professional_id)]
    assert (await (await as_role("regulator")).call("getOpeningProof")).status_code == 403


async def test_the_table_opens_in_a_french_spreadsheet(doctor: SignedIn, it_is: ClockAt) -> None:
    it_is(datetime(2027, 6, 1, 8, tzinfo=PARIS))
    await weekly(doctor, 2, "09:00", "10:30")
    it_is(datetime(2027, 7, 1, 8, tzinfo=PARIS))
    answer = await doctor.call("exportOpeningProof", params={"month": "2027-06"})
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeffProfessionnel;Profession;Mois;Semaine du;Heures ouvertes de la semaine")
    rows = [row.split(";") for row in text.splitlines()]
    assert [row[3:6] for row in rows[1:]] == [
        ["31/05/2027", "1,5", "7,5"],
        *[[day, "1,5", ""] for day in ("07/06/2027", "14/06/2027", "21/06/2027", "28/06/2027")],
    ]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert answer.headers["content-disposition"] == 'attachment; filename="heures-ouvertes-2027-06.csv"'


TUESDAY = "2027-06-15"


async def change_day(who: SignedIn, opening: dict[str, Any], on_day: str, version: int) -> int:
    """Cancel a day; the status of the answer."""
    answer = await who.call(
        "changeOpeningDay",
        opening_id=opening["id"],
        json={"on_day": on_day, "instead": None},
        headers={"If-Match": f'"{version}"'},
    )
    return answer.status_code


async def restore_day(who: SignedIn, opening: dict[str, Any], on_day: str, version: int) -> Any:
    """Hold it as the others again."""
    return await who.call(
        "restoreOpeningDay",
        opening_id=opening["id"],
        on_day=on_day,
        headers={"If-Match": f'"{version}"'},
    )


async def test_a_day_that_was_cancelled_is_not_open_afterwards(
    doctor: SignedIn, it_is: ClockAt, connected: Database
) -> None:
    it_is(datetime(2027, 6, 1, 8, tzinfo=PARIS))
    made = await weekly(doctor, 2, "09:00", "12:00")
    assert await change_day(doctor, made, TUESDAY, 1) == 201
    for later in (datetime(2027, 6, 15, 12, tzinfo=PARIS), datetime(2027, 6, 20, 8, tzinfo=PARIS)):
        it_is(later)
        before = contents(connected)
        refused = await restore_day(doctor, made, TUESDAY, 2)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/path/on_day")
        assert contents(connected) == before
    assert weeks(await proof_of(doctor, "2027-06"))["2027-06-14"] == 0


async def test_hours_that_are_over_cannot_be_cancelled_the_same_evening(
    doctor: SignedIn, it_is: ClockAt, connected: Database
) -> None:
    it_is(datetime(2027, 6, 1, 8, tzinfo=PARIS))
    made = await weekly(doctor, 2, "09:00", "12:00")
    it_is(datetime(2027, 6, 15, 18, tzinfo=PARIS))
    before = contents(connected)
    assert await change_day(doctor, made, TUESDAY, 1) == 422
    assert contents(connected) == before
    assert weeks(await proof_of(doctor, "2027-06"))["2027-06-14"] == 180


async def test_who_cancels_the_day_in_the_midst_of_it_keeps_what_was_open_and_can_think_again(
    doctor: SignedIn, it_is: ClockAt
) -> None:
    it_is(datetime(2027, 6, 1, 8, tzinfo=PARIS))
    made = await weekly(doctor, 2, "09:00", "12:00")
    it_is(datetime(2027, 6, 15, 10, tzinfo=PARIS))
    assert await change_day(doctor, made, TUESDAY, 1) == 201
    it_is(datetime(2027, 6, 15, 10, 30, tzinfo=PARIS))
    assert weeks(await proof_of(doctor, "2027-06"))["2027-06-14"] == 60
    assert (await restore_day(doctor, made, TUESDAY, 2)).status_code == 204
    day = {"from_at": "2027-06-15T11:00:00+02:00", "to_at": "2027-06-15T23:00:00+02:00"}
    slots = (await doctor.call("searchSlots", params=day)).json()["items"]
    assert [one["starts_at"][11:16] for one in slots] == ["09:00", "09:20", "09:40"], "11:00 in Paris"
    it_is(datetime(2027, 6, 20, 8, tzinfo=PARIS))
    found = weeks(await proof_of(doctor, "2027-06"))
    assert (found["2027-06-07"], found["2027-06-14"]) == (180, 150), "not the half-hour in between"


async def test_what_was_closed_stays_so_when_the_closure_is_deleted(
    doctor: SignedIn, it_is: ClockAt, connected: Database
) -> None:
    it_is(datetime(2027, 6, 1, 8, tzinfo=PARIS))
    await weekly(doctor, 2, "09:00", "12:00")
    leave = {"starts_at": "2027-06-14T00:00:00+02:00", "ends_at": "2027-06-19T00:00:00+02:00"}
    leave_id = (await doctor.call("createClosure", json=leave | {"reason": "other"})).json()["id"]
    it_is(datetime(2027, 6, 15, 10, tzinfo=PARIS))
    assert (await doctor.call("deleteClosure", closure_id=leave_id)).status_code == 204
    it_is(datetime(2027, 6, 20, 8, tzinfo=PARIS))
    assert weeks(await proof_of(doctor, "2027-06"))["2027-06-14"] == 120
    before = contents(connected)
    refused = await doctor.call("deleteClosure", closure_id=leave_id)
    assert (refused.status_code, refused.json()["type"]) == (409, "illegal_transition")
    assert contents(connected) == before


async def test_hours_closed_after_they_were_open_are_open_again_once_that_is_undone(
    doctor: SignedIn, it_is: ClockAt
) -> None:
    it_is(datetime(2027, 6, 1, 8, tzinfo=PARIS))
    await weekly(doctor, 2, "09:00", "12:00")
    it_is(datetime(2027, 6, 15, 11, tzinfo=PARIS))
    whole_day = {"starts_at": "2027-06-15T00:00:00+02:00", "ends_at": "2027-06-16T00:00:00+02:00"}
    closure = (await doctor.call("createClosure", json=whole_day | {"reason": "other"})).json()
    it_is(datetime(2027, 6, 15, 11, 2, tzinfo=PARIS))
    assert (await doctor.call("deleteClosure", closure_id=closure["id"])).status_code == 204
    it_is(datetime(2027, 6, 20, 8, tzinfo=PARIS))
    assert weeks(await proof_of(doctor, "2027-06"))["2027-06-14"] == 178


async def test_a_closure_undone_at_once_never_was(
    doctor: SignedIn, it_is: ClockAt, connected: Database
) -> None:
    it_is(datetime(2027, 6, 15, 11, tzinfo=PARIS))
    whole_day = {"starts_at": "2027-06-15T00:00:00+02:00", "ends_at": "2027-06-16T00:00:00+02:00"}
    closure = (await doctor.call("createClosure", json=whole_day | {"reason": "other"})).json()
    assert (await doctor.call("deleteClosure", closure_id=closure["id"])).status_code == 204
    assert count(connected, "closures") == 0


async def test_who_comes_back_from_an_absence_before_its_end_was_away_until_then(
    doctor: SignedIn, it_is: ClockAt
) -> None:
    it_is(datetime(2027, 6, 1, 8, tzinfo=PARIS))
    await weekly(doctor, 2, "09:00", "12:00")
    ill = {"starts_at": "2027-06-14T00:00:00+02:00", "ends_at": "2027-06-19T00:00:00+02:00"}
    absence = await say_away(doctor, ill | {"reason": "illness"})
    it_is(datetime(2027, 6, 15, 10, tzinfo=PARIS))
    assert (await end(doctor, absence)).status_code == 204
    it_is(datetime(2027, 6, 20, 8, tzinfo=PARIS))
    assert weeks(await proof_of(doctor, "2027-06"))["2027-06-14"] == 120


async def test_an_opening_changed_soon_after_midnight_of_its_first_day_was_open_until_then(
    doctor: SignedIn, it_is: ClockAt
) -> None:
    """At half past one in Paris it is still the day before in Greenwich."""
    it_is(datetime(2027, 6, 14, 8, tzinfo=PARIS))
    made = await weekly(doctor, 2, "00:00", "08:00", valid_from=TUESDAY)
    it_is(datetime(2027, 6, 15, 1, 30, tzinfo=PARIS))
    later = opening_body(await practice_of(doctor)) | {
        "weekday": 2, "on_day": None, "from_time": "09:00", "to_time": "10:00",
        "valid_from": TUESDAY, "audiences": ["snp"],
    }  # fmt: skip
    answer = await doctor.call(
        "replaceOpening", opening_id=made["id"], json=later, headers={"If-Match": '"1"'}
    )
    assert answer.status_code == 200, answer.text
    it_is(datetime(2027, 6, 20, 8, tzinfo=PARIS))
    assert weeks(await proof_of(doctor, "2027-06"))["2027-06-14"] == 90 + 60
