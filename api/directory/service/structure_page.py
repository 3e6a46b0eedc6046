"""The page of a structure: when it opens, its phone, who works there, and who found that right."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, bindparam, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.phones import PhoneRefused, e164
from api.core.problems import FieldError, InvalidInput, NotAllowed
from api.core.routing import expect_version
from api.directory import geography, rules
from api.directory.policy import checks_structure_as, visible_to
from api.directory.service.organisations import organisation_of, states_of
from api.directory.service.professionals import summaries
from api.directory.service.views import organisation_view
from api.directory.tables import Membership, Organisation, OrganisationMember, Professional
from api.identity import service as identity
from api.identity.policy import present_community

SAMU = "15"
"""What one calls before going to a place of duty: no number of its own, and never taken away."""


async def get_organisation(db: AsyncSession, actor: Actor, organisation_id: UUID) -> wire.OrganisationPage:
    """One structure with its hours, who works there, and whether it is open now. NotFound."""
    return await _page(db, actor, await organisation_of(db, organisation_id), clock.now())


async def replace_organisation_page(
    db: AsyncSession, actor: Actor, organisation_id: UUID, body: wire.OrganisationPageInput, *, expected: int
) -> wire.OrganisationPage:
    """Write the page of a structure anew; all of it is then found right today, by whoever wrote it.

    `expected` is the version that was read: StaleVersion (412) when it changed since. NotFound; NotAllowed
    for who is neither of the structure nor of its coordination. InvalidInput names hours that overlap or last
    no time, exceptions that are over or meet, a phone that is none, and members whom the territory does not
    know.
    """
    at = clock.now()
    row = await organisation_of(db, organisation_id, to_change=True)
    territory = await _territory(db, actor)
    checker = checks_structure_as(actor, row, territory)
    if checker is None:
        raise NotAllowed("Its own accounts and the coordination of its territory keep this page")
    expect_version(expected, row.version)
    today = at.astimezone(geography.zone_of(row.commune_insee)).date()
    before = await _members(db, row.id)
    errors = rules.faults_of_week(body.hours) + rules.faults_of_exceptions(body.exceptions, today)
    phone = None
    if body.phone is not None:
        try:
            phone = e164(body.phone)
        except PhoneRefused as refused:
            errors.append(FieldError("/phone", str(refused)))
    errors += await _faults_of_members(db, actor, body.member_ids, before, territory)
    if errors:
        raise InvalidInput(errors=errors)
    if phone is None and row.instruction == wire.PlaceInstruction.call_15:
        phone = SAMU
    changed = _written(row, phone, body)
    if set(body.member_ids) != set(before):
        changed.append("members")
        await db.execute(delete(OrganisationMember).where(OrganisationMember.organisation_id == row.id))
        db.add_all(OrganisationMember(organisation_id=row.id, professional_id=one) for one in body.member_ids)
    row.checked_on, row.checked_by = today, checker
    row.version += 1
    await db.flush()
    detail = {"changed": sorted(changed), "as": checker.value}
    await audit.record(db, actor, "organisation.page_replaced", "organisation", row.id, detail=detail)
    return await _page(db, actor, row, at)


def _written(row: Organisation, phone: str | None, body: wire.OrganisationPageInput) -> list[str]:
    """Put on the row what the body says; the names of what is another than before."""
    wished: dict[str, Any] = {
        "phone": phone,
        "hours": [band.model_dump() for band in body.hours],
        "exceptions": [
            one.model_dump(mode="json") for one in sorted(body.exceptions, key=lambda one: one.from_day)
        ],
    }
    changed = [name for name, value in wished.items() if value != getattr(row, name)]
    for name in changed:
        setattr(row, name, wished[name])
    return changed


async def _faults_of_members(
    db: AsyncSession,
    actor: Actor,
    wished: Sequence[UUID],
    known: Sequence[UUID],
    territory: frozenset[str],
) -> list[FieldError]:
    """Those twice there, and those who neither work there yet, nor practise in the territory, nor are
    members of the community."""
    found = set(known) | set(
        await db.scalars(
            select(Professional.id).where(
                Professional.id.in_(wished),
                Professional.is_active,
                or_(
                    Professional.practice_communes.op("&&")(bindparam(None, sorted(territory), ARRAY(Text))),
                    Professional.id.in_(select(Membership.professional_id).where(visible_to(actor))),
                ),
            )
        )
    )
    errors, seen = [], set[UUID]()
    for index, one in enumerate(wished):
        pointer = f"/member_ids/{index}"
        if one not in found:
            errors.append(FieldError(pointer, "Choose somebody of the territory"))
        elif one in seen:
            errors.append(FieldError(pointer, "Name each person once: take this one out"))
        seen.add(one)
    return errors


async def _territory(db: AsyncSession, actor: Actor) -> frozenset[str]:
    """The communes of the actor's present community; CommunityNotChosen when in none."""
    community = await identity.community_of(db, present_community(actor))
    return geography.with_arrondissements(community.communes)


async def _members(db: AsyncSession, organisation_id: UUID) -> list[UUID]:
    """Who works there, by name."""
    found = await db.scalars(
        select(Professional.id)
        .join(OrganisationMember, OrganisationMember.professional_id == Professional.id)
        .where(OrganisationMember.organisation_id == organisation_id, Professional.is_active)
        .order_by(Professional.search_text)
    )
    return list(found)


async def _page(db: AsyncSession, actor: Actor, row: Organisation, at: datetime) -> wire.OrganisationPage:
    [state] = await states_of(db, actor, [row], at)
    members = await _members(db, row.id)
    known = await summaries(db, members)
    territory = frozenset[str]() if actor.community_id is None else await _territory(db, actor)
    today = at.astimezone(geography.zone_of(row.commune_insee)).date().isoformat()
    return wire.OrganisationPage(
        **dict(organisation_view(row, state)),
        version=row.version,
        exceptions=[
            wire.HoursException.model_validate(one) for one in row.exceptions if one["to_day"] >= today
        ],
        members=[known[one] for one in members],
        checked_on=row.checked_on,
        checked_by=row.checked_by,
        actions=[wire.OrganisationAction.edit] if checks_structure_as(actor, row, territory) else [],
    )
