"""Who reads what of a referral: every role, every field, and all that a doctor is ever told."""

import json
from typing import Any

import pytest

from api.core.operations import Contract
from tests.dispatch.scene import accept, decline, kinds, offers_of, thread
from tests.referrals.attending_doctor.conftest import Volunteers
from tests.referrals.attending_doctor.scene import enter, looks_for_a_doctor, moved, read
from tests.referrals.fields import fields_of
from tests.roles import AsRole, SignedIn

EVERYBODY = frozenset(
    {
        "id",
        "number",
        "state",
        "version",
        "created_at",
        "closed_at",
        "age_band",
        "sector",
        "commune_name",
        "waiting_days",
        "long_term_illness",
        "home_visit",
        "wheelchair",
        "interpreter",
        "is_mine",
        "professional",
        "professional_phone",
        "first_appointment_on",
        "declared_at",
        "person_id",
        "may_read_identity",
        "waits_for",
        "clock",
        "counters",
        "next_step",
        "identity_erased_on",
        "actions",
    }
)
"""Read by all who see a request at all."""

WHO_ENTERED = frozenset(
    {
        "pregnancy",
        "disability",
        "absence_reason",
        "retires_on",
        "former_doctor",
        "household_without_doctor",
        "source",
        "requester_name",
        "requester_phone",
        "missing",
        "still_looking_asked_at",
    }
)
"""What they said themselves, and what is asked of them."""

COORDINATION = frozenset(
    {
        "social_cover",
        "discharged_on",
        "score",
        "possible_duplicates",
        "duplicate_of",
        "missed_on",
        "refusals",
        "refused",
        "next_doctors",
        "asked_doctor",
        "dispatch_id",
    }
)
"""Nobody else's. The level is the coordination's and the doctor's."""

CARD = frozenset({"level", "long_term_illness", "home_visit", "waiting_days", "places", "places_left"})
"""What a doctor who is asked reads of the search, beside an age band and a sector."""

OFFER = frozenset(
    {
        "kind",
        "need",
        "age_band",
        "urgency",
        "wished_before",
        "sector",
        "commune_name",
        "mobility",
        "requester_profession",
        "interpreter",
        "profession_sought",
        "found_at",
        "place_kind",
        "attending_doctor",
        "opinion",
        "discharge",
    }
)
"""What may stand on the card of an offer of any kind: nothing of the coordination's, nobody's name."""


def full(**given: Any) -> dict[str, Any]:
    """Everything that can be said of a person."""
    return looks_for_a_doctor(
        long_term_illness=True,
        home_visit=True,
        wheelchair=True,
        social_cover=True,
        pregnancy=True,
        disability=True,
        discharged_on="2026-01-15",
        former_doctor="Dr Inventé",
        household_without_doctor=2,
        interpreter="portugais",
        **given,
    )


def empty(value: object) -> bool:
    """Whether nothing is told."""
    return value in (None, [], 0)


async def taken_by(
    coordinator: SignedIn, entering: SignedIn, doctor: SignedIn, body: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A request that a doctor has accepted."""
    request = await enter(entering, body or full())
    await moved(coordinator, "qualifyAttendingDoctorRequest", request, outcome="ready")
    await moved(coordinator, "proposeAttendingDoctor", request)
    assert (await accept(doctor)).status_code == 200
    return request


def test_each_field_that_a_doctor_is_asked_with_is_named(contract: Contract) -> None:
    assert fields_of(contract, "AttendingDoctorCard") == CARD
    assert fields_of(contract, "OfferCard") == OFFER
    assert not CARD & (COORDINATION | WHO_ENTERED)
    assert not OFFER & (COORDINATION | WHO_ENTERED)


async def test_every_role_reads_of_every_field_what_is_theirs(
    coordinator: SignedIn, ward: SignedIn, volunteers: Volunteers, as_role: AsRole, contract: Contract
) -> None:
    """policy test walks every role × every field of a referral"""
    [doctor] = await volunteers(1)
    request = await taken_by(coordinator, ward, doctor)
    colleague = await as_role("requester", organisation_id=ward.organisation_id)
    fields = fields_of(contract, "AttendingDoctorRequest")
    assert fields == EVERYBODY | WHO_ENTERED | COORDINATION | {"level"}
    may_be_told: dict[str, frozenset[str]] = {
        "coordinator": frozenset(fields),
        "ward": EVERYBODY | WHO_ENTERED,
        "colleague": EVERYBODY | WHO_ENTERED,
        "doctor": EVERYBODY | {"level"},
    }
    must_be_told = {
        "coordinator": {"level", "score", "source", "social_cover", "former_doctor", "discharged_on"},
        "ward": {"source", "requester_name", "former_doctor", "pregnancy", "disability"},
        "colleague": {"source", "former_doctor"},
        "doctor": {"level", "long_term_illness", "home_visit", "wheelchair", "interpreter", "person_id"},
    }
    people = {"coordinator": coordinator, "ward": ward, "colleague": colleague, "doctor": doctor}
    for role, who in people.items():
        seen = await read(who, request)
        assert set(seen) == fields
        told = {name for name, value in seen.items() if not empty(value)}
        assert told <= may_be_told[role], (role, told - may_be_told[role])
        assert must_be_told[role] <= told, (role, must_be_told[role] - told)


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("requester", "town_hall"),
        ("requester", "police"),
        ("requester", "pharmacy"),
        ("requester", "hospital_ward"),
        ("requester", "support_service"),
        ("professional", None),
        ("regulator", None),
        ("admin", None),
        ("auditor", None),
    ],
    ids=lambda value: value or "",
)
async def test_who_has_no_part_in_a_request_reads_none_of_its_fields(
    coordinator: SignedIn, ward: SignedIn, as_role: AsRole, role: str, kind: str | None
) -> None:
    request = await enter(ward, full())
    other = await as_role(role, organisation_kind=kind)
    for operation, given in (
        ("getAttendingDoctorRequest", {"request_id": request["id"]}),
        ("listTimeline", {"case_id": request["id"]}),
    ):
        assert (await other.call(operation, **given)).status_code in (403, 404)
    for operation in (
        "listAttendingDoctorRequests",
        "listAttendingDoctorWaitingList",
        "getAttendingDoctorFigures",
    ):
        answer = await other.call(operation)
        if operation == "listAttendingDoctorRequests" and answer.status_code == 200:
            assert answer.json()["items"] == []
        else:
            assert answer.status_code == 403, operation


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


async def test_the_board_shows_a_request_to_the_coordination_alone(
    coordinator: SignedIn, ward: SignedIn, volunteers: Volunteers
) -> None:
    [doctor] = await volunteers(1)
    request = await enter(ward)
    listed = await coordinator.call("listCases", params={"kind": "attending_doctor"})
    [row] = listed.json()["items"]
    assert (row["id"], row["state"], row["waits_for"]) == (request["id"], "submitted", "coordinator")
    assert row["actions"][0] == "qualify"
    assert (await doctor.call("listCases")).status_code == 403


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
