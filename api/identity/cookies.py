"""The two cookies of a session: one that only the server reads, one that the page sends back."""

from typing import Literal
from uuid import UUID

from fastapi import Response

from api.core.crypto import keyed_hash
from api.core.settings import settings
from api.identity.rules import LONGEST_SESSION

SESSION = "maillage_session"
CSRF = "maillage_csrf"
CSRF_HEADER = "X-CSRF-Token"

_SAME_SITE: Literal["lax"] = "lax"


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
