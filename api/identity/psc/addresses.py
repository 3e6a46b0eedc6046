"""Where the browser is sent."""

import secrets
from typing import Any
from urllib.parse import urlencode

from api.core.settings import settings

SIGN_IN_PAGE = "/connexion"


def with_query(url: str, asked: dict[str, str]) -> str:
    """The address with these parameters, after those that it has."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode(asked)}"


def way_out(kept: dict[str, Any] | None) -> str:
    """Where the browser goes once a session is over here, given what it kept of Pro Santé Connect: to the end
    of its session there, which leads back to the sign-in page; straight to that page when it kept nothing."""
    if kept is None or kept["end_session_endpoint"] is None:
        return SIGN_IN_PAGE
    asked = {
        "id_token_hint": kept["id_token"],
        "post_logout_redirect_uri": f"{settings().base_url}{SIGN_IN_PAGE}",
        "state": secrets.token_urlsafe(16),  # it does nothing on the way back, and proves nothing
    }
    return with_query(kept["end_session_endpoint"], asked)
