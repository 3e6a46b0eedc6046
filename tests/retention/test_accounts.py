"""Accounts: erased once they serve nowhere and nobody signed in for the time that the community says."""

from typing import Any
from uuid import UUID

import pytest

from api import worker
from api.availability import service as availability
from api.contract.models import Role
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.identity import service as identity
from api.identity.rules import ProvedBy
from api.identity.tables import Account
from api.retention.accounts import owned
from api.retention.rules import GONE
from tests.availability.builders import opening_body
from tests.availability.conftest import PERSON, booking, day_of, practice_of, slot, tomorrow_at
from tests.availability.test_feed import renew
from tests.availability.test_leavers import joins, leaves, membership_ends
from tests.conftest import Database
from tests.contract.contents import contents
from tests.dispatch.conftest import awake, requester
from tests.dispatch.scene import file, offers_of, open_time, soon, thread
from tests.identity.authenticator import with_passkey
from tests.identity.conftest import doctor
from tests.identity.delegating import NAME, Office, named, office
from tests.notifications.conftest import PUSH_ADDRESS, Browser, choose
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn

__all__ = ["awake", "doctor", "office", "requester"]
"""Fixtures of other tests."""

TWO_YEARS = 740
PERSONAL = (
    "SELECT is_active, password_hash, professional_id, erased_at IS NOT NULL FROM accounts WHERE id = %s"
)
NOBODYS = [(False, None, None, True)]


async def night() -> None:
    """What the worker does once a day."""
    await worker.forget_what_is_past(0)


async def left(database: Database, who: SignedIn, community_id: UUID | None = None) -> None:
    """The national file says the doctor gone, and the worker has seen it."""
    leaves(database, who)
    await availability.replace_displaced(community_id or who.community_id, clock.now())


async def the_account(account_id: UUID) -> Account:
    async with unit_of_work() as db:
        return await db.get_one(Account, account_id)


def rows_of(database: Database, account_id: UUID) -> dict[str, object]:
    """How many rows belong to the account, by table."""
    return {
        table.name: database.sql(f"SELECT count(*) FROM {table.name} WHERE account_id = %s", account_id)[0][0]
        for table in owned()
    }


