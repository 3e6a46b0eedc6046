"""A mail server of one's own, which may behave badly; and somebody to write to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from api.contract.models import NotificationKind
from api.core import clock
from api.core.db import unit_of_work
from api.core.settings import settings
from api.identity.tables import Community
from api.notifications import service
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


@pytest.fixture
async def reader(as_role: AsRole) -> SignedIn:
    """Somebody to whom messages are written."""
    return await as_role("professional")


Write = Callable[..., Awaitable[None]]


@pytest.fixture
def write(reader: SignedIn, community: Community) -> Write:
    """`await write(kind, sector="Fort")` -> a message to the reader, committed."""

    async def notify(
        kind: NotificationKind = NotificationKind.offer_made,
        *,
        case_id: UUID | None = None,
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
                may_open_case=may_open_case,
                facts=facts,
            )

    return notify
