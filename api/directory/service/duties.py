"""Who is on duty: the rota of a community."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.paging import Key, page_of
from api.core.phones import PhoneRefused, e164
from api.core.problems import FieldError, InvalidInput, NotFound
from api.directory import geography
from api.directory.policy import duties_of
from api.directory.rules import spoken_name
from api.directory.rules.duty import errors_of_duty
from api.directory.tables import Duty, Organisation, Practice, Professional
from api.identity import service as identity
from api.identity.policy import present_community


async def list_duties(db: AsyncSession, actor: Actor, query: wire.ListDutiesQuery) -> wire.DutyList:
    """The duties that have not ended, soonest first."""
    wanted = select(Duty).where(duties_of(actor), Duty.ends_at > clock.now())
    keys = [Key(Duty.starts_at), Key(Duty.id)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    rows = [row[0] for row in page.items]
    return wire.DutyList(items=await _views(db, rows), next_cursor=page.next_cursor)


async def on_duty_until(
    db: AsyncSession, actor: Actor, organisation_ids: Collection[UUID], at: datetime
) -> dict[UUID, datetime]:
    """Until when those of these structures that are on duty at `at` in the actor's community are."""
    rows = await db.execute(
        select(Duty.organisation_id, func.max(Duty.ends_at))
        .where(
            duties_of(actor),
            Duty.organisation_id.in_(organisation_ids),
            Duty.starts_at <= at,
            Duty.ends_at > at,
        )
        .group_by(Duty.organisation_id)
    )
    return {organisation_id: until for organisation_id, until in rows if organisation_id is not None}


async def create_duty(db: AsyncSession, actor: Actor, body: wire.DutyInput) -> wire.Duty:
    """Put a structure of the territory, or somebody who practises there, on duty.

    InvalidInput when the times make no sense, or for somebody whom the territory does not know.
    """
    community = await identity.community_of(db, present_community(actor))
    errors = errors_of_duty(body, clock.now())
    phone = None
    if body.phone is not None:
        try:
            phone = e164(body.phone)
        except PhoneRefused as refused:
            errors.append(FieldError("/phone", str(refused)))
    territory = geography.with_arrondissements(community.communes)
    if body.organisation_id is not None:
        organisation = await db.get(Organisation, body.organisation_id)
        if organisation is None or organisation.commune_insee not in territory:
            errors.append(FieldError("/organisation_id", "Choose a structure of the territory"))
    if body.professional_id is not None:
        professional = await db.get(Professional, body.professional_id)
        if professional is None or territory.isdisjoint(professional.practice_communes):
            errors.append(FieldError("/professional_id", "Choose somebody who practises in the territory"))
    if errors:
        raise InvalidInput(errors=errors)
    duty = Duty(
        community_id=community.id,
        kind=body.kind,
        organisation_id=body.organisation_id,
        professional_id=body.professional_id,
        phone=phone,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
    )
    db.add(duty)
    await db.flush()
    await audit.record(db, actor, "duty.created", "duty", duty.id)
    [view] = await _views(db, [duty])
    return view


async def delete_duty(db: AsyncSession, actor: Actor, duty_id: UUID) -> None:
    """Take a duty off the rota. NotFound."""
    duty = await db.scalar(select(Duty).where(duties_of(actor), Duty.id == duty_id))
    if duty is None:
        raise NotFound("No such duty")
    await db.delete(duty)
    await audit.record(db, actor, "duty.deleted", "duty", duty_id)


async def _views(db: AsyncSession, duties: Sequence[Duty]) -> list[wire.Duty]:
    """Duties with who they are: three queries at most."""
    organisations = {
        row.id: (row.name, _where(row), row.phone)
        for row in await db.scalars(
            select(Organisation).where(Organisation.id.in_({duty.organisation_id for duty in duties}))
        )
    }
    known: Mapping[UUID, tuple[str, str | None, str | None]] = organisations | await _people(
        db, [duty.professional_id for duty in duties if duty.professional_id]
    )
    views = []
    for duty in duties:
        name, place, phone = known[duty.organisation_id or duty.professional_id]  # type: ignore[index]  # one of the two, by CHECK
        views.append(
            wire.Duty(
                id=duty.id,
                kind=duty.kind,
                organisation_id=duty.organisation_id,
                professional_id=duty.professional_id,
                name=name,
                place=place,
                phone=duty.phone or phone,
                starts_at=duty.starts_at,
                ends_at=duty.ends_at,
            )
        )
    return views


async def _people(
    db: AsyncSession, professional_ids: Sequence[UUID]
) -> dict[UUID, tuple[str, str | None, str | None]]:
    """Name, place and telephone of the first practice of these professionals."""
    rows = await db.execute(
        select(Professional, Practice)
        .outerjoin(Practice, (Practice.professional_id == Professional.id) & Practice.is_active)
        .where(Professional.id.in_(set(professional_ids)))
        .order_by(Practice.id)
    )
    found: dict[UUID, tuple[str, str | None, str | None]] = {}
    for who, place in rows:
        name = spoken_name(who.title, who.given_name, who.family_name, profession_code=who.profession_code)
        found.setdefault(who.id, (name, _where(place) if place else None, place.phone if place else None))
    return found


def _where(place: Organisation | Practice) -> str | None:
    return ", ".join(part for part in (place.address_line, place.commune_name) if part) or None
