"""Figures of teleconsultations: counted without anybody's identity, and without a verdict."""

from datetime import datetime, time, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, case, exists, extract, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import TeleconsultationState as State
from api.core import clock
from api.core.actor import Actor
from api.core.wall import months_later
from api.directory.tables import Practice
from api.identity import service as identity
from api.identity.policy import present_community
from api.teleconsultations.bookings import policy, rules
from api.teleconsultations.bookings.tables import TeleconsultationBooking
from api.teleconsultations.sites.tables import TeleconsultationSite

_Booking = TeleconsultationBooking


async def get_teleconsultation_figures(
    db: AsyncSession, actor: Actor, query: wire.GetTeleconsultationFiguresQuery
) -> wire.TeleconsultationFigures:
    """A calendar month of the territory, by when the bookings were made; the present one by default."""
    community = await identity.community_of(db, present_community(actor))
    zone = identity.zone_of(community)
    first, last, month = _month(query.month, clock.now(), zone)
    made = and_(policy.visible_to(actor), Case.created_at >= first, Case.created_at < last)
    outcomes = await _counts(db, _grouped(made, _Booking.state))
    hour = extract("hour", func.timezone(community.time_zone, _Booking.starts_at))
    hours = await _counts(db, _grouped(and_(made, _Booking.starts_at.is_not(None)), hour))
    sites = await db.execute(
        select(
            TeleconsultationSite.id,
            TeleconsultationSite.name,
            func.count(),
            func.count(case((_Booking.state == State.finished, 1))),
        )
        .select_from(_Booking)
        .join(Case, Case.id == _Booking.id)
        .join(TeleconsultationSite, TeleconsultationSite.id == _Booking.site_id)
        .where(made)
        .group_by(TeleconsultationSite.id, TeleconsultationSite.name)
        .order_by(TeleconsultationSite.name, TeleconsultationSite.id)
    )
    near = exists().where(
        Practice.professional_id == Case.professional_id,
        Practice.is_active,
        Practice.commune_insee.in_(community.communes),
    )
    began = (
        select(func.count(), func.count(case((near, 1))))
        .select_from(_Booking)
        .join(Case, Case.id == _Booking.id)
        .where(made, _Booking.started_at.is_not(None))
    )
    doctors, of_territory = (await db.execute(began)).one()
    waits = await _waits(db, made)
    return wire.TeleconsultationFigures(
        month=month,
        bookings=sum(outcomes.values()),
        outcomes=[
            wire.TeleconsultationOutcomeFigure(state=state, bookings=outcomes[state])
            for state in State
            if state in outcomes
        ],
        sites=[
            wire.TeleconsultationSiteFigure(
                site_id=row[0], site_name=row[1], bookings=row[2], finished=row[3]
            )
            for row in sites
        ],
        hours=[
            wire.TeleconsultationHourFigure(hour=int(hour), bookings=count)
            for hour, count in sorted(hours.items())
        ],
        minutes_to_start=round(median(waits)) if waits else None,
        doctors_of_territory=of_territory,
        doctors=doctors,
    )


async def get_my_teleconsultation_count(db: AsyncSession, actor: Actor) -> wire.TeleconsultationCount:
    """The actor's own teleconsultations of the calendar year; none for who is no professional."""
    community = await identity.community_of(db, present_community(actor))
    zone = identity.zone_of(community)
    year = clock.now().astimezone(zone).year
    first, last = (datetime(one, 1, 1, tzinfo=zone) for one in (year, year + 1))
    mine = and_(
        policy.visible_to(actor),
        Case.professional_id == actor.professional_id,
        _Booking.starts_at >= first,
        _Booking.starts_at < last,
    )
    counts = await _counts(db, _grouped(mine, _Booking.state))
    return wire.TeleconsultationCount(
        year=year,
        finished=counts.get(State.finished, 0),
        booked=sum(count for state, count in counts.items() if state in rules.BOOKED),
    )


def _grouped(where: Any, by: Any) -> Select[Any]:
    return (
        select(by, func.count())
        .select_from(_Booking)
        .join(Case, Case.id == _Booking.id)
        .where(where)
        .group_by(by)
    )


async def _counts(db: AsyncSession, statement: Select[Any]) -> dict[Any, int]:
    return {row[0]: row[1] for row in await db.execute(statement)}


async def _waits(db: AsyncSession, made: Any) -> list[float]:
    """Minutes from request to start, of those asked for as soon as possible."""
    rows = await db.execute(
        select(Case.created_at, _Booking.started_at)
        .join(_Booking, _Booking.id == Case.id)
        .where(made, _Booking.dispatch_id.is_not(None), _Booking.started_at.is_not(None))
    )
    return [(started - asked) / timedelta(minutes=1) for asked, started in rows if started]


def _month(given: str | None, at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime, str]:
    """The first instant of a month, that of the next one, and its name."""
    name = given or at.astimezone(zone).strftime("%Y-%m")
    day = datetime.strptime(name, "%Y-%m").date()  # noqa: DTZ007  a month of the wall clock
    first = datetime.combine(day, time(), zone)
    return first, datetime.combine(months_later(day, 1), time(), zone), name
