"""The care circle of a person: who sees what of it, and who joins."""

import pytest

from tests.conftest import Database
from tests.dispatch.scene import a_request, file
from tests.identity.delegating import Office, named, office
from tests.people.circles import (
    GIVEN,
    WITHDRAWN,
    adds,
    circle,
    doctor,
    nurse,
    one_with,
    person_of,
    profession,
    roles_in,
    says,
    told_of_circles,
)
from tests.roles import AsRole, MakeCommunity, SignedIn

__all__ = ["doctor", "nurse", "office"]

pytestmark = pytest.mark.anyio


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
