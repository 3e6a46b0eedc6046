"""When sites can be booked, and who assists there then: what the bookings of teleconsultations ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import absences_among
from api.contract.models import TeleconsultationRules, TeleconsultationSiteLack
from api.core.spans import within
from api.directory.geography import zone_of
from api.identity import service as identity
from api.teleconsultations.sites import rules
from api.teleconsultations.sites.rules import AssistantFacts, Place
from api.teleconsultations.sites.rules.times import Span
from api.teleconsultations.sites.service.facts import Known, known_of
from api.teleconsultations.sites.tables import TeleconsultationSite

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SiteTime:
    """One site between two instants: when it is `open`, and when each who may assist is there."""

    known: Known
    rules: TeleconsultationRules
    at: datetime
    open: Sequence[Span]
    assistants: Mapping[UUID, Sequence[Span]]

    @property
    def site(self) -> TeleconsultationSite:
        """The site itself. Its `id` is the resource to claim for its room."""
        return self.known.site

    def assistants_at(self, starts_at: datetime, ends_at: datetime) -> list[UUID]:
        """Who assists during the whole of a slot between these two instants, by name."""
        return [who for who, spans in self.assistants.items() if within(spans, starts_at, ends_at)]

    def lacks(self, starts_at: datetime, ends_at: datetime) -> list[TeleconsultationSiteLack]:
        """Why a slot cannot be booked there; nothing when it can, if nobody else has it."""
        on = starts_at.astimezone(zone_of(self.site.commune_insee)).date()
        return rules.lacks_at(
            self.known.facts,
            on,
            self.rules,
            past=starts_at < self.at,
            shut=not within(self.open, starts_at, ends_at),
            nobody=not self.assistants_at(starts_at, ends_at),
        )


async def site_times(
    db: AsyncSession,
    sites: Sequence[TeleconsultationSite],
    from_at: datetime,
    until: datetime,
    *,
    at: datetime,
) -> list[SiteTime]:
    """The time of these sites of one community between two instants, in their order. Few queries, however
    many sites. `at` is the present instant."""
    if not sites:
        return []
    community_id = sites[0].community_id
    own = (await identity.rules_of(db, community_id)).teleconsultation
    known = await known_of(db, community_id, sites)
    named = {one.professional_id for each in known for one in each.people}
    away = await absences_among(db, named, from_at, until)
    return [
        SiteTime(
            known=each,
            rules=own,
            at=at,
            open=rules.open_spans(place_of(each.site), from_at, until),
            assistants=_assistants(each, away, from_at, until),
        )
        for each in known
    ]


def place_of(site: TeleconsultationSite) -> Place:
    """What the hours of a site are read with: those of its own door."""
    return Place(site.hours, site.exceptions, site.commune_insee, zone_of(site.commune_insee))


def _assistants(
    known: Known, away: Mapping[UUID, Sequence[Span]], from_at: datetime, until: datetime
) -> dict[UUID, list[Span]]:
    """When each who may assist is there: not beyond the last day of their training."""
    place = place_of(known.site)
    on = from_at.astimezone(place.zone).date()
    facts = {one.professional_id: one for one in known.facts.people}
    found = {}
    for person in known.people:
        one = facts.get(person.professional_id)
        if one is None or rules.lacks_of_named(one, on):
            continue
        last = min(until, _trained_until(one, place))
        absent = away.get(person.professional_id, ())
        found[person.professional_id] = rules.present_spans(place, person.hours, absent, from_at, last)
    return found


def _trained_until(facts: AssistantFacts, place: Place) -> datetime:
    assert facts.training_until is not None  # noqa: S101  nothing lacks
    return datetime.combine(facts.training_until + A_DAY, time(), place.zone)
