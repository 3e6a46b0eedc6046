"""Who has read a message: told to its author, counted for oneself, forgotten with the right to see it."""

from typing import Any

import pytest

from api.cases import service
from api.cases.service import erase_what_is_due
from api.cases.tables import Case
from api.contract.models import Role
from api.core import clock, live
from api.core.db import unit_of_work
from tests.cases.builders import a_case, actor_of
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.contract.contents import contents
from tests.identity.delegating import NAME, Office, named, office
from tests.roles import AsRole, ShiftClock, SignedIn

__all__ = ["office"]

pytestmark = pytest.mark.anyio


@pytest.fixture
async def nurse(as_role: AsRole) -> SignedIn:
    """Who makes the requests."""
    return await as_role("professional", name="Agathe Rollin")


@pytest.fixture
async def doctor(as_role: AsRole) -> SignedIn:
    """Who accepts."""
    return await as_role("professional", name="Dr Anna Essai")


async def write(who: ContractClient, case: Case, text: str = "Elle peut venir.") -> str:
    """A message on the thread; its id."""
    posted = await who.call("postMessage", case_id=case.id, json={"text": text})
    assert posted.status_code == 201, posted.text
    return str(posted.json()["id"])


async def messages(who: ContractClient, case: Case) -> list[dict[str, Any]]:
    """The messages of the thread as somebody sees them."""
    answer = await who.call("listTimeline", case_id=case.id)
    assert answer.status_code == 200, answer.text
    return [line for line in answer.json()["items"] if line["kind"] == "message"]


async def read(who: ContractClient, case: Case, up_to: str) -> dict[str, Any]:
    """Somebody has read the thread up to a line; what is left."""
    answer = await who.call("markThreadRead", case_id=case.id, json={"up_to": up_to})
    assert answer.status_code == 200, answer.text
    left: dict[str, Any] = answer.json()
    return left


async def unread(who: ContractClient) -> list[tuple[str, int]]:
    """What somebody has not read yet: the numbers of the cases, and how many messages."""
    answer = await who.call("listUnreadThreads")
    assert answer.status_code == 200, answer.text
    return [(item["number"], item["unread"]) for item in answer.json()["items"]]


async def readers(who: ContractClient, case: Case) -> list[list[str | None]]:
    """Who has read each of the messages, as somebody is told."""
    return [[one["name"] for one in line["readings"]] for line in await messages(who, case)]


async def give_back(case: Case, nurse: SignedIn) -> None:
    """Who had taken the case has it no more."""
    async with unit_of_work(case.community_id) as db:
        row = await service.load(db, actor_of(nurse, Role.professional), case.id, for_update=True)
        await service.update(db, row, at=clock.now(), professional_id=None)


async def test_the_author_is_told_who_has_read_up_to_where_and_when(
    nurse: SignedIn, doctor: SignedIn
) -> None:
    case = await a_case(nurse, accepted_by=doctor.professional_id)
    first, second = await write(nurse, case), await write(nurse, case, "Ou demain.")
    assert [line["unread"] for line in await messages(doctor, case)] == [True, True]
    assert await readers(nurse, case) == [[], []]
    left = await read(doctor, case, first)
    assert (left["case_id"], left["unread"]) == (str(case.id), 1)
    assert await readers(nurse, case) == [["Dr Anna Essai"], []]
    (before,) = (await messages(nurse, case))[0]["readings"]
    assert (await read(doctor, case, second))["unread"] == 0
    assert await readers(nurse, case) == [["Dr Anna Essai"], ["Dr Anna Essai"]]
    assert (await messages(nurse, case))[0]["readings"] == [before], "the first reading counts"
    assert [line["unread"] for line in await messages(doctor, case)] == [False, False]


async def test_nobody_but_the_author_is_told_who_has_read(
    nurse: SignedIn, doctor: SignedIn, as_role: AsRole
) -> None:
    coordinator = await as_role("coordinator")
    case = await a_case(nurse, accepted_by=doctor.professional_id)
    await read(doctor, case, await write(nurse, case))
    assert await readers(coordinator, case) == await readers(doctor, case) == [[]]


async def test_one_has_read_what_one_writes(nurse: SignedIn, doctor: SignedIn) -> None:
    case = await a_case(nurse, accepted_by=doctor.professional_id)
    await write(nurse, case)
    assert [line["unread"] for line in await messages(nurse, case)] == [False]
    assert await unread(nurse) == []
    assert await unread(doctor) == [(case.number, 1)]


