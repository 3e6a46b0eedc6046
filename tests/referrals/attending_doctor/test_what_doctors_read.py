"""A search for an attending doctor: what doctors never read of it."""

import json
from typing import Any

from tests.dispatch.scene import accept, decline, kinds, offers_of, thread
from tests.referrals.attending_doctor.conftest import Volunteers
from tests.referrals.attending_doctor.scene import CARD, OFFER, enter, full, moved, read
from tests.roles import AsRole, SignedIn


async def test_a_doctor_is_never_told_the_score_the_social_cover_or_who_made_the_person_known(
    coordinator: SignedIn, volunteers: Volunteers, as_role: AsRole
) -> None:
    [doctor] = await volunteers(1)
    dac = await as_role("requester", organisation_kind="support_service")
    name = (await dac.call("getMe")).json()
    request = await enter(dac, full())
    await moved(coordinator, "qualifyAttendingDoctorRequest", request, outcome="ready")
    await moved(coordinator, "proposeAttendingDoctor", request)
    [offer] = await offers_of(doctor)
    card = offer["card"]
    assert set(card) == OFFER
    assert set(card["attending_doctor"]) == CARD
    assert card["attending_doctor"] == {
        "level": "high",
        "long_term_illness": True,
        "home_visit": True,
        "waiting_days": 0,
        "places": 3,
        "places_left": 3,
    }
    assert (card["age_band"], card["requester_profession"]) == ("years_70_79", "")
    score = (await read(coordinator, request))["score"]["total"]
    before = json.dumps(await _all_that_is_read(doctor, request, offer))
    assert (await accept(doctor)).status_code == 200
    after = json.dumps(await _all_that_is_read(doctor, request, offer))
    organisation = name["organisation_name"]
    assert organisation
    for said in (before, after):
        assert f'"score": {score}' not in said
        assert '"total"' not in said
        assert '"social_cover": true' not in said
        assert '"source": "support_service"' not in said
        assert organisation not in said


async def _all_that_is_read(doctor: SignedIn, request: dict[str, Any], offer: dict[str, Any]) -> list[Any]:
    """Everything that a doctor can read about a request, in every operation that answers them."""
    found: list[Any] = []
    for operation, given in (
        ("getOffer", {"offer_id": offer["id"]}),
        ("listOffers", {}),
        ("getAttendingDoctorRequest", {"request_id": request["id"]}),
        ("listAttendingDoctorRequests", {"params": {"view": "taken"}}),
        ("listTimeline", {"case_id": request["id"]}),
        ("listNotifications", {}),
    ):
        answer = await doctor.call(operation, **given)
        found.append(answer.json())
    return found


async def test_a_doctor_who_entered_the_person_and_is_given_them_reads_as_a_doctor(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    entering, other = await volunteers(2)
    request = await enter(entering, full())
    await moved(coordinator, "qualifyAttendingDoctorRequest", request, outcome="ready")
    asked = await moved(coordinator, "proposeAttendingDoctor", request)
    # Whoever could take the person would not be entering them.
    assert asked["asked_doctor"]["id"] == str(other.professional_id)
    seen = await read(entering, request)
    assert (seen["source"], seen["social_cover"], seen["score"], seen["level"]) == (
        "professional",
        None,
        None,
        None,
    )


async def write(who: SignedIn, request: dict[str, Any], text: str) -> None:
    """A message on the thread of a search."""
    posted = await who.call("postMessage", case_id=request["id"], json={"text": text})
    assert posted.status_code == 201, posted.text


async def told_of_messages(who: SignedIn) -> int:
    """How many messages told somebody that one was written."""
    told = (await who.call("listNotifications")).json()["items"]
    return sum(message["kind"] == "message_posted" for message in told)


async def test_whatever_who_made_them_known_does_and_writes_the_doctor_reads_none_of_it(
    coordinator: SignedIn, volunteers: Volunteers, as_role: AsRole
) -> None:
    [doctor] = await volunteers(1)
    hall = await as_role("requester", organisation_kind="town_hall", name="Odette Essai")
    request = await enter(hall, full() | {"informed": False})
    await write(hall, request, "Avant, de la mairie.")
    await write(coordinator, request, "Avant, à la mairie.")
    await moved(hall, "completeAttendingDoctorRequest", request, informed=True)
    await moved(coordinator, "qualifyAttendingDoctorRequest", request, outcome="ready")
    await moved(coordinator, "proposeAttendingDoctor", request)
    assert (await accept(doctor)).status_code == 200
    await write(hall, request, "Après, de la mairie.")
    await write(coordinator, request, "Après, de la coordination.")
    await write(doctor, request, "Après, du médecin.")

    lines = await thread(doctor, request)
    assert [line["text"] for line in lines if line["kind"] == "message"] == [
        "Après, de la coordination.",
        "Après, du médecin.",
    ]
    assert "completed" not in kinds(lines)
    assert "wave_opened" not in kinds(lines)
    # One message of the coordination is told and unread; those of the town hall are neither.
    assert await told_of_messages(doctor) == 1
    [unread] = (await doctor.call("listUnreadThreads")).json()["items"]
    assert unread["unread"] == 1
    await moved(hall, "closeAttendingDoctorRequest", request, end="found_elsewhere")
    for said in (await thread(doctor, request), await read(doctor, request)):
        assert "Odette Essai" not in str(said)
    # Who asked and the coordination read all of it.
    for who in (hall, coordinator):
        written = [line for line in await thread(who, request) if line["kind"] == "message"]
        assert len(written) == 5


async def test_which_doctors_declined_is_told_to_the_coordination_alone(
    coordinator: SignedIn, ward: SignedIn, volunteers: Volunteers
) -> None:
    one, other = await volunteers(2)
    request = await enter(ward, full())
    await moved(coordinator, "qualifyAttendingDoctorRequest", request, outcome="ready")
    await moved(coordinator, "proposeAttendingDoctor", request)
    first, second = (one, other) if await offers_of(one) else (other, one)
    assert (await decline(first, "patient_list_full")).status_code == 200
    assert (await accept(second)).status_code == 200
    assert "offer_declined" in kinds(await thread(coordinator, request))
    for who in (ward, second):
        lines = await thread(who, request)
        assert "offer_declined" not in kinds(lines)
        assert "offer_accepted" in kinds(lines)
        assert "patient_list_full" not in str(lines)
    refused = await first.call("listTimeline", case_id=request["id"])
    assert refused.status_code == 404
