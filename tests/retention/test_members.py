"""Who has left, and since when; and whose role that ends."""

import pytest

from api import worker
from api.availability import service as availability
from api.contract.models import Role
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.directory import service as directory
from api.identity import service as identity
from api.identity.rules import ProvedBy
from api.identity.tables import Account
from api.retention import events
from api.retention.rules import GONE
from tests.availability.test_leavers import leaves, membership_ends
from tests.conftest import Database
from tests.contract.contents import contents
from tests.dispatch.conftest import awake, requester
from tests.dispatch.scene import file, offers_of, open_time, soon, thread
from tests.identity.conftest import doctor
from tests.identity.delegating import NAME, Office, named, office
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn

__all__ = ["awake", "doctor", "office", "requester"]
"""Fixtures of other tests."""

TWO_YEARS = 740


async def night() -> None:
    """What the worker does once a day."""
    await worker.forget_what_is_past(0)


async def seen_to_leave(who: SignedIn) -> None:
    """The worker follows what the directory says."""
    await availability.replace_displaced(who.community_id, clock.now())


async def stays_to_certify_deaths(who: SignedIn, keep: bool) -> None:
    """What the coordination writes in their dossier."""
    async with unit_of_work(who.community_id) as db:
        await directory.keep_without_practice(
            db,
            system_actor(who.community_id),
            community_id=who.community_id,
            professional_id=who.professional_id,
            keep=keep,
        )


async def signs_in(who: SignedIn) -> None:
    """At a door of today, whatever the community."""
    async with unit_of_work() as db:
        account = await db.get_one(Account, who.account_id)
        await identity.open_session(db, account, at=clock.now(), proved_by=ProvedBy.password)


async def works_in(who: SignedIn, community_id: object) -> None:
    """The account has the role of a professional there too."""
    async with unit_of_work(community_id) as db:  # type: ignore[arg-type]  # of a community made by a fixture
        await identity.grant_role(
            db,
            system_actor(community_id),  # type: ignore[arg-type]
            await db.get_one(Account, who.account_id),
            community_id=community_id,  # type: ignore[arg-type]
            role=Role.professional,
            at=clock.now(),
        )


