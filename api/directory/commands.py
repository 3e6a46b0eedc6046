"""`maillage import-rpps`: read the national files, write what changed, say it to the operator in French."""

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path

from sqlalchemy import select

from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.operator import OptionRefused
from api.directory import rpps
from api.directory.service import ImportRefused, ImportReport, import_rpps
from api.identity.tables import Community

_STAMP = re.compile(r"(20\d{2})(\d{2})(\d{2})\d{4}\D*$")
_SHOWN_REASONS = 5


class _DryRun(Exception):
    """Raised to leave the transaction without keeping anything."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


async def import_files(
    paths: Sequence[Path],
    finess: str,
    *,
    as_json: bool = False,
    dry_run: bool = False,
    accept_removals: bool = False,
) -> None:
    """Import the files into the directory of the community with that FINESS, and print the report.

    With `dry_run`, everything is done and then undone. Raises OptionRefused, having written nothing.
    """
    community = await _community(finess)
    reading = rpps.Report()
    try:
        people = rpps.read(paths, community.communes, reading, _progress())
        # The first person comes once the files are read to their end: no transaction waits for that.
        first = next(people, None)
        _end_progress()
        print("Lecture finie, écriture…", file=sys.stderr)
        report = await _written(
            community,
            chain([] if first is None else [first], people),
            reading,
            sourced_on=source_day(paths, clock.now()),
            dry_run=dry_run,
            accept_removals=accept_removals,
        )
    except (rpps.UnreadableFile, ImportRefused) as refusal:
        _end_progress()
        raise OptionRefused("FILE", str(refusal)) from refusal
    print(json.dumps(report.as_json(), ensure_ascii=False) if as_json else _words(report, community, dry_run))


async def _community(finess: str) -> Community:
    wanted = re.sub(r"\s", "", finess).upper()
    async with unit_of_work() as db:
        row = await db.scalar(select(Community).where(Community.finess == wanted))
        known = (await db.execute(select(Community.finess, Community.name).order_by(Community.name))).all()
    if row is None:
        there_are = ", ".join(f"{number} ({name})" for number, name in known) or "aucune"
        raise OptionRefused("--community", f"aucune CPTS n’a le FINESS {finess}. Il y a : {there_are}.")
    return row


async def _written(
    community: Community,
    people: Iterator[rpps.RppsPerson],
    reading: rpps.Report,
    *,
    sourced_on: date,
    dry_run: bool,
    accept_removals: bool,
) -> ImportReport:
    try:
        async with unit_of_work(community.id) as db:
            report = await import_rpps(
                db,
                system_actor(community.id),
                community,
                people,
                reading,
                at=clock.now(),
                sourced_on=sourced_on,
                accept_removals=accept_removals,
            )
            if dry_run:
                raise _DryRun(report)
    except _DryRun as undone:
        return undone.report
    return report


def source_day(paths: Sequence[Path], at: datetime) -> date:
    """The day of the extraction, from the file names (`…_202611020600.txt`), else today's."""
    for path in paths:
        stamp = _STAMP.search(path.stem)
        if stamp is not None:
            try:
                return date(*map(int, stamp.groups()))
            except ValueError:
                continue
    return at.date()


def _progress() -> Callable[[int, int], None]:
    """Show, on stderr, every new per cent on a terminal and every ten in a log."""
    last = -1
    step = 1 if sys.stderr.isatty() else 10

    def show(done: int, total: int) -> None:
        nonlocal last
        share = 100 * done // max(total, 1) // step
        if share > last:
            last = share
            end = "\r" if step == 1 else "\n"
            megabytes = f"{done / 1e6:,.0f} / {total / 1e6:,.0f} Mo".replace(",", " ")
            print(f"Lecture : {share * step} % ({megabytes})", end=end, file=sys.stderr, flush=True)

    return show


def _end_progress() -> None:
    """Leave the line on which the share is rewritten."""
    if sys.stderr.isatty():
        print(file=sys.stderr)


def _words(report: ImportReport, community: Community, dry_run: bool) -> str:
    lines = report.reading
    said = [
        f"{community.name}{' (essai, rien n’a été gardé)' if dry_run else ''}",
        f"  professionnels   {report.created} créés, {report.updated} mis à jour, {report.left} inchangés, "
        f"{report.gone} partis",
        f"  lignes           {lines.read} lues, {lines.kept} gardées, {lines.ignored.total()} ignorées, "
        f"{lines.rejected_count} rejetées, {lines.warning_count} signalées",
    ]
    said += [f"    ignorées       {count} : {reason.label}" for reason, count in lines.ignored.most_common()]
    for title, issues in (("rejetée", lines.rejected), ("signalée", lines.warnings)):
        said += [
            f"    {title:<14} {issue.file}, ligne {issue.line}"
            f"{f', « {issue.field} »' if issue.field else ''} : {issue.reason}"
            for issue in issues[:_SHOWN_REASONS]
        ]
    return "\n".join(said)
