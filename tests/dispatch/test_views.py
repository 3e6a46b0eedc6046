"""What the coordinator reads of a search."""

from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import (
    decline,
    file,
    whose_doctor_is,
)
from tests.roles import SignedIn


async def test_the_search_shows_its_waves_and_who_was_asked(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    attending, *near = await doctors(3)
    request = await file(requester, whose_doctor_is(attending))
    await decline(attending, "absent")
    search = (await coordinator.call("getDispatch", dispatch_id=request["dispatch_id"])).json()
    assert [(w["wave"], w["state"], w["asked"], w["declined"]) for w in search["plan"]] == [
        (0, "past", 1, 1),
        (1, "now", 2, 0),
        (2, "coming", 0, 0),
    ]
    assert search["plan"][2]["opens_at"] == search["wave_due_at"]
    assert search["actions"] == ["widen", "assign", "pause", "relaunch"]
    first = await coordinator.call(
        "listDispatchOffers", dispatch_id=request["dispatch_id"], params={"limit": 2}
    )
    rest = await coordinator.call(
        "listDispatchOffers",
        dispatch_id=request["dispatch_id"],
        params={"limit": 2, "cursor": first.json()["next_cursor"]},
    )
    asked = [item["professional"]["id"] for item in first.json()["items"] + rest.json()["items"]]
    assert asked[0] == str(attending.professional_id)
    assert set(asked[1:]) == {str(doctor.professional_id) for doctor in near}
    page = await coordinator.call("listCandidates", dispatch_id=request["dispatch_id"], params={"limit": 1})
    more = await coordinator.call(
        "listCandidates",
        dispatch_id=request["dispatch_id"],
        params={"cursor": page.json()["next_cursor"]},
    )
    assert len(page.json()["items"]) + len(more.json()["items"]) == 3
