"""A GP who asks, cardiologists who answer, the coordination."""

from collections.abc import Awaitable, Callable

import pytest

from api.identity.tables import Community
from tests.dispatch.conftest import coordinator
from tests.dispatch.scene import no_quiet_hours
from tests.referrals.second_opinion.scene import hurried, of_specialty
from tests.roles import AsRole, SignedIn

__all__ = ["coordinator"]

Specialists = Callable[[int], Awaitable[list[SignedIn]]]


@pytest.fixture
async def awake(community: Community) -> Community:
    """The community of the test, where nobody is quiet and answers are wished for within two hours."""
    await no_quiet_hours(community.id)
    await hurried(community.id)
    return community


@pytest.fixture
async def gp(as_role: AsRole, awake: Community) -> SignedIn:
    """A general practitioner who asks."""
    return await as_role("professional")


@pytest.fixture
async def cardiologists(as_role: AsRole, awake: Community) -> Specialists:
    """`await cardiologists(2)` -> two cardiologists of the community."""

    async def make(number: int) -> list[SignedIn]:
        return [await of_specialty(await as_role("professional")) for _ in range(number)]

    return make
