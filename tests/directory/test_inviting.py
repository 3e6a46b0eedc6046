"""A newcomer is invited by the coordination, accepts by the link, and is a member with their page."""

from typing import Any
from uuid import UUID

import pytest

from api.identity.tables import Community
from tests.conftest import Database
from tests.contract.contents import contents
from tests.directory.rpps_lines import line
from tests.directory.test_import import RPPS, Operator
from tests.directory.test_news import operator
from tests.identity.delegating import PASSWORD, Office, invitation, office, token_of
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn

__all__ = ["office", "operator"]

EMAIL = "maiwenn@cabinet.example"


@pytest.fixture
async def newcomer(operator: Operator, as_role: AsRole) -> UUID:
    """Somebody whom the last import of the national file brought, and who has no account."""
    await operator.imports(operator.file(line(rpps=RPPS[0])))
    await operator.imports(operator.file(line(rpps=RPPS[0]), line(rpps=RPPS[1])))
    [came] = (await (await as_role("coordinator")).call("listNewcomers")).json()["items"]
    return UUID(came["professional"]["id"])


@pytest.fixture
async def coordinator(as_role: AsRole) -> SignedIn:
    return await as_role("coordinator")


async def shown(reader: SignedIn, who: UUID) -> dict[str, Any]:
    """The card of a newcomer, as somebody reads it."""
    items = (await reader.call("listNewcomers")).json()["items"]
    [one] = [item for item in items if item["professional"]["id"] == str(who)]
    return dict(one)


async def invited(coordinator: SignedIn, who: UUID, email: str = EMAIL) -> dict[str, Any]:
    """The card of a newcomer who has just been invited."""
    answer = await coordinator.call("inviteNewcomer", professional_id=who, json={"email": email})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_a_newcomer_who_is_invited_accepts_and_is_a_member_with_their_own_page(
    coordinator: SignedIn, newcomer: UUID, office: Office
) -> None:
    assert (await shown(coordinator, newcomer))["actions"] == ["invite"]
    card = await invited(coordinator, newcomer)
    assert (card["invitation"]["state"], card["invitation"]["email"]) == ("invited", EMAIL)
    assert card["actions"] == ["send_again", "withdraw"]
    assert await shown(coordinator, newcomer) == card
    browser = office.nobody()
    body = {"token": token_of(card["invitation"]), "name": None, "password": PASSWORD}
    me = (await browser.call("acceptInvitation", json=body)).json()
    assert (me["professional_id"], me["roles"]) == (str(newcomer), ["professional"])
    assert me["name"] == card["professional"]["name"]
    page = (await browser.call("getMyMembership")).json()
    assert page["professional_id"] == str(newcomer)
    after = await shown(coordinator, newcomer)
    assert (after["is_member"], after["invitation"], after["actions"]) == (True, None, [])
    assert (await office.sign_in(EMAIL))[1]["professional_id"] == str(newcomer)


async def test_an_invitation_sent_again_has_a_new_link_and_one_that_is_withdrawn_none(
    coordinator: SignedIn, newcomer: UUID, as_role: AsRole, office: Office, shift_clock: ShiftClock
) -> None:
    first = await invited(coordinator, newcomer)
    shift_clock(days=7, seconds=1)
    coordinator = await as_role("coordinator")  # the session of a week ago is over
    assert (await shown(coordinator, newcomer))["invitation"]["state"] == "late"
    again = await coordinator.call("sendNewcomerInvitation", professional_id=newcomer)
    assert again.status_code == 200, again.text
    assert again.json()["invitation"]["state"] == "invited"
    assert token_of(again.json()["invitation"]) != token_of(first["invitation"])
    assert (await coordinator.call("withdrawNewcomerInvitation", professional_id=newcomer)).status_code == 204
    for card in (first, again.json()):
        token = token_of(card["invitation"])
        assert (await office.nobody().call("readInvitation", json={"token": token})).status_code == 404
    assert (await shown(coordinator, newcomer))["actions"] == ["invite"]
    for operation in ("withdrawNewcomerInvitation", "sendNewcomerInvitation"):
        assert (await coordinator.call(operation, professional_id=newcomer)).status_code == 404
    await invited(coordinator, newcomer)


async def test_nobody_is_invited_twice_and_nobody_who_has_an_account_here(
    coordinator: SignedIn, newcomer: UUID, as_role: AsRole, connected: Database
) -> None:
    colleague = await as_role("professional")
    assert colleague.professional_id is not None
    await invited(coordinator, newcomer)
    before = contents(connected)
    for who in (newcomer, colleague.professional_id):
        body = {"email": "autre@cabinet.example"}
        refused = await coordinator.call("inviteNewcomer", professional_id=who, json=body)
        assert (refused.status_code, refused.json()["type"]) == (409, "already_invited")
    assert contents(connected) == before


