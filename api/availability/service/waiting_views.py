"""The waiting list in the words of the contract: no name of a person, which only the appointment knows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules
from api.availability.tables import Appointment, WaitingEntry, WaitingProposal
from api.contract import models as wire
from api.contract.models import AppointmentRules, WaitingAction
from api.directory import service as directory
from api.directory.tables import Practice
from api.identity import service as identity


async def entry_view(db: AsyncSession, entry: WaitingEntry, at: datetime) -> wire.WaitingEntry:
    """One entry."""
    return (await entry_views(db, [entry], at))[0]


async def entry_views(
    db: AsyncSession, entries: Sequence[WaitingEntry], at: datetime
) -> list[wire.WaitingEntry]:
    """Many entries of one community, in the order given. Visibility was decided before."""
    if not entries:
        return []
    rows = await db.scalars(
        select(Appointment).where(Appointment.id.in_([entry.appointment_id for entry in entries]))
    )
    appointments = {appointment.id: appointment for appointment in rows}
    latest = await db.scalars(
        select(WaitingProposal)
        .where(WaitingProposal.entry_id.in_([entry.id for entry in entries]))
        .order_by(WaitingProposal.made_at)
    )
    proposals = {proposal.entry_id: proposal for proposal in latest}
    professionals = {booked.professional_id for booked in appointments.values()}
    professionals |= {proposal.professional_id for proposal in proposals.values()}
    names = await directory.summaries(db, list(professionals))
    places = {one.practice_id for one in proposals.values()}
    practices: dict[UUID, Any] = {
        row.id: row
        for row in await db.execute(
            select(Practice.id, Practice.name, Practice.address_line).where(Practice.id.in_(places))
        )
    }
    community_rules = (await identity.rules_of(db, entries[0].community_id)).appointments
    return [
        _view(
            entry,
            appointments[entry.appointment_id],
            names,
            _proposal(proposals[entry.id], names, practices, at) if entry.id in proposals else None,
            community_rules,
            at,
        )
        for entry in entries
    ]


def _view(
    entry: WaitingEntry,
    appointment: Appointment,
    names: dict[UUID, wire.ProfessionalSummary],
    proposal: wire.WaitingProposal | None,
    community_rules: AppointmentRules,
    at: datetime,
) -> wire.WaitingEntry:
    is_open = entry.state not in rules.WAITING.terminal
    left = rules.proposals_left(community_rules, entry.proposals_made) if is_open else 0
    again = rules.next_from(community_rules, entry.last_proposed_at)
    return wire.WaitingEntry(
        id=entry.id,
        version=entry.version,
        state=entry.state,
        scope=entry.scope,
        appointment_id=appointment.id,
        appointment_at=appointment.starts_at,
        professional=names[appointment.professional_id],
        need=appointment.need,
        mode=appointment.mode,
        age_band=wire.AgeBand(appointment.age_band) if appointment.age_band else None,
        case_id=appointment.subject_id,
        case_number=appointment.subject_number,
        asked_by_name=entry.asked_by_name,
        proposals_made=entry.proposals_made,
        proposals_left=left,
        next_proposal_from=again if left and again is not None and again > at else None,
        proposal=proposal,
        created_at=entry.created_at,
        ended_at=entry.ended_at,
        actions=[WaitingAction.withdraw] if is_open else [],
    )


def _proposal(
    row: WaitingProposal,
    names: dict[UUID, wire.ProfessionalSummary],
    practices: dict[UUID, Any],
    at: datetime,
) -> wire.WaitingProposal:
    place = practices.get(row.practice_id)
    return wire.WaitingProposal(
        id=row.id,
        state=row.state,
        professional=names[row.professional_id],
        practice_name=place.name if place else None,
        address_line=place.address_line if place else None,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        made_at=row.made_at,
        answer_before=row.answer_before,
        actions=rules.proposal_actions(row.state, row.answer_before, at),
    )
