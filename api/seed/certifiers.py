"""Those who certify deaths in the demonstration: their dossiers, and a rota with one night open."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.certifiers.rules import is_said
from api.certifiers.tables import CertifierCheck, CertifierDossier
from api.contract.models import CertifierCategory, CertifierFact, CertifierInput, DutyKind, Role
from api.core.actor import system_actor
from api.directory.service import bring_in_doctor
from api.directory.tables import Duty, Membership, Professional
from api.identity.service import create_account, email_hash, grant_role
from api.identity.tables import Account, Community
from api.seed.accounts import PASSWORD
from api.seed.members import NAMED, NURSE, PEOPLE, professional_id
from api.seed.territories import VITRY

DAYS = 14
OPEN_NIGHT = 2
"""Days from today to the night for which nobody was found."""

DOCTORS = ("10999100075", "10999100141")
"""The RPPS of Dr Aubertin and of Dr Estève."""

MARCHETTI = "10999100703"


RETIRED_RPPS, RETIRED_EMAIL = "10999109902", "retraite@vitry.demo"
"""Dr Quennevat, whom the national file lists at no place, and who signs in."""


class Certifiers(NamedTuple):
    """Who takes turns on the rota."""

    doctors: list[UUID]
    nurse: UUID
    retired: UUID


async def make_certifiers(db: AsyncSession, community: Community, at: datetime) -> None:
    """Two doctors, one who retired and practises nowhere, a nurse in order, and one whose line on the Order's
    list is to be read again: they all volunteer, and all but the last are on the rota."""
    zone = ZoneInfo(community.time_zone)
    today = at.astimezone(zone).date()
    checker = await _coordinator(db)
    doctors = [await professional_id(db, rpps) for rpps in DOCTORS]
    nurse = await professional_id(db, MARCHETTI)
    retired, second_nurse = await _retired(db, community, at), await _member(db, NURSE)
    everybody = [*doctors, nurse, retired, second_nurse]
    await db.execute(
        update(Membership)
        .where(Membership.community_id == community.id, Membership.professional_id.in_(everybody))
        .values(death_certification=True)
    )
    for who, facts in (
        (doctors[0], _doctor(CertifierCategory.active_doctor)),
        (retired, _doctor(CertifierCategory.retired_doctor)),
        (nurse, _nurse(today - timedelta(days=20))),
        (second_nurse, _nurse(today - timedelta(days=120))),
    ):
        await _checked(db, community, who, facts, checker, at)
    _rota(db, community, Certifiers(doctors, nurse, retired), today, zone)


def _doctor(category: CertifierCategory) -> CertifierInput:
    return CertifierInput(
        category=category, diploma_on=None, training_validated_on=None, order_list_checked_on=None
    )


def _nurse(list_checked_on: date) -> CertifierInput:
    return CertifierInput(
        category=CertifierCategory.nurse,
        diploma_on=date(2014, 7, 8),
        training_validated_on=date(2025, 10, 3),
        order_list_checked_on=list_checked_on,
    )


async def _checked(
    db: AsyncSession, community: Community, who: UUID, facts: CertifierInput, checker: UUID, at: datetime
) -> None:
    dossier = CertifierDossier(
        community_id=community.id, professional_id=who, version=1, **facts.model_dump()
    )
    db.add(dossier)
    await db.flush()
    db.add_all(
        CertifierCheck(
            community_id=community.id,
            dossier_id=dossier.id,
            fact=fact,
            checked_at=at - timedelta(days=20),
            checked_by_id=checker,
        )
        for fact in CertifierFact
        if is_said(facts, fact)
    )


def _rota(
    db: AsyncSession, community: Community, certifiers: Certifiers, today: date, zone: ZoneInfo
) -> None:
    """Each of them by turns for two days and their nights, from Monday on."""
    monday = today - timedelta(days=today.weekday())
    open_day = today + timedelta(days=OPEN_NIGHT)
    turns = (*certifiers.doctors, certifiers.nurse, certifiers.retired)
    for turn in range(DAYS // 2):
        start = monday + timedelta(days=2 * turn)
        morning, evening, end = open_day + timedelta(days=1), open_day, start + timedelta(days=2)
        met = start <= open_day < end
        stretches = [(start, time(20), evening), (morning, time(8), end)] if met else [(start, time(8), end)]
        for first, hour, last in stretches:
            if (first, time(8)) < (last, hour):
                db.add(
                    Duty(
                        community_id=community.id,
                        kind=DutyKind.death_certification,
                        professional_id=turns[turn % len(turns)],
                        starts_at=datetime.combine(first, time(8), zone),
                        ends_at=datetime.combine(last, hour, zone),
                    )
                )


async def _coordinator(db: AsyncSession) -> UUID:
    email = next(person.email for person in PEOPLE[VITRY.key] if person.role is Role.coordinator)
    return (await db.execute(select(Account.id).where(Account.email_hash == email_hash(email)))).scalar_one()


async def _retired(db: AsyncSession, community: Community, at: datetime) -> UUID:
    """A retired doctor as the coordination brought them in, with an account of the demonstration."""
    system = system_actor(community.id)
    retired = await bring_in_doctor(
        db,
        system,
        rpps=RETIRED_RPPS,
        title="DR",
        family_name="Quennevat",
        given_name="Bernadette",
        at=at - timedelta(days=300),
    )
    await db.execute(
        update(Membership)
        .where(Membership.professional_id == retired)
        .values(without_practice=True, quiet_from=time(0), quiet_to=time(0))
    )
    account = await create_account(
        db,
        system,
        email=RETIRED_EMAIL,
        name="Dr Bernadette Quennevat",
        password=PASSWORD,
        at=at,
        professional_id=retired,
        is_demo=True,
    )
    await grant_role(db, system, account, community_id=community.id, role=Role.professional, at=at)
    return retired


async def _member(db: AsyncSession, profession_code: str) -> UUID:
    """A member of that profession in whose name nobody signs in."""
    found = await db.execute(
        select(Membership.professional_id)
        .join(Professional, Professional.id == Membership.professional_id)
        .where(Professional.profession_code == profession_code, Professional.rpps.not_in(NAMED))
        .order_by(Professional.rpps.desc())
        .limit(1)
    )
    return found.scalar_one()
