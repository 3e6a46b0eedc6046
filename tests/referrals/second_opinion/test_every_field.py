"""Every role by every field of a request: who reads what is medical, and who knows of it at all.

A new field of the contract fails here until it is said who reads it.
"""

from typing import Any

from api.core.operations import Contract
from tests.dispatch.scene import accept, offers_of
from tests.referrals.fields import fields_of
from tests.referrals.second_opinion.conftest import Specialists
from tests.referrals.second_opinion.scene import FACTS, QUESTION, an_ask, file, make_group, moved
from tests.roles import AsRole, SignedIn

OPINION = "Échographie d’abord, puis je la revois avec le résultat."
MEDICAL: dict[str, Any] = {"question": QUESTION, "facts": FACTS, "answer": OPINION}
WITHHELD: dict[str, Any] = {"question": None, "facts": [], "answer": None}
OWN = {"may_read_content", "may_read_identity", "is_mine", "has_taken", "actions"}
"""Fields that say what the reader is to the request: they differ from one to the other."""

HEADER = {
    "id",
    "number",
    "state",
    "version",
    "created_at",
    "closed_at",
    "specialty_code",
    "specialty_label",
    "group_name",
    "colleague",
    "urgency",
    "answer_before",
    "age_band",
    "sector",
    "commune_name",
    "answered_at",
    "requester_name",
    "requester_profession",
    "requester_phone",
    "attending_doctor_status",
    "attending_professional",
    "attending_told",
    "passed_on",
    "person_id",
    "professional",
    "professional_phone",
    "appointment",
    "read_at",
    "waits_for",
    "clock",
    "wave",
    "waves",
    "counters",
    "next_step",
    "dispatch_id",
    "solution",
    "cancellation_reason",
    "identity_erased_on",
}
"""The same for all who see the request; nothing of it is medical but the specialty."""

CARD = {"specialty_label", "group_name", "urgency", "facts"}
"""What who is asked reads before they accept."""


def test_each_field_of_a_request_is_for_somebody(contract: Contract) -> None:
    assert fields_of(contract, "SecondOpinionRequest") == HEADER | MEDICAL.keys() | OWN
    assert fields_of(contract, "OpinionCard") == CARD


async def test_each_role_reads_the_fields_that_are_for_it_and_no_other(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists, as_role: AsRole
) -> None:
    taker, silent = await cardiologists(2)
    doctor, stranger = await as_role("professional"), await as_role("professional")
    group = await make_group(coordinator, [taker, silent])
    request = await file(
        gp,
        an_ask(
            group_id=group["id"],
            attending_doctor_status="known",
            attending_professional_id=str(doctor.professional_id),
        ),
    )
    [offer] = await offers_of(silent)
    assert set(offer["card"]["opinion"]) == CARD
    assert QUESTION not in str(offer), "the question is read once somebody has accepted"
    await accept(taker)
    await moved(taker, "answerSecondOpinion", request, text=OPINION)

    async def fields(who: SignedIn) -> dict[str, Any] | int:
        answer = await who.call("getSecondOpinionRequest", request_id=request["id"])
        return answer.json() if answer.status_code == 200 else answer.status_code

    whole = await fields(gp)
    assert isinstance(whole, dict)
    header = {name: whole[name] for name in HEADER}
    for who, medical in (
        (gp, MEDICAL),
        (taker, MEDICAL),
        (doctor, MEDICAL),
        (coordinator, WITHHELD),
    ):
        seen = await fields(who)
        assert isinstance(seen, dict)
        assert {name: seen[name] for name in MEDICAL} == medical
        assert {name: seen[name] for name in header} == header, "the header is the same for all"
        assert seen["may_read_content"] is (medical is MEDICAL)

    nothing = {
        "asked with the group, and too late": await fields(silent),
        "another professional": await fields(stranger),
        "a ward": await fields(await as_role("requester", organisation_kind="hospital_ward")),
        "a regulator": await fields(await as_role("regulator")),
    }
    assert set(nothing.values()) == {404}, nothing
    closed = {
        "a town hall": await fields(await as_role("requester", organisation_kind="town_hall")),
        "the administration": await fields(await as_role("admin")),
        "an auditor": await fields(await as_role("auditor")),
    }
    assert closed == {"a town hall": 404, "the administration": 403, "an auditor": 403}
