"""Whatever is sent, the answer is a problem of the contract that names the field and the cure."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import ValidationError

from api.contract import models
from api.contract.base import Model
from api.core import db as core_db
from api.core import limits
from api.core.problem_handlers import field_errors
from tests.conftest import Database
from tests.contract.client import ContractClient

NOTE = {"text": "call back", "kind": "short"}
JSON = {"content-type": "application/json"}


async def refused(notes: ContractClient, body: bytes, headers: dict[str, str] = JSON) -> Any:
    answer = await notes.call("writeNote", content=body, headers=headers)
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    "body", [b"{", b"nul", b'{"text": NaN0}', b"\xff\xfe{", b'{"text": ' + b"9" * 5000 + b"}"]
)
async def test_what_is_not_json_is_malformed(notes: ContractClient, body: bytes) -> None:
    status, problem = await refused(notes, body)
    assert (status, problem["type"]) == (400, "malformed_request")


async def test_another_media_type_is_malformed(notes: ContractClient) -> None:
    status, problem = await refused(notes, json.dumps(NOTE).encode(), {"content-type": "text/plain"})
    assert (status, problem["detail"]) == (400, "Send the body as Content-Type: application/json")


@pytest.mark.parametrize("body", [b"[]", b"5", b'"x"', b"null", b""])
async def test_a_body_that_is_no_object_is_invalid(notes: ContractClient, body: bytes) -> None:
    status, problem = await refused(notes, body)
    assert (status, problem["errors"][0]["pointer"]) == (422, "")


@pytest.mark.parametrize(
    ("change", "pointer", "message"),
    [
        ({"text": ""}, "/text", "Write at least 1 character(s)"),
        ({"text": "x" * 201}, "/text", "Write at most 200 characters"),
        ({"text": 5}, "/text", "Write a text"),
        ({"text": "a\0b"}, "/text", "A NUL character cannot be stored: take it out"),
        ({"kind": "medium"}, "/kind", "Choose one of 'short' or 'long'"),
        ({"kinds": 1}, "/kinds", "This is not known here: take it out"),
        ({"due_on": 20260101}, "/due_on", "Write the date as YYYY-MM-DD, for example 2026-03-31"),
        ({"color": None}, "/color", "Write a text"),
        ({"due_on": "2026-02-30"}, "/due_on", "Write a date that exists, for example 2026-03-31"),
    ],
)
async def test_a_wrong_field_is_named_with_its_cure_and_nothing_is_written(
    notes: ContractClient, connected: Database, change: dict[str, Any], pointer: str, message: str
) -> None:
    status, problem = await refused(notes, json.dumps({**NOTE, **change}).encode())
    assert (status, problem["type"]) == (422, "invalid_input")
    assert {"pointer": pointer, "message": message} in problem["errors"]
    assert connected.sql("SELECT count(*) FROM notes") == [(0,)]


async def test_a_null_is_taken_where_the_contract_has_one(notes: ContractClient) -> None:
    assert (await notes.call("writeNote", json={**NOTE, "due_on": None})).status_code == 201


async def test_a_wrong_parameter_is_named_by_its_place(notes: ContractClient) -> None:
    for params, pointer in (
        ({"limit": "0"}, "/query/limit"),
        ({"limit": "9" * 5000}, "/query/limit"),
        ({"colour": "red"}, "/query/colour"),
    ):
        answer = await notes.call("listNotes", params=params)
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def every_model() -> list[type[Model]]:
    """The models of the contract."""
    return [kind for kind in vars(models).values() if isinstance(kind, type) and issubclass(kind, Model)]


@pytest.mark.parametrize(
    "value", [None, True, 5, -1, 1.5, "", "x", "2026-02-30", "2026-02-30T10:00:00Z", [], {}]
)
def test_no_field_of_the_contract_is_refused_in_the_words_of_a_library(value: Any) -> None:
    for model in every_model():
        try:
            model.model_validate({field.alias or name: value for name, field in model.model_fields.items()})
        except ValidationError as error:
            said = {found.message for found in field_errors(error.errors())}
            assert not [message for message in said if "nput should" in message or "valid " in message], model


async def test_an_unknown_path_and_a_wrong_method_are_problems(notes: ContractClient) -> None:
    unknown = await notes.get("/api/v1/nothing")
    assert (unknown.status_code, unknown.json()["type"]) == (404, "not_found")
    assert unknown.headers["content-type"] == "application/problem+json"
    wrong = await notes.patch("/api/v1/notes")
    assert (wrong.status_code, wrong.json()["type"]) == (405, "method_not_allowed")
    assert "allow" in wrong.headers


async def test_a_body_beyond_the_limit_is_refused(notes: ContractClient, connected: Database) -> None:
    status, problem = await refused(notes, json.dumps({**NOTE, "text": "x" * 1_000_001}).encode())
    assert (status, problem["type"]) == (413, "payload_too_large")
    assert connected.sql("SELECT count(*) FROM notes") == [(0,)]


async def test_a_body_that_hides_its_length_is_refused_too(notes: ContractClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b" " * 500_000

    answer = await notes.call("writeNote", content=endless(), headers=JSON)
    assert (answer.status_code, answer.json()["type"]) == (413, "payload_too_large")


async def test_a_body_that_never_ends_is_not_waited_for_and_nothing_is_written(
    notes: ContractClient, monkeypatch: pytest.MonkeyPatch, connected: Database
) -> None:
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.2)
    never = asyncio.Event()

    async def drips() -> AsyncIterator[bytes]:
        yield b'{"text": "'
        await never.wait()

    answer = await asyncio.wait_for(notes.call("writeNote", content=drips(), headers=JSON), 10)
    assert (answer.status_code, answer.json()["type"]) == (400, "malformed_request")
    assert connected.sql("SELECT count(*) FROM notes") == [(0,)]


async def test_a_crash_tells_an_incident_number_and_nothing_else(
    notes: ContractClient, caplog: pytest.LogCaptureFixture
) -> None:
    notes._transport.raise_app_exceptions = False  # type: ignore[attr-defined]  # as a server does
    answer = await notes.get("/crash")
    assert (answer.status_code, answer.json()["type"]) == (500, "server_error")
    incident = answer.json()["detail"].rsplit(" ", 1)[1]
    logged = caplog.text
    assert incident in logged
    assert "ZeroDivisionError" in logged
    assert "Jeanne" not in logged + answer.text


async def test_a_database_that_is_away_is_said_to_be_away(notes: ContractClient) -> None:
    await core_db.disconnect()
    core_db.connect("postgresql://nobody@127.0.0.1:1/nothing")
    answer = await notes.call("listNotes")
    assert (answer.status_code, answer.json()["type"]) == (503, "not_ready")
    assert int(answer.headers["retry-after"]) > 0
