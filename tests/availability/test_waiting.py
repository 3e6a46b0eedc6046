"""Earlier times for who waits: proposed to one at a time, rarely, never late, never twice."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.availability.service import proposing
from api.core import clock
from api.identity.tables import Community
from tests.availability.conftest import Opens, booking, day_of, slot, tomorrow_at
from tests.availability.waiting_scene import DAYS, booked, entry_of, limits, move, sweep, waits
from tests.conftest import Database
from tests.contract.contents import contents
from tests.dispatch.conftest import Doctors, awake, coordinator, doctors, requester
from tests.dispatch.scene import accept, act, file, kinds, no_quiet_hours, read, soon, thread
from tests.roles import AsRole, ShiftClock, SignedIn

__all__ = ["awake", "coordinator", "doctors", "requester"]


async def proposed(doctor: SignedIn, who: SignedIn, opens: Opens, community: Community) -> dict[str, Any]:
    """An entry that was proposed tomorrow at 9."""
    appointment = await booked(doctor, who, opens)
    await waits(who, appointment)
    await opens(doctor, to_time="09:20")
    assert await sweep(community) == 1
    return await entry_of(who)


async def test_a_time_that_becomes_free_is_kept_and_proposed_to_who_asked(
    doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, opens: Opens, awake: Community
) -> None:
    entry = await proposed(doctor, colleague, opens, awake)
    proposal = entry["proposal"]
    assert (entry["state"], entry["proposals_made"], entry["proposals_left"]) == ("proposed", 1, 2)
    assert datetime.fromisoformat(proposal["starts_at"]) == tomorrow_at(9)
    assert proposal["actions"] == ["accept", "decline"]
    [told, *_] = (await colleague.call("listNotifications")).json()["items"]
    assert (told["kind"], datetime.fromisoformat(told["starts_at"])) == ("earlier_time", tomorrow_at(9))
    assert told["due_at"] == proposal["answer_before"]
    free = await coordinator.call("searchSlots", params={"to_at": tomorrow_at(12).isoformat()})
    assert free.json()["items"] == [], "nobody else may take it meanwhile"
    assert await sweep(awake) == 0, "once is enough"
    assert (await entry_of(coordinator))["id"] == entry["id"]


async def test_accepting_moves_the_appointment_there(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, awake: Community, database: Database
) -> None:
    entry = await proposed(doctor, colleague, opens, awake)
    answer = await colleague.call("acceptWaitingProposal", proposal_id=entry["proposal"]["id"])
    assert answer.status_code == 200, answer.text
    served = answer.json()
    assert (served["state"], served["actions"]) == ("served", [])
    assert datetime.fromisoformat(served["appointment_at"]) == tomorrow_at(9)
    now = (await colleague.call("getAppointment", appointment_id=served["appointment_id"])).json()
    assert now["state"] == "booked"
    assert database.sql("SELECT count(*), count(expires_at) FROM claims") == [(1, 0)]
    [told, *_] = (await doctor.call("listNotifications")).json()["items"]
    assert told["kind"] == "appointment_moved"


async def test_one_proposal_accepted_from_two_devices_moves_once(
    doctor: SignedIn,
    colleague: SignedIn,
    coordinator: SignedIn,
    opens: Opens,
    awake: Community,
    database: Database,
) -> None:
    entry = await proposed(doctor, colleague, opens, awake)
    answers = await asyncio.gather(
        *(
            who.call("acceptWaitingProposal", proposal_id=entry["proposal"]["id"])
            for who in (colleague, coordinator)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    [refused] = [answer for answer in answers if answer.status_code == 409]
    assert refused.json()["type"] == "illegal_transition"
    assert database.sql("SELECT state, count(*) FROM appointments GROUP BY state ORDER BY state") == [
        ("booked", 1),
        ("moved", 1),
    ]
    assert database.sql("SELECT count(*) FROM claims") == [(1,)]


async def test_a_move_and_an_acceptance_at_the_same_moment_leave_one_appointment(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, awake: Community, database: Database
) -> None:
    entry = await proposed(doctor, colleague, opens, awake)
    appointment = (await colleague.call("getAppointment", appointment_id=entry["appointment_id"])).json()
    answers = await asyncio.gather(
        colleague.call("acceptWaitingProposal", proposal_id=entry["proposal"]["id"]),
        move(doctor, appointment, starts_at=tomorrow_at(18, days=2).isoformat()),
    )
    assert all(answer.status_code in (200, 409) for answer in answers), [answer.text for answer in answers]
    [(booked_now,)] = database.sql("SELECT count(*) FROM appointments WHERE state = 'booked'")
    assert booked_now == 1


async def test_declining_frees_the_time_at_once_and_it_is_not_proposed_to_them_again(
    doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, opens: Opens, awake: Community
) -> None:
    await limits(awake, earlier_gap_hours=0)
    entry = await proposed(doctor, colleague, opens, awake)
    answer = await colleague.call("declineWaitingProposal", proposal_id=entry["proposal"]["id"])
    assert (answer.status_code, answer.json()["state"]) == (200, "waiting")
    free = await coordinator.call("searchSlots", params={"to_at": tomorrow_at(12).isoformat()})
    assert len(free.json()["items"]) == 1
    twice = await colleague.call("declineWaitingProposal", proposal_id=entry["proposal"]["id"])
    assert (twice.status_code, twice.json()["type"]) == (409, "illegal_transition")
    assert await sweep(awake) == 0


async def test_the_one_who_has_waited_longest_is_asked_first_then_the_next(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens, awake: Community
) -> None:
    other = await as_role("professional")
    first = await booked(doctor, colleague, opens)
    second = await other.call(
        "bookAppointment", json=booking(slot(first["opening"], tomorrow_at(9, 20, days=DAYS)))
    )
    await waits(other, second.json())
    await waits(colleague, first)
    await opens(doctor, to_time="09:20")
    assert await sweep(awake) == 1
    asked = await entry_of(other)
    assert (asked["state"], (await entry_of(colleague))["state"]) == ("proposed", "waiting")
    answer = await other.call("declineWaitingProposal", proposal_id=asked["proposal"]["id"])
    assert answer.status_code == 200
    assert await sweep(awake) == 1
    assert (await entry_of(colleague))["state"] == "proposed"


async def test_nobody_is_asked_more_often_or_later_than_the_community_says(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, awake: Community
) -> None:
    await limits(awake, earlier_proposals=2, earlier_answer_minutes=5)
    appointment = await booked(doctor, colleague, opens)
    await waits(colleague, appointment)
    await opens(doctor, to_time="10:00")  # three times
    at = clock.now()
    assert await sweep(awake, at) == 1
    assert await sweep(awake, at + timedelta(minutes=6)) == 1, "it lapsed"
    entry = await entry_of(colleague)
    assert (entry["state"], entry["proposal"]["state"]) == ("waiting", "lapsed")
    assert datetime.fromisoformat(entry["next_proposal_from"]) - at == timedelta(hours=24)
    assert await sweep(awake, at + timedelta(hours=23)) == 0, "a day apart"
    await opens(doctor, on_day=day_of(tomorrow_at(9, days=2)), to_time="09:20")
    assert await sweep(awake, at + timedelta(hours=24)) == 1
    assert await sweep(awake, at + timedelta(hours=24, minutes=6)) == 1
    entry = await entry_of(colleague)
    assert (entry["state"], entry["proposals_made"], entry["proposals_left"]) == ("over", 2, 0)
    late = await colleague.call("acceptWaitingProposal", proposal_id=entry["proposal"]["id"])
    assert (late.status_code, late.json()["type"]) == (409, "illegal_transition")


async def test_an_answer_after_the_time_is_refused_even_before_the_sweep_comes(
    doctor: SignedIn,
    colleague: SignedIn,
    opens: Opens,
    awake: Community,
    shift_clock: ShiftClock,
    connected: Database,
) -> None:
    entry = await proposed(doctor, colleague, opens, awake)
    shift_clock(minutes=31)
    before = contents(connected)
    late = await colleague.call("acceptWaitingProposal", proposal_id=entry["proposal"]["id"])
    assert (late.status_code, late.json()["type"]) == (409, "hold_expired")
    assert contents(connected) == before
    assert (await entry_of(colleague))["proposal"]["actions"] == []


async def test_nothing_is_proposed_at_night_nor_shortly_before_nor_hardly_sooner(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, awake: Community
) -> None:
    appointment = await booked(doctor, colleague, opens)
    await waits(colleague, appointment)
    await opens(doctor, to_time="09:20")
    await opens(doctor, on_day=day_of(tomorrow_at(9, days=DAYS)), from_time="07:40", to_time="08:00")
    assert await sweep(awake, tomorrow_at(7, 10)) == 0, "less than two hours before"
    assert await sweep(awake, tomorrow_at(9, days=2)) == 0, "less than two hours sooner"
    await no_quiet_hours(awake.id, quiet_hours={"from_time": "20:00", "to_time": "08:00"})
    assert await sweep(awake, tomorrow_at(3)) == 0, "asleep"
    assert await sweep(awake, tomorrow_at(6, 59) - timedelta(hours=11)) == 1, "the evening before"


async def test_who_waits_for_anyone_is_proposed_a_colleague_of_the_same_specialty(
    doctor: SignedIn,
    colleague: SignedIn,
    as_role: AsRole,
    opens: Opens,
    awake: Community,
    connected: Database,
) -> None:
    surgeon = await as_role("professional")
    connected.sql(
        "UPDATE professionals SET specialty_codes = '{SM39}' WHERE id = %s", surgeon.professional_id
    )
    appointment = await booked(doctor, colleague, opens)
    await waits(colleague, appointment, "anyone")
    await opens(surgeon, to_time="09:20")
    assert await sweep(awake) == 0
    other = await as_role("professional")
    await opens(other, from_time="10:00", to_time="10:20")
    assert await sweep(awake) == 1
    entry = await entry_of(colleague)
    assert entry["proposal"]["professional"]["id"] == str(other.professional_id)
    answer = await colleague.call("acceptWaitingProposal", proposal_id=entry["proposal"]["id"])
    assert answer.json()["professional"]["id"] == str(other.professional_id)


async def test_time_for_others_is_not_proposed(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, awake: Community
) -> None:
    appointment = await booked(doctor, colleague, opens)
    await waits(colleague, appointment)
    await opens(doctor, to_time="09:20", audiences=["snp"])
    await opens(doctor, from_time="10:00", to_time="10:20", modes=["home_visit"])
    assert await sweep(awake) == 0


async def test_an_entry_follows_an_appointment_that_moves_and_ends_with_it(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, awake: Community
) -> None:
    appointment = await booked(doctor, colleague, opens)
    await waits(colleague, appointment)
    moved = (
        await move(doctor, appointment, slot_id=slot(appointment["opening"], tomorrow_at(11, days=DAYS)))
    ).json()
    assert (await entry_of(colleague))["appointment_id"] == moved["id"]
    assert await sweep(awake) == 1, "the time it left is two hours sooner"
    gone = await colleague.call("cancelAppointment", appointment_id=moved["id"], json={"by": "person"})
    assert gone.status_code == 200
    assert await sweep(awake) == 1
    entry = await entry_of(colleague)
    assert (entry["state"], entry["proposal"]["state"]) == ("over", "withdrawn")


async def test_withdrawing_frees_what_was_proposed(
    doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, opens: Opens, awake: Community
) -> None:
    entry = await proposed(doctor, colleague, opens, awake)
    assert (await colleague.call("deleteWaitingEntry", entry_id=entry["id"])).status_code == 204
    assert (await entry_of(colleague))["state"] == "withdrawn"
    free = await coordinator.call("searchSlots", params={"to_at": tomorrow_at(12).isoformat()})
    assert len(free.json()["items"]) == 1
    again = await colleague.call("deleteWaitingEntry", entry_id=entry["id"])
    assert (again.status_code, again.json()["type"]) == (409, "illegal_transition")
    assert (await colleague.call("listWaitingEntries")).json()["items"] == []


async def test_only_who_asked_waits_and_only_once_and_only_for_what_is_possible(
    doctor: SignedIn,
    colleague: SignedIn,
    as_role: AsRole,
    opens: Opens,
    awake: Community,
    connected: Database,
) -> None:
    stranger = await as_role("professional")
    appointment = await booked(doctor, colleague, opens)
    body = {"appointment_id": appointment["id"], "scope": "anyone"}
    before = contents(connected)
    for who, status in ((doctor, 403), (stranger, 404)):
        assert (await who.call("createWaitingEntry", json=body)).status_code == status
    unknown = body | {"appointment_id": "019b0000-0000-7000-8000-000000000001"}
    assert (await colleague.call("createWaitingEntry", json=unknown)).status_code == 404
    assert contents(connected) == before
    entry = await waits(colleague, appointment)
    before = contents(connected)
    twice = await colleague.call("createWaitingEntry", json=body)
    assert (twice.status_code, twice.json()["type"]) == (409, "illegal_transition")
    assert (await stranger.call("deleteWaitingEntry", entry_id=entry["id"])).status_code == 404
    assert contents(connected) == before


async def test_two_requests_for_an_earlier_time_at_the_same_moment_make_one_entry(
    doctor: SignedIn, colleague: SignedIn, coordinator: SignedIn, opens: Opens, database: Database
) -> None:
    appointment = await booked(doctor, colleague, opens)
    body = {"appointment_id": appointment["id"], "scope": "anyone"}
    answers = await asyncio.gather(
        *(who.call("createWaitingEntry", json=body) for who in (colleague, coordinator))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert database.sql("SELECT count(*) FROM waiting_entries") == [(1,)]


async def test_a_sweep_that_dies_half_way_proposes_nothing_twice_and_the_next_one_goes_on(
    doctor: SignedIn,
    colleague: SignedIn,
    opens: Opens,
    awake: Community,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    appointment = await booked(doctor, colleague, opens)
    await waits(colleague, appointment)
    await opens(doctor, to_time="09:20")
    told = proposing._tell

    async def dies(*_: object) -> None:
        raise ConnectionError("the process was killed here")

    monkeypatch.setattr(proposing, "_tell", dies)
    with pytest.raises(ExceptionGroup):
        await sweep(awake)
    assert database.sql("SELECT count(*) FROM waiting_proposals") == [(0,)]
    assert database.sql("SELECT count(*) FROM claims") == [(1,)], "the time was not kept for nobody"
    monkeypatch.setattr(proposing, "_tell", told)
    assert await sweep(awake) == 1
    assert (await entry_of(colleague))["proposals_made"] == 1


async def test_two_sweeps_at_the_same_time_propose_once(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, awake: Community, database: Database
) -> None:
    appointment = await booked(doctor, colleague, opens)
    await waits(colleague, appointment)
    await opens(doctor, to_time="10:00")
    assert sum(await asyncio.gather(sweep(awake), sweep(awake))) == 1
    assert database.sql("SELECT count(*) FROM waiting_proposals") == [(1,)]


async def test_who_made_a_request_waits_from_its_page_and_the_request_follows(
    requester: SignedIn, doctors: Doctors, opens: Opens, awake: Community
) -> None:
    await limits(awake, earlier_before_minutes=0, earlier_gain_minutes=15)
    [doctor] = await doctors(1)
    request = await file(requester)
    assert (await accept(doctor, starts_at=soon(23))).status_code == 200
    assert (await act(doctor, "confirmUnscheduledCareAppointment", request)).status_code == 200
    seen = await read(requester, request)
    assert "await_earlier" in seen["actions"]
    assert "await_earlier" not in (await read(doctor, request))["actions"]
    await waits(requester, seen["appointment"])
    later = clock.now() + timedelta(hours=3)
    all_day = {"from_time": "00:00", "to_time": "23:55", "needs": ["ear_nose_throat"]}
    await opens(doctor, on_day=day_of(later), **all_day)
    assert await sweep(awake) == 1
    entry = await entry_of(requester)
    assert entry["case_number"] == request["number"]
    answer = await requester.call("acceptWaitingProposal", proposal_id=entry["proposal"]["id"])
    assert answer.status_code == 200, answer.text
    now = await read(requester, request)
    assert now["appointment"]["id"] == answer.json()["appointment_id"]
    assert now["state"] == "appointment_confirmed"
    lines = kinds(await thread(requester, request))
    assert lines[-3:] == ["earlier_wanted", "earlier_proposed", "appointment_moved"]


async def test_who_booked_outside_of_any_request_may_ask_for_an_earlier_time_and_nobody_else(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, shift_clock: ShiftClock
) -> None:
    appointment = await booked(doctor, colleague, opens)

    async def may(who: SignedIn) -> bool:
        seen = await who.call("getAppointment", appointment_id=appointment["id"])
        return "await_earlier" in seen.json()["actions"]

    assert await may(colleague)
    assert not await may(doctor)
    await waits(colleague, appointment)
    await colleague.call("cancelAppointment", appointment_id=appointment["id"], json={"by": "person"})
    assert not await may(colleague)
