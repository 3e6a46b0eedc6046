"""A pharmacy that can be booked, its kiosk, and a doctor who is open by video tomorrow."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI

from api.core.operations import Contract
from tests.conftest import Database
from tests.dispatch.scene import no_quiet_hours
from tests.roles import AsRole, SignedIn
from tests.teleconsultations.bookings.scene import KioskClient, bind_kiosk, open_by_video
from tests.teleconsultations.scene import made_ready


@pytest.fixture
async def ready(coordinator: SignedIn, pharmacist: SignedIn, site: dict[str, Any]) -> dict[str, Any]:
    """The site of the pharmacy, which lacks nothing."""
    await no_quiet_hours(coordinator.community_id)
    return await made_ready(coordinator, site, [pharmacist])


@pytest.fixture
async def doctor(as_role: AsRole, ready: dict[str, Any]) -> SignedIn:
    """A general practitioner, open by video tomorrow from 9 to 12."""
    who = await as_role("professional")
    await open_by_video(who)
    return who


@pytest.fixture
async def kiosk(
    app: FastAPI,
    contract: Contract,
    connected: Database,
    coordinator: SignedIn,
    ready: dict[str, Any],
    doctor: SignedIn,
) -> AsyncIterator[KioskClient]:
    """The kiosk of the site."""
    http = await bind_kiosk(app, contract, connected, ready, coordinator.community_id)
    async with http:
        yield http
