"""A forgotten password, or the first one of an account that the SAS platform keeps: a link, good once."""

import re
from typing import Any

import pytest
from structlog.testing import capture_logs

from api.core.settings import settings
from api.identity import links
from api.notifications.service import password_links
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.contract.contents import contents
from tests.identity.authenticator import password_typed, prove, with_phone
from tests.identity.delegating import EMAIL as INVITED
from tests.identity.delegating import named
from tests.identity.test_regulators import NATIONAL, Kept, enter, kept
from tests.letters import text_in, whole
from tests.notifications.conftest import PostOffice, post_office
from tests.roles import PASSWORD, AsRole, ShiftClock, SignIn

__all__ = ["kept", "post_office"]
"""Fixtures of other tests."""

EMAIL = "regine@samu01.example"
CHOSEN = "cinq mots bien longs"
OF_MAILLAGE = "?oublie=1"
"""How the page is told that one signs in here, and not from the SAS platform."""


def job(database: Database) -> dict[str, Any]:
    """What the last job was told that sends a link."""
    waits = "SELECT args FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'"
    [(args,)] = database.sql(f"{waits} ORDER BY id DESC LIMIT 1", password_links.SEND)
    assert isinstance(args, dict)
    return args


def sent(database: Database) -> list[tuple[object, ...]]:
    """The sendings that wait, the oldest first."""
    waits = "SELECT args->>'account_id' FROM procrastinate_jobs WHERE task_name = %s ORDER BY id"
    return database.sql(waits, password_links.SEND)


async def link_of(
    http: ContractClient, database: Database, office: PostOffice, email: str = EMAIL, marked: str = ""
) -> str:
    """Ask for a link, let it be sent, and read its token in the e-mail."""
    before = len(office.received)
    answer = await http.call("requestPasswordLink", json={"email": f" {email.upper()} "})
    assert answer.status_code == 202
    await password_links.deliver(**job(database))
    assert office.to[-1] == email
    assert len(office.received) == before + 1
    text = text_in(office.received[-1])
    return str(re.findall(rf"/mot-de-passe/([A-Za-z0-9_-]{{43}}){re.escape(marked)}\s", text)[0])


def choice(token: str, **change: object) -> dict[str, object]:
    return {"token": token, "password": CHOSEN, "terms_accepted": True} | change


async def test_a_letter_that_is_sent_again_is_the_same_one(
    client: ContractClient, kept: Kept, connected: Database, post_office: PostOffice
) -> None:
    await kept()
    await link_of(client, connected, post_office)
    await password_links.deliver(**job(connected))
    first, again = post_office.received
    assert first["Message-ID"] == again["Message-ID"]


async def test_without_a_mail_server_no_letter_leaves_and_the_operator_is_told(
    client: ContractClient, kept: Kept, connected: Database
) -> None:
    await kept()
    assert (await client.call("requestPasswordLink", json={"email": EMAIL})).status_code == 202
    with capture_logs() as said:
        await password_links.deliver(**job(connected))
    assert [one["event"] for one in said] == ["letter.no_mail_server"]
    assert EMAIL not in str(said)


async def test_the_link_gives_a_password_once_and_the_terms_are_accepted(
    client: ContractClient, kept: Kept, connected: Database, post_office: PostOffice
) -> None:
    await kept()
    await enter(client, origin="sas")
    token = await link_of(client, connected, post_office)
    assert (await client.call("choosePassword", json=choice(token))).status_code == 204
    assert (await client.call("getMe")).status_code == 401, "who was in with the old password is out"
    assert (await enter(client, origin="sas")).status_code == 401
    body = {"email": EMAIL, "password": CHOSEN, "origin": "sas"}
    assert (await client.call("createSession", json=body)).status_code == 201
    [(accepted,)] = connected.sql("SELECT terms_accepted_at IS NOT NULL FROM regulator_accounts")
    assert accepted
    assert (await client.call("choosePassword", json=choice(token))).status_code == 404


