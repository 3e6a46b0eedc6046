"""Where the provider is: from its discovery document or from the settings, never derived: hosts differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from api.core import clock
from api.core.outgoing import OutgoingRefused, check_url
from api.core.settings import settings
from api.identity.psc.rules import Failure, SignInFailed
from api.identity.psc.wire import ask, json_object

_KNOWN_FOR = timedelta(hours=1)
"""How long a discovery document is taken as known."""

_known: dict[str, tuple[datetime, "Provider"]] = {}


@dataclass(frozen=True)
class Provider:
    """The provider's name and addresses, under the names of OpenID Connect Discovery."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str | None
    end_session_endpoint: str | None


async def provider() -> Provider:
    """The provider that the settings name. SignInFailed (`unavailable`) when it cannot be found."""
    config = settings()
    if config.psc_client_id is None:
        raise SignInFailed(Failure.unavailable, "MAILLAGE_PSC_CLIENT_ID is not set")
    if config.psc_endpoints is not None:
        return _read(config.psc_endpoints)
    url, at = config.psc_discovery_url, clock.now()
    since, found = _known.get(url, (at, None))
    if found is None or not since <= at < since + _KNOWN_FOR:
        document = json_object(await ask(url))
        found = _read(document)
        if not url.startswith(f"{found.issuer.rstrip('/')}/.well-known/"):
            raise SignInFailed(Failure.unavailable, "The discovery document is of another issuer")
        _known[url] = (at, found)
    return found


def _read(document: Mapping[str, Any]) -> Provider:
    needed: tuple[str, ...] = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint")
    if settings().psc_algorithm == "RS256":
        needed += ("jwks_uri",)
    values = {name: _address(document, name, needed=name in needed) for name in Provider.__annotations__}
    return Provider(**values)  # type: ignore[arg-type]  # those that are needed are there


def _address(document: Mapping[str, Any], name: str, *, needed: bool) -> str | None:
    value = document.get(name)
    if value is None and not needed:
        return None
    try:
        check_url(value if isinstance(value, str) else "")
    except OutgoingRefused as error:
        raise SignInFailed(Failure.unavailable, f"{name} is no address of the Internet") from error
    return str(value)
