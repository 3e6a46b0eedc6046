"""Lines whose time is over go; what stays can be vouched for, and a cut that nobody ordered is found."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from api import worker
from api.audit import service
from api.audit.rules import Found, Seal, cut_before, is_another_break
from api.audit.tables import AuditEntry
from api.contract.models import AuditFault
from api.core import clock
from api.core.db import unit_of_work
from api.identity.tables import Community
from api.trail import keep_trail
from tests.audit.test_chain import CUT, MISSING, seal, tamper, walk
from tests.audit.test_trail import HERE, THERE, write
from tests.conftest import Database, Maillage
from tests.roles import AsRole

YEAR = timedelta(days=366)


async def old(community: UUID | None, *ages: timedelta) -> None:
    """Sealed lines of that age, the oldest first."""
    async with unit_of_work(community) as db:
        for age in ages:
            at = clock.now() - age
            db.add(
                AuditEntry(
                    community_id=community, at=at, actor_kind="system", action="a.b", subject_kind="offer"
                )
            )
            await db.flush()
    await seal(community or service.NATIONAL)


async def cut(chain: UUID = HERE, months: int = 12) -> int:
    """Remove what is older than that."""
    at = clock.now()
    async with unit_of_work(chain) as db:
        before = cut_before(at, months, broken=False)
        whole = (await service.verify(db, chain)).reached.number
        return await service.cut(db, chain, before, at, up_to=whole)


@pytest.fixture
async def two_old(connected: Database) -> Database:
    """Two lines of more than a year, and three of this year, in a chain."""
    await old(HERE, 2 * YEAR, YEAR, timedelta(days=200), timedelta(days=190), timedelta(days=1))
    return connected


def numbers(database: Database) -> list[object]:
    return [no for (no,) in database.sql("SELECT seal_no FROM audit_entries WHERE seal_no > 0 ORDER BY 1")]


async def test_lines_of_more_than_a_year_go_and_the_rest_of_the_chain_holds(two_old: Database) -> None:
    noted = (await walk()).reached
    assert await cut() == 2
    assert numbers(two_old) == [3, 4, 5]
    findings = await walk(known=noted)
    assert (findings.reached, findings.found, findings.removed) == (noted, None, 2)
    said = two_old.sql("SELECT detail - 'before' FROM audit_entries WHERE action = 'audit.cut'")
    assert said == [({"lines": 2, "up_to": 2},)], "counts, and no more"
    assert await cut() == 0
    assert await seal() == 1
    assert (await walk()).reached.number == 6


async def test_a_chain_whose_every_line_went_goes_on_where_it_was(connected: Database) -> None:
    await old(HERE, 2 * YEAR, YEAR)
    assert await cut() == 2
    assert await seal() == 1
    findings = await walk()
    assert (numbers(connected), findings.found, findings.removed) == ([3], None, 2)


async def test_each_chain_is_cut_alone(connected: Database) -> None:
    for chain in (HERE, THERE, None):
        await old(chain, YEAR, timedelta(days=1))
    assert await cut(service.NATIONAL) == 1
    assert await cut(THERE) == 1
    left = connected.sql("SELECT community_id, count(*) FROM audit_entries WHERE action = 'a.b' GROUP BY 1")
    assert dict(left) == {HERE: 2, THERE: 1, None: 1}  # type: ignore[arg-type]  # two columns
    for chain, removed in ((HERE, 0), (THERE, 1), (service.NATIONAL, 1)):
        assert ((await walk(chain)).found, (await walk(chain)).removed) == (None, removed)


async def test_a_line_waits_for_the_younger_ones_before_it(connected: Database) -> None:
    await old(HERE, YEAR, timedelta(days=1), YEAR)
    assert await cut() == 1
    assert numbers(connected) == [2, 3]


@pytest.mark.parametrize("number", [3, 4, 5])
async def test_what_is_altered_or_removed_after_a_cut_is_found(two_old: Database, number: int) -> None:
    noted = (await walk()).reached
    await cut()
    tamper(two_old, f"DELETE FROM audit_entries WHERE seal_no = {number}")
    assert (await walk(known=noted)).found == Found(CUT if number == 5 else MISSING, number)
    assert await seal() == 1


async def test_an_alteration_after_a_cut_is_found(two_old: Database) -> None:
    await cut()
    tamper(two_old, "UPDATE audit_entries SET action = 'x' WHERE seal_no = 3")
    assert (await walk()).found == Found(AuditFault.altered, 3)


async def test_a_cut_that_nobody_ordered_is_found(two_old: Database) -> None:
    """Who owns the database knows the seal of the last line removed, but not the key of the mark."""
    forge = (
        "INSERT INTO audit_cuts (id, community_id, at, seal_no, seal_hash, mark) SELECT gen_random_uuid(), "
        "community_id, now(), seal_no, seal_hash, seal_hash FROM audit_entries WHERE seal_no = %s"
    )
    two_old.sql(forge, 4)
    tamper(two_old, "DELETE FROM audit_entries WHERE seal_no <= 4")
    assert (await walk()).found == Found(MISSING, 1)
    tamper(two_old, "DELETE FROM audit_entries")
    assert (await walk()).found == Found(CUT, 1)


async def test_a_cut_that_was_moved_on_or_is_of_another_chain_is_none(two_old: Database) -> None:
    await cut()
    await old(THERE, YEAR, timedelta(days=200), timedelta(days=1))
    two_old.sql(
        "INSERT INTO audit_cuts SELECT gen_random_uuid(), %s, at, seal_no, seal_hash, mark FROM audit_cuts",
        THERE,
    )
    tamper(two_old, f"DELETE FROM audit_entries WHERE seal_no <= 2 AND community_id = '{THERE}'")
    assert (await walk(THERE)).found == Found(MISSING, 1)

    two_old.sql(
        "UPDATE audit_cuts SET (seal_no, seal_hash) = (SELECT seal_no, seal_hash FROM audit_entries "
        "WHERE seal_no = 4 AND community_id = %s) WHERE community_id = %s",
        HERE,
        HERE,
    )
    tamper(two_old, f"DELETE FROM audit_entries WHERE seal_no <= 4 AND community_id = '{HERE}'")
    assert (await walk()).found == Found(MISSING, 1)


async def test_lines_removed_beyond_an_ordered_cut_are_missing(two_old: Database) -> None:
    await cut()
    tamper(two_old, "DELETE FROM audit_entries WHERE seal_no <= 4")
    assert (await walk()).found == Found(MISSING, 3)


async def test_a_cut_through_lines_written_anew_is_found_by_who_noted_the_seal(two_old: Database) -> None:
    await cut()
    assert (await walk(known=Seal(2, b"another line stood there"))).found == Found(AuditFault.altered, 2)


@pytest.mark.parametrize("statement", ["DELETE FROM audit_entries", "SELECT cut_audit_trail()"])
async def test_the_database_lets_nobody_remove_a_line_of_less_than_half_a_year(
    connected: Database, statement: str
) -> None:
    """Not even with a cut: the application's own mistake, or somebody who writes statements through it."""
    await old(HERE, YEAR, timedelta(days=150))
    async with unit_of_work(HERE) as db:
        await service.cut(db, HERE, clock.now() - timedelta(days=365), clock.now(), up_to=2)
        connection = await db.connection()
        await connection.exec_driver_sql("UPDATE audit_cuts SET seal_no = 2")
    with pytest.raises(Exception, match=r"permission denied|only grows"):
        async with unit_of_work(HERE) as db:
            await (await db.connection()).exec_driver_sql(statement)
    with pytest.raises(Exception, match="only grows"):
        connected.sql("DELETE FROM audit_entries")
    assert numbers(connected) == [2]


