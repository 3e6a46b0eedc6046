"""One's own second factors: set, seen, taken away only by who proves again who they are."""

from typing import Any

import pytest

from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.identity.authenticator import (
    Phone,
    SoftKey,
    password_typed,
    prove,
    proved,
    with_passkey,
    with_phone,
)
from tests.roles import PASSWORD, AsRole, ShiftClock, SignedIn, SignIn

pytestmark = pytest.mark.usefixtures("step_begins")

FACTORS = (
    "SELECT 'totp', secret_sealed IS NOT NULL FROM totp_factors UNION ALL SELECT 'key', true FROM passkeys"
    " UNION ALL SELECT 'codes', used_at IS NULL FROM recovery_codes"
)
"""What is set, without what moves when a proof is given."""

SOME_ID = "01a2229a-97a4-7000-9c8c-17a1ffe1e96b"


@pytest.fixture
async def anna(as_role: AsRole) -> SignedIn:
    """A doctor with a password, who has just signed in with it."""
    return await as_role("professional", password=PASSWORD)


async def change(who: ContractClient, operation: str, **arguments: Any) -> tuple[int, str | None]:
    """How an operation is answered: its status, and why it refused."""
    answer = await who.call(operation, **arguments)
    return answer.status_code, answer.json()["type"] if answer.is_error else None


async def test_what_is_set_is_told_and_no_secret_is(anna: SignedIn) -> None:
    assert (await anna.call("getMySecondFactor")).json() == {
        "totp_since": None,
        "passkeys": [],
        "recovery_codes_left": 0,
    }
    phone, codes = await with_phone(anna)
    answer = await anna.call("getMySecondFactor")
    told = answer.json()
    assert told["totp_since"] is not None
    assert told["recovery_codes_left"] == len(codes)
    assert phone.secret not in answer.text


