"""The two cookies of a session, one that only the server reads and one that the page sends back; and that of
who still owes a second factor."""

from datetime import timedelta
from typing import Literal
from uuid import UUID

from fastapi import Request, Response

from api.core.crypto import keyed_hash
from api.core.settings import settings
from api.identity.factor_rules import ASKED_FOR
from api.identity.rules import LONGEST_SESSION

SESSION = "maillage_session"
"""On one's own machine, by http; see `of_this_host`."""

CSRF = "maillage_csrf"
FACTOR = "maillage_factor"
"""Of a browser that typed the right password and owes the second factor: sent to that operation alone."""

CSRF_HEADER = "X-CSRF-Token"

_SAME_SITE: Literal["lax"] = "lax"
_FACTOR_PATH = "/api/v1/session/second-factor"


_OF_THIS_HOST = "__Host-"


def of_this_host(name: str) -> str:
    """How a cookie is called that opens something. Over https, so that a browser takes it from this very
    server alone (RFC 6265bis, `__Host-`): no neighbour under the same domain puts one of theirs in its place,
    and the plain name is not looked at."""
    return f"{_OF_THIS_HOST}{name}" if _by_https() else name


def session_token(request: Request) -> str | None:
    """The token of the session of the browser that asks."""
    return request.cookies.get(of_this_host(SESSION))


def factor_token(request: Request) -> str | None:
    """That of the second factor which the browser that asks owes."""
    return request.cookies.get(of_this_host(FACTOR))


def _by_https() -> bool:
    return settings().base_url.startswith("https:")


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
    is `for_page`. A name that is of this host alone goes to all its paths: browsers ask for that."""
    response.set_cookie(
        name,
        value,
        int(lasts.total_seconds()),
        path=_path_of(name, path),
        httponly=not for_page,
        secure=_by_https(),
        samesite=_SAME_SITE,
    )


def drop(response: Response, name: str, *, path: str = "/") -> None:
    """Make the browser forget it: it heeds, of a name with a prefix, what is `Secure` alone."""
    response.delete_cookie(
        name, path=_path_of(name, path), secure=_by_https(), httponly=True, samesite=_SAME_SITE
    )


def _path_of(name: str, path: str) -> str:
    return "/" if name.startswith(_OF_THIS_HOST) else path


def give(response: Response, token: str, csrf: str) -> None:
    """Put both cookies of a new session on the answer."""
    renew(response, token)
    carry(response, CSRF, csrf, LONGEST_SESSION, for_page=True)


def renew(response: Response, token: str) -> None:
    """Put the next token of the same session on the answer. What its pages send back stays: it opens nothing
    without the token, and the other pages of the browser go on with it."""
    carry(response, of_this_host(SESSION), token, LONGEST_SESSION)


def take_back(response: Response) -> None:
    """Make the browser forget both cookies."""
    for name in (of_this_host(SESSION), CSRF):
        drop(response, name)


def ask_factor(response: Response, token: str) -> None:
    """Make the browser the one from which the second factor is awaited."""
    carry(response, of_this_host(FACTOR), token, ASKED_FOR, path=_FACTOR_PATH)


def factor_proved(response: Response) -> None:
    """It is awaited no more."""
    drop(response, of_this_host(FACTOR), path=_FACTOR_PATH)
