"""All of the database in one file, and back. The key file is never in it: it is kept elsewhere, by itself.

The file is a tar of `manifest.json` (when, which version, which keys, how many rows, the dump's SHA-256) and
`database.dump` (pg_dump's own format). It is written whole or not at all, and readable by its owner alone.
"""

import hashlib
import json
import os
import re
import subprocess
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
from psycopg import conninfo, sql

from api.core import clock, crypto, migrate
from api.core.db import APP_ROLE, plain_url
from api.core.operator import CommandRefused
from api.core.pgbinaries import find

EXPIRES = timedelta(days=35)
"""How long a backup may outlive the erasure of somebody's identity (domain rules §7.2 point 5)."""

_NAME = re.compile(r"maillage-(\d{8}T\d{6}Z)\.tar")
_STAMP = "%Y%m%dT%H%M%SZ"
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}
_MANIFEST, _DUMP = "manifest.json", "database.dump"


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `rows`: how many each table holds, in the very instant of the dump."""

    made_at: str
    revisions: list[str]
    key_ids: list[str]
    key_mark: str
    rows: dict[str, int]
    dump_sha256: str


def save(owner_url: str, folder: Path) -> tuple[Path, Manifest, list[Path]]:
    """Write a backup into the folder, then delete those there that are older than `EXPIRES`: its path, what
    it says of itself, and those deleted. Work goes on meanwhile. Raises CommandRefused."""
    at = clock.now().astimezone(UTC)
    path = folder / f"maillage-{at.strftime(_STAMP)}.tar"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".maillage-") as draft:
            manifest = _dumped(owner_url, at, Path(draft) / _DUMP)
            whole = Path(draft) / path.name
            _packed(whole, manifest, Path(draft) / _DUMP)
            whole.replace(path)
    except OSError as error:
        raise CommandRefused(f"{folder} ne peut pas recevoir la sauvegarde ({error.strerror}).") from error
    return path, manifest, _expire(folder, at)


def _dumped(owner_url: str, at: datetime, dump: Path) -> Manifest:
    """Dump the database; what its manifest says. Rows are counted in the snapshot that is dumped."""
    with psycopg.connect(plain_url(owner_url)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert snapshot is not None  # noqa: S101  a function gives a row
        arguments = ["--format=custom", "--no-owner", f"--snapshot={snapshot[0]}", f"--file={dump}"]
        _run("pg_dump", owner_url, *arguments)
        rows = _rows(connection)
        revisions = sorted(name for (name,) in connection.execute("SELECT version_num FROM alembic_version"))
    return Manifest(
        made_at=at.isoformat(timespec="seconds"),
        revisions=revisions,
        key_ids=sorted(crypto.keys().by_id),
        key_mark=_key_mark(),
        rows=rows,
        dump_sha256=_digest(dump),
    )


def _packed(whole: Path, manifest: Manifest, dump: Path) -> None:
    whole.touch(mode=0o600)
    with whole.open("wb") as out:
        with tarfile.open(fileobj=out, mode="w") as tar:
            said = json.dumps(asdict(manifest), indent=2).encode()
            entry = tarfile.TarInfo(_MANIFEST)
            entry.size, entry.mode = len(said), 0o600
            tar.addfile(entry, BytesIO(said))
            tar.add(dump, _DUMP)
        out.flush()
        os.fsync(out.fileno())


def _expire(folder: Path, at: datetime) -> list[Path]:
    """Delete the backups of this folder that are too old; no other file."""
    gone = []
    for path in sorted(folder.iterdir()):
        if (named := _NAME.fullmatch(path.name)) is None:
            continue
        if datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC) < at - EXPIRES:
            path.unlink()
            gone.append(path)
    return gone


def restore(owner_url: str, path: Path, *, replace: bool = False) -> Manifest:
    """Bring the whole database back to what the backup holds, then to the present version: all or nothing.

    A database that holds something is left alone unless `replace`. Raises CommandRefused when the file is not
    whole, when the key file is not the one that it was made with, when the database is not empty, or when
    Maillage runs on it.
    """
    with tempfile.TemporaryDirectory(prefix="maillage-") as draft:
        manifest = _unpacked(path, Path(draft))
        if manifest.key_mark != _key_mark() or not set(manifest.key_ids) <= set(crypto.keys().by_id):
            raise CommandRefused(
                "Le fichier de clés n’est pas celui de cette sauvegarde : remettez le sien en place "
                f"(clés {', '.join(manifest.key_ids)}), sinon ses données resteraient illisibles."
            )
        _look(owner_url, replace)
        migrate.ensure_application_role(owner_url)
        script = Path(draft) / "restore.sql"
        _run(
            "pg_restore", owner_url, "--no-owner", f"--file={script}", str(Path(draft) / _DUMP), connect=False
        )
        empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
        quiet = [
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null",
        ]
        _run("psql", owner_url, *quiet, f"--command={empty}", f"--file={script}")
    with psycopg.connect(plain_url(owner_url)) as connection:
        if (rows := _rows(connection)) != manifest.rows:
            wrong = sorted(name for name in rows | manifest.rows if rows.get(name) != manifest.rows.get(name))
            raise CommandRefused(f"La base restaurée n’est pas celle sauvegardée ({', '.join(wrong)}).")
    migrate.run(owner_url)
    return manifest


def _unpacked(path: Path, into: Path) -> Manifest:
    """Take the file apart; what it says of itself, once its dump agrees with it."""
    try:
        with tarfile.open(path) as tar:
            tar.extractall(into, filter="data")
        manifest = Manifest(**json.loads((into / _MANIFEST).read_text()))
        whole = manifest.dump_sha256 == _digest(into / _DUMP)
    except FileNotFoundError as error:
        raise CommandRefused(f"{path} n’existe pas ou n’est pas une sauvegarde de Maillage.") from error
    except (OSError, ValueError, TypeError, tarfile.TarError) as error:
        raise CommandRefused(f"{path} n’est pas une sauvegarde de Maillage.") from error
    if not whole:
        raise CommandRefused(f"{path} est abîmée : prenez-en une autre.")
    return manifest


def _look(owner_url: str, replace: bool) -> None:
    """Refuse a database that holds something, or on which somebody works."""
    with psycopg.connect(plain_url(owner_url), autocommit=True) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        busy = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = %s",
            [APP_ROLE],
        ).fetchone()
    if busy != (0,):
        raise CommandRefused("Maillage tourne sur cette base : arrêtez-le d’abord.")
    if tables != (0,) and not replace:
        raise CommandRefused(
            "La base n’est pas vide : ajoutez --replace pour remplacer tout ce qu’elle contient."
        )


def _rows(connection: psycopg.Connection) -> dict[str, int]:
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    counted: dict[str, int] = {}
    for (name,) in tables.fetchall():
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        counted[name] = 0 if row is None else row[0]
    return counted


def _key_mark() -> str:
    """What tells two key files apart, and nothing else about them."""
    return crypto.keyed_hash("backup", b"which key file").hex()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _run(program: str, owner_url: str, *arguments: str, connect: bool = True) -> None:
    """Run one of PostgreSQL's programs. Its password is in its environment, where no other user sees it."""
    binary = find().folder / program
    if not binary.is_file():
        raise CommandRefused(f"Il manque le programme « {program} » de PostgreSQL dans {binary.parent}.")
    asked: dict[str, Any] = conninfo.conninfo_to_dict(plain_url(owner_url)) if connect else {}
    given = {_VARIABLES[key]: str(value) for key, value in asked.items() if key in _VARIABLES}
    done = subprocess.run(  # noqa: S603  a program of ours, on a file of ours
        [binary, *arguments], env={**os.environ, **given}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["sans un mot"]
        raise CommandRefused(f"{program} a échoué ({said[0]}).")