async def test_what_belongs_to_an_account_goes_two_years_after_its_owner_left(
    doctor: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    await with_passkey(doctor)
    await choose(doctor, mobile_phone="06 39 98 01 01")
    subscription = Browser(f"{PUSH_ADDRESS}/abc").subscription()
    assert (await doctor.call("createPushSubscription", json=subscription)).status_code == 201
    await renew(doctor)
    had = rows_of(connected, doctor.account_id)
    for table in ("passkeys", "recovery_codes", "notification_preferences", "push_subscriptions", "sessions"):
        assert had[table] != 0, table
    await left(connected, doctor)
    shift_clock(days=700)
    before = contents(connected)
    await night()
    assert contents(connected) == before
    shift_clock(days=40)
    await night()
    assert connected.sql(PERSONAL, doctor.account_id) == NOBODYS
    account = await the_account(doctor.account_id)
    assert (account.name, account.email) == (GONE, "")
    assert account.email_hash != identity.email_hash(doctor.email)
    assert set(rows_of(connected, doctor.account_id).values()) == {0}
    for table in ("grants", "memberships", "calendar_feeds", "notifications"):
        assert connected.sql(f"SELECT count(*) FROM {table}") == [(0,)], table
    lines = connected.sql(
        "SELECT action, subject_kind, detail FROM audit_entries WHERE action LIKE '%%erased' ORDER BY action"
    )
    assert lines == [("account.erased", "account", None), ("member.erased", "professional", None)]
    assert doctor.professional_id not in {
        one for (one,) in connected.sql("SELECT subject_id FROM audit_entries WHERE action = 'member.erased'")
    }, "the line leads to no name of the national directory"


async def test_an_address_that_was_erased_may_be_somebodys_again(
    doctor: SignedIn, as_role: AsRole, connected: Database, shift_clock: ShiftClock
) -> None:
    await left(connected, doctor)
    shift_clock(days=TWO_YEARS)
    await night()
    async with unit_of_work() as db:
        again = await identity.create_account(
            db, system_actor(), email=doctor.email, name="Dr Anna Essai", password=None, at=clock.now()
        )
    assert again.id != doctor.account_id


async def test_who_signed_in_since_is_kept_until_two_years_have_passed_again(
    doctor: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    await left(connected, doctor)
    shift_clock(days=400)
    async with unit_of_work() as db:
        account = await db.get_one(Account, doctor.account_id)
        await identity.open_session(db, account, at=clock.now(), proved_by=ProvedBy.password)
    shift_clock(days=TWO_YEARS - 400)
    await night()
    assert connected.sql("SELECT count(*) FROM memberships") == [(0,)], "what they declared goes in its time"
    assert (await the_account(doctor.account_id)).name == "Dr Anna Essai"
    assert connected.sql("SELECT role FROM grants") == [("professional",)]
    shift_clock(days=400)
    await night()
    assert connected.sql(PERSONAL, doctor.account_id) == NOBODYS


async def test_who_works_on_in_another_community_keeps_their_account_and_all_that_is_theirs_there(
    doctor: SignedIn,
    as_role: AsRole,
    make_community: MakeCommunity,
    connected: Database,
    shift_clock: ShiftClock,
) -> None:
    there = (await make_community("Ailleurs")).id
    joins(connected, doctor, there)
    async with unit_of_work(there) as db:
        account = await db.get_one(Account, doctor.account_id)
        await identity.grant_role(
            db, system_actor(there), account, community_id=there, role=Role.professional, at=clock.now()
        )
    await open_time(doctor)
    kept = "INSERT INTO openings SELECT (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(),"
    connected.sql(f"{kept} 'community_id', %s::text))).* FROM openings o", there)
    membership_ends(connected, doctor)
    for community_id in (doctor.community_id, there):
        await availability.replace_displaced(community_id, clock.now())
    shift_clock(days=TWO_YEARS - 10)
    async with unit_of_work() as db:
        account = await db.get_one(Account, doctor.account_id)
        await identity.open_session(db, account, at=clock.now(), proved_by=ProvedBy.password)
    shift_clock(days=10)
    await night()
    kept_account = await the_account(doctor.account_id)
    assert (kept_account.name, kept_account.email, kept_account.is_active) == (
        "Dr Anna Essai",
        doctor.email,
        True,
    )
    assert connected.sql("SELECT community_id FROM grants") == [(there,)]
    assert connected.sql("SELECT community_id FROM memberships") == [(there,)]
    mine = "SELECT DISTINCT community_id FROM openings WHERE professional_id = %s"
    assert connected.sql(mine, doctor.professional_id) == [(there,)]


async def test_who_came_back_in_time_keeps_everything(
    doctor: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    await left(connected, doctor)
    shift_clock(days=700)
    leaves(connected, doctor, back=True)
    await availability.replace_displaced(doctor.community_id, clock.now())
    shift_clock(days=100)
    before = contents(connected)
    await night()
    assert contents(connected) == before
    assert (await the_account(doctor.account_id)).email == doctor.email


async def test_who_comes_back_later_begins_anew_in_time_that_is_free(
    doctor: SignedIn, as_role: AsRole, connected: Database, shift_clock: ShiftClock
) -> None:
    await open_time(doctor)
    await left(connected, doctor)
    shift_clock(days=TWO_YEARS)
    await night()
    leaves(connected, doctor, back=True)
    joins(connected, doctor, doctor.community_id)
    await availability.replace_displaced(doctor.community_id, clock.now())
    again = await as_role("professional", professional_id=doctor.professional_id)
    opening = opening_body(await practice_of(again), on_day=day_of(tomorrow_at(9)))
    made = await again.call("createOpening", json=opening)
    assert made.status_code == 201, made.text
    booked = await again.call(
        "bookAppointment", json=booking(slot(made.json(), tomorrow_at(9)), person=PERSON)
    )
    assert booked.status_code == 201, booked.text
    assert [one["id"] for one in (await again.call("listOpenings")).json()["items"]] == [made.json()["id"]]


async def test_what_they_took_and_wrote_is_still_read_and_says_that_they_left(
    doctor: SignedIn,
    requester: SignedIn,
    office: Office,
    as_role: AsRole,
    connected: Database,
    shift_clock: ShiftClock,
) -> None:
    nadia = await office.accept(await named(doctor, may_answer=True))
    await open_time(doctor)
    request = await file(requester)
    [offer] = await offers_of(doctor)
    taken = await nadia.call("acceptOffer", offer_id=offer["id"], json={"starts_at": soon(2)})
    assert taken.status_code == 200, taken.text
    said = await doctor.call("postMessage", case_id=request["id"], json={"text": "Bien reçu"})
    assert said.status_code == 201, said.text
    before = authors(await thread(await as_role("coordinator"), request))
    assert {"Dr Anna Essai", f"{NAME} pour Dr Anna Essai"} <= before
    connected.sql("UPDATE cases SET closed_at = created_at")
    await left(connected, doctor)
    shift_clock(days=TWO_YEARS)
    await night()
    reader = await as_role("coordinator")
    lines = await thread(reader, request)
    assert GONE in authors(lines)
    assert not [name for name in authors(lines) if "Anna" in name or NAME in name]
    page = await reader.call("getUnscheduledCareRequest", request_id=request["id"])
    assert page.status_code == 200
    assert page.json()["professional"]["name"] == GONE
    secretary = "SELECT id FROM accounts WHERE erased_at IS NOT NULL AND id <> %s"
    assert len(connected.sql(secretary, doctor.account_id)) == 1, "she acted for nobody else"


def authors(lines: list[dict[str, Any]]) -> set[str]:
    """Who signed, and whom the lines are about."""
    return {str(one[name]) for one in lines for name in ("actor_name", "professional_name") if one[name]}


@pytest.mark.parametrize("role", ["coordinator", "admin", "auditor", "requester"])
async def test_any_account_goes_two_years_after_it_was_closed_and_none_that_is_open(
    role: str, as_role: AsRole, connected: Database, shift_clock: ShiftClock
) -> None:
    kind = {"organisation_kind": "town_hall"} if role == "requester" else {}
    gone, stays, back = [await as_role(role, **kind) for _ in range(3)]
    closing = "UPDATE accounts SET is_active = %s WHERE id = %s"
    for who in (gone, back):
        connected.sql(closing, False, who.account_id)
    shift_clock(days=700)
    connected.sql(closing, True, back.account_id)
    await night()
    assert connected.sql("SELECT count(*) FROM accounts WHERE erased_at IS NOT NULL") == [(0,)]
    shift_clock(days=40)
    await night()
    assert connected.sql("SELECT id FROM accounts WHERE erased_at IS NOT NULL") == [(gone.account_id,)]
    assert connected.sql(PERSONAL, gone.account_id) == NOBODYS
    assert (await the_account(stays.account_id)).email == stays.email
    auditor = await as_role("auditor")
    trail = await auditor.call("listAuditEntries", params={"actor_id": str(gone.account_id)})
    assert {one["actor_name"] for one in trail.json()["items"]} <= {GONE}
