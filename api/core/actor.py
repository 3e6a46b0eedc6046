"""Who is calling. `identity` finds out; everything else only reads the answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

import structlog
from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import OrganisationKind, Role
from api.core.db import Db
from api.core.problems import Unauthenticated

SYSTEM_ID = UUID(int=0)
"""The id under which the server itself acts, in jobs and commands."""


@dataclass(frozen=True)
class Actor:
    """One caller, for the length of one request or job."""

    kind: Literal["account", "client", "system"]
    id: UUID
    name: str
    community_id: UUID | None
    roles: frozenset[Role]
    scopes: frozenset[str]
    professional_id: UUID | None = None
    organisation_id: UUID | None = None
    session_id: UUID | None = None
    organisation_kind: OrganisationKind | None = None


def system_actor(community_id: UUID | None = None) -> Actor:
    """The server itself, acting in a community (or nationally). It holds no scope: it calls no operation."""
    return Actor("system", SYSTEM_ID, "Maillage", community_id, frozenset(), frozenset())


Authenticator = Callable[[Request, AsyncSession], Awaitable[Actor | None]]
"""Given a request and its transaction, the actor, or None for nobody. Raises Refusals (CSRF, lock-out…).

It opens the actor's community for the rest of the transaction (`set_community`), and none for nobody.
"""


async def optional_actor(request: Request, db: Db) -> Actor | None:
    """The caller, or None; from here on the transaction stands in the caller's community.

    The application puts its Authenticator in `app.state.authenticator`.
    """
    authenticate: Authenticator = request.app.state.authenticator
    actor = await authenticate(request, db)
    if actor is not None:
        request.state.actor = actor
        structlog.contextvars.bind_contextvars(actor_kind=actor.kind, actor_id=str(actor.id))
    return actor


OptionalActor = Annotated[Actor | None, Depends(optional_actor, scope="function")]


async def current_actor(actor: OptionalActor) -> Actor:
    """The caller; Unauthenticated (401) when there is none."""
    if actor is None:
        raise Unauthenticated("Open a session (POST /api/v1/session) or send a bearer token")
    return actor


CurrentActor = Annotated[Actor, Depends(current_actor, scope="function")]
