"""An account that the SAS platform keeps: it signs in when it comes from there, searches and books."""

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest

from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.national_ids import PERSON_IDS
from api.core.operations import Contract
from api.identity import cookies, passwords, service
from api.identity.regulators import NationalIdentifier, Regulator
from api.identity.rules import FROM_PLATFORM
from api.identity.service.invitations import forget_old_invitations
from api.identity.tables import Account
from tests.availability.conftest import (
    PERSON,
    Opens,
    clock_at,
    colleague,
    day_of,
    doctor,
    opens,
    tomorrow_at,
)
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.roles import PASSWORD, AsRole, ShiftClock, SignedIn

__all__ = ["clock_at", "colleague", "doctor", "opens"]
"""Fixtures of the tests of availability."""

NATIONAL = NationalIdentifier(PERSON_IDS, "810999000111")
SOME_ID = "01a2229a-97a4-7000-9c8c-17a1ffe1e96b"

Kept = Callable[..., Awaitable[UUID]]

_MAY = (
    # Itself.
    "getMe chooseCommunity choosePractice chooseDelegation getCommunity streamEvents getAnswerLink"
    " listMySessions endMySession endMyOtherSessions"
    " getMySecondFactor askFactorProof proveAgain startTotp confirmTotp removeTotp startPasskey addPasskey"
    " removePasskey drawRecoveryCodes changePassword"
    # Search for time.
    " searchAvailability searchSlots listNextSlots listOpenProfessionals listCallOffers explainTime"
    # Book (a time that a doctor gave on the telephone too), move, cancel: its own appointments.
    " createHold deleteHold bookAppointment bookGivenTime listAppointments getAppointment cancelAppointment"
    " moveAppointment"
)
MAY = set(_MAY.split())
"""Every operation whose scopes such an account has. A new one that the account may call must be decided here:
it searches and books, and does nothing else."""


@pytest.fixture
def kept(connected: Database) -> Kept:
    """`await kept(email=…)` -> the id of an account of the platform's, which chose its password."""

    async def keep(
        email: str = "regine@samu01.example", *, active: bool = True, password: str | None = PASSWORD
    ) -> UUID:
        regulator = Regulator((NATIONAL,), active, "Exemple", "Régine", email)
        async with unit_of_work() as db:
            account_id = await service.replace_regulator(db, system_actor(), NATIONAL, regulator)
            if password is not None:
                account = await db.get_one(Account, account_id)
                account.password_hash = await passwords.hashed(password)
        return account_id

    return keep


async def enter(
    http: ContractClient, email: str = "regine@samu01.example", *, origin: str | None = None
) -> httpx.Response:
    body = {"email": email, "password": PASSWORD} | ({} if origin is None else {"origin": origin})
    answer = await http.call("createSession", json=body)
    if answer.status_code == 201:
        http.headers[cookies.CSRF_HEADER] = answer.json()["csrf_token"]
    return answer


async def test_it_signs_in_only_when_it_comes_from_the_platform(
    client: ContractClient, kept: Kept, connected: Database
) -> None:
    account_id = await kept()
    for origin in (None, "elsewhere", "not-sas"):
        refused = await enter(client, origin=origin)
        assert (refused.status_code, refused.json()["type"]) == (403, "origin_needed")
    assert connected.sql("SELECT id FROM sessions") == []
    wrong = await client.call(
        "createSession", json={"email": "regine@samu01.example", "password": "x", "origin": "sas"}
    )
    assert wrong.status_code == 401
    entered = await enter(client, origin="sas-preprod")
    assert (entered.status_code, entered.json()["id"]) == (201, str(account_id))


async def test_nobody_signs_in_before_a_password_was_chosen_and_the_account_waits_for_that(
    client: ContractClient, kept: Kept, connected: Database, shift_clock: ShiftClock
) -> None:
    await kept(password=None)
    assert connected.sql("SELECT password_hash FROM accounts") == [(None,)]
    refused = await enter(client, origin="sas")
    unknown = await enter(client, "nobody@samu01.example", origin="sas")
    assert (refused.status_code, refused.json()) == (401, unknown.json())
    assert connected.sql("SELECT id FROM sessions") == []
    shift_clock(days=90)
    await forget_old_invitations(0)
    assert connected.sql("SELECT is_active FROM accounts") == [(True,)]


async def test_the_address_of_somebody_else_leads_each_to_their_own_account(
    client: ContractClient, as_role: AsRole, kept: Kept
) -> None:
    nurse = await as_role("requester", password=PASSWORD)
    account_id = await kept(nurse.email)
    assert (await enter(client, nurse.email)).json()["id"] == str(nurse.account_id)
    assert (await enter(client, nurse.email, origin="sas")).json()["id"] == str(account_id)


async def test_an_account_that_is_closed_is_out_at_once_and_stays_out_when_it_opens_again(
    client: ContractClient, kept: Kept
) -> None:
    await kept()
    await enter(client, origin="sas")
    assert (await client.call("getMe")).status_code == 200
    await kept(active=False)
    assert (await client.call("getMe")).status_code == 401
    assert (await enter(client, origin="sas")).status_code == 401
    await kept()
    assert (await client.call("getMe")).status_code == 401, "the session that was open is over"
    assert (await enter(client, origin="sas")).status_code == 201


