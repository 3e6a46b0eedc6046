"""Access tokens of machine clients (JWT, RFC 9068 in spirit). The only module that knows python-jose.

One algorithm, HS256: whoever verifies a token also issues it (the processes of one instance, which share
the key file), so a public key would serve nobody; and with one symmetric algorithm there is no confusion
between algorithms to exploit. `exp`, `aud`, `iss` and `sub` are required, never optional.

A token also says which secret of its client it was given for: it ends with that secret, and no list is kept
of what was issued.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from jose import jwt
from jose.exceptions import JOSEError

from api.core.crypto import derived_secret, keyed_hash
from api.core.ids import new_id
from api.core.settings import settings
from api.identity.rules import TOKEN_LIFETIME

ALGORITHM = "HS256"
AUDIENCE = "maillage-api"

_REQUIRED = ("exp", "iat", "aud", "iss", "sub", "jti")
_DRAWN = "secret"
"""The claim that says for which secret of its client the token was given."""

# The time is checked below, on the clock that the rest of the application uses.
_OPTIONS = {f"require_{claim}": True for claim in _REQUIRED} | {"verify_exp": False, "verify_iat": False}


class BadToken(Exception):
    """The token is not one of ours, not for us, or no longer good."""


@dataclass(frozen=True)
class Claims:
    """What a good token says: which machine client, the scopes it asked for, and a mark of its secret."""

    client: UUID
    scopes: frozenset[str]
    mark: str

    def given_for(self, secret_hash: str) -> bool:
        """Whether it was given for the secret of which this is kept."""
        return hmac.compare_digest(self.mark.encode(), _mark(secret_hash).encode())


def issue(client: UUID, secret_hash: str, scopes: frozenset[str], *, at: datetime) -> str:
    """A token for this client, good from `at` for TOKEN_LIFETIME, as long as the client has this secret."""
    claims = {
        "iss": settings().base_url,
        "aud": AUDIENCE,
        "sub": str(client),
        "iat": int(at.timestamp()),
        "exp": int((at + TOKEN_LIFETIME).timestamp()),
        "jti": str(new_id()),
        "scope": " ".join(sorted(scopes)),
        _DRAWN: _mark(secret_hash),
    }
    return str(jwt.encode(claims, _secret(), algorithm=ALGORITHM))


def read(token: str, *, at: datetime) -> Claims:
    """The claims of a token that is good at `at`. Raises BadToken, without saying which check failed."""
    said, issued, expires = _signed(token, _secret(), settings().base_url)
    seconds = at.timestamp()
    if not issued - 60 <= seconds < expires or expires - issued > TOKEN_LIFETIME.total_seconds():
        raise BadToken
    return said


@lru_cache(maxsize=1024)
def _signed(token: str, secret: str, issuer: str) -> tuple[Claims, int, int]:
    """What a token signed with this secret says, and the seconds when it was issued and when it ends.

    A client sends the same token for an hour, and what it says never changes: it is read once. Whether it is
    still good is asked of the clock each time, and of its client in the database.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token, secret, algorithms=[ALGORITHM], audience=AUDIENCE, issuer=issuer, options=_OPTIONS
        )
        scopes = frozenset(str(claims.get("scope", "")).split())
        said = Claims(UUID(claims["sub"]), scopes, str(claims[_DRAWN]))
        return said, int(claims["iat"]), int(claims["exp"])
    except (JOSEError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadToken from error


def _mark(secret_hash: str) -> str:
    return keyed_hash("secrets of machine clients", secret_hash).hex()[:32]


def _secret() -> str:
    return derived_secret("access tokens of machine clients")
