"""A doctor with some time open tomorrow morning, and the bodies that book it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from api.core import clock
from api.core.db import unit_of_work
from api.core.settings import settings
from api.directory.tables import Practice
from tests.availability.builders import opening_body
from tests.conftest import Database
from tests.days import today
from tests.fake_host import FakeHost, fake_host
from tests.roles import AsRole, ShiftClock, SignedIn

PARIS = ZoneInfo("Europe/Paris")

PERSON = {
    "family_name": "Barsac",
    "given_name": "Odile",
    "birth_date": "1951-04-12",
    "sex": "female",
    "phone": "06 39 98 00 12",
    "commune_insee": "94081",
}

Opens = Callable[..., Awaitable[dict[str, Any]]]
ClockAt = Callable[[datetime], None]


def tomorrow_at(hour: int, minute: int = 0, *, days: int = 1) -> datetime:
    """Tomorrow (or some days from now), at that time of the territory's clock, in UTC."""
    return datetime.combine(today(days), time(hour, minute), PARIS).astimezone(UTC)


def day_of(at: datetime) -> str:
    """The day of the territory's calendar."""
    return at.astimezone(PARIS).date().isoformat()


async def practice_of(who: SignedIn) -> UUID:
    """The (first) practice of a professional."""
    async with unit_of_work() as db:
        found = select(Practice.id).where(Practice.professional_id == who.professional_id)
        return (await db.scalars(found.order_by(Practice.id))).first()  # type: ignore[return-value]  # as_role makes one


async def second_practice(who: SignedIn) -> UUID:
    """One more practice for a professional, elsewhere."""
    async with unit_of_work() as db:
        practice = Practice(
            professional_id=who.professional_id,
            activity_key="elsewhere",
            commune_insee="94041",
            commune_name="Ivry-sur-Seine",
            latitude=48.8122,
            longitude=2.3872,
            is_active=True,
            updated_at=clock.now(),
        )
        db.add(practice)
        return practice.id


@pytest.fixture
async def doctor(as_role: AsRole) -> SignedIn:
    """A general practitioner."""
    return await as_role("professional")


@pytest.fixture
async def colleague(as_role: AsRole) -> SignedIn:
    """Another professional of the same community."""
    return await as_role("professional")


@pytest.fixture
def opens() -> Opens:
    """`await opens(doctor)` -> an opening tomorrow from 9 to 12, for colleagues and the community."""

    async def make(who: SignedIn, **given: Any) -> dict[str, Any]:
        usual = {"on_day": day_of(tomorrow_at(9)), "audiences": ["pro", "cpts"]}
        body = opening_body(await practice_of(who)) | {"weekday": None} | usual | given
        answer = await who.call("createOpening", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return make


def slot(opening: dict[str, Any], at: datetime) -> str:
    """The id of the slot of this opening that starts then."""
    return f"{opening['id']}_{at:%Y%m%dT%H%MZ}"


def booking(slot_id: str, **given: Any) -> dict[str, Any]:
    """The body of a direct booking."""
    return {"slot_id": slot_id, "mode": "office", "person": PERSON, **given}


def count(database: Database, table: str) -> int:
    """How many rows a table has, whatever the community."""
    [(rows,)] = database.sql(f"SELECT count(*) FROM {table}")
    return int(str(rows))


def starts_of(answer: Any) -> list[str]:
    """The starts of the slots of an answer, as the wall of the territory shows them."""
    return [
        f"{datetime.fromisoformat(item['starts_at']).astimezone(PARIS):%H:%M}"
        for item in answer.json()["items"]
    ]


@pytest.fixture
def clock_at() -> Iterator[Callable[[datetime], None]]:
    """`clock_at(instant)`: it is that instant for the application, until the test ends."""

    def move(instant: datetime) -> None:
        settings().clock_offset = (instant - datetime.now(UTC)).total_seconds()

    yield move
    settings().clock_offset = 0.0


@pytest.fixture
async def host() -> AsyncIterator[FakeHost]:
    """The server where the agenda is kept."""
    async with fake_host() as running:
        yield running


@pytest.fixture
def later(shift_clock: ShiftClock, connected: Database) -> ShiftClock:
    """It is that much later, and those who are signed in have stayed so."""

    def shift(**by: float) -> None:
        shift_clock(**by)
        connected.sql("UPDATE sessions SET created_at = %s, last_seen_at = %s", clock.now(), clock.now())

    return shift


@pytest.fixture
def it_is(clock_at: ClockAt, connected: Database) -> ClockAt:
    """It is that instant, and those who are signed in have stayed so."""

    def move(instant: datetime) -> None:
        clock_at(instant)
        connected.sql("UPDATE sessions SET created_at = %s, last_seen_at = %s", clock.now(), clock.now())

    return move
