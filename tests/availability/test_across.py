"""The software of a whole département holds, books, moves and cancels in each of its communities."""

from typing import Any
from uuid import uuid4

import pytest

from api.contract.models import Role
from tests.availability.conftest import Opens, booking, count, slot, tomorrow_at
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.fhir.conftest import Caller, calling
from tests.roles import AsRole, MakeCommunity, SignedIn

__all__ = ["calling"]

BOOKS = frozenset({"availability:read", "appointments:read", "appointments:write"})
CRETEIL, MARSEILLE = "94028", "13201"


@pytest.fixture
async def software(calling: Caller) -> ContractClient:
    """A client of the département of Vitry and Créteil."""
    return await calling(Role.regulator, BOOKS, department="94")


@pytest.fixture
async def neighbour(as_role: AsRole, make_community: MakeCommunity) -> SignedIn:
    """A doctor of another community of the département."""
    return await as_role("professional", community_id=(await make_community("Créteil", (CRETEIL,))).id)


async def write(client: ContractClient, operation: str, **given: Any) -> Any:
    """The answer of a write under a key of its own."""
    headers = {"Idempotency-Key": str(uuid4()), **given.pop("headers", {})}
    return await client.call(operation, headers=headers, **given)


async def book(client: ContractClient, slot_id: str) -> dict[str, Any]:
    """Hold and book this time, for somebody who lives in Vitry."""
    held = await write(client, "createHold", json={"slot_id": slot_id})
    assert held.status_code == 201, held.text
    body = booking(slot_id, hold_token=held.json()["token"], sas_case_number="94-2612-00017")
    booked = await write(client, "bookAppointment", json=body)
    assert booked.status_code == 201, booked.text
    made: dict[str, Any] = booked.json()
    return made


async def test_it_books_in_the_community_of_the_time_and_reads_what_it_booked(
    software: ContractClient, doctor: SignedIn, neighbour: SignedIn, opens: Opens, connected: Database
) -> None:
    made = {who: await opens(who, audiences=["snp"]) for who in (doctor, neighbour)}
    here = await book(software, slot(made[doctor], tomorrow_at(9, 20)))
    there = await book(software, slot(made[neighbour], tomorrow_at(9)))
    rows = connected.sql("SELECT id::text, community_id, origin FROM appointments ORDER BY starts_at")
    assert rows == [
        (there["id"], neighbour.community_id, "regulation"),
        (here["id"], doctor.community_id, "regulation"),
    ]
    trail = "SELECT subject_id::text, community_id FROM audit_entries WHERE action = 'appointment.booked'"
    assert dict(connected.sql(trail)) == {  # type: ignore[arg-type]  # pairs
        here["id"]: doctor.community_id,
        there["id"]: neighbour.community_id,
    }
    for one in (here, there):
        again = await software.call("getAppointment", appointment_id=one["id"])
        assert (again.status_code, again.json()["sas_case_number"]) == (200, "94-2612-00017")
    first = (await software.call("listAppointments", params={"limit": 1})).json()
    after = {"limit": 1, "cursor": first["next_cursor"]}
    second = (await software.call("listAppointments", params=after)).json()
    assert [one["id"] for one in first["items"] + second["items"]] == [there["id"], here["id"]]
    assert second["next_cursor"] is None


async def test_it_moves_and_cancels_what_it_booked_and_lets_go_what_it_holds(
    software: ContractClient, neighbour: SignedIn, opens: Opens, connected: Database
) -> None:
    made = await opens(neighbour, audiences=["snp"])
    booked = await book(software, slot(made, tomorrow_at(9)))
    moved = await write(
        software,
        "moveAppointment",
        appointment_id=booked["id"],
        json={"slot_id": slot(made, tomorrow_at(10))},
        headers={"If-Match": f'"{booked["version"]}"'},
    )
    assert moved.status_code == 200, moved.text
    gone = await write(
        software, "cancelAppointment", appointment_id=moved.json()["id"], json={"by": "person"}
    )
    assert (gone.status_code, gone.json()["state"]) == (200, "cancelled")
    held = (await write(software, "createHold", json={"slot_id": slot(made, tomorrow_at(11))})).json()
    assert (await write(software, "deleteHold", hold_id=held["id"])).status_code == 204
    assert count(connected, "claims") == 0


async def test_it_books_nothing_in_another_departement(
    software: ContractClient,
    as_role: AsRole,
    make_community: MakeCommunity,
    opens: Opens,
    connected: Database,
) -> None:
    far = await as_role("professional", community_id=(await make_community("Marseille", (MARSEILLE,))).id)
    slot_id = slot(await opens(far, audiences=["snp"]), tomorrow_at(9))
    for operation, body in (("createHold", {"slot_id": slot_id}), ("bookAppointment", booking(slot_id))):
        refused = await write(software, operation, json=body)
        assert (refused.status_code, refused.json()["type"]) == (409, "slot_taken")
    assert [count(connected, table) for table in ("claims", "holds", "appointments", "people")] == [0] * 4


async def test_what_others_booked_in_its_communities_is_not_there_for_it(
    software: ContractClient,
    doctor: SignedIn,
    neighbour: SignedIn,
    as_role: AsRole,
    opens: Opens,
    connected: Database,
) -> None:
    made = await opens(doctor, audiences=["snp", "pro"])
    coordinator = await as_role("coordinator")
    booked = (await coordinator.call("bookAppointment", json=booking(slot(made, tomorrow_at(9))))).json()
    held = (await coordinator.call("createHold", json={"slot_id": slot(made, tomorrow_at(10))})).json()
    before = connected.sql("SELECT * FROM appointments"), connected.sql("SELECT * FROM holds")
    tries = [
        await software.call("getAppointment", appointment_id=booked["id"]),
        await write(software, "cancelAppointment", appointment_id=booked["id"], json={"by": "person"}),
        await write(software, "deleteHold", hold_id=held["id"]),
    ]
    assert [answer.status_code for answer in tries] == [404, 404, 404]
    assert (await software.call("listAppointments")).json()["items"] == []
    assert (connected.sql("SELECT * FROM appointments"), connected.sql("SELECT * FROM holds")) == before


async def test_a_regulation_sends_people_of_any_commune_and_none_that_does_not_exist(
    software: ContractClient, neighbour: SignedIn, opens: Opens, connected: Database
) -> None:
    slot_id = slot(await opens(neighbour, audiences=["snp"]), tomorrow_at(9))
    body = booking(slot_id)
    wrong = body | {"person": body["person"] | {"commune_insee": "94999"}}
    refused = await write(software, "bookAppointment", json=wrong)
    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/person/commune_insee"]
    assert (count(connected, "claims"), count(connected, "people")) == (0, 0)
    assert (await write(software, "bookAppointment", json=body)).status_code == 201