async def test_lines_of_a_break_that_say_to_be_very_old_stay(two_old: Database) -> None:
    """Who owns the database would let the server itself remove what they altered."""
    tamper(two_old, "UPDATE audit_entries SET at = at - interval '6 years' WHERE seal_no IN (2, 3)")
    await keep_trail(HERE, clock.now())
    assert numbers(two_old) == [1, 2, 3, 4, 5]
    assert (await walk()).found == Found(AuditFault.altered, 2)


async def test_without_a_cut_the_function_of_the_database_removes_nothing(two_old: Database) -> None:
    for chain in (HERE, THERE, None):
        async with unit_of_work(chain) as db:
            rows = await (await db.connection()).exec_driver_sql("SELECT cut_audit_trail()")
            assert rows.scalar_one() == 0
    assert numbers(two_old) == [1, 2, 3, 4, 5]


async def test_every_night_what_is_older_than_the_community_says_goes_and_not_where_the_chain_is_broken(
    community: Community, as_role: AsRole, connected: Database, maillage: Maillage
) -> None:
    auditor, admin = await as_role("auditor"), await as_role("admin")
    rules = await admin.call("getCommunityRules")
    body = {k: v for k, v in rules.json().items() if k not in ("version", "changed_at")}
    assert body["retention"]["audit_trail_months"] == 12
    body["retention"]["audit_trail_months"] = 7
    headers = {"If-Match": rules.headers["etag"]}
    assert (await admin.call("replaceCommunityRules", json=body, headers=headers)).status_code == 200
    await worker.seal_trail(0)
    chain = (await auditor.call("getAuditChain")).json()
    tamper(
        connected,
        "UPDATE audit_entries SET seal_no = NULL, seal_hash = NULL",
        "UPDATE audit_entries SET at = at - interval '240 days' WHERE id IN"
        f" (SELECT id FROM audit_entries WHERE community_id = '{community.id}' ORDER BY id LIMIT 2)",
    )
    await worker.seal_trail(0)
    await worker.verify_trail(0)
    after = (await auditor.call("getAuditChain")).json()
    assert (after["removed"], after["fault"], after["checked_lines"]) == (2, None, chain["sealed"] - 2)

    await write(community.id, "offer.made")
    await worker.seal_trail(0)
    tamper(
        connected,
        f"UPDATE audit_entries SET at = at - interval '400 days' WHERE community_id = '{community.id}'",
    )
    kept = connected.sql("SELECT count(*) FROM audit_entries")
    await worker.verify_trail(0)
    assert connected.sql("SELECT count(*) FROM audit_entries") == kept, "they are the evidence"
    assert (await auditor.call("getAuditChain")).json()["fault"] == "altered"