async def test_the_letter_with_the_link_names_nobody(
    client: ContractClient, kept: Kept, connected: Database, post_office: PostOffice
) -> None:
    """The account is Régine Exemple's, of a SAMU: what the platform told of her stays here."""
    await kept()
    token = await link_of(client, connected, post_office)
    [letter] = post_office.received
    text = whole(letter)
    assert token in text
    assert not re.search(r"r[ée]gine|exemple|samu", text.replace(token, ""), re.IGNORECASE)


async def test_a_short_or_guessable_password_or_terms_not_accepted_are_refused_by_name(
    client: ContractClient, kept: Kept, connected: Database, post_office: PostOffice
) -> None:
    await kept()
    token = await link_of(client, connected, post_office)
    before = contents(connected)
    short = choice(token, password="court", terms_accepted=False)
    refused = await client.call("choosePassword", json=short)
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/password", "/terms_accepted"]
    for guessable in ("motdepasse2024", "Régine Exemple", EMAIL):
        refused = await client.call("choosePassword", json=choice(token, password=guessable))
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/password"]
    for operation in ("choosePassword", "requestPasswordLink"):
        unread = await client.call(operation, content=b"{", headers={"Content-Type": "application/json"})
        assert unread.status_code == 400
        assert (await client.call(operation, json={})).status_code == 422
    assert contents(connected) == before


async def test_unknown_replaced_late_and_closed_links_are_answered_alike(
    client: ContractClient, kept: Kept, connected: Database, post_office: PostOffice, shift_clock: ShiftClock
) -> None:
    account_id = await kept()
    replaced = await link_of(client, connected, post_office)
    shift_clock(minutes=3)
    late = await link_of(client, connected, post_office)
    invitation = links.link_token(links.INVITATION, account_id, 2)
    for token in ("A" * 43, replaced, invitation):
        assert (await client.call("choosePassword", json=choice(token))).status_code == 404
    shift_clock(hours=24)
    assert (await client.call("choosePassword", json=choice(late))).status_code == 404
    good = await link_of(client, connected, post_office)
    await kept(active=False)
    assert (await client.call("choosePassword", json=choice(good))).status_code == 404


async def test_a_link_dies_with_the_address_that_it_was_sent_to(
    client: ContractClient, kept: Kept, connected: Database, post_office: PostOffice
) -> None:
    await kept()
    token = await link_of(client, connected, post_office)
    await kept(f" {EMAIL.upper()}")
    unread = await client.call("choosePassword", json=choice(token, terms_accepted=False))
    assert unread.status_code == 422, "the same address, written otherwise: the link serves"
    await kept("nouvelle@samu01.example")
    before = contents(connected)
    assert (await client.call("choosePassword", json=choice(token))).status_code == 404
    assert contents(connected) == before


async def test_nobody_learns_which_addresses_have_an_account_and_nobody_is_flooded(
    client: ContractClient, kept: Kept, connected: Database
) -> None:
    account_id = await kept()
    for email in ("nobody@samu01.example", EMAIL, EMAIL):
        answer = await client.call("requestPasswordLink", json={"email": email})
        assert (answer.status_code, answer.content) == (202, b"")
    assert sent(connected) == [(str(account_id),)]


@pytest.mark.parametrize(
    ("role", "kind"),
    [("coordinator", None), ("admin", None), ("requester", "town_hall"), ("professional", None)],
)
async def test_whoever_has_a_local_account_gets_a_link_and_keeps_their_second_factor(
    client: ContractClient,
    as_role: AsRole,
    connected: Database,
    post_office: PostOffice,
    step_begins: None,
    role: str,
    kind: str | None,
) -> None:
    anna = await as_role(role, organisation_kind=kind, password=PASSWORD, name="Anna Exemple")
    phone, _ = await with_phone(anna)
    token = await link_of(client, connected, post_office, anna.email, OF_MAILLAGE)
    letter = post_office.received[-1].get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert not re.search(r"anna|exemple|vitry|SAS", letter.replace(token, ""), re.IGNORECASE)
    body = choice(token, terms_accepted=False)
    assert (await client.call("choosePassword", json=body)).status_code == 204, "no terms of the platform"
    assert (await anna.call("getMe")).json()["type"] == "session_ended"
    before = {"email": anna.email, "password": PASSWORD}
    assert (await client.call("createSession", json=before)).status_code == 401
    await password_typed(client, anna.email, CHOSEN)
    assert await prove(client, {"code": "000000"}) == (403, "second_factor_wrong")
    assert await prove(client, {"code": phone.code(1)}) == (201, "signed in")
    assert connected.sql("SELECT kind FROM notifications WHERE kind = 'password_changed'") != []
    assert (await client.call("choosePassword", json=choice(token, password=PASSWORD))).status_code == 404
    await password_typed(client, anna.email, CHOSEN)


