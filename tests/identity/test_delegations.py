"""Naming a secretary: inviting, accepting, allowing to answer, stopping; and what is refused."""

from typing import Any

import pytest

from tests.conftest import Database
from tests.contract.contents import contents
from tests.identity.delegating import EMAIL, NAME, PASSWORD, Office, invitation, named, token_of
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn


async def listed(doctor: SignedIn) -> list[dict[str, Any]]:
    return list((await doctor.call("listMyDelegations")).json()["items"])


async def test_a_secretary_who_accepts_acts_for_the_doctor_at_once_and_at_each_sign_in(
    doctor: SignedIn, office: Office
) -> None:
    given = await named(doctor)
    assert (given["state"], given["name"], given["since"]) == ("invited", NAME, None)
    nadia = await office.accept(given)
    me = (await nadia.call("getMe")).json()
    assert (me["name"], me["acting_for"]["name"]) == (NAME, "Dr Anna Essai")
    assert (me["professional_id"], me["roles"]) == (str(doctor.professional_id), ["professional", "delegate"])
    [active] = await listed(doctor)
    assert (active["state"], active["demo_link"], active["invitation_expires_at"]) == ("active", None, None)
    _, again = await office.sign_in()
    assert again["acting_for"]["delegation_id"] == given["id"]


async def test_a_delegate_may_do_the_days_work_and_nothing_that_is_the_doctors_own(
    doctor: SignedIn, office: Office
) -> None:
    nadia = await office.accept(await named(doctor))
    scopes = set((await nadia.call("getMe")).json()["scopes"])
    assert {"availability:write", "appointments:write", "requests:write"} <= scopes
    for operation in (
        "listMyDelegations",
        "listNotifications",
        "listOffers",
        "listOutsideCalendars",
        "getCalendarFeed",
        "listMemberLoad",
    ):
        answer = await nadia.call(operation)
        assert (operation, answer.status_code, answer.json()["type"]) == (operation, 403, "not_allowed")


async def test_answering_requests_is_allowed_and_taken_back_from_one_request_to_the_next(
    doctor: SignedIn, office: Office
) -> None:
    given = await named(doctor)
    nadia = await office.accept(given)
    assert (await nadia.call("listOffers")).status_code == 403
    for allowed, status in ((True, 200), (False, 403)):
        [now] = await listed(doctor)
        changed = await doctor.call(
            "replaceMyDelegation",
            delegation_id=given["id"],
            headers={"If-Match": f'"{now["version"]}"'},
            json={"may_answer": allowed},
        )
        assert (changed.status_code, changed.json()["may_answer"]) == (200, allowed)
        assert (await nadia.call("listOffers")).status_code == status


async def test_a_switch_of_a_stale_page_changes_nothing(doctor: SignedIn, connected: Database) -> None:
    given = await named(doctor)
    before = contents(connected)
    stale = await doctor.call(
        "replaceMyDelegation",
        delegation_id=given["id"],
        headers={"If-Match": '"7"'},
        json={"may_answer": True},
    )
    assert (stale.status_code, stale.json()["type"]) == (412, "stale_version")
    unread = await doctor.call(
        "replaceMyDelegation", delegation_id=given["id"], headers={"If-Match": '"1"'}, content=b"{"
    )
    assert unread.status_code == 400
    assert contents(connected) == before


async def test_a_delegate_is_stopped_in_one_call_whatever_was_read_and_is_told_why(
    doctor: SignedIn, office: Office, connected: Database
) -> None:
    given = await named(doctor)
    nadia = await office.accept(given)
    assert (await doctor.call("endMyDelegation", delegation_id=given["id"])).status_code == 204
    assert await listed(doctor) == []
    before = contents(connected)
    for refused in (await nadia.call("listOpenings"), await nadia.call("createClosure", json={})):
        assert (refused.status_code, refused.json()["type"]) == (403, "delegation_ended")
        assert "ask them" in refused.json()["detail"]
    assert contents(connected) == before
    me = (await nadia.call("getMe")).json()
    assert (me["acting_for"], me["delegations"], me["scopes"]) == (None, [], [])
    again = await doctor.call("endMyDelegation", delegation_id=given["id"])
    assert again.status_code == 404


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": "", "email": EMAIL, "may_answer": False}, "/name"),
        ({"name": "2850578006084", "email": EMAIL, "may_answer": False}, "/name"),
        ({"name": NAME, "email": "nadia", "may_answer": False}, "/email"),
        ({"name": NAME, "email": EMAIL}, "/may_answer"),
    ],
)
async def test_an_invitation_with_a_wrong_field_names_it(
    doctor: SignedIn, connected: Database, body: dict[str, Any], pointer: str
) -> None:
    before = contents(connected)
    answer = await doctor.call("inviteDelegate", json=body)
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, [pointer])
    unread = await doctor.call("inviteDelegate", content=b"{", headers={"Content-Type": "application/json"})
    assert unread.status_code == 400
    assert contents(connected) == before


