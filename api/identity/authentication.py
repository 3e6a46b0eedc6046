"""Who sends this request: a person by the session's cookie, or a machine by its bearer token or its
certificate."""

import hmac
from datetime import datetime

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import clock
from api.core.actor import Actor
from api.core.alone import without_transaction
from api.core.bearer import bearer_of
from api.core.problems import Unauthenticated
from api.identity import cookies, service
from api.identity.factor_rules import BEFORE_PRACTICE, WITHOUT_FACTOR, SecondFactorNeeded
from api.identity.rules import ActingForAnother, CsrfTokenMissing, DelegationEnded, PracticeNotChosen

READS = frozenset({"GET", "HEAD", "OPTIONS"})

BACKGROUND = "X-Background"
"""A page that refreshes by itself says `X-Background: 1`: reading so does not keep the session awake."""

ACTING_FOR = "X-Acting-For"
"""Whoever acts for a professional says so with each call: the id of the delegation. A page that was opened
for one never acts for another, nor for one who stopped it."""

FOR_NOBODY = frozenset(
    {"getMe", "getCommunity", "chooseDelegation", "chooseCommunity", "choosePractice", "deleteSession"}
)
"""Operations about the session itself and its community, whoever one acts for."""

NO_ACTIVITY = frozenset({"streamEvents"})
"""Operations that a page calls by itself, where no such header can be sent."""


NATIONAL_SEARCHES = frozenset({"searchFhirSlots", "searchFhirSlotsByForm"})
"""Operations by which machines, which come by the dozen, read tables without personal data and write nothing:
no transaction is opened for them."""

BY_CERTIFICATE = "maillage.by_certificate"
"""Key of the ASGI scope, which no request can set: a listener has verified that the SAS platform calls."""


async def authenticate(request: Request, db: AsyncSession) -> Actor | None:
    """The caller, or None for nobody (also when the session has ended: the reason is then left in
    `request.state.signed_out`). The transaction then stands in the
    caller's community.

    Unauthenticated for a bearer token that is not good; CsrfTokenMissing for a write that a page of
    another site could have sent; SecondFactorNeeded for who owes a second factor and does not set it up.
    """
    by_certificate = request.scope.get(BY_CERTIFICATE)
    bearer = bearer_of(request)
    if (by_certificate or bearer is not None) and _operation(request) in NATIONAL_SEARCHES:
        without_transaction(db)
    if by_certificate:
        return await service.platform_actor(db)
    at = clock.now()
    if bearer is not None:
        return await _machine(db, bearer, at=at)
    token = cookies.session_token(request)
    if not token:
        return None
    reads = request.method in READS
    by_itself = request.headers.get(BACKGROUND) == "1" or _operation(request) in NO_ACTIVITY
    awake = not (reads and by_itself)
    actor = await service.actor_of_session(db, token, at=at, awake=awake)
    if actor is None:
        request.state.signed_out = await service.why_signed_out(db, token, at=at)
    if actor is not None and actor.session_id is not None and not reads:
        sent = request.headers.get(cookies.CSRF_HEADER, "")
        if not hmac.compare_digest(sent.encode(), cookies.csrf_token(actor.session_id).encode()):
            raise CsrfTokenMissing(f"Send the value of the cookie {cookies.CSRF} as {cookies.CSRF_HEADER}")
    if actor is not None and actor.owes_factor and _operation(request) not in WITHOUT_FACTOR:
        raise SecondFactorNeeded
    if actor is not None and actor.practice_missing and _operation(request) not in BEFORE_PRACTICE:
        raise PracticeNotChosen("Send the number of one of the practices of GET /api/v1/me: choosePractice")
    if actor is not None and _operation(request) not in FOR_NOBODY:
        _check_acting(actor, request.headers.get(ACTING_FOR), reads=reads)
    return actor


def _check_acting(actor: Actor, said: str | None, *, reads: bool) -> None:
    """Refuse a call that is not for the professional for whom the session acts.

    What a browser reads by itself (a stream, a file) carries no header, and is of the session's professional.
    """
    acting = None if actor.hand is None else str(actor.hand.delegation_id)
    if actor.over is not None:
        raise DelegationEnded
    if said is None and (acting is None or reads):
        return
    if said is None or said.casefold() != acting:
        raise ActingForAnother(
            f"Read GET /api/v1/me again, and send the delegation_id of acting_for as {ACTING_FOR}"
        )


def _operation(request: Request) -> str | None:
    return getattr(request.scope.get("route"), "operation_id", None)


async def _machine(db: AsyncSession, token: str, *, at: datetime) -> Actor:
    actor = await service.actor_of_token(db, token, at=at)
    if actor is None:
        refusal = Unauthenticated("Ask for a new token at /oauth/token")
        refusal.headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise refusal
    return actor
