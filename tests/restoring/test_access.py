"""An older backup is restored: accesses that ended since it was made stay ended."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.contract.models import Role
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.identity import commands, service
from api.identity.tables import Account, Community
from tests.availability.test_feed import renew
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.identity.authenticator import Phone, password_typed, prove, proved, with_phone
from tests.identity.delegating import Office, named, office
from tests.identity.test_first_passwords import chosen
from tests.identity.test_own_password import CHOSEN, change
from tests.restoring.scene import Operator, backup_in
from tests.restoring.test_forgotten_again import SIGNED_OUT, lose, operator
from tests.roles import PASSWORD, AsRole, ShiftClock, SignedIn

__all__ = ["office", "operator"]
"""Fixtures of other tests."""

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("step_begins")]

CLOSED = (
    "Fermé de nouveau : comptes 1, rôles 1, secrétariats 1, logiciels 1, agendas publiés 1. "
    "Mots de passe changés depuis, gardés : 2."
)
DELEGATION = "SELECT ended_at FROM delegations"
SESSIONS = "SELECT count(*) FROM sessions WHERE ended_at IS NULL"


@dataclass
class Before:
    """Who may what when the backup is made."""

    anna: SignedIn
    phone: Phone
    codes: list[str]
    feed: str
    delegation: dict[str, Any]
    leaver: SignedIn
    twice: SignedIn
    kiosk: dict[str, str]
    link: str | None

    async def ended(self, database: Database, operator: Operator, shift_clock: ShiftClock) -> None:
        """Most of it ends."""
        assert (await operator("account", "close", "--email", self.leaver.email))[0] == 0
        assert await chosen(self.leaver, self.link) == 204
        database.sql("DELETE FROM grants WHERE account_id = %s AND role = 'admin'", self.twice.account_id)
        client_id = self.kiosk["client_id"]
        database.sql("UPDATE machine_clients SET is_active = false WHERE client_id = %s", client_id)
        stopped = await self.anna.call("endMyDelegation", delegation_id=self.delegation["id"])
        assert stopped.status_code == 204
        assert (await self.anna.call("revokeCalendarFeed")).status_code == 204
        shift_clock(minutes=2)
        await proved(self.anna, {"code": self.codes[0]})
        assert await change(self.anna) == (204, None, None)
        database.sql("UPDATE accounts SET link_until = now() + interval '1 hour'")


@pytest.fixture
async def before(as_role: AsRole, community: Community, office: Office) -> Before:
    """A doctor, who has a secretary and publishes her agenda, somebody who leaves, somebody of two roles, and
    somebody who has not chosen a password yet."""
    anna = await as_role("professional", password=PASSWORD)
    phone, codes = await with_phone(anna)
    delegation = await named(anna)
    await (await office.accept(delegation)).aclose()
    twice = await as_role("coordinator", password=PASSWORD)
    async with unit_of_work(community.id) as db:
        here, at = system_actor(community.id), clock.now()
        account = await db.get_one(Account, twice.account_id)
        await service.grant_role(db, here, account, community_id=community.id, role=Role.admin, at=at)
        client, secret = await service.create_client(
            db, here, name="Borne", role=Role.kiosk, scopes=[], community_id=community.id, at=at
        )
    new = await commands.create_account(
        email="ada@vitry.example", name="Ada Essai", role="auditor", community=community.finess
    )
    return Before(
        anna,
        phone,
        codes,
        await renew(anna),
        delegation,
        await as_role("coordinator", password=PASSWORD),
        twice,
        {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret},
        new.link,
    )


async def signs_in(http: ContractClient, email: str, password: str = PASSWORD) -> int:
    return (await http.call("createSession", json={"email": email, "password": password})).status_code


@pytest.mark.parametrize("lost", [False, True], ids=["replaced", "lost"])
async def test_what_ended_since_stays_ended_by_what_is_replaced_or_the_newest_backup(
    lost: bool,
    before: Before,
    operator: Operator,
    connected: Database,
    client: ContractClient,
    shift_clock: ShiftClock,
    tmp_path: Path,
) -> None:
    path = await backup_in(operator, tmp_path)
    await before.ended(connected, operator, shift_clock)
    since = connected.sql(DELEGATION)
    closed_at = connected.sql("SELECT closed_at FROM accounts WHERE NOT is_active")
    kept = connected.sql("SELECT id, account_id, used_at FROM recovery_codes ORDER BY id")
    replace = ["--replace"]
    if lost:
        await backup_in(operator, tmp_path)
        lose(connected)
        replace = []

    code, out, err = await operator("restore", str(path), *replace)
    assert (code, err) == (0, [])
    assert out[out.index(SIGNED_OUT) - 1] == CLOSED
    assert connected.sql(SESSIONS) == [(0,)]
    # With her password the token of her session changed: nobody knows it any more.
    assert (await before.anna.call("getMe")).json()["type"] == "not_signed_in"
    assert await signs_in(client, before.leaver.email) == 401
    assert await signs_in(client, before.twice.email) == 201
    assert connected.sql("SELECT role FROM grants WHERE account_id = %s", before.twice.account_id) == [
        ("coordinator",)
    ]
    assert (await client.call("createAccessToken", data=before.kiosk)).status_code == 401
    assert connected.sql(DELEGATION) == since != [(None,)]
    assert connected.sql("SELECT closed_at FROM accounts WHERE NOT is_active") == closed_at
    assert (await client.get(before.feed)).status_code == 404
    # The newer password and codes of Anna, not those that she gave up.
    assert await signs_in(client, before.anna.email) == 401
    await password_typed(client, before.anna.email, CHOSEN)
    assert connected.sql("SELECT id, account_id, used_at FROM recovery_codes ORDER BY id") == kept
    assert await prove(client, {"code": before.codes[0]}) == (403, "second_factor_wrong")
    assert await prove(client, {"code": before.phone.code(1)}) == (201, "signed in")
    traced = (
        "SELECT action, count(*) FROM audit_entries WHERE actor_kind = 'system'"
        " AND (action LIKE '%_again' OR action = 'account.password_restored') GROUP BY action ORDER BY action"
    )
    assert connected.sql(traced) == [
        ("account.closed_again", 1),
        ("account.password_restored", 2),
        ("account.role_ended_again", 1),
        ("calendar_feed.revoked_again", 1),
        ("client.closed_again", 1),
        ("delegation.ended_again", 1),
    ]


async def test_without_a_newer_state_sessions_and_links_end_and_what_to_close_again_is_said(
    before: Before,
    operator: Operator,
    connected: Database,
    client: ContractClient,
    shift_clock: ShiftClock,
    tmp_path: Path,
) -> None:
    path = await backup_in(operator, tmp_path)
    await before.ended(connected, operator, shift_clock)
    drawn = connected.sql("SELECT max(link_serial) FROM accounts")
    lose(connected)

    code, out, err = await operator("restore", str(path))
    assert (code, err) == (0, [])
    assert SIGNED_OUT in out
    assert out[-1].startswith("Ce qui a été fermé depuis (20")
    assert "maillage account close" in out[-1]
    assert connected.sql(SESSIONS) == [(0,)]
    passwords = connected.sql("SELECT id, password_hash FROM accounts ORDER BY id")
    assert await chosen(client, before.link) == 404
    assert connected.sql("SELECT id, password_hash FROM accounts ORDER BY id") == passwords
    assert connected.sql("SELECT count(*) FROM accounts WHERE link_serial <= %s", drawn[0][0]) == [(0,)]
    assert await signs_in(client, before.leaver.email) == 201, "as the command says"
    assert (await client.get(before.feed)).status_code == 200
