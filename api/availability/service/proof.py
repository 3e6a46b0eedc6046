"""The monthly proof for the health insurance: hours opened week by week, and appointments by origin.

Time counts as opened when an opening meant for somebody ran then, was written before, and was not closed.
What was opened is not rewritten by a later change: `openings.replace_opening` keeps what it replaces.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Response
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability import rules
from api.availability.policy import SEES_ALL
from api.availability.rules import Span, proof
from api.availability.service import times
from api.availability.service.opening_columns import COLUMNS
from api.availability.service.presence import span_of
from api.availability.service.views import STANDING
from api.availability.tables import Appointment, Closure, Opening
from api.contract import models as wire
from api.contract.models import AppointmentOrigin
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput
from api.core.spreadsheets import MARK, line
from api.directory import service as directory
from api.identity.policy import present_community

_ORIGINS = {
    AppointmentOrigin.direct: "Rendez-vous directs",
    AppointmentOrigin.unscheduled_care: "Demandes de soins non programmés",
    AppointmentOrigin.sas: "Régulation du SAS",
    AppointmentOrigin.regulation: "Régulation, hors plateforme SAS",
    AppointmentOrigin.second_opinion: "Avis entre confrères",
    AppointmentOrigin.hospital_discharge: "Visites après une sortie d’hôpital",
    AppointmentOrigin.teleconsultation: "Téléconsultations assistées",
}
"""Origin of an appointment -> the title of its column."""

_DAY = timedelta(days=1)


class _Month(NamedTuple):
    name: str
    first: date
    last: date
    mondays: list[date]
    zone: ZoneInfo
    at: datetime

    def span(self, first: date, last: date) -> Span:
        """From the first instant of a day to the last of another, on the clock of the territory."""
        return rules.whole_day(self.zone, first)[0], rules.whole_day(self.zone, last)[1]


async def get_opening_proof(
    db: AsyncSession, actor: Actor, query: wire.GetOpeningProofQuery
) -> wire.OpeningProof:
    """The month, by default the present one, of oneself or, for the coordination, of all who were open then,
    by name, gone by now or not.

    InvalidInput for a month to come.
    """
    return await _proof(db, actor, query.month)


async def export_opening_proof(
    db: AsyncSession, actor: Actor, query: wire.ExportOpeningProofQuery
) -> Response:
    """The same as a table, one line per professional and week; the appointments of the month stand on the
    first line of each professional, so that a column adds up."""
    found = await _proof(db, actor, query.month)
    detail = {"month": found.month, "count": len(found.members)}
    await record(db, actor, "opening_proof.exported", "community", actor.community_id, detail=detail)
    origins = [origin for origin in AppointmentOrigin]
    titles = (
        "Professionnel", "Profession", "Mois", "Semaine du", "Heures ouvertes de la semaine",
        "Heures ouvertes du mois", "Rendez-vous du mois",
        *(_ORIGINS[origin] for origin in origins),
    )  # fmt: skip
    lines = [MARK + line(titles)]
    for member in found.members:
        counts = {one.origin: one.count for one in member.by_origin}
        for place, week in enumerate(member.weeks):
            of_month = (
                (member.minutes / 60, member.appointments, *(counts.get(origin, 0) for origin in origins))
                if place == 0
                else (None,) * (2 + len(origins))
            )
            who = member.professional
            about = (who.name, who.specialty_label or who.profession_label, _month_cell(found.month))
            lines.append(line((*about, week.monday, week.minutes / 60, *of_month)))
    headers = {
        "Content-Disposition": f'attachment; filename="heures-ouvertes-{found.month}.csv"',
        "Cache-Control": "no-store",
    }
    return Response("".join(lines), media_type="text/csv", headers=headers)


def _month_cell(month: str) -> str:
    return f"{month[5:]}/{month[:4]}"


async def _proof(db: AsyncSession, actor: Actor, month: str | None) -> wire.OpeningProof:
    at, here = clock.now(), present_community(actor)
    setting = (await times.settings_of(db, [here], at))[here]
    today = rules.local_day(rules.seconds(at), setting.zone)
    name = month or f"{today:%Y-%m}"
    first, last = proof.days_of_month(name)
    if first > today:
        raise InvalidInput(errors=[FieldError("/query/month", "Give a month that has begun")])
    begun = [monday for monday in proof.mondays_of(first, last) if monday <= today]
    asked = _Month(name, first, last, begun, setting.zone, at)
    who = await _who(db, actor, here)
    summaries = await directory.summaries(db, who)
    opened = await _opened(db, here, who, setting, asked)
    counts = await _appointments(db, here, who, asked)
    members = [
        _member(summary, opened.get(summary.id, []), counts.get(summary.id, {}), asked)
        for summary in sorted(summaries.values(), key=lambda one: one.name)
    ]
    if actor.roles & SEES_ALL:
        members = [one for one in members if one.appointments or any(week.minutes for week in one.weeks)]
    return wire.OpeningProof(month=name, as_of=at, from_day=first, to_day=last, members=members)


async def _who(db: AsyncSession, actor: Actor, here: UUID) -> list[UUID]:
    if actor.roles & SEES_ALL:
        # Members or not by now: who has left since then opened these hours all the same.
        opened = select(Opening.professional_id).where(Opening.community_id == here)
        seen = select(Appointment.professional_id).where(Appointment.community_id == here)
        return list(await db.scalars(opened.union(seen)))
    return [] if actor.professional_id is None else [actor.professional_id]


def _member(
    summary: wire.ProfessionalSummary,
    opened: list[Span],
    counts: Mapping[AppointmentOrigin, int],
    asked: _Month,
) -> wire.MemberProof:
    return wire.MemberProof(
        professional=summary,
        minutes=proof.minutes_within(opened, asked.span(asked.first, asked.last)),
        weeks=[
            wire.WeekProof(
                monday=monday,
                minutes=proof.minutes_within(opened, asked.span(monday, monday + timedelta(days=6))),
            )
            for monday in asked.mondays
        ],
        appointments=sum(counts.values()),
        by_origin=[
            wire.OriginCount(origin=origin, count=counts[origin])
            for origin in AppointmentOrigin
            if counts.get(origin)
        ],
    )


async def _opened(
    db: AsyncSession, here: UUID, who: Collection[UUID], setting: times.Setting, asked: _Month
) -> dict[UUID, list[Span]]:
    """By professional, the time that was open in the weeks of the month, up to now."""
    first, last = asked.mondays[0], asked.mondays[-1] + timedelta(days=6)
    whole = asked.span(first, last)
    now = rules.seconds(asked.at)
    rows = await db.execute(
        select(*COLUMNS, Opening.ended_at, Opening.created_at, Opening.changed_at).where(
            Opening.community_id == here,
            times.of_professionals(who),
            Opening.audiences != [],
            times.runs_between(first - _DAY, last + _DAY),
        )
    )
    spans: dict[UUID, list[Span]] = defaultdict(list)
    for row in rows:
        since = rules.seconds(row.changed_at or row.created_at)
        until = min(now, now if row.ended_at is None else rules.seconds(row.ended_at))
        for its in rules.occurrences(row, setting.calendar, first - _DAY, last + _DAY):
            spans[row.professional_id] += [
                (max(start, since), min(end, until)) for start, end in its.hours.spans
            ]
    closures = await db.execute(
        select(Closure.professional_id, Closure.during).where(
            Closure.professional_id.in_(who), Closure.during.overlaps(times.tstzrange(whole))
        )
    )
    closed: dict[UUID, list[Span]] = defaultdict(list)
    for professional_id, during in closures:
        closed[professional_id].append(span_of(during))
    return {one: proof.open_stretches(opened, closed[one]) for one, opened in spans.items()}


async def _appointments(
    db: AsyncSession, here: UUID, who: Collection[UUID], asked: _Month
) -> dict[UUID, dict[AppointmentOrigin, int]]:
    """By professional and origin, those of the month up to now that were neither cancelled nor moved."""
    start, end = asked.span(asked.first, asked.last)
    rows = await db.execute(
        select(Appointment.professional_id, Appointment.origin, func.count())
        .where(
            Appointment.community_id == here,
            Appointment.professional_id.in_(who),
            Appointment.state.in_(sorted(STANDING)),
            Appointment.starts_at >= rules.instant(start),
            Appointment.starts_at < min(rules.instant(end), asked.at),
        )
        .group_by(Appointment.professional_id, Appointment.origin)
    )
    found: dict[UUID, dict[AppointmentOrigin, int]] = defaultdict(dict)
    for professional_id, origin, count in rows:
        found[professional_id][origin] = count
    return found
