"""The link of an invitation: good once, for some days, for whoever reads the mailbox."""

from typing import Any

from sqlalchemy import select

from api.core.db import unit_of_work
from api.identity.service.accounts import email_hash
from api.identity.service.invitations import forget_old_invitations
from api.identity.tables import Account
from tests.conftest import Database
from tests.contract.contents import contents
from tests.identity.delegating import EMAIL, NAME, PASSWORD, Office, named, token_of
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn

NO_LINK = "A" * 43


def body(token: str, **change: Any) -> dict[str, Any]:
    return {"token": token, "name": None, "password": PASSWORD} | change


async def test_the_page_behind_the_link_says_who_invites_whom_where(doctor: SignedIn, office: Office) -> None:
    given = await named(doctor)
    page = (await office.nobody().call("readInvitation", json={"token": token_of(given)})).json()
    assert (page["invited_by"], page["name"], page["email"]) == ("Dr Anna Essai", NAME, EMAIL)
    assert (page["proof"], page["role"], page["community_name"]) == ("new_password", "delegate", "CPTS Vitry")


async def test_unknown_used_revoked_replaced_and_late_links_are_answered_alike_and_change_nothing(
    doctor: SignedIn, office: Office, connected: Database, shift_clock: ShiftClock
) -> None:
    used, revoked, late = [
        await named(doctor, email=f"{name}@cabinet.example") for name in ("used", "revoked", "late")
    ]
    await office.accept(used)
    await doctor.call("endMyDelegation", delegation_id=revoked["id"])
    shift_clock(days=7, seconds=1)
    before = contents(connected)
    forged = token_of(late)[:-1] + ("A" if token_of(late)[-1] != "A" else "B")
    answers = []
    for token in (NO_LINK, token_of(used), token_of(revoked), token_of(late), forged):
        answers.append((await office.nobody().call("readInvitation", json={"token": token})).json())
        answers.append((await office.nobody().call("acceptInvitation", json=body(token))).json())
    assert answers == [answers[0]] * len(answers)
    assert (answers[0]["status"], answers[0]["type"]) == (404, "not_found")
    assert contents(connected) == before


async def test_a_link_that_cannot_be_read_is_refused_by_name(office: Office, connected: Database) -> None:
    before = contents(connected)
    for operation, wrong in (("readInvitation", {"token": "x"}), ("acceptInvitation", body("x"))):
        refused = await office.nobody().call(operation, json=wrong)
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/token"]
        unread = await office.nobody().call(
            operation, content=b"{", headers={"Content-Type": "application/json"}
        )
        assert unread.status_code == 400
    assert contents(connected) == before


async def test_a_password_that_is_short_or_guessable_is_refused_and_the_link_still_serves(
    doctor: SignedIn, office: Office, connected: Database
) -> None:
    given = await named(doctor)
    before = contents(connected)
    for wrong in ("un-agenda", "motdepasse2024"):
        refused = await office.nobody().call("acceptInvitation", json=body(token_of(given), password=wrong))
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/password"]
    assert contents(connected) == before
    await office.accept(given)


async def test_who_is_invited_may_correct_the_name_that_the_inviter_wrote(
    doctor: SignedIn, office: Office
) -> None:
    given = await named(doctor)
    browser = office.nobody()
    me = await browser.call("acceptInvitation", json=body(token_of(given), name="Nadia Ferrand-Roux"))
    assert me.json()["name"] == "Nadia Ferrand-Roux"


async def test_an_address_that_signs_in_already_keeps_its_name_and_its_password(
    doctor: SignedIn, as_role: AsRole, make_community: MakeCommunity, office: Office, connected: Database
) -> None:
    there = (await make_community("Ailleurs")).id
    ward = await as_role(
        "requester", community_id=there, organisation_kind="hospital_ward", name="Iris Ailleurs",
        password=PASSWORD,
    )  # fmt: skip
    given = await named(doctor, email=ward.email)
    page = (await office.nobody().call("readInvitation", json={"token": token_of(given)})).json()
    assert (page["proof"], page["name"]) == ("password", "Iris Ailleurs")
    before = contents(connected)
    wrong = await office.nobody().call(
        "acceptInvitation", json=body(token_of(given), password="une autre phrase")
    )
    assert (wrong.status_code, wrong.json()["type"]) == (401, "wrong_credentials")
    assert contents(connected) == before
    iris = await office.accept(given)
    assert (await iris.call("getMe")).json()["name"] == "Iris Ailleurs"
    assert (await office.sign_in(ward.email))[1]["name"] == "Iris Ailleurs"


