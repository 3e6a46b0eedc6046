"""Everybody leaves the first community of the demonstration; two years later it knows none of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from api import worker
from api.availability import service as availability
from api.core import clock
from api.core.db import Base
from api.identity.tables import Community
from api.retention.members import OF_OTHERS
from api.retention.rules import GONE
from tests.conftest import Database
from tests.contract.contents import contents
from tests.retention.demonstration import MONTH, READS, community, database, read_all
from tests.roles import AsRole, ShiftClock

__all__ = ["community", "database"]
"""Fixtures that stand in demonstration.py."""

COUNTED = {
    "cases": "kind, state, need, commune_name, count(*)",
    "offers": "state, reason, count(*), count(DISTINCT professional_id)",
    "appointments": "state, count(*), count(DISTINCT professional_id)",
    "timeline_events": "kind, count(*)",
}
MAY_HOLD = {"audit_entries", "live_events"}
"""Where a professional's id may still stand: the trail, and what pages hear, have times of their own."""


@pytest.fixture
async def members(connected: Database, community: Community) -> dict[object, str]:
    """The members of the community, by id, as their names are said; the national file says them gone. Who
    stays without a practice to certify deaths has not left."""
    rows = connected.sql(
        "SELECT p.id, p.given_name || ' ' || p.family_name FROM memberships AS m"
        " JOIN professionals AS p ON p.id = m.professional_id"
        " WHERE m.community_id = %s AND NOT m.without_practice AND p.id NOT IN"
        " (SELECT professional_id FROM memberships WHERE community_id <> %s)",
        community.id,
        community.id,
    )
    ids = [who for who, _ in rows]
    for table, column in (("practices", "professional_id"), ("professionals", "id")):
        connected.sql(f"UPDATE {table} SET is_active = false WHERE {column} = ANY(%s)", ids)
    await availability.replace_displaced(community.id, clock.now())
    return {who: str(name) for who, name in rows}


def holding(database: Database, community: Community, words: list[str]) -> dict[str, set[str]]:
    """The tables of the community in which one of these words stands in clear, with the words; without what
    is not the member's."""
    found: dict[str, set[str]] = {}
    for table in Base.metadata.sorted_tables:
        if "community_id" in table.columns:
            rows = database.sql(
                f"SELECT DISTINCT word FROM {table.name} AS row, unnest(%s::text[]) AS word"
                " WHERE row.community_id = %s AND strpos((to_jsonb(row) - %s::text[])::text, word) > 0",
                words,
                community.id,
                [column for name, column in OF_OTHERS if name == table.name],
            )
            if rows:
                found[table.name] = {str(word) for (word,) in rows}
    return found


def claimed(database: Database, community: Community, ids: list[str]) -> list[tuple[object, ...]]:
    """The time of these professionals that the community booked: claims belong to none."""
    return database.sql(
        "SELECT claims.id FROM claims JOIN appointments ON claim_id = claims.id"
        " WHERE community_id = %s AND resource_id = ANY(%s::uuid[])",
        community.id,
        ids,
    )


def texts(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an answer, with the members that lead to it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, f"{where}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, where)
    elif isinstance(value, str):
        yield where, value


def counted(database: Database) -> dict[str, Any]:
    groups = {table: columns.split(", count", 1)[0] for table, columns in COUNTED.items()}
    return {
        table: database.sql(
            f"SELECT {columns} FROM {table} GROUP BY {groups[table]} ORDER BY {groups[table]}"
        )
        for table, columns in COUNTED.items()
    }


async def test_two_years_later_nothing_leads_to_them_and_everything_still_counts(
    connected: Database,
    community: Community,
    members: dict[object, str],
    as_role: AsRole,
    shift_clock: ShiftClock,
) -> None:
    assert len(members) > 20
    before, requests = (
        counted(connected),
        connected.sql(
            "SELECT kind, id FROM cases WHERE community_id = %s AND parent_id IS NULL", community.id
        ),
    )
    assert {kind for kind, _ in requests} == READS.keys()
    public = connected.sql("SELECT count(*), sum(length(family_name)) FROM professionals")
    shift_clock(days=23 * 30)
    kept = contents(connected)
    await worker.forget_what_is_past(0)
    assert contents(connected) == kept, "not before two years"
    assert claimed(connected, community, [str(who) for who in members])

    shift_clock(days=2 * MONTH)
    await worker.forget_what_is_past(0)
    ids = [str(who) for who in members]
    assert holding(connected, community, ids).keys() <= MAY_HOLD
    assert claimed(connected, community, ids) == []
    names = [name for name in members.values() if name]
    assert holding(connected, community, names) == {}
    assert counted(connected) == before
    [(people, letters)] = connected.sql(
        "SELECT count(*), sum(length(family_name)) FROM professionals WHERE rpps NOT LIKE '0%%'"
    )
    assert [(people, letters)] == public, "the national directory is not theirs to leave"
    assert connected.sql("SELECT count(*) FROM professionals WHERE rpps LIKE '0%%'") == [(len(members),)]

    coordinator = await as_role("coordinator")
    said = list(texts(await read_all(coordinator, requests)))
    assert any(GONE in text for _, text in said)
    named = {where for where, text in said if any(name in text for name in names)}
    assert named <= {".attending_professional.name", ".usual_professionals.name"}, "who cares for a patient"


async def test_their_accounts_are_nobodys_and_a_second_night_changes_nothing(
    connected: Database, community: Community, members: dict[object, str], shift_clock: ShiftClock
) -> None:
    theirs = connected.sql(
        "SELECT id FROM accounts WHERE professional_id = ANY(%s) AND NOT EXISTS"
        " (SELECT FROM grants WHERE account_id = accounts.id AND role <> 'professional')",
        list(members),
    )
    assert theirs
    shift_clock(days=25 * MONTH)
    await worker.forget_what_is_past(0)
    erased = connected.sql(
        "SELECT id FROM accounts WHERE erased_at IS NOT NULL AND NOT is_active AND password_hash IS NULL"
        " AND professional_id IS NULL"
    )
    assert set(theirs) <= set(erased)
    for table in ("sessions", "totp_factors", "passkeys", "push_subscriptions", "notification_preferences"):
        left = f"SELECT count(*) FROM {table} JOIN accounts ON accounts.id = account_id"
        assert connected.sql(f"{left} WHERE erased_at IS NOT NULL") == [(0,)]
    before = contents(connected)
    lines = connected.sql("SELECT count(*) FROM audit_entries")
    await worker.forget_what_is_past(0)
    assert contents(connected) == before
    assert connected.sql("SELECT count(*) FROM audit_entries") == lines