@pytest.fixture
async def arrived(client: ContractClient, kept: Kept, doctor: SignedIn, opens: Opens) -> ContractClient:
    """The regulator, signed in, who followed the address of a slot of the doctor."""
    await opens(doctor, audiences=["snp"])
    await kept()
    await enter(client, origin="sas")
    page = f"/sas/rdv?praticien={doctor.professional_id}&origin=sas"
    answer = await client.get(page)
    landed = urlsplit(answer.headers["location"])
    assert (answer.status_code, landed.path) == (302, "/disponibilites")
    assert parse_qs(landed.query) == {"praticien": [str(doctor.professional_id)], "origin": ["sas"]}
    return client


async def test_following_a_slot_opens_the_community_of_its_professional(
    arrived: ContractClient, doctor: SignedIn, connected: Database
) -> None:
    me = (await arrived.call("getMe")).json()
    assert (me["community"]["id"], me["roles"]) == (str(doctor.community_id), ["regulator"])
    assert set(me["scopes"]) == FROM_PLATFORM
    trail = "SELECT community_id, actor_id FROM audit_entries WHERE action = 'session.community_chosen'"
    moved = [(doctor.community_id, UUID(me["id"]))]
    assert connected.sql(trail) == moved
    # Once: the next slot of the same community gives nothing more.
    await arrived.get(f"/sas/rdv?praticien={doctor.professional_id}&origin=sas")
    assert connected.sql("SELECT count(*) FROM grants WHERE role = 'regulator'") == [(1,)]
    assert connected.sql(trail) == moved


async def test_a_slot_followed_without_origin_or_by_others_gives_no_role(
    client: ContractClient, kept: Kept, doctor: SignedIn, opens: Opens, as_role: AsRole, connected: Database
) -> None:
    await opens(doctor, audiences=["snp"])
    await kept()
    await enter(client, origin="sas")
    await client.get(f"/sas/rdv?praticien={doctor.professional_id}")
    await client.get(f"/sas/rdv?praticien={SOME_ID}&origin=sas")
    requester = await as_role("requester")
    await requester.get(f"/sas/rdv?praticien={doctor.professional_id}&origin=sas")
    assert (await client.call("getMe")).json()["community"] is None
    assert connected.sql("SELECT count(*) FROM grants WHERE role = 'regulator'") == [(0,)]


async def test_time_that_is_over_or_its_owner_s_alone_opens_no_community(
    client: ContractClient, kept: Kept, doctor: SignedIn, opens: Opens, connected: Database
) -> None:
    await opens(doctor, audiences=[])
    await opens(doctor, audiences=["snp"], on_day=day_of(tomorrow_at(9, days=2)))
    connected.sql("UPDATE openings SET ended_at = now() WHERE audiences <> '{}'")
    await kept()
    await enter(client, origin="sas")
    ended, own = connected.sql("SELECT id FROM openings ORDER BY ended_at")
    for (opening_id,) in (ended, own):
        slot = f"creneau={opening_id}.20301104T0800Z"
        await client.get(f"/sas/rdv?praticien={doctor.professional_id}&{slot}&origin=sas")
    assert (await client.call("getMe")).json()["community"] is None
    assert connected.sql("SELECT count(*) FROM grants WHERE role = 'regulator'") == [(0,)]


async def test_it_searches_and_books_and_takes_neither_directory_nor_agenda_along(
    arrived: ContractClient, doctor: SignedIn
) -> None:
    [slot, *_] = (await arrived.get("/api/v1/slots?limit=5")).json()["items"]
    asked = {"slot_id": slot["id"], "mode": "office", "person": PERSON}
    booked = await arrived.post("/api/v1/appointments", json=asked)
    assert booked.status_code == 201, booked.text
    appointment_id = booked.json()["id"]
    doctor_s = {"professional_id": doctor.professional_id}
    for taken, names in (
        ("exportProfessionals", {}),
        ("exportOrganisations", {}),
        ("listDirectoryEntries", {}),
        ("listDuties", {}),
        ("searchProfessionals", {}),
        ("getProfessionalCard", doctor_s),
        ("getProfessional", doctor_s),
        ("listOpenings", {}),
        ("fulfilAppointment", {"appointment_id": appointment_id}),
        ("recordNoShow", {"appointment_id": appointment_id}),
    ):
        assert (await arrived.call(taken, **names)).status_code == 403, taken
    assert (await arrived.call("getAppointment", appointment_id=appointment_id)).json()["state"] == "booked"


async def test_it_may_call_nothing_else_of_all_that_the_server_does(
    arrived: ContractClient, contract: Contract
) -> None:
    """Every operation of the contract, one by one: what needs another scope is refused."""
    open_to_it, reached = set(), set()
    for operation in contract.operations.values():
        if operation.id in {"deleteSession", "createSession"} or operation.scopes is None:
            continue
        names = {parameter["name"]: SOME_ID for parameter in operation.parameters_in("path")}
        needed = operation.scopes.get("session")
        if needed is None or needed - FROM_PLATFORM:
            answer = await arrived.call(operation.id, **names)
            assert answer.status_code == 403, operation.id
        else:
            reached |= needed
            open_to_it.add(operation.id)
    assert open_to_it == MAY
    assert reached == FROM_PLATFORM, "these, and nothing that is theirs"
