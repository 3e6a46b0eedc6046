"""Appointments made and unmade, as the modules of the requests and the agenda ask for it.

These functions act on time only. Whether the actor may, and whether need and mode go with the opening,
is asked before. They do not tell the request that the appointment is about: a module that calls them
knows what it does; what happens from the agenda is told by `appointments` (see `subjects`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability import policy, rules
from api.availability.rules import APPOINTMENT
from api.availability.service import claims, displaced, holds, no_shows
from api.availability.service.announcing import announce_agenda
from api.availability.service.following import FOLLOWERS
from api.availability.service.taking import Taken, look, refuse_unless_free, take_slot, take_time
from api.availability.service.telling import Told, tell_owner
from api.availability.tables import Appointment
from api.contract.models import (
    AppointmentOrigin,
    AppointmentState,
    CancelledBy,
    CareMode,
    Need,
    NotificationKind,
)
from api.core.actor import Actor
from api.identity import service as identity
from api.identity.policy import present_community


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an appointment is for: all that it says but whose time it takes, and when."""

    mode: CareMode
    need: Need | None
    origin: AppointmentOrigin
    person_id: UUID | None = None
    age_band: str | None = None
    subject_kind: str | None = None
    """What it is about (see `subjects`), with its id and the number that people say on the phone."""
    subject_id: UUID | None = None
    subject_number: str | None = None
    sas_case_number: str | None = None

    @classmethod
    def of(cls, appointment: Appointment) -> Self:
        """The same purpose as an appointment that was made."""
        return cls(
            mode=appointment.mode,
            need=appointment.need,
            origin=appointment.origin,
            person_id=appointment.person_id,
            age_band=appointment.age_band,
            subject_kind=appointment.subject_kind,
            subject_id=appointment.subject_id,
            subject_number=appointment.subject_number,
            sas_case_number=appointment.sas_case_number,
        )


async def book_slot(
    db: AsyncSession,
    actor: Actor,
    purpose: Purpose,
    *,
    slot_id: str,
    at: datetime,
    hold_token: str | None = None,
) -> Appointment:
    """Book a free slot, or the one that the actor holds: the booking consumes the hold.

    SlotTaken (409, naming free times nearby) when it is not free; HoldExpired (409) when the token is
    no longer good; InvalidInput when the slot is past, or sooner or later than the community allows.
    """
    if hold_token is None:
        seen = await look(db, slot_id, at)
        await refuse_unless_free(db, seen, at)
        whose, starts_at = seen.opening.professional_id, rules.instant(seen.start)
        ready = await prepare(db, actor, purpose, professional_id=whose, starts_at=starts_at, at=at)
        taken = await take_slot(db, slot_id, at=at, seen=seen)
    else:
        hold = await holds.held(db, actor, hold_token, slot_id)
        whose, starts_at = hold.professional_id, hold.starts_at
        ready = await prepare(db, actor, purpose, professional_id=whose, starts_at=starts_at, at=at)
        taken = await holds.spend(db, hold, at=at)
    return await write(db, actor, taken, purpose, at=at, ready=ready)


async def book_time(
    db: AsyncSession,
    actor: Actor,
    purpose: Purpose,
    *,
    professional_id: UUID,
    practice_id: UUID | None,
    starts_at: datetime,
    minutes: int,
    at: datetime,
) -> Appointment:
    """Book a time that the professional gives outside any opening; it is claimed all the same.

    `practice_id` may be left out when there is only one, and for home visits and video. SlotTaken when
    something else is there; OpeningOverlaps when they receive at another place then; InvalidInput when the
    time is past, lasts less than 5 or more than 60 minutes, crosses a closed time, or the practice is not
    the professional's.
    """
    ready = await prepare(db, actor, purpose, professional_id=professional_id, starts_at=starts_at, at=at)
    taken = await take_time(
        db,
        professional_id=professional_id,
        practice_id=practice_id,
        starts_at=starts_at,
        minutes=minutes,
        mode=purpose.mode,
        at=at,
    )
    return await write(db, actor, taken, purpose, at=at, ready=ready)


class Ready(NamedTuple):
    """What an appointment says that does not decide whether its time is free."""

    origin: AppointmentOrigin
    confirm_by_phone: bool


async def prepare(
    db: AsyncSession,
    actor: Actor,
    purpose: Purpose,
    *,
    professional_id: UUID,
    starts_at: datetime,
    at: datetime,
    moves: bool = False,
) -> Ready:
    """All of a booking but the time itself, before the lock of that time is asked for: those who want the
    next appointment of the same professional wait for what stands under it. A refusal undoes it all.

    The professional is told of what somebody else books beside any request; a request tells them itself, and
    so does who `moves` an appointment.
    """
    community_id = present_community(actor)
    ready = Ready(
        origin=purpose.origin if moves else await _origin(db, actor, purpose),
        confirm_by_phone=await no_shows.confirm_by_phone(db, community_id, purpose.person_id, at=at),
    )
    if not moves and purpose.subject_id is None:
        told = Told(community_id, professional_id, None, None, purpose.need, starts_at)
        await tell_owner(db, actor, told, NotificationKind.appointment_booked, at)
    announce_agenda(db, community_id, professional_id)
    await db.flush()
    return ready


