"""What the imports changed, and the welcome given to those who came."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from api.identity.tables import Community
from tests.conftest import Database
from tests.contract.contents import contents
from tests.days import today
from tests.directory.rpps_lines import line
from tests.directory.test_import import RPPS, Operator
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn


@pytest.fixture
def operator(
    community: Community, connected: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Operator:
    return Operator(community, connected, tmp_path, capsys)


async def changes(reader: SignedIn, **query: str) -> dict[str, Any]:
    answer = await reader.call("listDirectoryChanges", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def kinds(found: dict[str, Any]) -> list[str]:
    return sorted(one["kind"] for one in found["items"])


async def test_the_first_import_is_no_news_and_the_same_file_again_reports_nothing(
    operator: Operator, as_role: AsRole
) -> None:
    coordinator = await as_role("coordinator")
    assert (await changes(coordinator))["last_import"] is None
    file = operator.file(*(line(rpps=rpps) for rpps in RPPS))
    await operator.imports(file)
    first = await changes(coordinator)
    assert (first["items"], first["last_import"]["created"]) == ([], 3)
    await operator.imports(file)
    again = await changes(coordinator)
    assert (again["items"], again["last_import"]["created"], again["last_import"]["left"]) == ([], 0, 3)


async def test_who_came_left_moved_or_has_another_phone_is_told_by_name(
    operator: Operator, as_role: AsRole
) -> None:
    coordinator = await as_role("coordinator")
    await operator.imports(operator.file(*(line(rpps=rpps) for rpps in RPPS[:2])))
    await operator.imports(operator.file(line(rpps=RPPS[0], phone="0199000042"), line(rpps=RPPS[2])))
    assert kinds(await changes(coordinator)) == ["arrived", "left", "phone_changed"]
    [came] = (await changes(coordinator, kind="arrived"))["items"]
    assert came["is_member"] is False
    assert came["professional"]["name"]
    await operator.imports(operator.file(line(rpps=RPPS[0], phone="0199000042")), dry_run=True)
    assert len((await changes(coordinator))["items"]) == 3


async def test_an_import_that_is_late_is_said_and_what_is_older_than_13_months_goes(
    operator: Operator, as_role: AsRole, shift_clock: ShiftClock
) -> None:
    await operator.imports(operator.file(line(rpps=RPPS[0])))
    await operator.imports(operator.file(*(line(rpps=rpps) for rpps in RPPS)))
    shift_clock(days=9)
    late = await changes(await as_role("coordinator"))
    assert (late["last_import"]["is_late"], len(late["items"])) == (True, 2)
    shift_clock(days=400)
    await operator.imports(operator.file(*(line(rpps=rpps) for rpps in RPPS)))
    after = await changes(await as_role("coordinator"))
    assert (after["last_import"]["is_late"], after["items"]) == (False, [])


async def test_another_community_has_its_own_news(
    operator: Operator, as_role: AsRole, make_community: MakeCommunity
) -> None:
    await operator.imports(operator.file(line(rpps=RPPS[0])))
    await operator.imports(operator.file(*(line(rpps=rpps) for rpps in RPPS)))
    elsewhere = await make_community("Ailleurs")
    there = await as_role("coordinator", community_id=elsewhere.id)
    assert await changes(there) == {"items": [], "next_cursor": None, "last_import": None}
    assert (await there.call("listNewcomers")).json()["items"] == []


async def test_the_coordination_alone_follows_imports_and_colleagues_alone_welcome(
    as_role: AsRole, connected: Database
) -> None:
    town_hall = await as_role("requester", organisation_kind="town_hall")
    newcomer = await as_role("professional")
    before = contents(connected)
    assert (await town_hall.call("listDirectoryChanges")).status_code == 403
    assert (await town_hall.call("listNewcomers")).status_code == 403
    refused = await town_hall.call("welcomeNewcomer", professional_id=newcomer.professional_id)
    assert refused.status_code == 403
    assert (await newcomer.call("listDirectoryChanges")).status_code == 403
    assert contents(connected) == before


async def test_a_new_member_is_welcomed_once_by_each_and_told(as_role: AsRole) -> None:
    doctor, colleague = await as_role("professional"), await as_role("coordinator")
    shown = (await colleague.call("listNewcomers")).json()["items"]
    assert [(one["professional"]["id"], one["reason"], one["welcomes"]) for one in shown] == [
        (str(doctor.professional_id), "joined", 0)
    ]
    for _ in range(2):
        answer = await colleague.call("welcomeNewcomer", professional_id=doctor.professional_id)
        assert answer.status_code == 200, answer.text
        assert (answer.json()["welcomes"], answer.json()["welcomed_by_me"]) == (1, True)
    told = (await doctor.call("listNotifications")).json()["items"]
    assert [one["kind"] for one in told] == ["welcomed"]
    assert (await doctor.call("listNewcomers")).json()["items"] == []  # oneself is no news


async def test_who_did_not_come_lately_is_not_welcomed(
    as_role: AsRole, connected: Database, shift_clock: ShiftClock
) -> None:
    doctor = await as_role("professional")
    shift_clock(days=61)
    colleague = await as_role("coordinator")
    before = contents(connected)
    for who in (doctor.professional_id, uuid4()):
        answer = await colleague.call("welcomeNewcomer", professional_id=who)
        assert answer.status_code == 404
    assert (await colleague.call("welcomeNewcomer", professional_id="personne")).status_code == 422
    assert contents(connected) == before


async def test_who_arrives_in_the_national_file_is_a_newcomer_before_they_join(
    operator: Operator, as_role: AsRole
) -> None:
    await operator.imports(operator.file(line(rpps=RPPS[0])))
    await operator.imports(operator.file(*(line(rpps=rpps) for rpps in RPPS[:2])))
    colleague = await as_role("coordinator")
    [came] = (await colleague.call("listNewcomers")).json()["items"]
    assert (came["reason"], came["is_member"]) == ("arrived", False)
    welcomed = await colleague.call("welcomeNewcomer", professional_id=came["professional"]["id"])
    assert welcomed.json()["welcomes"] == 1
    assert came["since"] <= today(1).isoformat()
