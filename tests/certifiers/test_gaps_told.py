"""A gap of the rota within 48 hours is told to the coordination, once."""

import asyncio
from datetime import UTC, datetime, timedelta

from api import worker
from api.certifiers import service
from api.certifiers.rules import Gap, not_told, stretches_of
from api.core import clock
from api.core.db import unit_of_work
from api.identity.tables import Community
from tests.certifiers.builders import a_certifier, a_shift, if_match
from tests.certifiers.test_rota import put
from tests.conftest import Database
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn


async def sweep(community: Community) -> int:
    """What the worker does every hour; how many gaps were told."""
    async with unit_of_work(community.id) as db:
        return await service.tell_gaps(db, community.id, clock.now())


async def covered(coordinator: SignedIn, doctor: SignedIn, first: float, last: float) -> str:
    """The doctor is on the rota between so many hours from now; the id of the shift."""
    start = clock.now() + timedelta(hours=first)
    shift = await put(coordinator, a_shift(doctor.professional_id, start, hours=last - first))
    return str(shift["id"])


async def test_a_gap_is_told_to_the_coordination_once_with_the_way_to_the_rota(
    coordinator: SignedIn,
    doctor: SignedIn,
    community: Community,
    database: Database,
    shift_clock: ShiftClock,
) -> None:
    await covered(coordinator, doctor, -1, 30)
    await covered(coordinator, doctor, 40, 190)
    assert await sweep(community) == 1
    [message] = (await coordinator.call("listNotifications")).json()["items"]
    assert (message["kind"], message["case_id"]) == ("death_rota_gap", None)
    [(text,)] = database.sql("SELECT text FROM deliveries WHERE channel = 'email'")
    assert "/deces/astreinte" in str(text)
    assert "Début : " in str(text)
    assert (await doctor.call("listNotifications")).json()["items"] == []
    for _ in range(3):
        shift_clock(hours=1)
        assert await sweep(community) == 0


async def test_a_gap_further_away_is_told_when_it_is_48_hours_away(
    coordinator: SignedIn, doctor: SignedIn, community: Community, shift_clock: ShiftClock
) -> None:
    await covered(coordinator, doctor, -1, 50)
    await covered(coordinator, doctor, 60, 190)
    assert await sweep(community) == 0
    shift_clock(hours=3)
    assert await sweep(community) == 1


async def test_a_gap_that_was_filled_and_opens_again_is_told_again(
    coordinator: SignedIn, doctor: SignedIn, community: Community, as_role: AsRole
) -> None:
    await covered(coordinator, doctor, -1, 20)
    await covered(coordinator, doctor, 30, 190)
    assert await sweep(community) == 1
    filled = await covered(coordinator, await a_certifier(as_role), 19, 31)
    assert await sweep(community) == 0
    off = await coordinator.call("takeOffDeathRota", duty_id=filled, headers=if_match(1))
    assert off.status_code == 204, off.text
    assert await sweep(community) == 1


async def test_two_sweeps_at_once_tell_a_gap_once(
    coordinator: SignedIn, doctor: SignedIn, community: Community, database: Database
) -> None:
    await asyncio.gather(sweep(community), sweep(community))
    assert database.sql("SELECT kind FROM notifications") == [("death_rota_gap",)]


async def test_a_community_without_volunteers_has_no_rota_and_is_told_nothing(
    coordinator: SignedIn,
    doctor: SignedIn,
    community: Community,
    make_community: MakeCommunity,
    as_role: AsRole,
    database: Database,
) -> None:
    elsewhere = await make_community("Ailleurs")
    await as_role("coordinator", community_id=elsewhere.id)
    await worker.tell_gaps_of_rotas(0)
    told = database.sql("SELECT community_id, account_id FROM notifications")
    assert told == [(community.id, coordinator.account_id)]


def test_what_goes_on_or_shrinks_is_the_same_gap() -> None:
    start = datetime(2026, 12, 1, 8, tzinfo=UTC)

    def gap(first: int, last: int, missing: int = 1) -> Gap:
        return Gap(start + timedelta(hours=first), start + timedelta(hours=last), missing)

    assert stretches_of([gap(0, 4), gap(4, 8, 2), gap(10, 12)]) == [gap(0, 8, 2), gap(10, 12)]
    told = [(start, start + timedelta(hours=8))]
    assert not_told([gap(1, 3), gap(5, 9), gap(10, 12)], told) == [gap(10, 12)]
    assert not_told([gap(8, 9)], told) == []
