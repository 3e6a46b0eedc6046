"""A return home: the day itself, a new day, the checks, and how it ends."""

from datetime import timedelta

import pytest

from api.identity.tables import Community
from tests.dispatch.scene import kinds, offers_of, thread, tick
from tests.referrals.hospital_discharge.conftest import Nurses
from tests.referrals.hospital_discharge.scene import (
    a_discharge,
    accepted,
    act,
    done,
    file,
    line,
    read,
    sign_in_again,
    states,
    today,
)
from tests.roles import ShiftClock, SignedIn


async def test_the_ward_confirms_the_person_leaves_and_two_checks_close_it(
    ward: SignedIn, coordinator: SignedIn, nurses: Nurses, awake: Community, shift_clock: ShiftClock
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge("nurse", days=1, liaison_letter_sent=False))
    await accepted(nurse)
    assert (await read(ward, request))["missing"] == ["liaison_letter"]
    held = await act(ward, "confirmHospitalDischarge", request, liaison_letter_sent=False)
    assert (held.status_code, held.json()["errors"][0]["pointer"]) == (422, "/liaison_letter_sent")
    assert (await read(ward, request))["state"] == "all_found"
    early = await act(ward, "recordHospitalDeparture", request)
    assert early.status_code == 409
    seen = await done(ward, "confirmHospitalDischarge", request, liaison_letter_sent=True)
    assert (seen["state"], seen["missing"]) == ("hospital_confirmed", [])
    shift_clock(days=1)
    await sign_in_again(ward, nurse, coordinator)
    seen = await done(ward, "recordHospitalDeparture", request)
    assert seen["check_days"] == [1, 7]
    assert (seen["state"], seen["waits_for"]) == ("went_home", "person")
    assert [check["due_on"] for check in seen["checks"]] == [
        (today() + timedelta(days=1)).isoformat(),
        (today() + timedelta(days=7)).isoformat(),
    ]
    soon = await act(nurse, "recordDischargeCheck", request, all_in_place=True)
    assert (soon.status_code, (await read(ward, request))["state"]) == (409, "went_home")
    shift_clock(days=1)
    await sign_in_again(ward, nurse, coordinator)
    problem = await done(nurse, "recordDischargeCheck", request, all_in_place=False)
    assert (problem["state"], problem["waits_for"]) == ("went_home", "coordinator")
    seen = await done(coordinator, "recordDischargeCheck", request, all_in_place=True)
    assert seen["state"] == "followed_up"
    shift_clock(days=6)
    await sign_in_again(ward, nurse)
    seen = await done(nurse, "recordDischargeCheck", request, all_in_place=True)
    assert seen["state"] == "settled_at_home"
    assert seen["closed_at"] is not None
    assert seen["actions"] == []
    done_kinds = kinds(await thread(ward, request))
    assert done_kinds[-1] == "closed"
    assert {"hospital_confirmed", "went_home", "home_problem", "home_in_place"} <= set(done_kinds)


async def test_on_a_new_day_those_who_accepted_say_whether_they_still_come(
    ward: SignedIn,
    coordinator: SignedIn,
    nurses: Nurses,
    physiotherapist: SignedIn,
    awake: Community,
    shift_clock: ShiftClock,
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge("nurse", "physiotherapist", "equipment"))
    await accepted(nurse)
    await accepted(physiotherapist)
    await done(coordinator, "settleDischargeLine", request, line_of="equipment", settled_with="Matériel Bord")
    later = (today() + timedelta(days=9)).isoformat()
    seen = await done(ward, "postponeHospitalDischarge", request, planned_on=later)
    assert (seen["state"], seen["planned_on"], seen["postponed_from"]) == (
        "postponed",
        later,
        request["planned_on"],
    )
    assert states(seen) == {
        "nurse": "line_to_reconfirm",
        "physiotherapist": "line_to_reconfirm",
        "equipment": "line_by_phone",
    }
    seen = await done(nurse, "keepDischargeLine", request, line_of="nurse")
    assert states(seen)["nurse"] == "line_found"
    shift_clock(hours=13)
    await sign_in_again(ward, coordinator)
    await tick(awake.id)
    overdue = await read(coordinator, request)
    assert "relaunch" in line(overdue, "physiotherapist")["actions"]
    search = line(overdue, "physiotherapist")["dispatch_id"]
    etag = (await coordinator.call("getDispatch", dispatch_id=search)).headers["etag"]
    again = await coordinator.call("relaunchDispatch", dispatch_id=search, headers={"If-Match": etag})
    assert again.status_code == 200, again.text
    assert states(await read(ward, request))["physiotherapist"] == "line_nobody_found"
    busy = line(await read(coordinator, request), "nurse")["dispatch_id"]
    etag = (await coordinator.call("getDispatch", dispatch_id=busy)).headers["etag"]
    refused = await coordinator.call("relaunchDispatch", dispatch_id=busy, headers={"If-Match": etag})
    assert refused.status_code == 409
    assert states(await read(ward, request))["nurse"] == "line_found"


