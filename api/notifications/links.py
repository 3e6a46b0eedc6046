"""One-tap links to an offer: a token of 36 letters names a message, signed for whom and what.

It is no sign-in, and tells nothing by itself: it holds the id of the message and a signature over the
account and the offer. So it is good for one person, one offer and one meaning: “open it”. Until when is
kept with the message, since a pause of the search moves it.
"""

import base64
import binascii
import hmac
from uuid import UUID

from api.core.crypto import keyed_hash

_ID_BYTES, _SIGNATURE_BYTES = 16, 11


def token(notification_id: UUID, *, account_id: UUID, offer_id: UUID) -> str:
    """The token of the message that offers this to that account."""
    signature = _signature(notification_id, account_id, offer_id)
    return base64.urlsafe_b64encode(notification_id.bytes + signature).decode()


def notification_of(answer_token: str) -> UUID | None:
    """The message that a token names, signed or not: look at `is_signed` next. None when it names none."""
    try:
        raw = base64.b64decode(answer_token, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return UUID(bytes=raw[:_ID_BYTES]) if len(raw) == _ID_BYTES + _SIGNATURE_BYTES else None


def is_signed(answer_token: str, *, account_id: UUID, offer_id: UUID) -> bool:
    """Whether this server made the token for this account and offer."""
    named = notification_of(answer_token)
    if named is None:
        return False
    ours = token(named, account_id=account_id, offer_id=offer_id)
    return hmac.compare_digest(answer_token.encode(), ours.encode())


def _signature(notification_id: UUID, account_id: UUID, offer_id: UUID) -> bytes:
    said = f"{notification_id}|{account_id}|{offer_id}"
    return keyed_hash("answer link", said)[:_SIGNATURE_BYTES]
