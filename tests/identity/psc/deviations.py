"""What a provider of Pro Santé Connect must not say, each a way to deviate, and what refusing it means."""

from collections.abc import Callable
from typing import Any

from api.core import clock
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.identity.psc.conftest import comes_back, kept, leaves, query_of, refusal, traces, why
from tests.identity.psc.fake_provider import (
    CLIENT,
    SECRET,
    Provider,
    forged,
    key,
    public_pem,
    signed,
)

Deviation = Callable[[Provider], None]


def claims(**changes: Any) -> Deviation:
    """The id_token says otherwise; None: it does not say."""

    def deviate(provider: Provider) -> None:
        provider.claims = changes

    return deviate


def now() -> int:
    return int(clock.now().timestamp())


def unsigned(provider: Provider) -> None:
    provider.id_token = forged(provider.said_in_the_token(), {"alg": "none", "kid": provider.kid}, None)


def hmac_of_the_public_key(provider: Provider) -> None:
    header = {"alg": "HS256", "kid": provider.kid}
    provider.id_token = forged(provider.said_in_the_token(), header, public_pem(key("ours")))


def hmac_of_the_secret(provider: Provider) -> None:
    header = {"alg": "HS256", "kid": provider.kid}
    provider.id_token = forged(provider.said_in_the_token(), header, SECRET.encode())


def signed_by_another_key(provider: Provider) -> None:
    provider.signs_with = "another"


def a_key_id_that_nobody_published(provider: Provider) -> None:
    provider.id_token = signed(provider.said_in_the_token(), "essai-9", by="another")


def no_key_id(provider: Provider) -> None:
    provider.id_token = signed(provider.said_in_the_token(), None)


def a_key_for_encryption(provider: Provider) -> None:
    provider.publish(key("ours"), provider.kid, use="enc")


def a_key_of_another_kind(provider: Provider) -> None:
    provider.publish(key("ours"), provider.kid, kty="oct", k="essai")


def a_key_that_is_none(provider: Provider) -> None:
    provider.publish(key("ours"), provider.kid, n="!", e=7)


def altered_after_it_was_signed(provider: Provider) -> None:
    header, _, signature = signed(provider.said_in_the_token(), provider.kid).split(".")
    other = forged({**provider.said_in_the_token(), "sub": "f:x:810999000002"}, {}, None).split(".")[1]
    provider.id_token = f"{header}.{other}.{signature}"


def no_token_at_all(provider: Provider) -> None:
    provider.id_token = "n’importe quoi"


def of_another_access_token(provider: Provider) -> None:
    provider.claims = {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}


def a_signed_userinfo_of_another_key(provider: Provider) -> None:
    provider.id_token = signed(provider.said_in_the_token(), provider.kid)
    provider.signed_userinfo, provider.signs_with = True, "another"


def a_signed_userinfo_for_another_client(provider: Provider) -> None:
    provider.signed_userinfo, provider.userinfo = True, {"aud": "another"}


def a_signed_userinfo_of_another_issuer(provider: Provider) -> None:
    provider.signed_userinfo, provider.userinfo = True, {"iss": "https://mal.example"}


def a_userinfo_of_another_person(provider: Provider) -> None:
    provider.userinfo = {"sub": "f:550dc1c8:810999000002"}


DEVIATIONS: dict[str, Deviation] = {
    "wrong nonce": claims(nonce="n" * 43),
    "no nonce": claims(nonce=None),
    "another audience": claims(aud="another"),
    "audiences without us": claims(aud=["another", "a third"]),
    "several audiences and nobody who asked": claims(aud=[CLIENT, "another"]),
    "asked by another": claims(aud=[CLIENT, "another"], azp="another"),
    "asked by another, for us alone": claims(azp="another"),
    "no audience": claims(aud=None),
    "another issuer": claims(iss="https://mal.example"),
    "no issuer": claims(iss=None),
    "a weaker acr": claims(acr="eidas0"),
    "no acr": claims(acr=None),
    "no subject": claims(sub=None),
    "no end": claims(exp=None),
    "an end that is no time": claims(exp="plus tard"),
    "no beginning": claims(iat=None),
    "of the future": lambda provider: claims(iat=now() + 600, exp=now() + 900)(provider),
    "expired": lambda provider: claims(iat=now() - 600, exp=now() - 60)(provider),
    "unsigned": unsigned,
    "HMAC of the public key": hmac_of_the_public_key,
    "HMAC of the secret, when keys are expected": hmac_of_the_secret,
    "signed by another key": signed_by_another_key,
    "a key id that nobody published": a_key_id_that_nobody_published,
    "no key id": no_key_id,
    "a key for encryption": a_key_for_encryption,
    "a key of another kind": a_key_of_another_kind,
    "a key that is none": a_key_that_is_none,
    "altered after it was signed": altered_after_it_was_signed,
    "no token at all": no_token_at_all,
    "of another access token": of_another_access_token,
    "a signed userinfo of another key": a_signed_userinfo_of_another_key,
    "a signed userinfo for another client": a_signed_userinfo_for_another_client,
    "a signed userinfo of another issuer": a_signed_userinfo_of_another_issuer,
    "a userinfo of another person": a_userinfo_of_another_person,
}


async def refused(
    who: ContractClient, provider: Provider, database: Database, deviate: Deviation
) -> str | None:
    """Go there, let the provider deviate, come back: why nobody is signed in; nothing has changed, and one
    line of the trail says so."""
    sent = await leaves(who, provider, "/agenda")
    before, traced = kept(database), traces(database)
    deviate(provider)
    back = await comes_back(who, sent["state"])
    assert kept(database) == before
    assert traces(database) == [*traced, refusal(why(back))]
    assert (await who.call("getMe")).status_code == 401
    assert not any(cookie.startswith("maillage_session") for cookie in back.headers.get_list("set-cookie"))
    assert query_of(back)["retour"] == "/agenda"
    return why(back)
