"""The SAS platform calling, and doctors with some time open tomorrow."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from api.contract.models import Role
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.national_ids import PERSON_IDS
from api.core.operations import Contract
from api.identity import service, tokens
from tests.availability.conftest import clock_at, colleague, doctor, opens
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.fhir import structure
from tests.roles import SignedIn

__all__ = ["clock_at", "colleague", "doctor", "opens"]
"""Fixtures of the tests of availability."""

INDIVIDUAL = "_include=Slot:schedule&_include:iterate=Schedule:actor"
CPTS = f"{INDIVIDUAL}&_include=Slot:service-type-reference&_include:iterate=HealthcareService:organization"

Caller = Callable[..., Awaitable[ContractClient]]


@pytest.fixture
async def calling(app: FastAPI, contract: Contract, connected: Database) -> AsyncIterator[Caller]:
    """`await calling(role, scopes)` -> a machine client with a token; of one community when it is named."""
    async with AsyncExitStack() as stack:

        async def call(
            role: Role = Role.regulator,
            scopes: frozenset[str] = frozenset({"fhir:read"}),
            community_id: UUID | None = None,
            department: str | None = None,
        ) -> ContractClient:
            async with unit_of_work(community_id) as db:
                made, _ = await service.create_client(
                    db,
                    system_actor(community_id),
                    name="Plateforme d’essai",
                    role=role,
                    scopes=scopes,
                    community_id=community_id,
                    department=department,
                    at=clock.now(),
                )
            token = tokens.issue(made.id, made.secret_hash, scopes, at=clock.now())
            http = ContractClient(
                app,
                contract,
                audit=connected.sql,
                headers={"Authorization": f"Bearer {token}", "Accept": "application/json+fhir"},
            )
            return await stack.enter_async_context(http)

        yield call


@pytest.fixture
async def platform(calling: Caller) -> ContractClient:
    """The national platform: a client of no community in particular."""
    return await calling()


def national_id(who: SignedIn, database: Database) -> str:
    """8 and the RPPS number of a professional."""
    [(rpps,)] = database.sql("SELECT rpps FROM professionals WHERE id = %s", who.professional_id)
    return f"8{rpps}"


def asked(*people: str, flow: str = CPTS, days: int = 3, more: str = "&status=free") -> str:
    """The query of the platform for these people, from now on."""
    now = clock.now()
    stretch = f"start=ge{stamp(now)}&start=le{stamp(now + timedelta(days=days))}"
    tokens_ = ",".join(f"{PERSON_IDS}|{person}" for person in people)
    return f"{flow}&{stretch}&schedule.actor:Practitioner.identifier={quote(tokens_, safe=':,|')}{more}"


def stamp(at: datetime) -> str:
    """An instant as the platform writes it."""
    return quote(at.isoformat(timespec="milliseconds"))


async def search(http: ContractClient, query: str) -> dict[str, Any]:
    """The Bundle of a search that is served, which holds the official profiles."""
    answer = await http.get(f"/fhir/Slot?{query}")
    assert answer.status_code == 200, answer.text
    bundle = answer.json()
    assert structure.faults(bundle) == []
    return bundle


def of(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The resources of that type."""
    found = [entry["resource"] for entry in bundle.get("entry", [])]
    return [one for one in found if one["resourceType"] == kind]


def codes(resource: dict[str, Any]) -> set[str]:
    """The audiences of a slot, in the words of TRE_R314."""
    return {coding["code"] for coding in resource["meta"]["security"]}


def refused(answer: httpx.Response, status: int) -> list[tuple[str, str | None]]:
    """The code and the place of each issue of a refusal."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/fhir+json"), (
        answer.text
    )
    outcome = answer.json()
    assert outcome["resourceType"] == "OperationOutcome"
    assert all(issue["severity"] == "error" and issue["diagnostics"] for issue in outcome["issue"])
    return [(issue["code"], (issue.get("expression") or [None])[0]) for issue in outcome["issue"]]
