"""A doctor without practice is brought in, signs in by a link, volunteers and takes a death."""

from typing import Any

import pytest

from tests.certifiers.builders import a_shift, if_match
from tests.conftest import Database
from tests.contract.contents import contents
from tests.death_certifications import scene as deaths
from tests.directory.rpps_lines import line
from tests.directory.test_import import RPPS, Operator
from tests.directory.test_news import operator
from tests.dispatch.conftest import awake, coordinator
from tests.identity.delegating import PASSWORD, Office, office, token_of
from tests.roles import AsRole, SignedIn

__all__ = ["awake", "coordinator", "office", "operator"]

EMAIL = "retraitee@courriel.example"
SOMEBODY: dict[str, Any] = {
    "category": "retired_doctor",
    "rpps": "10999800018",
    "family_name": "Lestrade-Quercy",
    "given_name": "Odette",
    "email": EMAIL,
}


async def added(coordinator: SignedIn, **changed: Any) -> dict[str, Any]:
    """The dossier of somebody who has just been brought in."""
    answer = await coordinator.call("addCertifier", json=SOMEBODY | changed)
    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"1"'
    return dict(answer.json())


async def link_of(coordinator: SignedIn, certifier: dict[str, Any]) -> dict[str, Any]:
    """The invitation that waits for them, as the coordination follows it among the newcomers."""
    items = (await coordinator.call("listNewcomers")).json()["items"]
    [card] = [one for one in items if one["professional"]["id"] == certifier["professional"]["id"]]
    assert (card["is_member"], card["actions"]) == (True, ["send_again", "withdraw"])
    return dict(card["invitation"])


async def test_who_is_brought_in_signs_in_volunteers_stands_on_the_rota_and_takes_a_death(
    coordinator: SignedIn, as_role: AsRole, office: Office
) -> None:
    made = await added(coordinator)
    assert (made["professional"]["name"], made["category"]) == ("Dr Odette Lestrade-Quercy", "retired_doctor")
    assert (made["lacks"], [check["fact"] for check in made["checks"]]) == (
        ["not_volunteering"],
        ["category"],
    )
    invitation = await link_of(coordinator, made)
    assert (invitation["state"], invitation["email"]) == ("invited", EMAIL)
    body = {"token": token_of(invitation), "name": None, "password": PASSWORD}
    me = (await office.nobody().call("acceptInvitation", json=body)).json()
    assert (me["professional_id"], me["roles"]) == (made["professional"]["id"], ["professional"])

    doctor, _ = await office.sign_in(EMAIL)
    mine = (await doctor.call("getMyMembership")).json()
    assert mine["practices"] == []
    kept = ("accepts_new_patients", "home_visits", "weekly_cap", "quiet_hours", "not_before")
    volunteering = {**mine["volunteering"], "death_certification": True}
    wished = {"volunteering": volunteering, **{name: mine[name] for name in kept}}
    said = await doctor.call("replaceMyMembership", json=wished, headers=if_match(mine["version"]))
    assert said.status_code == 200, said.text
    [listed] = (await coordinator.call("listCertifiers")).json()["certifiers"]
    assert (listed["professional"]["id"], listed["may_certify"]) == (made["professional"]["id"], True)
    put = await coordinator.call("putOnDeathRota", json=a_shift(me["professional_id"]))
    assert (put.status_code, put.json()["lacks"]) == (201, [])

    town_hall = await as_role("requester", organisation_kind="town_hall")
    request = await deaths.file(town_hall)
    [offer] = (await doctor.call("listOffers")).json()["items"]
    taken = await doctor.call("acceptOffer", offer_id=offer["id"], json={"eta_minutes": 20})
    assert taken.status_code == 200, taken.text
    assert (await deaths.read(town_hall, request["id"]))["state"] == "accepted"


async def test_a_student_is_said_without_a_title(coordinator: SignedIn) -> None:
    made = await added(coordinator, category="third_cycle_student")
    assert (made["professional"]["name"], made["category"]) == (
        "Odette Lestrade-Quercy",
        "third_cycle_student",
    )


async def test_whom_the_national_file_names_later_is_the_same_person_at_work(
    coordinator: SignedIn, operator: Operator, database: Database
) -> None:
    made = await added(coordinator, category="padhue", rpps=RPPS[0])
    await operator.imports(operator.file(line(rpps=RPPS[0])))
    assert database.sql("SELECT id::text, is_active FROM professionals WHERE rpps = %s", RPPS[0]) == [
        (made["professional"]["id"], True)
    ]


async def test_a_number_that_the_directory_knows_keeps_its_name(
    coordinator: SignedIn, operator: Operator, connected: Database
) -> None:
    await operator.imports(operator.file(line(rpps=RPPS[0])))
    [(family_name,)] = connected.sql("SELECT family_name FROM professionals")
    before = contents(connected)
    refused = await coordinator.call("addCertifier", json=SOMEBODY | {"rpps": RPPS[0]})
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/family_name"]
    assert contents(connected) == before
    made = await added(coordinator, rpps=RPPS[0], family_name=f" {str(family_name).upper()}")
    assert str(family_name) in made["professional"]["name"]


async def test_who_is_a_member_or_no_doctor_is_not_brought_in(
    coordinator: SignedIn, as_role: AsRole, connected: Database
) -> None:
    member, nurse = await as_role("professional"), await as_role("professional")
    connected.sql("UPDATE professionals SET profession_code = '60' WHERE id = %s", nurse.professional_id)
    connected.sql("UPDATE professionals SET family_name = %s", SOMEBODY["family_name"])
    connected.sql("DELETE FROM memberships WHERE professional_id = %s", nurse.professional_id)
    before = contents(connected)
    for one in (member, nurse):
        [(rpps,)] = connected.sql("SELECT rpps FROM professionals WHERE id = %s", one.professional_id)
        refused = await coordinator.call("addCertifier", json=SOMEBODY | {"rpps": rpps})
        assert refused.status_code == 422, refused.text
        assert [error["pointer"] for error in refused.json()["errors"]] == ["/rpps"]
    assert contents(connected) == before


WRONG = {
    "a short number": {"rpps": "1099980001"},
    "a category with a practice": {"category": "active_doctor"},
    "a figure in a name": {"given_name": "Odette 2"},
    "no address": {"email": "odette"},
}


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG)
async def test_what_cannot_be_is_named_and_nobody_is_brought_in(
    changed: dict[str, str], coordinator: SignedIn, connected: Database
) -> None:
    before = contents(connected)
    refused = await coordinator.call("addCertifier", json=SOMEBODY | changed)
    assert [error["pointer"] for error in refused.json()["errors"]] == [f"/{next(iter(changed))}"]
    assert contents(connected) == before


async def test_an_address_that_works_here_is_refused_and_nobody_is_brought_in(
    coordinator: SignedIn, connected: Database
) -> None:
    before = contents(connected)
    refused = await coordinator.call("addCertifier", json=SOMEBODY | {"email": coordinator.email})
    assert (refused.status_code, refused.json()["type"]) == (409, "has_other_role")
    unread = await coordinator.call(
        "addCertifier", content=b"{", headers={"Content-Type": "application/json"}
    )
    assert unread.status_code == 400
    assert contents(connected) == before


async def test_the_coordination_alone_brings_somebody_in(
    as_role: AsRole, office: Office, connected: Database
) -> None:
    doctor = await as_role("professional")
    before = contents(connected)
    assert (await doctor.call("addCertifier", json=SOMEBODY)).status_code == 403
    assert (await office.nobody().call("addCertifier", json=SOMEBODY)).status_code == 401
    assert contents(connected) == before
