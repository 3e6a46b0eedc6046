"""Whose turn it is: the volunteers with what is left to each, in the order of fairness.

One statement reads them all, so that whoever waits for their turn under the lock does not wait long.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from math import cos, hypot, radians
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.cases.tables import Case
from api.contract.models import CaseKind, OfferState
from api.core.db import wait_for_turn
from api.directory.nomenclatures import DOCTOR
from api.directory.service.leave import leaves_at
from api.directory.tables import Membership, Practice, Professional
from api.dispatch.tables import Dispatch, Offer
from api.identity.tables import Community
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor.rules import Places, Wanted
from api.referrals.attending_doctor.service.facts import Setting
from api.referrals.attending_doctor.tables import AttendingDoctorCapacity as Capacity

_KM_OF_DEGREE = 111.195
"""Of latitude, on a sphere of 6,371 km."""


HEAD = 8
"""How many of a line are worked out beforehand: more than refuse one person, nearly always."""


@dataclass(frozen=True)
class Turn:
    """A doctor who may be asked, and how far they practise."""

    doctor: Places
    distance_km: float | None


async def wait_for_places(db: AsyncSession, community_id: UUID) -> None:
    """Before places are given or taken, one after the other in a community: no place is given twice."""
    await wait_for_turn(db, f"attending doctors places|{community_id}")


async def places_of(
    db: AsyncSession, community_id: UUID, setting: Setting, professional_id: UUID | None = None
) -> list[Places]:
    """Every volunteer who declared something, with what is taken of this month; or that one alone."""
    month = rules.month_of(setting.at, setting.zone)
    since = rules.month_start(month, setting.zone)
    pending = Offer.state == OfferState.pending
    taken = and_(Offer.state == OfferState.accepted, Offer.answered_at >= since)
    counts = (
        select(
            Offer.professional_id,
            func.count().filter(taken).label("accepted"),
            func.count().filter(pending).label("pending"),
            func.max(Offer.offered_at).label("last_asked_at"),
        )
        .join(Dispatch, Dispatch.id == Offer.dispatch_id)
        .where(Dispatch.kind == CaseKind.attending_doctor, Offer.community_id == community_id)
        .group_by(Offer.professional_id)
        .subquery()
    )
    communes = select(func.unnest(Community.communes)).where(Community.id == community_id)
    place = aliased(Practice)
    practice = (
        select(place.id)
        .where(place.professional_id == Capacity.professional_id, place.is_active)
        .order_by(place.commune_insee.in_(communes).desc(), place.id)
        .limit(1)
        .scalar_subquery()
    )
    quota = case(
        (and_(Capacity.later_month.is_not(None), Capacity.later_month <= month), Capacity.later_quota),
        else_=Capacity.quota,
    )
    wanted = (
        select(
            Capacity.professional_id,
            quota,
            counts.c.accepted,
            counts.c.pending,
            Capacity.home_visits,
            Capacity.sectors,
            Capacity.pause_from,
            Capacity.pause_to,
            Membership.not_before,
            counts.c.last_asked_at,
            Practice.latitude,
            Practice.longitude,
            Capacity.in_six_months,
        )
        .join(
            Membership,
            and_(
                Membership.professional_id == Capacity.professional_id,
                Membership.community_id == Capacity.community_id,
            ),
        )
        .join(Professional, Professional.id == Capacity.professional_id)
        .outerjoin(counts, counts.c.professional_id == Capacity.professional_id)
        .outerjoin(Practice, Practice.id == practice)
        .where(
            Capacity.community_id == community_id,
            Membership.attending_doctor,
            Professional.is_active,
            Professional.profession_code == DOCTOR,
        )
    )
    if professional_id is not None:
        wanted = wanted.where(Capacity.professional_id == professional_id)
    leaves = await leaves_at(db, None, setting.at)
    found = []
    for row in await db.execute(wanted):
        leave = leaves.get(row[0])
        away = [until for until in (row[8], leave.until if leave else None) if until is not None]
        found.append(
            Places(
                professional_id=row[0],
                quota=row[1] or 0,
                accepted=row[2] or 0,
                pending=row[3] or 0,
                home_visits=row[4],
                sectors=frozenset(row[5]),
                pause_from=row[6],
                pause_to=row[7],
                away_until=max(away, default=None),
                last_asked_at=row[9],
                latitude=row[10],
                longitude=row[11],
                in_six_months=row[12] or 0,
            )
        )
    return found


def wanted_of(found: Case) -> Wanted:
    """What the person of a case needs."""
    return Wanted(found.mobility == "home_visit", found.sector, found.commune_name)


def turns(
    doctors: list[Places], found: Case, setting: Setting, *, without: AbstractSet[UUID] = frozenset()
) -> list[Turn]:
    """Those of these volunteers who may be asked for this person, in order."""
    wanted, distance_to = wanted_of(found), _distance_from(found)
    fit = [
        (doctor, distance_to(doctor))
        for doctor in doctors
        if doctor.professional_id not in without
        and rules.why_not(doctor, wanted, at=setting.at, today=setting.today) is None
    ]
    return [Turn(doctor, distance) for doctor, distance in rules.in_turn(fit)]


@dataclass(frozen=True)
class Lines:
    """Who is asked next for each row of a page: what rows have in common is worked out once.

    Most rows are answered by the head of a line: those with the lowest share, the nearest first.
    """

    free: list[Places]
    setting: Setting
    heads: dict[tuple[object, ...], list[UUID]] = field(default_factory=dict)

    @classmethod
    def of(cls, doctors: list[Places], setting: Setting) -> "Lines":
        """The lines of those who are asked for anybody at all now."""
        at, today = setting.at, setting.today
        return cls([one for one in doctors if rules.not_free(one, at=at, today=today) is None], setting)

    def first(self, found: Case, without: AbstractSet[UUID]) -> UUID | None:
        """The one whose turn it is for this person, who is none of `without`."""
        same = (found.mobility, found.sector, found.commune_name, found.latitude, found.longitude)
        if same not in self.heads:
            self.heads[same] = self._head(found)
        head = next((one for one in self.heads[same] if one not in without), None)
        if head is not None or not self.heads[same]:
            return head
        line = turns(self.free, found, self.setting, without=without)
        return line[0].doctor.professional_id if line else None

    @cached_property
    def _by_share(self) -> list[list[Places]]:
        of_share: dict[float, list[Places]] = {}
        for one in self.free:
            of_share.setdefault(one.share, []).append(one)
        return [of_share[share] for share in sorted(of_share)]

    def _head(self, found: Case) -> list[UUID]:
        wanted, distance_to = wanted_of(found), _distance_from(found)
        for equals in self._by_share:
            head = [(one, distance_to(one)) for one in equals if rules.not_suited(one, wanted) is None]
            if head:
                return [one.professional_id for one, _ in rules.in_turn(head, HEAD)]
        return []


async def asked_for(db: AsyncSession, case_ids: list[UUID]) -> dict[UUID, set[UUID]]:
    """Who is not asked again, by request: who declined, or let the time of the present round pass."""
    rows = await db.execute(
        select(Offer.case_id, Offer.professional_id).where(
            Offer.case_id.in_(case_ids),
            or_(Offer.state == OfferState.declined, Offer.state == OfferState.pending),
        )
    )
    found: dict[UUID, set[UUID]] = {}
    for case_id, professional_id in rows:
        found.setdefault(case_id, set()).add(professional_id)
    return found


def _distance_from(found: Case) -> Callable[[Places], float | None]:
    """Kilometres from the middle of the person's sector, rounded to 100 m. On a plane: in a territory that
    differs from the sphere by metres, and thousands are compared."""
    here, there = found.latitude, found.longitude
    if here is None or there is None:
        return lambda doctor: None
    narrowed = cos(radians(here))

    def distance_to(doctor: Places) -> float | None:
        north, east = doctor.latitude, doctor.longitude
        if north is None or east is None:
            return None
        return round(hypot(north - here, (east - there) * narrowed) * _KM_OF_DEGREE, 1)

    return distance_to
