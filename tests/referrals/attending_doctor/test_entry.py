"""Who enters somebody, and what is refused."""

from typing import Any

import pytest

from tests.conftest import Database
from tests.days import today
from tests.referrals.attending_doctor.scene import PERSON, enter, looks_for_a_doctor, read, row_of
from tests.roles import AsRole, SignedIn


def day(days: int) -> str:
    """A day so far from today."""
    return today(days).isoformat()


def born(years: int) -> dict[str, Any]:
    """The same person, so many years ago today."""
    return PERSON | {"birth_date": f"{today().year - years}-{today().month:02d}-01"}


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"opposed": True}, "/opposed"),
        ({"declared_doctor": True, "absence_reason": "never_had"}, "/declared_doctor"),
        ({"declared_doctor": True, "absence_reason": "moved"}, "/declared_doctor"),
        ({"declared_doctor": True, "absence_reason": "doctor_retires"}, "/retires_on"),
        ({"retires_on": "2027-01-31"}, "/retires_on"),
        (
            {"declared_doctor": True, "absence_reason": "doctor_retires", "retires_on": "2060-01-31"},
            "/retires_on",
        ),
        ({"discharged_on": "2060-01-31"}, "/discharged_on"),
        ({"email": "not an address"}, "/email"),
        ({"former_doctor": "1 50 03 94 081 012 34"}, "/former_doctor"),
        ({"interpreter": "150039408101234"}, "/interpreter"),
        ({"requested_for": "Mme Perrin"}, "/requested_for"),
        ({"for_organisation": "carer"}, "/for_organisation"),
        ({"person": PERSON | {"commune_insee": "13041"}}, "/person/commune_insee"),
        ({"person": PERSON | {"phone": "12"}}, "/person/phone"),
        ({"person": PERSON | {"birth_date": None}}, "/person/birth_date"),
        (
            {"person": {name: value for name, value in PERSON.items() if name != "birth_date"}},
            "/person/birth_date",
        ),
        ({"person": PERSON | {"sector": "Nulle part"}}, "/person/sector"),
    ],
    ids=lambda value: value.strip("/").replace("/", "-") if isinstance(value, str) else "",
)
async def test_what_is_wrong_is_named_and_nothing_is_kept(
    ward: SignedIn, connected: Database, given: dict[str, Any], pointer: str
) -> None:
    answer = await ward.call("createAttendingDoctorRequest", json=looks_for_a_doctor(**given))
    assert answer.status_code == 422, answer.text
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert connected.sql("SELECT count(*) FROM people") == [(0,)]


async def test_under_sixteen_is_refused_and_sixteen_is_not(ward: SignedIn) -> None:
    young = PERSON | {"birth_date": today(-365 * 15).isoformat()}
    answer = await ward.call("createAttendingDoctorRequest", json=looks_for_a_doctor(person=young))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/person/birth_date")
    assert (await enter(ward, looks_for_a_doctor(person=born(17))))["age_band"] == "years_16_19"


async def test_somebody_whose_doctor_retires_is_entered_with_the_date(ward: SignedIn) -> None:
    body = looks_for_a_doctor(
        declared_doctor=True,
        absence_reason="doctor_retires",
        retires_on=day(60),
        email="h.delorme@essai.example",
    )
    request = await enter(ward, body)
    assert (request["retires_on"], request["state"]) == (day(60), "submitted")


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("pharmacy", "pharmacist"),
        ("hospital_ward", "ward"),
        ("support_service", "support_service"),
        ("town_hall", "town_hall"),
        ("nursing_home", "professional"),
    ],
)
async def test_the_structures_of_the_territory_enter_and_follow_their_own(
    as_role: AsRole, kind: str, source: str, coordinator: SignedIn
) -> None:
    structure = await as_role("requester", organisation_kind=kind)
    other = await as_role("requester", organisation_kind="town_hall")
    request = await enter(structure)
    assert (request["source"], request["is_mine"]) == (source, True)
    listed = await structure.call("listAttendingDoctorRequests")
    assert [one["id"] for one in listed.json()["items"]] == [request["id"]]
    assert (await other.call("getAttendingDoctorRequest", request_id=request["id"])).status_code == 404
    assert (await read(coordinator, request))["source"] == source


async def test_the_police_and_machines_enter_nobody(as_role: AsRole, connected: Database) -> None:
    for who in (
        await as_role("requester", organisation_kind="police"),
        await as_role("requester", organisation_kind="dispatch_centre"),
        await as_role("regulator"),
        await as_role("admin"),
        await as_role("auditor"),
    ):
        answer = await who.call("createAttendingDoctorRequest", json=looks_for_a_doctor())
        assert answer.status_code == 403
    assert connected.sql("SELECT count(*) FROM people") == [(0,)]


async def test_the_coordination_enters_for_who_called(coordinator: SignedIn) -> None:
    body = looks_for_a_doctor(for_organisation="carer", requested_for="Mme Perrin, sa fille")
    request = await enter(coordinator, body)
    assert (request["source"], request["requester_name"]) == ("carer", "Mme Perrin, sa fille")
    assert (await enter(coordinator, looks_for_a_doctor()))["source"] == "coordination"


async def test_what_names_somebody_is_encrypted_and_the_birth_date_is_not_kept_in_clear(
    ward: SignedIn, connected: Database
) -> None:
    body = looks_for_a_doctor(former_doctor="Dr Inventé", email="h.delorme@essai.example")
    request = await enter(ward, body)
    kept = connected.sql("SELECT r::text FROM attending_doctor_requests r")[0][0]
    assert isinstance(kept, str)
    for word in ("Inventé", "essai.example", "1950-03-12", "Delorme"):
        assert word not in kept
    assert (await row_of(ward, request)).birth_year == 1950
