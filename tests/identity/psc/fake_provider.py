"""A provider that says what a test wants, also what a correct one never says: it lies outside this server."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jose import jwk, jwt

from api.core import clock
from tests.fake_host import Asked, FakeHost, page

CLIENT, SECRET = "maillage-essai", "un secret d’essai: 42"
DISCOVERY = "/.well-known/wallet-openid-configuration"

AUTHORIZATION = "https://wallet.psc.example/auth"
"""On another host than the issuer, as the national provider's: it cannot be derived from it."""


def practice(profession: str = "10", specialty: str = "SM54", **activity: str) -> dict[str, Any]:
    """One exercice, with an activity at one place."""
    return {"codeProfession": profession, "codeSavoirFaire": specialty, "activities": [activity]}


@dataclass
class Provider:
    """What it will say. `claims` and `header` change the id_token, `userinfo` what goes with it."""

    host: FakeHost
    rpps: str = "10999000001"
    nonce: str = ""
    challenge: str = ""
    kid: str = "essai-1"
    signs_with: str = "ours"
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    id_token: str | None = None
    signed_userinfo: bool = False
    access_token: str = "essai"
    used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        issuer = self.issuer
        self.document = {
            "issuer": issuer,
            "authorization_endpoint": AUTHORIZATION,
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "jwks_uri": f"{issuer}/certs",
            "end_session_endpoint": f"{issuer}/logout",
        }
        self.host.pages[DISCOVERY] = page(json.dumps(self.document), media="application/json")
        self.publish(key("ours"), self.kid)
        self.host.pages["/token"] = self._token
        self.host.pages["/userinfo"] = self._userinfo

    @property
    def issuer(self) -> str:
        """Its name."""
        return self.host.url("")

    def publish(self, published: rsa.RSAPrivateKey, kid: str, **changes: Any) -> None:
        """The one key that it makes known."""
        said = {**public_jwk(published), "kid": kid, "use": "sig", "alg": "RS256", **changes}
        self.host.pages["/certs"] = page(json.dumps({"keys": [said]}), media="application/json")

    def said_of_the_person(self) -> dict[str, Any]:
        """The userinfo."""
        national = f"8{self.rpps}"
        said = {
            "sub": f"f:550dc1c8:{national}",
            "SubjectNameID": national,
            "preferred_username": national,
            "given_name": "CAMILLE",
            "family_name": "ESSAI",
            "SubjectRefPro": {"exercices": [practice(raisonSocialeSite="CABINET ESSAI", codePostal="94400")]},
            **self.userinfo,
        }
        return {name: value for name, value in said.items() if value is not None}

    def said_in_the_token(self) -> dict[str, Any]:
        """The claims of the id_token."""
        now = int(clock.now().timestamp())
        said = {
            "iss": self.issuer,
            "sub": f"f:550dc1c8:8{self.rpps}",
            "aud": CLIENT,
            "nonce": self.nonce,
            "acr": "eidas1",
            "iat": now,
            "exp": now + 120,
            **self.claims,
        }
        return {name: value for name, value in said.items() if value is not None}

    async def _token(self, asked: Asked, writer: Any) -> None:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        basic = base64.b64decode(asked.headers["authorization"].removeprefix("Basic ")).decode()
        assert basic == "maillage-essai:un+secret+d%E2%80%99essai%3A+42"
        verifier = form["code_verifier"].encode()
        good = letters(hashlib.sha256(verifier).digest()) == self.challenge and form["code"] not in self.used
        if form["grant_type"] != "authorization_code" or not good:
            refused = page('{"error": "invalid_grant"}', status=400, media="application/json")
            return await refused(asked, writer)
        self.used.add(form["code"])
        id_token = self.id_token or signed(self.said_in_the_token(), self.kid, by=self.signs_with)
        given = {
            "access_token": self.access_token,
            "token_type": "Bearer",
            "expires_in": 120,
            "id_token": id_token,
        }
        return await page(json.dumps(given), media="application/json")(asked, writer)

    async def _userinfo(self, asked: Asked, writer: Any) -> None:
        assert asked.headers["authorization"] == f"Bearer {self.access_token}"
        said = self.said_of_the_person()
        if self.signed_userinfo:
            return await page(signed(said, self.kid, by=self.signs_with), media="application/jwt")(
                asked, writer
            )
        return await page(json.dumps(said), media="application/json; charset=utf-8")(asked, writer)


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """A key of that name."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_pem(of: rsa.RSAPrivateKey) -> bytes:
    """Its public half, as text."""
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return of.public_key().public_bytes(serialization.Encoding.PEM, kind)


def public_jwk(of: rsa.RSAPrivateKey) -> dict[str, Any]:
    """Its public half, as providers publish it."""
    return dict(jwk.construct(public_pem(of).decode(), "RS256").to_dict())


def signed(claims: dict[str, Any], kid: str | None, *, by: str = "ours") -> str:
    """A JWT as it should be."""
    private = key(by).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    headers = {} if kid is None else {"kid": kid}
    return str(jwt.encode(claims, private.decode(), algorithm="RS256", headers=headers))


def forged(claims: dict[str, Any], header: dict[str, Any], secret: bytes | None) -> str:
    """A JWT as no library makes one: without signature, or with the HMAC of some bytes."""
    parts = ".".join(letters(json.dumps(part).encode()) for part in (header, claims))
    return f"{parts}.{'' if secret is None else letters(hmac.digest(secret, parts.encode(), 'sha256'))}"


def letters(raw: bytes) -> str:
    """Base64 for addresses."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