async def test_a_reader_who_gave_the_request_back_does_not_count_any_more(
    nurse: SignedIn, doctor: SignedIn
) -> None:
    case = await a_case(nurse, accepted_by=doctor.professional_id)
    up_to = await write(nurse, case)
    await read(doctor, case, up_to)
    await give_back(case, nurse)
    assert await readers(nurse, case) == [[]]
    assert await unread(doctor) == []
    refused = await doctor.call("markThreadRead", case_id=case.id, json={"up_to": up_to})
    assert (refused.status_code, refused.json()["type"]) == (404, "not_found")


async def test_a_reader_whose_role_or_account_is_gone_does_not_count_any_more(
    nurse: SignedIn, doctor: SignedIn, as_role: AsRole, connected: Database
) -> None:
    coordinator = await as_role("coordinator", name="Inès Carpentier")
    case = await a_case(nurse, accepted_by=doctor.professional_id)
    up_to = await write(nurse, case)
    await read(doctor, case, up_to)
    await read(coordinator, case, up_to)
    assert await readers(nurse, case) == [["Dr Anna Essai", "Inès Carpentier"]]
    connected.sql("UPDATE grants SET role = 'auditor' WHERE account_id = %s", coordinator.account_id)
    assert await readers(nurse, case) == [["Dr Anna Essai"]]
    connected.sql("UPDATE accounts SET is_active = false WHERE id = %s", doctor.account_id)
    assert await readers(nurse, case) == [[]]


async def test_everybody_entitled_counts_a_structure_and_a_follower_too(
    doctor: SignedIn, as_role: AsRole
) -> None:
    ward = await as_role("requester", organisation_kind="hospital_ward", name="Ana Service")
    colleague = await as_role("requester", organisation_id=ward.organisation_id, name="Léo Service")
    follower = await as_role("professional", name="Solène Suit")
    case = await a_case(ward, role=Role.requester, accepted_by=doctor.professional_id)
    async with unit_of_work(case.community_id) as db:
        await service.follow(db, actor_of(follower, Role.professional), case, at=clock.now())
    up_to = await write(doctor, case)
    for one in (ward, colleague, follower):
        await read(one, case, up_to)
    assert await readers(doctor, case) == [["Ana Service", "Léo Service", "Solène Suit"]]


async def test_who_may_not_see_names_is_told_when_and_not_by_whom(nurse: SignedIn, as_role: AsRole) -> None:
    case = await a_case(nurse)
    follower = await as_role("professional")
    async with unit_of_work(case.community_id) as db:
        await service.follow(db, actor_of(follower, Role.professional), case, at=clock.now())
    await read(nurse, case, await write(follower, case))
    ((reading,),) = [line["readings"] for line in await messages(follower, case)]
    assert reading["name"] is None
    assert reading["read_at"] is not None


async def test_a_secretary_reads_under_both_names_and_the_doctor_has_still_to_read(
    nurse: SignedIn, doctor: SignedIn, office: Office
) -> None:
    case = await a_case(nurse, accepted_by=doctor.professional_id)
    up_to = await write(nurse, case)
    delegation = await named(doctor)
    nadia = await office.accept(delegation)
    assert await unread(nadia) == [(case.number, 1)]
    await read(nadia, case, up_to)
    both = f"{NAME} pour Dr Anna Essai"
    assert await readers(nurse, case) == [[both]]
    assert (await unread(nadia), await unread(doctor)) == ([], [(case.number, 1)])
    await read(doctor, case, up_to)
    assert await readers(nurse, case) == [[both, "Dr Anna Essai"]]
    stopped = await doctor.call("endMyDelegation", delegation_id=delegation["id"])
    assert stopped.status_code == 204, stopped.text
    assert await readers(nurse, case) == [["Dr Anna Essai"]]


async def test_a_reading_is_written_once_and_the_second_changes_nothing(
    nurse: SignedIn, doctor: SignedIn, connected: Database
) -> None:
    case = await a_case(nurse, accepted_by=doctor.professional_id)
    up_to = await write(nurse, case)
    await read(doctor, case, up_to)
    before = connected.sql("SELECT * FROM message_readings")
    await read(doctor, case, up_to)
    assert connected.sql("SELECT * FROM message_readings") == before


async def test_a_line_of_another_thread_marks_nothing(
    nurse: SignedIn, doctor: SignedIn, connected: Database
) -> None:
    case = await a_case(nurse, accepted_by=doctor.professional_id)
    other = await a_case(nurse, accepted_by=doctor.professional_id)
    await write(nurse, case)
    elsewhere = await write(nurse, other)
    before = contents(connected)
    refused = await doctor.call("markThreadRead", case_id=case.id, json={"up_to": elsewhere})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/up_to")
    assert contents(connected) == before


async def test_who_is_only_asked_reads_nothing(
    nurse: SignedIn, doctor: SignedIn, connected: Database
) -> None:
    case = await a_case(nurse)
    up_to = await write(nurse, case)
    refused = await doctor.call("markThreadRead", case_id=case.id, json={"up_to": up_to})
    assert (refused.status_code, refused.json()["type"]) == (404, "not_found")
    assert connected.sql("SELECT count(*) FROM message_readings") == [(0,)]
    assert await unread(doctor) == []


