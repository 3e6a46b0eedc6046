"""The embedded PostgreSQL, started, killed and refused for real."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from api.core import devdb
from api.core.pgbinaries import StartRefused

AS_ROOT = os.geteuid() == 0
PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that the unprivileged user can reach, which pytest's own (mode 0700) is not."""
    parent = Path(tempfile.mkdtemp(prefix="maillage-test-"))
    parent.chmod(0o755)
    yield parent / "data"
    shutil.rmtree(parent)


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True)


def start_elsewhere(folder: Path) -> tuple[subprocess.Popen[str], str, int]:
    """A process of its own that starts the database, commits one row, leaves one uncommitted, and stays."""
    code = """
        import sys, time, psycopg
        from pathlib import Path
        from api.core import devdb
        server = devdb.start(Path(sys.argv[1]))
        with psycopg.connect(server.url.replace("+psycopg", "")) as db:
            db.execute("CREATE TABLE kept (word text)")
            db.execute("INSERT INTO kept VALUES ('committed')")
            db.commit()
            db.execute("INSERT INTO kept VALUES ('not committed')")
            print(server.url, server.pid, flush=True)
            time.sleep(600)
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    )
    url, pid = process.stdout.readline().split()
    return process, url, int(pid)


def gone(pid: int, within: float) -> bool:
    """Whether the process ends within so many seconds (a zombie has ended)."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            if ") Z " in Path(f"/proc/{pid}/stat").read_text():
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        threading.Event().wait(0.02)
    return False


def test_it_answers_in_utf8_and_knows_accents(folder: Path) -> None:
    with devdb.embedded(folder) as url, connect(url) as db:
        assert db.execute("SELECT lower('ÉLISE')").fetchone() == ("élise",)
        assert db.execute("SHOW fsync").fetchone() == ("on",)
        assert db.execute("SHOW listen_addresses").fetchone() == ("",)


def test_the_extensions_that_the_migrations_need_are_there(folder: Path) -> None:
    with devdb.embedded(folder) as url, connect(url) as db:
        for name in ("btree_gist", "cube", "earthdistance", "unaccent", "pg_trgm"):
            db.execute(f"CREATE EXTENSION {name}")


def test_it_stops_with_its_block_and_keeps_its_rows(folder: Path) -> None:
    with devdb.embedded(folder) as url, connect(url) as db:
        db.execute("CREATE TABLE kept AS SELECT 7 AS number")
    with pytest.raises(psycopg.OperationalError):
        connect(url)
    with devdb.embedded(folder) as url, connect(url) as db:
        assert db.execute("SELECT number FROM kept").fetchone() == (7,)


def test_nobody_connects_without_the_password(folder: Path) -> None:
    with devdb.embedded(folder) as url:
        password = (folder / "postgres" / "password").read_text()
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            connect(url.replace(password, "wrong"))
        assert (folder / "postgres" / "password").stat().st_mode & 0o077 == 0


def test_a_killed_parent_takes_the_server_along_and_loses_no_committed_row(folder: Path) -> None:
    process, _, postmaster = start_elsewhere(folder)
    process.kill()
    process.wait()
    with devdb.embedded(folder) as url, connect(url) as db:  # at once: start waits for the former one
        assert gone(postmaster, within=0.1)
        assert db.execute("SELECT word FROM kept").fetchall() == [("committed",)]


def test_it_starts_again_after_the_postmaster_itself_was_killed(folder: Path) -> None:
    process, _, postmaster = start_elsewhere(folder)
    os.kill(postmaster, signal.SIGKILL)
    process.kill()
    process.wait()
    with devdb.embedded(folder) as url, connect(url) as db:
        assert db.execute("SELECT word FROM kept").fetchall() == [("committed",)]


def test_a_lock_file_that_names_a_stranger_does_not_stop_it(folder: Path) -> None:
    """After a restart of a container, the former postmaster's number belongs to another process."""
    with devdb.embedded(folder):
        pass
    stale = folder / "postgres" / "cluster" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n1\n5432\n\n\n 0 0\nready\n")
    with devdb.embedded(folder) as url, connect(url) as db:
        assert db.execute("SELECT 1").fetchone() == (1,)


