"""A write that is sent twice happens once."""

import anyio
import pytest
import time_machine

from tests.conftest import Database
from tests.contract.client import ContractClient

NOTE = {"text": "call back", "kind": "short"}
KEY = {"Idempotency-Key": "key-0001"}


def count(database: Database) -> int:
    return int(str(database.sql("SELECT count(*) FROM notes")[0][0]))


async def test_a_replay_answers_the_same_and_writes_nothing_more(
    notes: ContractClient, connected: Database
) -> None:
    first = await notes.call("writeNote", json=NOTE, headers=KEY)
    again = await notes.call("writeNote", json=NOTE, headers=KEY)
    assert (again.status_code, again.content) == (201, first.content)
    assert (again.headers["etag"], again.headers["idempotency-replayed"]) == ('"1"', "true")
    assert "idempotency-replayed" not in first.headers
    assert count(connected) == 1


async def test_the_same_key_with_another_body_is_refused(notes: ContractClient, connected: Database) -> None:
    await notes.call("writeNote", json=NOTE, headers=KEY)
    other = await notes.call("writeNote", json={**NOTE, "text": "other"}, headers=KEY)
    assert (other.status_code, other.json()["type"]) == (422, "idempotency_key_reused")
    assert count(connected) == 1


async def test_two_actors_may_draw_the_same_key(notes: ContractClient, connected: Database) -> None:
    await notes.call("writeNote", json=NOTE, headers=KEY)
    other = await notes.call("writeNote", json=NOTE, headers={**KEY, "X-Actor": "bruno"})
    assert "idempotency-replayed" not in other.headers
    assert count(connected) == 2


async def test_a_refusal_is_not_kept_and_may_be_tried_again(
    notes: ContractClient, connected: Database
) -> None:
    connected.sql("ALTER TABLE notes ADD CONSTRAINT no_notes CHECK (false)")
    with pytest.raises(Exception, match="no_notes"):
        await notes.call("writeNote", json=NOTE, headers=KEY)
    connected.sql("ALTER TABLE notes DROP CONSTRAINT no_notes")
    assert (await notes.call("writeNote", json=NOTE, headers=KEY)).status_code == 201
    assert count(connected) == 1


async def test_simultaneous_retries_write_once(notes: ContractClient, connected: Database) -> None:
    bodies = []

    async def write() -> None:
        bodies.append((await notes.call("writeNote", json=NOTE, headers=KEY)).content)

    async with anyio.create_task_group() as together:
        for _ in range(5):
            together.start_soon(write)
    assert len(bodies) == 5
    assert len(set(bodies)) == 1
    assert count(connected) == 1


async def test_a_key_is_forgotten_after_seven_days(notes: ContractClient, connected: Database) -> None:
    with time_machine.travel("2026-03-01T10:00:00+00:00", tick=True):
        await notes.call("writeNote", json=NOTE, headers=KEY)
    with time_machine.travel("2026-03-08T09:59:00+00:00", tick=True):
        assert "idempotency-replayed" in (await notes.call("writeNote", json=NOTE, headers=KEY)).headers
    with time_machine.travel("2026-03-08T10:01:00+00:00", tick=True):
        assert "idempotency-replayed" not in (await notes.call("writeNote", json=NOTE, headers=KEY)).headers
    assert count(connected) == 2


async def test_a_machine_client_must_send_a_key(notes: ContractClient, connected: Database) -> None:
    answer = await notes.call("writeNote", json=NOTE, headers={"X-Actor": "kiosk/client"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/header/Idempotency-Key"
    assert count(connected) == 0


async def test_the_kept_answer_cannot_be_read_in_the_database(
    notes: ContractClient, connected: Database
) -> None:
    await notes.call("writeNote", json={**NOTE, "text": "Jeanne Martin"}, headers=KEY)
    kept = connected.sql("SELECT answer_sealed, request_digest FROM idempotent_answers")
    assert len(kept) == 1
    assert all(b"Jeanne" not in bytes(value) for value in kept[0])  # type: ignore[call-overload]  # bytea
