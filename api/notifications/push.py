"""Web push without anybody's account: VAPID (RFC 8292), encryption (RFC 8291, RFC 8188), sending (RFC 8030).

The key of this server comes from the key file: every process has the same, and nothing more is to be kept.
"""

import base64
import json
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import cache
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.core import clock
from api.core.crypto import derived_secret
from api.core.retrying import asked_to_wait
from api.core.settings import settings
from api.notifications import outside
from api.notifications.rules import LONGEST_WAIT
from api.notifications.sending import NotSent, Sent

_WHOM = "Le service de notification du navigateur"
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_TOKEN_LASTS = timedelta(hours=12)
_RECORD = 4096
_SHORTEST_STAY, _LONGEST_STAY = timedelta(minutes=1), timedelta(hours=24)


class DeviceGone(NotSent):
    """The push service says that this device takes nothing any more: forget it."""

    def __init__(self) -> None:
        super().__init__("Cet appareil ne reçoit plus de notifications.", for_good=True)


@dataclass(frozen=True)
class Target:
    """Where one browser takes messages, and the keys that only it opens them with."""

    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)


@dataclass(frozen=True)
class Push:
    """One message to one device. `id` is that of the sending; it replaces an earlier copy of itself.

    `until`: useless after that instant, so that a telephone switched off does not ring for nothing.
    """

    id: UUID
    target: Target
    title: str
    text: str
    link: str
    urgent: bool
    until: datetime | None
    at: datetime


def public_key() -> str:
    """The key that browsers subscribe with: 65 bytes of an uncompressed point, in base64url."""
    return _encode(_point(_key().public_key()))


def fault_of(target: Target) -> tuple[str, str] | None:
    """The field that is wrong with what a browser gave, and what to do; None when it can be used.

    Only the push services of browsers are written to (`MAILLAGE_PUSH_HOSTS`): an address that somebody
    else chose would make this server knock at doors of theirs.
    """
    host = (urlsplit(target.endpoint).hostname or "") if outside.is_safe_address(target.endpoint) else ""
    if not any(host == known or host.endswith(f".{known}") for known in settings().push_hosts):
        return "endpoint", "Give the address of a browser's push service, as the browser gave it"
    try:
        _browser_key(target)
    except ValueError:
        return "p256dh", "This is no point of the curve P-256: give the key as the browser gave it"
    return None


async def send(push: Push) -> Sent:
    """Hand one message to the browser's push service. Raises NotSent; DeviceGone when it has left."""
    seconds = _LONGEST_STAY if push.until is None else min(push.until - push.at, _LONGEST_STAY)
    said = {"title": push.title, "body": push.text, "url": push.link, "tag": str(push.id)}
    headers = {
        "Authorization": _authorization(push.target.endpoint, push.at),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(max(seconds, _SHORTEST_STAY).total_seconds())),
        "Topic": push.id.hex,
        "Urgency": "high" if push.urgent else "normal",
    }
    content = encrypted(json.dumps(said, ensure_ascii=False).encode(), push.target)
    answer = await outside.post(_WHOM, push.target.endpoint, headers=headers, content=content)
    if 200 <= answer.status < 300:
        return Sent()
    if answer.status in (404, 410):
        raise DeviceGone
    if answer.status in (400, 413):
        raise NotSent(f"{_WHOM} a refusé ({answer.status}).", for_good=True)
    wait = asked_to_wait(answer.headers.get("retry-after"), clock.now(), at_most=LONGEST_WAIT)
    raise NotSent(f"{_WHOM} a refusé ({answer.status}).", wait=wait)


def encrypted(
    text: bytes, target: Target, *, salt: bytes | None = None, once: ec.EllipticCurvePrivateKey | None = None
) -> bytes:
    """The body that only the browser of `target` reads (RFC 8291): one record of aes128gcm.

    `salt` and the key that serves `once` are drawn here; the test of the RFC's own example gives them.
    """
    salt, once = salt or os.urandom(16), once or ec.generate_private_key(_CURVE)
    theirs = _browser_key(target)
    ours, secret = _point(once.public_key()), once.exchange(ec.ECDH(), theirs)
    info = b"WebPush: info\0" + _point(theirs) + ours
    key = _derived(secret, salt=_decoded(target.auth), info=info, length=32)
    content_key = _derived(key, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derived(key, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    header = salt + _RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return header + AESGCM(content_key).encrypt(nonce, text + b"\x02", None)


@cache
def _key_of(secret: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int(secret, 16) % (_ORDER - 1) + 1, _CURVE)


def _key() -> ec.EllipticCurvePrivateKey:
    return _key_of(derived_secret("web push"))


def _authorization(endpoint: str, at: datetime) -> str:
    """A token that says who sends, for that push service alone (RFC 8292)."""
    parts = urlsplit(endpoint)
    base = settings().base_url
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at + _TOKEN_LASTS).timestamp()),
        "sub": base if base.startswith("https://") else f"mailto:{parseaddr(settings().mail_from)[1]}",
    }
    signed = ".".join(
        _encode(json.dumps(part, separators=(",", ":")).encode())
        for part in ({"typ": "JWT", "alg": "ES256"}, claims)
    )
    r, s = decode_dss_signature(_key().sign(signed.encode(), ec.ECDSA(SHA256())))
    signature = _encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={public_key()}"


def _browser_key(target: Target) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, _decoded(target.p256dh))


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
