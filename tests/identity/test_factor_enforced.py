"""Who is held to two factors, by role; and an admin who helps whoever lost theirs."""

import pytest

from api.contract.models import OrganisationKind, Role
from api.core.operations import Contract
from api.core.operator import OptionRefused
from api.identity import commands, cookies
from api.identity.factor_rules import WITHOUT_FACTOR, owes_factor
from api.identity.rules import ProvedBy, scopes_of
from tests.conftest import Database, Maillage
from tests.contract.client import ContractClient
from tests.identity.authenticator import password_typed, prove, proved, with_passkey, with_phone
from tests.identity.delegating import Office, named, token_of
from tests.identity.held_back import NOT_TRIED, open_to
from tests.identity.test_password_links import EMAIL, choice, link_of
from tests.identity.test_regulators import NATIONAL, Kept, enter, kept
from tests.notifications.conftest import PostOffice, post_office
from tests.roles import PASSWORD, AsRole, MakeCommunity, ShiftClock, SignedIn, SignIn

pytestmark = pytest.mark.usefixtures("step_begins")

__all__ = ["kept", "post_office"]
"""Fixtures of other tests."""


@pytest.mark.parametrize(
    ("role", "kind", "owes"),
    [
        ("coordinator", None, True),
        ("admin", None, True),
        ("auditor", None, True),
        ("requester", "nursing_home", True),
        ("requester", "town_hall", True),
        ("professional", None, False),
        ("delegate", None, False),
        ("regulator", None, False),
    ],
)
def test_roles_that_see_everybody_or_identities_owe_a_second_factor(
    role: str, kind: str | None, owes: bool
) -> None:
    roles = [(Role(role), None if kind is None else OrganisationKind(kind))]
    scopes = scopes_of(roles)
    held = {Role(role)}
    assert owes_factor(held, scopes, is_demo=False, proved_by=ProvedBy.password) is owes
    assert not owes_factor(held, scopes, is_demo=True, proved_by=ProvedBy.password)
    for strong in (ProvedBy.second_factor, ProvedBy.pro_sante_connect):
        assert not owes_factor(held, scopes, is_demo=False, proved_by=strong)


def test_a_requester_who_sees_no_identity_owes_none() -> None:
    assert not owes_factor({Role.requester}, {"requests:read"}, is_demo=False, proved_by=ProvedBy.password)


@pytest.mark.parametrize(
    ("role", "kind", "then_opens"),
    [
        ("coordinator", None, "listCases"),
        ("admin", None, "listDeliveries"),
        ("auditor", None, "listAuditEntries"),
        ("requester", "hospital_ward", "listHospitalDischargeRequests"),
        ("requester", "town_hall", "listDeathCertificationRequests"),
    ],
)
async def test_whoever_owes_a_second_factor_may_do_nothing_but_set_it_up_leave_and_know_where_they_are(
    role: str, kind: str | None, then_opens: str, as_role: AsRole, contract: Contract
) -> None:
    """Every operation of the contract, one by one."""
    anna = await as_role(role, organisation_kind=kind, password=PASSWORD, proved_by=ProvedBy.password)
    assert await open_to(anna, contract, "second_factor_needed") == WITHOUT_FACTOR - NOT_TRIED
    assert (await anna.call("getMe")).json()["second_factor_owed"] is True
    await with_phone(anna)
    assert (await anna.call("getMe")).json()["second_factor_owed"] is False
    assert (await anna.call(then_opens)).status_code == 200


async def test_one_may_leave_without_setting_it_up(as_role: AsRole) -> None:
    anna = await as_role("coordinator", proved_by=ProvedBy.password)
    assert (await anna.call("deleteSession")).status_code == 200


async def test_a_passkey_is_enough(as_role: AsRole) -> None:
    anna = await as_role("admin", proved_by=ProvedBy.password)
    assert (await anna.call("listMySessions")).status_code == 403
    await with_passkey(anna)
    assert (await anna.call("listMySessions")).status_code == 200


async def test_a_device_signed_in_before_there_was_a_factor_opens_once_it_is_proved_there(
    as_role: AsRole, signed_in: SignIn, connected: Database
) -> None:
    anna = await as_role("coordinator", password=PASSWORD, proved_by=ProvedBy.password)
    other = await signed_in(anna.email)
    phone, _ = await with_phone(anna)
    assert (await other.call("getMe")).json()["second_factor_owed"] is True
    refused = await other.call("proveAgain", json={"password": PASSWORD})
    assert (refused.status_code, refused.json()["type"]) == (403, "second_factor_wrong")
    assert (await other.call("listCases")).json()["type"] == "second_factor_needed"
    await proved(other, {"code": phone.code(1)})
    assert (await other.call("getMe")).json()["second_factor_owed"] is False
    assert (await other.call("listCases")).status_code == 200
    assert connected.sql("SELECT DISTINCT proved_by FROM sessions") == [("second_factor",)]


