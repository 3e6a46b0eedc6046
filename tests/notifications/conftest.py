"""A mail server of one's own, which may behave badly; and somebody to write to."""

import asyncio
import base64
import hmac
import json
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.contract.models import NotificationKind
from api.core import clock
from api.core.db import unit_of_work
from api.core.settings import settings
from api.identity.tables import Community
from api.notifications import service
from tests.conftest import Database
from tests.loopback import answering
from tests.roles import AsRole, SignedIn


@dataclass
class PostOffice:
    """An SMTP server. `manner`: accept, refuse_person, refuse_mail, stall, die (after the text was read)."""

    manner: str = "accept"
    received: list[Message] = field(default_factory=list)
    to: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """The server is told to whom."""
        if self.manner == "refuse_person":
            return f"550 no such mailbox {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The server has the text."""
        if self.manner == "refuse_mail":
            return f"451 try later, {envelope.rcpt_tos[0]}"
        if self.manner == "stall":
            await asyncio.sleep(3600)
        if self.manner == "die":
            assert server.transport is not None
            server.transport.abort()
            return "421 gone"
        assert isinstance(envelope.content, bytes)
        self.received.append(message_from_bytes(envelope.content))
        self.to += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    """A running mail server to which the application is pointed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    settings().smtp_url = f"smtp://127.0.0.1:{port}"
    yield office
    settings().smtp_url = None
    controller.stop(no_assert=True)


MOBILE = "+33639980102"
"""Of the numbers reserved for fiction."""


@dataclass
class Received:
    """One request that came to a door of the outside world. Names of headers are in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """Its body, read as JSON."""
        return json.loads(self.body)


@dataclass
class Door:
    """A server of the outside world on this machine: what it answers, and what it received.

    With `stalls`, it takes the request and never answers.
    """

    url: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    stalls: bool = False
    received: list[Received] = field(default_factory=list)


@pytest.fixture
def door() -> Iterator[Door]:
    """A running server; `door.url` is where it listens."""
    closing = threading.Event()
    door = Door()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802  http.server's name
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            door.received.append(Received(self.path, headers, body))
            if door.stalls:
                closing.wait()
                return
            self.send_response(door.status)
            for name, value in door.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(door.body)))
            self.end_headers()
            self.wfile.write(door.body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on the terminal."""

    with answering(Handler) as port:
        door.url = f"http://127.0.0.1:{port}"
        yield door
        closing.set()


@pytest.fixture
def sms_gateway(door: Door, monkeypatch: pytest.MonkeyPatch) -> Door:
    """An SMS provider to which the application is pointed."""
    door.body = b'{"id": "m-1", "cost_cents": 4.5}'
    monkeypatch.setattr(settings(), "sms_url", f"{door.url}/sms")
    monkeypatch.setattr(settings(), "sms_token", "a-token")
    monkeypatch.setattr(settings(), "sms_receipt_secret", RECEIPT_SECRET)
    return door


RECEIPT_SECRET = "sixteen letters at least"


@pytest.fixture
def push_service(door: Door, monkeypatch: pytest.MonkeyPatch) -> Door:
    """A push service, of those that messages may go to."""
    door.status = 201
    monkeypatch.setattr(settings(), "push_hosts", ("127.0.0.1",))
    return door


PUSH_ADDRESS = "https://updates.push.services.mozilla.com/wpush/v2/example"
"""Of a push service that this server may write to; nothing in a test does."""


@dataclass
class Browser:
    """A browser that subscribed: it alone opens what is sent to it."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"sixteen-letters!"

    def subscription(self, device: str = "Firefox, Android") -> dict[str, str]:
        """What it gives to the application."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {
            "endpoint": self.endpoint,
            "p256dh": base64.urlsafe_b64encode(point).rstrip(b"=").decode(),
            "auth": base64.urlsafe_b64encode(self.auth).rstrip(b"=").decode(),
            "device": device,
        }

    def opened(self, body: bytes) -> dict[str, str]:
        """The message in an encrypted body, read by the steps of RFC 8291 from the browser's side."""
        salt, length = body[:16], body[20]
        theirs, text = body[21 : 21 + length], body[21 + length :]
        ours = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        shared = hkdf(self.key.exchange(ec.ECDH(), sender), self.auth, b"WebPush: info\0" + ours + theirs, 32)
        key = hkdf(shared, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = hkdf(shared, salt, b"Content-Encoding: nonce\0", 12)
        return json.loads(AESGCM(key).decrypt(nonce, text, None).rstrip(b"\x02"))


def hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """HKDF of RFC 5869 with SHA-256, for lengths of one block, written out."""
    drawn = hmac.digest(salt, secret, "sha256")
    return hmac.digest(drawn, info + b"\x01", "sha256")[:length]


@pytest.fixture
async def reader(as_role: AsRole, connected: Database) -> SignedIn:
    """Somebody to whom messages are written, and who is never in quiet hours unless the test says so."""
    reader = await as_role("professional")
    quiet_hours(connected, "00:00", "00:00")
    return reader


def quiet_hours(connected: Database, start: str, end: str) -> None:
    """Every member is left in peace between these hours of Vitry; equal hours are none."""
    connected.sql("UPDATE memberships SET quiet_from = %s, quiet_to = %s", start, end)


@pytest.fixture
async def with_mobile(reader: SignedIn) -> SignedIn:
    """The reader, whose SMS go to a mobile."""
    await choose(reader, mobile_phone=MOBILE)
    return reader


async def choose(who: SignedIn, **change: Any) -> dict[str, Any]:
    """Change one's preferences; those after."""
    known = (await who.call("getNotificationPreferences")).json()
    body = {"choices": known["choices"], "daily_summary": known["daily_summary"]} | change
    answer = await who.call(
        "replaceNotificationPreferences", json=body, headers={"If-Match": f'"{known["version"]}"'}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


Write = Callable[..., Awaitable[None]]


@pytest.fixture
def write(reader: SignedIn, community: Community) -> Write:
    """`await write(kind, sector="Fort")` -> a message to the reader, committed."""

    async def notify(
        kind: NotificationKind = NotificationKind.offer_made,
        *,
        case_id: UUID | None = None,
        offer_id: UUID | None = None,
        may_open_case: bool = False,
        **facts: Any,
    ) -> None:
        async with unit_of_work(community.id) as db:
            await service.notify(
                db,
                community_id=community.id,
                account_ids=[reader.account_id, reader.account_id],
                kind=kind,
                at=clock.now(),
                case_id=case_id,
                case_number="SNP-1204",
                offer_id=offer_id,
                may_open_case=may_open_case,
                facts=facts,
            )

    return notify
