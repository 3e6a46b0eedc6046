"""What falls due by itself: red without a nurse, a check at home, a word that nobody said."""

from datetime import timedelta

from api.cases.service import erase_what_is_due
from api.core import clock
from api.core.db import unit_of_work
from api.identity.tables import Community
from tests.conftest import Database
from tests.dispatch.scene import kinds, thread, tick
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
    today,
)
from tests.roles import ShiftClock, SignedIn


async def messages(who: SignedIn) -> list[str]:
    """The kinds of the messages that somebody got, the newest first."""
    answer = await who.call("listNotifications", params={"limit": 100})
    assert answer.status_code == 200, answer.text
    return [item["kind"] for item in answer.json()["items"]]


async def test_two_are_found_the_nurse_is_not_and_the_ward_is_called(
    ward: SignedIn,
    coordinator: SignedIn,
    physiotherapist: SignedIn,
    doctor: SignedIn,
    awake: Community,
    shift_clock: ShiftClock,
) -> None:
    request = await file(ward, a_discharge("nurse", "physiotherapist", "doctor_visit", days=4))
    await accepted(physiotherapist)
    await accepted(doctor)
    seen = await read(coordinator, request)
    assert (seen["state"], seen["late"], seen["waits_for"]) == ("partly_found", False, "coordinator")
    none = await act(coordinator, "noteHospitalCall", request)
    assert none.status_code == 409
    shift_clock(days=3, hours=12)
    await sign_in_again(ward, coordinator)
    await tick(awake.id)
    red = await read(coordinator, request)
    assert (red["late"], red["actions"][:2]) == (True, ["call", "note_call"])
    assert red["requester_phone"] == "+33199005120"
    assert "hospital_call_due" in await messages(coordinator)
    assert "hospital_call_due" in await messages(ward)
    refused = await act(ward, "noteHospitalCall", request)
    assert (refused.status_code, (await read(ward, request))["hospital_called_at"]) == (403, None)
    called = await done(coordinator, "noteHospitalCall", request)
    assert called["hospital_called_at"] is not None
    assert "note_call" not in called["actions"]
    await tick(awake.id)
    told = kinds(await thread(coordinator, request))
    assert told.count("hospital_call_due") == told.count("hospital_called") == 1
    board = await coordinator.call("listCases")
    assert board.json()["items"][0]["discharge"]["late"] is True


async def test_a_nurse_found_in_time_keeps_it_from_turning_red(
    ward: SignedIn, coordinator: SignedIn, nurses: Nurses, awake: Community, shift_clock: ShiftClock
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward)
    await accepted(nurse)
    shift_clock(days=3, hours=12)
    await sign_in_again(ward, nurse)
    await tick(awake.id)
    assert (await read(ward, request))["late"] is False
    assert "hospital_call_due" not in kinds(await thread(ward, request))
    await done(nurse, "withdrawFromDischargeLine", request, line_of="nurse")
    await tick(awake.id)
    assert (await read(ward, request))["late"] is True
    assert "hospital_call_due" in kinds(await thread(ward, request))


async def test_what_is_missing_and_nobody_gives_goes_to_the_coordination(
    ward: SignedIn, coordinator: SignedIn, awake: Community, shift_clock: ShiftClock
) -> None:
    request = await file(ward, a_discharge(informed=False))
    shift_clock(hours=4, minutes=1)
    await sign_in_again(coordinator)
    await tick(awake.id)
    seen = await read(coordinator, request)
    assert (seen["state"], seen["waits_for"]) == ("to_complete", "coordinator")
    assert "request_needs_coordinator" in await messages(coordinator)


async def test_a_day_that_passes_without_a_word_is_asked_about_once(
    ward: SignedIn, coordinator: SignedIn, nurses: Nurses, awake: Community, shift_clock: ShiftClock
) -> None:
    [nurse] = await nurses(1)
    await file(ward)
    await accepted(nurse)
    shift_clock(days=5)
    await sign_in_again(ward)
    await tick(awake.id)
    await tick(awake.id)
    assert (await messages(ward)).count("home_check_due") == 1


