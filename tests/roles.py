"""People of tests: a community, and somebody signed in with a role there, calling over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from api.contract.models import OrganisationKind, Role
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.operations import Contract
from api.core.settings import settings
from api.directory.tables import Membership, Organisation, Practice, Professional
from api.identity import cookies, service
from api.identity.factor_rules import STEP_SECONDS
from api.identity.regulators import NationalIdentifier, Regulator
from api.identity.rules import ProvedBy
from api.identity.tables import Account, Community
from tests.contract.client import ContractClient
from tests.days import day_of

if TYPE_CHECKING:
    from tests.conftest import Database

PASSWORD = "quatre mots au hasard"

VITRY = "94081"


class SignedIn(ContractClient):
    """Somebody with a session, who sends the CSRF token with each request."""

    account_id: UUID
    community_id: UUID
    professional_id: UUID | None
    organisation_id: UUID | None
    email: str


AsRole = Callable[..., Awaitable[SignedIn]]
SignIn = Callable[..., Awaitable[ContractClient]]
MakeCommunity = Callable[..., Awaitable[Community]]
ShiftClock = Callable[..., None]


@pytest.fixture
def make_community(connected: Database) -> MakeCommunity:
    """`await make_community(short_name="…")` -> one more community, of Vitry unless told otherwise."""
    numbers = count(1)

    async def make(short_name: str | None = None, communes: tuple[str, ...] = (VITRY,)) -> Community:
        number = next(numbers)
        async with unit_of_work() as db:
            return await service.create_community(
                db,
                system_actor(),
                finess=f"94{number:07d}",
                name=f"CPTS {short_name or number}",
                short_name=short_name or f"CPTS {number}",
                time_zone="Europe/Paris",
                communes=communes,
                coordination_phone="+33199000001",
                at=clock.now(),
            )

    return make


@pytest.fixture
async def community(make_community: MakeCommunity) -> Community:
    """The community where the people of the test work."""
    return await make_community("Vitry")


@pytest.fixture
async def signed_in(app: FastAPI, contract: Contract, connected: Database) -> AsyncIterator[SignIn]:
    """`await signed_in(email, password)` -> a client that signed in over HTTP, as a browser does."""
    async with AsyncExitStack() as stack:

        async def sign_in(email: str, password: str = PASSWORD) -> ContractClient:
            http = await stack.enter_async_context(ContractClient(app, contract, audit=connected.sql))
            answer = await http.call("createSession", json={"email": email, "password": password})
            assert answer.status_code == 201, answer.text
            http.headers[cookies.CSRF_HEADER] = answer.json()["csrf_token"]
            return http

        yield sign_in


@pytest.fixture
async def as_role(
    app: FastAPI, contract: Contract, connected: Database, community: Community
) -> AsyncIterator[AsRole]:
    """`await as_role("coordinator")` -> a new account with that role in `community`, already signed in.

    A professional gets a general practitioner of their own in the directory (or `professional_id`), a
    practice in Vitry and a membership; `organisation_kind="town_hall"` makes the organisation acted for;
    `kept_as`: the account is one of the SAS platform's, which knows it under that identifier.
    `proved_by`: how they signed in; by two factors, which some roles are held to.
    """
    numbers = count(1)
    async with AsyncExitStack() as stack:

        async def sign_in(
            role: str,
            *,
            community_id: UUID | None = None,
            organisation_kind: str | None = None,
            organisation_id: UUID | None = None,
            professional_id: UUID | None = None,
            name: str | None = None,
            password: str | None = None,
            kept_as: NationalIdentifier | None = None,
            proved_by: ProvedBy = ProvedBy.second_factor,
        ) -> SignedIn:
            number, here = next(numbers), community_id or community.id
            person = _Person(f"{role}{number}@vitry.example", name or f"Camille Essai{number}")
            async with unit_of_work(here) as db:
                if role == "professional" and professional_id is None:
                    professional_id = await _general_practitioner(db, here, number)
                if organisation_kind is not None:
                    organisation_id = _organisation(db, organisation_kind, number)
                await db.flush()
                if kept_as is None:
                    account = await _account(db, person, professional_id, password)
                else:
                    account = await _kept(db, person, kept_as)
                await service.grant_role(
                    db,
                    system_actor(here),
                    account,
                    community_id=here,
                    role=Role(role),
                    organisation_id=organisation_id,
                    at=clock.now(),
                )
                session = await _session(db, account, proved_by)
            http = await stack.enter_async_context(
                SignedIn(app, contract, audit=connected.sql, headers=session[1])
            )
            # Of the host, as a browser keeps it: the next token of the session then takes its place.
            http.cookies.set(cookies.SESSION, session[0][cookies.SESSION], domain=http.base_url.host)
            http.account_id, http.community_id, http.email = account.id, here, person.email
            http.professional_id, http.organisation_id = professional_id, organisation_id
            return http

        yield sign_in


@pytest.fixture
def shift_clock() -> Iterator[ShiftClock]:
    """`shift_clock(minutes=20)`: it is that much later for the application, until the test ends."""

    def shift(*, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> None:
        settings().clock_offset += seconds + 60 * minutes + 3600 * hours + 86_400 * days

    yield shift
    settings().clock_offset = 0.0


@pytest.fixture
def step_begins(shift_clock: ShiftClock) -> None:
    """A code of an authenticator application has just begun to show: none ends while the test goes on."""
    shift_clock(seconds=STEP_SECONDS - clock.now().timestamp() % STEP_SECONDS)


async def sign_in_again(who: SignedIn) -> None:
    """Open another session for somebody whose own has ended."""
    async with unit_of_work(who.community_id) as db:
        account = await db.get_one(Account, who.account_id)
        shown, headers = await _session(db, account, ProvedBy.second_factor)
    who.cookies.clear()
    who.cookies.update(shown)
    who.headers.update(headers)


async def _session(db: Any, account: Account, proved_by: ProvedBy) -> tuple[dict[str, str], dict[str, str]]:
    """The cookies and the headers of a new session."""
    token = await service.open_session(db, account, at=clock.now(), proved_by=proved_by)
    actor = await service.actor_of_session(db, token, at=clock.now(), awake=False)
    assert actor is not None
    assert actor.session_id is not None
    return {cookies.SESSION: token}, {cookies.CSRF_HEADER: cookies.csrf_token(actor.session_id)}


@dataclass(frozen=True)
class _Person:
    email: str
    name: str


async def _account(db: Any, person: _Person, professional_id: UUID | None, password: str | None) -> Account:
    return await service.create_account(
        db,
        system_actor(),
        email=person.email,
        name=person.name,
        password=password,
        professional_id=professional_id,
        at=clock.now(),
    )


async def _kept(db: Any, person: _Person, kept_as: NationalIdentifier) -> Account:
    given, _, family = person.name.partition(" ")
    regulator = Regulator((kept_as,), True, family, given, person.email)
    account_id = await service.create_regulator(db, system_actor(), regulator)
    return await db.get_one(Account, account_id)


async def _general_practitioner(db: Any, community_id: UUID, number: int) -> UUID:
    at = clock.now()
    professional = Professional(
        rpps=f"1099900{number:04d}",
        title="DR",
        family_name=f"Essai{number}",
        given_name="Camille",
        profession_code="10",
        specialty_codes=["SM54"],
        is_active=True,
        created_at=at,
        updated_at=at,
    )
    practice = Practice(
        professional_id=professional.id,
        activity_key=f"test-{number}",
        commune_insee=VITRY,
        commune_name="Vitry-sur-Seine",
        latitude=48.7875 + number / 1000,
        longitude=2.3928,
        is_active=True,
        updated_at=at,
    )
    member = Membership(
        community_id=community_id,
        professional_id=professional.id,
        unscheduled_care=True,
        joined_on=day_of(at),
    )
    db.add(professional)
    await db.flush()
    db.add_all([practice, member])
    return professional.id


def _organisation(db: Any, kind: str, number: int) -> UUID:
    organisation = Organisation(
        kind=OrganisationKind(kind),
        name=f"Structure {number}",
        commune_insee=VITRY,
        commune_name="Vitry-sur-Seine",
        instruction="call",
    )
    db.add(organisation)
    return organisation.id
