"""What stands against professionals as a search reads it, and free slots as it gives them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from api.availability import rules
from api.availability.rules import Found, FreeSlot, Stretches
from api.availability.service import standing
from api.core.db import unit_of_work
from api.core.ids import new_id
from tests.availability.builders import an_opening
from tests.conftest import Database

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
NOW = int(AT.timestamp())
HOUR = 3600
DAY = (NOW, NOW + 24 * HOUR)


def claims(database: Database, professional_id: UUID, *hours: tuple[float, float], **given: Any) -> None:
    """Claims on a professional from so many hours after AT to so many."""
    for begins, ends in hours:
        database.sql(
            "INSERT INTO claims (id, resource_id, during, exclusive, opening_id, slot_starts_at, expires_at,"
            " created_at) VALUES (%s, %s, tstzrange(%s, %s), false, %s, %s, %s, %s)",
            new_id(),
            professional_id,
            AT + timedelta(hours=begins),
            AT + timedelta(hours=ends),
            given.get("opening_id"),
            AT + timedelta(hours=begins),
            given.get("expires_at"),
            AT,
        )


async def against(professional_id: UUID, *openings: Any) -> rules.Busy:
    async with unit_of_work() as db:
        found = await standing.against(db, [professional_id], DAY, AT, openings=openings)
    return found.get(professional_id, rules.Busy())


def stretches(*hours: tuple[float, float]) -> Stretches:
    return Stretches.of((NOW + int(begins * HOUR), NOW + int(ends * HOUR)) for begins, ends in hours)


async def test_for_one_person_at_a_time_claims_that_touch_are_one_stretch(connected: Database) -> None:
    doctor = new_id()
    claims(connected, doctor, (3, 4), (1, 2), (2, 2.5), (3, 3.5))
    one_place = an_opening(professional_id=doctor)
    assert (await against(doctor, one_place)).taken == stretches((1, 2.5), (3, 4))


async def test_with_several_places_or_no_opening_known_each_claim_counts(connected: Database) -> None:
    doctor = new_id()
    each = [(3.0, 4.0), (1.0, 2.0), (2.0, 2.5), (3.0, 3.5)]
    claims(connected, doctor, *each)
    one_place, two_places = (an_opening(professional_id=doctor, capacity=places) for places in (1, 2))
    assert (await against(doctor, one_place, two_places)).taken == stretches(*each)
    assert (await against(doctor)).taken == stretches(*each)


async def test_a_hold_that_is_over_and_somebody_elses_time_stand_against_nobody(connected: Database) -> None:
    doctor = new_id()
    claims(connected, doctor, (1, 2), expires_at=AT - timedelta(seconds=1))
    claims(connected, doctor, (3, 4), expires_at=AT + timedelta(seconds=1))
    claims(connected, new_id(), (5, 6))
    for capacity in (1, 2):
        opening = an_opening(professional_id=doctor, capacity=capacity)
        assert (await against(doctor, opening)).taken == stretches((3, 4))


async def test_what_is_taken_of_an_opening_with_a_quota_is_counted_start_by_start(
    connected: Database,
) -> None:
    doctor = new_id()
    with_quota, without = (an_opening(professional_id=doctor, quota_per_day=most) for most in (3, None))
    claims(connected, doctor, (2, 3), (1, 2), opening_id=with_quota.id)
    claims(connected, doctor, (4, 5), opening_id=without.id)
    busy = await against(doctor, with_quota, without)
    assert busy.counted == {with_quota.id: [NOW + HOUR, NOW + 2 * HOUR]}
    assert busy.taken == stretches((1, 3), (4, 5))


async def test_instants_beyond_2038_are_read_right(connected: Database) -> None:
    doctor, later = new_id(), datetime(2045, 6, 1, 8, tzinfo=UTC)
    connected.sql(
        "INSERT INTO claims (id, resource_id, during, exclusive, created_at)"
        " VALUES (%s, %s, tstzrange(%s, %s), true, %s)",
        new_id(),
        doctor,
        later,
        later + timedelta(hours=1),
        AT,
    )
    start = int(later.timestamp())
    async with unit_of_work() as db:
        found = await standing.against(db, [doctor], (start, start + HOUR), AT, openings=())
    assert found[doctor].taken == ([start], [start + HOUR])


def test_free_slots_come_by_start_and_at_one_start_in_the_order_of_their_openings() -> None:
    first, second = (an_opening(on_day=date(2026, 11, 23)) for _ in range(2))
    free = rules.FreeSlots([(first, Found([20, 40], 10, [1, 2])), (second, Found([10, 40], 30, [1, 1]))])
    expected = [
        FreeSlot(second, 10, 30, 1),
        FreeSlot(first, 20, 10, 1),
        FreeSlot(first, 40, 10, 2),
        FreeSlot(second, 40, 30, 1),
    ]
    assert list(free) == expected
    assert [free[place] for place in range(len(free))] == expected
    assert free[1:3] == expected[1:3]
    assert free[-1] == expected[-1]
    assert not rules.FreeSlots([])
