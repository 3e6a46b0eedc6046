"""The first territory of the demonstration, years later."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from api import worker
from api.availability.service import follow_leavers, forget_people
from api.core import clock
from api.core.db import unit_of_work
from api.identity.tables import Community
from api.seed.territories import VITRY
from tests.conftest import Database
from tests.roles import ShiftClock


@pytest.fixture
def database(seeded: str, clone: Callable[[str], Database]) -> Iterator[Database]:
    """The demonstration, for this test alone."""
    return clone(seeded)


@pytest.fixture
async def community(connected: Database) -> Community:
    """The first of its two communities."""
    async with unit_of_work() as db:
        return (await db.scalars(select(Community).where(Community.finess == VITRY.finess))).one()
