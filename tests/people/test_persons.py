"""A person enters with a request, is found again whatever the spelling, and has a care circle."""

import pytest

from api.contract.models import PersonInput, Role
from api.core import clock
from api.core.db import unit_of_work
from api.core.problems import InvalidInput
from api.people import service
from tests.cases.builders import SOMEBODY, actor_of, add_sectors
from tests.conftest import Database
from tests.days import today
from tests.roles import AsRole, MakeCommunity, SignedIn

pytestmark = pytest.mark.anyio


@pytest.fixture
async def nurse(as_role: AsRole) -> SignedIn:
    """Who enters the person."""
    return await as_role("professional")


async def enter(who: SignedIn, **changes: object) -> object:
    """The id of the row of a person as typed."""
    typed = PersonInput.model_validate(SOMEBODY | {"sector": None} | changes)
    async with unit_of_work(who.community_id) as db:
        return (await service.create_person(db, actor_of(who, Role.professional), typed, at=clock.now())).id


async def found(who: SignedIn, **changes: object) -> list[object]:
    """The persons of the community who are the same as this one."""
    typed = PersonInput.model_validate(SOMEBODY | {"sector": None} | changes)
    async with unit_of_work(who.community_id) as db:
        return list(await service.same_people(db, actor_of(who, Role.professional), typed))


async def test_the_same_person_is_found_whatever_the_spelling(nurse: SignedIn) -> None:
    one = await enter(nurse, family_name="De la Tour-Lefèvre", given_name="Noé")
    assert await found(nurse, family_name="DE LA TOUR LEFEVRE", given_name="noe") == [one]
    assert await found(nurse, family_name="Delatour-Lefevre", given_name="Noë") == [one]
    assert await found(nurse, family_name="De la Tour", given_name="Noé") == []
    assert (
        await found(nurse, family_name="De la Tour-Lefèvre", given_name="Noé", birth_date="1984-12-04") == []
    )


async def test_the_same_person_elsewhere_is_nobodys_business(
    nurse: SignedIn, as_role: AsRole, make_community: MakeCommunity
) -> None:
    await enter(nurse)
    elsewhere = await make_community("Ailleurs", communes=("94081",))
    assert await found(await as_role("professional", community_id=elsewhere.id)) == []


async def test_a_sector_is_one_that_the_territory_names(nurse: SignedIn, connected: Database) -> None:
    await add_sectors(nurse.community_id, "Port-à-l’Anglais", "Fort")
    await enter(nurse, sector="port a l'anglais")
    assert connected.sql("SELECT sector FROM people") == [("Port-à-l’Anglais",)]
    with pytest.raises(InvalidInput) as refused:
        await enter(nurse, sector="chez Mme Coste, 12 rue du Fort")
    assert [error.pointer for error in refused.value.errors] == ["/person/sector"]
    assert connected.sql("SELECT count(*) FROM people") == [(1,)]


async def test_every_mistake_is_said_at_once_and_nothing_is_written(
    nurse: SignedIn, connected: Database
) -> None:
    tomorrow = today(2)
    with pytest.raises(InvalidInput) as refused:
        await enter(
            nurse, birth_date=tomorrow, phone="06 39 98 01", commune_insee="13041", sector="Nulle part"
        )
    assert {error.pointer for error in refused.value.errors} == {
        "/person/birth_date",
        "/person/phone",
        "/person/commune_insee",
        "/person/sector",
    }
    assert connected.sql("SELECT count(*) FROM people") == [(0,)]


async def test_a_care_circle_holds_each_professional_once(nurse: SignedIn, as_role: AsRole) -> None:
    doctor, other = await as_role("professional"), await as_role("professional")
    actor = actor_of(nurse, Role.professional)
    assert nurse.professional_id is not None
    assert doctor.professional_id is not None
    assert other.professional_id is not None
    async with unit_of_work(nurse.community_id) as db:
        typed = PersonInput.model_validate(SOMEBODY | {"sector": None})
        person = await service.create_person(db, actor, typed, at=clock.now())
        await service.set_care_circle(db, person, attending=None, usual=[nurse.professional_id])
        await service.set_care_circle(
            db,
            person,
            attending=doctor.professional_id,
            usual=[other.professional_id, doctor.professional_id, other.professional_id],
        )
    async with unit_of_work(nurse.community_id) as db:
        circles = await service.care_circles(db, actor, [person.id])
    assert circles == {person.id: service.CareCircle(doctor.professional_id, (other.professional_id,))}


async def test_names_shown_in_a_list_are_traced_one_by_one(nurse: SignedIn, connected: Database) -> None:
    first, second = await enter(nurse), await enter(nurse, given_name="Paul")
    async with unit_of_work(nurse.community_id) as db:
        named = await service.people_named(db, actor_of(nurse, Role.professional), [first, second])  # type: ignore[list-item]  # ids
    assert {person.given_name for person in named.values()} == {"Jeanne", "Paul"}
    assert connected.sql(
        "SELECT action, detail->>'why', count(*) FROM audit_entries "
        "WHERE subject_id IN (%s, %s) GROUP BY 1, 2",
        first,
        second,
    ) == [("person.identity_read", "agenda", 2)]
