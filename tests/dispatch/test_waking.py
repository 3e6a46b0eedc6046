"""Who was passed over in their quiet hours is asked when these end; who stays silent is reminded once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from api.core import clock
from api.identity.tables import Community
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import (
    a_request,
    accept,
    act,
    decline,
    file,
    kinds,
    offers_of,
    read,
    set_member,
    steer,
    stored,
    thread,
    tick,
    whose_doctor_is,
)
from tests.roles import ShiftClock, SignedIn

PARIS = ZoneInfo("Europe/Paris")


async def sleeps(doctor: SignedIn, *, minutes: int) -> datetime:
    """The doctor's own quiet hours end in so many minutes, on a full minute; when."""
    now = clock.now().replace(second=0, microsecond=0)
    ends = now + timedelta(minutes=minutes)
    wall = [(at.astimezone(PARIS)).time() for at in (now - timedelta(hours=1), ends)]
    await set_member(doctor, quiet_from=wall[0], quiet_to=wall[1])
    return ends


async def test_a_search_that_found_everybody_asleep_begins_when_they_wake_up_the_attending_doctor_first(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    attending, near = await doctors(2)
    ends = await sleeps(attending, minutes=10)
    await sleeps(near, minutes=10)
    request = await file(requester, whose_doctor_is(attending))
    assert (request["state"], request["next_step"]["kind"]) == ("no_solution", "quiet_hours_end")
    assert datetime.fromisoformat(request["next_step"]["at"]) == ends
    shift_clock(minutes=5)
    assert await tick(awake.id) == 0, "nobody is asked in their quiet hours"

    shift_clock(minutes=5)
    assert await tick(awake.id) == 1
    assert [offer["alone"] for offer in await offers_of(attending)] == [True]
    assert await offers_of(near) == []
    found = await read(coordinator, request)
    assert (found["state"], found["waits_for"]) == ("attending_doctor_asked", "professional")

    shift_clock(minutes=15)
    assert await tick(awake.id) == 1
    assert [len(await offers_of(doctor)) for doctor in (attending, near)] == [0, 1]
    shift_clock(minutes=30)
    await tick(awake.id)
    assert (await read(coordinator, request))["waits_for"] == "coordinator"
    shift_clock(hours=1)
    assert await tick(awake.id) == 0, "who was asked once is not asked again by itself"
    skipped = [line for line in await thread(coordinator, request) if line["kind"] == "first_resort_skipped"]
    assert [line["skip_reason"] for line in skipped] == ["quiet"]


async def test_who_wakes_up_during_a_wave_joins_it_with_its_whole_time(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    early, late = await doctors(2)
    await sleeps(late, minutes=10)
    request = await file(requester)
    assert [len(await offers_of(doctor)) for doctor in (early, late)] == [1, 0]
    shift_clock(minutes=10)
    assert await tick(awake.id) == 1
    [first], [second] = await offers_of(early), await offers_of(late)
    assert (second["reason"], second["wave"]) == ("near", 1)
    assert first["due_at"] == second["due_at"]
    assert datetime.fromisoformat(second["due_at"]) >= clock.now() + timedelta(minutes=29)
    [line] = [line for line in await thread(coordinator, request) if line["kind"] == "quiet_hours_ended"]
    assert line["asked"] == 1
    told = (await late.call("listNotifications")).json()["items"]
    assert kinds(told) == ["offer_made"]
    assert (await accept(late)).status_code == 200


async def test_a_full_wave_is_not_made_longer_for_who_wakes_up(
    requester: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    *early, late = await doctors(7)
    await sleeps(late, minutes=10)
    await file(requester)
    before = [await offers_of(doctor) for doctor in early]
    shift_clock(minutes=10)
    await tick(awake.id)
    assert await offers_of(late) == []
    assert [await offers_of(doctor) for doctor in early] == before
    shift_clock(minutes=20)
    await tick(awake.id)
    assert [offer["reason"] for offer in await offers_of(late)] == ["network"]


async def test_nobody_is_woken_for_a_request_that_has_ended_or_been_answered(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    early, late = await doctors(2)
    await sleeps(late, minutes=10)
    answered = await file(requester)
    assert (await accept(early)).status_code == 200
    cancelled = await file(requester, a_request(need="sick_note"))
    gone = await act(requester, "cancelUnscheduledCareRequest", cancelled, reason="person_better")
    assert gone.status_code == 200, gone.text
    assert [(await stored(awake.id, request)).next_at for request in (answered, cancelled)] == [None, None]
    shift_clock(minutes=10)
    await tick(awake.id)
    assert await offers_of(late, None) == []


async def test_nobody_is_woken_after_the_wished_deadline(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community
) -> None:
    [doctor] = await doctors(1)
    await set_member(doctor, not_before=clock.now() + timedelta(hours=25))
    request = await file(requester)
    assert (await stored(awake.id, request)).next_at is None
    assert (await read(coordinator, request))["waits_for"] == "coordinator"


async def test_a_paused_search_wakes_nobody_until_it_resumes(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    _, late = await doctors(2)
    await sleeps(late, minutes=10)
    request = await file(requester)
    assert (await steer(coordinator, "pauseDispatch", request)).status_code == 200
    shift_clock(minutes=10)
    await tick(awake.id)
    assert await offers_of(late) == []
    assert (await steer(coordinator, "resumeDispatch", request)).status_code == 200
    await tick(awake.id)
    assert len(await offers_of(late)) == 1


async def test_an_offer_without_an_answer_is_recalled_once_at_half_of_its_time(
    requester: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    silent, other = await doctors(2)
    usual = {"usual_professional_ids": [str(other.professional_id)]}
    await file(requester, whose_doctor_is(silent, urgency="within_48_hours", **usual))
    shift_clock(minutes=14)
    assert await tick(awake.id) == 0
    assert (await decline(other)).status_code == 200
    shift_clock(minutes=1)
    assert await tick(awake.id) == 1
    assert await tick(awake.id) == 0
    shift_clock(minutes=10)
    assert await tick(awake.id) == 0
    told = (await silent.call("listNotifications")).json()["items"]
    assert kinds(told) == ["offer_reminder", "offer_made"]
    assert told[0]["due_at"] == told[1]["due_at"]
    assert kinds((await other.call("listNotifications")).json()["items"]) == ["offer_made"]


async def test_the_crowd_of_a_wave_is_not_recalled(
    requester: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    silent, _ = await doctors(2)
    await file(requester)
    shift_clock(minutes=20)
    assert await tick(awake.id) == 0
    assert kinds((await silent.call("listNotifications")).json()["items"]) == ["offer_made"]


async def test_a_pause_puts_the_reminder_off(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    [silent] = await doctors(1)
    request = await file(requester, whose_doctor_is(silent))
    await steer(coordinator, "pauseDispatch", request)
    shift_clock(minutes=20)
    await steer(coordinator, "resumeDispatch", request)
    assert await tick(awake.id) == 0
    shift_clock(minutes=8)
    assert await tick(awake.id) == 1
    assert "offer_reminder" in kinds((await silent.call("listNotifications")).json()["items"])


async def test_an_offer_says_whether_a_colleague_has_it_or_the_request_is_gone(
    requester: SignedIn, doctors: Doctors
) -> None:
    winner, loser = await doctors(2)
    await file(requester)
    assert (await accept(winner)).status_code == 200
    [taken] = await offers_of(loser, "withdrawn")
    assert taken["withdrawn_because"] == "taken"
    second = await file(requester, a_request(need="sick_note"))
    [pending] = await offers_of(loser)
    assert pending["withdrawn_because"] is None
    await act(requester, "cancelUnscheduledCareRequest", second, reason="person_better")
    gone = (await loser.call("getOffer", offer_id=pending["id"])).json()
    assert (gone["state"], gone["withdrawn_because"]) == ("withdrawn", "closed")
