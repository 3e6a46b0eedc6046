"""Machine clients: their tokens, and who they are when they call."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam, literal, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record, record_refused
from api.contract.models import AccessToken, OrganisationKind, Role
from api.core import clock
from api.core.actor import Actor, system_actor
from api.core.db import opening_community, set_community, unit_of_work, wait_for_turn
from api.core.direct import Direct
from api.identity import tokens
from api.identity.oauth import OAuthRefusal, TokenForm
from api.identity.references import ORGANISATIONS
from api.identity.rules import KEEPS_REGULATORS, MACHINE_SCOPES, TOKEN_LIFETIME
from api.identity.tables import MachineClient

PLATFORM = "sas-national"
"""The client_id of the national SAS platform."""

PLATFORM_SCOPES = frozenset({"fhir:read", KEEPS_REGULATORS})

_CALLING = Direct(
    select(
        MachineClient.id,
        MachineClient.name,
        MachineClient.role,
        MachineClient.scopes,
        MachineClient.community_id,
        MachineClient.organisation_id,
        MachineClient.department,
        MachineClient.secret_hash,
        ORGANISATIONS.c.kind,
        opening_community(MachineClient.__table__.c.community_id),
    )
    .outerjoin(ORGANISATIONS, ORGANISATIONS.c.id == MachineClient.organisation_id)
    .where(MachineClient.id == bindparam("client"), MachineClient.is_active)
)
"""Who calls, as long as it is open, asked with each request: a closed client is refused at once, and so is
who comes with a token given for an earlier secret."""

_BY_NAME = Direct(
    select(
        MachineClient.id,
        MachineClient.name,
        MachineClient.role,
        MachineClient.scopes,
        MachineClient.is_active,
        opening_community(literal(None, Uuid)),
    ).where(MachineClient.client_id == bindparam("client_id"))
)


async def create_client(
    db: AsyncSession,
    actor: Actor,
    *,
    name: str,
    role: Role,
    scopes: Collection[str],
    at: datetime,
    community_id: UUID | None = None,
    organisation_id: UUID | None = None,
    department: str | None = None,
) -> tuple[MachineClient, str]:
    """A new machine client and its secret, which is kept nowhere. `community_id` None: a national one, which
    sees every community, or those of its `department` (INSEE code) alone.

    ValueError for a scope that machines never hold.
    """
    if unknown := set(scopes) - MACHINE_SCOPES:
        raise ValueError(f"No machine holds {', '.join(sorted(unknown))}")
    secret = secrets.token_urlsafe(32)
    client = MachineClient(
        client_id=f"{role.value}-{secrets.token_hex(6)}",
        secret_hash=_digest(secret),
        name=name.strip(),
        role=role,
        scopes=sorted(scopes),
        community_id=community_id,
        organisation_id=organisation_id,
        department=department,
        is_active=True,
        created_at=at,
    )
    db.add(client)
    await db.flush()
    detail = {"role": role.value, "scopes": sorted(scopes)}
    await record(
        db,
        actor,
        "client.created",
        "machine_client",
        client.id,
        detail=detail,
        community_id=community_id,
    )
    return client, secret


async def close_client(db: AsyncSession, actor: Actor, client: MachineClient) -> None:
    """From now on the client gets no token, and those it has are refused."""
    client.is_active = False
    await _changed(db, actor, "client.closed", client)


async def draw_new_secret(db: AsyncSession, actor: Actor, client: MachineClient) -> str:
    """Another secret for the client, kept nowhere. The earlier one is refused at once, and so are the tokens
    that were given for it."""
    secret = secrets.token_urlsafe(32)
    client.secret_hash = _digest(secret)
    await _changed(db, actor, "client.secret_changed", client)
    return secret


async def _changed(db: AsyncSession, actor: Actor, action: str, client: MachineClient) -> None:
    await db.flush()
    await record(db, actor, action, "machine_client", client.id, community_id=client.community_id)


async def create_access_token(db: AsyncSession, form: TokenForm) -> AccessToken:
    """A token for the client that the form names. OAuthRefusal: unknown, closed, wrong secret, or a scope
    that it does not hold."""
    at = clock.now()
    client = await db.scalar(select(MachineClient).where(MachineClient.client_id == form.client_id))
    right = hmac.compare_digest(client.secret_hash if client else _digest(""), _digest(form.client_secret))
    if client is None or not right or not client.is_active:
        known = system_actor(None if client is None else client.community_id)
        client_id = None if client is None else client.id
        await record_refused(
            known, "client.token_refused", "machine_client", client_id, reason="invalid_client"
        )
        raise OAuthRefusal("invalid_client", "No such client, or another secret", basic=form.basic)
    held = frozenset(client.scopes)
    wanted = held if form.scope is None else form.scope
    if not wanted <= held:
        raise OAuthRefusal("invalid_scope", f"This client holds: {' '.join(sorted(held))}")
    await set_community(db, client.community_id)
    actor = Actor("client", client.id, client.name, client.community_id, frozenset({client.role}), wanted)
    await record(db, actor, "client.token_issued", "machine_client", client.id)
    return AccessToken.model_validate(
        {
            "access_token": tokens.issue(client.id, client.secret_hash, wanted, at=at),
            "token_type": "Bearer",
            "expires_in": int(TOKEN_LIFETIME.total_seconds()),
            "scope": " ".join(sorted(wanted)),
        }
    )


async def actor_of_token(db: AsyncSession, token: str, *, at: datetime) -> Actor | None:
    """The machine client that the token was issued to; None when the token is not good, or the client has
    been closed or given another secret since. Opens the client's community for the rest of the
    transaction."""
    try:
        claims = tokens.read(token, at=at)
    except tokens.BadToken:
        return None
    found = await _CALLING.rows(db, {"client": claims.client})
    if not found:
        return None
    id_, name, role, scopes, community_id, organisation_id, department, secret_hash, kind, _ = found[0]
    if not claims.given_for(secret_hash):
        await set_community(db, None)
        return None
    return Actor(
        "client",
        id_,
        name,
        community_id,
        frozenset({Role(role)}),
        claims.scopes & frozenset(scopes),
        organisation_id=organisation_id,
        organisation_kind=kind and OrganisationKind(kind),
        communities=None if department is None else await _communities_of(db, department),
    )


async def platform_actor(db: AsyncSession) -> Actor | None:
    """The national SAS platform, which a listener knows by its certificate; None once its client was closed.

    Its client is made the first time, in a transaction of its own, with a secret that nobody has: it gets no
    token.
    """
    known = {"client_id": PLATFORM}
    found = await _BY_NAME.rows(db, known)
    if not found:
        await _make_platform()
        found = await _BY_NAME.rows(db, known)
    id_, name, role, scopes, is_active, _ = found[0]
    if not is_active:
        return None
    return Actor("client", id_, name, None, frozenset({Role(role)}), frozenset(scopes))


async def _make_platform() -> None:
    async with unit_of_work() as db:
        await wait_for_turn(db, PLATFORM)
        if await db.scalar(select(MachineClient.id).where(MachineClient.client_id == PLATFORM)) is not None:
            return
        client, _ = await create_client(
            db,
            system_actor(),
            name="Plateforme nationale SAS",
            role=Role.regulator,
            scopes=PLATFORM_SCOPES,
            at=clock.now(),
        )
        client.client_id = PLATFORM


_IN_DEPARTMENT = text(
    "SELECT id FROM communities WHERE EXISTS"
    " (SELECT FROM unnest(communes) AS insee WHERE starts_with(insee, :department))"
)


async def _communities_of(db: AsyncSession, department: str) -> frozenset[UUID]:
    """The communities with at least one commune in that département."""
    return frozenset((await db.scalars(_IN_DEPARTMENT, {"department": department})).all())


def _digest(secret: str) -> str:
    """What is kept of a secret: 256 random bits need neither salt nor slowness."""
    return hashlib.sha256(secret.encode()).hexdigest()
