"""`maillage audit verify`, the nightly walk, and what an auditor sees of it."""

import asyncio
import json
from pathlib import Path

import pytest

from api import worker
from api.core.db import app_url, connect, disconnect
from api.identity.tables import Community
from tests.audit.test_chain import tamper
from tests.audit.test_trail import write
from tests.conftest import Database, Maillage
from tests.roles import AsRole


async def test_an_auditor_sees_how_far_the_trail_is_sealed_and_what_the_last_night_found(
    community: Community, as_role: AsRole, connected: Database
) -> None:
    auditor = await as_role("auditor")
    admin = await as_role("admin")
    before = (await auditor.call("getAuditChain")).json()
    assert (before["sealed"], before["checked_at"], before["checked_lines"]) == (0, None, None)
    assert before["unsealed"] > 0

    await worker.seal_trail(0)
    await worker.verify_trail(0)
    after = (await auditor.call("getAuditChain")).json()
    lines = before["unsealed"]
    assert (after["sealed"], after["unsealed"], after["checked_lines"]) == (lines, 0, lines)
    assert (after["fault"], after["fault_at_line"]) == (None, None)
    assert after["checked_at"] is not None
    assert (await admin.call("getAuditChain")).json() == after

    tamper(connected, "DELETE FROM audit_entries WHERE seal_no = 2")
    await worker.verify_trail(0)
    broken = (await auditor.call("getAuditChain")).json()
    assert (broken["fault"], broken["fault_at_line"], broken["checked_lines"]) == ("missing", 2, 1)


@pytest.mark.parametrize("role", ["professional", "coordinator", "requester"])
async def test_nobody_else_sees_the_chain(as_role: AsRole, role: str) -> None:
    assert (await (await as_role(role)).call("getAuditChain")).status_code == 403


CPTS = ["--finess", "940000001", "--name", "CPTS de Vitry", "--short-name", "Vitry", "--commune", "94081"]


def test_the_operator_verifies_every_chain_and_notes_its_seals(
    maillage: Maillage, database: Database, tmp_path: Path
) -> None:
    heads = tmp_path / "sceaux.json"
    assert maillage("community", "create", *CPTS)[0] == 0
    code, out, _ = maillage("audit", "verify", "--heads", str(heads))
    assert (code, out[0]) == (0, "Vitry : 0 lignes intactes, 1 pas encore scellées.")
    assert len(json.loads(heads.read_text())) == 2, "the community's, and that of what belongs to none"


def test_a_chain_that_was_touched_is_said_with_code_1_and_the_note_is_kept(
    maillage: Maillage, database: Database, tmp_path: Path
) -> None:
    heads = tmp_path / "sceaux.json"
    assert maillage("community", "create", *CPTS)[0] == 0
    seal_all(database)
    assert maillage("audit", "verify", "--heads", str(heads))[0] == 0
    noted = heads.read_text()

    tamper(database, "UPDATE audit_entries SET action = 'x' WHERE community_id IS NOT NULL")
    code, out, _ = maillage("audit", "verify", "--heads", str(heads))
    assert (code, out[0]) == (1, "Vitry : CHAÎNE ROMPUE, la ligne 1, ou son sceau, a été changée.")
    tamper(database, "DELETE FROM audit_entries WHERE community_id IS NOT NULL")
    assert maillage("audit", "verify")[0] == 0, "without a note, and before the first night"
    code, out, _ = maillage("audit", "verify", "--heads", str(heads))
    assert (code, out[0]) == (1, "Vitry : CHAÎNE ROMPUE, les lignes à partir de 1 ont disparu.")
    assert heads.read_text() == noted


def test_a_chain_that_disappeared_whole_with_its_community_is_missed(
    maillage: Maillage, database: Database, tmp_path: Path
) -> None:
    heads = tmp_path / "sceaux.json"
    assert maillage("community", "create", *CPTS)[0] == 0
    seal_all(database)
    assert maillage("audit", "verify", "--heads", str(heads))[0] == 0
    noted = heads.read_text()
    for table in ("audit_entries", "audit_checks", "communities"):
        of = "id" if table == "communities" else "community_id"
        gone = f"DELETE FROM {table} WHERE {of} IS NOT NULL"
        database.sql(f"DO $$ BEGIN SET LOCAL session_replication_role = replica; {gone}; END $$")
    code, out, _ = maillage("audit", "verify", "--heads", str(heads))
    assert code == 1
    assert [line for line in out if line.startswith("CPTS disparue") and "CHAÎNE ROMPUE" in line]
    assert heads.read_text() == noted, "the note stays as it was"


def test_lines_cut_off_since_the_last_night_are_found_without_a_note(
    maillage: Maillage, database: Database
) -> None:
    assert maillage("community", "create", *CPTS)[0] == 0
    seal_all(database)
    seal_all(database, night=True)
    assert maillage("audit", "verify")[0] == 0
    tamper(database, "DELETE FROM audit_entries WHERE community_id IS NOT NULL")
    for _ in range(2):
        code, out, _ = maillage("audit", "verify")
        assert (code, out[0]) == (1, "Vitry : CHAÎNE ROMPUE, les lignes à partir de 1 ont disparu.")
        seal_all(database, night=True)  # the server has seen it too, and remembers how far the chain went


def seal_all(database: Database, *, night: bool = False) -> None:
    """What the worker does every ten seconds; at night it walks the chains."""

    async def seal() -> None:
        connect(app_url(database.owner_url))
        try:
            await (worker.verify_trail if night else worker.seal_trail)(0)
        finally:
            await disconnect()

    asyncio.run(seal())


def test_a_file_that_is_no_note_of_seals_is_refused_and_left_as_it_was(
    maillage: Maillage, tmp_path: Path
) -> None:
    heads = tmp_path / "notes.txt"
    heads.write_text("courses : lait, pain")
    code, out, err = maillage("audit", "verify", "--heads", str(heads))
    assert (code, out) == (2, [])
    assert err == [f"--heads : {heads} n’est pas un relevé de sceaux de cette commande"]
    assert heads.read_text() == "courses : lait, pain"


async def test_the_trail_leaves_as_a_table_of_ids_with_each_seal_and_that_is_a_line_of_it(
    community: Community, as_role: AsRole, connected: Database
) -> None:
    auditor = await as_role("auditor")
    for action in ("offer.made", "offer.made", "offer.lapsed"):
        await write(community.id, action)
    await worker.seal_trail(0)
    answer = await auditor.call("exportAuditEntries", params={"action": "offer.made"})
    titles, *lines = answer.text.removeprefix("\ufeff").splitlines()
    assert titles.startswith("Numéro;Instant (UTC);")
    stored = connected.sql(
        "SELECT seal_no, seal_hash, actor_id FROM audit_entries WHERE action = 'offer.made' ORDER BY at, id"
    )
    assert len(stored) == len(lines) == 2
    for (number, seal, actor), line in zip(stored, lines, strict=True):
        cells = line.split(";")
        assert (cells[0], cells[3], cells[-1]) == (str(number), str(actor), bytes(seal).hex())  # type: ignore[call-overload]  # bytea
    taken = connected.sql("SELECT detail FROM audit_entries WHERE action = 'audit.exported'")
    assert taken == [({"action": "offer.made"},)]
