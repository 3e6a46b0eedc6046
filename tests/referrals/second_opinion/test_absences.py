"""Somebody asked for an opinion is away, before or after they took it: no question is left with nobody."""

from datetime import timedelta
from typing import Any

import pytest

from api.availability import service as availability
from api.core import clock
from tests.availability.absent import end, follow_up, same_practice, say, steps
from tests.conftest import Database
from tests.contract.contents import contents
from tests.dispatch.scene import accept, kinds, offers_of, soon, thread, tick
from tests.referrals.second_opinion.conftest import Specialists
from tests.referrals.second_opinion.scene import act, an_ask, file, make_group, moved, read, to
from tests.roles import SignedIn
from tests.unscheduled_care.test_absences import away_now, meant_for_colleagues

OPINION = "Holter d’abord, sans rien arrêter."


async def away_for(who: SignedIn, hours: float) -> None:
    """Away from this minute."""
    at = clock.now()
    span = {"starts_at": at.isoformat(), "ends_at": (at + timedelta(hours=hours)).isoformat()}
    answer = await who.call("createAbsence", json=span | {"reason": "leave"})
    assert answer.status_code == 201, answer.text


async def given_a_time(gp: SignedIn, cardiologist: SignedIn, **given: Any) -> dict[str, Any]:
    """A request that the cardiologist answered by a time, of which the person was told."""
    request = await file(gp, to(cardiologist, **given))
    assert (await accept(cardiologist)).status_code == 200
    await moved(cardiologist, "offerSecondOpinionAppointment", request, starts_at=soon(1))
    return await moved(gp, "confirmSecondOpinionReading", request, passed_on=False)


async def test_a_colleague_who_is_away_is_not_waited_for(gp: SignedIn, cardiologists: Specialists) -> None:
    named, other = await cardiologists(2)
    await away_for(named, 72)
    request = await file(gp, to(named))
    assert request["state"] == "specialty_asked"
    assert [len(await offers_of(one)) for one in (named, other)] == [0, 1]
    [skipped] = [line for line in await thread(gp, request) if line["kind"] == "first_resort_skipped"]
    assert skipped["skip_reason"] == "absent"


async def test_a_colleague_who_goes_away_while_asked_is_not_waited_for_but_may_still_answer(
    gp: SignedIn, cardiologists: Specialists, connected: Database
) -> None:
    named, other = await cardiologists(2)
    request = await file(gp, to(named))
    await away_for(named, 72)
    await tick(gp.community_id)
    assert (await read(gp, request))["state"] == "specialty_asked"
    assert [len(await offers_of(one)) for one in (named, other)] == [1, 1]
    lines = kinds(await thread(gp, request))
    assert lines == ["requested", "wave_opened", "first_resort_skipped", "wave_opened"]
    told = (await gp.call("listNotifications")).json()["items"]
    assert [one["kind"] for one in told] == ["request_widened"]

    quiet = contents(connected)
    await tick(gp.community_id)
    assert contents(connected) == quiet, "it is said once"
    assert (await accept(named)).status_code == 200
    assert (await read(gp, request))["professional"]["id"] == str(named.professional_id)


async def test_a_colleague_who_is_back_before_the_end_of_their_time_is_waited_for(
    gp: SignedIn, cardiologists: Specialists, connected: Database
) -> None:
    named, other = await cardiologists(2)
    request = await file(gp, to(named))
    await away_for(named, 0.5)
    before = contents(connected)
    await tick(gp.community_id)
    assert contents(connected) == before
    assert (await read(gp, request))["state"] == "colleague_asked"
    assert await offers_of(other) == []


async def test_of_a_group_those_who_are_there_keep_their_time(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists, connected: Database
) -> None:
    gone, there, other = await cardiologists(3)
    group = await make_group(coordinator, [gone, there])
    request = await file(gp, an_ask(group_id=group["id"]))
    await away_for(gone, 72)
    before = contents(connected)
    await tick(gp.community_id)
    assert contents(connected) == before
    assert (await read(gp, request))["state"] == "group_asked"

    await away_for(there, 72)
    await tick(gp.community_id)
    assert (await read(gp, request))["state"] == "specialty_asked"
    assert len(await offers_of(other)) == 1


async def test_when_nobody_else_is_of_the_specialty_the_colleague_who_is_away_keeps_their_time(
    gp: SignedIn, cardiologists: Specialists, connected: Database
) -> None:
    [named] = await cardiologists(1)
    request = await file(gp, to(named))
    await away_for(named, 72)
    await tick(gp.community_id)
    assert (await read(gp, request))["state"] == "colleague_asked"
    assert len(await offers_of(named)) == 1
    quiet = contents(connected)
    await tick(gp.community_id)
    assert contents(connected) == quiet


