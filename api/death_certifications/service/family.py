"""The link of a family: made and withdrawn by who asked or the coordination, read by whoever has it.

It says neither who died, nor where, nor who comes: the steps and their hours alone.
"""

import secrets
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.cases import service as cases
from api.cases.rules import CaseClosed
from api.cases.tables import Case
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.crypto import keyed_hash
from api.core.db import set_community
from api.core.problems import IllegalTransition, NotAllowed, NotFound
from api.core.routing import expect_version
from api.core.settings import settings
from api.death_certifications import policy
from api.death_certifications.rules import family as rules
from api.death_certifications.service.facts import request_of
from api.death_certifications.service.views import load, request_view
from api.death_certifications.tables import DeathCertificationRequest, DeathFamilyLink
from api.directory import service as directory
from api.dispatch import service as dispatch
from api.identity import service as identity

_TOKEN_BYTES = 32

_NO_PAGE = "There is no such page (any more): ask the coordination"


async def share_death_certification_with_family(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int
) -> wire.DeathFamilyLink:
    """Make the link of a request, for as long as the community says; the one before serves no more.

    The address is answered here and never again. NotAllowed unless the actor asked or coordinates;
    CaseClosed once the request has ended.
    """
    at = clock.now()
    case = await _locked(db, actor, request_id, version)
    if (await request_of(db, case.id)).state not in rules.SHAREABLE:
        raise CaseClosed("This request has ended: tell the family by voice")
    hours = (await identity.rules_of(db, case.community_id)).death_certification.family_link_hours
    token, expires_at = secrets.token_urlsafe(_TOKEN_BYTES), rules.expiry_of(at, hours)
    link = await _link_of(db, case.id) or DeathFamilyLink(case_id=case.id, community_id=case.community_id)
    link.token_hash, link.created_at, link.expires_at = _hash(token), at, expires_at
    db.add(link)
    await cases.update(db, case, at=at)
    await audit.record(db, actor, "death_certification_request.family_link_made", "case", case.id)
    return wire.DeathFamilyLink(url=_page_of(token), expires_at=expires_at)


async def withdraw_death_family_link(
    db: AsyncSession, actor: Actor, request_id: UUID, version: int
) -> wire.DeathCertificationRequest:
    """The link serves no more, be the request ended or not.

    NotAllowed unless the actor asked or coordinates; IllegalTransition when there is none.
    """
    at = clock.now()
    case = await _locked(db, actor, request_id, version)
    link = await _link_of(db, case.id)
    if link is None:
        raise IllegalTransition("This request has no link for the family")
    await db.delete(link)
    await cases.update(db, case, at=at)
    await audit.record(db, actor, "death_certification_request.family_link_withdrawn", "case", case.id)
    return await request_view(db, actor, case, at=at)


async def get_death_family_page(db: AsyncSession, family_token: str) -> wire.DeathFamilyPage:
    """What a family reads. NotFound alike for a link that is unknown, withdrawn, expired or over."""
    at = clock.now()
    link = await db.scalar(select(DeathFamilyLink).where(DeathFamilyLink.token_hash == _hash(family_token)))
    if link is None:
        raise NotFound(_NO_PAGE)
    # Nobody is signed in: the link says whose rows this transaction may read.
    await set_community(db, link.community_id)
    request = await db.get_one(DeathCertificationRequest, link.case_id)
    if not rules.serves(request.state, link.expires_at, at):
        raise NotFound(_NO_PAGE)
    case = await db.get_one(Case, link.case_id)
    community = await identity.community_of(db, link.community_id)
    steps = rules.steps_of(
        case.created_at,
        request.accepted_at,
        request.departed_at,
        request.arrived_at,
        request.certified_at,
    )
    return wire.DeathFamilyPage(
        community_name=community.name,
        phone=community.coordination_phone,
        time_zone=community.time_zone,
        profession=await _profession_of(db, case),
        steps=steps,
        eta_at=rules.eta_of(request.state, request.eta_at),
        updated_at=max([case.state_changed_at, *(step.at for step in steps if step.at is not None)]),
        server_time=at,
    )


async def _locked(db: AsyncSession, actor: Actor, request_id: UUID, version: int) -> Case:
    """The case of a request that the actor may share, locked, in the version they read."""
    await load(db, actor, request_id)
    _, case = await dispatch.lock_of_case(db, request_id)
    expect_version(version, case.version)
    if not policy.may_complete(actor, case):
        raise NotAllowed("Only those who asked, or the coordination, give a link to the family")
    return case


async def _link_of(db: AsyncSession, case_id: UUID) -> DeathFamilyLink | None:
    return await db.scalar(select(DeathFamilyLink).where(DeathFamilyLink.case_id == case_id))


async def _profession_of(db: AsyncSession, case: Case) -> str | None:
    if case.professional_id is None:
        return None
    found = await directory.summaries(db, [case.professional_id])
    return found[case.professional_id].profession_label


def _hash(token: str) -> bytes:
    return keyed_hash("family link", token)


def _page_of(token: str) -> str:
    return f"{settings().base_url.rstrip('/')}/suivi/deces/{token}"