async def test_the_password_proves_one_factor_and_no_second_one(as_role: AsRole, connected: Database) -> None:
    anna = await as_role("coordinator", password=PASSWORD, proved_by=ProvedBy.password)
    await proved(anna)
    assert (await anna.call("listCases")).json()["type"] == "second_factor_needed"
    assert connected.sql("SELECT proved_by FROM sessions") == [("password",)]


async def test_without_its_last_factor_a_session_is_held_to_one_again(as_role: AsRole) -> None:
    anna = await as_role("coordinator", password=PASSWORD)
    _, codes = await with_phone(anna)
    await proved(anna, {"code": codes[0]})
    assert (await anna.call("removeTotp")).status_code == 204
    assert (await anna.call("listCases")).json()["type"] == "second_factor_needed"


async def test_who_came_by_pro_sante_connect_stays_in_whatever_factor_they_add_or_remove(
    as_role: AsRole, connected: Database
) -> None:
    anna = await as_role("coordinator", password=PASSWORD, proved_by=ProvedBy.pro_sante_connect)
    _, codes = await with_phone(anna)
    kept = "SELECT proved_by FROM sessions"
    assert connected.sql(kept) == [("pro_sante_connect",)]
    await proved(anna, {"code": codes[0]})
    assert connected.sql(kept) == [("pro_sante_connect",)]
    assert (await anna.call("removeTotp")).status_code == 204
    assert connected.sql(kept) == [("pro_sante_connect",)]
    assert (await anna.call("listCases")).status_code == 200


async def test_accounts_of_the_demonstration_owe_nothing(as_role: AsRole, connected: Database) -> None:
    anna = await as_role("coordinator", proved_by=ProvedBy.password)
    assert (await anna.call("listCases")).status_code == 403
    connected.sql("UPDATE accounts SET is_demo = true")
    assert (await anna.call("listCases")).status_code == 200


async def test_an_invitation_does_not_pass_by_the_second_factor(
    doctor: SignedIn, office: Office, as_role: AsRole, connected: Database
) -> None:
    first = await office.accept(await named(doctor))
    phone, _ = await with_phone(first)
    again = await as_role("professional", name="Dr Léa Essai")
    invited = await named(again)
    http = office.nobody()
    body = {"token": token_of(invited), "name": None, "password": "un agenda bien tenu"}
    before = connected.sql("SELECT count(*) FROM sessions")
    answer = await http.call("acceptInvitation", json=body)
    assert answer.status_code == 202, answer.text
    assert (await http.call("getMe")).status_code == 401
    assert connected.sql("SELECT count(*) FROM sessions") == before
    entered = await http.call("completeSignIn", json={"code": phone.code(1)})
    assert (entered.status_code, entered.json()["acting_for"]["name"]) == (201, "Dr Léa Essai")


async def test_a_new_password_neither_removes_the_second_factor_nor_what_was_counted_against_it(
    client: ContractClient, kept: Kept, connected: Database, post_office: PostOffice
) -> None:
    await kept()
    signed = await enter(client, origin="sas")
    client.headers[cookies.CSRF_HEADER] = signed.json()["csrf_token"]
    phone, _ = await with_phone(client)
    for _ in range(4):
        assert (await enter(client, origin="sas")).status_code == 202
        assert await prove(client, {"code": "000000"}) == (403, "second_factor_wrong")
    assert (await enter(client, origin="sas")).status_code == 202
    body = choice(await link_of(client, connected, post_office))
    assert (await client.call("choosePassword", json=body)).status_code == 204
    assert await prove(client, {"code": phone.code(1)}) == (401, "second_factor_expired"), "of before"
    assert connected.sql("SELECT failures FROM sign_in_failures") == [(4,)]
    new = {"email": EMAIL, "password": body["password"], "origin": "sas"}
    assert (await client.call("createSession", json=new)).status_code == 202
    assert await prove(client, {"code": phone.code(1)}) == (201, "signed in")


async def test_an_admin_takes_the_factors_of_a_member_away_who_is_told(
    client: ContractClient, as_role: AsRole, connected: Database
) -> None:
    anna, admin = await as_role("coordinator", password=PASSWORD), await as_role("admin", password=PASSWORD)
    await with_phone(anna)
    await password_typed(client, anna.email)
    body = {"email": anna.email.upper()}
    await proved(admin)
    assert (await admin.call("resetSecondFactor", json=body)).status_code == 204
    assert (await anna.call("getMe")).json()["type"] == "session_ended"
    assert await prove(client, {"code": "123456"}) == (401, "second_factor_expired")
    for table in ("totp_factors", "passkeys", "recovery_codes", "factor_requests"):
        assert connected.sql(f"SELECT count(*) FROM {table}") == [(0,)], table
    traced = "SELECT actor_id, subject_id FROM audit_entries WHERE action = 'second_factor.reset'"
    assert connected.sql(traced) == [(admin.account_id, anna.account_id)]
    told = (
        "SELECT args->>'account_id' FROM procrastinate_jobs WHERE task_name = %s AND args->>'news' = 'reset'"
    )
    assert connected.sql(told, "notifications.tell_factor_news") == [(str(anna.account_id),)]
    signed = await client.call("createSession", json={"email": anna.email, "password": PASSWORD})
    assert (signed.status_code, signed.json()["second_factor_owed"]) == (201, True)


