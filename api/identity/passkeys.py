"""WebAuthn, in one module: what a browser is asked to make or to sign, and whether it did.

The library is `webauthn`. Only the device is proved, not its maker (attestation `none`), and only for the
address under which people reach this instance: a page elsewhere that looks alike gets nothing.
"""

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    RegistrationCredential,
)

from api.contract.models import PasskeyAnswer, PasskeyInput
from api.core.settings import settings
from api.identity.factor_rules import SecondFactorWrong

ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
"""What passkeys may sign with, the preferred one first."""

CHALLENGE_BYTES = 32

text_of, bytes_of = bytes_to_base64url, base64url_to_bytes


@dataclass(frozen=True)
class NewPasskey:
    """What is kept of a passkey that a browser made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def rp_id() -> str:
    """The domain for which passkeys are good."""
    return urlsplit(settings().base_url).hostname or "localhost"


def origin() -> str:
    """The origin of the only pages that may ask for them."""
    address = urlsplit(settings().base_url)
    usual = {"https": 443, "http": 80}.get(address.scheme)
    port = "" if address.port in (None, usual) else f":{address.port}"
    return f"{address.scheme}://{rp_id()}{port}"


def challenge() -> bytes:
    """Bytes to be signed once."""
    return secrets.token_bytes(CHALLENGE_BYTES)


def made(body: PasskeyInput, asked: bytes) -> NewPasskey:
    """The passkey that the browser made for this challenge. SecondFactorWrong for anything else."""
    try:
        raw = bytes_of(body.credential_id)
        found = verify_registration_response(
            credential=RegistrationCredential(
                id=text_of(raw),
                raw_id=raw,
                response=AuthenticatorAttestationResponse(
                    client_data_json=bytes_of(body.client_data),
                    attestation_object=bytes_of(body.attestation),
                ),
            ),
            expected_challenge=asked,
            expected_rp_id=rp_id(),
            expected_origin=origin(),
            supported_pub_key_algs=ALGORITHMS,
        )
    except Exception as error:  # the parsers under the library raise what they like for bytes that lie
        raise SecondFactorWrong from error
    if found.credential_id != raw:
        raise SecondFactorWrong
    return NewPasskey(found.credential_id, found.credential_public_key, found.sign_count)


def answered(body: PasskeyAnswer, asked: bytes, *, public_key: bytes, sign_count: int) -> int:
    """The new count of signatures, when the passkey with that key signed this challenge.

    SecondFactorWrong for anything else: another challenge, another origin, a count that did not grow.
    """
    try:
        raw = bytes_of(body.credential_id)
        found = verify_authentication_response(
            credential=AuthenticationCredential(
                id=text_of(raw),
                raw_id=raw,
                response=AuthenticatorAssertionResponse(
                    client_data_json=bytes_of(body.client_data),
                    authenticator_data=bytes_of(body.authenticator_data),
                    signature=bytes_of(body.signature),
                ),
            ),
            expected_challenge=asked,
            expected_rp_id=rp_id(),
            expected_origin=origin(),
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
        )
    except Exception as error:  # the same
        raise SecondFactorWrong from error
    return found.new_sign_count
