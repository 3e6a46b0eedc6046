"""An older backup is restored: who was forgotten since it was made stays forgotten."""

import os
import sys
from pathlib import Path

import anyio
import pytest
from sqlalchemy.exc import DBAPIError

from api import worker
from api.core import clock
from api.core.db import unit_of_work
from api.identity.tables import Community
from api.referrals.attending_doctor.service import oppositions
from tests.conftest import Database, Maillage
from tests.contract.running import PROJECT, free_port
from tests.dispatch.conftest import awake, coordinator, requester
from tests.people.circles import doctor, nurse
from tests.restoring.scene import STILL_KNOWN, Operator, Scene, backup_in, operator_of
from tests.roles import MakeCommunity, ShiftClock, SignedIn

__all__ = ["awake", "coordinator", "doctor", "nurse", "requester"]
"""Fixtures of other tests."""

pytestmark = pytest.mark.slow

AGAIN = "personnes 3, oppositions 1, accords retirés 1."
NOTHING_CLOSED = (
    "Fermé de nouveau : comptes 0, rôles 0, secrétariats 0, logiciels 0, agendas publiés 0. "
    "Mots de passe changés depuis, gardés : 0."
)
SIGNED_OUT = "Chacun doit se reconnecter ; les liens déjà envoyés (mot de passe, invitation) ne servent plus."


@pytest.fixture
async def scene(
    awake: Community, requester: SignedIn, coordinator: SignedIn, nurse: SignedIn, doctor: SignedIn
) -> Scene:
    """People who are looked after."""
    return await Scene.begun(awake, requester, coordinator, nurse, doctor)


@pytest.fixture
def operator(maillage: Maillage, connected: Database) -> Operator:
    """Who types commands."""
    return operator_of(maillage, connected)


def lose(database: Database) -> None:
    """Everything but the backups."""
    database.sql("DROP SCHEMA public CASCADE")
    database.sql("CREATE SCHEMA public")


async def started(word: str, database: Database) -> tuple[int, list[str]]:
    """How a process that serves ends, which is started by itself; it has to, at once."""
    command = [sys.executable, "-m", "api.cli", word]
    environment = {**os.environ, "DATABASE_URL": database.owner_url, "PORT": str(free_port())}
    with anyio.fail_after(60):  # it is killed then
        done = await anyio.run_process(command, cwd=PROJECT, env=environment, check=False)
    return done.returncode, done.stderr.decode().splitlines()


async def test_what_the_replaced_database_had_forgotten_is_forgotten_again(
    scene: Scene, operator: Operator, connected: Database, tmp_path: Path
) -> None:
    path = await backup_in(operator, tmp_path)
    await scene.forgotten()
    opposed = "SELECT identity_hash, opposed_at FROM attending_doctor_oppositions"
    since = connected.sql(opposed)

    code, out, err = await operator("restore", str(path), "--replace")
    assert (code, err) == (0, [])
    [kept] = set(tmp_path.glob("*.tar")) - {path}
    assert out[1:] == [
        f"Ce qu’elle remplace est dans {kept}, à supprimer dans 35 jours au plus : "
        "« maillage backup » le fait s’il écrit dans ce dossier, sinon c’est à vous.",
        f"Oublié de nouveau, d’après {kept.name} : {AGAIN}",
        NOTHING_CLOSED,
        SIGNED_OUT,
    ]
    await scene.assert_forgotten(connected)
    assert connected.sql(opposed) == since, "it counts from the day on which it was said"
    traced = (
        "SELECT action, count(*) FROM audit_entries WHERE action LIKE '%_again' AND actor_kind = 'system'"
        " GROUP BY action ORDER BY action"
    )
    assert connected.sql(traced) == [
        ("attending_doctor_opposition.remembered_again", 1),
        ("care_circle.taken_back_again", 1),
        ("person.erased_again", 3),
    ]
    # Once more, by the way back: what was replaced is whole, and nothing comes back from it either.
    assert (await operator("restore", str(kept), "--replace"))[0] == 0
    await scene.assert_forgotten(connected)


async def test_of_a_community_that_joined_since_nothing_is_left_and_the_others_are_done(
    scene: Scene,
    operator: Operator,
    connected: Database,
    make_community: MakeCommunity,
    tmp_path: Path,
) -> None:
    path = await backup_in(operator, tmp_path)
    await scene.forgotten()
    joined = await make_community("Ailleurs")
    async with unit_of_work(joined.id) as db:
        await oppositions.remember_hashes(db, joined.id, [b"of somebody there"], clock.now())

    code, out, err = await operator("restore", str(path), "--replace")
    assert (code, err) == (0, [])
    assert out[2].endswith(AGAIN)
    await scene.assert_forgotten(connected)
    assert connected.sql("SELECT id FROM communities") == [(scene.community.id,)]
    assert connected.sql("SELECT DISTINCT community_id FROM attending_doctor_oppositions") == [
        (scene.community.id,)
    ]
    assert (await operator("migrate"))[0] == 0