async def test_a_check_that_is_due_is_asked_of_who_comes_and_of_the_coordination(
    ward: SignedIn, coordinator: SignedIn, nurses: Nurses, awake: Community, shift_clock: ShiftClock
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge(days=0))
    await accepted(nurse)
    await done(ward, "recordHospitalDeparture", request)
    shift_clock(days=2)
    await sign_in_again(ward, nurse, coordinator)
    await tick(awake.id)
    seen = await read(nurse, request)
    assert (seen["waits_for"], seen["actions"][0]) == ("coordinator", "check_home")
    assert "home_check_due" in await messages(nurse)
    assert "home_check_due" in await messages(coordinator)
    refused = await act(ward, "recordDischargeCheck", request, all_in_place=True)
    assert (refused.status_code, (await read(ward, request))["state"]) == (403, "went_home")
    late = await act(ward, "postponeHospitalDischarge", request, planned_on="2099-01-01")
    assert late.status_code == 409
    assert (await act(ward, "dropDischargeLine", request, line_of="nurse")).status_code == 409
    assert line(await read(ward, request), "nurse")["state"] == "line_found"


async def test_the_check_of_the_seventh_day_falls_due_after_that_of_the_first_and_is_asked_for_once(
    ward: SignedIn, coordinator: SignedIn, nurses: Nurses, awake: Community, shift_clock: ShiftClock
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge(days=0))
    await accepted(nurse)
    await done(ward, "recordHospitalDeparture", request)
    due = [check["due_on"] for check in (await read(ward, request))["checks"]]
    assert due == [(today() + timedelta(days=days)).isoformat() for days in (1, 7)]
    shift_clock(days=2)
    await sign_in_again(ward, nurse, coordinator)
    await done(nurse, "recordDischargeCheck", request, all_in_place=True)
    early = await act(nurse, "recordDischargeCheck", request, all_in_place=True)
    assert (early.status_code, (await read(nurse, request))["state"]) == (409, "followed_up")
    await tick(awake.id)
    assert (await messages(nurse)).count("home_check_due") == 0
    shift_clock(days=6)
    await sign_in_again(ward, nurse, coordinator)
    await tick(awake.id)
    await tick(awake.id)
    assert (await messages(nurse)).count("home_check_due") == 1
    ended = await done(nurse, "recordDischargeCheck", request, all_in_place=True)
    assert (ended["state"], ended["actions"]) == ("settled_at_home", [])


async def test_six_months_after_its_end_the_person_is_forgotten_with_all_that_describes_them(
    ward: SignedIn,
    nurses: Nurses,
    awake: Community,
    database: Database,
    shift_clock: ShiftClock,
) -> None:
    [nurse] = await nurses(1)
    body = a_discharge("nurse", "equipment", fragilities=["isolated"], note="Sonner deux fois")
    request = await file(ward, body)
    await accepted(nurse)
    await done(ward, "cancelHospitalDischarge", request, reason="transferred")
    for days, due in ((150, 0), (40, 3)):
        shift_clock(days=days)
        async with unit_of_work(awake.id) as db:
            assert await erase_what_is_due(db, awake.id, clock.now()) == due
    rows = database.sql(
        "SELECT note_sealed, caller_name_sealed, fragilities_sealed FROM hospital_discharge_requests"
    )
    assert rows == [(None, None, None)]
    assert database.sql("SELECT count(*) FROM cases WHERE person_id IS NOT NULL") == [(0,)]
    assert database.sql("SELECT count(*) FROM people WHERE identity_sealed IS NOT NULL") == [(0,)]


async def test_on_an_earlier_day_a_human_takes_over_sooner(
    ward: SignedIn, coordinator: SignedIn, nurses: Nurses, awake: Community, shift_clock: ShiftClock
) -> None:
    await nurses(1)
    request = await file(ward, a_discharge(days=9))
    assert (await read(ward, request))["waits_for"] == "professional"
    tomorrow = (today() + timedelta(days=1)).isoformat()
    await done(ward, "postponeHospitalDischarge", request, planned_on=tomorrow)
    shift_clock(minutes=1)
    await tick(awake.id)
    seen = await read(coordinator, request)
    assert (seen["state"], seen["waits_for"]) == ("searching", "coordinator")
    assert line(seen, "nurse")["counters"]["pending"] == 1