async def test_away_with_an_answer_to_write_they_still_owe_it_and_the_delay_runs(
    gp: SignedIn, cardiologists: Specialists
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    before = await read(gp, request)
    await away_now(cardiologist)
    await tick(gp.community_id)
    after = await read(gp, request)
    assert (after["state"], after["clock"]) == ("opinion_taken", before["clock"])
    written = await moved(cardiologist, "answerSecondOpinion", request, text=OPINION)
    assert written["state"] == "opinion_given"


async def test_away_on_the_day_of_the_time_given_all_of_the_specialty_is_asked_and_the_time_is_kept(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    gone, other = await cardiologists(2)
    request = await given_a_time(gp, gone)
    absence = await away_now(gone)
    row = await follow_up(coordinator, absence)
    assert (row["state"], steps(row)) == ("in_dispatch", ["practice_full", "network_asked"])
    assert row["appointment"]["state"] == "booked"
    seen = await read(gp, request)
    assert (seen["state"], seen["professional"], seen["read_at"]) == ("specialty_asked", None, None)
    assert [len(await offers_of(one)) for one in (gone, other)] == [0, 1]

    await accept(other)
    await moved(other, "offerSecondOpinionAppointment", request, starts_at=soon(1.5))
    assert (await follow_up(coordinator, absence))["appointment"]["state"] == "booked", "nobody was told yet"
    await moved(gp, "confirmSecondOpinionReading", request, passed_on=False)
    row = await follow_up(coordinator, absence)
    assert (row["state"], row["appointment"]["state"]) == ("told", "cancelled")
    assert row["new_appointment"]["professional"]["id"] == str(other.professional_id)


async def test_an_answer_in_writing_gives_the_time_kept_with_who_is_away_back(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    gone, other = await cardiologists(2)
    request = await given_a_time(gp, gone)
    absence = await away_now(gone)
    await accept(other)
    answered = await moved(other, "answerSecondOpinion", request, text=OPINION)
    assert (answered["state"], answered["appointment"]) == ("opinion_given", None)
    row = await follow_up(coordinator, absence)
    assert (row["state"], row["appointment"]["state"]) == ("closed", "cancelled")


@pytest.mark.parametrize(
    ("operation", "body", "left"),
    [
        ("cancelSecondOpinionRequest", {"reason": "not_needed"}, "cancelled_by_person"),
        ("closeSecondOpinionRequest", {"solution": "hospital"}, "closed"),
    ],
    ids=["cancelled", "closed"],
)
async def test_a_request_that_ends_meanwhile_gives_it_back_too(
    gp: SignedIn,
    coordinator: SignedIn,
    cardiologists: Specialists,
    operation: str,
    body: dict[str, Any],
    left: str,
) -> None:
    [gone] = await cardiologists(1)
    request = await given_a_time(gp, gone)
    absence = await away_now(gone)
    assert (await read(gp, request))["state"] == "opinion_unanswered"
    await moved(coordinator, operation, request, **body)
    row = await follow_up(coordinator, absence)
    assert (row["state"], row["appointment"]["state"]) == (left, "cancelled")


async def test_a_specialist_who_is_back_has_the_time_again_while_nobody_else_took_it(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    gone, other = await cardiologists(2)
    request = await given_a_time(gp, gone)
    booked = request["appointment"]["id"]
    absence = await away_now(gone)
    assert (await end(gone, absence)).status_code == 204
    row = await follow_up(coordinator, absence)
    assert (row["state"], steps(row)[-1]) == ("kept", "absence_ended")
    seen = await read(gp, request)
    assert (seen["state"], seen["waits_for"], seen["appointment"]["id"]) == (
        "opinion_appointment",
        "requester",
        booked,
    )
    assert seen["professional"]["id"] == str(gone.professional_id)
    [offer] = await offers_of(other, None)
    assert (offer["state"], offer["withdrawn_because"]) == ("withdrawn", "taken")
    assert kinds(await thread(gp, request))[-1] == "absence_ended"
    told = (await gp.call("listNotifications")).json()["items"]
    assert told[0]["kind"] == "appointment_confirmed"


async def test_what_another_specialist_took_meanwhile_stays_theirs(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    gone, other = await cardiologists(2)
    request = await given_a_time(gp, gone)
    absence = await away_now(gone)
    await accept(other)
    kept = await say(coordinator, await follow_up(coordinator, absence), "kept")
    assert kept.status_code == 409
    assert (await end(gone, absence)).status_code == 204
    seen = await read(gp, request)
    assert (seen["state"], seen["professional"]["id"]) == ("opinion_taken", str(other.professional_id))


async def test_a_person_who_cancels_the_kept_time_frees_it_and_the_opinion_is_still_looked_for(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    gone, other = await cardiologists(2)
    request = await given_a_time(gp, gone)
    absence = await away_now(gone)
    row = await follow_up(coordinator, absence)
    off = await coordinator.call(
        "cancelAppointment", appointment_id=row["appointment"]["id"], json={"by": "person"}
    )
    assert off.status_code == 200, off.text
    assert (await follow_up(coordinator, absence))["state"] == "cancelled_by_person"
    assert (await read(gp, request))["state"] == "specialty_asked"
    assert len(await offers_of(other)) == 1


async def test_a_specialist_of_the_same_practice_sees_the_person_instead_and_who_asked_tells_them(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    gone, partner = await cardiologists(2)
    await same_practice(gone, partner)
    request = await given_a_time(gp, gone, urgency="few_days")  # a time after the notice meets the wish
    await meant_for_colleagues(partner)
    absence = await away_now(gone)
    row = await follow_up(coordinator, absence)
    assert (row["state"], steps(row)) == ("placed", ["moved_in_practice"])
    seen = await read(gp, request)
    assert (seen["state"], seen["waits_for"], seen["read_at"]) == ("opinion_appointment", "requester", None)
    assert seen["professional"]["id"] == str(partner.professional_id)
    assert (await act(gone, "answerSecondOpinion", request, version=1, text=OPINION)).status_code == 404
    called = await say(coordinator, row, "told")
    assert called.json()["state"] == "told"
    assert (await read(gp, request))["waits_for"] == "person"
    await availability.replace_displaced(gp.community_id, clock.now())
    assert (await follow_up(coordinator, absence))["state"] == "told"
