"""What the ward writes is read by those who come, and the ward is told so."""

from typing import Any

from tests.referrals.hospital_discharge.conftest import Nurses
from tests.referrals.hospital_discharge.scene import a_discharge, accept, accepted, file
from tests.roles import SignedIn


async def messages(who: SignedIn, request: dict[str, Any]) -> list[dict[str, Any]]:
    """The messages of the thread as somebody sees them."""
    answer = await who.call("listTimeline", case_id=request["id"])
    assert answer.status_code == 200, answer.text
    return [line for line in answer.json()["items"] if line["kind"] == "message"]


async def test_who_comes_for_one_need_reads_the_thread_and_the_ward_sees_by_whom_it_was_read(
    ward: SignedIn, nurses: Nurses, doctor: SignedIn
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge("nurse", "doctor_visit"))
    await accepted(nurse)
    said = await ward.call("postMessage", case_id=request["id"], json={"text": "Départ vers 16 h."})
    assert said.status_code == 201, said.text
    [written] = await messages(nurse, request)
    assert (written["text"], written["unread"]) == ("Départ vers 16 h.", True)

    read = await nurse.call("markThreadRead", case_id=request["id"], json={"up_to": written["id"]})
    assert read.status_code == 200, read.text
    [seen] = await messages(ward, request)
    her_name = (await nurse.call("getMe")).json()["name"]
    assert [reading["name"] for reading in seen["readings"]] == [her_name]

    refused = await doctor.call("listTimeline", case_id=request["id"])
    assert refused.status_code == 404
    assert (await accept(doctor)).status_code == 200
    assert len(await messages(doctor, request)) == 1
