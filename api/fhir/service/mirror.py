"""What the SAS sees of a professional, by the search that answers the platform."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import rules as time_rules
from api.availability.service import FreeSlot, Presence, presence_of
from api.contract import models as wire
from api.contract.models import NothingShown, Role, SlotAudience
from api.core import clock
from api.core.actor import SYSTEM_ID, Actor
from api.core.problems import NotAllowed
from api.directory.geography import zone_of
from api.fhir import policy
from api.fhir.service import facts, slots
from api.identity import service as identity

DAYS = 3
"""The platform asks for today, tomorrow and the day after."""

_PLATFORM = Actor("system", SYSTEM_ID, "SAS", None, frozenset({Role.regulator}), frozenset())
"""Who looks: a regulation that sees every community."""


async def get_my_regulation_view(db: AsyncSession, actor: Actor) -> wire.RegulationView:
    """The free times of the actor that the platform finds, whichever community they are open for, and why
    there is none when there is none. NotAllowed for who is no professional."""
    if actor.professional_id is None:
        raise NotAllowed("Only a professional is seen by the SAS")
    at = clock.now()
    zone = zone_of("75056")
    if actor.community_id is not None:
        zone = identity.zone_of(await identity.community_of(db, actor.community_id))
    first = at.astimezone(zone).date()
    days = [first + timedelta(days=n) for n in range(DAYS)]
    until = time_rules.instant(time_rules.whole_day(zone, days[-1])[1])
    found = await slots.free_slots(
        db,
        _PLATFORM,
        professional_ids=[actor.professional_id],
        from_at=at,
        to_at=until,
        at=at,
        with_communities=True,
    )
    names = await facts.communities(db, slots.communities_of(slots.openings_of(found)))
    by_day: dict[date, list[wire.RegulationViewSlot]] = defaultdict(list)
    alone = policy.audiences_seen(_PLATFORM, with_communities=False)
    for frees in found:
        day = time_rules.local_day(frees[0].start, zone)
        communities = [names[one].name for one in slots.communities_of(slots.openings_of([frees]))]
        by_day[day].append(_slot(frees, alone, communities))
    openings = await presence_of(db, actor.professional_id, at, until)
    return wire.RegulationView(
        as_of=at,
        days=[wire.RegulationViewDay(day=day, slots=by_day.get(day, [])) for day in days],
        hidden_openings=sum(1 for one in openings if one.runs and not one.audiences),
        nothing_because=None if found else _why_nothing(openings),
    )


def _slot(
    frees: list[FreeSlot], alone: frozenset[SlotAudience], communities: list[str]
) -> wire.RegulationViewSlot:
    first = frees[0]
    audiences = {audience for free in frees for audience in free.audiences}
    return wire.RegulationViewSlot(
        starts_at=first.starts_at,
        ends_at=first.ends_at,
        kind=first.kind,
        modes=list(first.modes),
        audiences=[audience for audience in SlotAudience if audience in audiences],
        alone=not audiences.isdisjoint(alone),
        communities=communities,
    )


def _why_nothing(openings: Sequence[Presence]) -> NothingShown:
    """The first thing that would have to change."""
    running = [one for one in openings if one.runs]
    meant = [one for one in running if one.audiences]
    if not openings:
        return NothingShown.no_opening
    if not running:
        return NothingShown.not_these_days
    if not meant:
        return NothingShown.no_audience
    return NothingShown.absent if all(one.closed for one in meant) else NothingShown.taken