async def test_a_secretary_who_forgot_hers_comes_back_and_acts_again(
    client: ContractClient, as_role: AsRole, signed_in: SignIn, connected: Database, post_office: PostOffice
) -> None:
    nadia = await as_role("delegate", password=PASSWORD)
    token = await link_of(client, connected, post_office, nadia.email, OF_MAILLAGE)
    assert (await client.call("choosePassword", json=choice(token))).status_code == 204
    again = await signed_in(nadia.email, CHOSEN)
    assert (await again.call("getMe")).json()["roles"] == ["delegate"]
    traced = connected.sql("SELECT action, subject_id FROM audit_entries WHERE action LIKE 'password.%%'")
    assert traced == [("password.link_sent", nadia.account_id), ("password.chosen", nadia.account_id)]


@pytest.mark.parametrize(
    "who", ["by Pro Santé Connect alone", "invited, not come yet", "closed", "the demonstration's"]
)
async def test_who_may_have_no_password_gets_no_link_and_is_answered_like_anybody(
    client: ContractClient, as_role: AsRole, connected: Database, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    doctor = await as_role("professional", password=None if who.startswith("by") else PASSWORD)
    email = doctor.email
    if who.startswith("invited"):
        await named(doctor)
        email = INVITED
    if who == "closed":
        connected.sql("UPDATE accounts SET is_active = false")
    if who.startswith("the"):
        connected.sql("UPDATE accounts SET is_demo = true")
        monkeypatch.setattr(settings(), "demo", True)
    before = contents(connected)
    answers = [
        await client.call("requestPasswordLink", json={"email": one})
        for one in (email, "nobody@vitry.example")
    ]
    assert [(one.status_code, one.content) for one in answers] == [(202, b"")] * 2
    assert sent(connected) == []
    forged = links.link_token(links.PASSWORD, doctor.account_id, 0)
    assert (await client.call("choosePassword", json=choice(forged))).status_code == 404
    assert contents(connected) == before


async def test_one_address_of_two_accounts_gets_a_link_for_each(
    client: ContractClient, as_role: AsRole, connected: Database, post_office: PostOffice
) -> None:
    """A doctor whom the SAS platform knows as a regulator too."""
    doctor = await as_role("professional", password=PASSWORD)
    regulator = await as_role("regulator", kept_as=NATIONAL)
    same = "UPDATE regulator_accounts SET email_hash = (SELECT email_hash FROM accounts WHERE id = %s)"
    connected.sql(same, doctor.account_id)
    assert (await client.call("requestPasswordLink", json={"email": doctor.email})).status_code == 202
    assert sent(connected) == [(str(one.account_id),) for one in (doctor, regulator)]
    assert connected.sql("SELECT link_serial FROM accounts") == [(1,), (1,)]


async def test_a_link_to_a_local_account_is_replaced_by_the_next_and_dies_when_it_closes(
    client: ContractClient,
    as_role: AsRole,
    connected: Database,
    post_office: PostOffice,
    shift_clock: ShiftClock,
) -> None:
    anna = await as_role("coordinator", password=PASSWORD)
    replaced = await link_of(client, connected, post_office, anna.email, OF_MAILLAGE)
    shift_clock(minutes=3)
    token = await link_of(client, connected, post_office, anna.email, OF_MAILLAGE)
    before = contents(connected)
    assert (await client.call("choosePassword", json=choice(replaced))).status_code == 404
    short = await client.call("choosePassword", json=choice(token, password="court"))
    assert [error["pointer"] for error in short.json()["errors"]] == ["/password"]
    assert contents(connected) == before
    connected.sql("UPDATE accounts SET is_active = false")
    before = contents(connected)
    assert (await client.call("choosePassword", json=choice(token))).status_code == 404
    assert contents(connected) == before
