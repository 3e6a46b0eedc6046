"""The course of a search: who is asked, when it moves by itself, who wins, who is told."""

from datetime import datetime, timedelta

import pytest

from api.core import clock
from api.identity.tables import Community
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import (
    a_request,
    accept,
    decline,
    file,
    kinds,
    offers_of,
    read,
    set_member,
    stored,
    thread,
    tick,
    whose_doctor_is,
)
from tests.roles import AsRole, ShiftClock, SignedIn


async def test_waves_open_one_after_the_other_then_a_human_is_called(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    attending, *near = await doctors(8)
    request = await file(requester, whose_doctor_is(attending))
    assert request["next_step"]["kind"] == "wave_opens"

    shift_clock(minutes=14)
    await tick(awake.id)
    assert len(await offers_of(attending)) == 1
    shift_clock(minutes=1)
    assert await tick(awake.id) == 1
    assert (await offers_of(attending, None))[0]["state"] == "lapsed"
    asked = [doctor for doctor in near if await offers_of(doctor)]
    assert len(asked) == 6, "the near network asks six at most"
    assert (await read(requester, request))["state"] == "wave_1"

    shift_clock(minutes=30)
    assert await tick(awake.id) == 1
    [last] = [doctor for doctor in near if doctor not in asked]
    assert (await offers_of(last))[0]["reason"] == "network"
    assert [await offers_of(doctor) for doctor in asked] == [[]] * 6, "who stayed silent is not asked again"

    shift_clock(minutes=45)
    assert await tick(awake.id) == 1
    ended = await read(coordinator, request)
    assert (ended["state"], ended["waits_for"]) == ("no_solution", "coordinator")
    assert ended["clock"]["kind"] == "coordination"
    assert ended["actions"][0] == "assign"
    assert ended["counters"] == {"asked": 8, "seen": 0, "declined": 0, "lapsed": 8, "pending": 0}
    assert await tick(awake.id) == 0
    lines = await thread(coordinator, request)
    assert kinds(lines) == [
        "requested",
        "wave_opened",
        "offers_lapsed",
        "wave_opened",
        "offers_lapsed",
        "wave_opened",
        "offers_lapsed",
        "coordinator_alerted",
    ]
    assert [line["asked"] for line in lines if line["kind"] == "wave_opened"] == [1, 6, 1]
    told = (await coordinator.call("listNotifications")).json()["items"]
    assert [item["kind"] for item in told] == ["request_needs_coordinator"]


async def test_the_professional_who_asks_is_never_asked_for_it(doctors: Doctors) -> None:
    asking, other = await doctors(2)
    request = await file(asking, whose_doctor_is(asking))
    assert await offers_of(asking, None) == []
    assert [offer["alone"] for offer in await offers_of(other)] == [True]
    skipped = [line for line in await thread(asking, request) if line["kind"] == "first_resort_skipped"]
    assert [line["skip_reason"] for line in skipped] == ["already_contacted"]


async def test_a_sweep_that_comes_hours_late_gives_the_next_wave_its_whole_time(
    requester: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock
) -> None:
    attending, other = await doctors(2)
    request = await file(requester, whose_doctor_is(attending))
    shift_clock(hours=3)
    assert await tick(awake.id) == 1
    [offer] = await offers_of(other)
    assert datetime.fromisoformat(offer["due_at"]) >= clock.now() + timedelta(minutes=29)
    assert (await read(requester, request))["waits_for"] == "coordinator", "the human's hour has passed"
    assert (await accept(other)).status_code == 200
    assert (await read(requester, request))["waits_for"] == "professional"


async def test_when_all_have_declined_the_next_wave_opens_at_once(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    attending, *near = await doctors(3)
    request = await file(requester, whose_doctor_is(attending))
    assert (await decline(attending, "absent")).status_code == 200
    assert [len(await offers_of(doctor)) for doctor in near] == [1, 1]
    assert await offers_of(attending) == [], "a refusal is not asked again"
    assert (await decline(near[0], "no_room")).status_code == 200
    assert (await read(requester, request))["state"] == "wave_1", "one has not answered yet"
    told = (await requester.call("listNotifications")).json()["items"]
    assert [item["kind"] for item in told] == ["request_widened"]
    assert (await decline(near[1], "no_room")).status_code == 200
    ended = await read(coordinator, request)
    assert (ended["state"], ended["waits_for"]) == ("no_solution", "coordinator")
    board = (await coordinator.call("listCases")).json()["items"][0]
    reasons = sorted(board["decline_reasons"], key=lambda reason: reason["reason"])
    assert reasons == [{"reason": "absent", "count": 1}, {"reason": "no_room", "count": 2}]


async def test_the_first_acceptance_wins_and_the_others_are_told(
    requester: SignedIn, doctors: Doctors
) -> None:
    first, second = await doctors(2)
    request = await file(requester)
    [offer] = await offers_of(second)
    assert offer["alone"] is False
    assert (await accept(first)).status_code == 200
    lost = await second.call("acceptOffer", offer_id=offer["id"], json={})
    assert (lost.status_code, lost.json()["type"]) == (409, "offer_taken")
    seen = await second.call("getOffer", offer_id=offer["id"])
    assert (seen.json()["state"], seen.json()["actions"]) == ("withdrawn", [])
    assert seen.json()["closed_at"] is not None
    told = (await second.call("listNotifications")).json()["items"]
    assert [item["kind"] for item in told] == ["offer_taken", "offer_made"]
    assert told[0]["case_id"] is None
    assert [item["offer_state"] for item in told] == [None, "withdrawn"]
    told = (await first.call("listNotifications")).json()["items"]
    assert [(item["kind"], item["offer_state"]) for item in told if item["offer_id"]] == [
        ("offer_made", "accepted")
    ]
    told = (await requester.call("listNotifications")).json()["items"]
    assert [item["kind"] for item in told] == ["request_accepted"]
    assert (await read(requester, request))["professional"]["id"] == str(first.professional_id)


async def test_the_same_answer_twice_is_one_answer_and_another_is_refused(
    requester: SignedIn, doctors: Doctors
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    [offer] = await offers_of(doctor)
    for _ in range(2):
        again = await doctor.call("acceptOffer", offer_id=offer["id"], json={})
        assert again.status_code == 200
    version = (await read(requester, request))["version"]
    changed = await doctor.call("declineOffer", offer_id=offer["id"], json={"reason": "too_far"})
    assert (changed.status_code, changed.json()["type"]) == (409, "offer_already_answered")
    assert (await read(requester, request))["version"] == version
    assert kinds(await thread(requester, request)).count("offer_accepted") == 1


async def test_a_refusal_sent_twice_is_one_refusal(requester: SignedIn, doctors: Doctors) -> None:
    first, _ = await doctors(2)
    request = await file(requester)
    [offer] = await offers_of(first)
    for _ in range(2):
        said = await first.call("declineOffer", offer_id=offer["id"], json={"reason": "too_far"})
        assert said.status_code == 200
    assert kinds(await thread(requester, request)).count("offer_declined") == 1
    late = await first.call("acceptOffer", offer_id=offer["id"], json={})
    assert (late.status_code, late.json()["type"]) == (409, "offer_already_answered")


@pytest.mark.parametrize("swept", [False, True])
async def test_an_answer_after_the_deadline_is_refused_even_before_the_sweep(
    requester: SignedIn, doctors: Doctors, awake: Community, shift_clock: ShiftClock, swept: bool
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester, whose_doctor_is(doctor))
    [offer] = await offers_of(doctor)
    shift_clock(minutes=15)
    if swept:
        await tick(awake.id)
    before = await stored(awake.id, request)
    for operation, body in (("acceptOffer", {}), ("declineOffer", {"reason": "no_room"})):
        late = await doctor.call(operation, offer_id=offer["id"], json=body)
        assert (late.status_code, late.json()["type"]) == (409, "offer_lapsed")
    assert await stored(awake.id, request) == before
    assert (await doctor.call("getOffer", offer_id=offer["id"])).json()["actions"] == []


async def test_an_offer_is_seen_once(requester: SignedIn, coordinator: SignedIn, doctors: Doctors) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    [offer] = await offers_of(doctor)
    first = await doctor.call("markOfferSeen", offer_id=offer["id"])
    second = await doctor.call("markOfferSeen", offer_id=offer["id"])
    assert first.json()["seen_at"] == second.json()["seen_at"] is not None
    assert kinds(await thread(coordinator, request)).count("offer_seen") == 1
    assert (await read(coordinator, request))["counters"]["seen"] == 1


async def test_an_offer_is_nobody_elses(requester: SignedIn, doctors: Doctors, awake: Community) -> None:
    doctor, _ = await doctors(2)
    request = await file(requester, whose_doctor_is(doctor))
    [offer] = await offers_of(doctor)
    _, other = await doctors(2)
    before = await stored(awake.id, request)
    for operation, more in (
        ("getOffer", {}),
        ("markOfferSeen", {}),
        ("acceptOffer", {"json": {}}),
        ("declineOffer", {"json": {"reason": "other"}}),
    ):
        assert (await other.call(operation, offer_id=offer["id"], **more)).status_code == 404
    assert await stored(awake.id, request) == before


async def test_who_is_absent_quiet_over_their_cap_or_no_volunteer_is_not_asked(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    absent, silent, capped, idle, free = await doctors(5)
    later = clock.now() + timedelta(days=2)
    leave = {"starts_at": clock.now().isoformat(), "ends_at": later.isoformat(), "reason": "leave"}
    assert (await absent.call("createAbsence", json=leave)).status_code == 201
    await set_member(silent, not_before=later)
    await set_member(capped, weekly_cap=0)
    await set_member(idle, unscheduled_care=False)
    request = await file(requester)
    assert len(await offers_of(free)) == 1
    for doctor in (absent, silent, capped, idle):
        assert await offers_of(doctor, None) == []
    dispatch_id = (await read(coordinator, request))["dispatch_id"]
    found = await coordinator.call("listCandidates", dispatch_id=dispatch_id)
    why = {item["professional"]["id"]: item["excluded_because"] for item in found.json()["items"]}
    assert why == {
        str(absent.professional_id): "absent",
        str(silent.professional_id): "quiet",
        str(capped.professional_id): "over_cap",
        str(idle.professional_id): "not_volunteer",
        str(free.professional_id): "already_contacted",
    }


async def test_who_was_asked_least_comes_first(
    requester: SignedIn, doctors: Doctors, awake: Community
) -> None:
    people = await doctors(7)
    first = await file(requester)
    left_out = [doctor for doctor in people if not await offers_of(doctor)]
    assert left_out == [people[6]], "all alike: the six nearest"
    assert first["state"] == "wave_1"
    await file(requester, a_request(need="sick_note"))
    assert len(await offers_of(people[6])) == 1, "then the one who was not asked before"
    share = (await people[0].call("getMyShare")).json()
    assert (share["asked"], share["accepted"], share["weekly_cap"]) == (2, 0, 5)


async def test_a_refusal_may_keep_all_other_offers_away_for_a_while(
    requester: SignedIn, doctors: Doctors
) -> None:
    doctor, other = await doctors(2)
    await file(requester)
    [offer] = await offers_of(doctor)
    past = {"reason": "absent", "not_before": (clock.now() - timedelta(minutes=1)).isoformat()}
    refused = await doctor.call("declineOffer", offer_id=offer["id"], json=past)
    assert refused.status_code == 422
    assert (await offers_of(doctor))[0]["state"] == "pending"
    tomorrow = {"reason": "absent", "not_before": (clock.now() + timedelta(days=1)).isoformat()}
    said = await doctor.call("declineOffer", offer_id=offer["id"], json=tomorrow)
    assert said.status_code == 200
    await file(requester, a_request(need="sick_note"))
    assert await offers_of(doctor) == []
    assert len(await offers_of(other)) == 2


async def test_the_usual_professionals_are_asked_together_with_the_doctor(
    requester: SignedIn, doctors: Doctors, as_role: AsRole
) -> None:
    attending, usual, stranger = await doctors(3)
    await set_member(usual, unscheduled_care=False)
    ids = [str(usual.professional_id)]
    request = await file(requester, whose_doctor_is(attending, usual_professional_ids=ids))
    assert (await offers_of(attending))[0]["alone"] is False
    assert (await offers_of(usual))[0]["reason"] == "usual_professional"
    assert await offers_of(stranger) == []
    assert (await read(requester, request))["usual_professionals"][0]["id"] == ids[0]
