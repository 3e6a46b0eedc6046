"""The search of the platform over HTTP: what it finds, for whom, and in which shape."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.core import clock
from api.identity import tokens
from tests.availability.conftest import PARIS, Opens, booking, second_practice, slot, tomorrow_at
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.fhir.conftest import CPTS, INDIVIDUAL, Caller, asked, codes, national_id, of, search
from tests.roles import AsRole, MakeCommunity, SignedIn

ClockAt = Callable[[datetime], None]


async def test_a_slot_says_when_where_with_whom_and_for_which_cpts(
    doctor: SignedIn, opens: Opens, platform: ContractClient, connected: Database
) -> None:
    made = await opens(
        doctor, to_time="09:40", audiences=["public", "cpts"], modes=["office", "video"], needs=["urinary"]
    )
    person = national_id(doctor, connected)
    bundle = await search(platform, asked(person))
    assert bundle["total"] == 2
    first, second = of(bundle, "Slot")
    assert first["id"] == slot(made, tomorrow_at(9)).replace("_", ".")
    local = tomorrow_at(9).astimezone(PARIS)
    assert first["start"] == local.isoformat(timespec="milliseconds")
    assert first["end"] == (local + timedelta(minutes=20)).isoformat(timespec="milliseconds")
    assert (first["status"], codes(first)) == ("free", {"PUBLIC", "CPTS"})
    assert first["comment"].endswith(f"/sas/rdv?praticien={doctor.professional_id}&creneau={first['id']}")
    spoken = [service.get("text") or service["coding"][0]["code"] for service in first["serviceType"]]
    assert spoken == ["AMB", "VR", "604", "Urinaire"]
    assert first["specialty"][0]["coding"][0]["code"] == "SM54"
    assert first["appointmentType"]["coding"][0]["code"] == "ROUTINE"
    [schedule] = of(bundle, "Schedule")
    assert first["schedule"] == second["schedule"] == {"reference": f"Schedule/{schedule['id']}"}
    [practitioner], [role] = of(bundle, "Practitioner"), of(bundle, "PractitionerRole")
    assert {actor["reference"] for actor in schedule["actor"]} == {
        f"Practitioner/{practitioner['id']}",
        f"PractitionerRole/{role['id']}",
    }
    assert practitioner["identifier"][0]["value"] == person
    assert role["location"] == [{"reference": f"#{role['contained'][0]['id']}"}]
    assert role["contained"][0]["address"]["city"] == "Vitry-sur-Seine"
    [service], [organization] = of(bundle, "HealthcareService"), of(bundle, "Organization")
    assert service["providedBy"] == {"reference": f"Organization/{organization['id']}"}
    assert organization["identifier"][0]["value"] == "1940000001"
    assert organization["telecom"] == [{"system": "phone", "value": "+33199000001"}]
    assert [entry["search"]["mode"] for entry in bundle["entry"]] == ["match"] * 2 + ["include"] * 5
    assert all(entry["fullUrl"].endswith(f"/{entry['resource']['id']}") for entry in bundle["entry"])


async def test_the_individual_flow_shows_nothing_of_the_cpts(
    doctor: SignedIn, opens: Opens, platform: ContractClient, connected: Database
) -> None:
    await opens(doctor, to_time="09:20", audiences=["snp", "cpts"])
    await opens(doctor, from_time="09:20", to_time="09:40", audiences=["cpts"])
    await opens(doctor, from_time="09:40", to_time="10:00", audiences=[])
    person = national_id(doctor, connected)
    alone = await search(platform, asked(person, flow=INDIVIDUAL))
    assert alone["meta"]["profile"] == ["http://sas.fr/fhir/StructureDefinition/BundleAgregateur"]
    [shown] = of(alone, "Slot")
    assert codes(shown) == {"SNP"}
    assert "'604'" not in str(shown), "as a word: an id may hold these figures"
    assert (of(alone, "HealthcareService"), of(alone, "Organization")) == ([], [])
    assert [codes(one) for one in of(await search(platform, asked(person)), "Slot")] == [
        {"SNP", "CPTS"},
        {"CPTS"},
    ]


async def test_a_doctor_of_two_cpts_has_a_service_for_each(
    doctor: SignedIn,
    as_role: AsRole,
    opens: Opens,
    make_community: MakeCommunity,
    platform: ContractClient,
    calling: Caller,
    connected: Database,
) -> None:
    there = await make_community("Voisine")
    also = await as_role("professional", professional_id=doctor.professional_id, community_id=there.id)
    for who, ends in ((doctor, "09:40"), (also, "10:00")):
        await opens(who, to_time=ends, audiences=["cpts"])
    person = national_id(doctor, connected)
    bundle = await search(platform, asked(person))
    shown = of(bundle, "Slot")
    # 9:00 and 9:20 are open for both, and each is one slot; 9:40 for the second alone.
    assert [(codes(one), _services(one)) for one in shown] == [
        ({"CPTS"}, {str(doctor.community_id), str(there.id)}),
        ({"CPTS"}, {str(doctor.community_id), str(there.id)}),
        ({"CPTS"}, {str(there.id)}),
    ]
    assert (bundle["total"], len(of(bundle, "Schedule"))) == (3, 1)
    assert {one["id"] for one in of(bundle, "Organization")} == {str(doctor.community_id), str(there.id)}
    of_one = await search(await calling(community_id=there.id), asked(person))
    assert [_services(one) for one in of(of_one, "Slot")] == [{str(there.id)}] * 3
    assert str(doctor.community_id) not in str(of_one)


async def test_two_openings_of_one_person_at_the_same_hour_are_one_slot_for_both_audiences(
    doctor: SignedIn,
    as_role: AsRole,
    opens: Opens,
    make_community: MakeCommunity,
    platform: ContractClient,
    connected: Database,
) -> None:
    there = await make_community("Voisine")
    also = await as_role("professional", professional_id=doctor.professional_id, community_id=there.id)
    person = national_id(doctor, connected)
    at_nine: dict[str, Any] = {"to_time": "09:20"}
    alone = [await opens(doctor, audiences=[word], **at_nine) for word in ("public", "snp")]
    [shown] = of(await search(platform, asked(person)), "Slot")
    assert codes(shown) == {"PUBLIC", "SNP"}
    await opens(doctor, audiences=["snp"], modes=["video"], **at_nine)
    await opens(also, audiences=["cpts"], **at_nine)
    for flow, expected in ((CPTS, {"PUBLIC", "SNP", "CPTS"}), (INDIVIDUAL, {"PUBLIC", "SNP"})):
        bundle = await search(platform, asked(person, flow=flow))
        office, video = sorted(of(bundle, "Slot"), key=lambda one: len(codes(one)), reverse=True)
        assert (bundle["total"], codes(office), codes(video)) == (2, expected, {"SNP"}), flow
        assert office["id"] != video["id"]
        assert _services(office) == ({str(there.id)} if flow is CPTS else set())
    # Each of them, taken, takes the hour of all.
    coordinator = await as_role("coordinator")
    taken = await coordinator.call("bookAppointment", json=booking(slot(alone[0], tomorrow_at(9))))
    assert taken.status_code == 201, taken.text
    assert (await search(platform, asked(person)))["total"] == 0


def _services(shown: dict[str, Any]) -> set[str]:
    """The ids of the services of a slot."""
    references = [
        extension["valueReference"]["reference"]
        for service in shown["serviceType"]
        for extension in service.get("extension", [])
    ]
    return {reference.removeprefix("HealthcareService/") for reference in references}


async def test_each_place_has_its_own_agenda(
    doctor: SignedIn, opens: Opens, platform: ContractClient, connected: Database
) -> None:
    await opens(doctor, to_time="09:20")
    elsewhere = await second_practice(doctor)
    connected.sql("UPDATE practices SET finess = '940000099' WHERE id = %s", elsewhere)
    await opens(doctor, practice_id=str(elsewhere), from_time="14:00", to_time="14:20", modes=["home_visit"])
    bundle = await search(platform, asked(national_id(doctor, connected)))
    assert len(of(bundle, "Schedule")) == len(of(bundle, "PractitionerRole")) == 2
    assert len(of(bundle, "Practitioner")) == 1
    role = next(one for one in of(bundle, "PractitionerRole") if one["id"] == str(elsewhere))
    assert role["organization"]["identifier"]["value"] == "1940000099"
    assert role["contained"][0]["address"] == {
        "line": ["Ivry-sur-Seine"],  # the national file gives no street: the town, since one is wanted
        "city": "Ivry-sur-Seine",
        "postalCode": "94200",
    }


async def test_a_range_is_walked_into_and_has_no_address_to_book_at(
    doctor: SignedIn, opens: Opens, platform: ContractClient, connected: Database
) -> None:
    await opens(doctor, kind="range", capacity=6, audiences=["snp"], from_time="14:00", to_time="16:00")
    [shown] = of(await search(platform, asked(national_id(doctor, connected), flow=INDIVIDUAL)), "Slot")
    assert shown["appointmentType"]["coding"][0]["code"] == "WALKIN"
    assert "comment" not in shown
    assert shown["serviceType"][-1] == {"text": "Soins non programmés"}


async def test_a_slot_that_is_taken_is_no_longer_there(
    doctor: SignedIn, as_role: AsRole, opens: Opens, platform: ContractClient, connected: Database
) -> None:
    made = await opens(doctor, to_time="09:40")
    person = national_id(doctor, connected)
    coordinator = await as_role("coordinator")
    taken = await coordinator.call("bookAppointment", json=booking(slot(made, tomorrow_at(9))))
    assert taken.status_code == 201, taken.text
    [left] = of(await search(platform, asked(person)), "Slot")
    assert left["id"] == slot(made, tomorrow_at(9, 20)).replace("_", ".")


async def test_nothing_free_and_nobody_known_are_an_empty_bundle(
    doctor: SignedIn, platform: ContractClient, connected: Database
) -> None:
    for person in (national_id(doctor, connected), "810999999999", "0123456789", "3456780581/11242343"):
        for flow in (INDIVIDUAL, CPTS):
            query = asked(person, flow=flow)
            bundle = await search(platform, query)
            assert (bundle["total"], "entry" in bundle, len(bundle["link"])) == (0, False, 1)
            assert bundle["link"][0]["relation"] == "self"


async def test_the_link_repeats_the_query_as_it_was_received(
    doctor: SignedIn, opens: Opens, platform: ContractClient, connected: Database
) -> None:
    await opens(doctor)
    query = asked(national_id(doctor, connected), more="&status=free&_count=1000&unknown=%C3%A9+x")
    answer = await platform.get(f"/fhir/Slot?{query}")
    sent = answer.request.url.query.decode()
    assert "%C3%A9+x" in sent
    assert answer.json()["link"] == [{"relation": "self", "url": f"http://localhost:8000/fhir/Slot?{sent}"}]


async def test_a_search_by_post_is_the_same_search(
    doctor: SignedIn, opens: Opens, platform: ContractClient, connected: Database
) -> None:
    await opens(doctor)
    query = asked(national_id(doctor, connected))
    answer = await platform.get(f"/fhir/Slot?{query}")
    query = answer.request.url.query.decode()
    got = answer.json()
    form = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    posted = await platform.post("/fhir/Slot/_search", content=query, headers=form)
    assert (posted.status_code, posted.json()) == (200, got)
    halves = query.split("&start=", 1)
    both = await platform.post(f"/fhir/Slot/_search?start={halves[1]}", content=halves[0], headers=form)
    assert (both.status_code, both.json()["entry"]) == (200, got["entry"])
    all_there = await platform.post(f"/fhir/Slot/_search?{query}")
    assert (all_there.status_code, all_there.json()) == (200, got)


async def test_a_count_limits_the_slots_and_not_the_total(
    doctor: SignedIn, opens: Opens, platform: ContractClient, connected: Database
) -> None:
    await opens(doctor)
    person = national_id(doctor, connected)
    three = await search(platform, asked(person, more="&_count=3"))
    assert (three["total"], len(of(three, "Slot")), len(of(three, "Practitioner"))) == (9, 3, 1)
    none = await search(platform, asked(person, more="&_count=0"))
    assert (none["total"], "entry" in none) == (9, False)


async def test_what_is_not_asked_for_is_not_included(
    doctor: SignedIn, opens: Opens, platform: ContractClient, connected: Database
) -> None:
    await opens(doctor, audiences=["public"])
    answer = await platform.get(
        f"/fhir/Slot?{asked(national_id(doctor, connected), flow='_include=Slot:schedule')}"
    )
    kinds = {entry["resource"]["resourceType"] for entry in answer.json()["entry"]}
    assert kinds == {"Slot", "Schedule"}
    busy = asked(national_id(doctor, connected), more="&status=busy")
    assert (await search(platform, busy))["total"] == 0


@pytest.mark.parametrize("unprefixed", [False, True])
async def test_several_people_are_found_in_one_search(
    doctor: SignedIn,
    colleague: SignedIn,
    opens: Opens,
    platform: ContractClient,
    connected: Database,
    unprefixed: bool,
) -> None:
    for who in (doctor, colleague):
        await opens(who, to_time="09:20")
    people = [national_id(who, connected)[int(unprefixed) :] for who in (doctor, colleague)]
    nobody = [f"8109997{n:05d}" for n in range(23)]
    found = of(await search(platform, asked(*people, *nobody)), "Practitioner")
    assert {one["id"] for one in found} == {str(doctor.professional_id), str(colleague.professional_id)}


async def test_on_the_night_when_the_clock_goes_back_each_slot_has_its_own_offset(
    doctor: SignedIn, opens: Opens, platform: ContractClient, connected: Database, clock_at: ClockAt
) -> None:
    clock_at(datetime(2030, 10, 26, 12, tzinfo=UTC))
    connected.sql("UPDATE sessions SET created_at = %s, last_seen_at = %s", clock.now(), clock.now())
    night = {"on_day": "2030-10-27", "from_time": "01:30", "to_time": "04:00", "slot_minutes": 30}
    await opens(doctor, **night, audiences=["public"])
    platform.headers["Authorization"] = f"Bearer {_fresh(connected)}"
    stretch = "start=ge2030-10-27T02:00&start=lt2030-10-27T03:30"
    people = f"schedule.actor:Practitioner.identifier={national_id(doctor, connected)}"
    shown = of(await search(platform, f"{INDIVIDUAL}&{stretch}&{people}"), "Slot")
    assert [one["start"][11:] for one in shown] == [
        "02:00:00.000+02:00",
        "02:30:00.000+02:00",
        "02:00:00.000+01:00",
        "02:30:00.000+01:00",
        "03:00:00.000+01:00",
    ]


def _fresh(database: Database) -> str:
    """A token of the platform, of the hour that the test made."""
    [(client_id, kept)] = database.sql("SELECT id, secret_hash FROM machine_clients")
    return tokens.issue(client_id, kept, frozenset({"fhir:read"}), at=clock.now())  # type: ignore[arg-type]
