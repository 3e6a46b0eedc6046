"""A session that ends, however it ends, keeps nothing of what a provider told of its person."""

from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.identity import service
from api.identity.service.accounts import end_sessions
from api.identity.service.forgetting import forget_old_sessions
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.identity.authenticator import with_phone
from tests.identity.test_password_links import choice, link_of
from tests.identity.test_regulators import Kept, enter, kept
from tests.notifications.conftest import PostOffice, post_office
from tests.roles import PASSWORD, AsRole, ShiftClock

__all__ = ["kept", "post_office"]
"""Fixtures of other tests."""

TOLD = "UPDATE sessions SET pro_sante_connect_sealed = 'x', practices_sealed = 'x'"
LEFT = (
    "SELECT count(*) FROM sessions WHERE pro_sante_connect_sealed IS NOT NULL OR practices_sealed IS NOT NULL"
)
OPEN = "SELECT count(*) FROM sessions WHERE ended_at IS NULL"


async def test_an_account_is_signed_out_everywhere_and_nobody_else_is(
    as_role: AsRole, connected: Database
) -> None:
    anna, _ = await as_role("professional"), await as_role("professional")
    connected.sql(TOLD)
    async with unit_of_work() as db:
        await end_sessions(db, anna.account_id, clock.now())
    assert (connected.sql(LEFT), connected.sql(OPEN)) == ([(1,)], [(1,)])


async def test_who_lost_their_factors_leaves_nothing_behind(as_role: AsRole, connected: Database) -> None:
    anna = await as_role("coordinator", password=PASSWORD)
    await with_phone(anna)
    connected.sql(TOLD)
    async with unit_of_work() as db:
        assert await service.take_away(db, system_actor(), anna.account_id)
    assert (connected.sql(LEFT), connected.sql(OPEN)) == ([(0,)], [(0,)])


async def test_a_new_password_and_a_closed_account_leave_nothing_behind(
    client: ContractClient, kept: Kept, connected: Database, post_office: PostOffice
) -> None:
    await kept()
    await enter(client, origin="sas")
    token = await link_of(client, connected, post_office)
    connected.sql(TOLD)
    assert (await client.call("choosePassword", json=choice(token))).status_code == 204
    assert (connected.sql(LEFT), connected.sql(OPEN)) == ([(0,)], [(0,)])
    new = {"email": "regine@samu01.example", "password": choice(token)["password"], "origin": "sas"}
    assert (await client.call("createSession", json=new)).status_code == 201
    connected.sql(f"{TOLD} WHERE ended_at IS NULL")
    await kept(active=False, password=None)
    assert (connected.sql(LEFT), connected.sql(OPEN)) == ([(0,)], [(0,)])


async def test_the_night_takes_what_an_ended_session_kept_and_leaves_when_it_ended(
    as_role: AsRole, connected: Database, shift_clock: ShiftClock
) -> None:
    await as_role("professional")
    await as_role("professional")
    connected.sql("UPDATE sessions SET ended_at = now() WHERE id = (SELECT id FROM sessions LIMIT 1)")
    [(ended_at,)] = connected.sql("SELECT ended_at FROM sessions WHERE ended_at IS NOT NULL")
    connected.sql(TOLD)
    await forget_old_sessions(0)
    assert connected.sql(LEFT) == [(2,)], "neither is old enough"
    shift_clock(hours=13)
    await forget_old_sessions(0)
    assert (connected.sql(LEFT), connected.sql(OPEN)) == ([(0,)], [(0,)])
    assert connected.sql("SELECT count(*) FROM sessions WHERE ended_at = %s", ended_at) == [(1,)]
