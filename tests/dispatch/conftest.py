"""The people of the search: a requester, a coordinator, doctors."""

from collections.abc import Awaitable, Callable

import pytest

from api.identity.tables import Community
from tests.dispatch.scene import no_quiet_hours
from tests.roles import AsRole, SignedIn

Doctors = Callable[[int], Awaitable[list[SignedIn]]]


@pytest.fixture
async def awake(community: Community) -> Community:
    """The community of the test, where nobody is ever in their quiet hours."""
    await no_quiet_hours(community.id)
    return community


@pytest.fixture
async def requester(as_role: AsRole, awake: Community) -> SignedIn:
    """A hospital ward that asks."""
    return await as_role("requester", organisation_kind="hospital_ward")


@pytest.fixture
async def coordinator(as_role: AsRole, awake: Community) -> SignedIn:
    """The coordination."""
    return await as_role("coordinator")


@pytest.fixture
async def doctors(as_role: AsRole, awake: Community) -> Doctors:
    """`await doctors(3)` -> three volunteers near the centre, the nearest first."""

    async def make(number: int) -> list[SignedIn]:
        return [await as_role("professional") for _ in range(number)]

    return make
