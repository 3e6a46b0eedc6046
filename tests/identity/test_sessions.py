"""Signing in, staying signed in, signing out."""

import pytest
from sqlalchemy import text

from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.settings import settings
from api.identity import service
from api.identity.tables import Community
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.roles import PASSWORD, AsRole, ShiftClock, SignIn

EMAIL = "anna@vitry.example"


async def account(email: str = EMAIL, *, is_demo: bool = False) -> None:
    async with unit_of_work() as db:
        await service.create_account(
            db,
            system_actor(),
            email=email,
            name="Dr Anna Essai",
            password=PASSWORD,
            at=clock.now(),
            is_demo=is_demo,
        )


async def attempt(client: ContractClient, password: str, email: str = EMAIL) -> tuple[int, str]:
    answer = await client.call("createSession", json={"email": email, "password": password})
    return answer.status_code, answer.json().get("type", "signed in")


async def test_the_right_password_signs_in_whatever_the_case_of_the_address(client: ContractClient) -> None:
    await account()
    assert await attempt(client, PASSWORD, " Anna@VITRY.example ") == (201, "signed in")
    me = (await client.call("getMe")).json()
    assert (me["name"], me["initials"], me["community"]) == ("Dr Anna Essai", "AE", None)


async def test_neither_password_nor_token_nor_address_is_kept_readable(
    client: ContractClient, connected: Database
) -> None:
    await account()
    await attempt(client, PASSWORD)
    token = client.cookies["maillage_session"]
    rows = str(connected.sql("SELECT * FROM accounts")) + str(connected.sql("SELECT * FROM sessions"))
    for secret in (PASSWORD, token, EMAIL, "Anna Essai"):
        assert secret not in rows
    assert "$argon2id$" in rows


async def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    client: ContractClient, connected: Database
) -> None:
    await account()
    wrong = await client.call("createSession", json={"email": EMAIL, "password": "wrong"})
    unknown = await client.call("createSession", json={"email": "no@vitry.example", "password": PASSWORD})
    assert (wrong.status_code, wrong.json()) == (401, unknown.json())
    assert "set-cookie" not in wrong.headers
    assert connected.sql("SELECT count(*) FROM sessions") == [(0,)]
    assert connected.sql("SELECT action, count(*) FROM audit_entries GROUP BY 1 ORDER BY 1") == [
        ("account.created", 1),
        ("session.refused", 2),
    ]


async def test_the_sixth_try_is_refused_even_with_the_right_password_until_a_quarter_has_passed(
    client: ContractClient, connected: Database, shift_clock: ShiftClock
) -> None:
    await account()
    for _ in range(5):
        assert await attempt(client, "wrong") == (401, "wrong_credentials")
    locked = await client.call("createSession", json={"email": EMAIL, "password": PASSWORD})
    assert (locked.status_code, locked.json()["type"]) == (429, "account_locked")
    assert 890 < int(locked.headers["retry-after"]) <= 900
    assert connected.sql("SELECT count(*) FROM sessions") == [(0,)]
    shift_clock(minutes=14)
    assert await attempt(client, PASSWORD) == (429, "account_locked")
    shift_clock(minutes=1, seconds=1)
    assert await attempt(client, PASSWORD) == (201, "signed in")
    assert connected.sql("SELECT count(*) FROM sign_in_failures") == [(0,)]


async def test_an_address_without_account_is_locked_all_the_same(client: ContractClient) -> None:
    for _ in range(5):
        assert await attempt(client, "wrong", "no@vitry.example") == (401, "wrong_credentials")
    assert await attempt(client, "wrong", "no@vitry.example") == (429, "account_locked")
    await account()
    assert await attempt(client, PASSWORD) == (201, "signed in")


async def test_failures_older_than_a_quarter_of_an_hour_no_longer_count(
    client: ContractClient, shift_clock: ShiftClock
) -> None:
    await account()
    for _ in range(4):
        await attempt(client, "wrong")
    shift_clock(minutes=16)
    for _ in range(4):
        assert await attempt(client, "wrong") == (401, "wrong_credentials")
    assert await attempt(client, PASSWORD) == (201, "signed in")


