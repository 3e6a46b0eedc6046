"""Who can be asked for one request: members, distances, loads and refusals, read once for all its waves."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import CaseKind, DispatchRules, OfferReason, OfferState, SkipReason, WaveAudience
from api.core.direct import Direct
from api.directory import service as directory
from api.directory.service import Member
from api.dispatch.rules import (
    Asked,
    FirstResort,
    Load,
    Wave,
    awake_at,
    in_order,
    is_away,
    unreachable,
    week_start,
)
from api.dispatch.service.registry import Judge, RequestKind, Subject, can_be_asked
from api.dispatch.tables import Dispatch, Offer
from api.identity import service as identity

_REASONS = {
    WaveAudience.near: OfferReason.near,
    WaveAudience.network: OfferReason.network,
    WaveAudience.rota: OfferReason.rota,
    WaveAudience.in_turn: OfferReason.in_turn,
}


_TOOK = Offer.state == OfferState.accepted
_LOADS = Direct(
    select(
        Offer.professional_id,
        func.count().filter(_TOOK, Offer.answered_at >= bindparam("recent")),
        func.count().filter(Offer.offered_at >= bindparam("recent")),
        func.count().filter(_TOOK, Offer.answered_at >= bindparam("monday")),
        func.count().filter(Offer.offered_at >= bindparam("monday")),
    )
    .join(Dispatch, Dispatch.id == Offer.dispatch_id)
    .where(Dispatch.kind != CaseKind.attending_doctor, Offer.offered_at >= bindparam("since"))
    .group_by(Offer.professional_id)
)
"""What each professional was asked and took, but for patients of an attending doctor."""


@dataclass(frozen=True)
class Crowd:
    """Everybody who might be asked for one request, with what decides it."""

    judge: Judge
    subject: Subject
    rules: DispatchRules
    zone: ZoneInfo
    members: dict[UUID, Member]
    loads: dict[UUID, Load]
    declined: frozenset[UUID]
    first_resort: Sequence[FirstResort]
    requester: UUID | None = None
    """The professional who asks: whoever could see the person would not be asking."""

    def load(self, professional_id: UUID) -> Load:
        """What this professional was asked and took lately."""
        return self.loads.get(professional_id, Load())

    def distance(self, member: Member) -> float | None:
        """Kilometres as the crow flies from the sector of the request, rounded to 100 m; None if unknown."""
        here = (self.subject.latitude, self.subject.longitude)
        there = (member.latitude, member.longitude)
        if None in here or None in there:
            return None
        return round(directory.distance_km(*here, *there), 1)  # type: ignore[arg-type]  # None is excluded

    def skip(self, professional_id: UUID, at: datetime, *, usual: bool) -> SkipReason | None:
        """Why this professional is not asked at `at`, or None. A usual professional at work need not
        volunteer."""
        member = self.members.get(professional_id)
        if member is None:
            return SkipReason.not_member
        if professional_id == self.requester:
            return SkipReason.already_contacted
        if professional_id in self.declined:
            return SkipReason.declined_before
        unwilling = None if usual and member.practises else self.judge.excludes(member, self.subject)
        if unwilling is None and professional_id in self.judge.on_call:
            return SkipReason.absent if is_away(member, at) else None
        return unwilling or unreachable(
            member,
            self.load(professional_id),
            at=at,
            zone=self.zone,
            quiet_hours=self.rules.quiet_hours,
            weekly_cap=self.rules.weekly_cap,
        )

    def serving(self) -> list[Member]:
        """The members whose profession can answer this request."""
        return [member for member in self.members.values() if self.judge.serves(member, self.subject)]

    def pick(self, wave: Wave, at: datetime, asked: AbstractSet[UUID]) -> list[Asked]:
        """Those whom this wave asks at `at`, in order. Who was asked before in this round stays asked."""
        if wave.audience is WaveAudience.first_resort:
            return [
                self._asked(usual.professional_id, usual.reason)
                for usual in self._usual()
                if usual.professional_id not in asked and self.usual_skip(usual, at) is None
            ][: wave.at_most]
        reason = _REASONS[wave.audience]
        anybody = wave.audience is not WaveAudience.rota
        willing = [
            self._asked(member.professional_id, reason)
            for member in self.serving()
            if member.professional_id not in asked
            and (anybody or member.professional_id in self.judge.on_call)
            and self.skip(member.professional_id, at, usual=False) is None
        ]
        return in_order(willing, radius_km=wave.radius_km, at_most=wave.at_most)

    def usual_skip(self, usual: FirstResort, at: datetime) -> SkipReason | None:
        """Why this usual professional is not asked at `at`, or None."""
        return usual.skip or self.skip(usual.professional_id, at, usual=True)

    def left_out(self, at: datetime) -> list[tuple[FirstResort, SkipReason]]:
        """The usual professionals who are not asked at `at`, each with the reason, for the timeline: those
        whom the requester named."""
        skipped = [(usual, self.usual_skip(usual, at)) for usual in self._usual() if usual.told]
        return [(usual, reason) for usual, reason in skipped if reason is not None]

    def wakes_at(self, at: datetime, asked: AbstractSet[UUID]) -> datetime | None:
        """The first end of the quiet hours of somebody who would be asked but for them; None when there is
        nobody, or only after the wished deadline: it is too late then to ask by itself."""
        quiet = {
            usual.professional_id for usual in self._usual() if self.usual_skip(usual, at) is SkipReason.quiet
        } | {
            member.professional_id
            for member in self.serving()
            if self.skip(member.professional_id, at, usual=False) is SkipReason.quiet
        }
        ends = [awake_at(self.members[id_], at, self.zone, self.rules.quiet_hours) for id_ in quiet - asked]
        first, wish = min(ends, default=None), self.subject.wished_before
        return None if first is None or (wish is not None and first >= wish) else first

    def _usual(self) -> list[FirstResort]:
        """The first resort: the attending doctor, and those of the others whose profession can answer."""
        return [
            usual
            for usual in self.first_resort
            if usual.reason is OfferReason.attending_doctor
            or (member := self.members.get(usual.professional_id)) is None
            or self.judge.serves(member, self.subject)
        ]

    def _asked(self, professional_id: UUID, reason: OfferReason) -> Asked:
        member = self.members[professional_id]
        return Asked(professional_id, reason, self.distance(member), self.load(professional_id))


async def crowd_of(
    db: AsyncSession,
    kind: RequestKind,
    subject: Subject,
    *,
    community_id: UUID,
    first_resort: Sequence[FirstResort],
    case_id: UUID | None,
    requester: UUID | None,
    at: datetime,
) -> Crowd:
    """Read the crowd of a request in a fixed number of statements. `case_id` is None for a preview;
    `requester` is the professional who asks, if it is one."""
    rules = (await identity.rules_of(db, community_id)).dispatch
    zone = identity.zone_of(await identity.community_of(db, community_id))
    members = {
        member.professional_id: member
        for member in await directory.members_at(db, community_id, at)
        if can_be_asked(member, kind.kind)
    }
    declined = frozenset[UUID]() if case_id is None else await declined_of(db, case_id)
    loads = await loads_of(db, at=at, zone=zone, fairness=timedelta(days=rules.fairness_days))
    judge = await kind.judge(db, subject, at)
    return Crowd(judge, subject, rules, zone, members, loads, declined, first_resort, requester)


async def loads_of(
    db: AsyncSession, *, at: datetime, zone: ZoneInfo, fairness: timedelta
) -> dict[UUID, Load]:
    """What each professional of the community was asked and took, over `fairness` and since Monday; without
    the patients of an attending doctor, who have a quota of their own (decision 0037)."""
    recent, monday = at - fairness, week_start(at, zone)
    values = {"recent": recent, "monday": monday, "since": min(recent, monday) - timedelta(days=2)}
    return {row[0]: Load(*row[1:]) for row in await _LOADS.rows(db, values)}


async def did_lately(db: AsyncSession, community_id: UUID, at: datetime) -> dict[UUID, tuple[int, int]]:
    """What each professional took and was asked over the fairness period of the community, in which the
    transaction stands: by it a search orders those who are equally near."""
    rules = (await identity.rules_of(db, community_id)).dispatch
    zone = identity.zone_of(await identity.community_of(db, community_id))
    loads = await loads_of(db, at=at, zone=zone, fairness=timedelta(days=rules.fairness_days))
    return {who: (load.accepted, load.asked) for who, load in loads.items()}


async def declined_of(db: AsyncSession, case_id: UUID) -> frozenset[UUID]:
    """Who declined this request, or gave it back: they are not asked again."""
    refused = select(Offer.professional_id).where(
        Offer.case_id == case_id, Offer.state == OfferState.declined
    )
    return frozenset(await db.scalars(refused))


async def asked_in_round(db: AsyncSession, dispatch: Dispatch, from_step: int) -> dict[UUID, int]:
    """Those asked since the wave at index `from_step` of the plan, each with the index of their wave."""
    if dispatch.step < from_step:
        return {}
    asked = select(Offer.professional_id, Offer.step).where(
        Offer.dispatch_id == dispatch.id, Offer.step >= from_step
    )
    return {row[0]: row[1] for row in await db.execute(asked)}
