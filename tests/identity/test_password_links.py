"""The password of an account that the SAS platform keeps: a link by e-mail, good once."""

import re
from typing import Any

from structlog.testing import capture_logs

from api.identity import links
from api.notifications.service import password_links
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.contract.contents import contents
from tests.identity.test_regulators import Kept, enter, kept
from tests.letters import text_in, whole
from tests.notifications.conftest import PostOffice, post_office
from tests.roles import ShiftClock

__all__ = ["kept", "post_office"]
"""Fixtures of other tests."""

EMAIL = "regine@samu01.example"


def job(database: Database) -> dict[str, Any]:
    """What the last job was told that sends a link."""
    waits = "SELECT args FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'"
    [(args,)] = database.sql(f"{waits} ORDER BY id DESC LIMIT 1", password_links.SEND)
    assert isinstance(args, dict)
    return args


async def link_of(http: ContractClient, database: Database, office: PostOffice) -> str:
    """Ask for a link, let it be sent, and read its token in the e-mail."""
    before = len(office.received)
    answer = await http.call("requestPasswordLink", json={"email": f" {EMAIL.upper()} "})
    assert answer.status_code == 202
    await password_links.deliver(**job(database))
    assert office.to[-1] == EMAIL
    assert len(office.received) == before + 1
    text = text_in(office.received[-1])
    return re.findall(r"/mot-de-passe/([A-Za-z0-9_-]{43})\s", text)[0]


def choice(token: str, **change: object) -> dict[str, object]:
    return {"token": token, "password": "cinq mots bien longs", "terms_accepted": True} | change


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
    body = {"email": EMAIL, "password": "cinq mots bien longs", "origin": "sas"}
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
    await kept()
    jobs = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notifications.send_password_link'"
    for email in ("nobody@samu01.example", EMAIL, EMAIL):
        answer = await client.call("requestPasswordLink", json={"email": email})
        assert (answer.status_code, answer.content) == (202, b"")
    assert connected.sql(jobs) == [(1,)]
