"""The care circle of a person: what changes it, who is asked first because of it, and when it goes."""

from typing import Any

import pytest

from api.cases import service as cases
from api.cases.service import erase_what_is_due
from api.contract.models import Role
from api.core import clock
from api.core.db import unit_of_work
from api.people.circle_rules import MOST_MEMBERS
from tests.cases.builders import actor_of
from tests.conftest import Database
from tests.contract.contents import contents
from tests.death_certifications import scene as deaths
from tests.dispatch.scene import a_request, file, kinds, offers_of, read, thread
from tests.people.circles import (
    GIVEN,
    REFUSED,
    WITHDRAWN,
    adds,
    circle,
    doctor,
    nurse,
    one_with,
    person_of,
    profession,
    says,
)
from tests.roles import AsRole, ShiftClock, SignedIn

__all__ = ["doctor", "nurse"]

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("decision", [REFUSED, WITHDRAWN], ids=["refused", "withdrawn"])
async def test_without_an_agreement_nothing_is_kept_of_who_was_in_it(
    decision: dict[str, str], nurse: SignedIn, doctor: SignedIn, connected: Database
) -> None:
    if decision is WITHDRAWN:
        person = await one_with(nurse, (doctor, "attending_doctor"))
    else:
        person = await person_of(nurse, await file(nurse))
    said = await says(nurse, person, decision)
    assert (said.status_code, said.json()["members"]) == (200, [])
    assert said.json()["actions"] == ["record_consent"]
    assert connected.sql("SELECT count(*) FROM care_circle_members") == [(0,)]
    refused = await adds(nurse, person, "nurse")
    assert (refused.status_code, refused.json()["type"]) == (409, "care_circle_without_consent")
    assert connected.sql("SELECT count(*) FROM care_circle_members") == [(0,)]
    assert (await doctor.call("listCareCircles")).json()["items"] == []
    assert (await doctor.call("readCareCircle", person_id=person)).status_code == 404
    again = await says(nurse, person, GIVEN)
    assert (again.status_code, again.json()["members"]) == (200, [])


async def test_what_was_said_already_is_not_said_again(nurse: SignedIn, connected: Database) -> None:
    person = await person_of(nurse, await file(nurse))
    assert (await says(nurse, person, WITHDRAWN)).json()["type"] == "illegal_transition"
    await says(nurse, person, GIVEN)
    before = contents(connected)
    for body in (GIVEN, REFUSED):
        refused = await says(nurse, person, body)
        assert (refused.status_code, refused.json()["type"]) == (409, "illegal_transition")
    assert contents(connected) == before


async def test_whoever_may_not_name_others_changes_nothing(
    nurse: SignedIn, doctor: SignedIn, as_role: AsRole, connected: Database
) -> None:
    person = await one_with(nurse, (doctor, "attending_doctor"))
    outside = await as_role("professional")
    theirs = await person_of(outside, await file(outside, a_request(need="sick_note")))
    coordinator = await as_role("coordinator")
    (first, second) = (await circle(nurse, person))["members"]
    before = contents(connected)
    named_by_nobody = await adds(outside, theirs, "specialist", professional_id=outside.professional_id)
    assert (named_by_nobody.status_code, named_by_nobody.json()["type"]) == (403, "not_allowed")
    assert (await adds(coordinator, person, "other")).status_code == 422, "the coordination cares for nobody"
    unseen = await outside.call("removeCareCircleMember", person_id=theirs, member_id=first["id"])
    assert unseen.status_code == 404
    others = await doctor.call("removeCareCircleMember", person_id=person, member_id=first["id"])
    assert (others.status_code, others.json()["type"]) == (403, "not_allowed")
    assert contents(connected) == before
    gone = await nurse.call("removeCareCircleMember", person_id=person, member_id=second["id"])
    assert gone.status_code == 204, "whom one named oneself"
    gone = await coordinator.call("removeCareCircleMember", person_id=person, member_id=first["id"])
    assert gone.status_code == 204


async def test_a_part_that_is_not_theirs_is_refused_where_it_was_typed(
    nurse: SignedIn, doctor: SignedIn, as_role: AsRole, connected: Database
) -> None:
    person = await one_with(nurse, (doctor, "attending_doctor"))
    other = await as_role("professional")
    hall = await as_role("requester", organisation_kind="town_hall")
    pharmacy = await as_role("requester", organisation_kind="pharmacy")
    cases_of: list[tuple[str, dict[str, Any], str]] = [
        ("nurse", {"professional_id": other.professional_id}, "/role"),
        ("attending_doctor", {"professional_id": other.professional_id}, "/role"),
        ("specialist", {"professional_id": doctor.professional_id}, "/professional_id"),
        ("other", {"professional_id": "0199a8c2-7c1e-7000-8000-000000000000"}, "/professional_id"),
        ("other", {"organisation_id": hall.organisation_id}, "/organisation_id"),
        ("specialist", {"organisation_id": pharmacy.organisation_id}, "/role"),
        (
            "other",
            {"organisation_id": pharmacy.organisation_id, "professional_id": other.professional_id},
            "/organisation_id",
        ),
    ]
    before = contents(connected)
    for role, named_ones, pointer in cases_of:
        refused = await adds(nurse, person, role, **named_ones)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer), role
    assert contents(connected) == before
    assert (await adds(nurse, person, "pharmacist", organisation_id=pharmacy.organisation_id)).is_success


