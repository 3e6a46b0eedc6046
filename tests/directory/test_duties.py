"""Who is on duty: written by the coordinator, read by everybody of the community."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from api.core.clock import now
from api.core.db import unit_of_work
from tests.conftest import Database
from tests.directory.test_exports import structure
from tests.roles import AsRole, MakeCommunity, SignedIn


def a_duty(
    *, organisation_id: UUID | None = None, professional_id: UUID | None = None, **changed: Any
) -> dict[str, Any]:
    """A night of duty, from now to tomorrow."""
    return {
        "kind": "on_call" if professional_id else "pharmacy",
        "organisation_id": str(organisation_id) if organisation_id else None,
        "professional_id": str(professional_id) if professional_id else None,
        "starts_at": now().isoformat(),
        "ends_at": (now() + timedelta(hours=12)).isoformat(),
        "phone": None,
        **changed,
    }


@pytest.fixture
async def coordinator(as_role: AsRole) -> SignedIn:
    """A coordinator of Vitry."""
    return await as_role("coordinator")


@pytest.fixture
async def place(coordinator: SignedIn) -> UUID:
    """A structure of Vitry."""
    async with unit_of_work() as db:
        one = structure()
        db.add(one)
    return one.id


async def test_a_duty_shows_who_where_and_which_number_until_it_ends(
    coordinator: SignedIn, as_role: AsRole, place: UUID, database: Database
) -> None:
    doctor = await as_role("professional")
    later = (now() + timedelta(hours=2)).isoformat()
    body = a_duty(professional_id=doctor.professional_id, phone="06 39 98 01 02", starts_at=later)
    assert (await coordinator.call("createDuty", json=body)).status_code == 201
    made = await coordinator.call("createDuty", json=a_duty(organisation_id=place))
    assert made.status_code == 201, made.text
    first, second = (await doctor.call("listDuties")).json()["items"]
    assert first == made.json()
    assert (first["name"], first["phone"]) == ("SAMI de Vitry", "+33199006320")
    assert first["place"] == "1 rue de l’Essai, Vitry-sur-Seine"
    assert (second["professional_id"], second["phone"]) == (str(doctor.professional_id), "+33639980102")
    database.sql(
        "UPDATE duties SET starts_at = starts_at - interval '13 h', ends_at = ends_at - interval '13 h'"
    )
    assert (await coordinator.call("listDuties")).json()["items"] == []


async def test_a_duty_is_taken_off_the_rota(coordinator: SignedIn, place: UUID, database: Database) -> None:
    made = (await coordinator.call("createDuty", json=a_duty(organisation_id=place))).json()
    assert (await coordinator.call("deleteDuty", duty_id=made["id"])).status_code == 204
    assert (await coordinator.call("deleteDuty", duty_id=made["id"])).status_code == 404
    assert database.sql("SELECT count(*) FROM duties") == [(0,)]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"organisation_id": None}, "/organisation_id"),
        ({"organisation_id": str(uuid4())}, "/organisation_id"),
        ({"professional_id": str(uuid4())}, "/professional_id"),
        ({"ends_at": (now() - timedelta(days=1)).isoformat()}, "/ends_at"),
        ({"ends_at": (now() + timedelta(days=9)).isoformat()}, "/ends_at"),
        (
            {
                "starts_at": (now() - timedelta(hours=3)).isoformat(),
                "ends_at": (now() - timedelta(hours=1)).isoformat(),
            },
            "/ends_at",
        ),
        (
            {
                "starts_at": (now() + timedelta(days=400)).isoformat(),
                "ends_at": (now() + timedelta(days=401)).isoformat(),
            },
            "/starts_at",
        ),
        ({"phone": "01 99 00 42"}, "/phone"),
    ],
)
async def test_a_duty_that_makes_no_sense_is_refused_by_its_field(
    coordinator: SignedIn, place: UUID, database: Database, wrong: dict[str, Any], pointer: str
) -> None:
    answer = await coordinator.call("createDuty", json=a_duty(organisation_id=place) | wrong)
    assert answer.status_code == 422, answer.text
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert database.sql("SELECT count(*) FROM duties") == [(0,)]


async def test_a_structure_of_another_territory_is_not_put_on_duty(
    coordinator: SignedIn, place: UUID, database: Database
) -> None:
    database.sql("UPDATE organisations SET commune_insee = '13041'")
    answer = await coordinator.call("createDuty", json=a_duty(organisation_id=place))
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/organisation_id"]
    assert database.sql("SELECT count(*) FROM duties") == [(0,)]


async def test_the_rota_is_the_communitys_and_written_by_its_coordinators(
    coordinator: SignedIn, as_role: AsRole, make_community: MakeCommunity, place: UUID, database: Database
) -> None:
    assert (await coordinator.call("createDuty", json=a_duty(organisation_id=place))).status_code == 201
    stranger = await as_role("coordinator", community_id=(await make_community("Ailleurs")).id)
    assert (await stranger.call("listDuties")).json()["items"] == []
    doctor = await as_role("professional")
    assert (await doctor.call("createDuty", json=a_duty(organisation_id=place))).status_code == 403
    assert database.sql("SELECT count(*) FROM duties") == [(1,)]
