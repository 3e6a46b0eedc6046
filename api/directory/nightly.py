"""Every night: the newest national files of a folder, for each community.

Reading two million lines takes the processor for some seconds, and a worker that reads them would let
deadlines pass: the command that an operator types does it, in a process of its own.
"""

import asyncio
import json
import re
import sys
from pathlib import Path

import structlog
from sqlalchemy import select

from api.core import clock
from api.core.db import unit_of_work
from api.core.settings import settings
from api.identity.tables import Community

log = structlog.get_logger(__name__)

_DAY_AND_HOUR = re.compile(r"(\d{12})\D*$")
_KINDS = ("PS_LibreAcces_Personne_activite_*.txt", "PS_LibreAcces_SavoirFaire_*.txt")
_ARCHIVES = "PS_LibreAcces*.zip"
_STILL_WRITTEN = 300
"""Seconds without a change after which a file is taken for whole."""


def newest_files(folder: Path, at: float) -> list[Path]:
    """The last extraction in the folder: activities with the skills of the same hour, else an archive.

    `at`: now, in Unix seconds; what was written to in the last five minutes is left for the next night.
    Nothing that is whole: an empty list.
    """
    activities, skills = ([*folder.glob(kind)] for kind in _KINDS)
    for found in sorted(activities, key=_stamp, reverse=True):
        files = [found, *(other for other in skills if _stamp(other) == _stamp(found))]
        if _all_whole(files, at):
            return files
    archives = sorted(folder.glob(_ARCHIVES), key=_stamp, reverse=True)
    return next(([found] for found in archives if _all_whole([found], at)), [])


def _stamp(path: Path) -> str:
    found = _DAY_AND_HOUR.search(path.stem)
    return found.group(1) if found else ""


def _all_whole(files: list[Path], at: float) -> bool:
    return all(at - file.stat().st_mtime >= _STILL_WRITTEN for file in files)


async def import_newest() -> None:
    """Import the newest files of `MAILLAGE_RPPS_FOLDER` into each community, one after the other.

    A refusal (a file cut short, a format that changed) is logged with its sentence and keeps no other
    community waiting; what stood stays, and « Nouvelles du territoire » warns when it grows old.
    """
    folder = settings().rpps_folder
    if folder is None:
        return
    files = newest_files(folder, clock.now().timestamp())
    if not files:
        log.warning("import.no_file", folder=str(folder))
        return
    async with unit_of_work() as db:
        communities = (await db.scalars(select(Community.finess).order_by(Community.finess))).all()
    for finess in communities:
        await _import(files, finess)


async def _import(files: list[Path], finess: str) -> None:
    command = (
        sys.executable,
        "-m",
        "api.cli",
        "import-rpps",
        *map(str, files),
        "--community",
        finess,
        "--json",
    )
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        said, complaint = await process.communicate()
    except asyncio.CancelledError:  # the worker stops: one transaction, so nothing is half written
        process.terminate()
        await process.wait()
        raise
    if process.returncode:
        sentence = complaint.decode(errors="replace").strip().splitlines()[-1:]
        log.error("import.refused", community=finess, reason=sentence)
        return
    report = json.loads(said)
    counts = {name: report[name] for name in ("created", "updated", "left", "gone")}
    log.info("import.done", community=finess, files=[file.name for file in files], **counts)
