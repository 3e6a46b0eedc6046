"""The sweep of the waiting list: time that became free is kept for who has waited longest, and proposed.

Each entry moves in a transaction of its own, under its lock, after a second look. A sweep that is killed,
late, or run twice at once changes nothing but latency: no time is proposed twice, nobody more often than
the community says.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability import rules
from api.availability.rules import FreeSlot, SlotTaken, Wanted
from api.availability.service import subjects, waiting
from api.availability.service.announcing import announce_agenda
from api.availability.service.free_slots import free_slots
from api.availability.service.taking import take_slot
from api.availability.tables import Appointment, WaitingEntry, WaitingProposal
from api.contract.models import (
    AppointmentRules,
    AppointmentState,
    NotificationKind,
    Role,
    TimelineKind,
    WaitingScope,
    WaitingState,
)
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.sweeping import each_alone
from api.directory import service as directory
from api.directory.service import Member
from api.identity import service as identity


async def propose_earlier(community_id: UUID, at: datetime) -> int:
    """Act on the waiting list of a community at `at`: proposals lapse, entries end, times are proposed.

    How many entries moved. Nothing is proposed in the quiet hours of the community.
    """
    async with unit_of_work(community_id) as db:
        late = select(WaitingProposal.entry_id).where(
            WaitingProposal.community_id == community_id,
            WaitingProposal.state == rules.PROPOSAL.start,
            WaitingProposal.answer_before <= at,
        )
        unanswered = (await db.scalars(late)).all()
    moved = await each_alone(community_id, unanswered, at, _lapse)
    async with unit_of_work(community_id) as db:
        limits = (await identity.rules_of(db, community_id)).appointments
        still = (WaitingEntry.community_id == community_id, WaitingEntry.ended_at.is_(None))
        rows = await db.execute(
            select(WaitingEntry, Appointment)
            .join(Appointment, Appointment.id == WaitingEntry.appointment_id)
            .where(*still)
        )
        over = [entry.id for entry, about in rows if _is_over(limits, entry, about, at)]
    moved += await each_alone(community_id, over, at, _end)
    async with unit_of_work(community_id) as db:
        found = await _found(db, community_id, at)
    for entry_id, slots in found:
        moved += await each_alone(community_id, [entry_id], at, partial(_propose, slots=slots))
    return moved


async def _lapse(db: AsyncSession, entry_id: UUID, at: datetime) -> bool:
    """Nobody answered in time: the time is free again."""
    entry = await _locked(db, entry_id, WaitingState.proposed)
    proposal = await waiting.open_proposal(db, entry) if entry is not None else None
    if entry is None or proposal is None or proposal.answer_before > at:
        return False
    await waiting.close_proposal(db, proposal, "lapse", at)
    await waiting.wait_again(db, entry, at)
    return True


async def _end(db: AsyncSession, entry_id: UUID, at: datetime) -> bool:
    """End an entry whose appointment is no longer to come, or that can get nothing more."""
    entry = await _locked(db, entry_id)
    if entry is None:
        return False
    appointment = await db.get_one(Appointment, entry.appointment_id)
    limits = (await identity.rules_of(db, entry.community_id)).appointments
    if not _is_over(limits, entry, appointment, at):
        return False
    await waiting.end(db, entry, "end", at)
    return True


def _is_over(limits: AppointmentRules, entry: WaitingEntry, about: Appointment, at: datetime) -> bool:
    if about.state is not AppointmentState.booked or about.starts_at <= at:
        return True
    waits = entry.state is WaitingState.waiting
    return waits and rules.is_over(limits, entry.proposals_made, about.starts_at, at)


async def _found(db: AsyncSession, community_id: UUID, at: datetime) -> list[tuple[UUID, list[FreeSlot]]]:
    """The entries that may be proposed something now, with the free times that suit each, soonest first.

    Free times are computed once for all of them.
    """
    community_rules = await identity.rules_of(db, community_id)
    quiet = community_rules.dispatch.quiet_hours
    hours = time.fromisoformat(quiet.from_time), time.fromisoformat(quiet.to_time)
    zone = identity.zone_of(await identity.community_of(db, community_id))
    if not rules.may_propose(hours, at, zone):
        return []
    limits = community_rules.appointments
    rows = await db.execute(
        select(WaitingEntry, Appointment)
        .join(Appointment, Appointment.id == WaitingEntry.appointment_id)
        .where(
            WaitingEntry.community_id == community_id,
            WaitingEntry.state == WaitingState.waiting,
            Appointment.state == AppointmentState.booked,
        )
        .order_by(WaitingEntry.created_at, WaitingEntry.id)
    )
    due = [(entry, about) for entry, about in rows if _may_hear(limits, entry, at)]
    if not due:
        return []
    members = await directory.members_of(db, community_id)
    wanted = [(entry.id, _wanted(entry, about, limits, members, at)) for entry, about in due]
    slots = await free_slots(
        db,
        professional_ids={id_ for _, want in wanted for id_ in want.professional_ids},
        from_at=min(want.first for _, want in wanted),
        to_at=max(want.last for _, want in wanted) + timedelta(seconds=1),
        at=at,
        community_ids=[community_id],
    )
    known = await _proposed_before(db, [entry_id for entry_id, _ in wanted])
    found, given = [], set()
    for entry_id, want in wanted:
        mine = [
            slot
            for slot in slots
            if slot.slot_id not in given
            and rules.suits(slot, want)
            and (entry_id, slot.opening_id, slot.starts_at) not in known
        ]
        if mine:
            given.add(mine[0].slot_id)
            found.append((entry_id, mine))
    return found


def _may_hear(limits: AppointmentRules, entry: WaitingEntry, at: datetime) -> bool:
    again = rules.next_from(limits, entry.last_proposed_at)
    left = rules.proposals_left(limits, entry.proposals_made)
    return left > 0 and (again is None or again <= at)


def _wanted(
    entry: WaitingEntry,
    about: Appointment,
    limits: AppointmentRules,
    members: Sequence[Member],
    at: datetime,
) -> Wanted:
    first, last = rules.bounds(limits, about.starts_at, at)
    who = {about.professional_id}
    if entry.scope is WaitingScope.anyone:
        who |= _alike(about.professional_id, members)
    audiences = waiting.audiences_of(entry)
    return Wanted(who, about.need, about.mode, audiences, first, last)


def _alike(professional_id: UUID, members: Sequence[Member]) -> set[UUID]:
    """Those who may stand in for a professional: the same profession, and a specialty in common."""
    own = next((one for one in members if one.professional_id == professional_id), None)
    if own is None:
        return set()
    return {
        one.professional_id
        for one in members
        if one.profession_code == own.profession_code
        and (not own.specialty_codes or set(own.specialty_codes) & set(one.specialty_codes))
    }


async def _proposed_before(db: AsyncSession, entry_ids: Sequence[UUID]) -> set[tuple[UUID, UUID, datetime]]:
    """What these entries were proposed once: nobody is asked twice about the same time."""
    rows = await db.execute(
        select(WaitingProposal.entry_id, WaitingProposal.opening_id, WaitingProposal.starts_at).where(
            WaitingProposal.entry_id.in_(entry_ids)
        )
    )
    return {(row[0], row[1], row[2]) for row in rows}


async def _propose(db: AsyncSession, entry_id: UUID, at: datetime, *, slots: Sequence[FreeSlot]) -> bool:
    """Keep the first of these times that is still free for the entry, and tell who asked."""
    entry = await _locked(db, entry_id, WaitingState.waiting)
    if entry is None:
        return False
    appointment = await db.get_one(Appointment, entry.appointment_id)
    limits = (await identity.rules_of(db, entry.community_id)).appointments
    _, last = rules.bounds(limits, appointment.starts_at, at)
    if appointment.state is not AppointmentState.booked or not _may_hear(limits, entry, at):
        return False
    for slot in slots:
        if slot.starts_at > last:
            continue
        kept_until = rules.answer_before(limits, slot.starts_at, at)
        try:
            async with db.begin_nested():
                taken = await take_slot(db, slot.slot_id, at=at, expires_at=kept_until)
        except SlotTaken:
            continue
        proposal = WaitingProposal(
            community_id=entry.community_id,
            entry_id=entry.id,
            state=rules.PROPOSAL.start,
            professional_id=slot.professional_id,
            practice_id=slot.practice_id,
            opening_id=slot.opening_id,
            claim_id=taken.claim_id,
            starts_at=taken.starts_at,
            ends_at=taken.ends_at,
            made_at=at,
            answer_before=kept_until,
        )
        db.add(proposal)
        entry.state = rules.WAITING.after("propose", entry.state)
        entry.version += 1
        entry.proposals_made += 1
        entry.last_proposed_at = at
        await db.flush()
        await _tell(db, entry, appointment, proposal, at)
        return True
    return False


async def _tell(
    db: AsyncSession, entry: WaitingEntry, appointment: Appointment, proposal: WaitingProposal, at: datetime
) -> None:
    """Who asked is told; for a machine, which reads no message, the coordination."""
    told = {entry.asked_by_id}
    if entry.asked_by_kind != "account":
        coordination = await identity.accounts_with_role(db, entry.community_id, Role.coordinator)
        told = {account.id for account in coordination}
    actor, starts_at = system_actor(entry.community_id), proposal.starts_at
    await subjects.tell(
        db,
        appointment,
        told,
        NotificationKind.earlier_time,
        at,
        starts_at=starts_at,
        due_at=proposal.answer_before,
    )
    await subjects.note(db, actor, appointment, TimelineKind.earlier_proposed, starts_at=starts_at, at=at)
    announce_agenda(db, entry.community_id, proposal.professional_id)
    await record(db, actor, "waiting_proposal.made", "waiting_proposal", proposal.id)


async def _locked(db: AsyncSession, entry_id: UUID, state: WaitingState | None = None) -> WaitingEntry | None:
    """The entry, locked, if it still waits (in that state) and nobody else holds it."""
    wanted = select(WaitingEntry).where(WaitingEntry.id == entry_id, WaitingEntry.ended_at.is_(None))
    if state is not None:
        wanted = wanted.where(WaitingEntry.state == state)
    return await db.scalar(wanted.with_for_update(skip_locked=True))
