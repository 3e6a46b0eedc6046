"""Who somebody is, or how to reach them, was written wrong: who puts it right, and what they are told."""

from datetime import date
from uuid import uuid4

import pytest

from api.cases import service as cases
from api.contract.models import Role
from api.core import clock
from api.core.db import unit_of_work
from api.people.rules import age_band
from tests.cases.builders import a_case, actor_of
from tests.conftest import Database
from tests.contract.contents import contents
from tests.days import today
from tests.death_certifications.scene import a_death
from tests.death_certifications.scene import file as file_death
from tests.dispatch.conftest import awake, coordinator, requester
from tests.dispatch.scene import accept, file, kinds, read, soon, thread, whose_doctor_is
from tests.identity.delegating import Office, named, office
from tests.people.circles import person_of
from tests.people.corrections import BORN, correct, identity
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn

__all__ = ["awake", "coordinator", "office", "requester"]


async def test_who_asked_puts_right_what_was_written_wrong_and_the_rest_stays(
    requester: SignedIn, connected: Database
) -> None:
    request = await file(requester)
    person = await person_of(requester, request)
    before = await identity(requester, person)
    assert before["may_correct"] is True
    right = {"family_name": " Castaing ", "birth_date": BORN, "sex": "male", "phone": "06 39 98 41 09"}
    done = await correct(requester, person, **right, phone_of="Père")
    assert done.json() == {"requests": 1}
    after = await identity(requester, person)
    changed = {name for name in after if after[name] != before[name]} - {"age_years", "shown_until"}
    assert changed == {*right, "phone_of"}
    assert (after["family_name"], after["phone"]) == ("Castaing", "+33639984109")
    band = age_band(date.fromisoformat(BORN), today()).value
    seen = await read(requester, request)
    assert (seen["age_band"], seen["version"]) == (band, request["version"] + 1)
    assert connected.sql("SELECT age_band FROM people") == [(band,)]
    await correct(requester, person, phone_of=None)
    assert (await identity(requester, person))["phone_of"] is None


async def test_the_trail_and_the_thread_say_which_fields_and_never_what_they_hold(
    requester: SignedIn, connected: Database
) -> None:
    request = await file(requester)
    person = await person_of(requester, request)
    await correct(requester, person, given_name="Louison", birth_date=BORN)
    [(actor, detail)] = connected.sql(
        "SELECT actor_id, detail FROM audit_entries WHERE action = 'person.identity_corrected'"
        " AND subject_id::text = %s",
        person,
    )
    assert (actor, detail) == (requester.account_id, {"fields": ["given_name", "birth_date"]})
    line = (await thread(requester, request))[-1]
    assert (line["kind"], line["corrected_identity"]) == ("corrected", ["given_name", "birth_date"])
    assert (line["text"], line["corrections"]) == (None, [])
    assert line["actor_name"] is not None
    said = str(connected.sql("SELECT facts FROM timeline_events")) + str(detail)
    assert [word for word in ("Louison", "Lina", BORN) if word in said] == []


async def test_a_doctor_who_has_accepted_is_told_and_reads_the_right_name(
    requester: SignedIn, as_role: AsRole
) -> None:
    doctor, other = await as_role("professional"), await as_role("professional")
    request = await file(requester, whose_doctor_is(doctor))
    assert (await accept(doctor, starts_at=soon(3))).status_code == 200
    person = await person_of(requester, request)
    await correct(requester, person, family_name="Castang")
    [told, *_] = (await doctor.call("listNotifications")).json()["items"]
    assert (told["kind"], told["case_id"]) == ("request_corrected", request["id"])
    for who in (other, requester):
        messages = (await who.call("listNotifications")).json()["items"]
        assert "request_corrected" not in kinds(messages)
    assert (await identity(doctor, person))["family_name"] == "Castang"
    assert (await identity(doctor, person))["may_correct"] is False


async def test_what_is_right_already_changes_nothing_and_tells_nobody(
    requester: SignedIn, connected: Database
) -> None:
    person = await person_of(requester, await file(requester))
    before = contents(connected)
    for right in ({}, {"family_name": "Castaing-Moreau", "sex": "female", "phone": "+33639984107"}):
        assert (await correct(requester, person, **right)).json() == {"requests": 0}
    assert contents(connected) == before
    traced = "SELECT DISTINCT detail FROM audit_entries WHERE action = 'person.identity_corrected'"
    assert connected.sql(traced) == [({"fields": []},)]


@pytest.mark.parametrize(
    ("field", "wrong", "cure"),
    [
        ("birth_date", "2150-01-01", "after today"),
        ("birth_date", "1900-01-01", "120 years"),
        ("family_name", "-'-", "with letters"),
        ("given_name", "Lina 2", "no digits"),
        ("phone", "06 39 98 41 0", ""),
        ("phone_of", "2 85 05 78 006 084 36", "social security"),
        ("address_line", "chez 2 85 05 78 006 084 36", "social security"),
    ],
)
async def test_what_cannot_be_is_named_with_its_cure_and_nothing_is_changed(
    requester: SignedIn, connected: Database, field: str, wrong: str, cure: str
) -> None:
    person = await person_of(requester, await file(requester))
    before = contents(connected)
    refused = await correct(requester, person, 422, **{"sex": "male", field: wrong})
    [error] = refused.json()["errors"]
    assert (error["pointer"], cure in error["message"]) == (f"/{field}", True)
    assert contents(connected) == before


