"""The people around a death: a town hall, the coordination, doctors and a nurse who volunteer."""

from collections.abc import Awaitable, Callable

import pytest

from api.identity.tables import Community
from tests.death_certifications.scene import make_nurse, volunteer
from tests.dispatch.conftest import awake, coordinator
from tests.roles import AsRole, SignedIn

__all__ = ["awake", "coordinator"]

Certifiers = Callable[[int], Awaitable[list[SignedIn]]]


@pytest.fixture
async def town_hall(as_role: AsRole, awake: Community) -> SignedIn:
    """The registry office of a town hall."""
    return await as_role("requester", organisation_kind="town_hall")


@pytest.fixture
async def doctors(as_role: AsRole, awake: Community) -> Certifiers:
    """`await doctors(2)` -> two doctors who volunteer to certify deaths."""

    async def make(number: int) -> list[SignedIn]:
        return [await volunteer(await as_role("professional")) for _ in range(number)]

    return make


@pytest.fixture
async def nurse(as_role: AsRole, awake: Community) -> SignedIn:
    """A nurse who may certify."""
    return await make_nurse(await as_role("professional"))
