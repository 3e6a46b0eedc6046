"""Tokens of sessions and of invitations: what is kept of one, how the other is made again."""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

from api.core.crypto import keyed_hash
from api.core.settings import settings

_ID_BYTES, _SIGNATURE_BYTES = 16, 16


def digest(token: str) -> bytes:
    """What is kept of a session's token: 256 random bits need neither salt nor slowness."""
    return hashlib.sha256(token.encode()).digest()


def invitation_token(invitation_id: UUID, serial: int) -> str:
    """The token of an invitation's sending of that number, 43 letters. It is kept nowhere: only a server
    with the key can make it, for each attempt to send the message."""
    signature = keyed_hash("invitation", f"{invitation_id}|{serial}")[:_SIGNATURE_BYTES]
    return base64.urlsafe_b64encode(invitation_id.bytes + signature).decode().rstrip("=")


def invitation_of(token: str) -> UUID | None:
    """The invitation that a token names, signed or not: look at `is_invitation` next."""
    try:
        raw = base64.b64decode(token + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return UUID(bytes=raw[:_ID_BYTES]) if len(raw) == _ID_BYTES + _SIGNATURE_BYTES else None


def is_invitation(token: str, invitation_id: UUID, serial: int) -> bool:
    """Whether this server made the token for that sending of the invitation."""
    return hmac.compare_digest(token.encode(), invitation_token(invitation_id, serial).encode())


def invitation_page(token: str) -> str:
    """The page of the web app behind the link."""
    return f"{settings().base_url.rstrip('/')}/invitation/{token}"
