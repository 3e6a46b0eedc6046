"""Times at which a room, somebody who assists and a doctor are free together: computed, never stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import any_, bindparam, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.availability.policy import audiences_of
from api.availability.service import FreeSlot
from api.availability.tables import Opening
from api.contract import models as wire
from api.contract.models import CareMode, Need, TeleconsultationReason
from api.core import clock
from api.core.actor import Actor
from api.core.problems import NotFound
from api.core.spans import within, without
from api.directory import service as directory
from api.directory.geography import zone_of
from api.directory.nomenclatures import DOCTOR
from api.directory.tables import Professional
from api.identity.policy import present_community
from api.teleconsultations.bookings import rules
from api.teleconsultations.sites import policy as site_policy
from api.teleconsultations.sites import rules as site_rules
from api.teleconsultations.sites import service as sites
from api.teleconsultations.sites.service import SiteTime
from api.teleconsultations.sites.tables import TeleconsultationSite

Span = tuple[datetime, datetime]

FIRST = timedelta(days=1)
"""What a search looks at first: the soonest times are asked for, and seldom more than a day holds."""

LONGEST_SLOT = timedelta(hours=1)
"""The longest slot of an opening."""

NEEDS = frozenset(need.value for need in Need)
"""Reasons that are also needs of openings."""


async def list_teleconsultation_times(
    db: AsyncSession, actor: Actor, query: wire.ListTeleconsultationTimesQuery
) -> wire.TeleconsultationTimeList:
    """The starts that the actor may hold, soonest first. NotFound for a site that they do not see;
    InvalidInput for a window of more than 14 days."""
    wanted = select(TeleconsultationSite).where(
        site_policy.visible_to(actor),
        TeleconsultationSite.state == wire.TeleconsultationSiteState.active,
    )
    if query.site_id is not None:
        wanted = wanted.where(TeleconsultationSite.id == query.site_id)
    order = (TeleconsultationSite.name, TeleconsultationSite.id)
    found = (await db.scalars(wanted.order_by(*order))).all()
    if query.site_id is not None and not found:
        raise NotFound("No such site")
    return await times_of(
        db,
        actor,
        found,
        query.from_at,
        query.until,
        at=clock.now(),
        limit=query.limit or 50,
        reason=query.reason,
        professional_id=query.professional_id,
    )


async def times_of(
    db: AsyncSession,
    actor: Actor,
    where: Sequence[TeleconsultationSite],
    from_at: datetime,
    until: datetime,
    *,
    at: datetime,
    limit: int,
    reason: TeleconsultationReason | None = None,
    professional_id: UUID | None = None,
) -> wire.TeleconsultationTimeList:
    """The starts at these sites, which the actor was found to see. InvalidInput for a wrong window."""
    rules.refuse_window(from_at, until)
    from_at = max(from_at, at)
    if until <= from_at:
        return wire.TeleconsultationTimeList(times=[], more=False)
    doctors = await _doctors(db, present_community(actor), professional_id)
    found: list[_Found] = []
    start = from_at
    while doctors and start < until and len(found) <= limit:
        end = min(start + FIRST, until) if start == from_at else until
        slots = await availability.free_slots(
            db,
            professional_ids=doctors,
            from_at=start,
            to_at=end,
            at=at,
            need=need_of(reason),
            mode=CareMode.video,
            audiences=audiences_of(actor),
            community_ids=[present_community(actor)],
        )
        found += await _together(db, where, slots, at, wanted=limit + 1 - len(found))
        start = end
    return await _shown(db, found[:limit], more=len(found) > limit)


def need_of(reason: TeleconsultationReason | None) -> Need | None:
    """The need of openings that a reason stands for; None: any opening will do."""
    return Need(reason.value) if reason is not None and reason.value in NEEDS else None


_OPEN_BY_VIDEO = (
    select(Opening.professional_id)
    .join(Professional, Professional.id == Opening.professional_id)
    .where(
        Opening.community_id == bindparam("community_id"),
        Opening.ended_at.is_(None),
        literal(CareMode.video.value) == any_(Opening.modes),
        Opening.capacity == 1,
        Professional.profession_code == DOCTOR,
        Professional.is_active,
    )
    .distinct()
)


async def _doctors(db: AsyncSession, community_id: UUID, professional_id: UUID | None) -> list[UUID]:
    """The doctors of the community (or this one) who are open by video."""
    doctors = _OPEN_BY_VIDEO
    if professional_id is not None:
        doctors = doctors.where(Opening.professional_id == professional_id)
    return list(await db.scalars(doctors, {"community_id": community_id}))


@dataclass(frozen=True, slots=True)
class _Place:
    """A site with what is free of its room and of those who assist there."""

    time: SiteTime
    room: Sequence[Span]
    assistants: Mapping[UUID, Sequence[Span]]
    good_days: dict[date, bool]

    def assistant(self, starts_at: datetime, ends_at: datetime) -> UUID | None:
        """Who would assist during the whole of that time; None when it cannot be booked."""
        if not within(self.room, starts_at, ends_at):
            return None
        found = next((who for who, its in self.assistants.items() if within(its, starts_at, ends_at)), None)
        return found if found is not None and self._is_good(starts_at) else None

    def _is_good(self, starts_at: datetime) -> bool:
        """Whether the site lacks nothing on that day."""
        day = starts_at.astimezone(zone_of(self.time.site.commune_insee)).date()
        if day not in self.good_days:
            self.good_days[day] = not lacks_on(self.time, day)
        return self.good_days[day]


_Found = tuple[FreeSlot, _Place, UUID]
"""A slot, where, and who assists."""


def lacks_on(time: SiteTime, day: date) -> list[wire.TeleconsultationSiteLack]:
    """What a site lacks on a day, whatever the hour."""
    return site_rules.lacks_of(time.known.facts, day, time.rules)


async def _together(
    db: AsyncSession,
    where: Sequence[TeleconsultationSite],
    slots: Sequence[FreeSlot],
    at: datetime,
    *,
    wanted: int,
) -> list[_Found]:
    """The first of these slots, at least as many as wanted if there are, at each site that can take them."""
    if not slots:
        return []
    places = await _places(db, where, slots, at)
    found: list[_Found] = []
    for slot in slots:
        for place in places:
            if (assistant := place.assistant(slot.starts_at, slot.ends_at)) is not None:
                found.append((slot, place, assistant))
        if len(found) >= wanted:
            break
    return found


async def _places(
    db: AsyncSession, where: Sequence[TeleconsultationSite], slots: Sequence[FreeSlot], at: datetime
) -> list[_Place]:
    first, last = slots[0].starts_at, slots[-1].ends_at + LONGEST_SLOT
    found = await sites.site_times(db, where, first, last, at=at)
    resources = {time.site.id for time in found} | {who for time in found for who in time.assistants}
    taken = await availability.taken_spans(db, resources, first, last, at=at)
    return [
        _Place(
            time=time,
            room=without(time.open, taken.get(time.site.id, ())),
            assistants={who: without(its, taken.get(who, ())) for who, its in time.assistants.items()},
            good_days={},
        )
        for time in found
    ]


async def _shown(db: AsyncSession, found: Sequence[_Found], *, more: bool) -> wire.TeleconsultationTimeList:
    people = {slot.professional_id for slot, _, _ in found} | {assistant for _, _, assistant in found}
    names = await directory.summaries(db, sorted(people))
    return wire.TeleconsultationTimeList(
        times=[
            wire.TeleconsultationTime(
                slot_id=slot.slot_id,
                site_id=place.time.site.id,
                site_name=place.time.site.name,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                professional=names[slot.professional_id],
                assistant_name=names[assistant].name,
            )
            for slot, place, assistant in found
        ],
        more=more,
    )