async def write(
    db: AsyncSession,
    actor: Actor,
    taken: Taken,
    purpose: Purpose,
    *,
    at: datetime,
    ready: Ready,
    instead_of: Appointment | None = None,
) -> Appointment:
    """Write the appointment of a time that was just taken; `instead_of` the one that is moved there."""
    appointment = Appointment(
        community_id=present_community(actor),
        version=1,
        state=APPOINTMENT.start,
        professional_id=taken.professional_id,
        practice_id=taken.practice_id,
        opening_id=taken.opening_id,
        claim_id=taken.claim_id,
        starts_at=taken.starts_at,
        ends_at=taken.ends_at,
        mode=purpose.mode,
        need=purpose.need,
        origin=ready.origin,
        subject_kind=purpose.subject_kind,
        subject_id=purpose.subject_id,
        subject_number=purpose.subject_number,
        person_id=purpose.person_id,
        age_band=purpose.age_band,
        booked_by_kind=actor.kind,
        booked_by_id=actor.id,
        sas_case_number=purpose.sas_case_number,
        confirm_by_phone=ready.confirm_by_phone,
        created_at=at,
        state_changed_at=at,
    )
    db.add(appointment)
    await record(db, actor, "appointment.booked", "appointment", appointment.id)
    await db.flush()
    for follower in FOLLOWERS:
        if instead_of is None:
            await follower.booked(db, actor, appointment, at)
        else:
            await follower.moved(db, instead_of, appointment, at)
    return appointment


async def _origin(db: AsyncSession, actor: Actor, purpose: Purpose) -> AppointmentOrigin:
    """Whatever a regulator of the national platform books comes from there; what another books by themselves
    counts as regulation, too."""
    if policy.may_book_for_platform(actor) and await identity.national_identifier(db, actor.id) is not None:
        return AppointmentOrigin.sas
    if purpose.origin is AppointmentOrigin.direct and policy.regulates(actor):
        return AppointmentOrigin.regulation
    return purpose.origin


async def cancel(
    db: AsyncSession,
    actor: Actor,
    appointment: Appointment,
    *,
    by: CancelledBy,
    at: datetime,
    known: bool = False,
) -> None:
    """Cancel in somebody's name; the time is free again at once. IllegalTransition when it is over.

    The professional is told when somebody else does it, unless it is `known` to them: they are away, and
    read on one list what becomes of each. A request that ends with it tells them itself.
    """
    await advance(db, actor, appointment, "cancel", at, by=by)
    await claims.release(db, appointment.claim_id)
    appointment.claim_id = None
    await db.flush()
    ends_request = appointment.subject_id is not None and by is CancelledBy.person
    if not known and not ends_request:
        await tell_owner(db, actor, Told.of(appointment), NotificationKind.appointment_cancelled, at)


async def fulfil(db: AsyncSession, actor: Actor, appointment: Appointment, *, at: datetime) -> None:
    """The person came. IllegalTransition more than a quarter of an hour before the appointment."""
    await advance(db, actor, appointment, "fulfil", at)


async def no_show(db: AsyncSession, actor: Actor, appointment: Appointment, *, at: datetime) -> None:
    """The person did not come: somebody must call them. IllegalTransition before the appointment."""
    await advance(db, actor, appointment, "no_show", at)
    await no_shows.open_follow_up(db, actor, appointment, at=at)


_PAST = {
    AppointmentState.cancelled: "cancelled",
    AppointmentState.moved: "moved",
    AppointmentState.fulfilled: "fulfilled",
    AppointmentState.no_show: "no_show_recorded",
}


async def advance(
    db: AsyncSession,
    actor: Actor,
    appointment: Appointment,
    action: str,
    at: datetime,
    *,
    by: CancelledBy | None = None,
) -> None:
    """Move an appointment by an action of its lifecycle, and its follow-up in an absence with it."""
    # Two devices may say it at the same time. The key stays readable: requests refer to the row.
    await db.refresh(appointment, with_for_update={"key_share": True})
    state = APPOINTMENT.after(action, appointment.state)
    rules.refuse_early(action, appointment.starts_at, at)
    appointment.state, appointment.state_changed_at = state, at
    appointment.version += 1
    announce_agenda(db, appointment.community_id, appointment.professional_id)
    await db.flush()
    detail = None if by is None else {"by": by.value}
    await record(db, actor, f"appointment.{_PAST[state]}", "appointment", appointment.id, detail=detail)
    await displaced.follow(db, actor, appointment, action, by, at)
    if state is not AppointmentState.moved:  # of a move, followers are told once the new time is written
        for follower in FOLLOWERS:
            await follower.ended(db, appointment, at)
