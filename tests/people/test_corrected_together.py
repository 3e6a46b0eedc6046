"""A correction is of a person: their other requests, their care circle and their appointments follow it."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from api.core.db import unit_of_work
from api.people.rules import age_band
from api.people.tables import Person
from tests.availability.conftest import PERSON as BOOKED
from tests.availability.conftest import Opens, colleague, doctor, opens
from tests.availability.waiting_scene import missed
from tests.conftest import Database
from tests.days import today
from tests.dispatch.conftest import awake, coordinator, requester
from tests.dispatch.scene import PERSON, a_request, file, no_quiet_hours
from tests.people.circles import (
    GIVEN,
    REFUSED,
    adds,
    circle,
    one_with,
    person_of,
    profession,
    roles_in,
    says,
    told_of_circles,
)
from tests.people.corrections import BORN, correct, identity
from tests.roles import AsRole, SignedIn

__all__ = ["awake", "colleague", "coordinator", "doctor", "opens", "requester"]


@pytest.fixture
async def nurse(as_role: AsRole, connected: Database) -> SignedIn:
    """Who asks for care, and is the person's usual nurse."""
    nurse = await as_role("professional", name="Solène Essai")
    await no_quiet_hours(nurse.community_id)
    return profession(connected, nurse, "60")


async def asked(who: SignedIn, need: str = "sick_note", **person: Any) -> str:
    """The person of one more request, as somebody typed them."""
    return await person_of(who, await file(who, a_request(need=need, person=PERSON | person)))


async def test_the_requests_that_one_may_correct_follow_and_those_of_others_stay(
    nurse: SignedIn, requester: SignedIn
) -> None:
    first = await asked(nurse, phone="06 39 98 41 01", address_line="1 rue du Fort")
    same = await asked(nurse, "ear_nose_throat", phone="06 39 98 41 01", family_name="CASTAING MOREAU")
    other_phone = await asked(nurse, "urinary", address_line="2 rue du Fort")
    theirs = await asked(requester, "digestive")
    right = {"birth_date": BORN, "phone": "06 39 98 41 02", "address_line": "3 rue du Fort"}
    assert (await correct(nurse, first, **right)).json() == {"requests": 3}
    found = {
        name: await identity(nurse, person)
        for name, person in {"first": first, "same": same, "other": other_phone}.items()
    }
    assert {one["birth_date"] for one in found.values()} == {BORN}
    assert found["same"]["family_name"] == "CASTAING MOREAU", "as it was spelled there"
    phones = {name: one["phone"] for name, one in found.items()}
    assert phones == {"first": "+33639984102", "same": "+33639984102", "other": "+33639984107"}
    places = {name: one["address_line"] for name, one in found.items()}
    assert places == {"first": "3 rue du Fort", "same": None, "other": "2 rue du Fort"}
    assert (await identity(requester, theirs))["birth_date"] == PERSON["birth_date"]


async def test_a_phone_goes_along_with_whose_it_is(nurse: SignedIn) -> None:
    first, same = await asked(nurse), await asked(nurse, "ear_nose_throat")
    other = await asked(nurse, "urinary", phone="06 39 98 41 01", phone_of="Fille")
    await correct(nurse, first, phone="06 39 98 41 02", phone_of="Père")
    found = [await identity(nurse, person) for person in (first, same, other)]
    assert [(one["phone"], one["phone_of"]) for one in found] == [
        ("+33639984102", "Père"),
        ("+33639984102", "Père"),
        ("+33639984101", "Fille"),
    ]


async def test_the_coordination_corrects_every_request_of_the_community_closed_ones_too(
    nurse: SignedIn, requester: SignedIn, coordinator: SignedIn, connected: Database
) -> None:
    first, other = await asked(nurse), await asked(requester, "urinary")
    connected.sql("UPDATE cases SET closed_at = now() - interval '30 days' WHERE person_id::text = %s", other)
    assert (await correct(coordinator, first, family_name="Castang")).json() == {"requests": 2}
    assert connected.sql("SELECT count(DISTINCT identity_hash) FROM people") == [(1,)]
    traced = "SELECT count(*) FROM audit_entries WHERE action = 'person.identity_corrected'"
    assert connected.sql(traced) == [(2,)]


async def test_a_second_request_is_found_to_be_one_under_the_right_name_alone(
    nurse: SignedIn, requester: SignedIn
) -> None:
    wrong = PERSON | {"family_name": "Castang-Moreau"}
    made = await file(nurse, a_request(person=wrong))
    await correct(nurse, await person_of(nurse, made), family_name="Castaing-Moreau")
    twice = await requester.call("createUnscheduledCareRequest", json=a_request())
    assert (twice.status_code, twice.json()["type"]) == (409, "duplicate_request")
    assert twice.json()["related_id"] == made["id"]
    assert (await file(requester, a_request(person=wrong)))["id"] != made["id"]


async def test_the_circle_follows_the_person_it_is_of_and_those_in_it_are_told(
    nurse: SignedIn, doctor: SignedIn
) -> None:
    person = await one_with(nurse, (doctor, "attending_doctor"))
    told = await told_of_circles(doctor)
    await correct(nurse, person, family_name="Castang")
    seen = await circle(doctor, person)
    assert (seen["consent"], roles_in(seen)) == ("given", ["nurse", "attending_doctor"])
    again = await asked(nurse, family_name="Castang")
    assert roles_in(await circle(doctor, again)) == ["nurse", "attending_doctor"]
    assert (await circle(nurse, await asked(nurse, "urinary")))["consent"] is None, "none of the former name"
    assert await told_of_circles(doctor) == told + 1