async def test_one_invites_neither_oneself_nor_the_same_person_twice(
    doctor: SignedIn, connected: Database
) -> None:
    await named(doctor)
    before = contents(connected)
    myself = await doctor.call("inviteDelegate", json=invitation(email=doctor.email.upper()))
    assert [error["pointer"] for error in myself.json()["errors"]] == ["/email"]
    twice = await doctor.call("inviteDelegate", json=invitation(email=f" {EMAIL}".strip()))
    assert (twice.status_code, twice.json()["type"]) == (409, "already_delegate")
    assert contents(connected) == before


@pytest.mark.parametrize("role", ["professional", "coordinator", "admin"])
async def test_who_works_in_the_community_in_their_own_name_is_nobodys_secretary_there(
    doctor: SignedIn, as_role: AsRole, connected: Database, role: str
) -> None:
    other = await as_role(role)
    before = contents(connected)
    refused = await doctor.call("inviteDelegate", json=invitation(email=other.email))
    assert (refused.status_code, refused.json()["type"]) == (409, "has_other_role")
    assert contents(connected) == before


async def test_a_professional_of_another_community_may_be_a_secretary_here(
    doctor: SignedIn, as_role: AsRole, make_community: MakeCommunity, office: Office
) -> None:
    there = (await make_community("Ailleurs")).id
    nurse = await as_role("professional", community_id=there, name="Iris Ailleurs", password=PASSWORD)
    given = await named(doctor, email=nurse.email)
    assert given["name"] == NAME, "the name that the account has elsewhere is not the inviter's to know"
    iris = await office.accept(given)
    here = (await iris.call("getMe")).json()
    assert (here["name"], here["professional_id"]) == ("Iris Ailleurs", str(doctor.professional_id))
    moved = await iris.call("chooseCommunity", json={"community_id": str(there)})
    assert moved.json()["professional_id"] == str(nurse.professional_id)
    assert moved.json()["acting_for"] is None


async def test_only_a_professional_names_delegates_and_only_in_their_own_name(
    doctor: SignedIn, as_role: AsRole, office: Office, connected: Database
) -> None:
    nadia = await office.accept(await named(doctor))
    before = contents(connected)
    for somebody in (nadia, await as_role("coordinator"), await as_role("admin")):
        refused = await somebody.call("inviteDelegate", json=invitation(email="lise@cabinet.example"))
        assert refused.status_code == 403
    changed = {name for name, rows in contents(connected).items() if rows != before[name]}
    assert "delegations" not in changed
    assert "invitations" not in changed


async def test_a_delegation_of_another_doctor_is_not_there(
    doctor: SignedIn, colleague: SignedIn, connected: Database
) -> None:
    given = await named(doctor)
    before = contents(connected)
    change = {"headers": {"If-Match": f'"{given["version"]}"'}, "json": {"may_answer": True}}
    for operation, arguments in (
        ("replaceMyDelegation", change),
        ("endMyDelegation", {}),
        ("sendDelegateInvitation", {}),
    ):
        answer = await colleague.call(operation, delegation_id=given["id"], **arguments)
        assert answer.status_code == 404, operation
    assert contents(connected) == before
    assert await listed(colleague) == []


async def test_the_list_says_when_a_delegate_last_acted_and_when_a_link_is_too_old(
    doctor: SignedIn, office: Office, shift_clock: ShiftClock
) -> None:
    nadia = await office.accept(await named(doctor))
    closure = {
        "starts_at": "2030-01-07T09:00:00+01:00",
        "ends_at": "2030-01-07T10:00:00+01:00",
        "reason": "other",
    }
    shift_clock(minutes=5)
    assert (await nadia.call("createClosure", json=closure)).status_code == 201
    late = await named(doctor, email="lise@cabinet.example", name="Lise Ferrand")
    [acted, waiting] = await listed(doctor)
    assert acted["last_acted_at"] > acted["since"]
    assert waiting["last_acted_at"] is None
    shift_clock(days=7)
    [_, waiting] = await _fresh(office, doctor)
    assert (waiting["state"], waiting["demo_link"]) == ("late", None)
    assert late["state"] == "invited"


async def _fresh(office: Office, doctor: SignedIn) -> list[dict[str, Any]]:
    """The list, read by the doctor in a session of today."""
    office.database.sql(
        "UPDATE sessions SET created_at = now() + interval '7 days 6 minutes',"
        " last_seen_at = now() + interval '7 days 6 minutes'"
    )
    return await listed(doctor)


async def test_an_invitation_sent_again_opens_by_its_new_link_only(doctor: SignedIn, office: Office) -> None:
    given = await named(doctor)
    again = (await doctor.call("sendDelegateInvitation", delegation_id=given["id"])).json()
    assert token_of(again) != token_of(given)
    read = await office.nobody().call("readInvitation", json={"token": token_of(given)})
    assert read.status_code == 404
    await office.accept(again)
    late = await doctor.call("sendDelegateInvitation", delegation_id=given["id"])
    assert (late.status_code, late.json()["type"]) == (409, "illegal_transition")
