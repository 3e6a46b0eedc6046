"""Who one is, for the page; and what this server is, before anybody signs in."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import CommunitySummary, DemoAccount, Instance, Me, Role
from api.core import clock
from api.core.actor import Actor
from api.core.operations import the_contract
from api.core.settings import settings
from api.identity.cookies import csrf_token
from api.identity.policy import visible_to
from api.identity.references import ORGANISATIONS, profession_of
from api.identity.rules import DEMO_PASSWORD, initials
from api.identity.service.communities import rules_of
from api.identity.tables import Account, Community, Grant


async def get_me(db: AsyncSession, actor: Actor) -> Me:
    """The actor, where it stands, and what it may do there."""
    communities = await _communities(db, actor)
    of_session = actor.session_id is not None
    rules = await rules_of(db, actor.community_id) if of_session and actor.community_id else None
    return Me.model_validate(
        {
            "kind": actor.kind,
            "id": actor.id,
            "name": actor.name,
            "initials": initials(actor.name),
            "community": next((one for one in communities if one.id == actor.community_id), None),
            "communities": communities,
            "roles": sorted(actor.roles, key=list(Role).index),
            "scopes": sorted(actor.scopes),
            "professional_id": actor.professional_id,
            "profession_label": await profession_of(db, actor.professional_id),
            "organisation_id": actor.organisation_id,
            "organisation_name": await _organisation_name(db, actor.organisation_id),
            "organisation_kind": actor.organisation_kind,
            "csrf_token": None if actor.session_id is None else csrf_token(actor.session_id),
            "idle_minutes": None if rules is None else rules.sessions.idle_minutes,
            "server_time": clock.now(),
            "demo": settings().demo,
        }
    )


async def get_instance(db: AsyncSession) -> Instance:
    """Name and version; in demo mode, the accounts to try it with."""
    info, demo = the_contract().document["info"], settings().demo
    return Instance(
        name=info["title"],
        version=info["version"],
        demo=demo,
        demo_password=DEMO_PASSWORD if demo else None,
        demo_accounts=await _demo_accounts(db) if demo else [],
        server_time=clock.now(),
    )


async def _communities(db: AsyncSession, actor: Actor) -> list[CommunitySummary]:
    found = (await db.scalars(select(Community).where(visible_to(actor)).order_by(Community.name))).all()
    roles: dict[UUID, list[Role]] = {community.id: [] for community in found}
    if actor.kind == "account":
        for community_id, role in await db.execute(
            select(Grant.community_id, Grant.role).where(Grant.account_id == actor.id)
        ):
            roles[community_id].append(role)
    else:
        roles = {community.id: list(actor.roles) for community in found}
    return [
        CommunitySummary(id=one.id, name=one.name, short_name=one.short_name, roles=_in_order(roles[one.id]))
        for one in found
    ]


def _in_order(roles: Sequence[Role]) -> list[Role]:
    return sorted(roles, key=list(Role).index)


async def _organisation_name(db: AsyncSession, organisation_id: UUID | None) -> str | None:
    if organisation_id is None:
        return None
    name: str | None = await db.scalar(
        select(ORGANISATIONS.c.name).where(ORGANISATIONS.c.id == organisation_id)
    )
    return name


async def _demo_accounts(db: AsyncSession) -> list[DemoAccount]:
    accounts = (
        await db.scalars(select(Account).where(Account.is_demo, Account.is_active).order_by(Account.id))
    ).all()
    return [DemoAccount(email=account.email, label=account.name) for account in accounts]
