"""A community where everything exists once: what goes with its time, and what goes with a member."""

from uuid import UUID

import pytest

from api import worker
from api.availability import service as availability
from api.core import clock
from api.retention.members import DECLARED
from api.retention.rules import GONE
from tests.availability.test_leavers import leaves
from tests.conftest import Database
from tests.elsewhere import Elsewhere, a_whole_community
from tests.roles import AsRole, MakeCommunity, ShiftClock
from tests.sas.scene import KEPT_AS

ONLY_HAPPENED = (
    "appointments",
    "displaced_appointments",
    "waiting_entries",
    "waiting_proposals",
    "no_show_follow_ups",
    "notifications",
    "deliveries",
    "duties",
    "delegations",
    "invitations",
    "claims",
)
TWO_YEARS = 740


@pytest.fixture
async def whole(as_role: AsRole, make_community: MakeCommunity, connected: Database) -> Elsewhere:
    """Everything once. The doctor's secretary was called off, and the requests have ended."""
    made = await a_whole_community(as_role, make_community, connected)
    connected.sql("UPDATE cases SET closed_at = created_at, due_at = NULL")
    connected.sql("UPDATE dispatches SET next_at = NULL")
    connected.sql("UPDATE delegations SET ended_at = created_at")
    connected.sql("UPDATE invitations SET revoked_at = sent_at")
    return made


async def nights() -> None:
    """What the worker does with all that is past its time."""
    for job in (worker.forget_people, availability.forget_people, worker.forget_what_is_past):
        await job(0)


def counts(database: Database, tables: tuple[str, ...]) -> dict[str, object]:
    return {table: database.sql(f"SELECT count(*) FROM {table}")[0][0] for table in tables}


async def test_what_only_happened_goes_after_its_months_and_what_is_younger_stays(
    whole: Elsewhere, connected: Database, shift_clock: ShiftClock
) -> None:
    for table, columns, values in (
        ("reminders", "about_id, step, on_day, written_at", "gen_random_uuid(), 'day', current_date, now()"),
        ("rota_gaps_told", "starts_at, ends_at", "now(), now() + interval '1 hour'"),
        ("welcomes", "professional_id, account_id, at", "%s, %s, now()"),
    ):
        named = (whole.doctor.professional_id, whole.doctor.account_id) if table == "welcomes" else ()
        connected.sql(
            f"INSERT INTO {table} (id, community_id, {columns})"
            f" VALUES (gen_random_uuid(), '{whole.doctor.community_id}', {values})",
            *named,
        )
    tables = (*ONLY_HAPPENED, "reminders", "rota_gaps_told", "welcomes")
    had = counts(connected, tables)
    assert 0 not in had.values(), had
    shift_clock(days=1060)
    await nights()
    assert counts(connected, tables) == had
    shift_clock(days=60)
    await nights()
    assert set(counts(connected, tables).values()) == {0}, counts(connected, tables)


async def test_what_a_member_declared_goes_with_them_and_their_agenda_is_nobodys(
    whole: Elsewhere, connected: Database, shift_clock: ShiftClock
) -> None:
    doctor = whole.doctor
    left = (doctor.community_id, doctor.professional_id)
    theirs = "SELECT count(*) FROM {} WHERE community_id = %s AND professional_id = %s"
    for table in ("openings", "closures", "absences", "offers", "appointments", "outside_calendars"):
        assert connected.sql(theirs.format(table), *left) != [(0,)], table
    leaves(connected, doctor)
    await availability.replace_displaced(doctor.community_id, clock.now())
    shift_clock(days=TWO_YEARS)
    await worker.forget_what_is_past(0)
    tables = [table.__tablename__ for table in DECLARED]
    for name in (*tables, "openings", "closures", "absences", "offers", "appointments"):
        assert connected.sql(theirs.format(name), *left) == [(0,)], name
    assert connected.sql("SELECT count(*) FROM outside_busy") == [(0,)]
    groups = "SELECT count(*) FROM opinion_groups WHERE %s = ANY(member_ids)"
    assert connected.sql(groups, doctor.professional_id) == [(0,)]
    agenda = (
        "SELECT DISTINCT p.given_name || ' ' || p.family_name, p.is_active, places.address_line"
        " FROM openings JOIN professionals AS p ON p.id = professional_id"
        " JOIN practices AS places ON places.id = practice_id"
    )
    assert connected.sql(agenda) == [(GONE, False, None)]
    assert connected.sql("SELECT count(*) FROM openings WHERE ended_at IS NULL") == [(0,)]


async def test_another_community_loses_nothing_by_it(
    whole: Elsewhere,
    as_role: AsRole,
    connected: Database,
    shift_clock: ShiftClock,
) -> None:
    """Nothing of theirs is even read: the sweep stands in one community at a time."""
    member = await as_role("professional")
    leaves(connected, whole.doctor)
    await availability.replace_displaced(whole.doctor.community_id, clock.now())
    before = _of(connected, member.community_id)
    shift_clock(days=TWO_YEARS)
    await worker.forget_what_is_past(0)
    assert _of(connected, member.community_id) == before
    assert before["memberships"] == before["grants"] == 1


def _of(database: Database, community_id: UUID) -> dict[str, object]:
    tables = ("memberships", "grants", "cases", "offers", "notifications")
    counted = "SELECT count(*) FROM {} WHERE community_id = %s"
    return {table: database.sql(counted.format(table), community_id)[0][0] for table in tables}


async def test_a_regulator_whom_the_platform_closed_goes_too(
    as_role: AsRole, connected: Database, shift_clock: ShiftClock
) -> None:
    """With and without a role anywhere."""
    regulator = await as_role("regulator", kept_as=KEPT_AS)
    connected.sql("UPDATE accounts SET is_active = false")
    connected.sql("UPDATE regulator_identities SET active = false")
    shift_clock(days=700)
    await worker.forget_what_is_past(0)
    assert connected.sql("SELECT count(*) FROM regulator_identities") == [(1,)]
    connected.sql("DELETE FROM grants")
    shift_clock(days=40)
    await worker.forget_what_is_past(0)
    assert connected.sql("SELECT count(*) FROM regulator_identities") == [(0,)]
    assert connected.sql("SELECT count(*) FROM regulator_accounts") == [(0,)]
    assert connected.sql("SELECT id FROM accounts WHERE erased_at IS NOT NULL") == [(regulator.account_id,)]