async def test_the_admins_are_told_of_a_break_once(
    community: Community, as_role: AsRole, connected: Database
) -> None:
    admin, _, auditor = await as_role("admin"), await as_role("coordinator"), await as_role("auditor")
    for number in range(4):
        await write(community.id, f"offer.made_{number}")
    await worker.seal_trail(0)

    async def told() -> list[tuple[object, ...]]:
        await worker.verify_trail(0)
        return connected.sql("SELECT account_id FROM notifications WHERE kind = 'trail_broken'")

    assert await told() == []
    tamper(connected, "UPDATE audit_entries SET action = 'x' WHERE seal_no = 3")
    assert await told() == [(admin.account_id,)]
    assert await told() == [(admin.account_id,)], "the same break, a night later"
    tamper(connected, "UPDATE audit_entries SET action = 'x' WHERE seal_no = 2")
    assert await told() == 2 * [(admin.account_id,)], "another one, before it"
    messages = (await admin.call("listNotifications")).json()["items"]
    assert [one["kind"] for one in messages] == 2 * ["trail_broken"]
    assert (await auditor.call("getAuditChain")).json()["fault_at_line"] == 2


def test_months_of_a_trail_are_those_of_the_calendar_and_longer_for_a_broken_one() -> None:
    at = datetime(2026, 8, 31, 2, 31, tzinfo=UTC)
    assert cut_before(at, 12, broken=False) == datetime(2025, 8, 31, 2, 31, tzinfo=UTC)
    assert cut_before(at, 6, broken=False) == datetime(2026, 2, 28, 2, 31, tzinfo=UTC)
    assert cut_before(at, 12, broken=True) == datetime(2023, 8, 31, 2, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [(None, None, False), (None, 4, True), (4, 4, False), (4, 5, False), (4, 2, True)],
)
def test_a_break_is_told_once_and_one_before_it_again(
    before: int | None, now: int | None, told: bool
) -> None:
    found = None if now is None else Found(MISSING, now)
    assert is_another_break(before, found) is told