async def test_on_a_new_day_what_the_ward_confirmed_is_to_confirm_again_though_nobody_comes(
    ward: SignedIn, coordinator: SignedIn
) -> None:
    request = await file(ward, a_discharge("physiotherapist"))
    assert request["state"] == "partly_found"
    await done(ward, "confirmHospitalDischarge", request, liaison_letter_sent=True)
    new_day = (today() + timedelta(days=9)).isoformat()
    seen = await done(ward, "postponeHospitalDischarge", request, planned_on=new_day)
    assert (seen["state"], states(seen)) == ("partly_found", {"physiotherapist": "line_nobody_found"})
    assert "confirm_discharge" in seen["actions"]


@pytest.mark.parametrize("days", [-1, 61, 4], ids=["past", "too_far", "the_same"])
async def test_a_day_that_cannot_be_is_refused_and_nothing_moves(ward: SignedIn, days: int) -> None:
    request = await file(ward)
    day = (today() + timedelta(days=days)).isoformat()
    refused = await act(ward, "postponeHospitalDischarge", request, planned_on=day)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/planned_on")
    assert (await read(ward, request))["planned_on"] == request["planned_on"]


async def test_a_need_that_is_none_any_more_is_dropped_but_never_the_last(
    ward: SignedIn, nurses: Nurses, physiotherapist: SignedIn
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge("nurse", "physiotherapist"))
    await accepted(nurse)
    seen = await done(ward, "dropDischargeLine", request, line_of="physiotherapist")
    assert (seen["state"], states(seen)["physiotherapist"]) == ("all_found", "line_dropped")
    assert await offers_of(physiotherapist) == []
    last = await act(ward, "dropDischargeLine", request, line_of="nurse")
    assert last.status_code == 409
    assert states(await read(ward, request))["nurse"] == "line_found"


@pytest.mark.parametrize(
    ("reason", "state"),
    [("stays_in_hospital", "discharge_cancelled"), ("deceased", "deceased")],
    ids=["stays_in_hospital", "deceased"],
)
async def test_cancelled_it_needs_nobody_and_those_asked_are_told(
    ward: SignedIn, nurses: Nurses, reason: str, state: str
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward)
    seen = await done(ward, "cancelHospitalDischarge", request, reason=reason)
    assert (seen["state"], seen["cancellation_reason"]) == (state, reason)
    assert states(seen) == {"nurse": "line_dropped"}
    [offer] = await offers_of(nurse, "withdrawn")
    assert offer["withdrawn_because"] == "closed"
    again = await act(ward, "cancelHospitalDischarge", request, reason=reason)
    assert again.status_code == 409


async def test_the_dac_takes_over_on_the_criteria_that_a_person_has_weighed(
    ward: SignedIn, coordinator: SignedIn
) -> None:
    request = await file(ward, a_discharge("nurse", fragilities=["isolated", "repeated_hospital_stays"]))
    assert request["dac_proposed"] is True
    few = await act(coordinator, "handDischargeOver", request, to="dac", criteria=["isolated", "isolated"])
    assert (few.status_code, few.json()["errors"][0]["pointer"]) == (422, "/criteria")
    assert (await read(coordinator, request))["closed_at"] is None
    both = ["isolated", "refusal_of_help"]
    seen = await done(coordinator, "handDischargeOver", request, to="dac", criteria=both)
    assert (seen["state"], seen["fragilities"]) == ("handed_to_dac", both)


async def test_prado_takes_over_without_criteria(ward: SignedIn) -> None:
    request = await file(ward)
    seen = await done(ward, "handDischargeOver", request, to="prado")
    assert seen["state"] == "handed_to_prado"