async def test_an_application_counts_only_once_its_first_code_was_given(
    client: ContractClient, anna: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    assert await change(anna, "confirmTotp", json={"code": "123456"}) == (409, "factor_setup_expired")
    drawn = (await anna.call("startTotp")).json()
    assert drawn["uri"].startswith("otpauth://totp/Maillage:")
    assert drawn["secret"] in drawn["uri"]
    assert drawn["qr_path"].startswith("M4 4h1v1h-1z")
    kept = str(connected.sql("SELECT * FROM factor_requests"))
    assert drawn["secret"] not in kept
    signed = await client.call("createSession", json={"email": anna.email, "password": PASSWORD})
    assert signed.status_code == 201, "nothing is asked yet"
    wrong = "000000" if Phone(drawn["secret"]).code() != "000000" else "111111"
    assert await change(anna, "confirmTotp", json={"code": wrong}) == (403, "second_factor_wrong")
    assert connected.sql(FACTORS) == []
    shift_clock(minutes=14)
    await anna.call("getMe")
    shift_clock(minutes=1)
    late = {"code": Phone(drawn["secret"]).code()}
    assert await change(anna, "confirmTotp", json=late) == (409, "factor_setup_expired")
    assert connected.sql(FACTORS) == []
    unread = {"content": b"{", "headers": {"Content-Type": "application/json"}}
    assert await change(anna, "confirmTotp", **unread) == (400, "malformed_request")


async def test_a_secret_is_confirmed_in_the_session_that_drew_it(
    anna: SignedIn, signed_in: SignIn, connected: Database
) -> None:
    other = await signed_in(anna.email)
    phone = Phone((await anna.call("startTotp")).json()["secret"])
    assert await change(other, "confirmTotp", json={"code": phone.code()}) == (409, "factor_setup_expired")
    assert connected.sql(FACTORS) == []
    theirs = Phone((await other.call("startTotp")).json()["secret"])
    assert await change(anna, "confirmTotp", json={"code": theirs.code()}) == (403, "second_factor_wrong")
    assert await change(anna, "confirmTotp", json={"code": phone.code()}) == (200, None)
    assert await change(anna, "confirmTotp", json={"code": phone.code()}) == (409, "factor_setup_expired")


async def test_wrong_first_codes_count_like_wrong_proofs(anna: SignedIn, connected: Database) -> None:
    phone = Phone((await anna.call("startTotp")).json()["secret"])
    wrong = "000000" if phone.code() != "000000" else "111111"
    for _ in range(5):
        assert await change(anna, "confirmTotp", json={"code": wrong}) == (403, "second_factor_wrong")
    assert await change(anna, "confirmTotp", json={"code": phone.code()}) == (429, "account_locked")
    assert connected.sql(FACTORS) == []
    assert connected.sql("SELECT failures FROM sign_in_failures") == [(5,)]


async def test_the_first_factor_makes_the_session_one_of_two_and_brings_codes_once(
    anna: SignedIn, connected: Database
) -> None:
    _, codes = await with_phone(anna)
    assert len(codes) == 10
    key = SoftKey()
    assert await change(anna, "startPasskey") == (403, "proof_needed"), "the second one asks for a proof"
    await proved(anna, {"code": codes[0]})
    asked = (await anna.call("startPasskey")).json()
    added = await anna.call("addPasskey", json=key.made(asked, "iPhone 15"))
    assert added.json() == {"recovery_codes": None}
    [told] = (await anna.call("getMySecondFactor")).json()["passkeys"]
    assert (told["name"], told["last_used_at"]) == ("iPhone 15", None)
    assert connected.sql("SELECT proved_by FROM sessions") == [("second_factor",)]


async def test_a_page_left_open_takes_nothing_away(
    anna: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    phone, _ = await with_phone(anna)
    before = connected.sql(FACTORS)
    for operation in ("removeTotp", "drawRecoveryCodes", "startTotp", "startPasskey"):
        assert await change(anna, operation) == (403, "proof_needed")
    assert await change(anna, "removePasskey", passkey_id=SOME_ID) == (403, "proof_needed")
    wrong = await change(anna, "proveAgain", json={"password": PASSWORD})
    assert wrong == (403, "second_factor_wrong"), "the password is what a thief of the page may know"
    assert await change(anna, "proveAgain", json={"code": phone.code()}) == (403, "second_factor_wrong")
    assert await change(anna, "removeTotp") == (403, "proof_needed")
    assert connected.sql(FACTORS) == before
    await proved(anna, {"code": phone.code(1)})
    shift_clock(minutes=5)
    assert await change(anna, "removeTotp") == (403, "proof_needed"), "the proof is too old"
    assert connected.sql(FACTORS) == before


async def test_a_proof_serves_one_change(
    client: ContractClient, anna: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    phone, codes = await with_phone(anna)
    await proved(anna, {"code": phone.code(1)})
    drawn = await anna.call("drawRecoveryCodes")
    assert drawn.status_code == 201
    assert not set(drawn.json()["codes"]) & set(codes)
    assert await change(anna, "removeTotp") == (403, "proof_needed")
    assert await change(anna, "proveAgain", json={"code": codes[0]}) == (403, "second_factor_wrong")
    await proved(anna, {"code": drawn.json()["codes"][0]})
    assert await change(anna, "removeTotp") == (204, None)
    assert connected.sql(FACTORS) == [], "without a factor there is nothing to recover"
    assert connected.sql("SELECT proved_by FROM sessions") == [("password",)]
    assert await change(anna, "removeTotp") == (404, "not_found")
    assert await change(anna, "drawRecoveryCodes") == (404, "not_found")
    answer = await client.call("createSession", json={"email": anna.email, "password": PASSWORD})
    assert answer.status_code == 201


async def test_another_application_takes_the_place_of_the_first_once_it_is_confirmed(
    client: ContractClient, anna: SignedIn
) -> None:
    old, codes = await with_phone(anna)
    await proved(anna, {"code": codes[0]})
    new = Phone((await anna.call("startTotp")).json()["secret"])
    await password_typed(client, anna.email)
    assert await prove(client, {"code": new.code()}) == (403, "second_factor_wrong")
    assert await prove(client, {"code": old.code(1)}) == (201, "signed in")
    confirmed = await anna.call("confirmTotp", json={"code": new.code()})
    assert confirmed.json() == {"recovery_codes": None}
    await password_typed(client, anna.email)
    assert await prove(client, {"code": old.code(1)}) == (403, "second_factor_wrong")
    assert await prove(client, {"code": new.code(1)}) == (201, "signed in")


async def test_long_after_signing_in_the_first_factor_asks_for_the_password(
    anna: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    shift_clock(minutes=14)
    await anna.call("getMe")
    shift_clock(minutes=1)
    for operation in ("startTotp", "startPasskey"):
        assert await change(anna, operation) == (403, "proof_needed")
    asked = (await anna.call("askFactorProof")).json()
    assert (asked["password"], asked["totp"], asked["recovery"], asked["passkey"]) == (
        True,
        False,
        False,
        None,
    )
    wrong = {"password": "not this one"}
    assert await change(anna, "proveAgain", json=wrong) == (403, "second_factor_wrong")
    assert await change(anna, "startTotp") == (403, "proof_needed")
    assert connected.sql(FACTORS) == []
    await proved(anna, {"password": PASSWORD})
    assert await change(anna, "startTotp") == (201, None)


async def test_wrong_proofs_lock_and_nothing_changes(anna: SignedIn, connected: Database) -> None:
    phone, _ = await with_phone(anna)
    before = connected.sql(FACTORS)
    for _ in range(5):
        await change(anna, "proveAgain", json={"code": "000000"})
    assert await change(anna, "proveAgain", json={"code": phone.code(1)}) == (429, "account_locked")
    assert await change(anna, "removeTotp") == (403, "proof_needed")
    assert connected.sql(FACTORS) == before


async def test_a_passkey_proves_again_who_one_is_and_each_challenge_serves_once(
    anna: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    key = await with_passkey(anna)
    passkey_id = (await anna.call("getMySecondFactor")).json()["passkeys"][0]["id"]
    assert await change(
        anna, "proveAgain", json=key.answer({"rp_id": "localhost", "challenge": "A" * 43})
    ) == (
        403,
        "second_factor_wrong",
    ), "nothing was asked"
    asked = (await anna.call("askFactorProof")).json()["passkey"]
    await proved(anna, key.answer(asked))
    assert await change(anna, "proveAgain", json=key.answer(asked)) == (403, "second_factor_wrong")
    assert await change(anna, "removePasskey", passkey_id=SOME_ID) == (404, "not_found")
    assert len(connected.sql(FACTORS)) == 11
    late = (await anna.call("askFactorProof")).json()["passkey"]
    shift_clock(minutes=5)
    assert await change(anna, "proveAgain", json=key.answer(late)) == (403, "second_factor_wrong")
    await proved(anna, key.answer((await anna.call("askFactorProof")).json()["passkey"]))
    assert await change(anna, "removePasskey", passkey_id=passkey_id) == (204, None)
    assert connected.sql(FACTORS) == []


async def test_nobody_takes_the_passkey_of_somebody_else_away(
    anna: SignedIn, as_role: AsRole, connected: Database
) -> None:
    await with_passkey(anna)
    [(theirs,)] = connected.sql("SELECT id FROM passkeys")
    other = await as_role("professional", password=PASSWORD)
    assert await change(other, "removePasskey", passkey_id=theirs) == (404, "not_found")
    assert connected.sql("SELECT id FROM passkeys") == [(theirs,)]


async def test_a_passkey_is_kept_only_as_it_was_asked_for(
    anna: SignedIn, as_role: AsRole, connected: Database, shift_clock: ShiftClock
) -> None:
    other = await as_role("admin", password=PASSWORD)
    theirs = await with_passkey(other)
    before = connected.sql("SELECT id FROM passkeys")
    asked = (await anna.call("startPasskey")).json()
    key = SoftKey()
    elsewhere = SoftKey(site="https://maillage.voleur.example")
    wrong = {
        "of another account": theirs.made(asked),
        "another challenge": key.made(asked | {"challenge": "A" * 43}),
        "another origin": elsewhere.made(asked),
        "another domain": key.made(asked | {"rp_id": "voleur.example"}),
        "no attestation": key.made(asked) | {"attestation": "A" * 40},
        "another id": key.made(asked) | {"credential_id": "A" * 43},
    }
    for name, body in wrong.items():
        assert await change(anna, "addPasskey", json=body) == (403, "second_factor_wrong"), name
    long_number = key.made(asked, "2 85 05 78 006 084 36")
    assert await change(anna, "addPasskey", json=long_number) == (422, "invalid_input")
    unread = {"content": b"{", "headers": {"Content-Type": "application/json"}}
    assert await change(anna, "addPasskey", **unread) == (400, "malformed_request")
    shift_clock(minutes=5)
    assert await change(anna, "addPasskey", json=key.made(asked)) == (409, "factor_setup_expired")
    assert connected.sql("SELECT id FROM passkeys") == before
    asked = (await anna.call("startPasskey")).json()
    assert await change(anna, "addPasskey", json=key.made(asked)) == (201, None)
    assert await change(anna, "addPasskey", json=SoftKey().made(asked)) == (409, "factor_setup_expired")


async def test_there_are_ten_passkeys_at_most(anna: SignedIn, connected: Database) -> None:
    await with_passkey(anna)
    again = "UPDATE sessions SET proved_again_at = now()"
    for _ in range(9):
        connected.sql(again)
        await with_passkey(anna)
    connected.sql(again)
    asked = (await anna.call("startPasskey")).json()
    refused = await anna.call("addPasskey", json=SoftKey().made(asked))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/name")
    assert connected.sql("SELECT count(*) FROM passkeys") == [(10,)]
