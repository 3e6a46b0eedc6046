"""The second factor at the door: after the right password, once, within five minutes."""

import pytest

from api.core.settings import settings
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.identity.authenticator import Phone, SoftKey, password_typed, prove, with_passkey, with_phone
from tests.roles import PASSWORD, AsRole, ShiftClock, SignedIn

pytestmark = pytest.mark.usefixtures("step_begins")

WRONG = (403, "second_factor_wrong")
EXPIRED = (401, "second_factor_expired")
IN = (201, "signed in")


@pytest.fixture
async def anna(as_role: AsRole) -> SignedIn:
    """A coordinator with a password."""
    return await as_role("coordinator", password=PASSWORD)


def opened(database: Database) -> int:
    """How many sessions there are."""
    [(count,)] = database.sql("SELECT count(*) FROM sessions")
    assert isinstance(count, int)
    return count


async def test_the_right_password_opens_nothing_and_says_what_is_asked(
    client: ContractClient, anna: SignedIn, connected: Database
) -> None:
    await with_phone(anna)
    before = opened(connected)
    answer = await client.call("createSession", json={"email": anna.email, "password": PASSWORD})
    asked = answer.json()
    assert answer.status_code == 202
    assert (asked["totp"], asked["recovery"], asked["password"], asked["passkey"]) == (
        True,
        True,
        False,
        None,
    )
    [cookie] = answer.headers.get_list("set-cookie")
    assert cookie.startswith("maillage_factor=")
    assert {"HttpOnly", "SameSite=lax", "Path=/api/v1/session/second-factor", "Max-Age=300"} <= set(
        cookie.split("; ")
    )
    assert opened(connected) == before
    assert (await client.call("getMe")).status_code == 401
    assert client.cookies["maillage_factor"] not in str(connected.sql("SELECT * FROM factor_requests"))


