"""Openings, closures and appointments in the words of the contract."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import policy, rules
from api.availability.tables import Appointment, Closure
from api.contract import models as wire
from api.contract.models import AppointmentAction, AppointmentState, CancelledBy
from api.core import clock
from api.core.actor import Actor
from api.directory import service as directory
from api.directory.tables import Practice
from api.people import service as people

STANDING = frozenset({AppointmentState.booked, AppointmentState.fulfilled, AppointmentState.no_show})
"""Appointments that hold their time; those cancelled or moved gave it back."""


def opening_view(
    row: Any, shared: list[wire.SharedTime] | None = None, ahead: int | None = None
) -> wire.Opening:
    """An opening (a mapped one, or a row of `times.openings`) with times as the wall shows them.

    `shared`: which others at the same place share its time; `ahead`: how many appointments are to come in
    it; both when that was looked for.
    """
    return wire.Opening(
        id=row.id,
        version=row.version,
        professional_id=row.professional_id,
        practice_id=row.practice_id,
        kind=row.kind,
        weekday=row.weekday,
        on_day=row.on_day,
        every_weeks=row.every_weeks,
        nth_of_month=[wire.NthOfMonth(word) for word in row.nth_of_month],
        on_holidays=row.on_holidays,
        except_days=row.except_days,
        instead_of_id=row.instead_of_id,
        instead_of_day=row.instead_of_day,
        from_time=rules.wall_time(row.from_minute),
        to_time=rules.wall_time(row.to_minute),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        slot_minutes=row.slot_minutes,
        step_minutes=row.step_minutes,
        buffer_before_minutes=row.buffer_before_minutes,
        buffer_after_minutes=row.buffer_after_minutes,
        capacity=row.capacity,
        min_delay_minutes=row.min_delay_minutes,
        max_delay_days=row.max_delay_days,
        quota_per_day=row.quota_per_day,
        needs=[wire.Need(word) for word in row.needs],
        modes=[wire.CareMode(word) for word in row.modes],
        audiences=[wire.SlotAudience(word) for word in row.audiences],
        replaces_name=row.replaces_name,
        shares_time_with=shared,
        appointments_ahead=ahead,
    )


def closure_view(row: Closure, appointments_inside: int, absence_id: UUID | None = None) -> wire.Closure:
    """A closed time, how many appointments still stand in it, and the absence that it is of."""
    starts_at, ends_at = row.during.lower, row.during.upper
    assert starts_at is not None  # noqa: S101  closures are bounded
    assert ends_at is not None  # noqa: S101
    return wire.Closure(
        id=row.id,
        professional_id=row.professional_id,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=row.reason,
        appointments_inside=appointments_inside,
        absence_id=absence_id,
    )


class Around(NamedTuple):
    """The professionals and the places of appointments."""

    professionals: dict[UUID, wire.ProfessionalSummary]
    practices: dict[UUID, Any]


async def read_around(db: AsyncSession, professional_ids: set[UUID], practice_ids: set[UUID]) -> Around:
    """Two queries, however many there are."""
    professionals = await directory.summaries(db, list(professional_ids))
    return Around(professionals, await _practices(db, practice_ids))


async def appointment_views(
    db: AsyncSession,
    actor: Actor,
    rows: Sequence[Appointment],
    *,
    with_people: bool,
    at: datetime | None = None,
    around: Around | None = None,
) -> list[wire.Appointment]:
    """The appointments for this actor, in the order given: three queries, however many there are.

    `with_people` shows the names and phones of one's own patients, and traces that reading: not of those
    whose appointment was cancelled or moved, who are no longer theirs (CSP L1110-4: only what is needed).
    `around`: what was read before of their professionals and places.
    """
    at = at or clock.now()
    whose = {row.professional_id for row in rows}
    where = {row.practice_id for row in rows if row.practice_id is not None}
    if around is None or whose - around.professionals.keys() or where - around.practices.keys():
        around = await read_around(db, whose, where)
    named: dict[UUID, Any] = {}
    if with_people and rows:
        theirs = [
            row for row in rows if row.state in STANDING and policy.is_owner(actor, row.professional_id)
        ]
        people_of = {row.id: row.person_id for row in theirs if row.person_id is not None}
        known = await people.people_named(db, actor, set(people_of.values()))
        named = {id_: known[person_id] for id_, person_id in people_of.items() if person_id in known}
    return [
        _appointment_view(
            actor,
            row,
            at,
            around.professionals[row.professional_id],
            around.practices.get(row.practice_id) if row.practice_id else None,
            named.get(row.id),
        )
        for row in rows
    ]


_PRACTICES = select(Practice.id, Practice.name, Practice.address_line, Practice.phone).where(
    Practice.id == any_(bindparam("ids", type_=ARRAY(Uuid)))
)


async def _practices(db: AsyncSession, ids: set[UUID]) -> dict[UUID, Any]:
    found = await db.execute(_PRACTICES, {"ids": list(ids)}) if ids else ()
    return {practice.id: practice for practice in found}


def _appointment_view(
    actor: Actor,
    row: Appointment,
    at: datetime,
    professional: wire.ProfessionalSummary,
    practice: Any,
    person: Any,
) -> wire.Appointment:
    return wire.Appointment(
        id=row.id,
        version=row.version,
        state=row.state,
        professional=professional,
        practice_id=row.practice_id,
        practice_name=practice.name if practice else None,
        address_line=practice.address_line if practice else None,
        practice_phone=practice.phone if practice else None,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        mode=row.mode,
        need=row.need,
        origin=row.origin,
        case_id=row.subject_id,
        case_number=row.subject_number,
        age_band=wire.AgeBand(row.age_band) if row.age_band else None,
        person_id=row.person_id,
        person_name=f"{person.given_name} {person.family_name}" if person else None,
        person_phone=person.phone if person else None,
        confirm_by_phone=row.confirm_by_phone,
        sas_case_number=(row.sas_case_number if person or policy.sees_case_number(actor, row) else None),
        actions=[
            action for action in rules.open_actions(row.state, row.starts_at, at) if _may(actor, row, action)
        ]
        + ([AppointmentAction.await_earlier] if _may_await_earlier(actor, row, at) else []),
    )


def _may(actor: Actor, row: Appointment, action: AppointmentAction) -> bool:
    if action is AppointmentAction.move:
        return policy.may_move(actor, row)
    if action is AppointmentAction.cancel:
        return any(policy.may_cancel(actor, row, by) for by in CancelledBy)
    return policy.may_say(actor, row)


def _may_await_earlier(actor: Actor, row: Appointment, at: datetime) -> bool:
    """Who booked it for themselves; of a request's appointment, the request says so among its own actions."""
    to_come = row.state is AppointmentState.booked and row.starts_at > at
    asked = policy.asked_for(actor, row.booked_by_kind, row.booked_by_id, None)
    return to_come and row.subject_id is None and asked
