"""Who reads what of a referral: every role, every field, and all that a doctor is ever told."""

from typing import Any

import pytest

from api.core.operations import Contract
from tests.dispatch.scene import accept
from tests.referrals.attending_doctor.conftest import Volunteers
from tests.referrals.attending_doctor.scene import CARD, OFFER, enter, full, moved, read
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