async def test_over_https_no_neighbour_can_say_whose_second_factor_is_awaited(
    client: ContractClient, anna: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, _ = await with_phone(anna)
    monkeypatch.setattr(settings(), "base_url", "https://maillage.example")
    answer = await client.call("createSession", json={"email": anna.email, "password": PASSWORD})
    [cookie] = answer.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-maillage_factor=")
    assert {"Secure", "Path=/"} <= set(cookie.split("; "))
    name, _, token = cookie.partition(";")[0].partition("=")
    client.cookies.clear()
    for sent, status in ((name.removeprefix("__Host-"), 401), (name, 201)):
        proof = {"code": phone.code(1)}
        opened = await client.call("completeSignIn", json=proof, headers={"Cookie": f"{sent}={token}"})
        assert opened.status_code == status


async def test_the_code_of_now_opens_a_session_of_two_factors_and_is_traced(
    client: ContractClient, anna: SignedIn, connected: Database
) -> None:
    phone, _ = await with_phone(anna)
    await password_typed(client, anna.email)
    assert await prove(client, {"code": phone.code(1)}) == IN
    assert (await client.call("getMe")).json()["second_factor_owed"] is False
    last = "SELECT proved_by FROM sessions ORDER BY created_at DESC LIMIT 1"
    assert connected.sql(last) == [("second_factor",)]
    traced = "SELECT action FROM audit_entries WHERE subject_kind <> 'grant' ORDER BY id DESC LIMIT 2"
    assert [action for (action,) in connected.sql(traced)] == ["session.created", "session.factor_asked"]
    assert "maillage_factor" not in client.cookies
    assert connected.sql("SELECT count(*) FROM factor_requests") == [(0,)]


async def test_a_code_is_good_once_and_neither_before_nor_long_after_its_time(
    client: ContractClient, anna: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    phone, _ = await with_phone(anna)
    used, next_one = phone.code(), phone.code(1)
    await password_typed(client, anna.email)
    before = opened(connected)
    assert await prove(client, {"code": used}) == WRONG, "the one that confirmed the application"
    assert await prove(client, {"code": phone.code(3)}) == WRONG
    assert await prove(client, {"code": "000 000"}) == WRONG
    assert opened(connected) == before
    assert await prove(client, {"code": f"{next_one[:3]} {next_one[3:]}"}) == IN
    await password_typed(client, anna.email)
    assert await prove(client, {"code": next_one}) == WRONG
    late = phone.code(2)
    shift_clock(seconds=121)
    assert await prove(client, {"code": late}) == WRONG
    assert opened(connected) == before + 1


async def test_a_code_of_half_a_minute_ago_is_still_good(
    client: ContractClient, anna: SignedIn, shift_clock: ShiftClock
) -> None:
    phone, _ = await with_phone(anna)
    shift_clock(minutes=2)
    await password_typed(client, anna.email)
    code = phone.code()
    shift_clock(seconds=30)
    assert await prove(client, {"code": code}) == IN


async def test_the_answer_serves_one_browser_once_and_for_five_minutes(
    client: ContractClient, anna: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    phone, _ = await with_phone(anna)
    assert await prove(client, {"code": phone.code(1)}) == EXPIRED, "without the password"
    await password_typed(client, anna.email)
    cookie = {"Cookie": f"maillage_factor={client.cookies['maillage_factor']}"}
    other = {"Cookie": "maillage_factor=never-was-one"}
    elsewhere = await client.call("completeSignIn", json={"code": phone.code(1)}, headers=other)
    assert (elsewhere.status_code, elsewhere.json()["type"]) == EXPIRED
    assert await prove(client, {"code": phone.code(1)}) == IN
    again = await client.call("completeSignIn", json={"code": phone.code(1)}, headers=cookie)
    assert (again.status_code, again.json()["type"]) == EXPIRED
    shift_clock(minutes=2)
    await password_typed(client, anna.email)
    before = opened(connected)
    shift_clock(minutes=5)
    assert await prove(client, {"code": phone.code()}) == EXPIRED
    assert opened(connected) == before


async def test_wrong_codes_lock_the_account_like_wrong_passwords_and_the_password_does_not_unlock_it(
    client: ContractClient, anna: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    phone, _ = await with_phone(anna)
    before = opened(connected)
    for _ in range(5):
        await password_typed(client, anna.email)
        assert await prove(client, {"code": "000000"}) == WRONG
    assert await prove(client, {"code": phone.code(1)}) == (429, "account_locked")
    locked = await client.call("createSession", json={"email": anna.email, "password": PASSWORD})
    assert locked.status_code == 429
    assert opened(connected) == before
    refused = "SELECT count(*) FROM audit_entries WHERE action = 'second_factor.refused'"
    assert connected.sql(refused) == [(5,)]
    shift_clock(minutes=15, seconds=1)
    await password_typed(client, anna.email)
    assert await prove(client, {"code": phone.code()}) == IN
    assert connected.sql("SELECT count(*) FROM sign_in_failures") == [(0,)]


async def test_a_wrong_password_is_answered_alike_with_a_second_factor_and_without(
    client: ContractClient, anna: SignedIn, as_role: AsRole
) -> None:
    await with_phone(anna)
    other = await as_role("professional", password=PASSWORD)
    answers = [
        await client.call("createSession", json={"email": email, "password": "wrong"})
        for email in (anna.email, other.email, "personne@vitry.example")
    ]
    assert [one.status_code for one in answers] == [401, 401, 401]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert all("set-cookie" not in one.headers for one in answers)


async def test_a_recovery_code_opens_the_door_once(
    client: ContractClient, anna: SignedIn, connected: Database
) -> None:
    _, codes = await with_phone(anna)
    assert len(set(codes)) == 10
    kept = str(connected.sql("SELECT * FROM recovery_codes"))
    assert not any(code.replace("-", "") in kept for code in codes)
    await password_typed(client, anna.email)
    assert await prove(client, {"code": codes[3].upper().replace("-", " ")}) == IN
    used = "SELECT count(*) FROM audit_entries WHERE action = 'second_factor.code_used'"
    assert connected.sql(used) == [(1,)]
    await password_typed(client, anna.email)
    before = opened(connected)
    assert await prove(client, {"code": codes[3]}) == WRONG
    assert opened(connected) == before
    assert await prove(client, {"code": codes[4]}) == IN
    assert (await anna.call("getMySecondFactor")).json()["recovery_codes_left"] == 8


async def test_nothing_but_one_proof_is_read(
    client: ContractClient, anna: SignedIn, connected: Database
) -> None:
    phone, codes = await with_phone(anna)
    await password_typed(client, anna.email)
    before = opened(connected)
    passkey = SoftKey().answer({"rp_id": "x", "challenge": "A" * 43})
    for body, pointer in (
        ({}, "/code"),
        ({"password": PASSWORD}, "/password"),
        ({"code": "123"}, "/code"),
        ({"code": phone.code(1)} | passkey, "/code"),
    ):
        refused = await client.call("completeSignIn", json=body)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    unread = await client.call("completeSignIn", content=b"{", headers={"Content-Type": "application/json"})
    assert unread.status_code == 400
    assert opened(connected) == before
    assert await prove(client, {"code": codes[0]}) == IN, "none of these counted"


async def test_a_passkey_opens_the_door_and_its_counter_moves_on(
    client: ContractClient, anna: SignedIn, connected: Database
) -> None:
    key = await with_passkey(anna)
    asked = await password_typed(client, anna.email)
    assert await prove(client, key.answer(asked["passkey"])) == IN
    assert connected.sql("SELECT sign_count, last_used_at IS NOT NULL FROM passkeys") == [(1, True)]


async def test_an_application_and_recovery_codes_are_asked_of_who_has_them(
    client: ContractClient, anna: SignedIn, connected: Database
) -> None:
    await with_passkey(anna)
    asked = await password_typed(client, anna.email)
    assert (asked["totp"], asked["recovery"], asked["passkey"] is None) == (False, True, False)
    connected.sql("UPDATE recovery_codes SET used_at = now()")
    asked = await password_typed(client, anna.email)
    assert (asked["totp"], asked["recovery"], asked["passkey"] is None) == (False, False, False)


async def test_a_passkey_is_refused_that_signed_something_else(
    client: ContractClient, anna: SignedIn, as_role: AsRole, connected: Database, shift_clock: ShiftClock
) -> None:
    key = await with_passkey(anna)
    other = await with_passkey(await as_role("admin"))
    asked = (await password_typed(client, anna.email))["passkey"]
    assert await prove(client, key.answer(asked)) == IN
    replayed = asked
    asked = (await password_typed(client, anna.email))["passkey"]
    before = opened(connected)
    clone = SoftKey(credential_id=key.credential_id, _key=key._key)
    phishing = SoftKey(key.count, "https://maillage.voleur.example", key.credential_id, key._key)
    altered = key.answer(asked)
    altered["passkey"]["signature"] = altered["passkey"]["signature"][::-1]
    for name, proof in {
        "the passkey of another account": other.answer(asked),
        "an earlier challenge": key.answer(replayed),
        "another origin": phishing.answer(asked),
        "another domain": key.answer(asked | {"rp_id": "voleur.example"}),
        "an altered signature": altered,
    }.items():
        shift_clock(seconds=1)
        assert await prove(client, proof) == WRONG, name
        connected.sql("DELETE FROM sign_in_failures")
    assert clone.count == 0
    assert await prove(client, clone.answer(asked)) == WRONG, "a counter that did not grow"
    assert opened(connected) == before
    assert connected.sql("SELECT sign_count FROM passkeys WHERE last_used_at IS NOT NULL") == [(1,)]
    assert await prove(client, key.answer(asked)) == IN


async def test_an_account_that_was_closed_meanwhile_stays_out(
    client: ContractClient, anna: SignedIn, connected: Database
) -> None:
    phone, _ = await with_phone(anna)
    await password_typed(client, anna.email)
    connected.sql("UPDATE accounts SET is_active = false WHERE id = %s", anna.account_id)
    before = opened(connected)
    assert await prove(client, {"code": phone.code(1)}) == EXPIRED
    assert opened(connected) == before


async def test_a_second_factor_is_not_asked_of_accounts_of_the_demonstration(
    client: ContractClient, anna: SignedIn, connected: Database
) -> None:
    await with_phone(anna)
    connected.sql("UPDATE accounts SET is_demo = true WHERE id = %s", anna.account_id)
    answer = await client.call("createSession", json={"email": anna.email, "password": PASSWORD})
    assert answer.status_code == 201


async def test_what_the_telephone_and_the_server_share_is_sealed(anna: SignedIn, connected: Database) -> None:
    phone, _ = await with_phone(anna)
    kept = str(connected.sql("SELECT * FROM totp_factors"))
    assert phone.secret not in kept
    assert Phone(phone.secret).code() not in kept


async def test_two_calls_at_once_with_one_code_open_one_session(
    client: ContractClient, anna: SignedIn, connected: Database
) -> None:
    import anyio

    phone, _ = await with_phone(anna)
    await password_typed(client, anna.email)
    before, code, answers = opened(connected), phone.code(1), []

    async def attempt() -> None:
        answers.append(await prove(client, {"code": code}))

    async with anyio.create_task_group() as both:
        both.start_soon(attempt)
        both.start_soon(attempt)
    assert sorted(answers) == [IN, EXPIRED]
    assert opened(connected) == before + 1