async def test_a_doctor_who_retired_and_certifies_deaths_is_kept_until_two_years_after_they_stop(
    doctor: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    await stays_to_certify_deaths(doctor, True)
    leaves(connected, doctor)
    await seen_to_leave(doctor)
    shift_clock(days=TWO_YEARS)
    before = contents(connected)
    await night()
    assert contents(connected) == before

    await stays_to_certify_deaths(doctor, False)
    await seen_to_leave(doctor)
    shift_clock(days=700)
    before = contents(connected)
    await night()
    assert contents(connected) == before, "their years begin when they stop"
    shift_clock(days=TWO_YEARS - 700)
    await night()
    assert connected.sql("SELECT count(*) FROM memberships") == [(0,)]


async def test_a_professional_who_never_was_a_member_keeps_the_role_that_they_use(
    doctor: SignedIn, make_community: MakeCommunity, connected: Database, shift_clock: ShiftClock
) -> None:
    there = (await make_community("Ailleurs")).id
    await works_in(doctor, there)
    shift_clock(days=TWO_YEARS)
    await signs_in(doctor)
    await night()
    roles = "SELECT community_id FROM grants WHERE account_id = %s"
    assert {here for (here,) in connected.sql(roles, doctor.account_id)} == {doctor.community_id, there}


async def test_an_account_whose_role_ended_waits_while_it_is_invited_elsewhere(
    doctor: SignedIn,
    office: Office,
    as_role: AsRole,
    make_community: MakeCommunity,
    connected: Database,
    shift_clock: ShiftClock,
) -> None:
    there = (await make_community("Ailleurs")).id
    delegation = await named(doctor)
    await office.accept(delegation)
    ended = await doctor.call("endMyDelegation", delegation_id=delegation["id"])
    assert ended.status_code == 204, ended.text
    shift_clock(days=TWO_YEARS)
    await named(await as_role("professional", community_id=there))
    await night()
    erased = "SELECT count(*) FROM accounts WHERE erased_at IS NOT NULL"
    assert connected.sql(erased) == [(0,)]
    shift_clock(days=40)
    await night()
    assert connected.sql(erased) == [(1,)], "she did not take it up"


async def test_the_time_that_they_gave_leads_to_nobody_and_the_delegations_they_gave_end(
    doctor: SignedIn, requester: SignedIn, office: Office, connected: Database, shift_clock: ShiftClock
) -> None:
    await office.accept(await named(doctor))
    await open_time(doctor)
    await file(requester)
    [offer] = await offers_of(doctor)
    taken = await doctor.call("acceptOffer", offer_id=offer["id"], json={"starts_at": soon(2)})
    assert taken.status_code == 200, taken.text
    assert connected.sql("SELECT resource_id FROM claims") == [(doctor.professional_id,)]
    membership_ends(connected, doctor)
    await seen_to_leave(doctor)
    shift_clock(days=TWO_YEARS)
    await night()
    [(nobody,)] = connected.sql("SELECT id FROM professionals WHERE family_name = %s", GONE.split()[1])
    assert connected.sql("SELECT resource_id FROM claims") == [(nobody,)]
    assert connected.sql("SELECT count(*) FROM delegations WHERE ended_at IS NULL") == [(0,)]


async def test_a_secretary_who_left_before_her_doctor_is_not_named_and_he_still_is(
    doctor: SignedIn,
    requester: SignedIn,
    office: Office,
    as_role: AsRole,
    connected: Database,
    shift_clock: ShiftClock,
) -> None:
    delegation = await named(doctor, may_answer=True)
    nadia = await office.accept(delegation)
    await open_time(doctor)
    request = await file(requester)
    [offer] = await offers_of(doctor)
    taken = await nadia.call("acceptOffer", offer_id=offer["id"], json={"starts_at": soon(2)})
    assert taken.status_code == 200, taken.text
    ended = await doctor.call("endMyDelegation", delegation_id=delegation["id"])
    assert ended.status_code == 204, ended.text
    async with unit_of_work() as db:
        (await db.get_one(Account, doctor.account_id)).name = "Dr Anna Essai-Roux"
    shift_clock(days=TWO_YEARS)
    await signs_in(doctor)
    await night()
    signed = {line["actor_name"] for line in await thread(await as_role("coordinator"), request)}
    assert f"{GONE} pour Dr Anna Essai" in signed
    assert not [name for name in signed if name and NAME in name]

    leaves(connected, doctor)
    await seen_to_leave(doctor)
    shift_clock(days=TWO_YEARS)
    await night()
    signed = {line["actor_name"] for line in await thread(await as_role("coordinator"), request)}
    assert GONE in signed, "two who left are said once"
    assert not [name for name in signed if name and "Anna" in name], "whatever she was called meanwhile"


async def test_what_fails_for_one_holds_up_nothing_else(
    doctor: SignedIn,
    as_role: AsRole,
    make_community: MakeCommunity,
    connected: Database,
    shift_clock: ShiftClock,
) -> None:
    other = await as_role("professional", community_id=(await make_community("Ailleurs")).id)
    closed = await as_role("admin")
    connected.sql("UPDATE accounts SET is_active = false WHERE id = %s", closed.account_id)
    for who in (doctor, other):
        leaves(connected, who)
        await seen_to_leave(who)
    connected.sql(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$"
    )
    connected.sql(
        "CREATE TRIGGER refuse BEFORE DELETE ON memberships FOR EACH ROW"
        f" WHEN (old.professional_id = '{doctor.professional_id}') EXECUTE FUNCTION refuse()"
    )
    shift_clock(days=TWO_YEARS)
    with pytest.raises(ExceptionGroup):
        await night()
    assert connected.sql("SELECT professional_id FROM memberships") == [(doctor.professional_id,)]
    assert connected.sql("SELECT erased_at IS NULL FROM accounts WHERE id = %s", closed.account_id) == [
        (False,)
    ]
    connected.sql("DROP TRIGGER refuse ON memberships")
    await night()
    assert connected.sql("SELECT count(*) FROM memberships") == [(0,)], "the next night takes it up"


async def test_a_delegation_is_kept_while_a_request_of_its_time_bears_names(
    doctor: SignedIn,
    requester: SignedIn,
    office: Office,
    connected: Database,
    shift_clock: ShiftClock,
) -> None:
    delegation = await named(doctor)
    await office.accept(delegation)
    await file(requester)
    await doctor.call("endMyDelegation", delegation_id=delegation["id"])
    shift_clock(days=1200)
    async with unit_of_work(doctor.community_id) as db:
        await events.forget_days(db, doctor.community_id, clock.now())
    kept = "SELECT count(*) FROM delegations"
    assert connected.sql(kept) == [(1,)]
    connected.sql("UPDATE cases SET forgotten_at = now()")
    async with unit_of_work(doctor.community_id) as db:
        await events.forget_days(db, doctor.community_id, clock.now())
    assert connected.sql(kept) == [(0,)]
