"""The coordinator's board."""

import asyncio

import pytest

from api.cases import service
from api.contract.models import ListCasesQuery, Role, WaitsFor
from api.core.db import unit_of_work
from tests.cases.builders import PlainFacts, a_case, actor_of
from tests.conftest import Database
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn
from tests.statements import statements

pytestmark = pytest.mark.anyio


@pytest.fixture
async def nurse(as_role: AsRole) -> SignedIn:
    """Who makes the requests."""
    return await as_role("professional")


@pytest.fixture
async def coordinator(as_role: AsRole) -> SignedIn:
    """Who looks at the board."""
    return await as_role("coordinator", name="Inès Carpentier")


async def numbers(who: SignedIn, **query: object) -> list[str]:
    """The numbers on the board, in its order."""
    answer = await who.call("listCases", params=query)
    assert answer.status_code == 200, answer.text
    return [item["number"] for item in answer.json()["items"]]


async def test_what_waits_for_the_coordination_comes_first_then_what_breaks_first(
    nurse: SignedIn, coordinator: SignedIn
) -> None:
    late = await a_case(nurse, due_in_minutes=50)
    no_clock = await a_case(nurse, due_in_minutes=None)
    soon = await a_case(nurse, due_in_minutes=5)
    mine_later = await a_case(nurse, due_in_minutes=500, waits_for=WaitsFor.coordinator)
    mine_overdue = await a_case(nurse, due_in_minutes=-4, waits_for=WaitsFor.coordinator)
    ended = await a_case(nurse, closed=True)
    expected = [case.number for case in (mine_overdue, mine_later, soon, late, no_clock)]
    assert await numbers(coordinator) == expected
    assert await numbers(coordinator, view="closed") == [ended.number]
    assert len(await numbers(coordinator, view="all")) == 6


