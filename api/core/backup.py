"""All of the database in one file, and back. The key file is never in it: it is kept elsewhere, by itself.

The file is a tar of `manifest.json` (when, which version, which keys, how many rows, the dump's SHA-256) and
`database.dump` (pg_dump's own format). It is written whole or not at all, and readable by its owner alone.
"""

import hashlib
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import psycopg
from psycopg import sql

from api.core import clock, crypto, migrate
from api.core.db import APP_ROLE, plain_url
from api.core.dumps import Row, rows_of, run
from api.core.operator import CommandRefused
from api.core.unfinished import MARK, is_unfinished, refuse_unfinished

EXPIRES = timedelta(days=35)
"""How long a backup may outlive the erasure of somebody's identity (domain rules §7.2 point 5)."""

_NAME = re.compile(r"maillage-(\d{8}T\d{6}Z)\.tar")
_STAMP = "%Y%m%dT%H%M%SZ"
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


@dataclass(frozen=True)
class Restored:
    """A database that holds what a backup held, before what came after is done."""

    manifest: Manifest
    kept: Path | None
    """The backup that was made first of what it replaces; None of a database that held no Maillage."""
    newest: Path | None
    """The newest whole backup in the folder that goes on from this one (`kept`, as a rule)."""


def save(owner_url: str, folder: Path) -> tuple[Path, Manifest, list[Path]]:
    """Write a backup into the folder, then delete those there that are older than `EXPIRES`: its path, what
    it says of itself, and those deleted. Work goes on meanwhile. Raises CommandRefused."""
    path, manifest = _write(owner_url, folder)
    return path, manifest, _expire(folder, clock.now().astimezone(UTC))


def _write(owner_url: str, folder: Path) -> tuple[Path, Manifest]:
    """Write a backup into the folder; never over another one, nor under the name of an earlier instant."""
    refuse_unfinished(owner_url)
    at = clock.now().astimezone(UTC)
    while (path := folder / f"maillage-{at.strftime(_STAMP)}.tar").exists():
        at += timedelta(seconds=1)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".maillage-") as draft:
            manifest = _dumped(owner_url, at, Path(draft) / _DUMP)
            whole = Path(draft) / path.name
            _packed(whole, manifest, Path(draft) / _DUMP)
            whole.replace(path)
    except OSError as error:
        raise CommandRefused(f"{folder} ne peut pas recevoir la sauvegarde ({error.strerror}).") from error
    return path, manifest


def _dumped(owner_url: str, at: datetime, dump: Path) -> Manifest:
    """Dump the database; what its manifest says. Rows are counted in the snapshot that is dumped."""
    with psycopg.connect(plain_url(owner_url)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert snapshot is not None  # noqa: S101  a function gives a row
        arguments = ["--format=custom", "--no-owner", f"--snapshot={snapshot[0]}", f"--file={dump}"]
        run("pg_dump", owner_url, *arguments)
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
        if (made_at := _made_at(path)) is not None and made_at < at - EXPIRES:
            path.unlink()
            gone.append(path)
    return gone


def _made_at(path: Path) -> datetime | None:
    """When a backup was made, by its name; None of any other file."""
    named = _NAME.fullmatch(path.name)
    return None if named is None else datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)


