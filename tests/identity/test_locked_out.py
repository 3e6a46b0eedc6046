"""Nobody is kept out by who knows their address, and nobody tries one password on many accounts."""

import pytest

from api.identity.rules import FAILURES_OF_A_NETWORK
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.identity.authenticator import password_typed, prove, proved, with_passkey, with_phone
from tests.identity.delegating import Office, office
from tests.identity.test_own_factors import change as changes
from tests.identity.test_own_password import CHOSEN, change
from tests.roles import PASSWORD, AsRole, ShiftClock, SignedIn

__all__ = ["office"]
"""Fixtures of other tests."""

pytestmark = pytest.mark.usefixtures("step_begins")

SESSIONS = "SELECT count(*) FROM sessions"


@pytest.fixture
async def anna(as_role: AsRole) -> SignedIn:
    """A doctor with a password."""
    return await as_role("professional", password=PASSWORD)


async def attempt(http: ContractClient, email: str, password: str = "wrong") -> tuple[int, str]:
    answer = await http.call("createSession", json={"email": email, "password": password})
    return answer.status_code, answer.json().get("type", "signed in")


async def lock(office: Office, email: str) -> None:
    """Somebody elsewhere types wrong passwords until the address is locked."""
    stranger = office.nobody()
    for _ in range(5):
        assert await attempt(stranger, email) == (401, "wrong_credentials")
    assert await attempt(stranger, email, PASSWORD) == (429, "account_locked")


async def test_who_is_signed_in_proves_again_and_changes_the_password_while_the_door_is_locked(
    anna: SignedIn, office: Office
) -> None:
    await lock(office, anna.email)
    await proved(anna, {"password": PASSWORD})
    phone, _ = await with_phone(anna)
    assert await attempt(office.nobody(), anna.email, PASSWORD) == (429, "account_locked"), "not unlocked"
    await proved(anna, {"code": phone.code(1)})
    assert await change(anna) == (204, None, None)
    await password_typed(office.nobody(), anna.email, CHOSEN)


async def test_failures_inside_lock_the_proof_alone_and_not_the_door(
    anna: SignedIn, office: Office, connected: Database
) -> None:
    for _ in range(5):
        wrong = {"password": "quatre autres mots"}
        assert await changes(anna, "proveAgain", json=wrong) == (403, "second_factor_wrong")
    before = connected.sql("SELECT password_hash FROM accounts")
    assert await changes(anna, "proveAgain", json={"password": PASSWORD}) == (429, "account_locked")
    assert await change(anna) == (429, "account_locked", [])
    assert connected.sql("SELECT password_hash FROM accounts") == before
    assert await attempt(office.nobody(), anna.email, PASSWORD) == (201, "signed in")


async def test_a_passkey_opens_what_wrong_passwords_and_codes_have_locked(
    anna: SignedIn, office: Office
) -> None:
    key = await with_passkey(anna)
    http = office.nobody()
    asked = await password_typed(http, anna.email)
    await lock(office, anna.email)
    assert await prove(http, {"code": "000000"}) == (429, "account_locked")
    assert await prove(http, key.answer(asked["passkey"])) == (201, "signed in")


async def test_a_browser_in_which_one_was_signed_in_is_not_locked_out_and_counts_for_itself(
    anna: SignedIn, office: Office, shift_clock: ShiftClock, connected: Database
) -> None:
    usual = office.nobody()
    assert await attempt(usual, anna.email, PASSWORD) == (201, "signed in")
    shift_clock(minutes=20)
    await lock(office, anna.email)
    assert await attempt(usual, anna.email, PASSWORD) == (201, "signed in"), "after a pause"
    for _ in range(5):
        assert await attempt(usual, anna.email) == (401, "wrong_credentials")
    before = connected.sql(SESSIONS)
    assert await attempt(usual, anna.email, PASSWORD) == (429, "account_locked")
    assert connected.sql(SESSIONS) == before


async def test_the_browser_of_somebody_else_is_locked_out_as_any_other(
    anna: SignedIn, as_role: AsRole, office: Office, connected: Database
) -> None:
    other = await as_role("coordinator", password=PASSWORD)
    await lock(office, anna.email)
    before = connected.sql(SESSIONS)
    assert await attempt(other, anna.email, PASSWORD) == (429, "account_locked")
    assert connected.sql(SESSIONS) == before


async def test_one_password_tried_on_many_accounts_opens_none_and_a_hospital_still_gets_in(
    anna: SignedIn, as_role: AsRole, office: Office, connected: Database, shift_clock: ShiftClock
) -> None:
    ward = await as_role("coordinator", password=PASSWORD)
    phone, _ = await with_phone(ward)
    usual = office.nobody()
    assert await attempt(usual, anna.email, PASSWORD) == (201, "signed in")
    shift_clock(hours=1)  # an hour that nothing was counted in
    connected.sql("UPDATE throttle_counts SET count = %s", FAILURES_OF_A_NETWORK)
    stranger = office.nobody()
    assert await attempt(stranger, "first@vitry.example") == (401, "wrong_credentials")
    connected.sql("UPDATE throttle_counts SET count = %s", FAILURES_OF_A_NETWORK)
    before = connected.sql(SESSIONS)
    known = await stranger.call("createSession", json={"email": anna.email, "password": "wrong"})
    unknown = await stranger.call("createSession", json={"email": "no@vitry.example", "password": "wrong"})
    right = await stranger.call("createSession", json={"email": anna.email, "password": PASSWORD})
    assert known.json() == unknown.json() == right.json()
    assert {one.status_code for one in (known, unknown, right)} == {429}
    assert right.json()["type"] == "too_many_calls"
    assert 0 < int(right.headers["retry-after"]) <= 3600
    assert connected.sql(SESSIONS) == before
    # Who has a second factor is asked it, and a browser in which one was signed in is known.
    await password_typed(stranger, ward.email)
    assert await prove(stranger, {"code": phone.code(0)}) == (201, "signed in")
    assert await attempt(usual, anna.email, PASSWORD) == (201, "signed in")
    shift_clock(hours=1)
    assert await attempt(office.nobody(), anna.email, PASSWORD) == (201, "signed in")
