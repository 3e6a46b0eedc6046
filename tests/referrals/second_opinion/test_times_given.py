"""An opinion given as an appointment: with the acceptance, later, moved, cancelled."""

from tests.dispatch.scene import accept, kinds, offers_of, open_time, soon, thread, tick
from tests.referrals.second_opinion.conftest import Specialists
from tests.referrals.second_opinion.scene import (
    act,
    file,
    moved,
    pointers,
    read,
    to,
)
from tests.roles import AsRole, ShiftClock, SignedIn

OPINION = "Holter sur 24 heures d’abord ; garder le bêtabloquant jusque-là. Je le revois si pauses."


async def test_a_time_given_with_the_acceptance_is_an_answer(
    gp: SignedIn, cardiologists: Specialists, shift_clock: ShiftClock
) -> None:
    [cardiologist] = await cardiologists(1)
    await open_time(cardiologist)
    request = await file(gp, to(cardiologist))
    [offer] = await offers_of(cardiologist)
    slot = offer["slots"][2]
    answer = await cardiologist.call("acceptOffer", offer_id=offer["id"], json={"slot_id": slot["slot_id"]})
    assert answer.status_code == 200, answer.text
    given = await read(gp, request)
    assert (given["state"], given["appointment"]["starts_at"]) == ("opinion_appointment", slot["starts_at"])
    told = await moved(gp, "confirmSecondOpinionReading", request, passed_on=False)
    assert (told["state"], told["waits_for"]) == ("opinion_appointment", "person")
    assert "confirm_reading" not in told["actions"]

    shift_clock(hours=2)
    version = given["appointment"]["version"]
    seen = await cardiologist.call(
        "fulfilAppointment",
        appointment_id=given["appointment"]["id"],
        headers={"If-Match": f'"{version}"'},
    )
    assert seen.status_code == 200, seen.text
    assert (await read(gp, request))["state"] == "opinion_closed"


async def test_a_time_given_later_may_be_followed_by_the_opinion_itself(
    gp: SignedIn, cardiologists: Specialists
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    nothing = await act(cardiologist, "offerSecondOpinionAppointment", request)
    assert pointers(nothing) == ["/starts_at"]
    assert (await read(gp, request))["appointment"] is None
    late = await act(cardiologist, "offerSecondOpinionAppointment", request, starts_at=soon(200))
    assert pointers(late) == ["/starts_at"]
    assert (await read(gp, request))["state"] == "opinion_taken"
    given = await moved(
        cardiologist, "offerSecondOpinionAppointment", request, starts_at=soon(200), after_wish=True
    )
    assert given["state"] == "opinion_appointment"
    again = await act(cardiologist, "offerSecondOpinionAppointment", request, starts_at=soon(1))
    assert again.status_code == 409
    assert (await read(gp, request))["appointment"]["id"] == given["appointment"]["id"]
    written = await moved(cardiologist, "answerSecondOpinion", request, text=OPINION)
    assert (written["state"], written["answer"]) == ("opinion_given", OPINION)


async def test_a_time_cancelled_from_the_agenda_leaves_the_opinion_owed(
    gp: SignedIn, cardiologists: Specialists
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    given = await moved(cardiologist, "offerSecondOpinionAppointment", request, starts_at=soon(1))
    appointment = given["appointment"]
    off = await cardiologist.call(
        "cancelAppointment",
        appointment_id=appointment["id"],
        headers={"If-Match": f'"{appointment["version"]}"'},
        json={"by": "professional"},
    )
    assert off.status_code == 200, off.text
    owed = await read(gp, request)
    assert (owed["state"], owed["waits_for"], owed["appointment"]) == ("opinion_taken", "professional", None)


async def test_a_time_moved_in_the_agenda_is_the_one_of_the_request(
    gp: SignedIn, cardiologists: Specialists
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    given = await moved(cardiologist, "offerSecondOpinionAppointment", request, starts_at=soon(1))
    appointment = given["appointment"]
    answer = await cardiologist.call(
        "moveAppointment",
        appointment_id=appointment["id"],
        headers={"If-Match": f'"{appointment["version"]}"'},
        json={"starts_at": soon(1.5)},
    )
    assert answer.status_code in (200, 201), answer.text
    there = await read(gp, request)
    assert there["appointment"]["starts_at"][:16] == answer.json()["starts_at"][:16]
    assert (there["state"], there["waits_for"]) == ("opinion_appointment", "requester")


async def test_once_the_person_was_told_of_the_time_it_ends_by_itself_without_disturbing_anybody(
    gp: SignedIn, cardiologists: Specialists, as_role: AsRole, shift_clock: ShiftClock
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    await moved(cardiologist, "offerSecondOpinionAppointment", request, starts_at=soon(1))
    await moved(gp, "confirmSecondOpinionReading", request, passed_on=False)
    shift_clock(days=15)
    await tick(gp.community_id)
    after = await as_role("professional", professional_id=gp.professional_id)
    assert (await read(after, request))["state"] == "opinion_closed"
    assert "opinion_overdue" not in kinds(await thread(after, request))
