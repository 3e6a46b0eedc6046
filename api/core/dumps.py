"""PostgreSQL's own programs, and what a dump of theirs holds, read without a database to put it in."""

import os
import re
import subprocess
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from psycopg import conninfo

from api.core.db import plain_url
from api.core.operator import CommandRefused
from api.core.pgbinaries import find

Row = dict[str, str | None]
"""A row of a dump by the names of its columns, as PostgreSQL writes each value."""

_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}
_COPY = re.compile(r"COPY public\.(\w+) \((.*)\) FROM stdin;")
_ESCAPED = re.compile(r"\\(.)")
_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def run(program: str, owner_url: str | None, *arguments: str) -> None:
    """Run one of PostgreSQL's programs, on a database or on a file alone. The password is in its environment,
    where no other user sees it. CommandRefused when it fails."""
    binary = find().folder / program
    if not binary.is_file():
        raise CommandRefused(f"Il manque le programme « {program} » de PostgreSQL dans {binary.parent}.")
    asked: dict[str, Any] = {} if owner_url is None else conninfo.conninfo_to_dict(plain_url(owner_url))
    given = {_VARIABLES[key]: str(value) for key, value in asked.items() if key in _VARIABLES}
    done = subprocess.run(  # noqa: S603  a program of ours, on a file of ours
        [binary, *arguments], env={**os.environ, **given}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["sans un mot"]
        raise CommandRefused(f"{program} a échoué ({said[0]}).")


def rows_of(dump: Path, tables: Collection[str]) -> dict[str, list[Row]]:
    """The rows of these tables in a dump; none of a table that it does not have. CommandRefused when it
    cannot be read."""
    script = dump.with_suffix(".rows")
    named = [f"--table={table}" for table in sorted(tables)]
    run("pg_restore", None, "--data-only", *named, f"--file={script}", str(dump))
    found: dict[str, list[Row]] = {table: [] for table in tables}
    with script.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if (begins := _COPY.fullmatch(line.rstrip("\n"))) is not None:
                columns = [name.strip('"') for name in begins[2].split(", ")]
                found[begins[1]] += [dict(zip(columns, values, strict=True)) for values in _copied(lines)]
    script.unlink()
    return found


def bytes_of(written: str) -> bytes:
    """A value of bytes, as PostgreSQL writes it."""
    return bytes.fromhex(written.removeprefix("\\x"))


def _copied(lines: Iterator[str]) -> Iterator[list[str | None]]:
    """The values of each row, up to the end of the table."""
    for line in lines:
        if line == "\\.\n":
            return
        values = line.removesuffix("\n").split("\t")
        yield [
            None if value == "\\N" else _ESCAPED.sub(lambda one: _LETTERS.get(one[1], one[1]), value)
            for value in values
        ]