async def test_a_write_without_the_csrf_token_is_refused_and_the_session_goes_on(
    client: ContractClient,
) -> None:
    await account()
    await attempt(client, PASSWORD)
    for headers in ({}, {"X-CSRF-Token": "0" * 64}, {b"X-CSRF-Token": "é".encode()}):
        refused = await client.call("deleteSession", headers=headers)
        assert (refused.status_code, refused.json()["type"]) == (403, "csrf_token_missing")
    assert (await client.call("getMe")).status_code == 200
    csrf = client.cookies["maillage_csrf"]
    ended = await client.call("deleteSession", headers={"X-CSRF-Token": csrf})
    assert (ended.status_code, ended.json()) == (200, {"continue_at": "/connexion"})


async def test_the_csrf_token_of_another_session_does_not_do(as_role: AsRole) -> None:
    one, other = await as_role("coordinator"), await as_role("coordinator")
    refused = await one.call("deleteSession", headers={"X-CSRF-Token": other.headers["X-CSRF-Token"]})
    assert refused.json()["type"] == "csrf_token_missing"
    assert (await one.call("getMe")).status_code == 200


async def test_signing_out_ends_the_session_for_a_copy_of_its_cookie_too(
    client: ContractClient, signed_in: SignIn
) -> None:
    await account()
    anna = await signed_in(EMAIL)
    token = anna.cookies["maillage_session"]
    assert (await anna.call("deleteSession")).status_code == 200
    assert "maillage_session" not in anna.cookies
    answer = await client.call("getMe", headers={"Cookie": f"maillage_session={token}"})
    assert (answer.status_code, answer.json()["type"]) == (401, "session_ended")
    nobody = await client.call("getMe", headers={"Cookie": "maillage_session=never-was-one"})
    assert (nobody.status_code, nobody.json()["type"]) == (401, "not_signed_in")


async def test_a_session_that_lasted_all_day_says_no_more_than_that_one_is_not_signed_in(
    as_role: AsRole, connected: Database
) -> None:
    anna = await as_role("professional")
    connected.sql("UPDATE sessions SET created_at = created_at - interval '13 hours'")
    assert (await anna.call("getMe")).json()["type"] == "not_signed_in"


async def test_signing_in_again_changes_the_token_and_ends_the_session_before(
    client: ContractClient, signed_in: SignIn, connected: Database
) -> None:
    await account()
    anna = await signed_in(EMAIL)
    before = anna.cookies["maillage_session"]
    assert await attempt(anna, PASSWORD) == (201, "signed in")
    assert anna.cookies["maillage_session"] != before
    answer = await client.call("getMe", headers={"Cookie": f"maillage_session={before}"})
    assert answer.status_code == 401
    assert connected.sql("SELECT count(*) FROM sessions WHERE ended_at IS NULL") == [(1,)]


