"""The people around a search for an attending doctor."""

from collections.abc import Awaitable, Callable

import pytest

from api.core import clock
from api.identity.tables import Community
from tests.conftest import Database
from tests.dispatch.conftest import awake, coordinator
from tests.dispatch.scene import tick
from tests.referrals.attending_doctor.scene import declare_places
from tests.roles import AsRole, ShiftClock, SignedIn

__all__ = ["awake", "coordinator"]

Volunteers = Callable[..., Awaitable[list[SignedIn]]]


@pytest.fixture
async def volunteers(as_role: AsRole, awake: Community) -> Volunteers:
    """`await volunteers(3, quota=2)` -> three doctors with two places a month, the nearest first."""

    async def make(number: int, quota: int = 3) -> list[SignedIn]:
        return [await declare_places(await as_role("professional"), quota) for _ in range(number)]

    return make


@pytest.fixture
async def ward(as_role: AsRole, awake: Community) -> SignedIn:
    """A hospital ward."""
    return await as_role("requester", organisation_kind="hospital_ward")


@pytest.fixture
async def town_hall(as_role: AsRole, awake: Community) -> SignedIn:
    """A town hall (its CCAS)."""
    return await as_role("requester", organisation_kind="town_hall")


Later = Callable[..., Awaitable[None]]


@pytest.fixture
def later(shift_clock: ShiftClock, connected: Database, awake: Community) -> Later:
    """`await later(days=7)`: so much later everybody has signed in again, and the worker has swept."""

    async def shift(*, days: float = 0, minutes: float = 0, sweep: bool = True) -> None:
        shift_clock(days=days, minutes=minutes)
        connected.sql("UPDATE sessions SET created_at = %s, last_seen_at = %s", clock.now(), clock.now())
        if sweep:
            await tick(awake.id)

    return shift
