"""The care circle of a person: who sees what of it, who may change it, and when it goes."""

from typing import Any

import httpx
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
from tests.dispatch.scene import a_request, file, kinds, no_quiet_hours, offers_of, read, thread
from tests.identity.delegating import Office, named, office
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn

__all__ = ["office"]

pytestmark = pytest.mark.anyio

GIVEN = {"decision": "given", "given_by": "person", "means": "in_person"}
REFUSED = GIVEN | {"decision": "refused"}
WITHDRAWN = GIVEN | {"decision": "withdrawn", "means": "phone"}


@pytest.fixture
async def nurse(as_role: AsRole, connected: Database) -> SignedIn:
    """Who asks for care, and is the person's usual nurse."""
    nurse = await as_role("professional", name="Solène Essai")
    await no_quiet_hours(nurse.community_id)
    return profession(connected, nurse, "60")


@pytest.fixture
async def doctor(as_role: AsRole) -> SignedIn:
    """The person's attending doctor."""
    return await as_role("professional", name="Dr Anna Essai")


def profession(database: Database, who: SignedIn, code: str) -> SignedIn:
    """Somebody of this profession (TRE_G15)."""
    database.sql(
        "UPDATE professionals SET profession_code = %s, specialty_codes = '{}' WHERE id = %s",
        code,
        who.professional_id,
    )
    return who


async def person_of(who: SignedIn, request: dict[str, Any]) -> str:
    """The person whom a request is about."""
    return str((await read(who, request))["person_id"])


async def says(who: SignedIn, person: str, body: dict[str, str]) -> httpx.Response:
    """Write down what the person said."""
    return await who.call("recordCareCircleConsent", person_id=person, json=body)


async def adds(who: SignedIn, person: str, role: str, **named: Any) -> httpx.Response:
    """Name somebody of the circle; nobody named: oneself."""
    body = {"role": role} | {name: str(value) for name, value in named.items()}
    return await who.call("addCareCircleMember", person_id=person, json=body)


async def circle(who: SignedIn, person: str) -> dict[str, Any]:
    """The circle as somebody sees it."""
    answer = await who.call("readCareCircle", person_id=person)
    assert answer.status_code == 200, answer.text
    seen: dict[str, Any] = answer.json()
    return seen


async def one_with(nurse: SignedIn, *others: tuple[SignedIn, str]) -> str:
    """A person who agreed, whose nurse is in the circle and named these others; the id of the person."""
    person = await person_of(nurse, await file(nurse))
    assert (await says(nurse, person, GIVEN)).status_code == 200
    assert (await adds(nurse, person, "nurse")).status_code == 201
    for who, role in others:
        added = await adds(nurse, person, role, professional_id=who.professional_id)
        assert added.status_code == 201, added.text
    return person


async def told_of_circles(who: SignedIn) -> int:
    """How many messages tell somebody that a circle of theirs changed; none is about a request."""
    told = (await who.call("listNotifications")).json()["items"]
    found = [message for message in told if message["kind"] == "care_circle_changed"]
    assert [message["case_id"] for message in found] == [None] * len(found)
    return len(found)


def roles_in(seen: dict[str, Any]) -> list[str]:
    """What those shown are to the person."""
    return [member["role"] for member in seen["members"]]


async def test_the_circle_is_shown_to_its_members_once_the_person_agreed(
    nurse: SignedIn, doctor: SignedIn
) -> None:
    person = await person_of(nurse, await file(nurse))
    before = await circle(nurse, person)
    assert (before["consent"], before["members"], before["actions"]) == (None, [], ["record_consent"])
    agreed = (await says(nurse, person, GIVEN)).json()
    assert (agreed["consent"], agreed["consent_means"], agreed["is_member"]) == ("given", "in_person", False)
    assert agreed["actions"] == ["enter", "withdraw_consent"]
    assert (await adds(nurse, person, "nurse")).json()["is_member"] is True
    await adds(nurse, person, "attending_doctor", professional_id=doctor.professional_id)
    seen = await circle(doctor, person)
    assert roles_in(seen) == ["nurse", "attending_doctor"]
    mine = [member["is_mine"] for member in seen["members"]]
    assert mine == [False, True]
    assert seen["members"][1]["professional"]["id"] == str(doctor.professional_id)
    assert {member["added_by_name"] for member in seen["members"]} == {"Solène Essai"}
    assert seen["consent_recorded_by"] == "Solène Essai"
    assert seen["actions"] == ["add", "leave", "withdraw_consent"]