async def test_reading_the_thread_reads_the_messages_that_told_of_it(
    nurse: SignedIn, doctor: SignedIn
) -> None:
    case = await a_case(nurse, accepted_by=doctor.professional_id)
    other = await a_case(nurse, accepted_by=doctor.professional_id)
    up_to = await write(nurse, case)
    await write(nurse, other)
    await read(doctor, case, up_to)
    told = (await doctor.call("listNotifications", params={"unread": True})).json()["items"]
    assert [item["case_number"] for item in told] == [other.number]


async def test_the_list_shows_the_latest_first_page_by_page_and_forgets_what_closed_long_ago(
    nurse: SignedIn, doctor: SignedIn, shift_clock: ShiftClock, as_role: AsRole
) -> None:
    first, second, third = [await a_case(nurse, accepted_by=doctor.professional_id) for _ in range(3)]
    for case in (second, first, third, first):
        await write(nurse, case)
    assert await unread(doctor) == [(first.number, 2), (third.number, 1), (second.number, 1)]
    page = (await doctor.call("listUnreadThreads", params={"limit": 2})).json()
    query = {"limit": 2, "cursor": page["next_cursor"]}
    rest = (await doctor.call("listUnreadThreads", params=query)).json()
    assert [item["number"] for item in page["items"] + rest["items"]] == [
        first.number, third.number, second.number,
    ]  # fmt: skip
    wrong = await doctor.call("listUnreadThreads", params={"cursor": "nimporte"})
    assert wrong.status_code == 422
    async with unit_of_work(first.community_id) as db:
        row = await service.load(db, actor_of(nurse, Role.professional), first.id, for_update=True)
        await service.update(db, row, at=clock.now(), state="fulfilled", closed=True)
    assert (await unread(doctor))[0] == (first.number, 2), "what was written last may still be read"
    coordinator = await as_role("coordinator")
    shift_clock(hours=25)
    fresh = await as_role("coordinator")
    assert [number for number, _ in await unread(fresh)] == [third.number, second.number]
    assert coordinator.account_id != fresh.account_id


async def test_of_the_coordination_the_one_in_charge_counts_alone(nurse: SignedIn, as_role: AsRole) -> None:
    one, other = await as_role("coordinator"), await as_role("coordinator")
    case = await a_case(nurse)
    await write(nurse, case)
    assert await unread(one) == await unread(other) == [(case.number, 1)]
    assert (await one.call("takeCase", case_id=case.id)).is_success
    assert (await unread(one), await unread(other)) == ([(case.number, 1)], [])


async def test_a_reading_is_told_live_to_the_author_and_to_the_other_pages_of_the_reader_alone(
    nurse: SignedIn, doctor: SignedIn, as_role: AsRole, connected: Database
) -> None:
    await as_role("coordinator")
    case = await a_case(nurse, accepted_by=doctor.professional_id)
    up_to = await write(nurse, case)
    connected.sql("DELETE FROM live_events")
    await read(doctor, case, up_to)
    ((subject, audience),) = connected.sql(
        "SELECT subject_id, audience FROM live_events WHERE topic = 'cases'"
    )
    assert subject == case.id
    assert isinstance(audience, list)
    assert set(audience) == {live.account_key(nurse.account_id), live.account_key(doctor.account_id)}


async def test_readings_go_with_the_messages(
    nurse: SignedIn, doctor: SignedIn, connected: Database, shift_clock: ShiftClock
) -> None:
    case = await a_case(nurse, accepted_by=doctor.professional_id, with_person=True)
    await read(doctor, case, await write(nurse, case))
    async with unit_of_work(case.community_id) as db:
        row = await service.load(db, actor_of(nurse, Role.professional), case.id, for_update=True)
        await service.update(db, row, at=clock.now(), state="fulfilled", closed=True)
    shift_clock(days=95)
    async with unit_of_work(case.community_id) as db:
        assert await erase_what_is_due(db, case.community_id, clock.now()) == 1
    assert connected.sql("SELECT count(*) FROM message_readings") == [(0,)]


async def test_a_closed_thread_may_still_be_read(nurse: SignedIn, doctor: SignedIn) -> None:
    case = await a_case(nurse, accepted_by=doctor.professional_id)
    up_to = await write(nurse, case)
    async with unit_of_work(case.community_id) as db:
        row = await service.load(db, actor_of(nurse, Role.professional), case.id, for_update=True)
        await service.update(db, row, at=clock.now(), state="fulfilled", closed=True)
    assert (await read(doctor, case, up_to))["unread"] == 0