async def test_an_address_that_works_here_is_refused_and_one_that_cannot_be_is_named(
    coordinator: SignedIn, newcomer: UUID, as_role: AsRole, office: Office, connected: Database
) -> None:
    doctor = await as_role("professional")
    given = (await doctor.call("inviteDelegate", json=invitation())).json()
    await office.accept(given)
    before = contents(connected)
    for email in (coordinator.email, doctor.email, given["email"]):
        refused = await coordinator.call("inviteNewcomer", professional_id=newcomer, json={"email": email})
        assert (refused.status_code, refused.json()["type"]) == (409, "has_other_role")
    for wrong in ({"email": "x"}, {}):
        answer = await coordinator.call("inviteNewcomer", professional_id=newcomer, json=wrong)
        assert [error["pointer"] for error in answer.json()["errors"]] == ["/email"]
    unread = await coordinator.call(
        "inviteNewcomer", professional_id=newcomer, content=b"{", headers={"Content-Type": "application/json"}
    )
    assert unread.status_code == 400
    assert contents(connected) == before


async def test_the_account_of_another_professional_elsewhere_is_told_to_its_owner_alone(
    coordinator: SignedIn, newcomer: UUID, as_role: AsRole, make_community: MakeCommunity,
    office: Office, connected: Database,
) -> None:  # fmt: skip
    there = (await make_community("Ailleurs")).id
    nurse = await as_role("professional", community_id=there, password=PASSWORD)
    card = await invited(coordinator, newcomer, nurse.email)
    assert card["professional"]["name"] not in (await nurse.call("getMe")).text
    before = contents(connected)
    body = {"token": token_of(card["invitation"]), "name": None, "password": PASSWORD}
    refused = await office.nobody().call("acceptInvitation", json=body)
    assert (refused.status_code, refused.json()["type"]) == (409, "has_other_role")
    assert contents(connected) == before


async def test_who_has_an_account_elsewhere_joins_with_that_one_and_nobody_makes_another_in_their_name(
    coordinator: SignedIn, newcomer: UUID, as_role: AsRole, make_community: MakeCommunity,
    office: Office, connected: Database,
) -> None:  # fmt: skip
    there = (await make_community("Ailleurs")).id
    own = await as_role("professional", community_id=there, professional_id=newcomer, password=PASSWORD)
    card = await invited(coordinator, newcomer)
    before = contents(connected)
    body = {"token": token_of(card["invitation"]), "name": None, "password": PASSWORD}
    refused = await office.nobody().call("acceptInvitation", json=body)
    assert (refused.status_code, refused.json()["type"]) == (409, "has_other_role")
    assert contents(connected) == before
    withdrawn = await coordinator.call("withdrawNewcomerInvitation", professional_id=newcomer)
    assert withdrawn.status_code < 300, withdrawn.text
    card = await invited(coordinator, newcomer, own.email)
    body["token"] = token_of(card["invitation"])
    me = await office.nobody().call("acceptInvitation", json=body)
    assert (me.status_code, me.json()["professional_id"]) == (201, str(newcomer))


async def test_who_practises_nowhere_any_more_does_not_join(
    coordinator: SignedIn, newcomer: UUID, office: Office, connected: Database
) -> None:
    card = await invited(coordinator, newcomer)
    connected.sql("UPDATE professionals SET is_active = false WHERE id = %s", newcomer)
    before = contents(connected)
    body = {"token": token_of(card["invitation"]), "name": None, "password": PASSWORD}
    assert (await office.nobody().call("acceptInvitation", json=body)).status_code == 404
    assert contents(connected) == before


async def test_the_coordination_alone_invites_and_sees_who_was(
    coordinator: SignedIn, newcomer: UUID, as_role: AsRole, community: Community, connected: Database
) -> None:
    await invited(coordinator, newcomer)
    colleague = await as_role("professional")
    card = await shown(colleague, newcomer)
    assert (card["invitation"], card["actions"]) == (None, [])
    before = contents(connected)
    for operation in ("inviteNewcomer", "sendNewcomerInvitation", "withdrawNewcomerInvitation"):
        body = {"json": {"email": EMAIL}} if operation == "inviteNewcomer" else {}
        assert (await colleague.call(operation, professional_id=newcomer, **body)).status_code == 403
        unknown = await coordinator.call(operation, professional_id=colleague.account_id, **body)
        assert unknown.status_code == 404
        assert (await coordinator.call(operation, professional_id="personne", **body)).status_code == 422
    assert contents(connected) == before