FIELDS = ("consent", "consent_recorded_by", "members", "actions")


async def test_every_role_sees_its_own_part_of_every_field_and_no_more(
    nurse: SignedIn, doctor: SignedIn, as_role: AsRole, make_community: MakeCommunity
) -> None:
    person = await one_with(nurse, (doctor, "attending_doctor"))
    # A pharmacy that asks for the same person has a request in hand, and is of no circle.
    pharmacy = await as_role("requester", organisation_kind="pharmacy")
    theirs = await person_of(pharmacy, await file(pharmacy, a_request(need="sick_note")))
    coordinator = await as_role("coordinator")
    nobody: dict[str, SignedIn] = {
        "stranger": await as_role("professional"),
        "ward": await as_role("requester", organisation_kind="hospital_ward"),
        "town hall": await as_role("requester", organisation_kind="town_hall"),
        "regulator": await as_role("regulator"),
        "elsewhere": await as_role("professional", community_id=(await make_community("Ailleurs")).id),
    }
    by_member = await circle(doctor, person)
    by_coordinator = await circle(coordinator, person)
    by_pharmacy = await circle(pharmacy, theirs)
    for seen in (by_member, by_coordinator):
        assert (seen["consent"], roles_in(seen)) == ("given", ["nurse", "attending_doctor"])
        assert seen["consent_recorded_by"] == "Solène Essai"
    assert by_coordinator["actions"] == ["add", "withdraw_consent"]
    assert {name: by_pharmacy[name] for name in FIELDS} == {
        "consent": "given",
        "consent_recorded_by": None,
        "members": [],
        "actions": ["enter", "withdraw_consent"],
    }
    for name, who in nobody.items():
        refused = await who.call("readCareCircle", person_id=person)
        assert refused.status_code in (403, 404), name
    for role in ("admin", "auditor"):
        assert (await (await as_role(role)).call("readCareCircle", person_id=person)).status_code == 403


async def test_a_ward_that_has_the_person_in_hand_has_no_place_in_the_circle(
    nurse: SignedIn, as_role: AsRole
) -> None:
    await one_with(nurse)
    ward = await as_role("requester", organisation_kind="hospital_ward")
    theirs = await person_of(ward, await file(ward, a_request(need="sick_note")))
    assert (await ward.call("readCareCircle", person_id=theirs)).status_code == 404


async def test_each_reading_is_traced_and_so_is_each_refusal(
    nurse: SignedIn, as_role: AsRole, connected: Database
) -> None:
    person = await one_with(nurse)
    await circle(nurse, person)
    stranger = await as_role("professional")
    assert (await stranger.call("readCareCircle", person_id=person)).status_code == 404
    lines = connected.sql(
        "SELECT action, actor_id, detail FROM audit_entries WHERE subject_id = %s"
        " AND action IN ('care_circle.read', 'care_circle.refused') ORDER BY id",
        person,
    )
    assert [(action, actor) for action, actor, _ in lines] == [
        ("care_circle.read", nurse.account_id),
        ("care_circle.refused", stranger.account_id),
    ]


