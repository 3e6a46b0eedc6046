"""Days at the edges of the calendar, and methods that a path does not take."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.core.operations import Contract, Operation
from api.identity.tables import Community
from tests.availability.builders import opening_body
from tests.availability.conftest import booking, day_of, practice_of, slot, tomorrow_at
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.contract.contents import contents
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import PERSON, a_request, file
from tests.roles import AsRole, SignedIn
from tests.teleconsultations.scene import a_site, open_site

EDGES = ("0001-01-01", "9999-12-31")


def instants(day: str) -> list[str]:
    """The first and the last instant that this day has anywhere on earth."""
    return [f"{day}T00:00:00+14:00", f"{day}T23:59:59-12:00", f"{day}T00:00:00Z"]


@pytest.mark.parametrize("day", EDGES)
async def test_days_at_the_edge_of_the_calendar_crash_no_question(
    as_role: AsRole, awake: Community, contract: Contract, day: str
) -> None:
    doctor, admin = await as_role("professional"), await as_role("admin")
    coordinator = await as_role("coordinator")
    others_ask = {
        "searchAvailability": await as_role("regulator"),
        "getDeathRota": coordinator,
        "findKioskTimes": coordinator,
    }
    site = await open_site(coordinator, a_site(None, kind="home_visits"))
    ids = {"findKioskTimes": {"site_id": site["id"]}}
    crashed = []
    for operation, name, wants_day in dated_questions(contract):
        who = others_ask.get(operation.id, admin if operation.tag == "audit" else doctor)
        for value in [day] if wants_day else instants(day):
            others = {one["name"]: day for one in operation.parameters_in("query") if one.get("required")}
            asked = {**others, name: value}
            answer = await who.call(operation.id, params=asked, **ids.get(operation.id, {}))
            if answer.status_code not in (200, 422):
                crashed.append(f"{operation.id} ?{name}={value}: {answer.status_code}")
    assert crashed == []


def dated_questions(contract: Contract) -> Iterator[tuple[Operation, str, bool]]:
    """Operation, name of a query parameter that is a day or an instant, and whether it is a day."""
    for operation in contract.operations.values():
        if operation.body_media is not None:
            continue  # a file, which is read first
        for parameter in operation.parameters_in("query"):
            form = contract.resolve(parameter["schema"]).get("format")
            if form in ("date", "date-time"):
                yield operation, parameter["name"], form == "date"


@pytest.mark.parametrize("day", EDGES)
async def test_days_at_the_edge_of_the_calendar_crash_no_write(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, day: str
) -> None:
    [doctor] = await doctors(1)
    practice = await practice_of(doctor)
    membership = (await doctor.call("getMyMembership")).json()
    declared = {name: membership[name] for name in ("volunteering", "accepts_new_patients", "home_visits")}
    declared |= {"weekly_cap": None, "quiet_hours": None, "not_before": None}
    await file(requester)
    [offer] = (await doctor.call("listOffers")).json()["items"]
    offered = {"offer_id": offer["id"]}
    crashed = []

    async def attempt(who: SignedIn, operation: str, body: dict[str, Any], **ids: Any) -> None:
        answer = await who.call(operation, json=body, headers={"If-Match": '"1"'}, **ids)
        if answer.status_code >= 500:
            crashed.append(f"{operation} {body}: {answer.status_code}")

    for at in instants(day):
        other = {"starts_at": "2030-01-01T08:00:00Z", "ends_at": "2030-01-01T09:00:00Z", "reason": "other"}
        await attempt(doctor, "createClosure", other | {"starts_at": at})
        await attempt(doctor, "createClosure", other | {"ends_at": at})
        await attempt(doctor, "acceptOffer", {"starts_at": at, "practice_id": str(practice)}, **offered)
        await attempt(doctor, "replaceMyMembership", declared | {"not_before": at})
        await attempt(coordinator, "saveUnscheduledCareDraft", {"no_red_flag_at": at})
    await attempt(doctor, "createOpening", opening_body(practice, on_day=day))
    for field in ("valid_from", "valid_to"):
        await attempt(doctor, "createOpening", opening_body(practice, **{field: day}))
    person = PERSON | {"birth_date": day}
    await attempt(coordinator, "createUnscheduledCareRequest", a_request(person=person))
    await attempt(doctor, "declineOffer", {"reason": "no_room", "not_before": instants(day)[0]}, **offered)
    assert crashed == []
    for at in instants(day):
        window = {"from_on": day, "to_on": day}
        assert (await doctor.call("getAgenda", params=window)).status_code in (200, 422), at


async def test_a_person_born_tomorrow_is_refused_and_one_born_today_is_not(
    requester: SignedIn, doctors: Doctors, connected: Database
) -> None:
    [doctor] = await doctors(1)
    opening = opening_body(await practice_of(doctor), on_day=day_of(tomorrow_at(9)), audiences=["cpts"])
    made = (await doctor.call("createOpening", json=opening)).json()
    free = slot(made, tomorrow_at(9))
    tomorrow, today = day_of(tomorrow_at(9)), day_of(tomorrow_at(9, days=0))
    unborn = PERSON | {"birth_date": tomorrow}
    before = contents(connected)
    for answer in (
        await requester.call("createUnscheduledCareRequest", json=a_request(person=unborn)),
        await doctor.call("bookAppointment", json=booking(free, person=unborn)),
    ):
        assert answer.status_code == 422, answer.text
        assert [error["pointer"] for error in answer.json()["errors"]] == ["/person/birth_date"]
    assert contents(connected) == before
    newborn = await file(requester, a_request(person=PERSON | {"birth_date": today}))
    assert newborn["age_band"] == "under_3_months"


async def test_a_wrong_method_is_told_every_right_one(client: ContractClient) -> None:
    for path, methods in (
        ("/api/v1/session", "DELETE, POST"),
        ("/api/v1/openings/0199a8c2-7c1e-7000-8000-000000000000", "DELETE, GET, PUT"),
        ("/docs", "GET"),
    ):
        wrong = await client.patch(path)
        assert (wrong.status_code, wrong.headers["allow"]) == (405, methods)
