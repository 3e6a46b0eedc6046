"""Many people want the same time at the same moment: one gets it, the others are told so, nothing else."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from api.availability import rules, service
from api.availability.tables import Appointment, Opening
from api.contract.models import AppointmentOrigin, CareMode, OpeningKind
from api.core import clock
from api.core import db as core_db
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.directory.tables import Practice
from api.identity.tables import Community
from tests.availability.builders import an_opening
from tests.availability.conftest import booking, count, tomorrow_at
from tests.conftest import Database
from tests.roles import AsRole, SignedIn

CLIENTS = 64
FOR_SOMEBODY = service.Purpose(CareMode.office, None, AppointmentOrigin.direct)


@pytest.fixture
async def crowd(community: Community, database: Database) -> UUID:
    """A community, and as many connections as there are clients."""
    await core_db.disconnect()
    core_db.connect(database.app_url, pool_size=CLIENTS // 2)
    return community.id


@pytest.fixture
async def doctors(crowd: UUID, as_role: AsRole) -> list[SignedIn]:
    """Four doctors."""
    return [await as_role("professional") for _ in range(4)]


async def an_open_morning(who: SignedIn, **given: Any) -> Opening:
    """Tomorrow from 9 to 10, five slots of twelve minutes."""
    async with unit_of_work(who.community_id) as db:
        practice = (
            await db.scalars(select(Practice.id).where(Practice.professional_id == who.professional_id))
        ).one()
        opening = an_opening(
            "09:00",
            "10:00",
            on_day=tomorrow_at(9).date(),
            slot_minutes=12,
            community_id=who.community_id,
            professional_id=who.professional_id,
            practice_id=practice,
            **given,
        )
        db.add(opening)
        return opening


async def book(community_id: UUID, slot_id: str, at: datetime, **given: Any) -> Appointment:
    """One booking in a transaction of its own."""
    async with unit_of_work(community_id) as db:
        return await service.book_slot(
            db,
            system_actor(community_id),
            FOR_SOMEBODY,
            slot_id=slot_id,
            at=at,
            **given,
        )


async def all_at_once(tries: list[Callable[[], Awaitable[object]]]) -> Counter[str]:
    """How they ended: "won", or the name of what was raised. Each client makes its tries one by one."""

    async def client(mine: list[Callable[[], Awaitable[object]]]) -> list[str]:
        ends = []
        for attempt in mine:
            try:
                await attempt()
                ends.append("won")
            except Exception as error:  # the test counts whatever is not the refusal that it expects
                ends.append(type(error).__name__)
        return ends

    shares = [tries[n::CLIENTS] for n in range(CLIENTS)]
    return Counter(end for ends in await asyncio.gather(*map(client, shares)) for end in ends)


async def test_64_clients_and_20_slots_make_20_appointments_and_only_refusals(
    doctors: list[SignedIn], crowd: UUID, database: Database
) -> None:
    at = clock.now()
    openings = [await an_open_morning(doctor) for doctor in doctors]
    slots = [
        rules.slot_id(opening.id, rules.seconds(tomorrow_at(9)) + 720 * n)
        for opening in openings
        for n in range(5)
    ]
    tries = []
    for client in range(CLIENTS):
        order = random.Random(client).sample(slots, len(slots))
        tries.append([lambda wanted=wanted: book(crowd, wanted, at) for wanted in order])
    interleaved = [tries[client][n] for n in range(len(slots)) for client in range(CLIENTS)]
    ends = await all_at_once(interleaved)
    assert ends == {"won": 20, "SlotTaken": 20 * (CLIENTS - 1)}
    assert count(database, "appointments") == count(database, "claims") == 20
    doubles = database.sql(
        "SELECT count(*) FROM claims a JOIN claims b ON a.id < b.id AND a.resource_id = b.resource_id "
        "AND a.during && b.during"
    )
    assert doubles == [(0,)]


async def test_a_range_of_seven_places_takes_seven_of_64(
    doctors: list[SignedIn], crowd: UUID, database: Database
) -> None:
    at = clock.now()
    opening = await an_open_morning(doctors[0], kind=OpeningKind.range, capacity=7)
    wanted = rules.slot_id(opening.id, rules.seconds(tomorrow_at(9)))
    ends = await all_at_once([lambda: book(crowd, wanted, at) for _ in range(CLIENTS)])
    assert ends == {"won": 7, "SlotTaken": CLIENTS - 7}
    assert count(database, "appointments") == 7


@pytest.mark.parametrize(
    ("given", "starts"),
    [({"quota_per_day": 3}, 5), ({"kind": OpeningKind.range, "capacity": 7, "quota_per_day": 3}, 1)],
    ids=["slots", "walk-in"],
)
async def test_a_quota_of_three_a_day_lets_three_of_64_in(
    doctors: list[SignedIn], crowd: UUID, database: Database, given: dict[str, Any], starts: int
) -> None:
    at = clock.now()
    opening = await an_open_morning(doctors[0], **given)
    slots = [rules.slot_id(opening.id, rules.seconds(tomorrow_at(9)) + 720 * n) for n in range(starts)]
    tries = [lambda n=n: book(crowd, slots[n % starts], at) for n in range(CLIENTS)]
    ends = await all_at_once(tries)
    assert ends == {"won": 3, "SlotTaken": CLIENTS - 3}
    assert count(database, "appointments") == count(database, "claims") == 3


async def test_overlapping_openings_and_times_outside_them_still_give_one_patient_at_a_time(
    doctors: list[SignedIn], crowd: UUID, database: Database
) -> None:
    at, doctor = clock.now(), doctors[0]
    openings = [await an_open_morning(doctor), await an_open_morning(doctor, step_minutes=7)]
    start = rules.seconds(tomorrow_at(9))

    async def outside(minute: int) -> None:
        async with unit_of_work(crowd) as db:
            await service.book_time(
                db,
                system_actor(crowd),
                FOR_SOMEBODY,
                professional_id=openings[0].professional_id,
                practice_id=None,
                starts_at=tomorrow_at(9) + timedelta(minutes=minute),
                minutes=15,
                at=at,
            )

    tries: list[Callable[[], Awaitable[object]]] = []
    for n in range(CLIENTS):
        grid, minute = openings[n % 2], (n * 5) % 60
        step = (12, 7)[n % 2]
        wanted = rules.slot_id(grid.id, start + 60 * step * (n % 5))
        tries.append(lambda wanted=wanted: book(crowd, wanted, at))
        tries.append(lambda minute=minute: outside(minute))
    ends = await all_at_once(tries)
    assert set(ends) == {"won", "SlotTaken"}
    doubles = database.sql(
        "SELECT count(*) FROM claims a JOIN claims b ON a.id < b.id AND a.resource_id = b.resource_id "
        "AND a.during && b.during"
    )
    assert doubles == [(0,)]
    assert count(database, "appointments") == ends["won"]


async def test_holds_that_expire_while_64_wait_are_given_once(
    doctors: list[SignedIn], crowd: UUID, database: Database
) -> None:
    at, opening = clock.now(), await an_open_morning(doctors[0])
    wanted = rules.slot_id(opening.id, rules.seconds(tomorrow_at(9)))
    held = await doctors[1].call("createHold", json={"slot_id": wanted})
    assert held.status_code == 201
    still = await all_at_once([lambda: book(crowd, wanted, at) for _ in range(CLIENTS)])
    assert still == {"SlotTaken": CLIENTS}
    later = at + timedelta(minutes=11)
    ends = await all_at_once([lambda: book(crowd, wanted, later) for _ in range(CLIENTS)])
    assert ends == {"won": 1, "SlotTaken": CLIENTS - 1}
    assert database.sql("SELECT expires_at FROM claims") == [(None,)]


async def test_one_hold_spent_by_64_tabs_makes_one_appointment(
    doctors: list[SignedIn], crowd: UUID, database: Database
) -> None:
    opening = await an_open_morning(doctors[0])
    wanted = rules.slot_id(opening.id, rules.seconds(tomorrow_at(9)))
    token = (await doctors[1].call("createHold", json={"slot_id": wanted})).json()["token"]

    answers = await asyncio.gather(
        *(doctors[1].call("bookAppointment", json=booking(wanted, hold_token=token)) for _ in range(CLIENTS))
    )
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: CLIENTS - 1}
    assert count(database, "appointments") == count(database, "claims") == count(database, "people") == 1


async def test_a_crash_between_the_claim_and_the_appointment_leaves_nothing(
    doctors: list[SignedIn], crowd: UUID, database: Database
) -> None:
    opening, start = await an_open_morning(doctors[0]), rules.seconds(tomorrow_at(9))

    async def crash() -> None:
        async with unit_of_work(crowd) as db:
            await service.claim(db, [opening.professional_id], (start, start + 720), at=clock.now())
            raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        await crash()
    assert count(database, "claims") == 0
    wanted = rules.slot_id(opening.id, start)
    async with unit_of_work(crowd) as db:
        [free, *_] = await service.free_slots(
            db,
            professional_ids=[opening.professional_id],
            from_at=tomorrow_at(9),
            to_at=tomorrow_at(10),
            at=clock.now(),
        )
    assert free.slot_id == wanted


async def test_two_resources_are_taken_together_or_not_at_all_whatever_the_order(
    crowd: UUID, database: Database
) -> None:
    doctor, room = uuid4(), uuid4()
    at, start = clock.now(), rules.seconds(tomorrow_at(9))

    async def take(resources: list[UUID], n: int) -> None:
        async with unit_of_work(crowd) as db:
            await service.claim(db, resources, (start + 60 * n, start + 60 * n + 600), at=at)

    tries: list[Callable[[], Awaitable[object]]] = []
    for n in range(CLIENTS):
        pair = [doctor, room] if n % 2 else [room, doctor]
        tries.append(lambda pair=pair, n=n: take(pair, n % 10))
    ends = await all_at_once(tries)
    assert ends == {"won": 1, "SlotTaken": CLIENTS - 1}
    assert count(database, "claims") == 2
