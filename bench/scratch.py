"""A migrated, empty database for one measurement, and where results go."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from api.core import db, devdb, migrate
from api.core.settings import settings

RESULTS = Path(__file__).resolve().parent / "results"

T = TypeVar("T")


@contextmanager
def database() -> Iterator[str]:
    """The owner's address of an embedded PostgreSQL on a new folder, migrated, gone at the end.

    As durable as in use: what is measured is what users get.
    """
    folder = Path(tempfile.mkdtemp(prefix="maillage-bench-"))
    try:
        with _serving(folder) as url:
            migrate.run(url)
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def kept_database(name: str, key: str, fill: Callable[[str], None]) -> Iterator[str]:
    """The same, filled by `fill` and kept in the system's temporary folder for the next run with this `key`
    (what the rows depend on); one that was kept for another key is thrown away."""
    folder = Path(tempfile.gettempdir()) / f"maillage-bench-{name}"
    filled = folder / "filled"
    key += " " + ",".join(sorted(migrate.expected_heads()))
    if not filled.exists() or filled.read_text() != key:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    with _serving(folder) as url:
        if not filled.exists():
            migrate.run(url)
            fill(url)
            filled.write_text(key)
        yield url


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    """The owner's address of an embedded PostgreSQL on this folder, with this process's settings there."""
    folder.chmod(0o755)  # PostgreSQL runs as another user than root
    before = dict(os.environ)
    os.environ.update(MAILLAGE_DATA=str(folder), MAILLAGE_TEST="1", MAILLAGE_DEMO="1")
    os.environ["MAILLAGE_CALLS_A_MINUTE"] = "1000000"  # what is measured is the work, not the limit
    settings.cache_clear()
    try:
        server = devdb.start(folder)
        try:
            yield server.url
        finally:
            server.stop()
    finally:
        os.environ.clear()
        os.environ.update(before)
        settings.cache_clear()


def run(owner_url: str, work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine with this process connected as the application."""

    async def connected() -> T:
        db.connect(db.app_url(owner_url))
        try:
            return await work
        finally:
            await db.disconnect()

    return asyncio.run(connected())


def percentile(values: Sequence[float], share: float) -> float:
    """The value under which that share of the values lies (0.95 for p95)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(name: str, rows: Sequence[dict[str, Any]]) -> None:
    """Print the rows as a table, and write them as bench/results/<name>.json."""
    columns = list(rows[0])
    cells = [[_said(row[column]) for column in columns] for row in rows]
    widths = [
        max(len(line) for line in (column, *(row[i] for row in cells))) for i, column in enumerate(columns)
    ]
    for line in (columns, *cells):
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
    RESULTS.mkdir(exist_ok=True)
    machine = {"cpus": os.cpu_count(), "python": platform.python_version()}
    text = json.dumps({"bench": name, "machine": machine, "rows": list(rows)}, indent=2, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _said(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
