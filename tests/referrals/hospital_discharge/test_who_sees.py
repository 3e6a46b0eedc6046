"""A ward sees its own; who is asked sees nobody; who comes sees whom, and who else does."""

from typing import Any

import pytest

from tests.dispatch.scene import offers_of
from tests.referrals.hospital_discharge.conftest import Nurses
from tests.referrals.hospital_discharge.scene import a_discharge, accepted, act, done, file, line, read
from tests.roles import AsRole, MakeCommunity, SignedIn


async def numbers(who: SignedIn, view: str = "all") -> list[str]:
    """The numbers of the discharges that somebody lists."""
    answer = await who.call("listHospitalDischargeRequests", params={"view": view})
    assert answer.status_code == 200, answer.text
    return [item["number"] for item in answer.json()["items"]]


async def identity(who: SignedIn, request: dict[str, Any]) -> int:
    """The status of reading the identity without a reason."""
    answer = await who.call("readIdentity", person_id=request["person_id"], json={})
    return answer.status_code


async def test_each_ward_sees_its_own_and_a_town_hall_none(
    ward: SignedIn, as_role: AsRole, coordinator: SignedIn, nurses: Nurses, make_community: MakeCommunity
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward)
    colleague = await as_role("requester", organisation_id=ward.organisation_id)
    others = [
        await as_role("requester", organisation_kind="hospital_ward"),
        await as_role("requester", organisation_kind="town_hall"),
        nurse,
        await as_role("coordinator", community_id=(await make_community("Ailleurs")).id),
    ]
    for who in (ward, colleague, coordinator):
        assert await numbers(who) == [request["number"]]
    assert await numbers(ward, "mine") == await numbers(colleague, "mine") == [request["number"]]
    for who in others:
        assert await numbers(who) == []
        for operation, given in (
            ("getHospitalDischargeRequest", {"request_id": request["id"]}),
            ("listTimeline", {"case_id": request["id"]}),
        ):
            assert (await who.call(operation, **given)).status_code == 404


async def test_an_offer_says_the_need_and_the_day_and_nobody(ward: SignedIn, nurses: Nurses) -> None:
    [nurse] = await nurses(1)
    await file(ward, a_discharge("nurse", autonomy="helped", note="Sonner deux fois", lives_alone=True))
    [offer] = await offers_of(nurse)
    assert offer["card"]["discharge"]["frequency"] == "daily"
    assert offer["card"]["requester_profession"] == "service hospitalier"
    assert offer["request_id"] is None
    said = str(offer)
    for secret in ("Castaing", "Lina", "Ormes", "Sonner", "1944", "Lemoine", "+33"):
        assert secret not in said


async def test_who_accepted_sees_whom_and_who_else_comes_but_not_what_was_weighed(
    ward: SignedIn, nurses: Nurses, physiotherapist: SignedIn, coordinator: SignedIn
) -> None:
    [nurse] = await nurses(1)
    body = a_discharge(
        "nurse", "physiotherapist", fragilities=["isolated", "social_break"], note="Sonner deux fois"
    )
    request = await file(ward, body)
    assert request["fragilities"] == ["isolated", "social_break"]
    assert await identity(nurse, request) == 404
    await accepted(nurse)
    await accepted(physiotherapist)
    seen = await read(nurse, request)
    assert line(seen, "physiotherapist")["professional"]["id"] == str(physiotherapist.professional_id)
    assert (line(seen, "nurse")["is_mine"], line(seen, "physiotherapist")["is_mine"]) == (True, False)
    assert (seen["fragilities"], seen["dac_proposed"], seen["note"]) == ([], False, "Sonner deux fois")
    assert seen["may_read_identity"] is True
    assert line(seen, "nurse")["dispatch_id"] is None
    assert await identity(nurse, request) == 200
    assert await numbers(nurse, "taken") == [request["number"]]
    [offer] = await offers_of(nurse, "accepted")
    assert offer["request_id"] == request["id"]
    posted = await nurse.call("postMessage", case_id=request["id"], json={"text": "Je passe à 9 h."})
    assert posted.status_code == 201
    await done(nurse, "withdrawFromDischargeLine", request, line_of="nurse")
    assert await identity(nurse, request) == 404
    assert (await read(coordinator, request))["note"] is None


async def test_who_comes_reads_who_else_does_and_not_how_they_are_searched_for(
    ward: SignedIn, nurses: Nurses, physiotherapist: SignedIn, coordinator: SignedIn
) -> None:
    nurse, _ = await nurses(2)
    request = await file(ward, a_discharge("nurse", "physiotherapist"))
    await accepted(physiotherapist)
    searched = line(await read(physiotherapist, request), "nurse")
    assert (searched["state"], searched["frequency"], searched["counters"]["asked"]) == (
        "line_searching",
        None,
        0,
    )
    assert (searched["wave"], searched["next_step"], searched["dispatch_id"]) == (None, None, None)
    for who in (ward, coordinator):
        seen = line(await read(who, request), "nurse")
        assert (seen["frequency"], seen["counters"]["asked"]) == ("daily", 2)
    await accepted(nurse)
    found = line(await read(physiotherapist, request), "nurse")
    assert (found["professional"]["id"], found["frequency"]) == (str(nurse.professional_id), None)
    assert line(await read(nurse, request), "nurse")["frequency"] == "daily"