async def test_who_sees_the_person_and_neither_asked_nor_coordinates_corrects_nothing(
    as_role: AsRole, office: Office, connected: Database
) -> None:
    """A doctor who accepted, who joined the request, or the secretary of who asked."""
    nurse, doctor, follower = [await as_role("professional") for _ in range(3)]
    case = await a_case(nurse, with_person=True, accepted_by=doctor.professional_id)
    async with unit_of_work(case.community_id) as db:
        await cases.follow(db, actor_of(follower, Role.professional), case, at=clock.now())
    secretary = await office.accept(await named(nurse))
    assert (await secretary.call("readIdentity", person_id=case.person_id, json={})).json()[
        "may_correct"
    ] is False
    admin = await as_role("admin")
    before = contents(connected)
    for who in (doctor, follower, secretary):
        refused = await who.call(
            "correctIdentity", person_id=case.person_id, json={"given_name": "Jeannette"}
        )
        assert (refused.status_code, refused.json()["type"]) == (403, "not_allowed")
    assert (await correct(admin, case.person_id, 403, given_name="Jeannette")).json()["type"] == "not_allowed"
    assert contents(connected) == before


async def test_a_regulator_who_asked_corrects_nothing(as_role: AsRole, connected: Database) -> None:
    regulator = await as_role("regulator")
    case = await a_case(regulator, role=Role.regulator, with_person=True)
    assert (await identity(regulator, case.person_id))["may_correct"] is False
    before = contents(connected)
    await correct(regulator, case.person_id, 403, given_name="Jeannette")
    assert contents(connected) == before


async def test_who_may_not_know_of_the_person_finds_nobody_and_that_is_traced(
    requester: SignedIn, as_role: AsRole, make_community: MakeCommunity, connected: Database
) -> None:
    person = await person_of(requester, await file(requester))
    elsewhere = await make_community("Ailleurs")
    strangers = [
        await as_role("professional"),
        await as_role("requester", organisation_kind="town_hall"),
        await as_role("coordinator", community_id=elsewhere.id),
    ]
    before = contents(connected)
    unknown = await correct(requester, uuid4(), 404, given_name="Line")
    for who in strangers:
        refused = await correct(who, person, 404, given_name="Line")
        assert refused.json() == unknown.json()
    assert contents(connected) == before
    tried = connected.sql(
        "SELECT actor_id FROM audit_entries WHERE action = 'person.identity_refused'"
        " AND subject_id::text = %s",
        person,
    )
    assert {actor for (actor,) in tried} == {who.account_id for who in strangers}


async def test_somebody_of_the_same_structure_corrects_what_a_colleague_typed(
    requester: SignedIn, as_role: AsRole
) -> None:
    person = await person_of(requester, await file(requester))
    colleague = await as_role("requester", organisation_id=requester.organisation_id)
    assert (await correct(colleague, person, given_name="Line")).json() == {"requests": 1}


async def test_a_day_after_the_request_has_ended_nobody_needs_the_identity_to_correct_it(
    as_role: AsRole, shift_clock: ShiftClock, connected: Database
) -> None:
    """Then the operator does, for the data protection officer (`maillage person correct`)."""
    nurse, coordinator = await as_role("professional"), await as_role("coordinator")
    case = await a_case(nurse, with_person=True, closed=True)
    await correct(nurse, case.person_id, given_name="Jeannette")
    lines = [line["kind"] for line in await thread(nurse, {"id": str(case.id)})]
    assert "corrected" not in lines, "the thread of a request that has ended is closed"
    shift_clock(hours=25)
    connected.sql("UPDATE sessions SET created_at = %s, last_seen_at = %s", clock.now(), clock.now())
    before = contents(connected)
    for who in (nurse, coordinator):
        await correct(who, case.person_id, 403, given_name="Jeanne")
    assert contents(connected) == before


async def test_who_is_forgotten_or_dead_is_not_corrected(
    coordinator: SignedIn, as_role: AsRole, connected: Database
) -> None:
    nurse = await as_role("professional")
    case = await a_case(nurse, with_person=True)
    async with unit_of_work(case.community_id) as db:
        await cases.erase(
            db, await cases.load(db, actor_of(coordinator, Role.coordinator), case.id), clock.now()
        )
    hall = await as_role("requester", organisation_kind="town_hall")
    await file_death(hall, a_death())
    [(dead,)] = connected.sql("SELECT person_id FROM cases WHERE kind = 'death_certification'")
    assert (await identity(hall, dead))["may_correct"] is False
    before = contents(connected)
    await correct(coordinator, case.person_id, 404, given_name="Jeannette")
    for who in (hall, coordinator):
        await correct(who, dead, 403, given_name="Augusta")
    assert contents(connected) == before


async def test_the_same_call_sent_again_under_its_key_corrects_once(
    requester: SignedIn, connected: Database
) -> None:
    person = await person_of(requester, await file(requester))
    asked = {"person_id": person, "json": {"given_name": "Line"}, "headers": {"Idempotency-Key": "k" * 20}}
    answers = [await requester.call("correctIdentity", **asked) for _ in range(2)]
    assert [answer.json() for answer in answers] == [{"requests": 1}] * 2
    traced = "SELECT count(*) FROM audit_entries WHERE action = 'person.identity_corrected'"
    assert connected.sql(traced) == [(1,)]