async def test_a_circle_stays_small(nurse: SignedIn, as_role: AsRole) -> None:
    others = [await as_role("professional") for _ in range(MOST_MEMBERS)]
    person = await one_with(nurse, *((other, "other") for other in others[1:]))
    refused = await adds(nurse, person, "other", professional_id=others[0].professional_id)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/professional_id")
    assert len((await circle(nurse, person))["members"]) == MOST_MEMBERS


async def test_the_circle_is_asked_first_for_the_next_request_and_its_author_is_told_of_no_circle(
    nurse: SignedIn, doctor: SignedIn, as_role: AsRole, connected: Database
) -> None:
    pharmacist = profession(connected, await as_role("professional"), "21")
    stranger = await as_role("professional")
    away = await as_role("professional")
    await one_with(nurse, (doctor, "attending_doctor"), (pharmacist, "pharmacist"), (away, "specialist"))
    connected.sql("UPDATE memberships SET weekly_cap = 0 WHERE professional_id = %s", away.professional_id)
    requester = await as_role("requester", organisation_kind="pharmacy")
    request = await file(requester, a_request(need="sick_note"))
    mine = [offer for offer in await offers_of(doctor) if offer["case_number"] == request["number"]]
    assert [offer["reason"] for offer in mine] == ["usual_professional"]
    for not_asked in (stranger, pharmacist, nurse):
        asked = [offer["case_number"] for offer in await offers_of(not_asked)]
        assert request["number"] not in asked
    seen = await read(requester, request)
    assert seen["usual_professionals"] == []
    assert seen["attending_professional"] is None
    lines = await thread(requester, request)
    assert "first_resort_skipped" not in kinds(lines), "who is left out is nobody whom the author named"


async def test_of_a_death_the_attending_doctor_of_the_circle_is_asked_alone_when_nobody_was_named(
    nurse: SignedIn, doctor: SignedIn, as_role: AsRole
) -> None:
    volunteer = await deaths.volunteer(await as_role("professional"))
    await one_with(nurse, (doctor, "attending_doctor"))
    hall = await as_role("requester", organisation_kind="town_hall")
    person = a_request()["person"]
    same = {name: person[name] for name in ("family_name", "given_name", "birth_date", "sex")}
    # A child: only doctors certify, and the person is the same by names and birth date.
    request = await deaths.file(hall, deaths.a_death(deceased=same, adult="no"))
    mine = [o for o in await offers_of(doctor) if o["case_number"] == request["number"]]
    assert [(offer["reason"], offer["alone"]) for offer in mine] == [("attending_doctor", True)]
    assert request["number"] not in {offer["case_number"] for offer in await offers_of(volunteer)}
    assert (await deaths.read(hall, request["id"]))["attending_professional"] is None
    assert (await hall.call("readCareCircle", person_id=request["person_id"])).status_code == 404


async def test_whom_the_person_did_not_agree_to_is_not_asked_first(
    nurse: SignedIn, doctor: SignedIn, as_role: AsRole
) -> None:
    person = await one_with(nurse, (doctor, "attending_doctor"))
    await says(nurse, person, WITHDRAWN)
    requester = await as_role("requester", organisation_kind="pharmacy")
    request = await file(requester, a_request(need="sick_note"))
    reasons = [o["reason"] for o in await offers_of(doctor) if o["case_number"] == request["number"]]
    assert "usual_professional" not in reasons


async def test_the_circle_goes_with_the_last_request_about_the_person(
    nurse: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    first = await file(nurse)
    person = await person_of(nurse, first)
    await says(nurse, person, GIVEN)
    await adds(nurse, person, "nurse")
    last = await file(nurse, a_request(need="sick_note"))
    await close(nurse, first)
    shift_clock(days=95)
    await close(nurse, last)
    assert await erased(nurse) == 1
    assert connected.sql("SELECT count(*) FROM care_circles") == [(1,)]
    shift_clock(days=95)
    assert await erased(nurse) == 1
    for table in ("care_circles", "care_circle_members"):
        assert connected.sql(f"SELECT count(*) FROM {table}") == [(0,)]


async def close(who: SignedIn, request: dict[str, Any]) -> None:
    """The request has ended now."""
    async with unit_of_work(who.community_id) as db:
        row = await cases.load(db, actor_of(who, Role.professional), request["id"], for_update=True)
        await cases.update(db, row, at=clock.now(), state="request_cancelled", closed=True)


async def erased(who: SignedIn) -> int:
    """How many cases were erased now."""
    async with unit_of_work(who.community_id) as db:
        return await erase_what_is_due(db, who.community_id, clock.now())


async def test_nothing_of_the_person_stands_in_the_circle(nurse: SignedIn, connected: Database) -> None:
    await one_with(nurse)
    for table in ("care_circles", "care_circle_members"):
        text = str(connected.sql(f"SELECT row_to_json(t) FROM {table} t")).casefold()
        for secret in ("castaing", "lina", "2021-03-12", "639984107"):
            assert secret not in text