async def test_an_account_without_a_password_gets_none_and_its_owner_accepts_once_signed_in(
    doctor: SignedIn, as_role: AsRole, make_community: MakeCommunity, office: Office, connected: Database
) -> None:
    there = (await make_community("Ailleurs")).id
    owner = await as_role("coordinator", community_id=there, name="Iris Ailleurs")
    given = await named(doctor, email=owner.email)
    token, accounts = token_of(given), "SELECT * FROM accounts ORDER BY id"
    page = (await office.nobody().call("readInvitation", json={"token": token})).json()
    assert (page["proof"], page["signed_in"], page["name"]) == ("session", False, "Iris Ailleurs")
    before = contents(connected)
    for password in (PASSWORD, None):
        stranger = office.nobody()
        refused = await stranger.call("acceptInvitation", json=body(token, name="Autre", password=password))
        assert (refused.status_code, refused.json()["type"]) == (401, "not_signed_in")
    another = await doctor.call("acceptInvitation", json=body(token, password=None))
    assert another.status_code == 401, "signed in as somebody else"
    assert contents(connected) == before

    kept = connected.sql(accounts)
    page = (await owner.call("readInvitation", json={"token": token})).json()
    assert (page["proof"], page["signed_in"]) == ("session", True)
    accepted = await owner.call("acceptInvitation", json=body(token, name="Autre", password=None))
    assert (accepted.status_code, accepted.json()["name"]) == (201, "Iris Ailleurs")
    assert len((await owner.call("getMe")).json()["communities"]) == 2
    assert connected.sql(accounts) == kept, "neither password nor name"


async def test_the_password_of_an_account_that_has_one_is_asked_for_by_name(
    doctor: SignedIn, office: Office, connected: Database
) -> None:
    given = await named(doctor)
    before = contents(connected)
    refused = await office.nobody().call("acceptInvitation", json=body(token_of(given), password=None))
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/password"]
    assert contents(connected) == before


async def test_guessing_the_password_behind_a_link_locks_the_address(
    doctor: SignedIn, as_role: AsRole, make_community: MakeCommunity, office: Office
) -> None:
    there = (await make_community("Ailleurs")).id
    nurse = await as_role("professional", community_id=there, password=PASSWORD)
    token = token_of(await named(doctor, email=nurse.email))
    for _ in range(5):
        await office.nobody().call("acceptInvitation", json=body(token, password="une autre phrase"))
    locked = await office.nobody().call("acceptInvitation", json=body(token))
    assert (locked.status_code, locked.json()["type"]) == (429, "account_locked")


async def test_who_came_to_work_in_the_community_meanwhile_does_not_become_a_secretary(
    doctor: SignedIn, as_role: AsRole, make_community: MakeCommunity, office: Office, connected: Database
) -> None:
    there = (await make_community("Ailleurs")).id
    nurse = await as_role("professional", community_id=there, password=PASSWORD)
    given = await named(doctor, email=nurse.email)
    connected.sql(
        "UPDATE grants SET community_id = %s WHERE account_id = %s", doctor.community_id, nurse.account_id
    )
    before = contents(connected)
    refused = await office.nobody().call("acceptInvitation", json=body(token_of(given)))
    assert (refused.status_code, refused.json()["type"]) == (409, "has_other_role")
    assert contents(connected) == before


async def test_neither_the_link_nor_the_name_is_kept_readable(
    doctor: SignedIn, office: Office, connected: Database
) -> None:
    given = await named(doctor)
    rows = str(contents(connected))
    for secret in (token_of(given), NAME, EMAIL):
        assert secret not in rows


async def test_what_nobody_took_up_is_forgotten_after_a_month_with_name_and_address(
    doctor: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    await named(doctor)
    shift_clock(days=36)
    await forget_old_invitations(0)
    assert connected.sql("SELECT count(*) FROM invitations") == [(1,)]
    shift_clock(days=2)
    await forget_old_invitations(0)
    assert connected.sql("SELECT count(*) FROM invitations") == [(0,)]
    assert connected.sql("SELECT count(*) FROM delegations") == [(0,)]
    async with unit_of_work() as db:
        assert await db.scalar(select(Account).where(Account.email_hash == email_hash(EMAIL))) is None
    assert connected.sql("SELECT count(*) FROM accounts WHERE is_active") == [(1,)]
