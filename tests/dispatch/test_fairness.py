"""Fairness shown: what a member gave and received beside the middle, and the load for the coordination."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.contract.models import LoadPeriod, MembershipInput
from api.dispatch.fairness import FEWEST_FOR_MEDIAN, median_of, period_start
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import (
    PERSON,
    a_request,
    accept,
    decline,
    file,
    no_quiet_hours,
    offers_of,
    whose_doctor_is,
)
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn

PARIS = ZoneInfo("Europe/Paris")


class Counted:
    """The counts of one member."""

    def __init__(self, asked: int = 0, accepted: int = 0, filed: int = 0, found: int = 0) -> None:
        self.asked, self.accepted, self.filed, self.found = asked, accepted, filed, found


async def balance(who: SignedIn, period: str | None = None) -> dict[str, Any]:
    """What a member reads of their own."""
    answer = await who.call("getMyBalance", params={"period": period} if period else {})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def loads(who: SignedIn) -> dict[str, dict[str, Any]]:
    """What the coordination reads, by professional."""
    answer = await who.call("listMemberLoad")
    assert answer.status_code == 200, answer.text
    return {item["professional"]["id"]: item for item in answer.json()["items"]}


def test_a_period_is_calendar_weeks_and_begins_at_midnight_also_across_a_change_of_hour() -> None:
    at = datetime(2026, 11, 4, 15, tzinfo=PARIS)
    assert period_start(LoadPeriod.week, at, PARIS) == datetime(2026, 11, 2, tzinfo=PARIS)
    assert period_start(LoadPeriod.four_weeks, at, PARIS) == datetime(2026, 10, 12, tzinfo=PARIS)
    assert period_start(LoadPeriod.twelve_weeks, at, PARIS) == datetime(2026, 8, 17, tzinfo=PARIS)


def test_the_middle_is_of_those_who_took_part_and_is_not_told_of_few() -> None:
    idle, few = [Counted()] * 10, [Counted(asked=n) for n in range(1, FEWEST_FOR_MEDIAN)]
    assert median_of([*idle, *few]) is None
    middle = median_of([*idle, *few, Counted(asked=9, accepted=4, filed=2, found=1)])
    assert middle is not None
    assert (middle.members, middle.asked, middle.accepted) == (FEWEST_FOR_MEDIAN, 3, 0)


async def test_a_member_sees_what_they_gave_and_received(requester: SignedIn, doctors: Doctors) -> None:
    giver, asker = await doctors(2)
    for name in ("Aubert", "Barral"):
        await file(asker, whose_doctor_is(giver, person=PERSON | {"family_name": name}))
    assert (await accept(giver)).status_code == 200
    await decline(giver, "too_far")
    mine = await balance(giver)
    assert mine["given"]["asked"] == 2
    assert (mine["given"]["accepted"], mine["given"]["declined"]) == (1, 1)
    assert mine["given"]["decline_reasons"] == [{"reason": "too_far", "count": 1}]
    assert mine["received"] == {"filed": 0, "found": 0, "slots": 0}
    assert mine["left_this_week"] == mine["weekly_cap"] - 1
    assert mine["median"] is None
    assert (await balance(asker))["received"] == {"filed": 2, "found": 1, "slots": 0}


async def test_a_longer_period_reaches_back_and_the_cap_counts_this_week_only(
    requester: SignedIn, doctors: Doctors, shift_clock: ShiftClock, as_role: AsRole
) -> None:
    [giver] = await doctors(1)
    await file(requester, whose_doctor_is(giver))
    assert (await accept(giver)).status_code == 200
    shift_clock(days=8)
    again = await as_role("professional", professional_id=giver.professional_id)
    assert (await balance(again))["given"]["accepted"] == 0
    later = await balance(again, "four_weeks")
    assert later["given"]["accepted"] == 1
    assert later["left_this_week"] == later["weekly_cap"]


async def test_the_middle_of_five_members_names_nobody(requester: SignedIn, doctors: Doctors) -> None:
    people = await doctors(5)
    await file(requester, a_request())
    assert (await accept(people[0])).status_code == 200
    told = await people[1].call("getMyBalance")
    assert told.json()["median"] == {"members": 5, "asked": 1.0, "accepted": 0.0, "filed": 0.0, "found": 0.0}
    assert "Essai" not in told.text


async def test_the_coordination_and_the_administration_see_every_member_and_no_patient(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, as_role: AsRole
) -> None:
    giver, idle = await doctors(2)
    admin = await as_role("admin")
    case = await file(requester, whose_doctor_is(giver))
    assert (await accept(giver)).status_code == 200
    for who in (coordinator, admin):
        seen = await loads(who)
        assert seen.keys() == {str(giver.professional_id), str(idle.professional_id)}
        busy, quiet = seen[str(giver.professional_id)], seen[str(idle.professional_id)]
        assert (busy["given"]["accepted"], busy["accepted_this_week"], busy["reach"]) == (1, 1, "reachable")
        assert quiet["given"]["asked"] == 0
    text = (await coordinator.call("listMemberLoad")).text
    assert PERSON["family_name"] not in text
    assert case["number"] not in text


async def test_the_load_says_who_is_over_their_cap_or_not_to_be_asked(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    giver, _ = await doctors(2)
    await no_quiet_hours(coordinator.community_id, weekly_cap=1)
    await file(requester, whose_doctor_is(giver))
    assert (await accept(giver)).status_code == 200
    assert (await loads(coordinator))[str(giver.professional_id)]["reach"] == "over_cap"
    await no_quiet_hours(
        coordinator.community_id, quiet_hours={"from_time": "00:00", "to_time": "23:59"}, weekly_cap=1
    )
    assert (await loads(coordinator))[str(giver.professional_id)]["reach"] in {"quiet", "over_cap"}


async def test_a_cap_that_a_member_sets_is_kept_by_the_search_and_seen_by_the_coordination(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, shift_clock: ShiftClock
) -> None:
    member, other = await doctors(2)
    known = (await member.call("getMyMembership")).json()
    body = {name: value for name, value in known.items() if name in MembershipInput.model_fields} | {
        "weekly_cap": 1
    }
    kept = await member.call("replaceMyMembership", json=body, headers={"If-Match": f'"{known["version"]}"'})
    assert (kept.status_code, kept.json()["weekly_cap"]) == (200, 1), kept.text
    await file(requester, whose_doctor_is(member))
    assert (await accept(member)).status_code == 200
    mine = await balance(member)
    assert (mine["weekly_cap"], mine["left_this_week"]) == (1, 0)
    second = await file(requester, whose_doctor_is(member, person=PERSON | {"family_name": "Barral"}))
    assert await offers_of(member) == []
    [asked] = await offers_of(other)
    assert asked["case_number"] == second["number"], "who is over the cap is passed over, nobody waits"
    load = (await loads(coordinator))[str(member.professional_id)]
    assert (load["accepted_this_week"], load["weekly_cap"], load["reach"]) == (1, 1, "over_cap")


@pytest.mark.parametrize("role", ["professional", "requester", "auditor"])
async def test_nobody_else_sees_the_load_of_the_members(as_role: AsRole, doctors: Doctors, role: str) -> None:
    somebody = await as_role(role)
    assert (await somebody.call("listMemberLoad")).status_code == 403


async def test_who_is_no_member_has_no_balance(coordinator: SignedIn) -> None:
    assert (await coordinator.call("getMyBalance")).status_code == 403


@pytest.mark.parametrize("operation", ["getMyBalance", "listMemberLoad"])
async def test_a_period_that_does_not_exist_is_refused_by_name(
    as_role: AsRole, coordinator: SignedIn, doctors: Doctors, operation: str
) -> None:
    who = (await doctors(1))[0] if operation == "getMyBalance" else coordinator
    refused = await who.call(operation, params={"period": "year"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/query/period"


async def test_another_community_counts_apart(
    requester: SignedIn, doctors: Doctors, as_role: AsRole, make_community: MakeCommunity
) -> None:
    [giver] = await doctors(1)
    await file(requester, whose_doctor_is(giver))
    there = (await make_community("Ailleurs")).id
    elsewhere = await as_role("coordinator", community_id=there)
    assert await loads(elsewhere) == {}
