"""From the code that the browser brought to who the person is: three calls to the provider, all verified."""

from dataclasses import dataclass
from typing import Any

from api.core import clock
from api.core.settings import settings
from api.identity.psc.attempts import Attempt
from api.identity.psc.discovery import Provider
from api.identity.psc.rules import Failure, SignInFailed
from api.identity.psc.tokens import Expected, read_id_token, read_userinfo
from api.identity.psc.wire import ask, json_object, media_of


@dataclass(frozen=True)
class Person:
    """Who the provider vouches for: the userinfo, and the id_token that is kept until signing out."""

    claims: dict[str, Any]
    id_token: str


async def person_of(provider: Provider, code: str, attempt: Attempt, redirect_uri: str) -> Person:
    """Whom the code stands for. SignInFailed when anything is not as it must be.

    The access token serves once, here, and is kept nowhere.
    """
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": attempt.verifier,
    }
    given = json_object(await ask(provider.token_endpoint, form=form))
    id_token, access_token = _text(given, "id_token"), _text(given, "access_token")
    expected = await _expected(provider)
    claims = read_id_token(id_token, expected, nonce=attempt.nonce, access_token=access_token, at=clock.now())
    answer = await ask(provider.userinfo_endpoint, bearer=access_token)
    if media_of(answer) == "application/jwt":
        said = read_userinfo(answer.body.decode("ascii", "replace").strip(), expected)
    else:
        said = json_object(answer)
    if said.get("sub") != claims["sub"]:
        raise SignInFailed(Failure.not_proven, "userinfo: of another person than the id_token")
    return Person(said, id_token)


async def _expected(provider: Provider) -> Expected:
    """Who must have signed. The keys are read each time: sign-ins are few, and a key that was withdrawn or
    replaced is known at once."""
    config = settings()
    keys = []
    if config.psc_algorithm == "RS256" and provider.jwks_uri is not None:
        listed = json_object(await ask(provider.jwks_uri)).get("keys")
        keys = [key for key in listed if isinstance(key, dict)] if isinstance(listed, list) else []
    return Expected(
        provider.issuer,
        config.psc_client_id or "",
        config.psc_algorithm,
        keys,
        config.psc_client_secret or "",
    )


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise SignInFailed(Failure.unavailable, f"The provider gave no {name}")
    return value
