"""The first territory of the demonstration, years later."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from api.core.db import unit_of_work
from api.identity.tables import Community
from api.seed.territories import VITRY
from tests.conftest import Clone, Database, alone
from tests.roles import SignedIn

MONTH = 31
"""Days after which a month has certainly passed."""

READS = {
    "unscheduled_care": ("getUnscheduledCareRequest", "request_id"),
    "death_certification": ("getDeathCertificationRequest", "request_id"),
    "attending_doctor": ("getAttendingDoctorRequest", "request_id"),
    "hospital_discharge": ("getHospitalDischargeRequest", "request_id"),
    "second_opinion": ("getSecondOpinionRequest", "request_id"),
    "teleconsultation": ("getTeleconsultation", "booking_id"),
}
"""How a request of each kind is read."""


@pytest.fixture
def database(postgres: str, seeded: str, clone: Clone) -> Iterator[Database]:
    """The demonstration, for this test alone."""
    with alone(postgres, seeded, clone) as mine:
        yield mine


@pytest.fixture
async def community(connected: Database) -> Community:
    """The first of its two communities."""
    async with unit_of_work() as db:
        return (await db.scalars(select(Community).where(Community.finess == VITRY.finess))).one()


async def read_all(who: SignedIn, requests: list[tuple[object, ...]]) -> list[dict[str, Any]]:
    """These requests, `(kind, id)`, with their threads; each must still open."""
    found = []
    for kind, request_id in requests:
        operation, name = READS[str(kind)]
        answer = await who.call(operation, **{name: request_id})
        assert answer.status_code == 200, answer.text
        thread = await who.call("listTimeline", case_id=request_id)
        assert thread.status_code == 200, thread.text
        found.append({**answer.json(), "thread": thread.json()["items"]})
    return found