async def test_each_reset_by_an_admin_asks_for_a_proof_of_a_moment_ago_also_just_after_signing_in(
    as_role: AsRole, connected: Database, shift_clock: ShiftClock
) -> None:
    anna, nour = await as_role("coordinator"), await as_role("coordinator")
    admin = await as_role("admin", password=PASSWORD)
    for who in (anna, nour):
        await with_phone(who)
    kept = "SELECT account_id FROM totp_factors ORDER BY 1"
    both = connected.sql(kept)
    refused = await admin.call("resetSecondFactor", json={"email": anna.email})
    assert (refused.status_code, refused.json()["type"]) == (403, "proof_needed")
    unknown = await admin.call("resetSecondFactor", json={"email": "personne@vitry.example"})
    assert unknown.json()["type"] == "proof_needed", "nobody learns who has one"
    await proved(admin)
    shift_clock(minutes=5)
    assert (await admin.call("resetSecondFactor", json={"email": anna.email})).status_code == 403
    assert connected.sql(kept) == both
    assert (await anna.call("getMe")).status_code == 200
    await proved(admin)
    assert (await admin.call("resetSecondFactor", json={"email": anna.email})).status_code == 204
    assert (await admin.call("resetSecondFactor", json={"email": nour.email})).status_code == 403
    assert connected.sql(kept) == [(nour.account_id,)]


async def test_factors_of_another_community_of_nobody_and_of_oneself_are_out_of_reach(
    as_role: AsRole, make_community: MakeCommunity, connected: Database
) -> None:
    elsewhere = await make_community("Ailleurs")
    anna = await as_role("coordinator", community_id=elsewhere.id)
    without = await as_role("coordinator")
    admin = await as_role("admin")
    await with_phone(anna)
    _, codes = await with_phone(admin)
    factors = "SELECT account_id FROM totp_factors ORDER BY 1"
    before = connected.sql(factors)
    await proved(admin, {"code": codes[0]})
    answers = [
        await admin.call("resetSecondFactor", json={"email": email})
        for email in (anna.email, "personne@vitry.example", without.email, admin.email)
    ]
    assert [one.status_code for one in answers] == [404] * 4
    assert [one.json() for one in answers] == [answers[0].json()] * 4
    assert connected.sql(factors) == before
    refused = await admin.call("resetSecondFactor", json={"email": "x"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/email")
    unread = {"content": b"{", "headers": {"Content-Type": "application/json"}}
    assert (await admin.call("resetSecondFactor", **unread)).status_code == 400
    assert (await without.call("resetSecondFactor", json={"email": anna.email})).status_code == 403
    assert connected.sql(factors) == before


async def test_the_operator_takes_factors_away_from_the_command_line(
    client: ContractClient, as_role: AsRole, connected: Database
) -> None:
    anna = await as_role("coordinator", password=PASSWORD)
    await with_phone(anna)
    with pytest.raises(OptionRefused):
        await commands.reset_second_factor(email="personne@vitry.example")
    assert connected.sql("SELECT count(*) FROM totp_factors") == [(1,)]
    await commands.reset_second_factor(email=anna.email)
    assert connected.sql("SELECT count(*) FROM totp_factors") == [(0,)]
    with pytest.raises(OptionRefused):
        await commands.reset_second_factor(email=anna.email)
    assert (await anna.call("getMe")).status_code == 401
    signed = await client.call("createSession", json={"email": anna.email, "password": PASSWORD})
    assert (signed.status_code, signed.json()["second_factor_owed"]) == (201, True)


@pytest.mark.parametrize("by", ["an admin", "the operator"])
async def test_who_lost_theirs_is_helped_in_every_account_of_their_address_also_those_of_the_sas_platform(
    as_role: AsRole, connected: Database, by: str
) -> None:
    regulator = await as_role("regulator", kept_as=NATIONAL)
    nurse, other, admin = (
        await as_role("requester"),
        await as_role("requester"),
        await as_role("admin", password=PASSWORD),
    )
    same = "UPDATE regulator_accounts SET email_hash = (SELECT email_hash FROM accounts WHERE id = %s)"
    connected.sql(same, nurse.account_id)
    for who in (regulator, nurse, other):
        await with_phone(who)
    if by == "an admin":
        await proved(admin)
        assert (await admin.call("resetSecondFactor", json={"email": nurse.email})).status_code == 204
    else:
        await commands.reset_second_factor(email=nurse.email)
    assert connected.sql("SELECT account_id FROM totp_factors") == [(other.account_id,)]
    ended = [(await who.call("getMe")).json()["type"] for who in (regulator, nurse)]
    assert ended == ["session_ended"] * 2
    assert (await other.call("getMe")).status_code == 200


def test_the_command_says_what_it_did_not_find(maillage: Maillage) -> None:
    code, said, complained = maillage("account", "reset-second-factor", "--email", "personne@vitry.example")
    assert code == 2
    assert said == []
    assert "personne@vitry.example" in " ".join(complained)
