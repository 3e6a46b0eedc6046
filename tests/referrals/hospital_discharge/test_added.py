"""A need that shows later: a line of its own, with its own search, in hospital or at home already."""

import pytest

from api.identity.tables import Community
from tests.dispatch.scene import kinds, offers_of, thread
from tests.referrals.hospital_discharge.conftest import Nurses
from tests.referrals.hospital_discharge.scene import (
    a_discharge,
    accepted,
    act,
    done,
    file,
    line,
    read,
    states,
)
from tests.roles import SignedIn


async def test_a_need_added_later_is_searched_for_alone(
    ward: SignedIn, coordinator: SignedIn, nurses: Nurses, physiotherapist: SignedIn
) -> None:
    nurse, other = await nurses(2)
    request = await file(ward)
    await accepted(nurse)
    seen = await done(ward, "addDischargeLine", request, need="physiotherapist")
    assert states(seen) == {"nurse": "line_found", "physiotherapist": "line_searching"}
    assert (seen["state"], len(seen["lines"])) == ("searching", 2)
    [offer] = await offers_of(physiotherapist)
    assert offer["card"]["discharge"]["need"] == "physiotherapist"
    assert offer["case_number"] == request["number"]
    assert await offers_of(other) == []
    assert "line_added" in kinds(await thread(ward, request))
    await accepted(physiotherapist)
    assert (await read(ward, request))["state"] == "all_found"


async def test_meals_asked_once_at_home_go_to_the_coordination(
    ward: SignedIn, coordinator: SignedIn, nurses: Nurses
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge(days=0))
    await accepted(nurse)
    await done(ward, "recordHospitalDeparture", request)
    seen = await done(coordinator, "addDischargeLine", request, need="home_help")
    assert (states(seen)["home_help"], seen["state"], seen["waits_for"]) == (
        "line_by_phone",
        "went_home",
        "coordinator",
    )
    seen = await done(
        coordinator, "settleDischargeLine", request, line_of="home_help", settled_with="Le Relais"
    )
    assert states(seen)["home_help"] == "line_settled"


async def test_a_confirmed_discharge_with_a_need_more_is_searched_for_again(
    ward: SignedIn, nurses: Nurses, physiotherapist: SignedIn
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward)
    await accepted(nurse)
    await done(ward, "confirmHospitalDischarge", request, liaison_letter_sent=True)
    seen = await done(ward, "addDischargeLine", request, need="physiotherapist")
    assert seen["state"] == "searching"


async def test_a_need_taken_out_may_be_added_again(
    ward: SignedIn, nurses: Nurses, physiotherapist: SignedIn
) -> None:
    await nurses(1)
    request = await file(ward, a_discharge("nurse", "physiotherapist"))
    await done(ward, "dropDischargeLine", request, line_of="physiotherapist")
    seen = await done(ward, "addDischargeLine", request, need="physiotherapist")
    assert sorted(one["state"] for one in seen["lines"] if one["need"] == "physiotherapist") == [
        "line_dropped",
        "line_searching",
    ]
    assert len(await offers_of(physiotherapist)) == 1


async def test_while_it_is_to_complete_a_need_more_waits_like_the_others(
    ward: SignedIn, nurses: Nurses, physiotherapist: SignedIn
) -> None:
    await nurses(1)
    request = await file(ward, a_discharge(prescription_signed=False))
    seen = await done(ward, "addDischargeLine", request, need="physiotherapist")
    assert set(states(seen).values()) == {"line_waiting"}
    assert await offers_of(physiotherapist) == []
    ready = {
        "informed": True,
        "prescription_signed": True,
        "prescription_from": request["prescription_from"],
        "prescription_until": request["prescription_until"],
        "liaison_letter_sent": False,
    }
    seen = await done(ward, "checkHospitalDischargeReadiness", request, **ready)
    assert set(states(seen).values()) == {"line_searching"}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"need": "pharmacist"}, "/need"),
        ({"need": "nurse", "frequency": "daily"}, "/need"),
        ({"need": "nurse"}, "/frequency"),
    ],
    ids=["there_already", "no_prescription", "no_frequency"],
)
async def test_a_need_that_may_not_be_added_changes_nothing(
    ward: SignedIn, coordinator: SignedIn, awake: Community, body: dict[str, str], pointer: str
) -> None:
    request = await file(ward, a_discharge("pharmacist", prescription_signed=False))
    refused = await act(ward, "addDischargeLine", request, **body)
    assert refused.status_code == 422
    assert pointer in [error["pointer"] for error in refused.json()["errors"]]
    after = await read(ward, request)
    assert (len(after["lines"]), after["version"]) == (1, (await read(coordinator, request))["version"])


async def test_who_comes_adds_nothing(ward: SignedIn, nurses: Nurses) -> None:
    [nurse] = await nurses(1)
    request = await file(ward)
    await accepted(nurse)
    refused = await act(nurse, "addDischargeLine", request, need="home_help")
    assert (refused.status_code, len((await read(ward, request))["lines"])) == (403, 1)
    assert "add_need" not in (await read(nurse, request))["actions"]
    assert line(await read(ward, request), "nurse")["state"] == "line_found"
