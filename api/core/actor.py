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
class Hand:
    """The person who acts for somebody else: a secretary for her doctor (docs/decisions/0020)."""

    account_id: UUID
    name: str
    delegation_id: UUID
    acts_for: str
    """The name of the professional, as said aloud."""
    may_answer: bool


@dataclass(frozen=True)
class Actor:
    """One caller, for the length of one request or job.

    With a `hand`, the caller is somebody who acts for the account `id`: what is made then is that account's,
    `name` says both (“Nadia Ferrand pour Dr Aubertin”), and `person_id` is who really does it.
    """

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
    hand: Hand | None = None
    over: UUID | None = None
    """The delegation for which the session was open and that is over: nothing may be done with it."""

    owes_factor: bool = False
    """Its roles ask for a second factor, which its session did not prove: next to nothing is open to it."""

    practice_missing: bool = False
    """Whether the person still has to say as which of their practices they work: nothing is done before."""

    communities: frozenset[UUID] | None = None
    """The only communities that a national client looks at, those of its département; None: no such limit."""

    @property
    def person_id(self) -> UUID:
        """The account of the person at the keyboard (or of the program), for whomever they act."""
        return self.id if self.hand is None else self.hand.account_id


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
        structlog.contextvars.bind_contextvars(actor_kind=actor.kind, actor_id=str(actor.person_id))
    return actor


OptionalActor = Annotated[Actor | None, Depends(optional_actor, scope="function")]


async def current_actor(request: Request, actor: OptionalActor) -> Actor:
    """The caller; Unauthenticated (401) when there is none, with what the Authenticator left in
    `request.state.signed_out` of the reason."""
    if actor is None:
        if (reason := getattr(request.state, "signed_out", None)) is not None:
            raise reason
        raise Unauthenticated("Open a session (POST /api/v1/session) or send a bearer token")
    return actor


CurrentActor = Annotated[Actor, Depends(current_actor, scope="function")]
