"""Devices that prove a second factor, as a person holds them: a telephone with codes, a passkey."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from api.core import clock
from api.identity.factor_rules import STEP_SECONDS
from api.identity.passkeys import bytes_of, origin, text_of
from tests.contract.client import ContractClient
from tests.roles import PASSWORD

USER_PRESENT, USER_VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


@dataclass
class Phone:
    """An authenticator application."""

    secret: str

    def code(self, steps: int = 0) -> str:
        """The code that it shows now, or that many steps of thirty seconds later."""
        return pyotp.TOTP(self.secret).at(int(clock.now().timestamp()) + STEP_SECONDS * steps)


@dataclass
class SoftKey:
    """A passkey of software: it signs what a browser would have signed."""

    count: int = 0
    site: str = field(default_factory=origin)
    """The origin of the page that asks it."""
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def made(self, asked: dict[str, Any], name: str = "Téléphone") -> dict[str, Any]:
        """What a browser answers to `startPasskey`."""
        numbers = self._key.public_key().public_numbers()
        point = {-2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, **point})
        told = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + cose
        data = self._data(asked["rp_id"], HAS_KEY) + told
        return {
            "name": name,
            "credential_id": text_of(self.credential_id),
            "client_data": text_of(self._client_data("webauthn.create", asked["challenge"])),
            "attestation": text_of(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The proof for what was asked, as `passkey`."""
        self.count += 1
        data = self._data(asked["rp_id"])
        client_data = self._client_data("webauthn.get", asked["challenge"])
        signed = data + hashlib.sha256(client_data).digest()
        return {
            "passkey": {
                "credential_id": text_of(self.credential_id),
                "client_data": text_of(client_data),
                "authenticator_data": text_of(data),
                "signature": text_of(self._key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            }
        }

    def _data(self, rp_id: str, flags: int = 0) -> bytes:
        whole = USER_PRESENT | USER_VERIFIED | flags
        return hashlib.sha256(rp_id.encode()).digest() + bytes([whole]) + self.count.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str) -> bytes:
        assert len(bytes_of(challenge)) == 32
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.site}).encode()


async def with_phone(who: ContractClient) -> tuple[Phone, list[str]]:
    """Somebody sets an authenticator application up, as their first factor: it, and the recovery codes."""
    drawn = await who.call("startTotp")
    assert drawn.status_code == 201, drawn.text
    phone = Phone(drawn.json()["secret"])
    added = await who.call("confirmTotp", json={"code": phone.code()})
    assert added.status_code == 200, added.text
    return phone, added.json()["recovery_codes"]


async def with_passkey(who: ContractClient) -> SoftKey:
    """Somebody adds a passkey."""
    key = SoftKey()
    asked = await who.call("startPasskey")
    assert asked.status_code == 201, asked.text
    added = await who.call("addPasskey", json=key.made(asked.json()))
    assert added.status_code == 201, added.text
    return key


async def password_typed(http: ContractClient, email: str, password: str = PASSWORD) -> dict[str, Any]:
    """What is asked of somebody whose password is right."""
    asked = await http.call("createSession", json={"email": email, "password": password})
    assert asked.status_code == 202, asked.text
    return dict(asked.json())


async def prove(http: ContractClient, proof: dict[str, Any]) -> tuple[int, str]:
    """The status with which a proof at the door is answered, and why."""
    answer = await http.call("completeSignIn", json=proof)
    return answer.status_code, answer.json().get("type", "signed in")


async def proved(who: ContractClient, proof: dict[str, Any] | None = None) -> None:
    """Somebody signed in proves again who they are; by the password unless another proof is given."""
    answer = await who.call("proveAgain", json=proof or {"password": PASSWORD})
    assert answer.status_code == 204, answer.text