async def test_the_session_cookie_is_kept_from_scripts_and_from_other_sites(client: ContractClient) -> None:
    await account()
    answer = await client.call("createSession", json={"email": EMAIL, "password": PASSWORD})
    session, csrf = sorted(answer.headers.get_list("set-cookie"), reverse=True)
    assert session.startswith("maillage_session=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(session.split("; "))
    assert csrf.startswith("maillage_csrf=")
    assert "HttpOnly" not in csrf
    assert "Secure" not in session  # this instance is reached by http


async def test_behind_https_the_cookies_are_secure(
    client: ContractClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await account()
    monkeypatch.setattr(settings(), "base_url", "https://maillage.example")
    answer = await client.call("createSession", json={"email": EMAIL, "password": PASSWORD})
    assert all("Secure" in cookie for cookie in answer.headers.get_list("set-cookie"))


async def test_a_quarter_of_an_hour_without_activity_ends_the_session(
    as_role: AsRole, shift_clock: ShiftClock
) -> None:
    anna = await as_role("professional")
    shift_clock(minutes=14)
    assert (await anna.call("getMe")).status_code == 200
    shift_clock(minutes=14)
    assert (await anna.call("getMe")).status_code == 200
    shift_clock(minutes=15)
    assert (await anna.call("getMe")).json()["type"] == "session_idle"


async def test_a_page_that_refreshes_by_itself_does_not_keep_the_session_awake(
    as_role: AsRole, shift_clock: ShiftClock
) -> None:
    anna = await as_role("professional")
    for _ in range(2):
        shift_clock(minutes=7)
        assert (await anna.call("getMe", headers={"X-Background": "1"})).status_code == 200
    shift_clock(minutes=1)
    assert (await anna.call("getMe", headers={"X-Background": "1"})).status_code == 401


async def test_nobody_stays_signed_in_for_more_than_twelve_hours(
    as_role: AsRole, shift_clock: ShiftClock
) -> None:
    anna = await as_role("professional")
    for _ in range(71):
        shift_clock(minutes=10)
        assert (await anna.call("getMe")).status_code == 200
    shift_clock(minutes=10)
    assert (await anna.call("getMe")).status_code == 401


async def test_the_activity_is_written_at_most_once_a_minute(
    as_role: AsRole, connected: Database, shift_clock: ShiftClock
) -> None:
    anna = await as_role("professional")
    seen = connected.sql("SELECT last_seen_at FROM sessions")
    shift_clock(seconds=50)
    await anna.call("getMe")
    assert connected.sql("SELECT last_seen_at FROM sessions") == seen
    shift_clock(seconds=15)
    await anna.call("getMe")
    later = "SELECT last_seen_at - %s > interval '1 minute' FROM sessions"
    assert connected.sql(later, seen[0][0]) == [(True,)]


async def test_a_closed_account_is_signed_out_at_once(as_role: AsRole, connected: Database) -> None:
    anna = await as_role("coordinator")
    assert (await anna.call("getMe")).status_code == 200
    connected.sql("UPDATE accounts SET is_active = false")
    assert (await anna.call("getMe")).status_code == 401


async def test_demo_accounts_open_in_demo_mode_only(
    client: ContractClient, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    await account("medecin@vitry.demo", is_demo=True)
    instance = (await client.call("getInstance")).json()
    assert instance["demo_accounts"] == [{"email": "medecin@vitry.demo", "label": "Dr Anna Essai"}]
    assert instance["demo_password"] == "maillage-demo"
    anna = await signed_in("medecin@vitry.demo")
    monkeypatch.setattr(settings(), "demo", False)
    instance = (await client.call("getInstance")).json()
    assert (instance["demo"], instance["demo_password"], instance["demo_accounts"]) == (False, None, [])
    assert (await anna.call("getMe")).status_code == 401
    assert await attempt(client, PASSWORD, "medecin@vitry.demo") == (401, "wrong_credentials")


async def test_old_sessions_and_failures_are_forgotten(
    as_role: AsRole,
    client: ContractClient,
    connected: Database,
    shift_clock: ShiftClock,
    community: Community,
) -> None:
    from api.identity.service.forgetting import forget_old_sessions

    await as_role("coordinator")
    await attempt(client, "wrong")
    await forget_old_sessions(0)
    assert connected.sql("SELECT count(*) FROM sessions") == [(1,)]
    assert connected.sql("SELECT count(*) FROM sign_in_failures") == [(1,)]
    shift_clock(days=31)
    await forget_old_sessions(0)
    assert connected.sql("SELECT count(*) FROM sessions") == [(0,)]
    assert connected.sql("SELECT count(*) FROM sign_in_failures") == [(0,)]


async def test_a_session_that_is_over_leaves_no_community_open(
    as_role: AsRole, shift_clock: ShiftClock
) -> None:
    token = (await as_role("coordinator")).cookies["maillage_session"]
    standing = text("SELECT coalesce(current_setting('app.community_id', true), '')")
    async with unit_of_work() as db:
        actor = await service.actor_of_session(db, token, at=clock.now(), awake=False)
        assert actor is not None
        assert await db.scalar(standing) == str(actor.community_id)
    shift_clock(hours=13)
    async with unit_of_work() as db:
        assert await service.actor_of_session(db, token, at=clock.now(), awake=False) is None
        assert await db.scalar(standing) == ""