async def test_pages_of_the_board_follow_each_other_without_gap_or_double(
    nurse: SignedIn, coordinator: SignedIn
) -> None:
    for minutes in (None, 10, 10, 20, None, 5, 40):
        await a_case(nurse, due_in_minutes=minutes)
    whole = await numbers(coordinator)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = (await coordinator.call("listCases", params=query)).json()
        seen += [item["number"] for item in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == whole
    assert len(set(seen)) == 7


async def test_the_board_is_filtered_by_what_one_types(nurse: SignedIn, coordinator: SignedIn) -> None:
    fort = await a_case(nurse, sector="Fort", need="urinary")
    port = await a_case(nurse, sector="Port-à-l’Anglais", need="paediatrics", state="wave_2")
    hundred = await a_case(nurse, sector="100%", need="other", waits_for=WaitsFor.requester)
    assert await numbers(coordinator, q="port-a") == [port.number]
    assert await numbers(coordinator, q="PEDIATRIE") == [port.number]
    assert await numbers(coordinator, q=fort.number.lower()) == [fort.number]
    assert await numbers(coordinator, q="0%") == [hundred.number]
    assert await numbers(coordinator, q="_") == []
    assert await numbers(coordinator, q="' OR 1=1 --") == []
    assert await numbers(coordinator, sector="Fort") == [fort.number]
    assert await numbers(coordinator, state="wave_2") == [port.number]
    assert await numbers(coordinator, waits_for="requester") == [hundred.number]
    assert len(await numbers(coordinator, kind="unscheduled_care", q="vitry")) == 3


async def test_counts_say_how_many_wait_for_the_coordination_and_where(
    nurse: SignedIn, coordinator: SignedIn
) -> None:
    await a_case(nurse, sector="Fort")
    await a_case(nurse, sector="Écoles", waits_for=WaitsFor.coordinator)
    await a_case(nurse, sector=None)
    await a_case(nurse, sector="Ailleurs", closed=True)
    counts = (await coordinator.call("countCases")).json()
    assert counts["items"] == [
        {"kind": "unscheduled_care", "open": 3, "waits_for_coordinator": 1},
        {"kind": "death_certification", "open": 0, "waits_for_coordinator": 0},
        {"kind": "attending_doctor", "open": 0, "waits_for_coordinator": 0},
        {"kind": "second_opinion", "open": 0, "waits_for_coordinator": 0},
        {"kind": "hospital_discharge", "open": 0, "waits_for_coordinator": 0},
        {"kind": "teleconsultation", "open": 0, "waits_for_coordinator": 0},
    ]
    assert counts["sectors"] == ["Écoles", "Fort"]


async def test_an_empty_board_counts_nothing(coordinator: SignedIn) -> None:
    counts = (await coordinator.call("countCases")).json()
    assert {(item["open"], item["waits_for_coordinator"]) for item in counts["items"]} == {(0, 0)}
    assert counts["sectors"] == []


async def test_a_long_board_costs_as_many_statements_as_a_short_one(
    nurse: SignedIn, coordinator: SignedIn, facts: PlainFacts
) -> None:
    actor = actor_of(coordinator, Role.coordinator)

    async def cost(rows: int) -> int:
        async with unit_of_work(coordinator.community_id) as db:
            with statements() as asked:
                listed = await service.list_cases(db, actor, ListCasesQuery(limit=200))
            assert len(listed.items) == rows
            return len(asked)

    for _ in range(2):
        await a_case(nurse, accepted_by=nurse.professional_id)
    of_two = await cost(2)
    for _ in range(28):
        await a_case(nurse, accepted_by=nurse.professional_id)
    assert await cost(30) == of_two
    assert facts.asked == [2, 30]


async def test_a_row_says_who_took_it_and_how_to_call_them(
    nurse: SignedIn, as_role: AsRole, coordinator: SignedIn, connected: Database
) -> None:
    doctor = await as_role("professional")
    connected.sql(
        "UPDATE practices SET phone = '+33199001234' WHERE professional_id = %s", doctor.professional_id
    )
    await a_case(nurse, accepted_by=doctor.professional_id)
    (row,) = (await coordinator.call("listCases")).json()["items"]
    assert "Essai" in row["professional_name"]
    assert row["professional_phone"] == "+33199001234"
    assert (row["wave"], row["waves"], row["actions"]) == (1, 3, ["assign"])
    assert row["clock"]["kind"] == "answer"


async def test_the_board_is_for_the_coordination_of_its_own_community(
    nurse: SignedIn, as_role: AsRole, make_community: MakeCommunity
) -> None:
    await a_case(nurse)
    elsewhere = await make_community("Ailleurs", communes=("13041",))
    stranger = await as_role("coordinator", community_id=elsewhere.id)
    assert await numbers(stranger) == []
    for role in ("professional", "admin", "auditor", "regulator"):
        refused = await (await as_role(role)).call("listCases")
        assert refused.status_code == 403


async def test_colleagues_see_who_has_a_case_in_hand(
    nurse: SignedIn, coordinator: SignedIn, as_role: AsRole
) -> None:
    case = await a_case(nurse)
    colleague = await as_role("coordinator", name="Hugo Delannoy")
    taken = (await coordinator.call("takeCase", case_id=case.id)).json()
    assert (taken["handled_by_name"], taken["handled_by_initials"]) == ("Inès Carpentier", "IC")
    assert taken["version"] == case.version  # the request itself has not changed
    assert (await coordinator.call("takeCase", case_id=case.id)).status_code == 200

    refused = await colleague.call("takeCase", case_id=case.id)
    assert (refused.status_code, refused.json()["type"]) == (409, "illegal_transition")
    (row,) = (await colleague.call("listCases")).json()["items"]
    assert row["handled_by_name"] == "Inès Carpentier"

    released = (await colleague.call("releaseCase", case_id=case.id)).json()
    assert released["handled_by_name"] is None
    assert (await colleague.call("takeCase", case_id=case.id)).json()["handled_by_initials"] == "HD"


async def test_a_closed_case_is_taken_by_nobody(nurse: SignedIn, coordinator: SignedIn) -> None:
    case = await a_case(nurse, closed=True)
    for operation in ("takeCase", "releaseCase"):
        refused = await coordinator.call(operation, case_id=case.id)
        assert (refused.status_code, refused.json()["type"]) == (409, "case_closed")
    (row,) = (await coordinator.call("listCases", params={"view": "closed"})).json()["items"]
    assert row["handled_by_name"] is None


async def test_numbers_follow_each_other_per_community_whatever_the_concurrency(
    nurse: SignedIn, as_role: AsRole, make_community: MakeCommunity, shift_clock: ShiftClock
) -> None:

    made = await asyncio.gather(*(a_case(nurse) for _ in range(8)))
    assert sorted(case.number for case in made) == [f"SNP-{1201 + n}" for n in range(8)]
    elsewhere = await make_community("Ailleurs", communes=("13041",))
    other = await as_role("professional", community_id=elsewhere.id)
    assert (await a_case(other)).number == "SNP-1201"
