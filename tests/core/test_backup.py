"""The database is lost, and everything comes back; or nothing at all is touched."""

import json
import tarfile
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from api.core import clock, crypto
from api.core.db import app_url, plain_url
from api.core.settings import settings
from tests.audit.test_commands import CPTS, seal_all
from tests.conftest import Database, Maillage

pytestmark = pytest.mark.slow

LOSE = "DROP SCHEMA public CASCADE"


@pytest.fixture
def filled(maillage: Maillage, database: Database) -> Database:
    """A database with a community, an account with sealed columns, and a sealed trail."""
    assert maillage("community", "create", *CPTS)[0] == 0
    who = ["--email", "ada@vitry.example", "--name", "Ada", "--role", "admin", "--community", "940000001"]
    assert maillage("account", "create", *who)[0] == 0
    seal_all(database)
    return database


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for the links to a password, which no restore gives back."""
    tables = database.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return {
        str(name): database.sql(
            f"SELECT to_jsonb(one) - '{{link_serial,link_until}}'::text[] FROM {name} AS one ORDER BY 1::text"
        )
        for (name,) in tables
    }


def backup_in(maillage: Maillage, folder: Path) -> Path:
    """The one backup that the command makes there."""
    code, out, err = maillage("backup", str(folder))
    assert (code, err) == (0, [])
    [path] = folder.glob("maillage-*.tar")
    assert out[0].startswith(f"{path} : ")
    return path


def test_a_database_that_is_lost_comes_back_whole(
    maillage: Maillage, filled: Database, tmp_path: Path
) -> None:
    path = backup_in(maillage, tmp_path / "sauvegardes")
    before = everything(filled)
    assert len(before["accounts"]) == 1

    filled.sql(LOSE)
    filled.sql("CREATE SCHEMA public")
    code, out, err = maillage("restore", str(path))
    assert (code, err) == (0, [])
    assert out[0].startswith("La base est celle du 20")
    assert everything(filled) == before
    assert maillage("audit", "verify")[1][0] == "Vitry : 4 lignes intactes."
    # The application's role has its rights again, and no more than these.
    with psycopg.connect(plain_url(app_url(filled.owner_url)), autocommit=True) as connection:
        assert connection.execute("SELECT count(*) FROM accounts").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM audit_entries").fetchone() == (0,), (
            "row-level security"
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM audit_entries")
    assert maillage("keys", "list")[1] == ["k1 : 2 valeurs, la clé actuelle"]


def test_what_was_written_after_the_backup_is_gone_when_it_replaces(
    maillage: Maillage, filled: Database, tmp_path: Path
) -> None:
    path = backup_in(maillage, tmp_path)
    before = everything(filled)
    filled.sql("UPDATE communities SET short_name = 'Ivry'")
    filled.sql("CREATE TABLE stray (id int)")
    later = everything(filled)

    code, out, err = maillage("restore", str(path))
    assert (code, out) == (2, [])
    assert err == ["La base n’est pas vide : ajoutez --replace pour remplacer tout ce qu’elle contient."]
    assert everything(filled) == later
    assert maillage("restore", str(path), "--replace")[0] == 0
    assert everything(filled) == before


def test_what_is_replaced_is_saved_first_and_what_cannot_be_saved_stays(
    maillage: Maillage, filled: Database, tmp_path: Path
) -> None:
    path = backup_in(maillage, tmp_path)
    filled.sql("UPDATE communities SET short_name = 'Ivry'")
    filled.sql("ALTER TABLE alembic_version RENAME version_num TO lost")
    later, there = everything(filled), set(tmp_path.iterdir())
    code, out, err = maillage("restore", str(path), "--replace")
    assert (code, out) == (2, [])
    assert err[0].startswith("La base à remplacer n’a pas pu être sauvegardée d’abord : ")
    assert (everything(filled), set(tmp_path.iterdir())) == (later, there)

    filled.sql("ALTER TABLE alembic_version RENAME lost TO version_num")
    assert maillage("restore", str(path), "--replace")[0] == 0
    [kept] = set(tmp_path.iterdir()) - there
    assert maillage("restore", str(kept), "--replace")[0] == 0
    assert filled.sql("SELECT short_name FROM communities") == [("Ivry",)]


def test_nothing_is_restored_under_a_maillage_that_runs(
    maillage: Maillage, filled: Database, tmp_path: Path
) -> None:
    path = backup_in(maillage, tmp_path)
    with psycopg.connect(plain_url(app_url(filled.owner_url))):
        code, _, err = maillage("restore", str(path), "--replace")
    assert (code, err) == (2, ["Maillage tourne sur cette base : arrêtez-le d’abord."])


def test_another_key_file_is_refused_and_the_database_stays(
    maillage: Maillage, filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backup_in(maillage, tmp_path)
    before = everything(filled)
    crypto.load_keys(tmp_path / "other.json")
    monkeypatch.setattr(settings(), "keys_file", tmp_path / "other.json")
    code, _, err = maillage("restore", str(path), "--replace")
    assert code == 2
    assert err[0].startswith("Le fichier de clés n’est pas celui de cette sauvegarde")
    assert everything(filled) == before


@pytest.mark.parametrize("harm", ["cut", "changed", "something else", "absent"])
def test_a_file_that_is_not_whole_is_refused_and_the_database_stays(
    maillage: Maillage, filled: Database, tmp_path: Path, harm: str
) -> None:
    path = backup_in(maillage, tmp_path)
    before = everything(filled)
    content = bytearray(path.read_bytes())
    if harm == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif harm == "changed":
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    elif harm == "something else":
        path.write_text("courses : lait, pain")
    else:
        path.unlink()
    code, out, err = maillage("restore", str(path), "--replace")
    assert (code, out, len(err)) == (2, [], 1)
    assert str(path) in err[0]
    assert everything(filled) == before


def test_a_backup_holds_no_key_and_is_its_owners_alone(
    maillage: Maillage, filled: Database, tmp_path: Path
) -> None:
    path = backup_in(maillage, tmp_path)
    assert path.stat().st_mode & 0o077 == 0
    with tarfile.open(path) as tar:
        manifest = json.loads(tar.extractfile("manifest.json").read())  # type: ignore[union-attr]  # a file
        names = tar.getnames()
    assert names == ["manifest.json", "database.dump"]
    content = json.loads(settings().keys_file.read_text())
    for secret in (content["fixed"], *content["keys"].values()):
        assert secret.encode() not in path.read_bytes()
        assert secret not in json.dumps(manifest)
        assert secret not in str(everything(filled)), "nor does the database, whose dump is compressed"


def test_backups_older_than_35_days_go_and_no_other_file_does(
    maillage: Maillage, filled: Database, tmp_path: Path
) -> None:
    day = "maillage-{:%Y%m%dT%H%M%SZ}.tar"
    old, kept = (tmp_path / day.format(clock.now() - timedelta(days=days)) for days in (36, 34))
    notes = tmp_path / "maillage-notes.tar"
    for path in (old, kept, notes):
        path.touch()
    code, out, _ = maillage("backup", str(tmp_path))
    assert (code, out[1]) == (0, f"{old} avait plus de 35 jours : supprimée.")
    assert [path.exists() for path in (old, kept, notes)] == [False, True, True]


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_left(
    maillage: Maillage, filled: Database, tmp_path: Path
) -> None:
    place = tmp_path / "file"
    place.write_text("")
    code, _, err = maillage("backup", str(place))
    assert code == 2
    assert err[0].startswith(f"{place} ne peut pas recevoir la sauvegarde")
    assert list(tmp_path.iterdir()) == [place]
