"""What the software of who asked is told as a death goes from the request to its end."""

import json
from typing import Any

from api.identity.tables import Community
from tests.conftest import Database
from tests.death_certifications.conftest import Certifiers
from tests.death_certifications.scene import a_death, accept, act, file, moved, read
from tests.dispatch.scene import tick
from tests.roles import AsRole, ShiftClock, SignedIn
from tests.webhooks.conftest import ALL, a_client

CERTIFIED = {"channel": "paper", "town_hall_informed": True, "attending_doctor_informed": True}


async def has_software(as_role: AsRole, of: SignedIn) -> str:
    """Have the software of somebody's structure be told of every step; the id of its address."""
    body = {
        "machine_client_id": str(await a_client(of)),
        "url": "https://logiciel.example/hook",
        "event_types": ALL,
    }
    made = await (await as_role("admin")).call("createWebhookEndpoint", json=body)
    assert made.status_code == 201, made.text
    endpoint: str = made.json()["endpoint"]["id"]
    return endpoint


def told(database: Database, endpoint: str) -> list[dict[str, Any]]:
    """The messages for an address, in the order of the steps."""
    rows = database.sql(
        f"SELECT body FROM webhook_deliveries WHERE endpoint_id = '{endpoint}' ORDER BY position"
    )
    return [json.loads(body) for (body,) in rows]


def steps(messages: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Each step, and the state that the request has since."""
    return [(one["type"].removeprefix("death_certification."), one["data"]["state"]) for one in messages]


async def test_each_step_to_the_certificate_is_told_to_the_structure_that_asked_without_who_or_where(
    town_hall: SignedIn, doctors: Certifiers, as_role: AsRole, database: Database
) -> None:
    first, second = await doctors(2)
    software = await has_software(as_role, town_hall)
    police = await has_software(as_role, await as_role("requester", organisation_kind="police"))
    request = await file(town_hall, a_death(note="Sonner deux fois"))
    await accept(first, 25)
    taken = await read(first, request["id"])
    await moved(first, "withdrawFromDeathCertification", taken)
    await accept(second, 20)
    taken = await read(second, request["id"])
    coming = await moved(second, "departForDeathCertification", taken, json={"eta_minutes": 15})
    there = await moved(second, "arriveForDeathCertification", coming)
    await moved(second, "certifyDeath", there, json=CERTIFIED)
    messages = told(database, software)
    assert steps(messages) == [
        ("received", "death_qualified"),
        ("offered", "volunteers_asked"),
        ("accepted", "accepted"),
        ("withdrawn", "death_qualified"),
        ("offered", "volunteers_asked"),
        ("accepted", "accepted"),
        ("en_route", "en_route"),
        ("arrived", "on_site"),
        ("certified", "certified"),
    ]
    assert [one["type"] for one in messages if one["data"]["eta_at"]] == [
        f"death_certification.{step}" for step in ("accepted", "accepted", "en_route")
    ]
    said = json.dumps(messages, ensure_ascii=False)
    for word in ("Vauquelin", "Augustine", "Cordiers", "B1142", "Sonner", "Colombet", "1941"):
        assert word not in said
    assert told(database, police) == []


async def test_what_waits_for_answers_is_told_so_and_what_they_end(
    town_hall: SignedIn, as_role: AsRole, database: Database
) -> None:
    software = await has_software(as_role, town_hall)
    request = await file(town_hall, a_death(violence="unknown"))
    assert steps(told(database, software)) == [("received", "to_complete")]
    await moved(town_hall, "answerDeathSafetyQuestions", request, json={"violence": "yes"})
    assert steps(told(database, software))[1:] == [("closed", "out_of_scope")]


async def test_a_duplicate_that_is_taken_back_is_told_as_received_again(
    town_hall: SignedIn, coordinator: SignedIn, as_role: AsRole, database: Database
) -> None:
    first, second = await file(town_hall), await file(town_hall, a_death(violence="unknown"))
    software = await has_software(as_role, town_hall)
    seen, one = await read(coordinator, second["id"]), {"of_id": first["id"]}
    marked = await moved(coordinator, "markDeathCertificationDuplicate", seen, json=one)
    await moved(coordinator, "undoDeathCertificationDuplicate", marked)
    assert steps(told(database, software)) == [("closed", "duplicate"), ("received", "to_complete")]


async def test_nobody_found_the_samu_and_an_end_elsewhere_are_told(
    town_hall: SignedIn,
    coordinator: SignedIn,
    doctors: Certifiers,
    as_role: AsRole,
    awake: Community,
    shift_clock: ShiftClock,
    database: Database,
) -> None:
    await doctors(1)
    software = await has_software(as_role, town_hall)
    request = await file(town_hall)
    shift_clock(minutes=61)
    await tick(awake.id)
    left = await read(coordinator, request["id"])
    handed = await moved(coordinator, "handDeathCertificationToSamu", left)
    body = {"closed_by": "samu"}
    await moved(coordinator, "closeDeathCertificationElsewhere", handed, json=body)
    assert steps(told(database, software))[2:] == [
        ("escalated", "nobody_found"),
        ("escalated", "samu_asked"),
        ("closed", "closed_externally"),
    ]


async def test_an_obstacle_is_told_without_a_reason_and_a_refused_act_tells_nothing(
    town_hall: SignedIn, doctors: Certifiers, as_role: AsRole, database: Database
) -> None:
    [doctor] = await doctors(1)
    software = await has_software(as_role, town_hall)
    request = await file(town_hall)
    await accept(doctor)
    taken = await read(doctor, request["id"])
    there = await moved(doctor, "arriveForDeathCertification", taken)
    before = told(database, software)
    assert (await act(doctor, "certifyDeath", taken, json=CERTIFIED)).status_code == 412
    assert told(database, software) == before
    await moved(doctor, "reportMedicoLegalObstacle", there, json={"authorities_told": True})
    [last] = told(database, software)[len(before) :]
    assert steps([last]) == [("obstacle", "obstacle_reported")]
    assert last["data"].keys() == {"request_id", "number", "state", "eta_at"}