async def test_a_circle_that_somebody_else_takes_along_tells_all_who_are_in_it(
    nurse: SignedIn, doctor: SignedIn, coordinator: SignedIn
) -> None:
    person = await one_with(nurse, (doctor, "attending_doctor"))
    told = [await told_of_circles(who) for who in (nurse, doctor)]
    await correct(coordinator, person, phone="06 39 98 41 09")
    assert [await told_of_circles(who) for who in (nurse, doctor)] == told, "it is found where it was"
    await correct(coordinator, person, family_name="Castang")
    assert [await told_of_circles(who) for who in (nurse, doctor)] == [before + 1 for before in told]


async def test_the_circle_stays_with_a_request_of_somebody_else_until_that_is_corrected_too(
    nurse: SignedIn, doctor: SignedIn, requester: SignedIn, coordinator: SignedIn
) -> None:
    person = await one_with(nurse, (doctor, "attending_doctor"))
    theirs = await asked(requester)
    await correct(nurse, person, family_name="Castang")
    assert roles_in(await circle(coordinator, theirs)) == ["nurse", "attending_doctor"]
    assert (await circle(coordinator, person))["consent"] is None
    await correct(coordinator, theirs, family_name="Castang")
    assert roles_in(await circle(coordinator, person)) == ["nurse", "attending_doctor"]


async def test_two_circles_of_one_person_become_one_and_those_in_them_are_told(
    nurse: SignedIn, doctor: SignedIn, as_role: AsRole, connected: Database
) -> None:
    new_doctor = await as_role("professional")
    wrong = await one_with(nurse, (doctor, "attending_doctor"))
    right = await asked(nurse, family_name="Castang")
    assert (await says(nurse, right, GIVEN)).status_code == 200
    assert (await adds(nurse, right, "nurse")).status_code == 201
    named = await adds(nurse, right, "attending_doctor", professional_id=new_doctor.professional_id)
    assert named.status_code == 201
    await correct(nurse, wrong, family_name="Castang")
    for person in (wrong, right):
        seen = await circle(nurse, person)
        assert roles_in(seen) == ["nurse", "attending_doctor"]
        professional = seen["members"][1]["professional"]
        assert professional["id"] == str(new_doctor.professional_id), "the one named last"
    assert [await told_of_circles(who) for who in (doctor, new_doctor)] == [2, 2]
    assert connected.sql("SELECT count(*) FROM care_circles") == [(1,)]


async def test_what_the_person_said_last_holds_of_both_circles(
    nurse: SignedIn, doctor: SignedIn, connected: Database
) -> None:
    wrong = await one_with(nurse, (doctor, "attending_doctor"))
    right = await asked(nurse, family_name="Castang")
    assert (await says(nurse, right, REFUSED)).status_code == 200
    await correct(nurse, wrong, family_name="Castang")
    seen = await circle(nurse, wrong)
    assert (seen["consent"], seen["members"]) == ("refused", [])
    assert connected.sql("SELECT count(*) FROM care_circle_members") == [(0,)]
    assert await told_of_circles(doctor) == 2, "named, then no more"


async def test_an_agenda_says_the_right_age_and_missed_times_are_counted_of_the_right_person(
    doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, opens: Opens, database: Database
) -> None:
    await missed(doctor, colleague, opens, database)
    typo = BOOKED | {"birth_date": BORN}
    second = await missed(doctor, coordinator, opens, database, person=typo)
    assert second["no_shows"] == 1
    done = await correct(coordinator, second["person_id"], birth_date=BOOKED["birth_date"])
    assert done.json() == {"requests": 1}
    band = age_band(date.fromisoformat(BOOKED["birth_date"]), today()).value
    assert database.sql("SELECT DISTINCT age_band FROM appointments") == [(band,)]
    third = await missed(doctor, coordinator, opens, database, person=BOOKED)
    assert third["no_shows"] == 3


WAITING = text(
    """SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_locks
    WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()))"""
)
TRACED = "SELECT detail FROM audit_entries WHERE action = 'person.identity_corrected'"


async def test_of_two_who_correct_at_once_the_second_looks_again(
    nurse: SignedIn, coordinator: SignedIn, connected: Database
) -> None:
    """Both have found the person when the first corrects them."""
    person = await asked(nurse)
    names = {nurse: "Castang", coordinator: "Castain"}
    async with unit_of_work(nurse.community_id) as db:
        await db.execute(select(Person).where(Person.id == UUID(person)).with_for_update(key_share=True))
        both = {
            who: asyncio.create_task(
                who.call("correctIdentity", person_id=person, json={"family_name": name})
            )
            for who, name in names.items()
        }
        while not any(task.done() for task in both.values()) and await db.scalar(WAITING) < len(both):
            pass
    answers = {who: (await task).status_code for who, task in both.items()}
    assert sorted(answers.values()) == [200, 404]
    [first], [second] = ([who for who in both if answers[who] == status] for status in (200, 404))
    assert (await identity(nurse, person))["family_name"] == names[first]
    assert connected.sql(TRACED) == [({"fields": ["family_name"]},)]
    assert (await correct(second, person, family_name=names[second])).json() == {"requests": 1}
    assert (await identity(nurse, person))["family_name"] == names[second]
    assert connected.sql(TRACED) == [({"fields": ["family_name"]},)] * 2
