"""Preparing a discharge: what is refused, what is not ready, who may."""

from datetime import timedelta
from typing import Any

import pytest

from tests.dispatch.scene import PERSON, kinds, offers_of, thread
from tests.referrals.hospital_discharge.conftest import Nurses
from tests.referrals.hospital_discharge.scene import a_discharge, act, done, file, read, states, today
from tests.roles import AsRole, SignedIn


async def filed(who: SignedIn) -> int:
    """How many discharges somebody sees."""
    answer = await who.call("listHospitalDischargeRequests", params={"view": "all"})
    assert answer.status_code == 200, answer.text
    return len(answer.json()["items"])


def day(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("past", {"planned_on": -1}, "/planned_on"),
    ("too_far", {"planned_on": 61}, "/planned_on"),
    ("twice", {"lines": [{"need": "oxygen"}, {"need": "oxygen"}]}, "/lines/1/need"),
    ("no_frequency", {"lines": [{"need": "nurse"}]}, "/lines/0/frequency"),
    ("prescription_reversed", {"prescription_from": 9, "prescription_until": 8}, "/prescription_until"),
    ("prescription_over", {"prescription_from": 0, "prescription_until": 2}, "/prescription_until"),
    ("doctor_not_named", {"attending_doctor_status": "known"}, "/attending_professional_id"),
    ("bad_phone", {"caller_phone": "12"}, "/caller_phone"),
    ("nir", {"note": "NIR 2 44 06 94 081 042 17"}, "/note"),
    ("medical", {"note": "Suite de cancer"}, "/note"),
    ("for_another", {"requested_for": "Service de gériatrie"}, "/requested_for"),
    ("born_to_come", {"person": {**PERSON, "birth_date": "2099-01-01"}}, "/person/birth_date"),
    ("commune_elsewhere", {"person": {**PERSON, "commune_insee": "75056"}}, "/person/commune_insee"),
]


@pytest.mark.parametrize(("given", "pointer"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_what_cannot_be_is_refused_under_its_field_and_nothing_is_kept(
    ward: SignedIn, nurses: Nurses, given: dict[str, Any], pointer: str
) -> None:
    [nurse] = await nurses(1)
    typed = {name: day(value) if isinstance(value, int) else value for name, value in given.items()}
    refused = await ward.call("createHospitalDischargeRequest", json=a_discharge("nurse", **typed))
    assert refused.status_code == 422, refused.text
    assert pointer in [error["pointer"] for error in refused.json()["errors"]]
    assert await filed(ward) == 0
    assert await offers_of(nurse) == []


async def test_a_doctor_to_find_and_a_known_one_exclude_each_other(ward: SignedIn, doctor: SignedIn) -> None:
    known = {"attending_doctor_status": "known", "attending_professional_id": str(doctor.professional_id)}
    body = a_discharge("attending_doctor", **known)
    refused = await ward.call("createHospitalDischargeRequest", json=body)
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/attending_doctor_status"]
    assert await filed(ward) == 0


async def test_a_professional_that_nobody_knows_is_refused(ward: SignedIn) -> None:
    nobody = "00000000-0000-7000-8000-000000000000"
    body = a_discharge("nurse", usual_professional_ids=[nobody])
    refused = await ward.call("createHospitalDischargeRequest", json=body)
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/usual_professional_ids/0"]
    assert await filed(ward) == 0


@pytest.mark.parametrize(
    ("days", "short"), [(0, True), (1, True), (4, False)], ids=["today", "soon", "later"]
)
async def test_a_discharge_may_be_today_and_short_notice_is_warned_of(
    ward: SignedIn, days: int, short: bool
) -> None:
    assert (await file(ward, a_discharge(days=days)))["short_notice"] is short


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"informed": False}, ["informed"]),
        ({"prescription_signed": False}, ["prescription_signed"]),
        ({"prescription_until": None}, ["prescription_dates"]),
    ],
    ids=["not_informed", "not_signed", "no_dates"],
)
async def test_what_is_not_ready_waits_and_starts_by_itself_once_it_is(
    ward: SignedIn, coordinator: SignedIn, nurses: Nurses, given: dict[str, Any], missing: list[str]
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge("nurse", "equipment", **given))
    assert (request["state"], request["missing"], request["waits_for"]) == (
        "to_complete",
        missing,
        "requester",
    )
    assert set(states(request).values()) == {"line_waiting"}
    assert await offers_of(nurse) == []
    ready = {
        "informed": True,
        "prescription_signed": True,
        "prescription_from": request["planned_on"],
        "prescription_until": day(30),
        "liaison_letter_sent": False,
    }
    still = await done(ward, "checkHospitalDischargeReadiness", request, **{**ready, "informed": False})
    assert still["state"] == "to_complete"
    seen = await done(ward, "checkHospitalDischargeReadiness", request, **ready)
    assert (seen["state"], seen["missing"]) == ("searching", ["liaison_letter"])
    assert states(seen) == {"nurse": "line_searching", "equipment": "line_by_phone"}
    assert len(await offers_of(nurse)) == 1
    undone = await act(ward, "checkHospitalDischargeReadiness", request, **{**ready, "informed": False})
    assert (undone.status_code, undone.json()["errors"][0]["pointer"]) == (422, "/informed")
    assert (await read(ward, request))["informed"] is True
    over = {**ready, "prescription_until": day(1)}
    refused = await act(ward, "checkHospitalDischargeReadiness", request, **over)
    assert refused.json()["errors"][0]["pointer"] == "/prescription_until"
    assert "completed" in kinds(await thread(ward, request))


