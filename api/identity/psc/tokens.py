"""What the provider signed: the id_token, and the userinfo when it comes as a JWT. Only here, and in
`api.identity.tokens` for our own, is python-jose known."""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from jose import jwt
from jose.exceptions import JOSEError

from api.identity.psc.rules import ACR, Failure, SignInFailed

SKEW = timedelta(seconds=30)
"""How far the provider's clock may be from ours."""

_REQUIRED = ("exp", "iat", "aud", "iss", "sub")
# The time is checked below, on the clock that the rest of the application uses.
_UNTIMED = {"verify_exp": False, "verify_iat": False, "verify_nbf": False}
_ID_TOKEN = {f"require_{claim}": True for claim in _REQUIRED} | _UNTIMED

Jwk = Mapping[str, Any]


@dataclass(frozen=True)
class Expected:
    """Who must have signed, how, and for whom. `keys`: the provider's, for RS256; `secret`: for HS256."""

    issuer: str
    client_id: str
    algorithm: str
    keys: Sequence[Jwk]
    secret: str


def read_id_token(
    token: str, expected: Expected, *, nonce: str, access_token: str, at: datetime
) -> dict[str, Any]:
    """The claims of an id_token (OpenID Connect Core §3.1.3.7) that is good at `at` and answers `nonce`.

    SignInFailed (`not_proven`) for any other, with the check that failed.
    """
    claims = _opened(
        token,
        expected,
        audience=expected.client_id,
        issuer=expected.issuer,
        access_token=access_token,
        options=_ID_TOKEN,
    )
    for fault in _faults(claims, expected, nonce=nonce, at=at):
        raise SignInFailed(Failure.not_proven, f"id_token: {fault}")
    return claims


def read_userinfo(token: str, expected: Expected) -> dict[str, Any]:
    """The claims of a signed userinfo; who it is from and for, where it says so. SignInFailed."""
    claims = _opened(token, expected, options={**_UNTIMED, "verify_aud": False})
    audiences = claims.get("aud", expected.client_id)
    for_us = expected.client_id in (audiences if isinstance(audiences, list) else [audiences])
    if not for_us or claims.get("iss", expected.issuer) != expected.issuer:
        raise SignInFailed(Failure.not_proven, "userinfo: of or for somebody else")
    return claims


def _opened(token: str, expected: Expected, **asked: Any) -> dict[str, Any]:
    """The claims, under a signature of the one algorithm that is expected."""
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") != expected.algorithm:
            raise SignInFailed(Failure.not_proven, "Signed with another algorithm")
        key = expected.secret if expected.algorithm == "HS256" else _key(header.get("kid"), expected.keys)
        return dict(jwt.decode(token, key, algorithms=[expected.algorithm], **asked))
    except (JOSEError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise SignInFailed(Failure.not_proven, f"{type(error).__name__}: {error}") from error


def _key(kid: object, keys: Sequence[Jwk]) -> dict[str, Any]:
    """The public half of the one RSA key for signatures that has this id."""
    found = [
        key
        for key in keys
        if key.get("kid") == kid
        and isinstance(kid, str)
        and key.get("kty") == "RSA"
        and key.get("use", "sig") == "sig"
        and key.get("alg", "RS256") == "RS256"
    ]
    if len(found) != 1:
        raise SignInFailed(Failure.not_proven, f"{len(found)} keys of this id")
    return {"kty": "RSA", "alg": "RS256", "n": found[0]["n"], "e": found[0]["e"]}


def _faults(claims: Mapping[str, Any], expected: Expected, *, nonce: str, at: datetime) -> Iterator[str]:
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        yield "nonce"
    if claims.get("acr") != ACR:
        yield "acr"
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else expected.client_id) != expected.client_id:
        yield "azp"
    issued, expires = claims["iat"], claims["exp"]
    if not (_is_time(issued) and _is_time(expires)):
        yield "no times"
    elif not issued - SKEW.total_seconds() <= at.timestamp() < expires + SKEW.total_seconds():
        yield "expired, or of the future"


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
