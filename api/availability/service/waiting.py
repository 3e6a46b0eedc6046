"""The waiting list for earlier times: who waits, and what they answer to a time that became free."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.availability import policy, rules
from api.availability.rules import HoldExpired
from api.availability.service import claims, relocating, subjects
from api.availability.service.announcing import announce_agenda
from api.availability.service.taking import Taken
from api.availability.service.waiting_views import entry_view, entry_views
from api.availability.tables import Appointment, WaitingEntry, WaitingProposal
from api.contract import models as wire
from api.contract.models import AppointmentState, SlotAudience, TimelineKind
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.core.problems import IllegalTransition, NotAllowed, NotFound
from api.identity import service as identity
from api.identity.policy import present_community


async def list_waiting_entries(
    db: AsyncSession, actor: Actor, query: wire.ListWaitingEntriesQuery
) -> wire.WaitingEntryList:
    """The entries that the actor may see, those that have waited longest first."""
    wanted = select(WaitingEntry).where(policy.waiting_visible_to(actor))
    if query.appointment_id is not None:
        wanted = wanted.where(WaitingEntry.appointment_id == query.appointment_id)
    if query.open:
        wanted = wanted.where(WaitingEntry.ended_at.is_(None))
    keys = [Key(WaitingEntry.created_at), Key(WaitingEntry.id)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    views = await entry_views(db, [row[0] for row in page.items], clock.now())
    return wire.WaitingEntryList(items=views, next_cursor=page.next_cursor)


async def create_waiting_entry(
    db: AsyncSession, actor: Actor, body: wire.WaitingEntryInput
) -> wire.WaitingEntry:
    """Ask to be told of an earlier time than that of an appointment, for who asked for it.

    NotFound for an appointment that is not the actor's affair; NotAllowed for who sees it and did not ask
    for it; IllegalTransition when it is over, when nothing earlier is possible, or already looked for.
    """
    at = clock.now()
    appointment = await _asked_for(db, actor, body.appointment_id)
    await subjects.lock(db, appointment)
    await db.refresh(appointment, with_for_update={"key_share": True})
    if appointment.state is not AppointmentState.booked:
        raise IllegalTransition(f"This appointment is {appointment.state.value}: there is nothing to move")
    community_rules = (await identity.rules_of(db, appointment.community_id)).appointments
    if rules.is_over(community_rules, 0, appointment.starts_at, at):
        raise IllegalTransition("This appointment is too near for an earlier one to be proposed in time")
    waits = select(WaitingEntry.id).where(
        WaitingEntry.appointment_id == appointment.id, WaitingEntry.ended_at.is_(None)
    )
    if await db.scalar(waits) is not None:
        raise rules.AlreadyWaiting
    entry = WaitingEntry(
        community_id=present_community(actor),
        version=1,
        state=rules.WAITING.start,
        scope=body.scope,
        appointment_id=appointment.id,
        audiences=sorted(audience.value for audience in policy.audiences_of(actor)),
        asked_by_kind=actor.kind,
        asked_by_id=actor.id,
        asked_by_organisation_id=actor.organisation_id,
        asked_by_name=actor.name,
        proposals_made=0,
        created_at=at,
    )
    db.add(entry)
    await db.flush()
    await subjects.note(db, actor, appointment, TimelineKind.earlier_wanted, at=at)
    await record(db, actor, "waiting_entry.created", "waiting_entry", entry.id)
    return await entry_view(db, entry, at)


async def delete_waiting_entry(db: AsyncSession, actor: Actor, entry_id: UUID) -> None:
    """No longer look for an earlier time. IllegalTransition when that has ended already."""
    at = clock.now()
    entry = await _locked(db, actor, entry_id)
    await end(db, entry, "withdraw", at)
    await record(db, actor, "waiting_entry.withdrawn", "waiting_entry", entry.id)


async def accept_waiting_proposal(db: AsyncSession, actor: Actor, proposal_id: UUID) -> wire.WaitingEntry:
    """Take the proposed time: the appointment moves there. The first answer counts.

    IllegalTransition when it was answered or taken back; HoldExpired when the time to answer has passed.
    """
    at = clock.now()
    entry, proposal = await _proposed(db, actor, proposal_id)
    appointment = await db.get_one(Appointment, entry.appointment_id)
    await subjects.lock(db, appointment)
    # Always in this order: the request, the appointment, who waits, then time.
    await db.refresh(appointment, with_for_update={"key_share": True})
    await _relock(db, entry, proposal)
    proposal.state = rules.PROPOSAL.after("accept", proposal.state)
    if entry.appointment_id != appointment.id or proposal.starts_at >= appointment.starts_at:
        raise IllegalTransition("The appointment was moved meanwhile: read it again")
    await claims.lock(db, {appointment.professional_id, proposal.professional_id})
    if at >= proposal.answer_before or not await claims.keep(db, proposal.claim_id, at=at):
        raise HoldExpired("The time to answer has passed: others may have it now")
    taken = Taken(
        claim_id=proposal.claim_id,
        opening_id=proposal.opening_id,
        professional_id=proposal.professional_id,
        practice_id=proposal.practice_id,
        starts_at=proposal.starts_at,
        ends_at=proposal.ends_at,
    )
    moved = await relocating.move_into(db, actor, appointment, taken, at=at)
    # It is sooner: what was after the wished deadline may still be, and is known.
    await subjects.moved(db, actor, appointment, moved, by_slot=True, after_wish=True, at=at)
    await db.refresh(entry)
    proposal.answered_at = at
    entry.state = rules.WAITING.after("serve", entry.state)
    entry.version, entry.ended_at = entry.version + 1, at
    await record(db, actor, "waiting_proposal.accepted", "waiting_proposal", proposal.id)
    await db.flush()
    return await entry_view(db, entry, at)


async def decline_waiting_proposal(db: AsyncSession, actor: Actor, proposal_id: UUID) -> wire.WaitingEntry:
    """Leave the proposed time to others; it is free at once. IllegalTransition when it was answered."""
    at = clock.now()
    entry, proposal = await _proposed(db, actor, proposal_id)
    await _relock(db, entry, proposal)
    await close_proposal(db, proposal, "decline", at)
    await record(db, actor, "waiting_proposal.declined", "waiting_proposal", proposal.id)
    await wait_again(db, entry, at)
    return await entry_view(db, entry, at)


async def wait_again(db: AsyncSession, entry: WaitingEntry, at: datetime) -> None:
    """After a proposal in vain, the entry goes on waiting, or ends at the limit. It is locked."""
    community_rules = (await identity.rules_of(db, entry.community_id)).appointments
    left = rules.proposals_left(community_rules, entry.proposals_made)
    entry.state = rules.WAITING.after("wait_again" if left else "end", entry.state)
    entry.version += 1
    if not left:
        entry.ended_at = at
    await db.flush()


async def end(db: AsyncSession, entry: WaitingEntry, action: str, at: datetime) -> None:
    """End an entry that is locked: `withdraw` or `end`. What was proposed is free again."""
    entry.state = rules.WAITING.after(action, entry.state)
    entry.version, entry.ended_at = entry.version + 1, at
    if (proposal := await open_proposal(db, entry)) is not None:
        await close_proposal(db, proposal, "withdraw", at)
    await db.flush()


async def close_proposal(db: AsyncSession, proposal: WaitingProposal, action: str, at: datetime) -> None:
    """End a proposal that was not accepted; its time is free again. Its entry is locked."""
    proposal.state, proposal.answered_at = rules.PROPOSAL.after(action, proposal.state), at
    await claims.let_go(db, proposal.claim_id)
    announce_agenda(db, proposal.community_id, proposal.professional_id)
    await db.flush()


async def open_proposal(db: AsyncSession, entry: WaitingEntry) -> WaitingProposal | None:
    """The proposal of the entry that waits for an answer."""
    wanted = select(WaitingProposal).where(
        WaitingProposal.entry_id == entry.id, WaitingProposal.state == rules.PROPOSAL.start
    )
    return (await db.scalars(wanted)).one_or_none()


async def _asked_for(db: AsyncSession, actor: Actor, appointment_id: UUID) -> Appointment:
    """The appointment, for who asked for it or coordinates."""
    community_id = present_community(actor)
    wanted = select(Appointment).where(
        Appointment.id == appointment_id, Appointment.community_id == community_id
    )
    appointment = await db.scalar(wanted)
    if appointment is None:
        raise NotFound("There is no such appointment, or it is not for you to see")
    asker = await subjects.asker_of(db, appointment)
    if actor.roles & policy.SEES_ALL or policy.asked_for(actor, asker.kind, asker.id, asker.organisation_id):
        return appointment
    if policy.is_owner(actor, appointment.professional_id):
        raise NotAllowed("Who asked for the appointment, or the coordination, waits for an earlier one")
    raise NotFound("There is no such appointment, or it is not for you to see")


async def _locked(db: AsyncSession, actor: Actor, entry_id: UUID) -> WaitingEntry:
    wanted = select(WaitingEntry).where(WaitingEntry.id == entry_id, policy.waiting_visible_to(actor))
    entry = await db.scalar(wanted.with_for_update())
    if entry is None:
        raise NotFound("There is no such entry, or it is not for you to see")
    return entry


async def _proposed(
    db: AsyncSession, actor: Actor, proposal_id: UUID
) -> tuple[WaitingEntry, WaitingProposal]:
    """A proposal made to the actor (or to those they coordinate), and its entry. Not locked."""
    wanted = (
        select(WaitingEntry, WaitingProposal)
        .join(WaitingProposal, WaitingProposal.entry_id == WaitingEntry.id)
        .where(WaitingProposal.id == proposal_id, policy.waiting_visible_to(actor))
    )
    found = (await db.execute(wanted)).one_or_none()
    if found is None:
        raise NotFound("There is no such proposal, or it is not for you to see")
    return found[0], found[1]


async def _relock(db: AsyncSession, entry: WaitingEntry, proposal: WaitingProposal) -> None:
    """Lock the entry, which stands for its proposals, and read both again under the lock."""
    await db.refresh(entry, with_for_update=True)
    await db.refresh(proposal)


def audiences_of(entry: WaitingEntry) -> frozenset[SlotAudience]:
    """For whom openings must be meant for the entry to be given their time."""
    return frozenset(map(SlotAudience, entry.audiences))
