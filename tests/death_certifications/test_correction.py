"""What ended is corrected: who may, what changes, what stays, and what is refused, changing nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from api.core import clock
from tests.conftest import Database
from tests.death_certifications.conftest import Certifiers
from tests.death_certifications.scene import a_death, accept, act, file, moved, read
from tests.death_certifications.test_told_software import has_software, steps, told
from tests.dispatch.scene import thread
from tests.months import month_of
from tests.roles import AsRole, ShiftClock, SignedIn

CERTIFICATE = {"channel": "paper", "town_hall_informed": False, "attending_doctor_informed": True}
CORRECT = "correctDeathCertificationRequest"


def ago(minutes: float) -> str:
    """An instant so many minutes ago."""
    return (clock.now() - timedelta(minutes=minutes)).isoformat()


async def ended(town_hall: SignedIn, doctor: SignedIn, shift_clock: ShiftClock, **how: Any) -> dict[str, Any]:
    """A request of two hours ago: accepted after 5 minutes, on site 30 minutes later, ended after 20 more.
    `how`: the operation that ends it, and its body; by default the certificate."""
    request = await file(town_hall)
    shift_clock(minutes=5)
    assert (await accept(doctor)).status_code == 200
    shift_clock(minutes=30)
    there = await moved(doctor, "arriveForDeathCertification", await read(doctor, request["id"]))
    shift_clock(minutes=20)
    end = await moved(doctor, how.get("by", "certifyDeath"), there, json=how.get("body", CERTIFICATE))
    shift_clock(minutes=65)
    return end


@pytest.fixture
async def doctor(doctors: Certifiers) -> SignedIn:
    """A doctor who volunteers."""
    [found] = await doctors(1)
    return found


async def refused(
    who: SignedIn, request: dict[str, Any], seen_by: SignedIn, status: int, **body: Any
) -> list[str]:
    """Try a correction that is refused, and changes nothing; the pointers of what is wrong."""

    async def seen() -> tuple[Any, ...]:
        # The hint of a fee whose hour is not known says the present one.
        facts = {**await read(seen_by, request["id"]), "fee_hints": None}
        return facts, await thread(seen_by, request)

    before = await seen()
    answer = await act(who, CORRECT, request, json={"reason": "typed_wrong", **body})
    assert answer.status_code == status, answer.text
    assert await seen() == before
    return [error["pointer"] for error in answer.json().get("errors") or []]


async def test_a_certifier_corrects_the_hour_of_their_certificate_and_the_old_one_stays_on_the_thread(
    town_hall: SignedIn, coordinator: SignedIn, doctor: SignedIn, shift_clock: ShiftClock, database: Database
) -> None:
    end = await ended(town_hall, doctor, shift_clock)
    assert end["actions"] == ["correct"]
    when = ago(30)
    body = {"reason": "said_late", "certified_at": when, "text": " La borne était en panne "}
    after = await moved(doctor, CORRECT, end, json=body)
    assert datetime.fromisoformat(after["certified_at"]) == datetime.fromisoformat(when)
    assert after["version"] == end["version"] + 1
    assert (after["state"], after["closed_at"]) == ("certified", end["closed_at"])
    line = (await thread(town_hall, end))[-1]
    assert (line["kind"], line["correction_reason"]) == ("corrected", "said_late")
    assert (line["text"], line["actor_name"] is not None) == ("La borne était en panne", True)
    [change] = line["corrections"]
    assert change["fact"] == "certified_at"
    assert [datetime.fromisoformat(change[side]) for side in ("before", "after")] == [
        datetime.fromisoformat(one["certified_at"]) for one in (end, after)
    ]
    detail = "SELECT detail FROM audit_entries WHERE action = 'death_certification_request.corrected'"
    assert database.sql(detail) == [({"reason": "said_late", "changes": line["corrections"]},)]
    to = "SELECT account_id::text FROM notifications WHERE kind = 'request_corrected'"
    assert {row[0] for row in database.sql(to)} == {
        str(town_hall.account_id),
        str(coordinator.account_id),
    }


@pytest.mark.parametrize(
    ("outcome", "state", "closed_by"),
    [
        ("obstacle_reported", "obstacle_reported", None),
        ("seen_to_by_other_doctor", "closed_externally", "other_doctor"),
        ("seen_to_by_samu", "closed_externally", "samu"),
        ("seen_to_otherwise", "closed_externally", "other"),
        ("requisitioned", "requisitioned", "requisition"),
    ],
)
async def test_a_certificate_that_was_never_made_leaves_no_hour_and_no_way_behind(
    town_hall: SignedIn,
    coordinator: SignedIn,
    doctor: SignedIn,
    shift_clock: ShiftClock,
    outcome: str,
    state: str,
    closed_by: str | None,
) -> None:
    await ended(town_hall, doctor, shift_clock)
    [end] = (await coordinator.call("listDeathCertificationRequests", params={"view": "all"})).json()["items"]
    after = await moved(coordinator, CORRECT, end, json={"reason": "wrong_act", "outcome": outcome})
    assert (after["state"], after["closed_by"]) == (state, closed_by)
    assert (after["certified_at"], after["certificate_channel"]) == (None, None)
    assert after["arrived_at"] == end["arrived_at"]
    line = (await thread(town_hall, end))[-1]
    changed = {one["fact"]: (one["before"], one["after"]) for one in line["corrections"]}
    assert changed.pop("certified_at") == (end["certified_at"].replace("Z", "+00:00"), None)
    assert changed.pop("closed_by", (None, None)) == (None, closed_by)
    assert changed == {"state": ("certified", state), "certificate_channel": ("paper", None)}
    assert line["previous_state"] == "certified"


async def test_an_obstacle_that_was_none_becomes_a_certificate_with_its_hour_and_its_way(
    town_hall: SignedIn, coordinator: SignedIn, doctor: SignedIn, shift_clock: ShiftClock
) -> None:
    how = {"by": "reportMedicoLegalObstacle", "body": {"authorities_told": True}}
    end = await read(coordinator, (await ended(town_hall, doctor, shift_clock, **how))["id"])
    missing = await refused(coordinator, end, coordinator, 422, outcome="certified")
    assert missing == ["/certified_at", "/certificate_channel"]
    without = await refused(coordinator, end, coordinator, 422, certified_at=ago(60))
    assert without == ["/certified_at"]
    body = {
        "reason": "wrong_act",
        "outcome": "certified",
        "certified_at": ago(60),
        "certificate_channel": "electronic",
    }
    after = await moved(coordinator, CORRECT, end, json=body)
    assert (after["state"], after["certificate_channel"]) == ("certified", "electronic")
    assert after["certified_at"] is not None


async def test_a_cancelled_request_for_which_somebody_came_is_said_to_be_so(
    town_hall: SignedIn, coordinator: SignedIn, doctor: SignedIn, shift_clock: ShiftClock
) -> None:
    request = await file(town_hall)
    shift_clock(minutes=5)
    await accept(doctor)
    taken = await read(town_hall, request["id"])
    await moved(town_hall, "cancelDeathCertificationRequest", taken, json={"reason": "mistake"})
    shift_clock(minutes=115)
    end = await read(coordinator, request["id"])
    assert end["actions"] == ["correct"]
    assert (await read(doctor, request["id"]))["actions"] == []
    # They were never there: nothing of it is theirs to say.
    await refused(doctor, end, coordinator, 403, arrived_at=ago(60))
    certificate = {"outcome": "certified", "certified_at": ago(30), "certificate_channel": "paper"}
    assert await refused(coordinator, end, coordinator, 422, **certificate) == ["/arrived_at"]
    body = {"reason": "learnt_since", "arrived_at": ago(60), **certificate}
    after = await moved(coordinator, CORRECT, end, json=body)
    assert (after["state"], after["cancellation_reason"]) == ("certified", None)
    changed = {one["fact"]: one["before"] for one in (await thread(town_hall, end))[-1]["corrections"]}
    assert changed["cancellation_reason"] == "mistake"


async def test_of_a_request_that_nobody_took_only_who_saw_to_it_is_corrected(
    town_hall: SignedIn, coordinator: SignedIn
) -> None:
    request = await read(coordinator, (await file(town_hall))["id"])
    body = {"closed_by": "samu"}
    end = await moved(coordinator, "closeDeathCertificationElsewhere", request, json=body)
    assert await refused(coordinator, end, coordinator, 422, arrived_at=ago(0)) == ["/arrived_at"]
    assert await refused(coordinator, end, coordinator, 422, outcome="obstacle_reported") == ["/outcome"]
    other = {"reason": "learnt_since", "outcome": "seen_to_by_other_doctor"}
    after = await moved(coordinator, CORRECT, end, json=other)
    assert (after["state"], after["closed_by"]) == ("closed_externally", "other_doctor")


async def test_times_to_come_before_the_request_or_out_of_order_are_refused_each_where_it_is(
    town_hall: SignedIn, doctor: SignedIn, coordinator: SignedIn, shift_clock: ShiftClock
) -> None:
    end = await ended(town_hall, doctor, shift_clock)
    for wrong, pointers in (
        ({"certified_at": ago(-10)}, ["/certified_at"]),
        ({"arrived_at": ago(180)}, ["/arrived_at"]),
        ({"arrived_at": ago(118)}, ["/arrived_at"]),  # before it was accepted
        ({"arrived_at": ago(20)}, ["/arrived_at"]),  # after the certificate
        ({"departed_at": ago(80)}, ["/departed_at"]),  # after the arrival
        ({"arrived_at": ago(30), "certified_at": ago(40)}, ["/certified_at"]),
        ({"arrived_at": None}, ["/arrived_at"]),
        ({"certified_at": end["certified_at"]}, [""]),
        ({}, [""]),
    ):
        assert await refused(doctor, end, coordinator, 422, **wrong) == pointers
    # The minute in which it was accepted is said without its seconds.
    minute = datetime.fromisoformat(end["accepted_at"]).replace(second=0, microsecond=0).isoformat()
    after = await moved(doctor, CORRECT, end, json={"reason": "typed_wrong", "arrived_at": minute})
    assert after["arrived_at"] == end["accepted_at"]


async def test_only_the_coordination_corrects_more_than_ones_own_times(
    town_hall: SignedIn, doctor: SignedIn, coordinator: SignedIn, shift_clock: ShiftClock, as_role: AsRole
) -> None:
    end = await ended(town_hall, doctor, shift_clock)
    assert (await read(town_hall, end["id"]))["actions"] == []
    for who, wrong in (
        (town_hall, {"certified_at": ago(40)}),
        (doctor, {"outcome": "obstacle_reported"}),
        (doctor, {"accepted_at": ago(119)}),
        (doctor, {"certificate_channel": "electronic"}),
    ):
        await refused(who, end, coordinator, 403, **wrong)
    another = await as_role("professional")
    await refused(another, end, coordinator, 404, certified_at=ago(40))
    moment = {"reason": "typed_wrong", "accepted_at": ago(118)}
    after = await moved(coordinator, CORRECT, end, json=moment)
    assert after["accepted_at"] != end["accepted_at"]


async def test_a_request_that_runs_or_was_out_of_scope_is_not_corrected(
    town_hall: SignedIn, coordinator: SignedIn
) -> None:
    running = await read(coordinator, (await file(town_hall))["id"])
    stopped = await read(coordinator, (await file(town_hall, {**a_death(violence="yes")}))["id"])
    assert stopped["state"] == "out_of_scope"
    for request in (running, stopped):
        assert "correct" not in request["actions"]
        await refused(coordinator, request, coordinator, 409, outcome="seen_to_by_samu")


async def test_of_two_corrections_at_once_the_second_reads_the_first(
    town_hall: SignedIn, coordinator: SignedIn, doctor: SignedIn, shift_clock: ShiftClock
) -> None:
    end = await ended(town_hall, doctor, shift_clock)
    await moved(doctor, CORRECT, end, json={"reason": "typed_wrong", "certified_at": ago(40)})
    await refused(coordinator, end, coordinator, 412, outcome="requisitioned")


async def test_a_text_holds_no_number_no_cause_and_no_name_once_the_identity_is_erased(
    town_hall: SignedIn, coordinator: SignedIn, doctor: SignedIn, shift_clock: ShiftClock, database: Database
) -> None:
    end = await ended(town_hall, doctor, shift_clock)
    when = {"certified_at": ago(40)}
    for text in ("NIR 1 84 12 76 451 089 46", "Un cancer, disait-on", "  "):
        assert await refused(doctor, end, coordinator, 422, text=text, **when) == ["/text"]
    confirmed = {"text": "Rue du Cancer", "confirmed_not_medical": True}
    body = {"reason": "other", **when, **confirmed}
    after = await moved(doctor, CORRECT, end, json=body)
    database.sql("UPDATE cases SET person_id = NULL")
    assert await refused(doctor, after, coordinator, 422, text="Sa fille", certified_at=ago(45)) == ["/text"]
    again = {"reason": "learnt_since", "certified_at": ago(45)}
    assert (await moved(doctor, CORRECT, after, json=again))["version"] == after["version"] + 1


async def test_the_figures_and_the_software_of_who_asked_follow_a_correction(
    town_hall: SignedIn,
    coordinator: SignedIn,
    doctor: SignedIn,
    shift_clock: ShiftClock,
    as_role: AsRole,
    database: Database,
) -> None:
    software = await has_software(as_role, town_hall)
    end = await read(coordinator, (await ended(town_hall, doctor, shift_clock))["id"])
    month = {"month": month_of(end["created_at"])}

    async def figures() -> dict[str, Any]:
        found: dict[str, Any] = (await coordinator.call("getDeathCertificationFigures", params=month)).json()
        return found

    before = await figures()
    assert before["to_certificate"]["measured"] == 1
    body = {"reason": "wrong_act", "outcome": "seen_to_by_other_doctor"}
    await moved(coordinator, CORRECT, end, json=body)
    after = await figures()
    assert after["to_certificate"]["measured"] == 0
    assert [one["word"] for one in after["by_outcome"]] == ["closed_externally"]
    assert after["requests"] == before["requests"] == 1
    assert steps(told(database, software))[-1] == ("corrected", "closed_externally")


async def test_each_step_of_a_death_says_the_state_before_it(
    town_hall: SignedIn, doctor: SignedIn, shift_clock: ShiftClock
) -> None:
    end = await ended(town_hall, doctor, shift_clock)
    moves = [(line["kind"], line["previous_state"]) for line in await thread(town_hall, end)]
    assert [move for move in moves if move[1] is not None] == [
        ("wave_opened", "death_qualified"),
        ("offer_accepted", "volunteers_asked"),
        ("on_site", "accepted"),
        ("certified", "on_site"),
    ]
