"""Tokens of sessions and of links sent by e-mail: what is kept of one, how the other is made again."""

import base64
import binascii
import hashlib
import hmac
from enum import StrEnum
from uuid import UUID

from api.core.crypto import keyed_hash
from api.core.settings import settings

_ID_BYTES, _SIGNATURE_BYTES = 16, 16


def digest(token: str) -> bytes:
    """What is kept of a session's token: 256 random bits need neither salt nor slowness."""
    return hashlib.sha256(token.encode()).digest()


INVITATION, PASSWORD = "invitation", "new password"
"""For what a link is good: one never serves as the other."""


def link_token(purpose: str, subject_id: UUID, serial: int) -> str:
    """The token of a link's sending of that number, 43 letters. It is kept nowhere: only a server with the
    key can make it, for each attempt to send the message."""
    signature = keyed_hash(purpose, f"{subject_id}|{serial}")[:_SIGNATURE_BYTES]
    return base64.urlsafe_b64encode(subject_id.bytes + signature).decode().rstrip("=")


def subject_of(token: str) -> UUID | None:
    """What a token names (an invitation, an account), signed or not: look at `is_link` next."""
    try:
        raw = base64.b64decode(token + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return UUID(bytes=raw[:_ID_BYTES]) if len(raw) == _ID_BYTES + _SIGNATURE_BYTES else None


def is_link(token: str, purpose: str, subject_id: UUID, serial: int) -> bool:
    """Whether this server made the token for that sending."""
    return hmac.compare_digest(token.encode(), link_token(purpose, subject_id, serial).encode())


def invitation_page(token: str) -> str:
    """The page of the web app behind the link."""
    return f"{settings().base_url.rstrip('/')}/invitation/{token}"


class Leads(StrEnum):
    """Whom a link to a password leads: what its page says, and where it goes on."""

    first = "?premier=1"
    """Who chooses the first one of an account that the operator made."""
    forgotten = "?oublie=1"
    of_platform = ""
    """Who accepts the terms of use, and goes back to the SAS platform."""


def password_page(token: str, leads: Leads) -> str:
    """The page of the web app where a password is chosen."""
    return f"{settings().base_url.rstrip('/')}/mot-de-passe/{token}{leads}"