async def test_nobody_moves_the_line_of_another(
    ward: SignedIn, nurses: Nurses, physiotherapist: SignedIn
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge("nurse", "physiotherapist"))
    await accepted(nurse)
    await accepted(physiotherapist)
    for operation in ("withdrawFromDischargeLine", "keepDischargeLine"):
        refused = await act(nurse, operation, request, line_of="physiotherapist")
        assert refused.status_code == 403
    for operation, body in (
        ("postponeHospitalDischarge", {"planned_on": "2099-01-01"}),
        ("cancelHospitalDischarge", {"reason": "mistake"}),
        ("confirmHospitalDischarge", {"liaison_letter_sent": True}),
        ("handDischargeOver", {"to": "prado"}),
    ):
        refused = await act(nurse, operation, request, **body)
        assert refused.status_code == 403
    refused = await act(ward, "settleDischargeLine", request, line_of="nurse", settled_with="Autre")
    assert refused.status_code == 403
    assert {one["state"] for one in (await read(ward, request))["lines"]} == {"line_found"}


async def test_a_line_is_no_request_of_its_own(ward: SignedIn, coordinator: SignedIn) -> None:
    request = await file(ward, a_discharge("nurse", "equipment"))
    part = line(request, "equipment")["id"]
    assert (await ward.call("getHospitalDischargeRequest", request_id=part)).status_code == 404
    assert (await coordinator.call("takeCase", case_id=part)).status_code == 404
    assert (await ward.call("postMessage", case_id=part, json={"text": "Bonjour"})).status_code == 404
    board = (await coordinator.call("listCases", params={"view": "all"})).json()["items"]
    assert [row["number"] for row in board] == [request["number"]]
    elsewhere = await ward.call(
        "dropDischargeLine",
        request_id=request["id"],
        line_id=request["id"],
        headers={"If-Match": f'"{request["version"]}"'},
    )
    assert elsewhere.status_code == 404


OPERATIONS: list[tuple[str, dict[str, Any] | None, bool]] = [
    ("checkHospitalDischargeReadiness", {"informed": True, "prescription_signed": True}, False),
    ("postponeHospitalDischarge", {"planned_on": "2099-01-01"}, False),
    ("cancelHospitalDischarge", {"reason": "mistake"}, False),
    ("noteHospitalCall", None, False),
    ("confirmHospitalDischarge", {"liaison_letter_sent": True}, False),
    ("recordHospitalDeparture", None, False),
    ("recordDischargeCheck", {"all_in_place": True}, False),
    ("handDischargeOver", {"to": "prado"}, False),
    ("addDischargeLine", {"need": "home_help"}, False),
    ("giveDischargeVisitTime", {"mode": "office"}, True),
    ("settleDischargeLine", {"settled_with": "Quelqu’un"}, True),
    ("dropDischargeLine", None, True),
    ("withdrawFromDischargeLine", None, True),
    ("keepDischargeLine", None, True),
]


@pytest.mark.parametrize(
    ("operation", "body", "of_line"), OPERATIONS, ids=[operation for operation, _, _ in OPERATIONS]
)
async def test_an_ended_or_changed_discharge_is_moved_by_nobody(
    ward: SignedIn,
    coordinator: SignedIn,
    nurses: Nurses,
    operation: str,
    body: dict[str, Any] | None,
    of_line: bool,
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward)
    await accepted(nurse)
    ended = await done(ward, "cancelHospitalDischarge", request, reason="transferred")
    who = nurse if operation == "withdrawFromDischargeLine" else coordinator
    if operation == "checkHospitalDischargeReadiness":
        body = {**(body or {}), "liaison_letter_sent": True}
    given: dict[str, Any] = {"json": body} if body else {}
    if of_line:
        given["line_id"] = line(request, "nurse")["id"]
    for version, status in ((request["version"], 412), (ended["version"], 409)):
        answer = await who.call(
            operation, request_id=request["id"], headers={"If-Match": f'"{version}"'}, **given
        )
        assert answer.status_code == status, answer.text
    stranger = {**given, "request_id": "00000000-0000-7000-8000-000000000000"}
    gone = await who.call(operation, headers={"If-Match": '"1"'}, **stranger)
    assert gone.status_code == 404
    assert (await read(ward, request))["state"] == "discharge_cancelled"
