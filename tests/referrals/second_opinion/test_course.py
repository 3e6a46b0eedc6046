"""One opinion from the question to the answer, over HTTP."""

from datetime import datetime, timedelta

from tests.conftest import Database
from tests.dispatch.scene import accept, decline, kinds, offers_of, soon, steer_of, thread, tick
from tests.referrals.second_opinion.conftest import Specialists
from tests.referrals.second_opinion.scene import (
    FACTS,
    PERSON,
    QUESTION,
    act,
    an_ask,
    file,
    make_group,
    moved,
    read,
    to,
)
from tests.roles import AsRole, ShiftClock, SignedIn

OPINION = "Holter sur 24 heures d’abord ; garder le bêtabloquant jusque-là. Je le revois si pauses."


async def test_a_group_is_asked_together_the_first_takes_it_and_the_answer_ends_it(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    first, second, outside = await cardiologists(3)
    group = await make_group(coordinator, [first, second])

    request = await file(gp, an_ask(group_id=group["id"]))
    assert (request["state"], request["number"][:4]) == ("group_asked", "AVI-")
    assert (request["group_name"], request["is_mine"]) == ("Filière cardiologie", True)
    assert await offers_of(outside) == [], "the group is asked first, and alone"

    [offer] = await offers_of(first)
    assert offer["reason"] == "opinion_group"
    assert offer["card"]["opinion"] == {
        "specialty_label": "Cardiologie et Maladies vasculaires",
        "group_name": "Filière cardiologie",
        "urgency": "same_day",
        "facts": FACTS[:3],
    }
    said = str(offer)
    assert PERSON["family_name"] not in said, "no identity before acceptance"
    assert "bêtabloquant" not in said, "no free text before acceptance"
    assert "Bisoprolol" not in said

    assert (await accept(first)).status_code == 200
    assert [o["state"] for o in await offers_of(second, None)] == ["withdrawn"]
    taken = await read(first, request)
    assert (taken["state"], taken["clock"]["kind"]) == ("opinion_taken", "opinion")
    assert (taken["question"], taken["facts"]) == (QUESTION, FACTS)
    assert taken["actions"][:4] == ["answer_opinion", "offer_time", "ask_detail", "withdraw"]

    answered = await moved(first, "answerSecondOpinion", request, text=OPINION)
    assert (answered["state"], answered["waits_for"]) == ("opinion_given", "requester")
    mine = await read(gp, request)
    assert (mine["answer"], mine["actions"][0]) == (OPINION, "confirm_reading")

    ended = await moved(gp, "confirmSecondOpinionReading", request, passed_on=False)
    assert (ended["state"], ended["waits_for"], ended["clock"]) == ("opinion_closed", "nobody", None)
    assert ended["identity_erased_on"] is not None
    assert kinds(await thread(gp, request)) == [
        "requested",
        "wave_opened",
        "offer_accepted",
        "opinion_given",
        "opinion_read",
    ]


async def test_a_named_colleague_is_asked_alone_even_of_another_specialty(
    gp: SignedIn, as_role: AsRole, cardiologists: Specialists
) -> None:
    [cardiologist] = await cardiologists(1)
    friend = await as_role("professional")
    request = await file(gp, to(friend))
    assert request["state"] == "colleague_asked"
    [offer] = await offers_of(friend)
    assert (offer["reason"], offer["alone"], offer["card"]["opinion"]["group_name"]) == (
        "named_colleague",
        True,
        None,
    )
    assert await offers_of(cardiologist) == []
    hidden = await friend.call("getSecondOpinionRequest", request_id=request["id"])
    assert hidden.status_code == 404, "being asked shows nothing of the request"
    identity = await friend.call("readIdentity", person_id=request["person_id"], json={})
    assert identity.status_code == 404
    assert (await accept(friend)).status_code == 200
    shown = await friend.call("readIdentity", person_id=request["person_id"], json={})
    assert shown.json()["family_name"] == PERSON["family_name"]


async def test_silence_widens_to_the_specialty_then_to_the_coordination(
    gp: SignedIn,
    coordinator: SignedIn,
    cardiologists: Specialists,
    as_role: AsRole,
    shift_clock: ShiftClock,
) -> None:
    named, other = await cardiologists(2)
    stranger = await as_role("professional")
    request = await file(gp, to(named))
    shift_clock(minutes=61)  # half of the two hours
    await tick(gp.community_id)
    assert (await read(gp, request))["state"] == "specialty_asked"
    assert len(await offers_of(other)) == 1
    assert await offers_of(stranger) == [], "another specialty is not asked"
    assert await offers_of(gp) == [], "nor is who asks"
    shift_clock(minutes=37)
    await tick(gp.community_id)
    waiting = await read(coordinator, request)
    assert (waiting["state"], waiting["waits_for"]) == ("opinion_unanswered", "coordinator")
    assert waiting["actions"][-1] == "message"
    assert "close" in waiting["actions"]
    closed = await moved(coordinator, "closeSecondOpinionRequest", request, solution="hospital")
    assert (closed["state"], closed["solution"]) == ("opinion_closed_elsewhere", "hospital")


async def test_a_refusal_of_the_whole_group_widens_at_once(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    one, two, rest = await cardiologists(3)
    group = await make_group(coordinator, [one, two])
    request = await file(gp, an_ask(group_id=group["id"]))
    assert (await decline(one, "no_room")).status_code == 200
    assert (await read(gp, request))["state"] == "group_asked"
    assert (await decline(two, "outside_skills")).status_code == 200
    assert (await read(gp, request))["state"] == "specialty_asked"
    assert len(await offers_of(rest)) == 1
    assert await offers_of(one) == [], "who declined is not asked again"


async def test_a_missing_detail_stops_the_clock_until_it_is_there(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists, shift_clock: ShiftClock
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    due = (await read(gp, request))["clock"]["due_at"]
    asked = await moved(
        cardiologist, "askSecondOpinionDetail", request, text="Quelle est la fréquence au repos ?"
    )
    assert (asked["state"], asked["waits_for"]) == ("detail_asked", "requester")
    assert asked["clock"]["paused_at"] is not None
    assert (await read(gp, request))["actions"][0] == "give_detail"

    shift_clock(minutes=30)
    back = await moved(gp, "giveSecondOpinionDetail", request, text="58 au repos, TA 12/7.")
    assert (back["state"], back["waits_for"], back["clock"]["paused_at"]) == (
        "opinion_taken",
        "professional",
        None,
    )
    later = datetime.fromisoformat(back["clock"]["due_at"]) - datetime.fromisoformat(due)
    assert timedelta(minutes=30) <= later < timedelta(minutes=32), "the pause is given back"
    lines = {line["kind"]: line["text"] for line in await thread(cardiologist, request)}
    assert lines["opinion_detail_asked"] == "Quelle est la fréquence au repos ?"
    assert lines["opinion_detail_given"] == "58 au repos, TA 12/7."
    header = {line["kind"]: line["text"] for line in await thread(coordinator, request)}
    assert header["opinion_detail_asked"] is None, "the coordination sees that it was asked, not what"


async def test_a_detail_that_does_not_come_goes_to_the_coordination(
    gp: SignedIn, cardiologists: Specialists, coordinator: SignedIn, shift_clock: ShiftClock
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    await moved(cardiologist, "askSecondOpinionDetail", request, text="Depuis quand ?")
    shift_clock(minutes=61)
    await tick(gp.community_id)
    late = await read(coordinator, request)
    assert (late["state"], late["waits_for"]) == ("detail_asked", "coordinator")
    await tick(gp.community_id)
    assert kinds(await thread(gp, request)).count("opinion_overdue") == 1, "said once"


async def test_an_answer_that_is_late_goes_to_the_coordination_who_may_ask_others(
    gp: SignedIn, cardiologists: Specialists, coordinator: SignedIn, shift_clock: ShiftClock
) -> None:
    silent, other = await cardiologists(2)
    request = await file(gp, to(silent))
    await accept(silent)
    early = await steer_of(coordinator, "relaunchDispatch", request["dispatch_id"])
    assert early.status_code == 409, "somebody has it: it is not taken from them"
    assert (await read(gp, request))["state"] == "opinion_taken"
    shift_clock(minutes=125)
    await tick(gp.community_id)
    late = await read(coordinator, request)
    assert (late["waits_for"], late["state"]) == ("coordinator", "opinion_taken")
    assert "relaunch" in late["actions"]
    again = await steer_of(coordinator, "relaunchDispatch", request["dispatch_id"])
    assert again.status_code == 200, again.text
    assert (await read(gp, request))["state"] == "specialty_asked"
    assert len(await offers_of(other)) == 1
    assert await offers_of(silent) == []


async def test_whoever_gives_it_back_is_not_asked_again(gp: SignedIn, cardiologists: Specialists) -> None:
    gone, other = await cardiologists(2)
    request = await file(gp, to(gone))
    await accept(gone)
    await moved(gone, "offerSecondOpinionAppointment", request, starts_at=soon(1))
    seen = (await read(gone, request))["version"]
    answer = await act(gone, "withdrawFromSecondOpinion", request, version=seen)
    assert answer.status_code == 200, answer.text
    open_again = await read(gp, request)
    assert (open_again["state"], open_again["professional"], open_again["appointment"]) == (
        "specialty_asked",
        None,
        None,
    )
    assert len(await offers_of(other)) == 1
    assert await offers_of(gone) == []


async def test_who_asked_may_cancel_and_everybody_asked_is_told(
    gp: SignedIn, cardiologists: Specialists
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    await moved(cardiologist, "offerSecondOpinionAppointment", request, starts_at=soon(1))
    ended = await moved(gp, "cancelSecondOpinionRequest", request, reason="answered_elsewhere")
    assert (ended["state"], ended["cancellation_reason"]) == ("opinion_cancelled", "answered_elsewhere")
    assert ended["appointment"]["state"] == "cancelled"
    late = await act(cardiologist, "answerSecondOpinion", request, text=OPINION)
    assert late.status_code == 409
    assert (await read(gp, request))["answer"] is None


async def test_an_answer_that_nobody_says_to_have_read_goes_to_the_coordination_before_it_ends(
    gp: SignedIn,
    coordinator: SignedIn,
    cardiologists: Specialists,
    as_role: AsRole,
    shift_clock: ShiftClock,
    database: Database,
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    await moved(cardiologist, "answerSecondOpinion", request, text=OPINION)

    async def days_later(days: int) -> SignedIn:
        shift_clock(days=days)
        await tick(gp.community_id)
        return await as_role("professional", professional_id=gp.professional_id)

    again = await days_later(13)
    seen = await read(again, request)
    assert (seen["state"], seen["waits_for"]) == ("opinion_given", "requester")
    assert seen["next_step"]["kind"] == "opinion_overdue"

    again = await days_later(2)
    seen = await read(again, request)
    assert (seen["state"], seen["waits_for"]) == ("opinion_given", "coordinator")
    assert seen["next_step"]["kind"] == "opinion_closes"
    assert "confirm_reading" in seen["actions"], "who asked may still say so"
    assert kinds(await thread(again, request))[-1] == "opinion_overdue"
    told = "SELECT count(*) FROM notifications WHERE kind = 'opinion_overdue' AND account_id = %s"
    assert [database.sql(told, one.account_id) for one in (gp, coordinator)] == [[(1,)], [(1,)]]

    again = await days_later(13)
    assert (await read(again, request))["state"] == "opinion_given"
    again = await days_later(2)
    ended = await read(again, request)
    assert (ended["state"], ended["answer"]) == ("opinion_closed", OPINION)
    assert kinds(await thread(again, request))[-1] == "opinion_closed"
