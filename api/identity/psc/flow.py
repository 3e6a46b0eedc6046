"""To Pro Santé Connect, and back from it."""

from datetime import datetime

import anyio
import structlog
from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from api.audit.service import record_refused
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.settings import settings
from api.identity import cookies
from api.identity.psc import attempts
from api.identity.psc.addresses import with_query
from api.identity.psc.attempts import Attempt
from api.identity.psc.discovery import Provider, provider
from api.identity.psc.exchange import Person, person_of
from api.identity.psc.rules import (
    ACR,
    SCOPE,
    Failure,
    SignInFailed,
    local_path,
    practices_of,
    rpps_of,
)
from api.identity.service.signing_in import enter_by_pro_sante_connect

BETWEEN_PAGE = "/pro-sante-connect"
"""The page of the web app that says why nobody was signed in, and what to do; or asks which of several
practices it is."""

log = structlog.get_logger(__name__)


async def start(return_to: str | None) -> Response:
    """To the provider, with what it must give back; to BETWEEN_PAGE when it cannot be found."""
    page = local_path(return_to) or "/"
    try:
        there = await provider()
    except SignInFailed as failed:
        return _to_failure(failed, page)
    response = RedirectResponse("/", 302)
    state, attempt = attempts.begin(response, page, at=clock.now())
    asked = {
        "response_type": "code",
        "client_id": settings().psc_client_id or "",
        "redirect_uri": _redirect_uri(),
        "scope": SCOPE,
        "acr_values": ACR,
        "state": state,
        "nonce": attempt.nonce,
        "code_challenge": attempt.challenge,
        "code_challenge_method": "S256",
    }
    response.headers["location"] = with_query(there.authorization_endpoint, asked)
    return response


async def come_back(request: Request) -> Response:
    """Sign in whoever the provider vouches for; to BETWEEN_PAGE, with nobody signed in, when it does not: a
    line of the trail then says why, if this browser began it."""
    state = request.query_params.get("state")
    at, attempt = clock.now(), None
    try:
        attempt = attempts.carried(request, state, at=at)
        response = await _follow(request, state or "", attempt, at)
    except SignInFailed as failed:
        if attempt is not None:  # of nobody yet, so of no community
            reason = failed.failure.value
            await record_refused(system_actor(None), "session.refused", "account", None, reason=reason)
        response = _to_failure(failed, "/" if attempt is None else attempt.return_to)
    attempts.forget(response, state)
    return response


async def _follow(request: Request, state: str, attempt: Attempt, at: datetime) -> Response:
    async with unit_of_work() as db:
        await attempts.take(db, state, at=at)
    with anyio.move_on_after(settings().psc_seconds) as whole:
        there = await provider()
        person = await person_of(there, _code(request, there), attempt, _redirect_uri())
    if whole.cancelled_caught:
        raise SignInFailed(Failure.unavailable, "slow: no whole answer in time")
    return await _sign_in(request, there, person, attempt.return_to)


async def _sign_in(request: Request, there: Provider, person: Person, page: str) -> Response:
    rpps, practices = rpps_of(person.claims), practices_of(person.claims)
    async with unit_of_work() as db:
        me, token = await enter_by_pro_sante_connect(
            db,
            rpps,
            practices,
            kept={"id_token": person.id_token, "end_session_endpoint": there.end_session_endpoint},
            replacing=cookies.session_token(request),
            browser=request.headers.get("user-agent"),
        )
    first = with_query(BETWEEN_PAGE, {"retour": page}) if me.practice_missing else page
    response = RedirectResponse(first, 302)
    cookies.give(response, token, me.csrf_token or "")
    return response


def _code(request: Request, there: Provider) -> str:
    """The code that the provider gave. SignInFailed when it gave none, or another provider answers."""
    given = request.query_params
    if given.get("iss", there.issuer) != there.issuer:
        raise SignInFailed(Failure.not_proven, "Another issuer answers")
    if "error" in given:
        by_person = given["error"] == "access_denied"
        raise SignInFailed(Failure.given_up if by_person else Failure.unavailable, "The provider refused")
    code = given.get("code", "")
    if not code or len(code) > 2000:
        raise SignInFailed(Failure.unavailable, "The provider gave no code")
    return code


def _to_failure(failed: SignInFailed, page: str) -> Response:
    log.warning("pro_sante_connect.failed", failure=failed.failure.value, detail=failed.detail)
    said = with_query(BETWEEN_PAGE, {"motif": failed.failure.value, "retour": page})
    return RedirectResponse(said, 302)


def _redirect_uri() -> str:
    return f"{settings().base_url}{attempts.PATH}/return"
