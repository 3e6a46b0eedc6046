"""The two cookies of a session, one that only the server reads and one that the page sends back; and that of
who still owes a second factor."""

from datetime import timedelta
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


def carry(
    response: Response,
    name: str,
    value: str,
    lasts: timedelta,
    *,
    path: str = "/",
    for_page: bool = False,
) -> None:
    """Make the browser carry this to this server alone, over https where that is in use; a page may read what
    is `for_page`."""
    response.set_cookie(
        name,
        value,
        int(lasts.total_seconds()),
        path=path,
        httponly=not for_page,
        secure=settings().base_url.startswith("https:"),
        samesite=_SAME_SITE,
    )


def drop(response: Response, name: str, *, path: str = "/") -> None:
    """Make the browser forget it."""
    response.delete_cookie(name, path=path, httponly=True, samesite=_SAME_SITE)


def give(response: Response, token: str, csrf: str) -> None:
    """Put both cookies of a new session on the answer."""
    carry(response, SESSION, token, LONGEST_SESSION)
    carry(response, CSRF, csrf, LONGEST_SESSION, for_page=True)


def take_back(response: Response) -> None:
    """Make the browser forget both cookies."""
    for name in (SESSION, CSRF):
        drop(response, name)


def ask_factor(response: Response, token: str) -> None:
    """Make the browser the one from which the second factor is awaited."""
    carry(response, FACTOR, token, ASKED_FOR, path=_FACTOR_PATH)


def factor_proved(response: Response) -> None:
    """It is awaited no more."""
    drop(response, FACTOR, path=_FACTOR_PATH)
