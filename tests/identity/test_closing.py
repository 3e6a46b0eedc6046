"""The operator closes the account of somebody who left."""

import pytest

from api.core.operator import OptionRefused
from api.identity.closing import close_account
from tests.conftest import Database, Maillage
from tests.contract.contents import contents
from tests.roles import AsRole


async def test_a_closed_account_is_signed_out_and_knows_since_when(
    as_role: AsRole, connected: Database
) -> None:
    admin, other = await as_role("admin"), await as_role("admin")
    await close_account(email=admin.email.upper())
    assert (await admin.call("getMe")).status_code == 401
    assert (await other.call("getMe")).status_code == 200
    closed = "SELECT id FROM accounts WHERE NOT is_active AND closed_at IS NOT NULL"
    assert connected.sql(closed) == [(admin.account_id,)]
    line = "SELECT subject_id FROM audit_entries WHERE action = 'account.closed'"
    assert connected.sql(line) == [(admin.account_id,)]
    connected.sql("UPDATE accounts SET is_active = true")
    assert connected.sql(closed) == []
    assert connected.sql("SELECT count(*) FROM accounts WHERE closed_at IS NOT NULL") == [(0,)]


async def test_what_is_not_there_or_closed_already_is_said_and_nothing_changes(
    as_role: AsRole, connected: Database
) -> None:
    who = await as_role("coordinator")
    with pytest.raises(OptionRefused, match="aucun compte"):
        await close_account(email="personne@vitry.example")
    assert (await who.call("getMe")).status_code == 200
    await close_account(email=who.email)
    before = contents(connected)
    with pytest.raises(OptionRefused, match="déjà fermé"):
        await close_account(email=who.email)
    assert contents(connected) == before


def test_the_command_says_what_it_did_not_find(maillage: Maillage) -> None:
    code, said, complained = maillage("account", "close", "--email", "personne@vitry.example")
    assert (code, said) == (2, [])
    assert "personne@vitry.example" in " ".join(complained)
