"""Sites as they are shown."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.core.actor import Actor
from api.directory import service as directory
from api.directory.tables import Organisation
from api.identity import service as identity
from api.teleconsultations.sites import policy, rules
from api.teleconsultations.sites.service.facts import Known, Setting, known_of, setting_of
from api.teleconsultations.sites.tables import TeleconsultationSite

THE_SERVER = "Maillage"
"""Who did what no account did: the demonstration, and machines that are gone."""


async def site_views(
    db: AsyncSession,
    actor: Actor,
    community_id: UUID,
    sites: Sequence[TeleconsultationSite],
    at: datetime,
) -> list[wire.TeleconsultationSite]:
    """Sites with all that they lack at `at`, in their order. A fixed number of queries."""
    setting = await setting_of(db, community_id, at)
    known = await known_of(db, community_id, sites)
    mine = set(await db.scalars(policy.own_sites(actor)))
    structures = {site.organisation_id for site in sites if site.organisation_id is not None}
    organisations = {
        row.id: row for row in await db.scalars(select(Organisation).where(Organisation.id.in_(structures)))
    }
    people = await directory.summaries(db, [one.professional_id for each in known for one in each.people])
    writers = {one.checked_by_id for each in known for one in each.kit}
    writers |= {site.connection_tested_by_id for site in sites if site.connection_tested_by_id is not None}
    names = await identity.actor_names(db, writers)
    return [_view(actor, each, setting, mine, organisations, people, names) for each in known]


def _view(
    actor: Actor,
    known: Known,
    setting: Setting,
    mine: Collection[UUID],
    organisations: Mapping[UUID, Organisation],
    people: Mapping[UUID, wire.ProfessionalSummary],
    names: Mapping[UUID, str],
) -> wire.TeleconsultationSite:
    site = known.site
    lacks = rules.lacks_of(known.facts, setting.today, setting.rules)
    structure = organisations.get(site.organisation_id) if site.organisation_id else None
    is_mine = site.id in mine
    return wire.TeleconsultationSite(
        id=site.id,
        version=site.version,
        kind=site.kind,
        state=site.state,
        organisation_id=site.organisation_id,
        organisation_name=structure.name if structure else None,
        name=site.name,
        address_line=site.address_line or (structure.address_line if structure else None),
        commune_insee=site.commune_insee,
        commune_name=site.commune_name,
        sector=site.sector,
        latitude=site.latitude,
        longitude=site.longitude,
        room=known.facts.room,
        join_link_base=site.join_link_base,
        hours=[wire.WeeklyHours.model_validate(band) for band in site.hours],
        exceptions=[
            wire.HoursException.model_validate(one)
            for one in site.exceptions
            if one["to_day"] >= setting.today.isoformat()
        ],
        kit=_kit(known, setting, names),
        connection=_connection(site, setting, names),
        people=_people(known, setting, people),
        lacks=lacks,
        bookable=not lacks,
        is_mine=is_mine,
        actions=_actions(actor, is_mine=is_mine),
    )


def _kit(known: Known, setting: Setting, names: Mapping[UUID, str]) -> list[wire.TeleconsultationKitLine]:
    there = {one.item: one for one in known.kit}
    lines = []
    for item in sorted(wire.TeleconsultationKitItem, key=lambda item: item not in rules.REQUIRED_KIT):
        check = there.get(item)
        lines.append(
            wire.TeleconsultationKitLine(
                item=item,
                required=known.facts.is_fixed and item in rules.REQUIRED_KIT,
                checked_on=check.checked_on if check else None,
                checked_by=names.get(check.checked_by_id, THE_SERVER) if check else None,
                good_until=(rules.good_until(check.checked_on, setting.rules.kit_months) if check else None),
            )
        )
    return lines


def _connection(
    site: TeleconsultationSite, setting: Setting, names: Mapping[UUID, str]
) -> wire.TeleconsultationConnection | None:
    if site.connection_tested_on is None or site.connection_tested_by_id is None:
        return None
    return wire.TeleconsultationConnection(
        tested_on=site.connection_tested_on,
        worked=bool(site.connection_worked),
        down_mbps=site.down_mbps or 0.0,
        up_mbps=site.up_mbps or 0.0,
        tested_by=names.get(site.connection_tested_by_id, THE_SERVER),
        good_until=rules.good_until(site.connection_tested_on, setting.rules.connection_months),
    )


def _people(
    known: Known, setting: Setting, people: Mapping[UUID, wire.ProfessionalSummary]
) -> list[wire.TeleconsultationSitePerson]:
    """Who is named there; somebody who is no member any more has left."""
    facts = {one.professional_id: one for one in known.facts.people}
    shown = []
    for one in known.people:
        member = facts.get(one.professional_id)
        hours = one.hours
        shown.append(
            wire.TeleconsultationSitePerson(
                professional=people[one.professional_id],
                hours=None if hours is None else [wire.WeeklyHours.model_validate(band) for band in hours],
                training_until=member.training_until if member else None,
                lacks=(
                    rules.lacks_of_named(member, setting.today)
                    if member
                    else [wire.TeleconsultationAssistantLack.left]
                ),
            )
        )
    return shown


def _actions(actor: Actor, *, is_mine: bool) -> list[wire.TeleconsultationSiteAction]:
    may = {
        wire.TeleconsultationSiteAction.edit: policy.may_edit(actor),
        wire.TeleconsultationSiteAction.keep: policy.may_keep(actor, is_mine=is_mine),
    }
    return [action for action, allowed in may.items() if allowed]
