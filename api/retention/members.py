"""Members who left long ago: what they declared goes, and what they did is somebody's who left.

What they did (offers, appointments, agendas) points from then on to a professional of no name, one for each
who left, in their community alone: requests can still be read, and counts stay true. The national directory
is not changed. Which columns point to a professional is read from the tables: a module that is added later
is in it without anything to remember.
"""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Select, any_, delete, func, literal, select, union_all, update
from sqlalchemy import case as choice
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.availability.tables import (
    Absence,
    Appointment,
    CalendarFeed,
    CallTimes,
    Claim,
    Hold,
    Opening,
    OutsideCalendar,
)
from api.availability.waiting_tables import Reminder, WaitingProposal
from api.cases.tables import Case
from api.certifiers.tables import CertifierDossier
from api.core.actor import system_actor
from api.core.db import Base
from api.core.ids import new_id
from api.directory.tables import Duty, Membership, Practice, Professional, Welcome
from api.identity.policy import is_member
from api.identity.tables import Delegation
from api.referrals.attending_doctor.tables import AttendingDoctorCapacity
from api.referrals.second_opinion.tables import OpinionGroup, SecondOpinionRequest
from api.retention.accounts import end_roles_of_member
from api.retention.names import rename_requester
from api.retention.rules import GONE, GONE_FAMILY, GONE_GIVEN
from api.teleconsultations.bookings.tables import TeleconsultationBooking, TeleconsultationHold
from api.teleconsultations.sites.tables import TeleconsultationSitePerson, TeleconsultationTraining

DECLARED = (
    Membership,
    CallTimes,
    OutsideCalendar,
    CalendarFeed,
    AttendingDoctorCapacity,
    CertifierDossier,
    TeleconsultationSitePerson,
    TeleconsultationTraining,
    Welcome,
)
"""What a member said of themselves to the community, or it wrote of them: deleted, with what hangs on it."""

OF_OTHERS = frozenset(
    {
        # Who cares for a patient is the patient's: it goes when they are forgotten, and their doctor need
        # not be a member.
        ("people", "attending_professional_id"),
        ("usual_professionals", "professional_id"),
        ("care_circle_members", "professional_id"),
        ("cases", "attending_professional_id"),
        # National facts, kept 13 months.
        ("directory_changes", "professional_id"),
    }
)
"""Columns that name a professional and are not the member's."""

WITHOUT_KEY = frozenset(
    {("cases", "requester_professional_id", "professionals"), ("offers", "practice_id", "practices")}
)
"""Columns that point to the directory without a foreign key, and to which of its tables."""


async def left_before(db: AsyncSession, community_id: UUID, before: datetime) -> Sequence[UUID]:
    """The absences of members who left `before` or earlier, one each."""
    return (await db.scalars(_left(community_id, before).order_by(Absence.id))).all()


def _left(community_id: UUID, before: datetime) -> Select[UUID]:
    """Who practises nowhere and still certifies deaths has not left; once they stop, time runs from then."""
    stopped = (
        select(Membership.practice_needed_at)
        .where(Membership.community_id == community_id, Membership.professional_id == Absence.professional_id)
        .scalar_subquery()
    )
    return select(Absence.id).where(
        Absence.community_id == community_id,
        Absence.has_left,
        Absence.ended_at.is_(None),
        func.greatest(func.lower(Absence.during), stopped) <= before,
        ~is_member(community_id, Absence.professional_id),
    )


async def forget_member(
    db: AsyncSession, community_id: UUID, absence_id: UUID, before: datetime, at: datetime
) -> bool:
    """Erase a member who left (`left_before`); False when they came back meanwhile."""
    due = _left(community_id, before).where(Absence.id == absence_id).with_for_update(skip_locked=True)
    if await db.scalar(due) is None:
        return False
    absence = await db.get_one(Absence, absence_id)
    professional_id = absence.professional_id
    await _end_what_runs(db, absence, at)
    await _delete_declared(db, community_id, professional_id)
    nobody, nowhere = await _nobody(db, professional_id, at)
    await _leave_lists(db, community_id, professional_id, nobody)
    theirs = (await db.scalars(select(Practice.id).where(Practice.professional_id == professional_id))).all()
    await audit.record(db, system_actor(community_id), "member.erased", "professional", nobody)
    await rename_requester(db, community_id, Case.requester_professional_id == professional_id, GONE)
    await _point_claims(db, community_id, professional_id, nobody)
    await _point(db, community_id, "professionals", {professional_id: nobody})
    await _point(db, community_id, "practices", dict.fromkeys(theirs, nowhere))
    await end_roles_of_member(db, community_id, professional_id, before, at)
    return True