async def test_a_member_without_any_request_finds_the_circle_reads_who_it_is_and_may_leave(
    nurse: SignedIn, doctor: SignedIn
) -> None:
    person = await one_with(nurse, (doctor, "attending_doctor"))
    assert await told_of_circles(doctor) == 1
    (mine,) = (await doctor.call("listCareCircles")).json()["items"]
    assert (mine["person_id"], mine["role"], mine["members"]) == (person, "attending_doctor", 2)
    assert mine["added_by_name"] == "Solène Essai"
    assert "Castaing" not in str(mine)
    identity = await doctor.call("readIdentity", person_id=person, json={})
    assert identity.json()["family_name"] == "Castaing-Moreau"
    left = await doctor.call("removeCareCircleMember", person_id=person, member_id=mine["member_id"])
    assert left.status_code == 204
    assert (await doctor.call("listCareCircles")).json()["items"] == []
    assert (await doctor.call("readCareCircle", person_id=person)).status_code == 404
    assert (await doctor.call("readIdentity", person_id=person, json={})).status_code == 404
    assert roles_in(await circle(nurse, person)) == ["nurse"]


async def test_my_circles_come_page_by_page(nurse: SignedIn) -> None:
    people = []
    for year in (2019, 2020, 2021):
        somebody = a_request()["person"] | {"birth_date": f"{year}-03-12"}
        person = await person_of(nurse, await file(nurse, a_request(person=somebody)))
        await says(nurse, person, GIVEN)
        await adds(nurse, person, "nurse")
        people.append(person)
    page = (await nurse.call("listCareCircles", params={"limit": 2})).json()
    rest = (await nurse.call("listCareCircles", params={"cursor": page["next_cursor"]})).json()
    assert [one["person_id"] for one in page["items"] + rest["items"]] == people[::-1]
    assert (await nurse.call("listCareCircles", params={"cursor": "autre"})).status_code == 422


async def test_who_takes_the_next_request_joins_and_the_others_are_told(
    nurse: SignedIn, doctor: SignedIn, as_role: AsRole, connected: Database
) -> None:
    await one_with(nurse)
    physio = profession(connected, await as_role("professional"), "70")
    theirs = await person_of(physio, await file(physio, a_request(need="sick_note")))
    joined = await adds(physio, theirs, "physiotherapist")
    assert joined.status_code == 201
    assert roles_in(joined.json()) == ["nurse", "physiotherapist"]
    assert (await told_of_circles(nurse), await told_of_circles(doctor)) == (1, 0)


async def test_a_pharmacy_joins_as_a_structure_and_all_its_accounts_see_the_circle(
    nurse: SignedIn, as_role: AsRole
) -> None:
    await one_with(nurse)
    pharmacy = await as_role("requester", organisation_kind="pharmacy")
    colleague = await as_role("requester", organisation_id=pharmacy.organisation_id)
    theirs = await person_of(pharmacy, await file(pharmacy, a_request(need="sick_note")))
    joined = (await adds(pharmacy, theirs, "pharmacist")).json()
    assert joined["members"][1]["organisation_id"] == str(pharmacy.organisation_id)
    assert roles_in(await circle(colleague, theirs)) == ["nurse", "pharmacist"]
    assert len((await colleague.call("listCareCircles")).json()["items"]) == 1


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


async def test_a_secretary_sees_the_circle_of_her_doctor_and_says_nothing_in_their_name(
    nurse: SignedIn, doctor: SignedIn, office: Office, connected: Database
) -> None:
    person = await one_with(nurse, (doctor, "attending_doctor"))
    nadia = await office.accept(await named(doctor))
    seen = (await nadia.call("readCareCircle", person_id=person)).json()
    assert (roles_in(seen), seen["actions"]) == (["nurse", "attending_doctor"], [])
    assert not any(member["may_remove"] for member in seen["members"])
    before = connected.sql("SELECT * FROM care_circle_members ORDER BY id")
    for refused in (
        await nadia.call("recordCareCircleConsent", person_id=person, json=WITHDRAWN),
        await nadia.call("addCareCircleMember", person_id=person, json={"role": "other"}),
        await nadia.call("removeCareCircleMember", person_id=person, member_id=seen["members"][1]["id"]),
    ):
        assert (refused.status_code, refused.json()["type"]) == (403, "not_allowed")
    assert connected.sql("SELECT * FROM care_circle_members ORDER BY id") == before


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
