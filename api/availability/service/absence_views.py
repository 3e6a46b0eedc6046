"""Absences and their follow-ups in the words of the contract."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import policy
from api.availability.rules.absences import TO_CALL, UNSETTLED, WAITING, call_outcomes
from api.availability.service.views import appointment_views
from api.availability.tables import Absence, Appointment, DisplacedAppointment
from api.contract import models as wire
from api.contract.models import AbsenceAction
from api.core import clock
from api.core.actor import Actor
from api.directory import service as directory
from api.people import service as people


async def absence_view(db: AsyncSession, actor: Actor, row: Absence) -> wire.Absence:
    """One absence for this actor."""
    return (await absence_views(db, actor, [row]))[0]


async def absence_views(db: AsyncSession, actor: Actor, rows: Sequence[Absence]) -> list[wire.Absence]:
    """Absences for this actor, in the order given, in three statements."""
    if not rows:
        return []
    await db.flush()
    who = {row.professional_id for row in rows} | {row.replacement_id for row in rows if row.replacement_id}
    names = await directory.summaries(db, list(who))
    state = DisplacedAppointment.state
    counts = {
        counted[0]: counted[1:]
        for counted in await db.execute(
            select(
                DisplacedAppointment.absence_id,
                func.count(),
                func.count().filter(state.in_(sorted(WAITING))),
                func.count().filter(state.in_(sorted(TO_CALL))),
                func.min(DisplacedAppointment.starts_at).filter(state.in_(sorted(UNSETTLED))),
            )
            .where(
                DisplacedAppointment.absence_id.in_([row.id for row in rows]),
                DisplacedAppointment.community_id == actor.community_id,
            )
            .group_by(DisplacedAppointment.absence_id)
        )
    }
    return [_absence(actor, row, names, counts.get(row.id, (0, 0, 0, None))) for row in rows]


def _absence(
    actor: Actor, row: Absence, names: dict[UUID, wire.ProfessionalSummary], counts: Any
) -> wire.Absence:
    starts_at, ends_at = row.during.lower, row.during.upper
    assert starts_at is not None  # noqa: S101  absences are bounded
    assert ends_at is not None  # noqa: S101
    return wire.Absence(
        id=row.id,
        version=row.version,
        professional=names[row.professional_id],
        starts_at=starts_at,
        ends_at=ends_at,
        has_left=row.has_left,
        reason=row.reason if policy.knows_reason(actor, row) else None,
        replacement=names[row.replacement_id] if row.replacement_id else None,
        replacement_withdrew_at=row.replacement_withdrew_at,
        openings_inherited=row.openings_inherited,
        openings_left=row.openings_left,
        created_at=row.created_at,
        ended_at=row.ended_at,
        displaced=counts[0],
        waiting=counts[1],
        to_call=counts[2],
        due_at=counts[3],
        actions=_actions(actor, row),
    )


def _actions(actor: Actor, row: Absence) -> list[AbsenceAction]:
    if row.ended_at is not None or (row.during.upper is not None and row.during.upper <= clock.now()):
        return []
    actions = [AbsenceAction.end] if policy.may_end_absence(actor, row) else []
    replaced = row.replacement_id is not None and row.replacement_withdrew_at is None
    if replaced and policy.may_withdraw_replacement(actor, row):
        actions.append(AbsenceAction.withdraw_replacement)
    return actions


async def displaced_views(
    db: AsyncSession, actor: Actor, rows: Sequence[DisplacedAppointment]
) -> list[wire.DisplacedAppointment]:
    """Follow-ups for this actor, in the order given. The names and phones of those still to call are shown,
    and that reading is traced: who sees a follow-up has to call."""
    if not rows:
        return []
    await db.flush()
    ids = {row.appointment_id for row in rows} | {row.new_appointment_id for row in rows} - {None}
    appointments = (await db.scalars(select(Appointment).where(Appointment.id.in_(ids)))).all()
    views = await appointment_views(db, actor, appointments, with_people=False)
    shown = {view.id: view for view in views}
    person_of = {appointment.id: appointment.person_id for appointment in appointments}
    wanted = {person_of[row.appointment_id] for row in rows if row.state in UNSETTLED} - {None}
    named = await people.people_named(db, actor, [id_ for id_ in wanted if id_], why="absence")
    return [
        _displaced(
            row,
            shown,
            named.get(person_of[row.appointment_id] or UUID(int=0)) if row.state in UNSETTLED else None,
        )
        for row in rows
    ]


def _displaced(
    row: DisplacedAppointment, shown: dict[UUID, wire.Appointment], person: wire.PersonIdentity | None
) -> wire.DisplacedAppointment:
    return wire.DisplacedAppointment(
        id=row.id,
        absence_id=row.absence_id,
        state=row.state,
        appointment=shown[row.appointment_id],
        new_appointment=shown[row.new_appointment_id] if row.new_appointment_id else None,
        person_name=f"{person.given_name} {person.family_name}" if person else None,
        person_phone=person.phone if person else None,
        tried=[wire.DisplacedAttempt.model_validate(one) for one in row.tried],
        actions=call_outcomes(row.state),
    )
