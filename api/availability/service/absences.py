"""Absences over HTTP: said at once, whatever stands in them; taken back; a replacement who does not come."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability import policy, rules
from api.availability.rules.absences import LEAVERS_SHOWN, UNSETTLED
from api.availability.service import absence_course, claims, displaced, inheriting, replacing
from api.availability.service.absence_checks import refuse_overlap, refuse_replacement, whose
from api.availability.service.absence_views import absence_view, absence_views
from api.availability.tables import Absence, Appointment, DisplacedAppointment
from api.contract import models as wire
from api.contract.models import AppointmentState, DisplacedState, DisplacedStep, NotificationKind
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.core.problems import FieldError, IllegalTransition, InvalidInput, NotAllowed, NotFound
from api.core.routing import expect_version
from api.identity import service as identity
from api.identity.policy import present_community
from api.notifications import service as notifications


async def create_absence(db: AsyncSession, actor: Actor, body: wire.AbsenceInput) -> wire.Absence:
    """Close a stretch of a professional's time and follow up every appointment in it.

    InvalidInput on a time that is past or longer than a year, or a replacement who cannot be one;
    AbsenceOverlaps when one is away already; NotAllowed for others than oneself and the coordination.
    """
    at, community_id = clock.now(), present_community(actor)
    given = body.model_dump(exclude_unset=True)
    professional_id = await whose(db, actor, given.get("professional_id"))
    if errors := rules.refused_closure(body, at):
        raise InvalidInput(errors=errors)
    replacement_id: UUID | None = given.get("replacement_id")
    if replacement_id is not None:
        await refuse_replacement(db, community_id, professional_id, replacement_id)
    during = rules.seconds(body.starts_at), rules.seconds(body.ends_at)
    # Whoever books at this moment is followed up, or refused.
    await claims.lock(db, {professional_id, replacement_id or professional_id})
    await refuse_overlap(db, professional_id, body)
    if replacement_id is not None and await inheriting.is_away(db, replacement_id, during, at):
        message = "They are away themselves in that time: name somebody else, or nobody"
        raise InvalidInput(errors=[FieldError("/replacement_id", message)])
    absence = await absence_course.write(
        db,
        community_id=community_id,
        professional_id=professional_id,
        stretch=Range(body.starts_at, body.ends_at, bounds="[)"),
        reason=body.reason,
        at=at,
        replacement_id=replacement_id,
    )
    if replacement_id is not None:
        await inheriting.inherit(db, absence, at)
        await _tell_replacement(db, absence, replacement_id, at)
    await _no_replacement_now(db, actor, absence, at)
    await displaced.displace(db, community_id, at)
    await replacing.ask_now(db, community_id)
    displaced.announce_absence(db, absence, community_id)
    await record(db, actor, "absence.said", "absence", absence.id)
    return await absence_view(db, actor, absence)


async def preview_absence(
    db: AsyncSession, actor: Actor, query: wire.PreviewAbsenceQuery
) -> wire.AbsencePreview:
    """What an absence would meet. InvalidInput on the times, as when it is said."""
    at = clock.now()
    professional_id = await whose(db, actor, query.professional_id)
    if errors := rules.refused_closure(query, at):
        raise InvalidInput(errors=[FieldError(f"/query{one.pointer}", one.message) for one in errors])
    wanted = Absence(
        community_id=present_community(actor),
        professional_id=professional_id,
        during=Range(query.starts_at, query.ends_at, bounds="[)"),
    )
    inside = (
        select(func.count())
        .select_from(Appointment)
        .where(
            Appointment.community_id == wanted.community_id,
            Appointment.professional_id == professional_id,
            Appointment.state == AppointmentState.booked,
            Appointment.starts_at < query.ends_at,
            Appointment.starts_at >= query.starts_at,
            Appointment.ends_at > at,
        )
    )
    return wire.AbsencePreview(
        appointments_inside=await db.scalar(inside) or 0,
        openings_inside=await inheriting.openings_met(db, wanted, at),
    )


async def list_absences(db: AsyncSession, actor: Actor, query: wire.ListAbsencesQuery) -> wire.AbsenceList:
    """Absences not over yet and not taken back; with `open`, those with somebody to re-place or to call."""
    wanted = select(Absence).where(policy.absences_visible_to(actor))
    if query.open:
        unsettled = select(DisplacedAppointment.absence_id).where(
            DisplacedAppointment.community_id == actor.community_id,
            DisplacedAppointment.state.in_(sorted(UNSETTLED)),
        )
        wanted = wanted.where(Absence.id.in_(unsettled))
    else:
        at = clock.now()
        listed = or_(~Absence.has_left, Absence.created_at > at - LEAVERS_SHOWN)
        wanted = wanted.where(Absence.ended_at.is_(None), func.upper(Absence.during) > at, listed)
    keys = [Key(func.lower(Absence.during)), Key(Absence.id)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    views = await absence_views(db, actor, [row[0] for row in page.items])
    return wire.AbsenceList(items=views, next_cursor=page.next_cursor)


async def get_absence(db: AsyncSession, actor: Actor, absence_id: UUID) -> wire.Absence:
    """One absence; NotFound when there is none that the actor may see."""
    return await absence_view(db, actor, await visible(db, actor, absence_id))


async def end_absence(db: AsyncSession, actor: Actor, absence_id: UUID, version: int) -> None:
    """Take an absence back: the time is open again, and what has no new time stays where it was.

    What was moved goes back to its old hour while that is free and nobody was called; the rest stays moved.
    IllegalTransition when it is over.
    """
    at = clock.now()
    absence = await visible(db, actor, absence_id)
    if not policy.may_end_absence(actor, absence):
        raise NotAllowed("Only the professional, or the coordination, takes an absence back")
    await absence_course.take_back(db, actor, absence, at, version=version)
    await record(db, actor, "absence.ended", "absence", absence.id)


async def withdraw_replacement(
    db: AsyncSession, actor: Actor, absence_id: UUID, version: int
) -> wire.Absence:
    """The replacement does not come: their inherited openings close, their appointments are re-placed."""
    at = clock.now()
    absence = await visible(db, actor, absence_id)
    if not policy.may_withdraw_replacement(actor, absence):
        raise NotAllowed("Only the replacement, the professional, or the coordination says this")
    given = await absence_course.lock(db, absence, DisplacedState.placed, DisplacedState.told)
    expect_version(version, absence.version)
    absence_course.refuse_over(absence, at)
    if absence.replacement_id is None or absence.replacement_withdrew_at is not None:
        raise IllegalTransition("Nobody replaces them any more")
    absence.replacement_withdrew_at = at
    absence.version += 1
    await inheriting.give_back(db, absence, at)
    for row in given:
        now = await db.get(Appointment, row.new_appointment_id) if row.new_appointment_id else None
        theirs = now is not None and now.professional_id == absence.replacement_id
        if now is None or not theirs or now.state is not AppointmentState.booked or now.ends_at <= at:
            continue
        row.appointment_id, row.new_appointment_id, row.starts_at = now.id, None, now.starts_at
        await displaced.advance(db, row, "reopen", DisplacedStep.replacement_withdrew, at, by=actor)
    await displaced.displace(db, absence.community_id, at)
    await replacing.ask_now(db, absence.community_id)
    displaced.announce_absence(db, absence, absence.community_id)
    await record(db, actor, "absence.replacement_withdrew", "absence", absence.id)
    return await absence_view(db, actor, absence)


async def visible(db: AsyncSession, actor: Actor, absence_id: UUID) -> Absence:
    """An absence that the actor may see; NotFound otherwise."""
    wanted = select(Absence).where(Absence.id == absence_id, policy.absences_visible_to(actor))
    absence = await db.scalar(wanted)
    if absence is None:
        raise NotFound
    return absence


async def _no_replacement_now(db: AsyncSession, actor: Actor, absence: Absence, at: datetime) -> None:
    """Who is away during the whole of an absence of somebody else, or of what is left of it, replaces them no
    more. Away in a part of it, they replace them in the rest."""
    replaced = select(Absence).where(
        Absence.community_id == absence.community_id,
        Absence.replacement_id == absence.professional_id,
        Absence.replacement_withdrew_at.is_(None),
        Absence.ended_at.is_(None),
        Absence.during.overlaps(absence.during),
    )
    for one in (await db.scalars(replaced.order_by(Absence.id).with_for_update())).all():
        left = Range(max(one.during.lower or at, at), one.during.upper, bounds="[)")
        if not absence.during.contains(left):
            continue
        one.replacement_withdrew_at = at
        one.version += 1
        await inheriting.give_back(db, one, at)
        displaced.announce_absence(db, one, one.community_id)
        await record(db, actor, "absence.replacement_withdrew", "absence", one.id)


async def _tell_replacement(db: AsyncSession, absence: Absence, replacement_id: UUID, at: datetime) -> None:
    accounts = await identity.accounts_of_professional(db, absence.community_id, replacement_id)
    await notifications.notify(
        db,
        community_id=absence.community_id,
        account_ids=[account.id for account in accounts],
        kind=NotificationKind.replacement_named,
        at=at,
        may_open_case=False,
        facts={"absence_id": absence.id, "starts_at": absence.during.lower, "ends_at": absence.during.upper},
    )
