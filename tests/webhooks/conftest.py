"""A town hall, its software, somebody who looks after the connection, and steps to tell."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from api.contract.models import Role, WebhookDeliveryState, WebhookEventType
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.ids import new_id
from api.core.settings import settings
from api.identity import service as identity
from api.webhooks import service as webhooks
from api.webhooks.tables import WebhookDelivery
from tests.roles import AsRole, SignedIn
from tests.webhooks.receiver import Receiver, receiving

ALL = [kind.value for kind in WebhookEventType]

Announce = Callable[..., Awaitable[None]]
Connect = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """The software of the town hall."""
    async with receiving() as running:
        yield running


@pytest.fixture
async def admin(as_role: AsRole) -> SignedIn:
    """Who looks after the connection."""
    return await as_role("admin")


@pytest.fixture
async def town_hall(as_role: AsRole) -> SignedIn:
    """Somebody of the town hall."""
    return await as_role("requester", organisation_kind="town_hall")


async def a_client(of: SignedIn, name: str = "Logiciel de la mairie", *, alone: bool = False) -> UUID:
    """A machine client of somebody's organisation (with `alone`, of none)."""
    async with unit_of_work(of.community_id) as db:
        client, _ = await identity.create_client(
            db,
            system_actor(of.community_id),
            name=name,
            role=Role.kiosk,
            scopes=["requests:read", "requests:write"],
            at=clock.now(),
            community_id=of.community_id,
            organisation_id=None if alone else of.organisation_id,
        )
    return client.id


@pytest.fixture
def connect(admin: SignedIn, town_hall: SignedIn, receiver: Receiver) -> Connect:
    """`await connect()` -> the endpoint of the town hall's software, and its secret, as answered."""

    async def make(
        *, by: SignedIn | None = None, of: SignedIn | None = None, url: str | None = None, **given: Any
    ) -> dict[str, Any]:
        client = await a_client(of or town_hall)
        body = {"machine_client_id": str(client), "url": url or receiver.url, "event_types": ALL, **given}
        answer = await (by or admin).call("createWebhookEndpoint", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return make


@pytest.fixture
def announce(town_hall: SignedIn) -> Announce:
    """`await announce("accepted", subject)`: the step of a request of the town hall."""

    async def tell(
        step: str, subject: UUID | None = None, *, of: SignedIn | None = None, number: int = 31, **data: Any
    ) -> None:
        who = of or town_hall
        async with unit_of_work(who.community_id) as db:
            await webhooks.announce(
                db,
                who.community_id,
                WebhookEventType(f"death_certification.{step}"),
                subject or new_id(),
                f"DC-{number:04d}",
                clock.now(),
                who.organisation_id,
                {"state": step, **data},
            )

    return tell


@pytest.fixture
def hurried() -> Iterator[None]:
    """Software has a fifth of a second to answer."""
    before, settings().webhook_seconds = settings().webhook_seconds, 0.2
    yield
    settings().webhook_seconds = before


async def a_failed_delivery(admin: SignedIn, of: SignedIn) -> tuple[str, str]:
    """An address of somebody's software, and a step that was given up; the ids of both."""
    client = await a_client(of)
    body = {"machine_client_id": str(client), "url": "https://logiciel.example/hook", "event_types": ALL}
    made = (await admin.call("createWebhookEndpoint", json=body)).json()["endpoint"]
    at = clock.now()
    async with unit_of_work(of.community_id) as db:
        db.add(
            WebhookDelivery(
                community_id=of.community_id,
                endpoint_id=UUID(made["id"]),
                event_type=WebhookEventType.death_certification_received,
                subject_id=new_id(),
                number="DC-0031",
                body="{}",
                occurred_at=at,
                created_at=at,
                state=WebhookDeliveryState.failed,
            )
        )
    [failed] = await listed(admin)
    return made["id"], failed["id"]


async def listed(admin: SignedIn, **params: Any) -> list[dict[str, Any]]:
    """What the administration sees that was sent, the newest first."""
    answer = await admin.call("listWebhookDeliveries", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def endpoints(admin: SignedIn) -> list[dict[str, Any]]:
    """The addresses that the administration sees."""
    answer = await admin.call("listWebhookEndpoints")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]
