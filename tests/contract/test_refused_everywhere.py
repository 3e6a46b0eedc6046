"""What every operation refuses alike: no scope, no JSON, a wrong shape. Refused, and nothing is kept."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from api.contract.models import Role
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.operations import JSON_MEDIA, Contract, Operation
from api.identity import cookies, service
from api.identity.rules import SCOPES
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.contract.contents import contents
from tests.contract.exceptions import NOT_JSON
from tests.roles import AsRole

NOBODY = UUID(int=0)

OWN_READS = frozenset({"listMySessions", "getMySecondFactor"})
"""They need no role, and refuse only who owes a second factor or must choose a practice first
(tests/identity/test_factor_enforced.py, tests/identity/psc)."""

Callers = dict[Role, ContractClient]


@pytest.fixture
async def callers(as_role: AsRole) -> Callers:
    """Somebody of each role that calls operations."""
    roles = (Role.professional, Role.coordinator, Role.admin, Role.regulator)
    return {role: await as_role(role.value) for role in roles}


@pytest.fixture
async def powerless(client: ContractClient, contract: Contract, connected: Database) -> ContractClient:
    """Somebody who may sign in, and has no role anywhere."""
    async with unit_of_work() as db:
        account = await service.create_account(
            db,
            system_actor(),
            email="personne@vitry.example",
            name="Dominique Essai",
            password=None,
            at=clock.now(),
        )
        token = await service.open_session(db, account, at=clock.now())
        actor = await service.actor_of_session(db, token, at=clock.now(), awake=False)
    assert actor is not None
    assert actor.session_id is not None
    client.cookies.set(cookies.SESSION, token)
    client.headers[cookies.CSRF_HEADER] = cookies.csrf_token(actor.session_id)
    return client


def who_may(operation: Operation, callers: Callers) -> ContractClient:
    """One of those whom the scopes of the operation let in."""
    needed = (operation.scopes or {}).get("session", frozenset())
    return next(caller for role, caller in callers.items() if needed <= SCOPES[role])


def ids(operation: Operation, value: object = NOBODY) -> dict[str, Any]:
    """The path parameters of the operation, all with this value."""
    return {parameter["name"]: value for parameter in operation.parameters_in("path")}


def json_operations(contract: Contract) -> Iterator[Operation]:
    """The operations that read a JSON body."""
    return (one for one in contract.operations.values() if one.body_media == JSON_MEDIA)


async def test_nobody_without_a_role_is_answered(
    powerless: ContractClient, contract: Contract, connected: Database
) -> None:
    before, answered = contents(connected), []
    for operation in contract.operations.values():
        if 403 not in operation.answers or operation.scopes is None or operation.id in OWN_READS:
            continue
        headers = {"If-Match": '"1"'}
        if operation.scopes == {"session": frozenset()} or operation.id == "chooseCommunity":
            headers[cookies.CSRF_HEADER] = "wrong"  # no scope is asked: what is left is the CSRF token
        body = {"json": {}} if operation.body_media == JSON_MEDIA else {}
        answer = await powerless.call(operation.id, headers=headers, **ids(operation), **body)
        if answer.status_code != 403:
            answered.append(f"{operation.id}: {answer.status_code} {answer.text[:200]}")
    assert answered == []
    assert contents(connected) == before


async def test_a_body_that_is_no_json_is_refused(
    callers: Callers, contract: Contract, connected: Database
) -> None:
    before, taken = contents(connected), []
    for operation in json_operations(contract):
        for headers in ({"Content-Type": JSON_MEDIA}, {"Content-Type": "text/plain"}):
            answer = await who_may(operation, callers).call(
                operation.id, content=b'{"reason": ', headers={"If-Match": '"1"', **headers}, **ids(operation)
            )
            if (answer.status_code, answer.json()["type"]) != (400, "malformed_request"):
                taken.append(f"{operation.id}: {answer.status_code} {answer.text[:200]}")
    assert taken == []
    assert contents(connected) == before


async def test_what_has_a_wrong_shape_is_refused_by_its_name(
    callers: Callers, contract: Contract, connected: Database
) -> None:
    before, taken = contents(connected), []
    for operation in contract.operations.values():
        if 422 not in operation.answers or operation.id in NOT_JSON:
            continue
        for pointer, arguments in misshapen(operation):
            answer = await who_may(operation, callers).call(operation.id, **arguments)
            pointers = [error["pointer"] for error in answer.json().get("errors") or []]
            named = any(one == pointer or one.startswith(f"{pointer}/") for one in pointers)
            if answer.status_code != 422 or not named:
                taken.append(f"{operation.id} {pointer}: {answer.status_code} {answer.text[:200]}")
    assert taken == []
    assert contents(connected) == before


def misshapen(operation: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
    """Ways to call the operation wrongly, each with the pointer that the refusal must name."""
    right: dict[str, Any] = ids(operation)
    if operation.body_media == JSON_MEDIA:
        right["json"] = {}
        yield "/unknown", {**right, "json": {"unknown": 1}, "headers": {"If-Match": '"1"'}}
    for name in ids(operation):
        yield f"/path/{name}", {**right, name: "not-an-id", "headers": {"If-Match": '"1"'}}
    for parameter in operation.parameters_in("query"):
        if wrong := wrong_value(parameter["schema"]):
            yield f"/query/{parameter['name']}", {**right, "params": {parameter["name"]: wrong}}
    if operation.parameter("header", "If-Match"):
        yield "/header/If-Match", {**right, "headers": {"If-Match": "9" * 65}}
        yield "/header/If-Match", {**right}
    if known := operation.parameter("header", "If-None-Match"):
        too_long = "x" * (known["schema"]["maxLength"] + 1)
        yield "/header/If-None-Match", {**right, "headers": {"If-None-Match": too_long}}
    if operation.parameter("header", "Idempotency-Key") and "json" not in right:
        yield (
            "/header/Idempotency-Key",
            {**right, "headers": {"If-Match": '"1"', "Idempotency-Key": "short"}},
        )


def wrong_value(schema: Any) -> str | None:
    """A text that the schema of a query parameter does not allow; None when it allows any short one."""
    kind = schema.get("type")
    if kind == "string" and not {"format", "enum", "pattern"} & schema.keys():
        return "x" * (schema["maxLength"] + 1) if "maxLength" in schema else None
    return "not-that"
