"""Changing one's password: by who knows the present one, and holds the second factor when one is set."""

from typing import Any
from uuid import UUID

import pytest

from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.contract.contents import contents
from tests.identity.authenticator import password_typed, prove, proved, with_phone
from tests.identity.test_password_links import EMAIL, choice, link_of
from tests.identity.test_regulators import Kept, enter, kept
from tests.notifications.conftest import PostOffice, post_office
from tests.roles import PASSWORD, AsRole, ShiftClock, SignedIn, SignIn

__all__ = ["kept", "post_office"]
"""Fixtures of other tests."""

CHOSEN = "cinq mots bien longs"

pytestmark = pytest.mark.usefixtures("step_begins")


@pytest.fixture
async def anna(as_role: AsRole) -> SignedIn:
    """A doctor with a password."""
    return await as_role("professional", password=PASSWORD)


async def change(
    who: ContractClient, present: str = PASSWORD, chosen: str = CHOSEN
) -> tuple[int, str | None, Any]:
    """How a change is answered: its status, why it is refused, and on which field."""
    answer = await who.call("changePassword", json={"present": present, "chosen": chosen})
    if not answer.is_error:
        return answer.status_code, None, None
    problem = answer.json()
    return answer.status_code, problem["type"], [one["pointer"] for one in problem.get("errors") or []]


def kept_hash(database: Database, account_id: UUID) -> object:
    return database.sql("SELECT password_hash FROM accounts WHERE id = %s", account_id)


async def test_the_new_password_signs_in_the_one_before_does_not_and_every_other_session_ends(
    anna: SignedIn, signed_in: SignIn, client: ContractClient, as_role: AsRole, connected: Database
) -> None:
    elsewhere, other = await signed_in(anna.email), await as_role("admin")
    assert await change(anna) == (204, None, None)
    assert (await elsewhere.call("getMe")).json()["type"] == "session_ended"
    assert (await anna.call("getMe")).status_code == 200
    assert (await other.call("getMe")).status_code == 200
    before = {"email": anna.email, "password": PASSWORD}
    assert (await client.call("createSession", json=before)).status_code == 401
    await signed_in(anna.email, CHOSEN)
    traced = connected.sql("SELECT action FROM audit_entries WHERE action LIKE 'password.%%'")
    assert traced == [("password.changed",)]


async def test_a_wrong_present_password_changes_nothing_and_five_lock_the_change(
    anna: SignedIn, signed_in: SignIn, connected: Database, shift_clock: ShiftClock
) -> None:
    elsewhere, before = await signed_in(anna.email), kept_hash(connected, anna.account_id)
    for _ in range(5):
        assert await change(anna, present="quatre autres mots") == (403, "password_wrong", [])
    assert await change(anna) == (429, "account_locked", [])
    assert kept_hash(connected, anna.account_id) == before
    assert (await elsewhere.call("getMe")).status_code == 200
    traced = connected.sql("SELECT action, subject_id FROM audit_entries WHERE action LIKE 'password.%%'")
    assert traced == [("password.refused", anna.account_id)] * 5
    shift_clock(minutes=10)
    await anna.call("getMe")
    shift_clock(minutes=6)
    assert await change(anna) == (204, None, None)
    assert connected.sql("SELECT failures FROM sign_in_failures") == []


async def test_what_is_short_guessable_or_the_same_is_refused_on_its_field_and_changes_nothing(
    anna: SignedIn, signed_in: SignIn, connected: Database
) -> None:
    await signed_in(anna.email)
    before = contents(connected)
    assert await change(anna, chosen="court") == (422, "invalid_input", ["/chosen"])
    assert await change(anna, chosen="motdepasse2024") == (422, "invalid_input", ["/chosen"])
    assert await change(anna, chosen=anna.email) == (422, "invalid_input", ["/chosen"]), "others know it"
    assert await change(anna, chosen=PASSWORD) == (422, "invalid_input", ["/chosen"])
    unread = await anna.call("changePassword", content=b"{", headers={"Content-Type": "application/json"})
    assert unread.status_code == 400
    assert (await anna.call("changePassword", json={})).status_code == 422
    assert contents(connected) == before