async def test_a_need_taken_out_before_it_is_ready_keeps_nobody_waiting(
    ward: SignedIn, coordinator: SignedIn, physiotherapist: SignedIn
) -> None:
    unsigned = {"prescription_signed": False, "prescription_from": None, "prescription_until": None}
    request = await file(ward, a_discharge("nurse", "home_help", **unsigned))
    assert request["missing"] == ["prescription_signed", "prescription_dates"]
    seen = await done(ward, "dropDischargeLine", request, line_of="nurse")
    assert (seen["state"], seen["missing"]) == ("searching", [])
    assert states(seen) == {"nurse": "line_dropped", "home_help": "line_by_phone"}
    assert kinds(await thread(ward, request)).count("completed") == 1


async def test_a_need_taken_out_is_not_searched_for_once_the_others_are_ready(
    ward: SignedIn, nurses: Nurses
) -> None:
    [nurse] = await nurses(1)
    unsigned = {"prescription_signed": False, "informed": False, "prescription_until": None}
    request = await file(ward, a_discharge("nurse", "home_help", "equipment", **unsigned))
    dropped = await done(ward, "dropDischargeLine", request, line_of="nurse")
    assert dropped["state"] == "to_complete"
    ready = {
        "informed": True,
        "prescription_signed": True,
        "prescription_from": request["planned_on"],
        "prescription_until": day(30),
        "liaison_letter_sent": False,
    }
    seen = await done(ward, "checkHospitalDischargeReadiness", request, **ready)
    assert states(seen) == {
        "nurse": "line_dropped",
        "home_help": "line_by_phone",
        "equipment": "line_by_phone",
    }
    assert await offers_of(nurse) == []


async def test_without_a_prescribed_need_no_prescription_is_missing(ward: SignedIn) -> None:
    body = a_discharge("home_help", prescription_signed=False, prescription_until=None)
    request = await file(ward, body)
    assert (request["state"], request["missing"]) == ("searching", [])


async def test_one_return_home_is_prepared_for_a_person_at_a_time(ward: SignedIn, as_role: AsRole) -> None:
    first = await file(ward)
    other = await as_role("requester", organisation_kind="hospital_ward")
    again = await other.call("createHospitalDischargeRequest", json=a_discharge("physiotherapist"))
    assert (again.status_code, again.json()["type"]) == (409, "duplicate_request")
    assert again.json()["related_id"] == first["id"]
    assert await filed(other) == 0
    await done(ward, "cancelHospitalDischarge", first, reason="mistake")
    await file(other)


async def test_the_coordination_writes_for_a_ward_that_calls(coordinator: SignedIn) -> None:
    unsaid = await coordinator.call("createHospitalDischargeRequest", json=a_discharge())
    assert unsaid.json()["errors"][0]["pointer"] == "/requested_for"
    request = await file(coordinator, a_discharge(requested_for="Gériatrie, hôpital Charles-Foix"))
    assert request["requester_name"] == "Gériatrie, hôpital Charles-Foix"
    assert request["requester_phone"] == "+33199005120"


@pytest.mark.parametrize("kind", ["nursing_home", "town_hall"], ids=["nursing_home", "town_hall"])
async def test_no_other_structure_prepares_a_discharge(as_role: AsRole, awake: object, kind: str) -> None:
    who = await as_role("requester", organisation_kind=kind)
    refused = await who.call("createHospitalDischargeRequest", json=a_discharge())
    assert (refused.status_code, refused.json()["type"]) == (403, "not_allowed")
    assert await filed(who) == 0