def test_a_folder_in_use_is_refused_and_its_holder_named(folder: Path) -> None:
    process, url, postmaster = start_elsewhere(folder)
    try:
        with pytest.raises(StartRefused, match=f"déjà utilisée.*processus {process.pid}.*MAILLAGE_DATA="):
            devdb.start(folder)
        with connect(url) as db:
            assert db.execute("SELECT count(*) FROM kept").fetchone() == (1,)
    finally:
        process.terminate()
        process.wait()
        assert gone(postmaster, within=10)


def test_a_command_beside_the_server_finds_its_database(folder: Path) -> None:
    with devdb.embedded(folder) as url:
        assert devdb.running(folder) == url
    assert devdb.running(folder) is None


def test_a_folder_that_cannot_be_written_is_refused_in_one_sentence(folder: Path) -> None:
    folder.parent.joinpath("file").write_text("not a folder")
    with pytest.raises(StartRefused, match="ne peut pas être écrit") as refused:
        devdb.start(folder.parent / "file" / "data")
    assert "MAILLAGE_DATA=" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert folder.parent.joinpath("file").read_text() == "not a folder"


def test_a_private_parent_sends_root_to_the_temporary_folder(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder.parent.chmod(0o700)
    server = devdb.start(folder)
    try:
        said = capfd.readouterr().err
        with connect(server.url) as db:
            assert db.execute("SELECT 1").fetchone() == (1,)
        if AS_ROOT:
            assert not server.folder.is_relative_to(folder)
            assert said.count("\n") == 1
            assert str(server.folder.parent) in said
        else:
            assert server.folder.is_relative_to(folder)
            assert said == ""
    finally:
        server.stop()
        if AS_ROOT:
            shutil.rmtree(server.folder.parent)


def test_a_database_that_went_out_of_reach_is_not_replaced_by_an_empty_one(folder: Path) -> None:
    with devdb.embedded(folder) as url, connect(url) as db:
        db.execute("CREATE TABLE kept AS SELECT 7 AS number")
    folder.parent.chmod(0o700)
    if AS_ROOT:
        with pytest.raises(StartRefused, match=r"n’a plus accès.*chmod"):
            devdb.start(folder)
        folder.parent.chmod(0o755)
    with devdb.embedded(folder) as url, connect(url) as db:
        assert db.execute("SELECT number FROM kept").fetchone() == (7,)


def test_a_path_too_long_for_a_socket_still_works(folder: Path) -> None:
    deep = folder.joinpath(*["a-folder-with-a-long-name"] * 4)
    for parent in reversed(deep.relative_to(folder.parent).parents):
        folder.parent.joinpath(parent).mkdir(exist_ok=True)
    with devdb.embedded(deep) as url, connect(url) as db:
        assert db.execute("SELECT 1").fetchone() == (1,)
        sockets = Path(db.info.host)
    shutil.rmtree(sockets.parent)


def test_a_cluster_of_another_major_version_is_refused_untouched(folder: Path) -> None:
    with devdb.embedded(folder):
        pass
    version = folder / "postgres" / "cluster" / "PG_VERSION"
    version.write_text("12\n")
    with pytest.raises(StartRefused, match=r"PostgreSQL 12 est introuvable.*PG_BIN"):
        devdb.start(folder)
    assert version.read_text() == "12\n"


def test_a_wrong_pg_bin_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", "/nowhere")
    with pytest.raises(StartRefused, match="PG_BIN=/nowhere"):
        devdb.start(folder)


def test_a_short_lived_thread_may_not_start_it(folder: Path) -> None:
    """The server would die with the thread; better an error at once than a database that vanishes."""
    caught: list[BaseException] = []

    def attempt() -> None:
        try:
            devdb.start(folder)
        except RuntimeError as error:
            caught.append(error)

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    assert len(caught) == 1
    assert not folder.exists()