async def test_who_has_a_second_factor_proves_it_first_and_a_proof_serves_one_change(
    anna: SignedIn, client: ContractClient, connected: Database
) -> None:
    phone, codes = await with_phone(anna)
    before = kept_hash(connected, anna.account_id)
    assert await change(anna) == (403, "proof_needed", [])
    assert kept_hash(connected, anna.account_id) == before
    await proved(anna, {"code": codes[0]})
    assert await change(anna, present="quatre autres mots") == (403, "password_wrong", [])
    assert await change(anna) == (204, None, None), "a refusal used no proof up"
    assert await change(anna, present=CHOSEN, chosen=PASSWORD) == (403, "proof_needed", [])
    await password_typed(client, anna.email, CHOSEN)
    assert await prove(client, {"code": phone.code(1)}) == (201, "signed in")


async def test_a_sign_in_that_waits_for_the_second_factor_begins_again(
    anna: SignedIn, client: ContractClient
) -> None:
    phone, codes = await with_phone(anna)
    await password_typed(client, anna.email)
    await proved(anna, {"code": codes[0]})
    assert await change(anna) == (204, None, None)
    assert await prove(client, {"code": phone.code(1)}) == (401, "second_factor_expired")


@pytest.mark.parametrize("why", ["no password", "the demonstration's"])
async def test_who_has_no_password_of_their_own_changes_none(
    as_role: AsRole, connected: Database, why: str
) -> None:
    """Pro Santé Connect alone opens the one; the password of the other is everybody's."""
    somebody = await as_role("professional", password=None if why == "no password" else PASSWORD)
    connected.sql("UPDATE accounts SET is_demo = %s", why != "no password")
    before = kept_hash(connected, somebody.account_id)
    assert await change(somebody) == (404, "not_found", [])
    assert kept_hash(connected, somebody.account_id) == before
    assert (await somebody.call("listMySessions")).json()["own_password"] is False


async def test_without_a_csrf_token_or_a_session_nothing_changes(
    anna: SignedIn, client: ContractClient, connected: Database
) -> None:
    before = kept_hash(connected, anna.account_id)
    del anna.headers["x-csrf-token"]
    assert await change(anna) == (403, "csrf_token_missing", [])
    assert await change(client) == (401, "not_signed_in", [])
    assert kept_hash(connected, anna.account_id) == before


async def test_a_link_that_was_sent_before_chooses_no_other_password(
    client: ContractClient, kept: Kept, connected: Database, post_office: PostOffice
) -> None:
    account_id = await kept()
    await enter(client, origin="sas")
    token = await link_of(client, connected, post_office)
    assert await change(client, present="quatre autres mots") == (403, "password_wrong", [])
    assert connected.sql("SELECT failures FROM sign_in_failures") == [(1,)]
    assert await change(client) == (204, None, None)
    assert connected.sql("SELECT failures FROM sign_in_failures") == [], "counted under what is typed there"
    after = kept_hash(connected, account_id)
    assert (await client.call("choosePassword", json=choice(token, password=PASSWORD))).status_code == 404
    assert kept_hash(connected, account_id) == after
    body = {"email": EMAIL, "password": CHOSEN, "origin": "sas"}
    assert (await client.call("createSession", json=body)).status_code == 201


async def test_no_quick_digest_of_a_password_is_kept(anna: SignedIn, connected: Database) -> None:
    body = {"present": PASSWORD, "chosen": CHOSEN}
    answer = await anna.call("changePassword", json=body, headers={"Idempotency-Key": "un seul changement"})
    assert answer.status_code == 204
    assert connected.sql("SELECT operation FROM idempotent_answers") == []
