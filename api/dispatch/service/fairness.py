"""What members gave and received: one's own beside the middle, all of them for the coordination."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import CaseKind, DeclineReason, LoadPeriod, MemberReach, OfferState, SkipReason
from api.core import clock
from api.core.actor import Actor
from api.core.problems import NotAllowed
from api.directory import service as directory
from api.dispatch.fairness import median_of, period_start
from api.dispatch.policy import sees_load
from api.dispatch.rules import Load, unreachable, week_start
from api.dispatch.tables import Dispatch, Offer
from api.identity import service as identity
from api.identity.policy import present_community

_REACH = {
    None: MemberReach.reachable,
    SkipReason.absent: MemberReach.absent,
    SkipReason.quiet: MemberReach.quiet,
    SkipReason.over_cap: MemberReach.over_cap,
}


@dataclass
class _Counts:
    """What one member gave and received."""

    asked: int = 0
    seen: int = 0
    accepted: int = 0
    declined: int = 0
    lapsed: int = 0
    minutes: int = 0
    filed: int = 0
    found: int = 0
    this_week: int = 0
    slots: availability.BySlots = field(default_factory=availability.BySlots)
    reasons: Counter[DeclineReason] = field(default_factory=Counter)

    def given(self) -> wire.Given:
        """As the contract says it."""
        return wire.Given(
            asked=self.asked,
            seen=self.seen,
            accepted=self.accepted,
            declined=self.declined,
            lapsed=self.lapsed,
            decline_reasons=[
                wire.DeclineCount(reason=reason, count=self.reasons[reason])
                for reason in DeclineReason
                if self.reasons[reason]
            ],
            slots=self.slots.given,
            minutes=self.minutes + self.slots.minutes,
        )

    def received(self) -> wire.Received:
        """As the contract says it."""
        return wire.Received(filed=self.filed, found=self.found, slots=self.slots.received)


async def get_my_balance(db: AsyncSession, actor: Actor, query: wire.GetMyBalanceQuery) -> wire.Balance:
    """What I gave and received, beside the middle of the members (never their names), and what my cap
    leaves this week. NotAllowed for who is not a member."""
    at, community_id = clock.now(), present_community(actor)
    member = None
    if actor.professional_id is not None:
        member = await directory.member_of(db, community_id, actor.professional_id)
    if member is None:
        raise NotAllowed("Only professionals of the community have a share of its requests")
    period = query.period or LoadPeriod.week
    since, counts = await _counted(db, community_id, period, at)
    members = {one.professional_id for one in await directory.members_of(db, community_id)}
    mine = counts[member.professional_id]
    rules = (await identity.rules_of(db, community_id)).dispatch
    cap = rules.weekly_cap if member.weekly_cap is None else member.weekly_cap
    return wire.Balance(
        period=period,
        from_at=since,
        given=mine.given(),
        received=mine.received(),
        median=median_of([one for who, one in counts.items() if who in members]),
        weekly_cap=cap,
        left_this_week=max(0, cap - mine.this_week),
    )


async def list_member_load(
    db: AsyncSession, actor: Actor, query: wire.ListMemberLoadQuery
) -> wire.MemberLoadList:
    """Every member of the community by name, also those who were asked nothing. NotAllowed for others than
    the coordination and the administration."""
    at, community_id = clock.now(), present_community(actor)
    if not sees_load(actor):
        raise NotAllowed("Only the coordination and the administration see the load of the members")
    period = query.period or LoadPeriod.week
    since, counts = await _counted(db, community_id, period, at)
    members = await directory.members_at(db, community_id, at)
    people = await directory.summaries(db, [member.professional_id for member in members])
    rules = (await identity.rules_of(db, community_id)).dispatch
    zone = identity.zone_of(await identity.community_of(db, community_id))
    items = []
    for member in members:
        own = counts[member.professional_id]
        why_not = unreachable(
            member,
            Load(accepted_this_week=own.this_week),
            at=at,
            zone=zone,
            quiet_hours=rules.quiet_hours,
            weekly_cap=rules.weekly_cap,
        )
        items.append(
            wire.MemberLoad(
                professional=people[member.professional_id],
                given=own.given(),
                received=own.received(),
                weekly_cap=rules.weekly_cap if member.weekly_cap is None else member.weekly_cap,
                accepted_this_week=own.this_week,
                reach=_REACH[why_not],
            )
        )
    median = median_of([counts[member.professional_id] for member in members])
    return wire.MemberLoadList(items=items, next_cursor=None, period=period, from_at=since, median=median)


async def _counted(
    db: AsyncSession, community_id: UUID, period: LoadPeriod, at: datetime
) -> tuple[datetime, defaultdict[UUID, _Counts]]:
    """Since when, and the counts of everybody since then: three statements, whatever the number of members.

    Asked counts what was offered in the period, an answer what was answered in it, as the week of the
    inbox does. Somebody who gave back what they had accepted has declined. The patients of an attending
    doctor are given too, but do not count in the week of the cap: their quota is their own (decision 0037).
    """
    zone = identity.zone_of(await identity.community_of(db, community_id))
    since, monday = period_start(period, at, zone), week_start(at, zone)
    counts: defaultdict[UUID, _Counts] = defaultdict(_Counts)
    offered, answered = Offer.offered_at >= since, Offer.answered_at >= since
    taken = Offer.state == OfferState.accepted
    length = func.extract("epoch", Offer.slot_ends_at - Offer.slot_starts_at) / 60
    given = (
        select(
            Offer.professional_id,
            Offer.decline_reason,
            func.count().filter(offered),
            func.count().filter(offered, Offer.seen_at.is_not(None)),
            func.count().filter(taken, answered),
            func.count().filter(Offer.state == OfferState.declined, answered),
            func.count().filter(Offer.state == OfferState.lapsed, Offer.closed_at >= since),
            func.coalesce(func.sum(length).filter(taken, answered), 0),
            func.count().filter(
                taken, Offer.answered_at >= monday, Dispatch.kind != CaseKind.attending_doctor
            ),
        )
        .join(Dispatch, Dispatch.id == Offer.dispatch_id)
        .where(Offer.community_id == community_id, (offered | answered | (Offer.closed_at >= since)))
        .group_by(Offer.professional_id, Offer.decline_reason)
    )
    for who, reason, asked, seen, accepted, declined, lapsed, minutes, this_week in await db.execute(given):
        one = counts[who]
        one.asked += asked
        one.seen += seen
        one.accepted += accepted
        one.declined += declined
        one.lapsed += lapsed
        one.minutes += round(minutes)
        one.this_week += this_week
        if reason is not None:
            one.reasons[reason] += declined
    received = (
        select(
            Case.requester_professional_id,
            func.count(),
            func.count().filter(Case.professional_id.is_not(None)),
        )
        .where(
            Case.community_id == community_id,
            Case.requester_professional_id.is_not(None),
            Case.created_at >= since,
        )
        .group_by(Case.requester_professional_id)
    )
    for requester, filed, found in await db.execute(received):
        if requester is not None:
            counts[requester].filed, counts[requester].found = filed, found
    for who, slots in (await availability.given_by_slots(db, community_id, since)).items():
        counts[who].slots = slots
    return since, counts
