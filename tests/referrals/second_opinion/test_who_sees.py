"""Who sees what of a request: role by role, before and after."""

import pytest

from api.cases import service as cases
from api.core import clock
from api.core.db import unit_of_work
from tests.conftest import Database
from tests.dispatch.scene import PERSON as PERSON_OF_CIRCLE
from tests.dispatch.scene import accept, offers_of, soon, thread, tick
from tests.people.test_care_circle import WITHDRAWN, one_with, profession, says
from tests.referrals.second_opinion.conftest import Specialists
from tests.referrals.second_opinion.scene import QUESTION, act, file, moved, pointers, read, to
from tests.roles import AsRole, ShiftClock, SignedIn

OPINION = "Échographie d’abord, puis je la revois avec le résultat."


def whose_doctor_is(doctor: SignedIn, colleague: SignedIn) -> dict[str, object]:
    """A request to a colleague for a person whose attending doctor is this one."""
    return to(
        colleague,
        attending_doctor_status="known",
        attending_professional_id=str(doctor.professional_id),
    )


async def test_the_coordination_sees_the_header_and_nothing_medical(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    await moved(cardiologist, "answerSecondOpinion", request, text=OPINION)
    seen = await read(coordinator, request)
    assert (seen["may_read_content"], seen["question"], seen["facts"], seen["answer"]) == (
        False,
        None,
        [],
        None,
    )
    assert seen["professional"]["id"] == str(cardiologist.professional_id)
    board = await coordinator.call("listCases", params={"kind": "second_opinion"})
    [row] = board.json()["items"]
    assert (row["number"], row["specialty_label"]) == (
        request["number"],
        "Cardiologie et Maladies vasculaires",
    )
    for medical in ("bêtabloquant", "Palpitations", "Échographie"):
        assert medical not in board.text + str(seen) + str(await thread(coordinator, request))


async def test_messages_are_read_by_those_who_care_for_the_person(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    said = await gp.call("postMessage", case_id=request["id"], json={"text": "Elle est allergique."})
    assert said.status_code == 201, said.text
    own = await coordinator.call("postMessage", case_id=request["id"], json={"text": "Je relance."})
    assert own.json()["text"] == "Je relance."
    texts = [line["text"] for line in await thread(cardiologist, request) if line["text"]]
    assert texts == ["Elle est allergique.", "Je relance."]
    hers = [line["text"] for line in await thread(coordinator, request) if line["kind"] == "message"]
    assert hers == [None, "Je relance."]


async def test_the_attending_doctor_who_is_here_sees_it_once_it_is_answered(
    gp: SignedIn, as_role: AsRole, cardiologists: Specialists, database: Database
) -> None:
    [cardiologist] = await cardiologists(1)
    doctor = await as_role("professional")
    request = await file(gp, whose_doctor_is(doctor, cardiologist))
    assert request["attending_told"] == "platform"
    await accept(cardiologist)
    early = await doctor.call("getSecondOpinionRequest", request_id=request["id"])
    assert early.status_code == 404, "nothing is sent before there is an answer"

    await moved(cardiologist, "answerSecondOpinion", request, text=OPINION)
    seen = await read(doctor, request)
    assert (seen["question"], seen["answer"], seen["is_mine"], seen["has_taken"]) == (
        QUESTION,
        OPINION,
        False,
        False,
    )
    assert seen["may_read_identity"]
    shown = await doctor.call("readIdentity", person_id=request["person_id"], json={})
    assert shown.status_code == 200
    received = await doctor.call("listSecondOpinionRequests", params={"view": "received"})
    assert [item["id"] for item in received.json()["items"]] == [request["id"]]
    told = "SELECT count(*) FROM notifications WHERE kind = 'opinion_given' AND account_id = %s"
    assert database.sql(told, doctor.account_id) == [(1,)]
    said = await gp.call("postMessage", case_id=request["id"], json={"text": "Je la revois lundi."})
    await doctor.call("markThreadRead", case_id=request["id"], json={"up_to": said.json()["id"]})
    [message] = [line for line in await thread(gp, request) if line["kind"] == "message"]
    assert len(message["readings"]) == 1
    refused = await act(doctor, "confirmSecondOpinionReading", request, passed_on=False)
    assert refused.status_code == 403
    assert (await read(gp, request))["state"] == "opinion_given"


async def test_for_an_attending_doctor_who_is_not_here_the_asker_passes_it_on(
    gp: SignedIn, as_role: AsRole, cardiologists: Specialists, database: Database
) -> None:
    [cardiologist] = await cardiologists(1)
    doctor = await as_role("professional")
    database.sql("DELETE FROM grants WHERE account_id = %s RETURNING id", doctor.account_id)
    request = await file(gp, whose_doctor_is(doctor, cardiologist))
    assert request["attending_told"] == "to_pass_on"
    await accept(cardiologist)
    await moved(cardiologist, "answerSecondOpinion", request, text=OPINION)
    refused = await act(gp, "confirmSecondOpinionReading", request, passed_on=False)
    assert pointers(refused) == ["/passed_on"]
    assert (await read(gp, request))["state"] == "opinion_given"
    ended = await moved(gp, "confirmSecondOpinionReading", request, passed_on=True)
    assert (ended["state"], ended["passed_on"]) == ("opinion_closed", True)


async def test_who_asks_as_the_attending_doctor_is_told_once(
    gp: SignedIn, cardiologists: Specialists, database: Database
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, whose_doctor_is(gp, cardiologist))
    assert request["attending_told"] == "asker"
    await accept(cardiologist)
    await moved(cardiologist, "answerSecondOpinion", request, text=OPINION)
    told = "SELECT count(*) FROM notifications WHERE kind = 'opinion_given' AND account_id = %s"
    assert database.sql(told, gp.account_id) == [(1,)]


async def test_an_attending_doctor_who_answers_is_not_told_of_their_own_answer(
    gp: SignedIn, as_role: AsRole, database: Database
) -> None:
    doctor = await as_role("professional")
    request = await file(gp, whose_doctor_is(doctor, doctor))
    await accept(doctor)
    answered = await moved(doctor, "answerSecondOpinion", request, text=OPINION)
    assert (answered["attending_told"], answered["has_taken"]) == ("platform", True)
    told = "SELECT count(*) FROM notifications WHERE kind = 'opinion_given' AND account_id = %s"
    assert database.sql(told, doctor.account_id) == [(0,)]
    assert database.sql(told, gp.account_id) == [(1,)]
    assert "opinion_sent_on" not in [line["kind"] for line in await thread(gp, request)]


async def test_each_list_shows_its_own(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)

    async def ids(who: SignedIn, view: str) -> list[str]:
        answer = await who.call("listSecondOpinionRequests", params={"view": view})
        return [item["id"] for item in answer.json()["items"]]

    assert await ids(gp, "asked") == [request["id"]]
    assert await ids(gp, "taken") == []
    assert await ids(cardiologist, "taken") == [request["id"]]
    assert await ids(cardiologist, "asked") == []
    assert await ids(coordinator, "all") == [request["id"]]
    assert await ids(coordinator, "asked") == []


async def test_what_was_written_is_encrypted_then_erased_with_the_identity(
    gp: SignedIn, cardiologists: Specialists, as_role: AsRole, database: Database, shift_clock: ShiftClock
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    await moved(cardiologist, "askSecondOpinionDetail", request, text="Depuis quand exactement ?")
    await moved(gp, "giveSecondOpinionDetail", request, text="Depuis trois semaines")
    await moved(cardiologist, "answerSecondOpinion", request, text=OPINION)
    stored = str(database.sql("SELECT r.*, t.* FROM second_opinion_requests r, timeline_events t"))
    for text in ("Échographie", "bêtabloquant", "Bisoprolol", "trois semaines"):
        assert text not in stored
    await moved(gp, "confirmSecondOpinionReading", request, passed_on=False)

    shift_clock(days=95)
    await tick(gp.community_id)
    async with unit_of_work(gp.community_id) as db:
        assert await cases.erase_what_is_due(db, gp.community_id, clock.now()) == 1
    kept = "SELECT question_sealed, texts_sealed, answer_sealed, facts FROM second_opinion_requests"
    assert database.sql(kept) == [(None, None, None, [])]
    texts = database.sql("SELECT count(*) FROM timeline_events WHERE text_sealed IS NOT NULL")
    assert texts == [(0,)]
    later = await as_role("professional", professional_id=gp.professional_id)
    seen = await read(later, request)
    assert (seen["question"], seen["answer"], seen["person_id"]) == (None, None, None)


@pytest.mark.parametrize("consent", ["given", "withdrawn"])
async def test_the_attending_doctor_of_the_circle_receives_the_answer_and_who_asked_reads_no_name(
    gp: SignedIn, as_role: AsRole, cardiologists: Specialists, database: Database, consent: str
) -> None:
    [cardiologist] = await cardiologists(1)
    doctor = await as_role("professional", name="Dr Anna Essai")
    nurse = profession(database, await as_role("professional"), "60")
    person = await one_with(nurse, (doctor, "attending_doctor"))
    if consent == "withdrawn":
        await says(nurse, person, WITHDRAWN)
    request = await file(gp, to(cardiologist, person=PERSON_OF_CIRCLE))
    assert request["attending_told"] == "none"
    # The nurse's own request may be offered to them too.
    [offer] = [one for one in await offers_of(cardiologist) if one["case_number"] == request["number"]]
    assert (await cardiologist.call("acceptOffer", offer_id=offer["id"], json={})).status_code == 200
    await moved(cardiologist, "answerSecondOpinion", request, text=OPINION)
    told = "SELECT count(*) FROM notifications WHERE kind = 'opinion_given' AND account_id = %s"
    reached = consent == "given"
    assert database.sql(told, doctor.account_id) == [(int(reached),)]
    found = await doctor.call("getSecondOpinionRequest", request_id=request["id"])
    assert found.status_code == (200 if reached else 404)
    assert (found.json().get("answer") == OPINION) is reached
    sent = [line for line in await thread(gp, request) if line["kind"] == "opinion_sent_on"]
    assert [line["professional_name"] for line in sent] == ([None] if reached else [])
    assert "Anna Essai" not in str(await read(gp, request)) + str(await thread(gp, request))


async def test_an_attending_doctor_told_of_a_time_is_told_again_of_what_is_then_written(
    gp: SignedIn, as_role: AsRole, cardiologists: Specialists, database: Database
) -> None:
    [cardiologist] = await cardiologists(1)
    doctor = await as_role("professional")
    request = await file(gp, whose_doctor_is(doctor, cardiologist))
    await accept(cardiologist)
    await moved(cardiologist, "offerSecondOpinionAppointment", request, starts_at=soon(3), after_wish=True)
    told = "SELECT count(*) FROM notifications WHERE kind = 'opinion_given' AND account_id = %s"
    assert database.sql(told, doctor.account_id) == [(1,)]
    await moved(cardiologist, "answerSecondOpinion", request, text=OPINION)
    assert database.sql(told, doctor.account_id) == [(2,)]
    assert [line["kind"] for line in await thread(gp, request)].count("opinion_sent_on") == 1