@contextmanager
def restored(owner_url: str, path: Path, *, replace: bool = False) -> Iterator[Restored]:
    """Bring the whole database back to what the backup holds, then to the present version: all or nothing.
    Inside, the caller does what has to be done before anybody works on it again; if that fails, or the
    machine does, the database is not served (`refuse_unfinished`) until it is restored again.

    A database that holds something is left alone unless `replace`; a Maillage is then saved first, beside the
    file. Raises CommandRefused when the file is not whole, when the key file is not the one that it was made
    with, when the database is not empty or cannot be saved, or when Maillage runs on it.
    """
    with tempfile.TemporaryDirectory(prefix="maillage-") as draft:
        manifest = _unpacked(path, Path(draft))
        if not _same_keys(manifest):
            raise CommandRefused(
                "Le fichier de clés n’est pas celui de cette sauvegarde : remettez le sien en place "
                f"(clés {', '.join(manifest.key_ids)}), sinon ses données resteraient illisibles."
            )
        kept = _keep(owner_url, path.parent) if _look(owner_url, replace) else None
        newest = _newest(path, manifest, Path(draft) / _DUMP)
        _put_back(owner_url, Path(draft))
    with psycopg.connect(plain_url(owner_url)) as connection:
        if (rows := _rows(connection)) != manifest.rows:
            wrong = sorted(name for name in rows | manifest.rows if rows.get(name) != manifest.rows.get(name))
            raise CommandRefused(f"La base restaurée n’est pas celle sauvegardée ({', '.join(wrong)}).")
    migrate.run(owner_url)
    yield Restored(manifest, kept, newest)
    with psycopg.connect(plain_url(owner_url), autocommit=True) as connection:
        connection.execute("COMMENT ON SCHEMA public IS NULL")


def rows_in(path: Path, tables: Collection[str]) -> dict[str, list[Row]]:
    """The rows of these tables in a backup. CommandRefused when it is not whole."""
    with tempfile.TemporaryDirectory(prefix="maillage-") as draft:
        _unpacked(path, Path(draft))
        return rows_of(Path(draft) / _DUMP, tables)


def _keep(owner_url: str, folder: Path) -> Path:
    """Save the database that is about to be replaced: what was forgotten in it is known from nowhere else."""
    try:
        return _write(owner_url, folder)[0]
    except (CommandRefused, psycopg.Error) as error:
        raise CommandRefused(
            f"La base à remplacer n’a pas pu être sauvegardée d’abord : {str(error).strip()} "
            "Si elle est perdue, videz-la, puis recommencez sans --replace."
        ) from error


def _put_back(owner_url: str, draft: Path) -> None:
    migrate.ensure_application_role(owner_url)
    script = draft / "restore.sql"
    run("pg_restore", None, "--no-owner", f"--file={script}", str(draft / _DUMP))
    empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
    marked = f"COMMENT ON SCHEMA public IS '{MARK}'"
    quiet = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    run("psql", owner_url, *quiet, f"--command={empty}", f"--file={script}", f"--command={marked}")


def _newest(path: Path, manifest: Manifest, dump: Path) -> Path | None:
    """The newest whole backup beside the file that goes on from it: made later with the same keys, and it
    knows its communities, so that it is not that of an instance begun anew."""
    made_at = datetime.fromisoformat(manifest.made_at)
    others = {one: at for one in path.parent.iterdir() if (at := _made_at(one)) is not None and at >= made_at}
    known = _communities(rows_of(dump, ["communities"]))
    for other in sorted(others, key=lambda one: others[one], reverse=True):
        if other.samefile(path):
            continue
        with tempfile.TemporaryDirectory(prefix="maillage-") as draft:
            try:
                if _same_keys(_unpacked(other, Path(draft))) and known <= _communities(
                    rows_of(Path(draft) / _DUMP, ["communities"])
                ):
                    return other
            except CommandRefused:
                continue
    return None


def _communities(rows: dict[str, list[Row]]) -> set[str | None]:
    return {one["id"] for one in rows["communities"]}


def _same_keys(manifest: Manifest) -> bool:
    return manifest.key_mark == _key_mark() and set(manifest.key_ids) <= set(crypto.keys().by_id)


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


def _look(owner_url: str, replace: bool) -> bool:
    """Refuse a database that holds something, or on which somebody works; whether it holds a Maillage of
    which something would be lost."""
    with psycopg.connect(plain_url(owner_url), autocommit=True) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        busy = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = %s",
            [APP_ROLE],
        ).fetchone()
        unfinished = is_unfinished(connection)
    if busy != (0,):
        raise CommandRefused("Maillage tourne sur cette base : arrêtez-le d’abord.")
    if tables and not replace:
        raise CommandRefused(
            "La base n’est pas vide : ajoutez --replace pour remplacer tout ce qu’elle contient."
        )
    return ("alembic_version",) in tables and not unfinished


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
