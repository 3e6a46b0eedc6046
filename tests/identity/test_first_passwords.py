"""The first password of an account that the operator makes: chosen by its owner, by a link good once."""

from urllib.parse import urlsplit

import pytest

from api.identity import commands
from api.identity.tables import Community
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.contract.contents import contents
from tests.identity.authenticator import password_typed, prove, with_phone
from tests.identity.delegating import Office, named, office
from tests.identity.test_password_links import OF_MAILLAGE, choice, link_of
from tests.notifications.conftest import PostOffice, post_office
from tests.roles import PASSWORD, AsRole, MakeCommunity, ShiftClock, SignIn

__all__ = ["office", "post_office"]
"""Fixtures of other tests."""

EMAIL = "ada@vitry.example"


def token_of(link: str | None) -> str:
    """What such a link carries."""
    assert link is not None
    return urlsplit(link).path.rpartition("/")[2]


async def chosen(http: ContractClient, link: str | None, password: str = PASSWORD) -> int:
    """The status with which a first password is answered behind a link."""
    body = choice(token_of(link), password=password, terms_accepted=False)
    return (await http.call("choosePassword", json=body)).status_code


@pytest.fixture
async def link(community: Community) -> str:
    """What `maillage account create` prints for Ada."""
    made = await commands.create_account(
        email=EMAIL, name="Ada Essai", role="auditor", community=community.finess
    )
    assert made.link is not None
    return made.link


async def test_the_link_chooses_the_first_password_once_and_opens_no_session(
    client: ContractClient, link: str, signed_in: SignIn, connected: Database
) -> None:
    assert link.endswith("?premier=1")
    assert await chosen(client, link) == 204
    assert connected.sql("SELECT id FROM sessions") == []
    await signed_in(EMAIL)
    before = connected.sql("SELECT password_hash FROM accounts")
    assert await chosen(client, link, "cinq mots bien longs") == 404
    assert connected.sql("SELECT password_hash FROM accounts") == before
    traced = connected.sql("SELECT action FROM audit_entries WHERE action LIKE 'password.%%' ORDER BY at")
    assert traced == [("password.link_drawn",), ("password.chosen",)]


async def test_nobody_signs_in_before_and_what_was_tried_then_counts_no_more(
    client: ContractClient, link: str, signed_in: SignIn, connected: Database
) -> None:
    body = {"email": EMAIL, "password": PASSWORD}
    for _ in range(5):
        assert (await client.call("createSession", json=body)).status_code == 401
    assert await chosen(client, link) == 204
    await signed_in(EMAIL)


async def test_a_link_serves_seven_days_and_the_next_one_takes_its_place(
    client: ContractClient,
    link: str,
    community: Community,
    signed_in: SignIn,
    connected: Database,
    shift_clock: ShiftClock,
) -> None:
    shift_clock(days=7)
    before = contents(connected)
    assert await chosen(client, link) == 404
    assert contents(connected) == before
    who = {"email": EMAIL, "name": "Ada Essai", "role": "auditor", "community": community.finess}
    again, last = [(await commands.create_account(**who)).link for _ in range(2)]
    assert [await chosen(client, one) for one in (link, again)] == [404, 404]
    assert await chosen(client, last) == 204
    await signed_in(EMAIL)
    assert (await commands.create_account(**who)).link is None


async def test_who_lost_it_gets_the_same_one_by_e_mail_and_nobody_else_takes_it_away(
    client: ContractClient,
    link: str,
    connected: Database,
    post_office: PostOffice,
    shift_clock: ShiftClock,
) -> None:
    for hours in (0, 2, 4):  # whoever knows the address may ask
        shift_clock(hours=hours)
        mailed = await link_of(client, connected, post_office, EMAIL, OF_MAILLAGE)
        assert mailed == token_of(link)
    assert await chosen(client, link) == 204
    assert await chosen(client, link) == 404


async def test_who_let_it_expire_asks_for_one_by_e_mail_which_takes_its_place(
    client: ContractClient,
    link: str,
    connected: Database,
    post_office: PostOffice,
    shift_clock: ShiftClock,
) -> None:
    shift_clock(days=8)
    mailed = await link_of(client, connected, post_office, EMAIL, OF_MAILLAGE)
    before = contents(connected)
    assert await chosen(client, link) == 404
    assert contents(connected) == before
    assert (await client.call("choosePassword", json=choice(mailed))).status_code == 204


async def test_what_is_short_guessable_or_made_up_is_refused_and_changes_nothing(
    client: ContractClient, link: str, connected: Database
) -> None:
    token, before = token_of(link), contents(connected)
    for wrong in ("court", "motdepasse2024", "Ada Essai", EMAIL):
        refused = await client.call("choosePassword", json=choice(token, password=wrong))
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/password"]
    made_up = token[:-2] + ("AA" if token[-2:] != "AA" else "BA")
    assert await chosen(client, made_up) == 404
    assert await chosen(client, "A" * 43) == 404
    assert contents(connected) == before
    assert token not in str(before)


async def test_no_invitation_gives_the_account_its_password_in_its_place(
    client: ContractClient, link: str, as_role: AsRole, make_community: MakeCommunity, office: Office
) -> None:
    doctor = await as_role("professional", community_id=(await make_community("Ailleurs")).id)
    invitation = token_of((await named(doctor, email=EMAIL))["demo_link"])
    body = {"token": invitation, "name": None, "password": "cinq mots bien longs"}
    assert (await office.nobody().call("acceptInvitation", json=body)).status_code == 401
    assert await chosen(client, link) == 204
    body["password"] = PASSWORD
    assert (await office.nobody().call("acceptInvitation", json=body)).status_code == 201


async def test_a_link_of_a_closed_account_chooses_nothing(
    client: ContractClient, link: str, connected: Database
) -> None:
    connected.sql("UPDATE accounts SET is_active = false")
    assert await chosen(client, link) == 404
    assert connected.sql("SELECT password_hash FROM accounts") == [(None,)]


@pytest.mark.usefixtures("step_begins")
async def test_a_first_password_does_not_pass_by_the_second_factor(
    client: ContractClient, as_role: AsRole, community: Community
) -> None:
    """Of who signed in by Pro Santé Connect until then."""
    anna = await as_role("admin")
    phone, _ = await with_phone(anna)
    made = await commands.create_account(
        email=anna.email, name="Anna", role="auditor", community=community.finess
    )
    assert await chosen(client, made.link) == 204
    await password_typed(client, anna.email)
    assert await prove(client, {"code": phone.code(1)}) == (201, "signed in")