@pytest.mark.parametrize("begun_anew", [False, True], ids=["lost", "begun anew"])
async def test_without_the_database_the_newest_backup_of_the_folder_tells(
    begun_anew: bool, scene: Scene, operator: Operator, connected: Database, tmp_path: Path
) -> None:
    path = await backup_in(operator, tmp_path)
    await scene.forgotten()
    newer, harmed = await backup_in(operator, tmp_path), await backup_in(operator, tmp_path)
    harmed.write_bytes(harmed.read_bytes()[:-5000])
    lose(connected)
    replace = []
    if begun_anew:
        assert (await operator("migrate"))[0] == 0
        replace = ["--replace"]

    code, out, err = await operator("restore", str(path), *replace)
    assert (code, err) == (0, [])
    assert out[-5:-1] == [
        f"Oublié de nouveau, d’après {newer.name} : {AGAIN}",
        NOTHING_CLOSED,
        SIGNED_OUT,
        f"Ce qui a été oublié depuis ({newer.name}) n’est su de nulle part : refaites-le d’après le registre "
        "du délégué à la protection des données.",
    ]
    await scene.assert_forgotten(connected)


async def test_when_nothing_newer_is_left_it_is_said_and_the_sweep_forgets_what_time_had_erased(
    scene: Scene, operator: Operator, connected: Database, tmp_path: Path, shift_clock: ShiftClock
) -> None:
    path = await backup_in(operator, tmp_path)
    ended = "SELECT person_id IS NULL FROM cases WHERE id = %s"
    shift_clock(days=4 * 31)
    await worker.forget_people(0)
    assert connected.sql(ended, scene.ended["id"]) == [(True,)]
    lose(connected)

    code, out, err = await operator("restore", str(path))
    assert (code, err, len(out)) == (0, [], 4)
    assert out[2].startswith("Ce qui a été oublié depuis (20")
    assert out[2].endswith("refaites-le d’après le registre du délégué à la protection des données.")
    await scene.assert_known(connected)
    assert connected.sql(ended, scene.ended["id"]) == [(False,)]
    await worker.forget_people(0)
    assert connected.sql(ended, scene.ended["id"]) == [(True,)], "by its date, not by what was noted"
    assert connected.sql(STILL_KNOWN) == [(3,)]


async def test_a_restore_that_was_interrupted_is_neither_served_nor_saved_and_done_again(
    scene: Scene, operator: Operator, connected: Database, tmp_path: Path
) -> None:
    connected.sql(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF"
        " current_setting('maillage.fails', true) = 'yes' THEN RAISE 'lost power'; END IF; RETURN NEW; END $$"
    )
    connected.sql("CREATE TRIGGER fails BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION fail()")
    path = await backup_in(operator, tmp_path)
    await scene.forgotten()
    connected.sql(f"ALTER DATABASE {connected.name} SET maillage.fails = 'yes'")
    with pytest.raises(DBAPIError, match="lost power"):
        await operator("restore", str(path), "--replace")
    await scene.assert_known(connected)
    unfinished = [
        "La restauration de cette base n’est pas finie : relancez la même commande, avec --replace."
    ]
    there = set(tmp_path.iterdir())
    lines = connected.sql("SELECT count(*) FROM audit_entries")
    close = ("account", "close", "--email", scene.doctor.email)
    for words in (("migrate",), ("prepare",), ("backup", str(tmp_path)), ("sas-listener",), close):
        code, _, err = await operator(*words)
        assert (code, err) == (2, unfinished), words
    for word in ("web", "worker"):
        assert await started(word, connected) == (2, unfinished), word
    answer = await scene.requester.call("getReadiness")
    assert (answer.status_code, answer.json()["type"]) == (503, "not_ready")
    assert connected.sql("SELECT count(*) FROM audit_entries") == lines
    await scene.assert_known(connected)
    assert set(tmp_path.iterdir()) == there

    connected.sql(f"ALTER DATABASE {connected.name} RESET maillage.fails")
    code, out, err = await operator("restore", str(path), "--replace")
    assert (code, err) == (0, [])
    [kept] = set(tmp_path.glob("*.tar")) - {path}
    assert out[1] == f"Oublié de nouveau, d’après {kept.name} : {AGAIN}"
    await scene.assert_forgotten(connected)
    assert (await scene.requester.call("getReadiness")).status_code == 200
    assert (await operator("migrate"))[0] == 0
