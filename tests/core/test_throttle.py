"""How often those without an account come: by the hour, in the database, whichever process answers."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from api.core.db import unit_of_work
from api.core.throttle import Limit, TooManyCalls, count, forget_old_counts, network_of
from tests.conftest import Database

AT = datetime(2026, 11, 30, 9, 40, tzinfo=UTC)
LIMIT = Limit("form", "192.0.2.1", 3)


async def call(limit: Limit = LIMIT, at: datetime = AT) -> None:
    async with unit_of_work() as db:
        await count(db, limit, at)


async def test_past_the_limit_of_an_hour_one_is_told_when_to_come_back(connected: Database) -> None:
    for _ in range(3):
        await call()
    with pytest.raises(TooManyCalls) as refused:
        await call()
    assert refused.value.headers["Retry-After"] == str(20 * 60 + 1)
    assert connected.sql("SELECT count FROM throttle_counts") == [(3,)]
    await call(at=AT + timedelta(minutes=20))


async def test_others_and_other_things_are_counted_for_themselves(connected: Database) -> None:
    for _ in range(3):
        await call()
    await call(Limit("form", "192.0.2.2", 3))
    await call(Limit("another", "192.0.2.1", 3))


async def test_of_twenty_at_once_only_those_within_the_limit_pass(connected: Database) -> None:
    results = await asyncio.gather(*(call() for _ in range(20)), return_exceptions=True)
    assert sum(result is None for result in results) == 3
    assert sum(isinstance(result, TooManyCalls) for result in results) == 17


async def test_the_address_is_not_kept_and_the_count_goes_after_a_day(connected: Database) -> None:
    await call(at=datetime(2020, 1, 1, tzinfo=UTC))
    [(key,)] = connected.sql("SELECT key_hash FROM throttle_counts")
    assert isinstance(key, bytes)
    assert len(key) == 32
    async with unit_of_work() as db:
        assert await forget_old_counts(db) == 1
    assert connected.sql("SELECT 1 FROM throttle_counts") == []


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002::/64"),
        ("2001:db8:1:2::9", "2001:0db8:0001:0002::/64"),
        (None, "unknown"),
        ("testclient", "unknown"),
    ],
    ids=["v4", "mapped", "v6", "same-network", "none", "no-address"],
)
def test_an_ipv6_subscriber_is_counted_once(address: str | None, counted: str) -> None:
    assert network_of(address) == counted
