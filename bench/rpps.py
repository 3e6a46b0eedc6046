"""Import of a national-size RPPS file for one département, and again: seconds and memory of the command.

Usage: python -m bench.rpps [FILE] [LINES]   (without FILE, one of 2,200,000 lines is written first)
Budget: 120 s and 400 MB, then 60 s for the file that is already there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from api.core.clock import now
from api.core.db import unit_of_work
from api.directory import geography
from api.identity.tables import Community
from bench import make_rpps, scratch

DEPARTEMENT, FINESS = "94", "949990006"


async def make_community() -> None:
    """One community that covers the whole département."""
    communes = [c.insee for c in geography.communes().values() if c.departement == DEPARTEMENT]
    async with unit_of_work() as db:
        db.add(
            Community(
                finess=FINESS,
                name="Val-de-Marne",
                short_name="94",
                time_zone="Europe/Paris",
                communes=communes,
                coordination_name=None,
                coordination_phone=None,
                created_at=now(),
            )
        )


def import_once(owner_url: str, file: Path) -> dict[str, Any]:
    """Run the command as an operator does; its report, seconds, and the most memory it held."""
    command = [sys.executable, "-m", "api.cli", "import-rpps", str(file), "--community", FINESS, "--json"]
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "DATABASE_URL": owner_url})
    assert child.stdout is not None
    report = json.loads(child.stdout.read() or "{}")
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"The import failed: {status}")
    names = ("read_lines", "created", "updated", "left", "ignored", "rejected")
    cpu = usage.ru_utime + usage.ru_stime
    return {
        "seconds": seconds,
        "cpu_seconds": cpu,
        "memory_mb": usage.ru_maxrss / 1024,
        **{name: report[name] for name in names},
    }


def main(file: Path | None, lines: int) -> None:
    """Measure, print, write bench/results/rpps.json."""
    with tempfile.TemporaryDirectory() as folder, scratch.database() as owner_url:
        if file is None:
            file = Path(folder) / "PS_LibreAcces_Personne_activite_202611020600.txt"
            make_rpps.main(str(file), lines)
        scratch.run(owner_url, make_community())
        rows = [{"run": run, **import_once(owner_url, file)} for run in ("first", "again")]
        for row, budget in zip(rows, (120, 60), strict=True):
            row["budget_s"] = budget
    scratch.show("rpps", rows)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(
        Path(arguments[0]) if arguments else None,
        int(arguments[1]) if len(arguments) > 1 else make_rpps.LINES,
    )
