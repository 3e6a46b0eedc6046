"""What an admin of one community may not undo: the second factor of who is held to it in another."""

import pytest

from api.contract.models import Role
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.identity import service
from api.identity.tables import Account
from tests.conftest import Database
from tests.identity.authenticator import proved, with_phone
from tests.roles import PASSWORD, AsRole, MakeCommunity, SignedIn

pytestmark = pytest.mark.usefixtures("step_begins")

KEPT = "SELECT account_id FROM totp_factors"


async def also_here(who: SignedIn, admin: SignedIn, role: Role) -> None:
    """Somebody of another community is given a role in the admin's."""
    here = admin.community_id
    async with unit_of_work(here) as db:
        account = await db.get_one(Account, who.account_id)
        await service.grant_role(
            db, system_actor(here), account, community_id=here, role=role, at=clock.now()
        )


@pytest.mark.parametrize("role", ["admin", "coordinator", "auditor"])
async def test_who_is_held_to_two_factors_elsewhere_keeps_them_and_their_sessions(
    as_role: AsRole, make_community: MakeCommunity, connected: Database, role: str
) -> None:
    elsewhere = await make_community("Ailleurs")
    anna = await as_role(role, community_id=elsewhere.id)
    admin = await as_role("admin", password=PASSWORD)
    await also_here(anna, admin, Role.coordinator)
    await with_phone(anna)
    await proved(admin)
    refused = await admin.call("resetSecondFactor", json={"email": anna.email})
    unknown = await admin.call("resetSecondFactor", json={"email": "personne@vitry.example"})
    assert (refused.status_code, refused.json()["type"]) == (404, "not_found")
    assert refused.json() == unknown.json(), "nobody learns what somebody is elsewhere"
    assert connected.sql(KEPT) == [(anna.account_id,)]
    assert (await anna.call("getMe")).status_code == 200
    assert connected.sql("SELECT 1 FROM audit_entries WHERE action = 'second_factor.reset'") == []


async def test_who_is_a_doctor_elsewhere_is_helped_here(
    as_role: AsRole, make_community: MakeCommunity, connected: Database
) -> None:
    elsewhere = await make_community("Ailleurs")
    anna = await as_role("professional", community_id=elsewhere.id)
    admin = await as_role("admin", password=PASSWORD)
    await also_here(anna, admin, Role.coordinator)
    await with_phone(anna)
    await proved(admin)
    assert (await admin.call("resetSecondFactor", json={"email": anna.email})).status_code == 204
    assert connected.sql(KEPT) == []
