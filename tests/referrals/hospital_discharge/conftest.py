"""The people around a return home: a ward, the coordination, nurses, a physiotherapist, a doctor."""

from collections.abc import Awaitable, Callable

import pytest

from api.identity.tables import Community
from tests.dispatch.conftest import awake, coordinator
from tests.referrals.hospital_discharge.scene import NURSE, PHYSIOTHERAPIST, become
from tests.roles import AsRole, SignedIn

__all__ = ["awake", "coordinator"]

Nurses = Callable[[int], Awaitable[list[SignedIn]]]


@pytest.fixture
async def ward(as_role: AsRole, awake: Community) -> SignedIn:
    """A hospital ward."""
    return await as_role("requester", organisation_kind="hospital_ward")


@pytest.fixture
async def nurses(as_role: AsRole, awake: Community) -> Nurses:
    """`await nurses(2)` -> two nurses of the community."""

    async def make(number: int) -> list[SignedIn]:
        return [await become(await as_role("professional"), NURSE) for _ in range(number)]

    return make


@pytest.fixture
async def physiotherapist(as_role: AsRole, awake: Community) -> SignedIn:
    """A physiotherapist of the community."""
    return await become(await as_role("professional"), PHYSIOTHERAPIST)


@pytest.fixture
async def doctor(as_role: AsRole, awake: Community) -> SignedIn:
    """A general practitioner of the community."""
    return await as_role("professional")
