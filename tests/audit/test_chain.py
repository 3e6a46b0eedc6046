"""Whatever is done to a sealed line, whoever does it, is found."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from api.audit import service
from api.audit.rules import NATIONAL, Found, Seal, next_seal
from api.audit.service.chain import keyed, line_of
from api.audit.service.sealing import BATCH
from api.audit.service.verifying import Findings
from api.audit.tables import AuditEntry
from api.contract.models import AuditFault
from api.core import clock
from api.core.db import unit_of_work
from tests.audit.test_trail import HERE, THERE, write
from tests.conftest import Database
from tests.roles import ShiftClock

ALTERED, MISSING, CUT = AuditFault.altered, AuditFault.missing, AuditFault.cut_short


async def seal(chain: UUID = HERE) -> int:
    async with unit_of_work(chain) as db:
        return await service.seal_lines(db, chain)


async def walk(chain: UUID = HERE, known: Seal | None = None) -> Findings:
    async with unit_of_work(chain) as db:
        return await service.verify(db, chain, known=known)


def tamper(database: Database, *statements: str) -> None:
    """What somebody does who owns the database: the trigger is theirs to switch off."""
    for statement in (
        "ALTER TABLE audit_entries DISABLE TRIGGER USER",
        *statements,
        "ALTER TABLE audit_entries ENABLE TRIGGER USER",
    ):
        database.sql(statement)


@pytest.fixture
async def five(connected: Database) -> Database:
    """Five sealed lines of a community."""
    for number in range(5):
        await write(HERE, f"offer.made_{number}")
    assert await seal() == 5
    return connected


async def test_lines_are_sealed_in_a_chain_a_community_and_one_for_what_belongs_to_none(
    connected: Database,
) -> None:
    for chain in (HERE, THERE, None, HERE):
        await write(chain, "offer.made")
    async with unit_of_work() as db:
        assert await service.chains_to_seal(db) == [NATIONAL, HERE, THERE]
    assert [await seal(chain) for chain in (HERE, THERE, NATIONAL)] == [2, 1, 1]
    async with unit_of_work() as db:
        assert await service.chains_to_seal(db) == []
    await write(HERE, "offer.accepted")
    assert (await walk()).unsealed == 1
    assert await seal() == 1
    for chain, lines in ((HERE, 3), (THERE, 1), (NATIONAL, 1)):
        findings = await walk(chain)
        assert (findings.reached.number, findings.found, findings.unsealed) == (lines, None, 0)


async def test_what_belongs_to_no_community_is_not_seen_by_one(connected: Database) -> None:
    await write(None, "client.created")
    assert await seal(HERE) == 0
    assert connected.sql("SELECT seal_no FROM audit_entries") == [(None,)]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit_entries SET action = 'x' WHERE seal_no = 3", Found(ALTERED, 3)),
        ("UPDATE audit_entries SET at = at + interval '1 microsecond' WHERE seal_no = 1", Found(ALTERED, 1)),
        ("UPDATE audit_entries SET actor_id = subject_id WHERE seal_no = 5", Found(ALTERED, 5)),
        ("""UPDATE audit_entries SET detail = '{"wave": 2}' WHERE seal_no = 2""", Found(ALTERED, 2)),
        ("UPDATE audit_entries SET detail = NULL WHERE seal_no = 4", Found(ALTERED, 4)),
        ("UPDATE audit_entries SET seal_hash = '\\x00' WHERE seal_no = 4", Found(ALTERED, 4)),
        ("DELETE FROM audit_entries WHERE seal_no = 1", Found(MISSING, 1)),
        ("DELETE FROM audit_entries WHERE seal_no = 3", Found(MISSING, 3)),
        ("UPDATE audit_entries SET seal_no = NULL, seal_hash = NULL WHERE seal_no = 2", Found(MISSING, 2)),
        (f"UPDATE audit_entries SET community_id = '{THERE}' WHERE seal_no = 2", Found(MISSING, 2)),
    ],
)
async def test_a_line_that_is_altered_removed_or_moved_is_found(
    five: Database, statement: str, found: Found
) -> None:
    tamper(five, statement)
    findings = await walk()
    assert (findings.found, findings.reached.number) == (found, found.number - 1)


async def test_two_lines_that_change_places_are_found(five: Database) -> None:
    tamper(
        five,
        "UPDATE audit_entries SET seal_no = 99 WHERE seal_no = 2",
        "UPDATE audit_entries SET seal_no = 2 WHERE seal_no = 4",
        "UPDATE audit_entries SET seal_no = 4 WHERE seal_no = 99",
    )
    assert (await walk()).found == Found(ALTERED, 2)


async def test_a_line_that_is_removed_with_those_after_it_renumbered_is_found(five: Database) -> None:
    tamper(
        five,
        "DELETE FROM audit_entries WHERE seal_no = 2",
        *(
            f"UPDATE audit_entries SET seal_no = {number - 1} WHERE seal_no = {number}"
            for number in (3, 4, 5)
        ),
    )
    assert (await walk()).found == Found(ALTERED, 2)


async def test_the_last_lines_cut_off_are_found_by_who_noted_the_seal(five: Database) -> None:
    noted = (await walk()).reached
    tamper(five, "DELETE FROM audit_entries WHERE seal_no > 3")
    assert (await walk()).found is None, "nothing in what is left says that there was more"
    assert (await walk(known=noted)).found == Found(CUT, 4)


async def test_lines_written_anew_after_a_cut_are_found_by_who_noted_the_seal(five: Database) -> None:
    noted = (await walk()).reached
    tamper(five, "DELETE FROM audit_entries WHERE seal_no > 3")
    for _ in range(3):
        await write(HERE, "offer.lapsed")
    assert await seal() == 3
    assert (await walk()).found is None
    assert (await walk(known=noted)).found == Found(ALTERED, 5)


async def test_a_chain_that_is_computed_again_without_the_key_is_found(five: Database) -> None:
    async with unit_of_work(HERE) as db:
        [first] = [await db.get_one(AuditEntry, key) for (key,) in five.sql(_FIRST)]
        line = line_of(first)
    forged = next_seal(Seal(0, b"a start that somebody without the key would guess"), line, keyed)
    tamper(five, f"UPDATE audit_entries SET seal_hash = '\\x{forged.hash.hex()}' WHERE seal_no = 1")
    assert (await walk()).found == Found(ALTERED, 1)


_FIRST = "SELECT id FROM audit_entries WHERE seal_no = 1"


async def test_more_lines_than_a_batch_are_sealed_in_order(connected: Database) -> None:
    async with unit_of_work(HERE) as db:
        db.add_all(
            AuditEntry(
                community_id=HERE, at=clock.now(), actor_kind="system", action="a.b", subject_kind="offer"
            )
            for _ in range(BATCH + 7)
        )
    assert [await seal(), await seal(), await seal()] == [BATCH, 7, 0]
    findings = await walk()
    assert (findings.reached.number, findings.found) == (BATCH + 7, None)


async def test_each_night_the_chain_is_walked_and_what_was_found_is_kept(five: Database) -> None:
    at = clock.now()
    async with unit_of_work(HERE) as db:
        await service.verify_and_note(db, HERE, at)
    assert five.sql("SELECT seal_no, fault, fault_no, at FROM audit_checks") == [(5, None, None, at)]

    tamper(five, "DELETE FROM audit_entries WHERE seal_no > 3")
    for later in (1, 2):
        async with unit_of_work(HERE) as db:
            await service.verify_and_note(db, HERE, at + timedelta(days=later))
    kept = five.sql("SELECT seal_no, fault, fault_no, at FROM audit_checks")
    assert kept == [(5, "cut_short", 4, at + timedelta(days=2))], "a night later it is not forgotten"


UNSEAL = "UPDATE audit_entries SET seal_no = NULL, seal_hash = NULL WHERE seal_no >= 3"
REWRITE = "UPDATE audit_entries SET action = 'offer.never_made' WHERE action = 'offer.made_2'"
BACK = (
    "UPDATE audit_checks SET (seal_no, seal_hash) ="
    " (SELECT seal_no, seal_hash FROM audit_entries WHERE seal_no = 2)"
)


async def night(at: datetime) -> Findings:
    async with unit_of_work(HERE) as db:
        return await service.verify_and_note(db, HERE, at)


@pytest.mark.parametrize(
    ("attack", "found"),
    [
        ((UNSEAL,), Found(CUT, 3)),
        ((BACK, UNSEAL, REWRITE), Found(ALTERED, 1)),
        (("DELETE FROM audit_checks", UNSEAL, REWRITE), Found(ALTERED, 1)),
    ],
    ids=["seals taken away", "and the note moved back", "and the note taken away"],
)
async def test_the_server_seals_nothing_that_lost_its_seal_and_says_so_every_night(
    five: Database, attack: tuple[str, ...], found: Found
) -> None:
    assert (await night(clock.now())).found is None
    tamper(five, *attack)
    kept = five.sql("SELECT * FROM audit_entries ORDER BY id")
    assert await seal() == 0
    assert five.sql("SELECT * FROM audit_entries ORDER BY id") == kept
    for later in (0, 1):
        assert (await night(clock.now() + timedelta(days=later))).found == found
    assert (await walk()).found == found, "as the operator asks for it"


async def test_a_server_that_slept_seals_what_was_written_before(
    five: Database, shift_clock: ShiftClock
) -> None:
    assert (await night(clock.now())).found is None
    await write(HERE, "offer.made_6")
    shift_clock(days=30)
    assert await seal() == 1
    assert (await night(clock.now())).found is None
