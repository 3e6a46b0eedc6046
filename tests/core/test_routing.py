"""The binding of handlers to the contract: who may call, what is answered, what cannot even start."""

from uuid import UUID, uuid4

import pytest

from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.operations import ContractMismatch
from api.core.problems import CONSTRAINTS, IllegalTransition
from api.core.routing import Routes
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.core.fixture_app import fixture_contract, fixture_models

NOTE = {"text": "call back", "kind": "short"}


def routes() -> Routes:
    return Routes("notes", contract=fixture_contract(), models=fixture_models())


async def test_a_write_answers_the_status_the_etag_and_the_body_of_the_contract(
    notes: ContractClient,
) -> None:
    answer = await notes.call("writeNote", json=NOTE)
    assert (answer.status_code, answer.headers["etag"], answer.json()["text"]) == (201, '"1"', "call back")
    listed = await notes.call("listNotes")
    assert [note["id"] for note in listed.json()["items"]] == [answer.json()["id"]]


async def test_nobody_is_refused_before_the_fields_are_looked_at(notes: ContractClient) -> None:
    del notes.headers["X-Actor"]
    answer = await notes.call("writeNote", json={"text": 5})
    assert (answer.status_code, answer.json()["type"]) == (401, "not_signed_in")


async def test_a_missing_scope_is_refused_and_nothing_is_written(
    notes: ContractClient, connected: Database
) -> None:
    answer = await notes.call("writeNote", json=NOTE, headers={"X-Scopes": "notes.read"})
    assert (answer.status_code, answer.json()["type"]) == (403, "not_allowed")
    assert connected.sql("SELECT count(*) FROM notes") == [(0,)]


async def test_a_public_operation_asks_for_nobody(notes: ContractClient) -> None:
    del notes.headers["X-Actor"]
    answer = await notes.call("dropNote", note_id=uuid4())
    assert answer.json()["type"] == "not_found"


async def test_the_transaction_is_committed_before_the_answer_leaves(
    notes: ContractClient, connected: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected.sql("ALTER TABLE notes ADD CONSTRAINT uq_line UNIQUE (line) DEFERRABLE INITIALLY DEFERRED")
    monkeypatch.setitem(CONSTRAINTS, "uq_line", IllegalTransition)
    assert (await notes.call("writeNote", json=NOTE)).status_code == 201
    second = await notes.call("writeNote", json=NOTE)  # what only the COMMIT can notice
    assert (second.status_code, second.json()["type"]) == (409, "illegal_transition")
    assert connected.sql("SELECT count(*) FROM notes") == [(1,)]


async def test_a_stale_version_is_refused_and_the_first_change_stays(notes: ContractClient) -> None:
    note = (await notes.call("writeNote", json=NOTE)).json()
    first = await notes.call(
        "rewriteNote", note_id=note["id"], json={**NOTE, "text": "a"}, headers={"If-Match": '"1"'}
    )
    assert first.headers["etag"] == '"2"'
    second = await notes.call(
        "rewriteNote", note_id=note["id"], json={**NOTE, "text": "b"}, headers={"If-Match": '"1"'}
    )
    assert (second.status_code, second.json()["type"]) == (412, "stale_version")
    assert (await notes.call("listNotes")).json()["items"][0]["text"] == "a"


@pytest.mark.parametrize("tag", ["1x", '"one"', "*", '"99999999999999999999"', '"²"'])
async def test_a_version_that_was_never_given_is_stale(notes: ContractClient, tag: str) -> None:
    note = (await notes.call("writeNote", json=NOTE)).json()
    headers = {"If-Match": tag.encode("latin-1")}
    answer = await notes.call("rewriteNote", note_id=note["id"], json=NOTE, headers=headers)
    assert answer.status_code == 412


async def test_a_change_without_the_version_read_names_the_header(notes: ContractClient) -> None:
    answer = await notes.call("rewriteNote", note_id=uuid4(), json=NOTE)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/header/If-Match"


def test_an_operation_that_the_contract_lacks_does_not_start() -> None:
    with pytest.raises(ContractMismatch, match="eraseNote is not in contract/fixture.yaml: add it there"):
        routes().operation("eraseNote")


def test_a_wrong_return_type_does_not_start() -> None:
    async def drop_note(db: Db, note_id: UUID) -> int:
        return 1

    with pytest.raises(ContractMismatch, match=r"drop_note returns int, .* says None"):
        routes().operation("dropNote")(drop_note)


def test_a_parameter_that_the_contract_lacks_does_not_start() -> None:
    async def drop_note(db: Db, note_id: UUID, colour: str) -> None:
        return None

    with pytest.raises(ContractMismatch, match="takes colour, which dropNote does not have"):
        routes().operation("dropNote")(drop_note)


def test_a_forgotten_parameter_does_not_start() -> None:
    async def drop_note(db: Db) -> None:
        return None

    with pytest.raises(ContractMismatch, match="lacks `note_id`, a path parameter"):
        routes().operation("dropNote")(drop_note)


def test_a_handler_of_another_name_does_not_start() -> None:
    async def delete_note(db: Db, note_id: UUID) -> None:
        return None

    with pytest.raises(ContractMismatch, match="call it drop_note"):
        routes().operation("dropNote")(delete_note)


def test_a_query_typed_by_hand_does_not_start() -> None:
    async def list_notes(db: Db, actor: CurrentActor, limit: int = 50) -> None:
        return None

    with pytest.raises(ContractMismatch, match=r"must take Annotated\[ListNotesQuery, Query\(\)\]"):
        routes().operation("listNotes")(list_notes)


def test_a_module_cannot_serve_the_operation_of_another() -> None:
    with pytest.raises(ContractMismatch, match="has the tag 'notes'"):
        Routes("letters", contract=fixture_contract(), models=fixture_models()).operation("dropNote")
