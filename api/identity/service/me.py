"""Who one is, for the page; and what this server is, before anybody signs in."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.contract.models import ActingFor, CommunitySummary, DemoAccount, Instance, Me, Role, SessionPractice
from api.core import clock
from api.core.actor import Actor
from api.core.operations import the_contract
from api.core.settings import settings
from api.identity.cookies import csrf_token
from api.identity.names import initials
from api.identity.policy import in_force, is_member, visible_to
from api.identity.references import ORGANISATIONS, summaries_of, summary_of, work_of
from api.identity.rules import DEMO_PASSWORD
from api.identity.service.communities import rules_of
from api.identity.tables import Account, Community, Delegation, Grant, Session


async def get_me(db: AsyncSession, actor: Actor) -> Me:
    """The actor, where it stands, and what it may do there."""
    communities = await _communities(db, actor)
    name = actor.name if actor.hand is None else actor.hand.name
    of_session = actor.session_id is not None
    session = await db.get_one(Session, actor.session_id) if of_session else None
    own = await _acts_for(db, actor)
    who = await summary_of(db, actor.professional_id)
    rules = await rules_of(db, actor.community_id) if of_session and actor.community_id else None
    return Me.model_validate(
        {
            "kind": actor.kind,
            "id": actor.person_id,
            "name": name,
            "initials": initials(name),
            "community": next((one for one in communities if one.id == actor.community_id), None),
            "communities": communities,
            "roles": sorted(actor.roles, key=list(Role).index),
            "scopes": [] if actor.owes_factor else sorted(actor.scopes),
            "acting_for": next((one for one in own if _is_chosen(one, actor)), None),
            "delegations": own,
            "professional_id": actor.professional_id,
            "profession_code": None if who is None else who.profession_code,
            "profession_label": work_of(who),
            "organisation_id": actor.organisation_id,
            "organisation_name": await _organisation_name(db, actor.organisation_id),
            "organisation_kind": actor.organisation_kind,
            "practice": None if session is None else practice_of(session),
            "practices": [] if session is None else practices_of(session),
            "practice_missing": actor.practice_missing,
            "csrf_token": None if actor.session_id is None else csrf_token(actor.session_id),
            "idle_minutes": None if rules is None else rules.sessions.idle_minutes,
            "second_factor_owed": actor.owes_factor,
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
        pro_sante_connect=settings().psc_client_id is not None,
        server_time=clock.now(),
    )


def practices_of(session: Session) -> list[SessionPractice]:
    """As what and where the person works, as Pro Santé Connect told when the session was opened by it."""
    told = (session.practices or {"told": []})["told"]
    return [SessionPractice(number=number, **one) for number, one in enumerate(told, 1)]


def practice_of(session: Session) -> SessionPractice | None:
    """The one of them that was chosen, or the only one."""
    return next((one for one in practices_of(session) if one.number == session.practice_number), None)


async def _communities(db: AsyncSession, actor: Actor) -> list[CommunitySummary]:
    found = (await db.scalars(select(Community).where(visible_to(actor)).order_by(Community.name))).all()
    roles: dict[UUID, list[Role]] = {community.id: [] for community in found}
    if actor.kind == "account":
        for community_id, role in await db.execute(
            select(Grant.community_id, Grant.role).where(Grant.account_id == actor.person_id)
        ):
            roles[community_id].append(role)
    else:
        roles = {community.id: list(actor.roles) for community in found}
    return [
        CommunitySummary(id=one.id, name=one.name, short_name=one.short_name, roles=_in_order(roles[one.id]))
        for one in found
    ]


async def delegations_of(
    db: AsyncSession, account_id: UUID, community_id: UUID | None
) -> Sequence[Delegation]:
    """The delegations with which an account may act in the community in which the transaction stands: in
    force, of professionals who are still there."""
    doctor = aliased(Account)
    wanted = (
        select(Delegation)
        .join(doctor, doctor.id == Delegation.given_by_id)
        .where(
            Delegation.account_id == account_id,
            Delegation.community_id == community_id,
            in_force(),
            doctor.is_active,
            is_member(Delegation.community_id, Delegation.professional_id),
        )
        .order_by(Delegation.since, Delegation.id)
    )
    return (await db.scalars(wanted)).all()


async def _acts_for(db: AsyncSession, actor: Actor) -> list[ActingFor]:
    if Role.delegate not in actor.roles:
        return []
    mine = await delegations_of(db, actor.person_id, actor.community_id)
    doctors = await db.scalars(select(Account).where(Account.id.in_([one.given_by_id for one in mine])))
    names = {doctor.id: doctor.name for doctor in doctors}
    known = await summaries_of(db, [one.professional_id for one in mine])
    return [
        ActingFor(
            delegation_id=one.id,
            professional_id=one.professional_id,
            name=names[one.given_by_id],
            profession_label=work_of(known.get(one.professional_id)),
            may_answer=one.may_answer,
        )
        for one in mine
    ]


def _is_chosen(one: ActingFor, actor: Actor) -> bool:
    return actor.hand is not None and one.delegation_id == actor.hand.delegation_id


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
        await db.scalars(
            select(Account)
            .where(Account.is_demo, Account.is_active, Account.password_hash.is_not(None))
            .order_by(Account.id)
        )
    ).all()
    return [DemoAccount(email=account.email, label=account.name) for account in accounts]
