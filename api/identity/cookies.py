"""The two cookies of a session, one that only the server reads and one that the page sends back; and that of
who still owes a second factor."""

from typing import Literal
from uuid import UUID

from fastapi import Response

from api.core.crypto import keyed_hash
from api.core.settings import settings
from api.identity.factor_rules import ASKED_FOR
from api.identity.rules import LONGEST_SESSION

SESSION = "maillage_session"
CSRF = "maillage_csrf"
FACTOR = "maillage_factor"
"""Of a browser that typed the right password and owes the second factor: sent to that operation alone."""

CSRF_HEADER = "X-CSRF-Token"

_SAME_SITE: Literal["lax"] = "lax"
_FACTOR_PATH = "/api/v1/session/second-factor"


def csrf_token(session_id: UUID) -> str:
    """What writes of this session carry: a keyed hash, so that nobody else can compute it."""
    return keyed_hash("csrf", session_id.bytes).hex()


def give(response: Response, token: str, csrf: str) -> None:
    """Put both cookies of a new session on the answer."""
    secure = settings().base_url.startswith("https:")
    seconds = int(LONGEST_SESSION.total_seconds())
    response.set_cookie(SESSION, token, seconds, httponly=True, secure=secure, samesite=_SAME_SITE)
    response.set_cookie(CSRF, csrf, seconds, httponly=False, secure=secure, samesite=_SAME_SITE)


def take_back(response: Response) -> None:
    """Make the browser forget both cookies."""
    for name in (SESSION, CSRF):
        response.delete_cookie(name, samesite=_SAME_SITE)


def ask_factor(response: Response, token: str) -> None:
    """Make the browser the one from which the second factor is awaited."""
    seconds = int(ASKED_FOR.total_seconds())
    secure = settings().base_url.startswith("https:")
    response.set_cookie(
        FACTOR, token, seconds, path=_FACTOR_PATH, httponly=True, secure=secure, samesite=_SAME_SITE
    )


def factor_proved(response: Response) -> None:
    """It is awaited no more."""
    response.delete_cookie(FACTOR, path=_FACTOR_PATH, samesite=_SAME_SITE)
