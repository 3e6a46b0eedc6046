"""Fairness counts what is given and taken by slots too, apart from requests."""

from typing import Any

from tests.availability.absent import same_practice
from tests.availability.builders import opening_body
from tests.availability.conftest import booking, day_of, practice_of, slot, tomorrow_at
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import accept, file, whose_doctor_is
from tests.dispatch.test_fairness import balance, loads
from tests.roles import MakeCommunity, SignedIn


async def opened(who: SignedIn) -> dict[str, Any]:
    """Tomorrow morning of somebody, open to colleagues."""
    body = opening_body(await practice_of(who))
    body |= {"weekday": None, "on_day": day_of(tomorrow_at(9)), "audiences": ["pro", "cpts"]}
    answer = await who.call("createOpening", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def books(who: SignedIn, opening: dict[str, Any], minute: int) -> dict[str, Any]:
    """The slot of ten o'clock and so many minutes."""
    body = booking(slot(opening, tomorrow_at(10, minute)))
    answer = await who.call("bookAppointment", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_an_appointment_taken_in_open_time_is_given_by_one_and_received_by_the_other_and_costs_no_cap(
    coordinator: SignedIn, doctors: Doctors
) -> None:
    giver, taker = await doctors(2)
    morning = await opened(giver)
    await books(taker, morning, 0)
    by_phone = await books(coordinator, morning, 20)
    await books(giver, morning, 40)

    given = (await balance(giver))["given"]
    assert (given["accepted"], given["slots"], given["minutes"]) == (0, 2, 40)
    received = (await balance(taker))["received"]
    assert received == {"filed": 0, "found": 0, "slots": 1}
    mine = await balance(giver)
    assert mine["left_this_week"] == mine["weekly_cap"]
    assert (await giver.call("getMyShare")).json()["slots"] == 2
    load = (await loads(coordinator))[str(giver.professional_id)]
    assert (load["given"]["slots"], load["accepted_this_week"]) == (2, 0)

    gone = {"appointment_id": by_phone["id"], "json": {"by": "person"}}
    assert (await coordinator.call("cancelAppointment", **gone)).status_code == 200
    assert (await balance(giver))["given"]["slots"] == 1


async def test_what_a_colleague_of_the_same_structure_books_is_neither_given_nor_received(
    doctors: Doctors,
) -> None:
    giver, colleague, other = await doctors(3)
    await same_practice(giver, colleague)
    morning = await opened(giver)
    await books(colleague, morning, 0)
    assert (await balance(giver))["given"]["slots"] == 0
    assert (await balance(colleague))["received"]["slots"] == 0
    await books(other, morning, 20)
    assert (await balance(giver))["given"]["slots"] == 1
    assert (await balance(other))["received"]["slots"] == 1


async def test_what_follows_an_accepted_request_is_counted_there_alone(doctors: Doctors) -> None:
    giver, asker = await doctors(2)
    await file(asker, whose_doctor_is(giver))
    assert (await accept(giver)).status_code == 200
    given, received = (await balance(giver))["given"], (await balance(asker))["received"]
    assert (given["accepted"], given["slots"]) == (1, 0)
    assert (received["found"], received["slots"]) == (1, 0)


async def test_slots_of_another_community_are_not_counted_here(
    doctors: Doctors, make_community: MakeCommunity, as_role: Any
) -> None:
    [giver] = await doctors(1)
    there = await make_community("Ailleurs")
    morning = await opened(giver)
    stranger = await as_role("professional", community_id=there.id)
    refused = await stranger.call("bookAppointment", json=booking(slot(morning, tomorrow_at(10))))
    assert refused.status_code in (404, 409)
    assert (await balance(giver))["given"]["slots"] == 0
