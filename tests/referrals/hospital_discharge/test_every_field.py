"""Every role by every field of a discharge, of its lines and of the card of an offer.

A new field of the contract fails here until it is said who reads it.
"""

from typing import Any

from api.core.operations import Contract
from tests.dispatch.scene import offers_of
from tests.referrals.fields import fields_of
from tests.referrals.hospital_discharge.conftest import Nurses
from tests.referrals.hospital_discharge.scene import a_discharge, accepted, file, line, read
from tests.roles import AsRole, SignedIn

NOTE = "Sonner deux fois"

EVERYBODY = frozenset(
    {
        "id",
        "number",
        "state",
        "version",
        "created_at",
        "closed_at",
        "planned_on",
        "postponed_from",
        "short_notice",
        "late",
        "call_hospital_at",
        "hospital_called_at",
        "lines",
        "sector",
        "commune_name",
        "age_band",
        "requester_name",
        "caller_name",
        "requester_phone",
        "person_id",
        "attending_professional",
        "usual_professionals",
        "informed",
        "prescription_signed",
        "prescription_from",
        "prescription_until",
        "liaison_letter_sent",
        "missing",
        "lives_alone",
        "autonomy",
        "prado_proposed",
        "note_flagged",
        "went_home_at",
        "check_days",
        "checks",
        "cancellation_reason",
        "waits_for",
        "clock",
        "next_step",
        "identity_erased_on",
    }
)
"""The same for all who see a discharge: the ward, the coordination, those who come."""

WEIGHED = frozenset({"fragilities", "dac_proposed"})
"""What makes a return home complex: for the ward and the coordination, which decide on the hand-over."""

WRITTEN = frozenset({"note"})
"""For who wrote it and those who come: not even for the coordination."""

OWN = frozenset({"is_mine", "may_read_identity", "actions"})
"""What the reader is to the discharge."""

LINE_EVERYBODY = frozenset(
    {
        "id",
        "need",
        "state",
        "professional",
        "professional_phone",
        "settled_with",
        "answered_at",
        "appointment_at",
        "appointment_mode",
        "wished_before",
    }
)
LINE_FOLLOWED = frozenset({"frequency", "wave", "waves", "counters", "next_step"})
"""How the search of a need goes, and how often it is met: for the ward and the coordination, and of their
own need for those who come (CSP L1110-4: what is strictly necessary)."""
LINE_COORDINATION = frozenset({"dispatch_id"})
LINE_OWN = frozenset({"is_mine", "actions"})

CARD = frozenset({"need", "frequency", "planned_on", "autonomy"})
"""What who is asked reads before they accept."""


def full() -> dict[str, Any]:
    """Everything that can be said of a discharge."""
    return a_discharge(
        "nurse",
        "physiotherapist",
        autonomy="helped",
        lives_alone=True,
        fragilities=["isolated", "social_break"],
        note=NOTE,
    )


def test_each_field_of_a_discharge_is_for_somebody(contract: Contract) -> None:
    assert fields_of(contract, "HospitalDischargeRequest") == EVERYBODY | WEIGHED | WRITTEN | OWN
    assert (
        fields_of(contract, "DischargeLine") == LINE_EVERYBODY | LINE_FOLLOWED | LINE_COORDINATION | LINE_OWN
    )
    assert fields_of(contract, "DischargeCard") == CARD


async def test_each_role_reads_the_fields_that_are_for_it_and_no_other(
    ward: SignedIn, coordinator: SignedIn, nurses: Nurses, physiotherapist: SignedIn, as_role: AsRole
) -> None:
    """policy test walks every role × every field of a referral"""
    [nurse] = await nurses(1)
    request = await file(ward, full())
    await accepted(nurse)
    await accepted(physiotherapist)
    colleague = await as_role("requester", organisation_id=ward.organisation_id)
    whole = await read(ward, request)
    weighed = {"fragilities": ["isolated", "social_break"], "dac_proposed": whole["dac_proposed"]}
    nothing: dict[str, Any] = {"fragilities": [], "dac_proposed": False}
    expected: list[tuple[str, SignedIn, dict[str, Any]]] = [
        ("the ward", ward, weighed | {"note": NOTE, "is_mine": True, "may_read_identity": True}),
        ("a colleague", colleague, weighed | {"note": None, "is_mine": True, "may_read_identity": True}),
        ("the coordination", coordinator, weighed | {"note": None, "is_mine": False}),
        ("the nurse", nurse, nothing | {"note": NOTE, "is_mine": False, "may_read_identity": True}),
        ("another who comes", physiotherapist, nothing | {"note": NOTE, "is_mine": False}),
    ]
    shared, dispatches = EVERYBODY - {"lines"}, set()
    for role, who, own in expected:
        seen = await read(who, request)
        assert {name: seen[name] for name in own} == own, role
        assert {name: seen[name] for name in shared} == {name: whole[name] for name in shared}, role
        for need in ("nurse", "physiotherapist"):
            part, same = line(seen, need), line(whole, need)
            assert {name: part[name] for name in LINE_EVERYBODY} == {
                name: same[name] for name in LINE_EVERYBODY
            }, role
            mine = (who, need) in ((nurse, "nurse"), (physiotherapist, "physiotherapist"))
            follows = who in (ward, colleague, coordinator)
            assert part["is_mine"] is mine
            assert {name for name in LINE_FOLLOWED if part[name] != same[name]} == (
                set() if mine or follows or same["frequency"] is None else {"frequency"}
            ), role
            if part["dispatch_id"] is not None:
                dispatches.add(role)
    assert dispatches == {"the coordination"}


async def test_a_discharge_shows_no_field_to_who_has_no_part_in_it(
    ward: SignedIn, nurses: Nurses, as_role: AsRole
) -> None:
    nurse, silent = await nurses(2)
    request = await file(ward, a_discharge("nurse", note=NOTE))
    asked = [who for who in (nurse, silent) if await offers_of(who)]
    assert asked, "somebody is asked"
    for who in asked:
        for offer in await offers_of(who):
            assert set(offer["card"]["discharge"]) == CARD
    strangers: dict[str, SignedIn] = {
        "asked, without an answer": asked[0],
        "another professional": await as_role("professional"),
        "another ward": await as_role("requester", organisation_kind="hospital_ward"),
        "a pharmacy": await as_role("requester", organisation_kind="pharmacy"),
        "the DAC": await as_role("requester", organisation_kind="support_service"),
        "a town hall": await as_role("requester", organisation_kind="town_hall"),
        "a police station": await as_role("requester", organisation_kind="police"),
        "a regulator": await as_role("regulator"),
        "the administration": await as_role("admin"),
        "an auditor": await as_role("auditor"),
    }
    for role, who in strangers.items():
        for operation, given in (
            ("getHospitalDischargeRequest", {"request_id": request["id"]}),
            ("listTimeline", {"case_id": request["id"]}),
        ):
            answer = await who.call(operation, **given)
            assert answer.status_code in (403, 404), (role, operation)
        listed = await who.call("listHospitalDischargeRequests", params={"view": "all"})
        assert listed.status_code == 403 or listed.json()["items"] == [], role
