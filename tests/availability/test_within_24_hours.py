"""« Reçoit sous 24 h », measured from real openings: who is full is gone at once."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from api.availability.tables import Opening
from api.core import clock
from api.core.db import unit_of_work
from tests.availability import reference
from tests.availability.conftest import PARIS, Opens, booking, slot
from tests.availability.reference import Booking, Stretch
from tests.conftest import Database
from tests.contract.contents import contents
from tests.roles import AsRole, SignedIn

TUESDAY = datetime(2026, 11, 24, 14, 2, tzinfo=PARIS)
NOTICE = timedelta(minutes=10)
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def that_tuesday(clock_at: Any) -> None:
    """It is two minutes past 14:00 on a Tuesday."""
    clock_at(TUESDAY)


async def seen_by(reader: SignedIn, *, soon: bool = True, **query: Any) -> dict[str, datetime | None]:
    """Who is found, by id, with the first free time that the answer gives."""
    query |= {"sees_within_24_hours": str(soon).lower()}
    answer = await reader.call("searchProfessionals", params=query)
    assert answer.status_code == 200, answer.text
    found = {
        hit["professional"]["id"]: hit["first_free_at"] and datetime.fromisoformat(hit["first_free_at"])
        for hit in answer.json()["items"]
    }
    assert answer.json()["total"] == len(found)
    return found


def at(hour: int, minute: int = 0, *, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS)


async def test_who_is_booked_up_is_gone_at_once_and_back_when_a_person_cancels(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    assert await seen_by(colleague) == {}
    opening = await opens(doctor, on_day="2026-11-24", from_time="16:00", to_time="16:40")
    me = str(doctor.professional_id)
    assert await seen_by(colleague) == {me: at(16)}
    on_the_map = (await colleague.call("listProfessionalPoints")).json()["items"]
    assert me in [one["id"] for one in on_the_map if one["free_within_24_hours"]]
    booked = []
    for start in (at(16), at(16, 20)):
        taken = booking(slot(opening, start.astimezone(ZoneInfo("UTC"))))
        answer = await colleague.call("bookAppointment", json=taken)
        assert answer.status_code == 201, answer.text
        booked.append(answer.json())
        assert await seen_by(colleague) == ({me: at(16, 20)} if start == at(16) else {})
    cancelled = await doctor.call("cancelAppointment", appointment_id=booked[0]["id"], json={"by": "person"})
    assert cancelled.status_code == 200, cancelled.text
    assert await seen_by(colleague) == {me: at(16)}


async def test_a_slot_held_for_somebody_or_in_a_closed_time_counts_no_more(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    opening = await opens(doctor, on_day="2026-11-24", from_time="16:00", to_time="16:20")
    held = await colleague.call(
        "createHold", json={"slot_id": slot(opening, at(16).astimezone(ZoneInfo("UTC")))}
    )
    assert held.status_code == 201, held.text
    assert await seen_by(colleague) == {}
    await opens(doctor, on_day="2026-11-24", from_time="17:00", to_time="17:20")
    assert list(await seen_by(colleague)) == [str(doctor.professional_id)]
    closed = {"starts_at": at(17).isoformat(), "ends_at": at(18).isoformat(), "reason": "other"}
    assert (await doctor.call("createClosure", json=closed)).status_code == 201
    assert await seen_by(colleague) == {}


async def test_places_without_appointment_count_until_the_last_is_taken(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    opening = await opens(
        doctor, on_day="2026-11-24", kind="range", from_time="16:00", to_time="18:00", capacity=1
    )
    assert await seen_by(colleague) == {str(doctor.professional_id): at(16)}
    taken = booking(slot(opening, at(16).astimezone(ZoneInfo("UTC"))))
    assert (await colleague.call("bookAppointment", json=taken)).status_code == 201
    assert await seen_by(colleague) == {}


async def test_free_now_counts_at_once_and_what_is_too_soon_or_too_late_does_not(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    """The community asks for ten minutes of notice; a day ends at the same minute tomorrow."""
    await opens(doctor, on_day="2026-11-24", from_time="14:10", to_time="14:30", slot_minutes=20)
    await opens(doctor, on_day="2026-11-25", from_time="14:05", to_time="15:00", slot_minutes=20)
    assert await seen_by(colleague) == {}
    await opens(colleague, on_day="2026-11-25", from_time="14:00", to_time="14:20", slot_minutes=20)
    assert await seen_by(doctor) == {str(colleague.professional_id): at(14, day=25)}
    assert (await colleague.call("openUntil", json={"until": "15:00"})).status_code == 201
    assert await seen_by(doctor) == {str(colleague.professional_id): at(14, 5)}


async def test_time_that_the_reader_may_not_take_is_not_counted(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, as_role: AsRole
) -> None:
    await opens(doctor, on_day="2026-11-24", from_time="16:00", to_time="17:00", audiences=["snp"])
    assert await seen_by(colleague) == {}
    regulator = await as_role("regulator")
    assert await seen_by(regulator) == {str(doctor.professional_id): at(16)}
    assert await seen_by(doctor) == {str(doctor.professional_id): at(16)}


async def test_the_others_are_those_without_free_time_and_unasked_nothing_is_measured(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    await opens(doctor, on_day="2026-11-24", from_time="16:00", to_time="17:00")
    assert await seen_by(colleague, soon=False) == {str(colleague.professional_id): None}
    hits = (await colleague.call("searchProfessionals")).json()["items"]
    assert {hit["first_free_at"] for hit in hits} == {None}
    assert len(hits) == 2
    # With the other filters and words of the search.
    assert await seen_by(colleague, profession_code="60") == {}


async def test_who_may_not_search_free_time_is_refused(as_role: AsRole, connected: Database) -> None:
    requester = await as_role("requester")
    before = contents(connected)
    answer = await requester.call("searchProfessionals", params={"sees_within_24_hours": "true"})
    assert (answer.status_code, answer.json()["type"]) == (403, "not_allowed")
    assert contents(connected) == before


async def test_whatever_is_open_and_booked_it_is_what_a_slow_reading_finds(
    as_role: AsRole, opens: Opens
) -> None:
    """Six professionals, openings and bookings drawn at random, compared minute by minute."""
    draw = Random(24)
    reader = await as_role("coordinator")
    people = [await as_role("professional") for _ in range(6)]
    booked: dict[Any, list[Booking]] = {who.professional_id: [] for who in people}
    for who in people:
        for day in ("2026-11-24", "2026-11-25"):
            first = draw.choice([8, 13, 14, 16])
            await opens(
                who,
                on_day=day,
                from_time=f"{first:02d}:{draw.choice(['00', '10'])}",
                to_time=f"{first + draw.choice([1, 2]):02d}:30",
                slot_minutes=draw.choice([15, 20, 45]),
                buffer_after_minutes=draw.choice([0, 5, 20]),
                capacity=draw.choice([1, 2]),
            )
    for _ in range(40):
        expected = await _slowly(people, booked)
        assert await seen_by(reader) == {str(who): first for who, (first, _) in expected.items()}
        if not expected:
            break
        who = draw.choice(sorted(expected, key=str))
        start, opening = expected[who]
        answer = await reader.call("bookAppointment", json=booking(slot_of(opening, start)))
        assert answer.status_code == 201, answer.text
        taken = reference.with_buffers(opening, reference.slot_of(opening, start, PARIS))
        booked[who].append(Booking(taken, opening.id, start))
    assert await seen_by(reader) == {}


def slot_of(opening: Opening, start: datetime) -> str:
    return slot({"id": opening.id}, start.astimezone(ZoneInfo("UTC")))


async def _slowly(
    people: list[SignedIn], booked: dict[Any, list[Booking]]
) -> dict[Any, tuple[datetime, Opening]]:
    """The first free start of each within a day, and its opening, by the reference."""
    async with unit_of_work() as db:
        rows = (await db.scalars(select(Opening).order_by(Opening.id))).all()
    now = clock.now()
    window = Stretch(now.replace(second=0, microsecond=0), now + A_DAY)
    bounds = (now + NOTICE, now + 60 * A_DAY)
    found: dict[Any, tuple[datetime, Opening]] = {}
    for row in rows:
        free = reference.free(row, PARIS, (), window, (), booked[row.professional_id], *bounds)
        for start in sorted(free)[:1]:
            known = found.get(row.professional_id)
            if known is None or start < known[0]:
                found[row.professional_id] = (start, row)
    return found
