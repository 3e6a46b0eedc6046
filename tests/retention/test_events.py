"""What happened three years ago names nobody any more; what it counts for stays."""

from typing import Any
from uuid import UUID

import pytest

from api import worker
from api.availability.service import forget_people
from api.identity.tables import Community
from api.retention.rules import SOMEBODY
from tests.cases.builders import asked_by
from tests.conftest import Database
from tests.contract.contents import contents
from tests.retention.demonstration import MONTH, READS, community, database, read_all
from tests.roles import AsRole, ShiftClock, SignedIn

__all__ = ["community", "database"]
"""Fixtures that stand in demonstration.py."""

IN_OUR = "community_id = %s AND parent_id IS NULL"
NAMES = (
    "SELECT count(*) FROM cases WHERE requester_professional_id IS NOT NULL OR professional_id IS NOT NULL"
    " OR attending_professional_id IS NOT NULL OR handled_by_name IS NOT NULL OR appointment_id IS NOT NULL"
    " OR requester_organisation_id IS NULL AND requester_phone_sealed IS NOT NULL"
)


@pytest.fixture
def closed(connected: Database) -> Database:
    """Every request has ended, whatever its state."""
    connected.sql("UPDATE cases SET closed_at = coalesce(closed_at, created_at), due_at = NULL")
    connected.sql("UPDATE dispatches SET next_at = NULL")
    return connected


async def nights() -> None:
    """What the worker does with all that is past its time."""
    for job in (worker.forget_people, forget_people, worker.forget_what_is_past):
        await job(0)


async def figures(who: SignedIn, month: str) -> list[Any]:
    """All that is counted of a month."""
    answers = [
        await who.call("getDeathCertificationFigures", params={"month": month}),
        await who.call("getTeleconsultationFigures", params={"month": month}),
        await who.call("getAttendingDoctorFigures"),
    ]
    assert [one.status_code for one in answers] == [200, 200, 200], [one.text for one in answers]
    deaths, teleconsultations, doctors = (one.json() for one in answers)
    # What waits is counted in days until today, and places are those of this month.
    return [deaths, teleconsultations, {name: doctors[name] for name in ("waiting", "proposed", "found")}]


def count(database: Database, table: str) -> object:
    return database.sql(f"SELECT count(*) FROM {table}")[0][0]


async def test_requests_of_every_kind_still_open_after_three_years_and_name_nobody(
    closed: Database, community: Community, as_role: AsRole, shift_clock: ShiftClock
) -> None:
    shift_clock(days=37 * MONTH)
    await nights()
    coordinator = await as_role("coordinator")
    requests = closed.sql(f"SELECT kind, id FROM cases WHERE {IN_OUR}", community.id)
    assert {kind for kind, _ in requests} == READS.keys()
    found = await read_all(coordinator, requests)
    assert [one["thread"] for one in found] == [[] for _ in requests]
    assert closed.sql(NAMES) == [(0,)]
    alone = "SELECT id, community_id FROM cases WHERE requester_organisation_id IS NULL"
    asked = {
        name for one, here in closed.sql(alone) for name, _ in await asked_by(UUID(str(here)), UUID(str(one)))
    }
    assert asked == {SOMEBODY}
    assert closed.sql("SELECT DISTINCT requester_id::text FROM cases") == [
        ("00000000-0000-0000-0000-000000000000",)
    ]
    for table in ("timeline_events", "offers", "appointments", "case_followers", "message_readings"):
        assert count(closed, table) == 0, table
    for table in ("cases", "dispatches", "unscheduled_care_requests", "people"):
        assert count(closed, table) != 0, table
    said = "SELECT DISTINCT jsonb_object_keys(detail) FROM audit_entries WHERE action = 'events.erased'"
    assert closed.sql(said) == [("requests",)], "counts, and no more"


async def test_nothing_goes_before_its_time_and_a_second_night_changes_nothing(
    closed: Database, shift_clock: ShiftClock
) -> None:
    shift_clock(days=35 * 30)
    await nights()
    kept = {table: count(closed, table) for table in ("timeline_events", "offers", "appointments", "claims")}
    assert 0 not in kept.values()
    shift_clock(days=3 * MONTH)
    await nights()
    before = contents(closed)
    await nights()
    assert contents(closed) == before


async def test_what_a_month_counted_is_the_same_after_its_names_went(
    closed: Database, as_role: AsRole, shift_clock: ShiftClock
) -> None:
    coordinator = await as_role("coordinator")
    [(month,)] = closed.sql("SELECT to_char(max(created_at), 'YYYY-MM') FROM cases")
    before = await figures(coordinator, str(month))
    shift_clock(days=37 * MONTH)
    await nights()
    assert await figures(await as_role("coordinator"), str(month)) == before


async def test_a_request_whose_person_is_still_known_waits_until_they_are_forgotten(
    closed: Database, shift_clock: ShiftClock
) -> None:
    shift_clock(days=37 * MONTH)
    await worker.forget_what_is_past(0)
    known = "SELECT count(*) FROM cases WHERE person_id IS NOT NULL AND forgotten_at IS NOT NULL"
    assert closed.sql(known) == [(0,)]
    assert closed.sql("SELECT count(*) FROM cases WHERE person_id IS NOT NULL") != [(0,)]


async def test_a_request_that_never_ended_keeps_what_was_said_of_it(
    connected: Database, shift_clock: ShiftClock
) -> None:
    threads = (
        "SELECT count(*) FROM timeline_events JOIN cases ON cases.id = case_id"
        " WHERE coalesce((SELECT closed_at FROM cases AS whole WHERE whole.id = cases.parent_id),"
        " cases.closed_at) IS NULL AND cases.parent_id IS NULL"
    )
    before = connected.sql(threads)
    shift_clock(days=37 * MONTH)
    await nights()
    assert connected.sql(threads) == before
    assert before != [(0,)]


async def test_each_community_forgets_by_its_own_rule(
    closed: Database, community: Community, as_role: AsRole, shift_clock: ShiftClock
) -> None:
    admin = await as_role("admin")
    rules = await admin.call("getCommunityRules")
    body = {name: value for name, value in rules.json().items() if name not in ("version", "changed_at")}
    assert (body["retention"]["member_months"], body["retention"]["event_months"]) == (24, 36)
    body["retention"]["event_months"] = 12
    headers = {"If-Match": rules.headers["etag"]}
    assert (await admin.call("replaceCommunityRules", json=body, headers=headers)).status_code == 200
    shift_clock(days=13 * MONTH)
    await nights()
    forgotten = "SELECT DISTINCT community_id FROM cases WHERE forgotten_at IS NOT NULL"
    assert closed.sql(forgotten) == [(community.id,)]
    assert closed.sql("SELECT count(*) FROM offers WHERE community_id = %s", community.id) == [(0,)]
    assert count(closed, "offers") != 0, "the other community keeps its own"
