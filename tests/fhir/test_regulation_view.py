"""« Ce que le SAS voit »: the same search as the platform's, and why nothing shows when nothing does."""

from typing import Any

from tests.availability.conftest import Opens, booking, day_of, slot, tomorrow_at
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.fhir.conftest import asked, national_id, of, search
from tests.roles import AsRole, MakeCommunity, SignedIn


async def view(who: SignedIn) -> dict[str, Any]:
    """What somebody reads of themselves."""
    answer = await who.call("getMyRegulationView")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def shown(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Every time shown, whatever the day."""
    return [one for day in found["days"] for one in day["slots"]]


async def test_one_sees_what_the_platform_finds_with_audiences_and_modes(
    doctor: SignedIn, opens: Opens, platform: ContractClient, connected: Database
) -> None:
    await opens(doctor, to_time="09:40", audiences=["snp", "cpts"], modes=["office", "video"])
    await opens(doctor, from_time="10:00", to_time="10:20", audiences=["cpts"])
    await opens(doctor, from_time="11:00", to_time="12:00", audiences=[])
    found = await view(doctor)
    bundle = await search(platform, asked(national_id(doctor, connected)))
    assert [one["starts_at"] for one in shown(found)] == [
        f"{tomorrow_at(9, minute):%Y-%m-%dT%H:%M:%SZ}" for minute in (0, 20)
    ] + [f"{tomorrow_at(10):%Y-%m-%dT%H:%M:%SZ}"]
    assert len(shown(found)) == len(of(bundle, "Slot"))
    first, _, last = shown(found)
    assert (first["audiences"], first["modes"], first["alone"]) == (
        ["snp", "cpts"],
        ["office", "video"],
        True,
    )
    assert first["communities"] == ["CPTS Vitry"]
    assert (last["audiences"], last["alone"]) == (["cpts"], False)
    assert (found["hidden_openings"], found["nothing_because"]) == (1, None)


async def test_time_of_two_communities_is_shown_once_with_both(
    doctor: SignedIn, as_role: AsRole, opens: Opens, make_community: MakeCommunity
) -> None:
    there = await make_community("Ivry")
    also = await as_role("professional", professional_id=doctor.professional_id, community_id=there.id)
    await opens(doctor, to_time="09:20", audiences=["cpts"])
    await opens(also, to_time="09:20", audiences=["cpts"])
    [one] = shown(await view(doctor))
    assert set(one["communities"]) == {"CPTS Vitry", "CPTS Ivry"}


async def test_when_nothing_shows_the_page_says_what_would_have_to_change(
    doctor: SignedIn, opens: Opens, as_role: AsRole
) -> None:
    async def because() -> str:
        found = await view(doctor)
        assert shown(found) == []
        return str(found["nothing_because"])

    assert await because() == "no_opening"
    await opens(doctor, on_day=day_of(tomorrow_at(9, days=9)), audiences=["snp"])
    assert await because() == "not_these_days"
    await opens(doctor, to_time="09:20", audiences=[])
    assert await because() == "no_audience"
    made = await opens(doctor, from_time="10:00", to_time="10:20", audiences=["snp"])
    regulator = await as_role("regulator")
    booked = await regulator.call("bookAppointment", json=booking(slot(made, tomorrow_at(10))))
    assert booked.status_code == 201, booked.text
    assert await because() == "taken"
    leave = {"starts_at": tomorrow_at(0).isoformat(), "ends_at": tomorrow_at(0, days=2).isoformat()}
    await doctor.call("createAbsence", json=leave | {"reason": "leave"})
    assert await because() == "absent"


async def test_only_a_professional_is_seen_by_the_sas(as_role: AsRole) -> None:
    assert (await (await as_role("coordinator")).call("getMyRegulationView")).status_code == 403
