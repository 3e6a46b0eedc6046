"""What a regulation finds: who, how far, when, and the word for a day without anything."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from api.contract.models import Role, SlotAudience
from api.core import clock
from api.core.db import unit_of_work
from api.directory.tables import Practice
from tests.availability.conftest import (
    PARIS,
    Opens,
    booking,
    count,
    day_of,
    practice_of,
    second_practice,
    slot,
    tomorrow_at,
)
from tests.conftest import Database
from tests.dispatch.scene import file, no_quiet_hours, whose_doctor_is
from tests.fhir.conftest import Caller, calling
from tests.roles import AsRole, MakeCommunity, SignedIn

__all__ = ["calling"]

VITRY = {"commune_insee": "94081"}
FOR_REGULATION = {"audiences": ["snp"]}
AVAILABILITY = frozenset({"availability:read"})
WEDNESDAY = datetime(2027, 3, 3, 9, 0, tzinfo=PARIS)


@pytest.fixture
async def regulator(as_role: AsRole) -> SignedIn:
    """A regulator of the SAS, standing in the community."""
    return await as_role("regulator")


async def look(who: Any, **query: Any) -> dict[str, Any]:
    """The answer of a search in Vitry."""
    answer = await who.call("searchAvailability", params=VITRY | query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def takes_calls_all_day(who: SignedIn) -> None:
    """They accept calls beyond their agenda at any hour of any day."""
    hours = [{"weekday": day, "from_time": "00:00", "to_time": "24:00"} for day in range(1, 9)]
    body = {"phone": "01 99 00 70 14", "hours": hours}
    said = await who.call("replaceMyCallTimes", json=body, headers={"If-Match": '"0"'})
    assert said.status_code == 200, said.text


def starts(day: dict[str, Any]) -> list[str]:
    """The times written of a day, on the wall of the territory."""
    return [f"{datetime.fromisoformat(one['starts_at']).astimezone(PARIS):%H:%M}" for one in day["slots"]]


async def test_an_entry_says_who_how_far_the_first_times_and_how_many_more(
    doctor: SignedIn, opens: Opens, regulator: SignedIn
) -> None:
    made = await opens(doctor, **FOR_REGULATION)
    found = await look(regulator)
    [entry] = found["items"]
    assert entry["professional"]["id"] == str(doctor.professional_id)
    assert entry["distance_km"] is not None
    today, tomorrow, after = entry["days"]
    assert (tomorrow["state"], starts(tomorrow), tomorrow["more"]) == (
        "free",
        ["09:00", "09:20", "09:40", "10:00"],
        5,
    )
    assert tomorrow["slots"][0]["slot_id"] == slot(made, tomorrow_at(9))
    assert (today["state"], after["state"]) == ("closed", "closed")
    assert [day["free"] for day in found["days"]] == [0, 9, 0]
    whole = await look(regulator, professional_id=str(doctor.professional_id), slots_per_day=96, limit=1)
    assert len(whole["items"][0]["days"][1]["slots"]) == 9


async def test_times_that_start_together_are_both_written_when_they_differ_by_length_or_mode_and_count_once(
    doctor: SignedIn, opens: Opens, regulator: SignedIn
) -> None:
    hour = FOR_REGULATION | {"from_time": "09:00", "to_time": "10:00"}
    for given in ({"slot_minutes": 20}, {"slot_minutes": 30}, {"slot_minutes": 20, "modes": ["video"]}):
        await opens(doctor, **hour, **given)
    # The very same time for others too: it is one choice.
    await opens(doctor, **hour | {"audiences": ["snp", "pro"]}, slot_minutes=20)
    found = await look(regulator, slots_per_day=96)
    tomorrow = found["items"][0]["days"][1]
    said = [
        (
            start,
            datetime.fromisoformat(one["ends_at"]) - datetime.fromisoformat(one["starts_at"]),
            one["modes"],
        )
        for start, one in zip(starts(tomorrow), tomorrow["slots"], strict=True)
    ]
    short, long = timedelta(minutes=20), timedelta(minutes=30)
    assert said == [
        ("09:00", short, ["office"]),
        ("09:00", short, ["video"]),
        ("09:00", long, ["office"]),
        ("09:20", short, ["office"]),
        ("09:20", short, ["video"]),
        ("09:30", long, ["office"]),
        ("09:40", short, ["office"]),
        ("09:40", short, ["video"]),
    ]
    assert (found["days"][1]["free"], tomorrow["more"]) == (4, 0)


async def test_the_nearest_comes_first_and_among_equals_who_was_asked_least(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens, regulator: SignedIn
) -> None:
    far = await as_role("professional")
    for who, latitude in ((doctor, 48.789), (colleague, 48.789), (far, 48.800)):
        async with unit_of_work() as db:
            place = update(Practice).where(Practice.professional_id == who.professional_id)
            await db.execute(place.values(latitude=latitude))
        await opens(who, **FOR_REGULATION)
    order = [entry["professional"]["id"] for entry in (await look(regulator))["items"]]
    assert order[2] == str(far.professional_id)
    await no_quiet_hours(regulator.community_id)
    first = doctor if order[0] == str(doctor.professional_id) else colleague
    await file(await as_role("requester", organisation_kind="hospital_ward"), whose_doctor_is(first))
    again = [entry["professional"]["id"] for entry in (await look(regulator))["items"]]
    assert again == [order[1], order[0], order[2]]


async def test_a_radius_holds_the_places_of_the_commune_and_those_around_it(
    doctor: SignedIn, opens: Opens, regulator: SignedIn
) -> None:
    elsewhere = await second_practice(doctor)
    await opens(doctor, practice_id=str(elsewhere), from_time="14:00", to_time="15:00", **FOR_REGULATION)
    assert (await look(regulator, radius_km=0.5))["items"] == []
    [near] = (await look(regulator, radius_km=5))["items"]
    assert near["commune_name"] == "Ivry-sur-Seine"
    [by_point] = (
        await regulator.call(
            "searchAvailability", params={"latitude": 48.8122, "longitude": 2.3872, "radius_km": 0.2}
        )
    ).json()["items"]
    assert by_point["distance_km"] == 0.0
    named = {"professional_id": str(doctor.professional_id), "radius_km": 0.5}
    assert [one["practice_id"] for one in (await look(regulator, **named))["items"]] == [str(elsewhere)]


async def test_a_day_without_a_free_time_says_why(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, regulator: SignedIn
) -> None:
    made = await opens(doctor, to_time="09:20", **FOR_REGULATION)
    booked = await regulator.call("bookAppointment", json=booking(slot(made, tomorrow_at(9))))
    assert booked.status_code == 201, booked.text
    [full] = (await look(regulator))["items"]
    assert full["days"][1]["state"] == "full"
    for days in (1, 2):
        await opens(colleague, on_day=day_of(tomorrow_at(9, days=days)), **FOR_REGULATION)
    span = {"starts_at": tomorrow_at(0).isoformat(), "ends_at": tomorrow_at(0, days=2).isoformat()}
    await colleague.call("createAbsence", json=span | {"reason": "leave"})
    away = next(
        entry
        for entry in (await look(regulator))["items"]
        if entry["professional"]["id"] == str(colleague.professional_id)
    )
    assert [day["state"] for day in away["days"]] == ["closed", "absent", "free"]
    assert away["absent_until"] is None


async def test_a_range_says_how_many_places_are_left_of_how_many(
    doctor: SignedIn, opens: Opens, regulator: SignedIn
) -> None:
    made = await opens(doctor, kind="range", capacity=4, from_time="14:00", to_time="16:00", **FOR_REGULATION)
    await regulator.call("bookAppointment", json=booking(slot(made, tomorrow_at(14))))
    [entry] = (await look(regulator))["items"]
    [band] = entry["days"][1]["ranges"]
    assert (band["places_left"], band["places"], entry["days"][1]["slots"]) == (3, 4, [])


async def test_who_accepts_a_call_says_until_when_and_the_number(
    doctor: SignedIn, regulator: SignedIn
) -> None:
    await takes_calls_all_day(doctor)
    [entry] = (await look(regulator))["items"]
    assert entry["call"]["phone"] == "+33199007014"
    assert datetime.fromisoformat(entry["call"]["from_at"]) <= clock.now()
    assert (await look(regulator, mode="video"))["items"] == []


async def test_an_opening_for_others_is_not_found(
    doctor: SignedIn, opens: Opens, regulator: SignedIn, as_role: AsRole
) -> None:
    await opens(doctor, audiences=[])
    assert (await look(regulator))["items"] == []
    refused = await (await as_role("requester")).call("searchAvailability", params=VITRY)
    assert refused.status_code == 403


async def test_only_what_takes_the_need_and_the_mode_is_found(
    doctor: SignedIn, opens: Opens, regulator: SignedIn
) -> None:
    await opens(doctor, needs=["urinary"], modes=["video"], **FOR_REGULATION)
    assert len((await look(regulator, need="urinary", mode="video"))["items"]) == 1
    assert (await look(regulator, need="digestive"))["items"] == []
    assert (await look(regulator, mode="office"))["items"] == []


async def test_the_same_answer_is_not_sent_twice(doctor: SignedIn, opens: Opens, regulator: SignedIn) -> None:
    made = await opens(doctor, **FOR_REGULATION)
    first = await regulator.call("searchAvailability", params=VITRY)
    known = {"If-None-Match": first.headers["ETag"]}
    again = await regulator.call("searchAvailability", params=VITRY, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    await regulator.call("createHold", json={"slot_id": slot(made, tomorrow_at(9))})
    changed = await regulator.call("searchAvailability", params=VITRY, headers=known)
    assert changed.status_code == 200
    assert starts(changed.json()["items"][0]["days"][1])[0] == "09:20"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "/query/commune_insee"),
        ({"commune_insee": "94999"}, "/query/commune_insee"),
        ({"commune_insee": "94400x"}, "/query/commune_insee"),
        (VITRY | {"latitude": 48.8, "longitude": 2.4}, "/query/commune_insee"),
        ({"latitude": 48.8}, "/query/longitude"),
        ({"longitude": 2.4}, "/query/latitude"),
        (VITRY | {"radius_km": 1000}, "/query/radius_km"),
        (VITRY | {"until": "2020-01-01T00:00:00Z"}, "/query/until"),
        (VITRY | {"until": "2099-01-01T00:00:00Z"}, "/query/until"),
        (VITRY | {"need": "flu"}, "/query/need"),
        (VITRY | {"slots_per_day": 0}, "/query/slots_per_day"),
        ({"professional_id": "0190a7f0-0000-7000-8000-000000000000"}, "/query/professional_id"),
    ],
)
async def test_a_search_that_makes_no_sense_names_the_field_and_the_cure(
    regulator: SignedIn, query: dict[str, Any], field: str
) -> None:
    answer = await regulator.call("searchAvailability", params=query)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [field]
    assert all(error["message"] for error in answer.json()["errors"])


async def test_a_client_of_a_departement_sees_its_communities_and_no_other(
    doctor: SignedIn, as_role: AsRole, opens: Opens, make_community: MakeCommunity, calling: Caller
) -> None:
    elsewhere = await make_community("Ailleurs", communes=("13041",))
    other = await as_role("professional", community_id=elsewhere.id)
    for who in (doctor, other):
        await opens(who, **FOR_REGULATION)
    seen = {
        code: [
            entry["professional"]["id"]
            for entry in (await look(await calling(Role.regulator, AVAILABILITY, department=code)))["items"]
        ]
        for code in ("94", "13", "2A", None)
    }
    here, there = str(doctor.professional_id), str(other.professional_id)
    assert (seen["94"], seen["13"], seen["2A"], set(seen[None])) == ([here], [there], [], {here, there})


@pytest.mark.parametrize("audience", list(SlotAudience))
async def test_a_client_of_a_departement_sees_whatever_the_regulation_may_book(
    doctor: SignedIn, opens: Opens, calling: Caller, audience: SlotAudience
) -> None:
    await opens(doctor, audiences=[audience.value])
    client = await calling(Role.regulator, AVAILABILITY, department="94")
    [entry] = (await look(client))["items"]
    assert entry["days"][1]["state"] == "free"


async def test_a_client_of_a_departement_is_told_who_accepts_a_call_without_any_opening(
    doctor: SignedIn, as_role: AsRole, make_community: MakeCommunity, calling: Caller
) -> None:
    elsewhere = await make_community("Ailleurs", communes=("13041",))
    other = await as_role("professional", community_id=elsewhere.id)
    for who in (doctor, other):
        await takes_calls_all_day(who)
    by_department = {
        code: {
            entry["professional"]["id"]: entry["call"]["phone"]
            for entry in (await look(await calling(Role.regulator, AVAILABILITY, department=code)))["items"]
        }
        for code in ("94", "13", None)
    }
    here = {str(doctor.professional_id): "+33199007014"}
    assert by_department == {"94": here, "13": {}, None: here}
    video = await look(await calling(Role.regulator, AVAILABILITY, department="94"), mode="video")
    assert video["items"] == []


async def test_the_case_of_the_sas_is_kept_sealed_and_told_to_who_booked_and_to_the_doctor(
    doctor: SignedIn, opens: Opens, regulator: SignedIn, as_role: AsRole, connected: Database
) -> None:
    made = await opens(doctor, audiences=["snp", "pro"])
    body = booking(slot(made, tomorrow_at(9)), sas_case_number="94-2611-08812")
    booked = await regulator.call("bookAppointment", json=body)
    assert booked.status_code == 201, booked.text
    assert booked.json()["sas_case_number"] == "94-2611-08812"
    [(kept,)] = connected.sql("SELECT sas_case_number_sealed FROM appointments")
    assert b"08812" not in bytes(kept)  # type: ignore[arg-type]  # a bytea
    coordinator = await as_role("coordinator")
    assert (await coordinator.call("getAppointment", appointment_id=booked.json()["id"])).json()[
        "sas_case_number"
    ] is None
    day = {"from_on": day_of(tomorrow_at(0)), "to_on": day_of(tomorrow_at(0))}
    agenda = (await doctor.call("getAgenda", params=day)).json()
    assert [row["sas_case_number"] for row in agenda["appointments"]] == ["94-2611-08812"]


@pytest.mark.parametrize(
    ("who", "number"),
    [("regulator", "2 84 05 75 123 456 87"), ("professional", "94-1"), ("regulator", "a;b")],
)
async def test_a_case_number_that_may_not_be_books_nothing(
    doctor: SignedIn, opens: Opens, as_role: AsRole, connected: Database, who: str, number: str
) -> None:
    made = await opens(doctor, audiences=["snp", "pro"])
    body = booking(slot(made, tomorrow_at(9)), sas_case_number=number)
    answer = await (await as_role(who)).call("bookAppointment", json=body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/sas_case_number"]
    assert (count(connected, "appointments"), count(connected, "claims")) == (0, 0)


async def test_the_hours_of_the_sas_are_said(regulator: SignedIn, clock_at: Any, connected: Database) -> None:
    clock_at(WEDNESDAY)
    connected.sql("UPDATE sessions SET created_at = %s, last_seen_at = %s", clock.now(), clock.now())
    found = await look(regulator)
    assert found["regulation_until"] == WEDNESDAY.replace(hour=20).astimezone(UTC).isoformat().replace(
        "+00:00", "Z"
    )
    assert found["regulation_from"] is None


async def test_a_client_of_no_community_is_told_the_hours_of_the_place_where_it_looks(
    calling: Caller, clock_at: Any
) -> None:
    clock_at(WEDNESDAY)
    client = await calling(Role.regulator, AVAILABILITY)
    for query, zone in (
        ({"latitude": 48.79, "longitude": 2.39}, PARIS),
        ({"latitude": -20.88, "longitude": 55.45}, ZoneInfo("Indian/Reunion")),
        ({"commune_insee": "97411"}, ZoneInfo("Indian/Reunion")),
    ):
        answer = (await client.call("searchAvailability", params=query)).json()
        until = datetime.fromisoformat(answer["regulation_until"])
        assert until == datetime(2027, 3, 3, 20, tzinfo=zone), query


async def test_a_practice_is_shown_once_per_place(
    doctor: SignedIn, opens: Opens, regulator: SignedIn
) -> None:
    await opens(doctor, **FOR_REGULATION)
    elsewhere = await second_practice(doctor)
    await opens(doctor, practice_id=str(elsewhere), from_time="14:00", to_time="15:00", **FOR_REGULATION)
    found = await look(regulator, radius_km=10)
    assert {entry["practice_id"] for entry in found["items"]} == {
        str(elsewhere),
        str(await practice_of(doctor)),
    }
    assert found["total"] == 2
    until = tomorrow_at(9, 30).isoformat()
    cut = await look(regulator, until=until)
    assert [starts(day) for day in cut["items"][0]["days"]] == [[], ["09:00", "09:20"]]
    assert timedelta(0) <= clock.now() - datetime.fromisoformat(cut["as_of"]) < timedelta(minutes=1)
