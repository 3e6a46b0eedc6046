"""« Pourquoi ce créneau n'est pas libre ? », over HTTP, and always in agreement with the engine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.availability import rules
from api.availability.rules import Asked, Busy, Reach, Standing
from api.contract.models import ClosureReason, TimeCause
from tests.availability import reference
from tests.availability.conftest import PARIS, Opens, booking, slot
from tests.availability.reference import Booking
from tests.availability.test_slots_against_reference import scenes, span_of, stretches
from tests.roles import AsRole, SignedIn

TUESDAY = datetime(2026, 11, 24, 7, 0, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def that_tuesday(clock_at: Any) -> None:
    """It is seven in the morning on a Tuesday."""
    clock_at(TUESDAY)


async def why(who: SignedIn, whose: SignedIn, when: str, **given: Any) -> dict[str, Any]:
    """The explanation of `11-24 09:00` on the wall clock."""
    at = datetime.strptime(f"2026-{when}", "%Y-%m-%d %H:%M").replace(tzinfo=PARIS)
    params = {"professional_id": str(whose.professional_id), "at": at.isoformat(), **given}
    answer = await who.call("explainTime", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_each_cause_is_told_with_the_next_free_time(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    today = await opens(doctor, on_day="2026-11-24", from_time="09:00", to_time="12:00", needs=["urinary"])
    await colleague.call("bookAppointment", json=booking(slot(today, utc(9)), need="urinary"))
    held = await colleague.call("createHold", json={"slot_id": slot(today, utc(9, 20))})
    closed = {"starts_at": "2026-11-24T11:00:00+01:00", "ends_at": "2026-11-24T11:20:00+01:00"}
    await doctor.call("createClosure", json=closed | {"reason": "training"})
    away = {"starts_at": "2026-11-24T11:20:00+01:00", "ends_at": "2026-11-24T11:40:00+01:00"}
    await doctor.call("createAbsence", json=away | {"reason": "illness"})
    assert (await why(colleague, doctor, "11-24 06:00"))["cause"] == "past"
    taken = await why(colleague, doctor, "11-24 09:00")
    assert (taken["cause"], taken["free"], taken["opening_id"]) == ("taken", False, today["id"])
    assert taken["next_free"]["starts_at"] == "2026-11-24T08:40:00Z"
    assert (await why(doctor, doctor, "11-24 09:00"))["appointment_id"] is not None
    kept = await why(colleague, doctor, "11-24 09:20")
    assert (kept["cause"], kept["until_at"][:19]) == ("held", held.json()["expires_at"][:19])
    free = await why(colleague, doctor, "11-24 09:40")
    assert (free["free"], free["cause"]) == (True, None)
    assert (await why(colleague, doctor, "11-24 09:45"))["cause"] == "off_grid"
    assert (await why(colleague, doctor, "11-24 09:40", need="dermatology"))["cause"] == "need"
    assert (await why(colleague, doctor, "11-24 09:40", mode="video"))["cause"] == "mode"
    # Until when somebody is closed or away is for those who see the whole agenda.
    for asker, until in ((colleague, None), (doctor, "2026-11-24T10:20:00Z")):
        told = await why(asker, doctor, "11-24 11:00")
        assert (told["cause"], told["until_at"]) == ("closed", until)
    assert (await why(colleague, doctor, "11-24 11:20"))["cause"] == "absent"
    assert (await why(colleague, doctor, "11-24 13:00"))["cause"] == "no_opening"


async def test_delays_buffers_quotas_holidays_and_days_cancelled(
    doctor: SignedIn, colleague: SignedIn, opens: Opens
) -> None:
    soon = await opens(doctor, on_day="2026-11-24", from_time="07:20", to_time="08:20", min_delay_minutes=60)
    told = await why(colleague, doctor, "11-24 07:20")
    assert (told["cause"], told["opening_id"]) == ("too_soon", soon["id"])
    far = await opens(doctor, on_day="2026-11-26", from_time="09:00", max_delay_days=1)
    told = await why(colleague, doctor, "11-26 09:00")
    assert (told["cause"], told["opening_id"]) == ("too_far", far["id"])
    assert datetime.fromisoformat(told["from_at"]).astimezone(PARIS).day == 25
    quota = await opens(doctor, on_day="2026-11-27", quota_per_day=1, buffer_after_minutes=20)
    assert (
        await colleague.call("bookAppointment", json=booking(slot(quota, utc(9, 40, day=27))))
    ).status_code == 201
    assert (await why(colleague, doctor, "11-27 09:20"))["cause"] == "buffer"
    assert (await why(colleague, doctor, "11-27 11:00"))["cause"] == "quota_reached"
    fridays = await opens(doctor, on_day=None, weekday=5, from_time="14:00", to_time="15:00")
    christmas = await why(colleague, doctor, "12-25 14:00")
    assert (christmas["cause"], christmas["holiday"]) == ("holiday", "Noël")
    cancelled = await doctor.call(
        "changeOpeningDay",
        opening_id=fridays["id"],
        json={"on_day": "2026-12-04", "instead": None},
        headers={"If-Match": '"1"'},
    )
    assert cancelled.status_code == 201
    told = await why(colleague, doctor, "12-04 14:00")
    assert (told["cause"], told["opening_id"]) == ("day_cancelled", fridays["id"])


async def test_an_opening_for_others_is_told_to_its_owner_and_the_coordinator_only(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    made = await opens(doctor, on_day="2026-11-24", audiences=["snp"])
    coordinator = await as_role("coordinator")
    assert (await why(coordinator, doctor, "11-24 09:00"))["cause"] == "audience"
    hidden = await why(colleague, doctor, "11-24 09:00")
    assert (hidden["cause"], hidden["opening_id"], hidden["next_free"]) == ("no_opening", None, None)
    assert (await why(doctor, doctor, "11-24 09:00"))["free"]
    asked = {"opening_id": made["id"], "at": "2026-11-24T09:00:00+01:00"}
    assert (await colleague.call("explainTime", params=asked)).status_code == 404
    assert (await doctor.call("explainTime", params=asked)).json()["free"]


async def test_the_time_of_nobody_and_of_somebody_unknown(as_role: AsRole, doctor: SignedIn) -> None:
    coordinator = await as_role("coordinator")
    at = {"at": "2026-11-24T09:00:00+01:00"}
    nobody = await coordinator.call("explainTime", params=at)
    assert [error["pointer"] for error in nobody.json()["errors"]] == ["/query/professional_id"]
    unknown = await coordinator.call("explainTime", params=at | {"professional_id": str(uuid4())})
    assert unknown.status_code == 404
    leave = {"starts_at": "2026-11-24T08:00:00+01:00", "ends_at": "2026-12-01T08:00:00+01:00"}
    await doctor.call("createAbsence", json=leave | {"reason": "leave"})
    told = await why(coordinator, doctor, "11-24 09:00")
    assert (told["cause"], told["until_at"]) == ("absent", "2026-12-01T07:00:00Z")


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_time_is_explained_exactly_when_the_engine_does_not_find_it_free(data: st.DataObject) -> None:
    scene = data.draw(scenes())
    booked = [Booking(taken) for taken in data.draw(stretches(scene.window.starts, scene.window.ends, 4))]
    now = rules.seconds(scene.at)
    asked = [
        Asked(one, scene.place.calendar, Reach.at(scene.at, scene.delays, one), True)
        for one in scene.openings
    ]
    taken = sorted(span_of(one.taken) for one in booked)
    standing = Standing(
        [(span_of(closure), ClosureReason.other) for closure in scene.closed],
        [(span, None) for span in taken],
        Busy(taken=rules.Stretches.of(taken)),
        [],
    )
    # A time that begins before those asked about may still be under way: the slow reading looks at it too.
    wider = replace(scene, window=replace(scene.window, starts=scene.window.starts - timedelta(days=1)))
    free: set[datetime] = set()
    for opening in scene.openings:
        for start in wider.expected(opening, booked):
            free |= reference.arrivals(opening, start, ZoneInfo(scene.place.zone))
    minutes = int((scene.window.ends - scene.window.starts) / timedelta(minutes=1)) - 1
    tried = {
        scene.window.starts + timedelta(minutes=data.draw(st.integers(0, minutes))) for _ in range(3)
    } | set(sorted(at for at in free if at >= scene.window.starts)[:3])
    for at in tried:
        verdict = rules.explain(asked, rules.seconds(at), standing, now=now, need=None, mode=None)
        assert (verdict.cause is None) == (at in free), (at, verdict)
        if not any(
            reference.runs(one, at.astimezone(scene.place.calendar.zone).date(), ()) for one in scene.openings
        ):
            assert verdict.cause in {TimeCause.no_opening, TimeCause.past, TimeCause.day_cancelled}


def utc(hour: int, minute: int = 0, *, day: int = 24) -> datetime:
    """That hour of the wall clock, in UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS).astimezone(UTC)
