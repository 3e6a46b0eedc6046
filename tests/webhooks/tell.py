"""`python -m tests.webhooks.tell CLIENT STEP NUMBER`: a step of a request of that client's organisation, told
beside a running instance, on its data."""

import sys
from uuid import UUID, uuid5

from sqlalchemy import select

from api.cli_database import with_database
from api.contract.models import WebhookEventType
from api.core import clock
from api.core.db import unit_of_work
from api.identity.tables import MachineClient
from api.webhooks import service as webhooks

REQUESTS = UUID("7a1f6a52-6f0e-4d0b-9a4b-0d6d8a3f5c10")
"""Of which the requests of tests are: the same number is the same request."""


async def tell(client_id: str, step: str, number: str) -> None:
    """Write the step down; the workers of the instance do the rest."""
    async with unit_of_work() as db:
        client = await db.scalar(select(MachineClient).where(MachineClient.client_id == client_id))
    assert client is not None
    assert client.community_id is not None
    async with unit_of_work(client.community_id) as db:
        await webhooks.announce(
            db,
            client.community_id,
            WebhookEventType(f"death_certification.{step}"),
            uuid5(REQUESTS, number),
            number,
            clock.now(),
            client.organisation_id,
            {"state": step},
        )


if __name__ == "__main__":
    client, step, number = sys.argv[1:]
    with_database(lambda: tell(client, step, number))
