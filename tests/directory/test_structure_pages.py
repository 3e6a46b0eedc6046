"""The page of a structure: written by its own account or by the coordination, read by everybody."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from api.core.clock import now
from api.core.db import unit_of_work
from api.directory.tables import Professional
from tests.conftest import Database
from tests.contract.contents import contents
from tests.directory.test_duties import a_duty
from tests.directory.test_exports import structure
from tests.roles import AsRole, MakeCommunity, SignedIn

PARIS = ZoneInfo("Europe/Paris")
MORNINGS = [{"weekday": day, "from_time": "08:30", "to_time": "12:00"} for day in range(1, 6)]
ALWAYS = [{"weekday": day, "from_time": "00:00", "to_time": "24:00"} for day in range(1, 9)]


def today() -> date:
    """On the calendar of Vitry."""
    return now().astimezone(PARIS).date()


def a_page(**changed: Any) -> dict[str, Any]:
    """Open in the mornings of the week, with nobody named."""
    return {"phone": "01 99 00 42 18", "hours": MORNINGS, "exceptions": [], "member_ids": [], **changed}


def closed(first: int, last: int, *spans: tuple[str, str]) -> dict[str, Any]:
    """An exception from so many days from now to so many days from now."""
    return {
        "from_day": (today() + timedelta(days=first)).isoformat(),
        "to_day": (today() + timedelta(days=last)).isoformat(),
        "spans": [{"from_time": start, "to_time": end} for start, end in spans],
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


async def write(who: SignedIn, place: UUID, body: dict[str, Any], version: int = 1) -> Any:
    return await who.call(
        "replaceOrganisationPage", organisation_id=place, json=body, headers={"If-Match": f'"{version}"'}
    )


async def test_a_page_written_by_the_coordination_is_read_by_all_with_who_found_it_right(
    coordinator: SignedIn, as_role: AsRole, place: UUID, database: Database
) -> None:
    doctor = await as_role("professional")
    body = a_page(
        hours=[*MORNINGS, {"weekday": 6, "from_time": "20:00", "to_time": "08:00"}],
        exceptions=[closed(9, 9, ("10:00", "12:00")), closed(2, 5)],
        member_ids=[str(doctor.professional_id)],
    )
    written = await write(coordinator, place, body)
    assert written.status_code == 200, written.text
    assert written.headers["etag"] == '"2"'
    page = (await doctor.call("getOrganisation", organisation_id=place)).json()
    assert page == written.json() | {"actions": []}
    assert (page["checked_on"], page["checked_by"]) == (today().isoformat(), "coordination")
    assert (page["phone"], page["exceptions"]) == ("+33199004218", body["exceptions"][::-1])
    assert [one["id"] for one in page["members"]] == [str(doctor.professional_id)]
    [listed] = (await doctor.call("searchOrganisations", params={"q": "sami"})).json()["items"]
    assert listed["hours"] == page["hours"]
    assert database.sql("SELECT detail FROM audit_entries WHERE action = 'organisation.page_replaced'") == [
        ({"as": "coordination", "changed": ["exceptions", "hours", "members", "phone"]},)
    ]


async def test_the_account_of_a_structure_keeps_its_own_page_and_no_other(
    as_role: AsRole, place: UUID, connected: Database
) -> None:
    home = await as_role("requester", organisation_kind="nursing_home")
    doctor = await as_role("professional")
    assert home.organisation_id is not None
    own = (await home.call("getOrganisation", organisation_id=home.organisation_id)).json()
    assert own["actions"] == ["edit"]
    assert (await write(home, home.organisation_id, a_page())).json()["checked_by"] == "structure"
    before = contents(connected)
    assert (await write(home, place, a_page())).status_code == 403
    assert (await home.call("getOrganisation", organisation_id=place)).json()["actions"] == []
    assert (await write(doctor, place, a_page())).status_code == 403
    assert contents(connected) == before


async def test_the_coordination_of_another_territory_reads_the_page_and_writes_nothing(
    as_role: AsRole, make_community: MakeCommunity, place: UUID, connected: Database
) -> None:
    stranger = await as_role("coordinator", community_id=(await make_community("Ailleurs")).id)
    connected.sql("UPDATE organisations SET commune_insee = '13041' WHERE id = %s", place)
    before = contents(connected)
    assert (await stranger.call("getOrganisation", organisation_id=place)).json()["actions"] == []
    assert (await write(stranger, place, a_page())).status_code == 403
    assert (await write(stranger, uuid4(), a_page())).status_code == 404
    assert contents(connected) == before


async def test_two_who_write_the_same_page_do_not_overwrite_each_other(
    coordinator: SignedIn, place: UUID
) -> None:
    assert (await write(coordinator, place, a_page())).status_code == 200
    late = await write(coordinator, place, a_page(hours=[]))
    assert (late.status_code, late.json()["type"]) == (412, "stale_version")
    page = (await coordinator.call("getOrganisation", organisation_id=place)).json()
    assert page["hours"] == MORNINGS


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"phone": "01 99 00 42"}, "/phone"),
        ({"hours": [{"weekday": 1, "from_time": "09:00", "to_time": "09:00"}]}, "/hours/0/to_time"),
        ({"hours": [*MORNINGS, MORNINGS[0]]}, "/hours/5/from_time"),
        ({"hours": [{"weekday": 9, "from_time": "09:00", "to_time": "10:00"}]}, "/hours/0/weekday"),
        ({"hours": [{"weekday": 1, "from_time": "9h", "to_time": "10:00"}]}, "/hours/0/from_time"),
        ({"exceptions": [closed(5, 4)]}, "/exceptions/0/to_day"),
        ({"exceptions": [closed(-3, -1)]}, "/exceptions/0/to_day"),
        ({"exceptions": [closed(1, 400)]}, "/exceptions/0/to_day"),
        ({"exceptions": [closed(800, 801)]}, "/exceptions/0/from_day"),
        ({"exceptions": [closed(1, 5), closed(5, 9)]}, "/exceptions/1/from_day"),
        ({"exceptions": [closed(1, 1, ("09:00", "09:00"))]}, "/exceptions/0/spans/0/to_time"),
        (
            {"exceptions": [closed(1, 1, ("09:00", "12:00"), ("11:00", "13:00"))]},
            "/exceptions/0/spans/1/from_time",
        ),
        ({"member_ids": [str(uuid4())]}, "/member_ids/0"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_its_field(
    coordinator: SignedIn, place: UUID, connected: Database, wrong: dict[str, Any], pointer: str
) -> None:
    before = contents(connected)
    answer = await write(coordinator, place, a_page(**wrong))
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert contents(connected) == before


async def test_somebody_is_named_once_and_only_if_the_territory_knows_them(
    coordinator: SignedIn, as_role: AsRole, place: UUID, database: Database
) -> None:
    doctor = await as_role("professional")
    twice = [str(doctor.professional_id)] * 2
    refused = await write(coordinator, place, a_page(member_ids=twice))
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/member_ids/1"]
    database.sql("UPDATE practices SET commune_insee = '13041'")
    database.sql("DELETE FROM memberships")
    refused = await write(coordinator, place, a_page(member_ids=twice[:1]))
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/member_ids/0"]
    assert database.sql("SELECT count(*) FROM organisation_members") == [(0,)]


async def test_who_worked_there_before_they_moved_does_not_stand_in_the_way_of_new_hours(
    coordinator: SignedIn, as_role: AsRole, place: UUID, database: Database
) -> None:
    doctor = await as_role("professional")
    members = [str(doctor.professional_id)]
    assert (await write(coordinator, place, a_page(member_ids=members))).status_code == 200
    database.sql("UPDATE practices SET commune_insee = '13041'")
    database.sql("DELETE FROM memberships")
    again = await write(coordinator, place, a_page(member_ids=members, hours=ALWAYS), version=2)
    assert again.status_code == 200, again.text
    assert again.json()["open_state"]["is_open"]


async def test_the_15_of_a_place_of_duty_is_not_taken_away(
    coordinator: SignedIn, place: UUID, database: Database
) -> None:
    database.sql("UPDATE organisations SET phone = '15', instruction = 'call_15' WHERE id = %s", place)
    assert (await write(coordinator, place, a_page(phone=None))).json()["phone"] == "15"


async def test_a_pharmacy_on_duty_says_until_when_to_its_own_community_alone(
    coordinator: SignedIn, as_role: AsRole, make_community: MakeCommunity, place: UUID
) -> None:
    assert (await write(coordinator, place, a_page(hours=[]))).status_code == 200
    on_duty = (await coordinator.call("createDuty", json=a_duty(organisation_id=place))).json()
    later = a_duty(organisation_id=place, starts_at=(now() + timedelta(hours=2)).isoformat())
    assert (await coordinator.call("createDuty", json=later)).status_code == 201
    page = (await coordinator.call("getOrganisation", organisation_id=place)).json()
    closed_by_hours = {"is_open": False, "open_until": None, "opens_at": None}
    assert page["open_state"] == closed_by_hours | {"on_duty_until": on_duty["ends_at"]}
    stranger = await as_role("coordinator", community_id=(await make_community("Ailleurs")).id)
    [seen] = (await stranger.call("searchOrganisations")).json()["items"]
    assert seen["open_state"] == closed_by_hours | {"on_duty_until": None}


async def test_an_exception_closes_a_place_that_never_closes_and_is_forgotten_once_over(
    coordinator: SignedIn, place: UUID, database: Database
) -> None:
    body = a_page(hours=ALWAYS, exceptions=[closed(0, 0)])
    page = (await write(coordinator, place, body)).json()
    assert not page["open_state"]["is_open"]
    midnight = datetime.combine(today() + timedelta(days=1), time(), PARIS)
    assert datetime.fromisoformat(page["open_state"]["opens_at"]) == midnight
    yesterday = (today() - timedelta(days=1)).isoformat()
    database.sql(
        """UPDATE organisations SET exceptions = jsonb_build_array(jsonb_build_object(
            'from_day', %s::text, 'to_day', %s::text, 'spans', '[]'::jsonb))""",
        yesterday,
        yesterday,
    )
    page = (await coordinator.call("getOrganisation", organisation_id=place)).json()
    assert (page["exceptions"], page["open_state"]["is_open"]) == ([], True)


async def test_somebody_struck_off_is_shown_no_more(
    coordinator: SignedIn, as_role: AsRole, place: UUID
) -> None:
    doctor = await as_role("professional")
    assert (
        await write(coordinator, place, a_page(member_ids=[str(doctor.professional_id)]))
    ).status_code == 200
    async with unit_of_work() as db:
        gone = await db.get_one(Professional, doctor.professional_id)
        gone.is_active = False
    assert (await coordinator.call("getOrganisation", organisation_id=place)).json()["members"] == []