async def _delete_declared(db: AsyncSession, community_id: UUID, professional_id: UUID) -> None:
    for table in DECLARED:
        mine = (table.community_id == community_id, table.professional_id == professional_id)
        await db.execute(delete(table).where(*mine))
    await db.execute(
        delete(Reminder).where(Reminder.community_id == community_id, Reminder.about_id == professional_id)
    )
    mine = (Duty.community_id == community_id, Duty.professional_id == professional_id)
    await db.execute(update(Duty).where(*mine).values(phone=None))


async def _end_what_runs(db: AsyncSession, absence: Absence, at: datetime) -> None:
    """Time that stands open behind an absence, secretaries, and the absence itself, which is followed no
    more."""
    community_id, professional_id = absence.community_id, absence.professional_id
    theirs = select(Absence.id).where(
        Absence.community_id == community_id, Absence.professional_id == professional_id
    )
    await db.execute(update(Opening).where(Opening.absence_id.in_(theirs)).values(replaces_name=GONE))
    left_at = absence.during.lower
    for table, ended in ((Opening, left_at), (Delegation, left_at), (Absence, at)):
        await db.execute(
            update(table)
            .where(
                table.community_id == community_id,
                table.professional_id == professional_id,
                table.ended_at.is_(None),
            )
            .values(ended_at=ended)
        )


async def _nobody(db: AsyncSession, professional_id: UUID, at: datetime) -> tuple[UUID, UUID]:
    """A professional of no name, of the same profession, in no place but the commune: their id, and that of
    the place. No directory lists them: they practise nowhere. No true number begins with 0."""
    who = await db.get_one(Professional, professional_id)
    nobody = Professional(
        rpps=f"0{secrets.randbelow(10**10):010d}",
        title=None,
        family_name=GONE_FAMILY,
        given_name=GONE_GIVEN,
        profession_code=who.profession_code,
        specialty_codes=[],
        sourced_on=None,
        is_active=False,
        created_at=at,
        updated_at=at,
    )
    db.add(nobody)
    await db.flush()
    known = select(Practice).where(Practice.professional_id == who.id).order_by(Practice.id).limit(1)
    place = await db.scalar(known)
    nowhere = Practice(
        id=new_id(),
        professional_id=nobody.id,
        activity_key="gone",
        commune_insee=place.commune_insee if place else "",
        commune_name=place.commune_name if place else "",
        is_active=False,
        updated_at=at,
    )
    db.add(nowhere)
    await db.flush()
    return nobody.id, nowhere.id


def columns_to(target: str) -> Iterator[Column[UUID]]:
    """The columns of tables of a community that point to a table of the directory, and say what a member
    did."""
    for table in sorted(Base.metadata.tables.values(), key=lambda one: one.name):
        if "community_id" not in table.columns:
            continue
        for column in table.columns:
            points = any(key.column.table.name == target for key in column.foreign_keys)
            points = points or (table.name, column.name, target) in WITHOUT_KEY
            if points and (table.name, column.name) not in OF_OTHERS:
                yield column


async def _point(db: AsyncSession, community_id: UUID, target: str, instead: dict[UUID, UUID]) -> None:
    """Let every column of the community that points to one of these rows of `target` point to another: one
    statement a column, since not every one has an index."""
    if not instead:
        return
    for column in columns_to(target):
        table = column.table
        mine = update(table).where(table.c.community_id == community_id, column.in_(instead))
        await db.execute(mine.values({column: choice(instead, value=column)}))


async def _point_claims(db: AsyncSession, community_id: UUID, professional_id: UUID, nobody: UUID) -> None:
    """Their time belongs to no community: that of what this one booked, proposed or assisted with."""
    booked = [
        select(column).where(column.class_.community_id == community_id)
        for column in (
            Appointment.claim_id,
            Hold.claim_id,
            WaitingProposal.claim_id,
            TeleconsultationBooking.assistant_claim_id,
            TeleconsultationHold.doctor_claim_id,
            TeleconsultationHold.assistant_claim_id,
        )
    ]
    mine = (Claim.resource_id == professional_id, Claim.id.in_(union_all(*booked)))
    await db.execute(update(Claim).where(*mine).values(resource_id=nobody))


async def _leave_lists(db: AsyncSession, community_id: UUID, professional_id: UUID, nobody: UUID) -> None:
    """What holds a professional's id otherwise than in a column of its own."""
    groups = OpinionGroup.member_ids
    await db.execute(
        update(OpinionGroup)
        .where(OpinionGroup.community_id == community_id, literal(professional_id) == any_(groups))
        .values(member_ids=func.array_remove(groups, professional_id))
    )
    asked = SecondOpinionRequest.group_member_ids
    await db.execute(
        update(SecondOpinionRequest)
        .where(SecondOpinionRequest.community_id == community_id, literal(professional_id) == any_(asked))
        .values(group_member_ids=func.array_replace(asked, professional_id, nobody))
    )
