"""A link of a message leads its reader to the offer; answered twice, it is answered once."""

import asyncio
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.core import clock
from api.core.ids import new_id
from api.identity.tables import Community
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.dispatch.conftest import Doctors, awake, coordinator, doctors, requester
from tests.dispatch.scene import file, offers_of, read, soon, steer, whose_doctor_is
from tests.notifications.conftest import Write
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn

__all__ = ["awake", "coordinator", "doctors", "requester"]

pytestmark = pytest.mark.anyio


def token_in(connected: Database) -> str:
    """The token of the last e-mail that left."""
    [(text,)] = connected.sql(
        "SELECT text FROM deliveries WHERE channel = 'email' ORDER BY created_at DESC LIMIT 1"
    )
    found = re.search(r"/r/([\w-]{36})\n", str(text))
    assert found, text
    return found[1]


async def test_a_link_leads_its_reader_to_the_offer_and_nobody_else(
    reader: SignedIn, as_role: AsRole, client: ContractClient, write: Write, connected: Database
) -> None:
    offer = new_id()
    await write(offer_id=offer, due_at=clock.now() + timedelta(minutes=30))
    token = token_in(connected)
    answer = await reader.call("getAnswerLink", answer_token=token)
    assert (answer.status_code, answer.json()["offer_id"]) == (200, str(offer))
    assert (await client.call("getAnswerLink", answer_token=token)).status_code == 401
    for role in ("professional", "coordinator"):
        other = await as_role(role)
        assert (await other.call("getAnswerLink", answer_token=token)).status_code == 404
    assert (await reader.call("getAnswerLink", answer_token="A" * 36)).status_code == 404
    forged = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
    assert (await reader.call("getAnswerLink", answer_token=forged)).status_code == 404


async def test_a_link_is_no_sign_in(
    client: ContractClient, reader: SignedIn, write: Write, connected: Database
) -> None:
    offer = new_id()
    await write(offer_id=offer)
    token = token_in(connected)
    for headers in ({"Authorization": f"Bearer {token}"}, {"Cookie": f"maillage_session={token}"}):
        assert (await client.call("getMe", headers=headers)).status_code == 401
        refused = await client.call("acceptOffer", offer_id=offer, json={}, headers=headers)
        assert refused.status_code == 401


async def test_a_link_is_good_until_the_time_to_answer(
    reader: SignedIn, write: Write, connected: Database, shift_clock: ShiftClock
) -> None:
    await write(offer_id=new_id(), due_at=clock.now() + timedelta(minutes=10))
    token = token_in(connected)
    shift_clock(minutes=9)
    assert (await reader.call("getAnswerLink", answer_token=token)).status_code == 200
    shift_clock(minutes=1)
    gone = await reader.call("getAnswerLink", answer_token=token)
    assert (gone.status_code, gone.json()["type"]) == (410, "link_expired")


async def test_the_end_of_a_link_moves_with_a_paused_search(
    requester: SignedIn,
    coordinator: SignedIn,
    doctors: Doctors,
    awake: Community,
    connected: Database,
    shift_clock: ShiftClock,
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester, whose_doctor_is(doctor))
    token = token_in(connected)
    before = await doctor.call("getAnswerLink", answer_token=token)
    shift_clock(minutes=5)
    assert (await steer(coordinator, "pauseDispatch", request)).status_code == 200
    shift_clock(minutes=40)
    paused = await doctor.call("getAnswerLink", answer_token=token)
    assert paused.status_code == 200, "an answer is still taken during a pause"
    assert (await steer(coordinator, "resumeDispatch", request)).status_code == 200
    [offer] = await offers_of(doctor)
    moved = await doctor.call("getAnswerLink", answer_token=token)
    ends = [datetime.fromisoformat(said.json()["expires_at"]) for said in (before, moved)]
    assert ends[1] == datetime.fromisoformat(offer["due_at"])
    assert timedelta(minutes=40) <= ends[1] - ends[0] < timedelta(minutes=41)
    shift_clock(minutes=11)
    assert (await doctor.call("getAnswerLink", answer_token=token)).status_code == 410


async def test_the_end_of_a_link_moves_when_those_asked_get_more_time(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, connected: Database
) -> None:
    doctor, *_ = await doctors(2)
    request = await file(requester, whose_doctor_is(doctor))
    token = token_in(connected)
    assert (await steer(coordinator, "widenDispatch", request)).status_code == 200
    [offer] = await offers_of(doctor)
    moved = await doctor.call("getAnswerLink", answer_token=token)
    assert datetime.fromisoformat(moved.json()["expires_at"]) == datetime.fromisoformat(offer["due_at"])


async def test_every_message_about_an_offer_holds_its_own_link_and_no_other_does(
    requester: SignedIn, doctors: Doctors, connected: Database
) -> None:
    await doctors(3)
    await file(requester)
    texts = connected.sql(
        "SELECT d.text FROM deliveries d JOIN notifications n ON n.id = d.notification_id "
        "WHERE n.kind = 'offer_made' AND d.channel = 'email'"
    )
    tokens = {found[1] for (text,) in texts if (found := re.search(r"/r/([\w-]{36})", str(text)))}
    assert len(tokens) == len(texts) >= 1
    assert not any("/demandes/" in str(text) for (text,) in texts)


async def answer_from(device: SignedIn, offer_id: str, body: dict[str, Any], key: str) -> Any:
    """An acceptance from one device, which has a key of its own."""
    return await device.call("acceptOffer", offer_id=offer_id, json=body, headers={"Idempotency-Key": key})


async def test_the_same_answer_from_two_devices_at_once_is_one_answer_twice_happy(
    requester: SignedIn, doctors: Doctors, connected: Database
) -> None:
    [doctor] = await doctors(1)
    request = await file(requester)
    [offer] = await offers_of(doctor)
    body = {"starts_at": soon(3)}
    answers = await asyncio.gather(
        answer_from(doctor, offer["id"], body, "telephone-1"),
        answer_from(doctor, offer["id"], body, "ordinateur-1"),
    )
    assert [answer.status_code for answer in answers] == [200, 200]
    assert {answer.json()["state"] for answer in answers} == {"accepted"}
    assert (await read(requester, request))["professional"]["id"] == str(doctor.professional_id)
    assert connected.sql("SELECT count(*) FROM appointments") == [(1,)]
    assert connected.sql("SELECT count(*) FROM timeline_events WHERE kind = 'offer_accepted'") == [(1,)]


async def test_two_different_answers_at_once_leave_the_first_and_a_clear_refusal(
    requester: SignedIn, doctors: Doctors, connected: Database
) -> None:
    [doctor] = await doctors(1)
    await file(requester)
    [offer] = await offers_of(doctor)
    yes, no = await asyncio.gather(
        answer_from(doctor, offer["id"], {"starts_at": soon(3)}, "telephone-1"),
        doctor.call("declineOffer", offer_id=offer["id"], json={"reason": "no_room"}),
    )
    assert sorted((yes.status_code, no.status_code)) == [200, 409]
    refused = yes if yes.status_code == 409 else no
    assert refused.json()["type"] == "offer_already_answered"
    assert connected.sql("SELECT count(*) FROM appointments")[0][0] == int(yes.status_code == 200)


async def test_a_link_opened_after_a_colleague_was_first_leads_to_a_clear_sentence(
    requester: SignedIn, doctors: Doctors, connected: Database
) -> None:
    first, second = await doctors(2)
    await file(requester)
    [[one], [other]] = [await offers_of(first), await offers_of(second)]
    answers = await asyncio.gather(
        answer_from(first, one["id"], {"starts_at": soon(3)}, "telephone-1"),
        answer_from(second, other["id"], {"starts_at": soon(3)}, "telephone-2"),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    [refused] = [answer for answer in answers if answer.status_code == 409]
    assert refused.json()["type"] == "offer_taken"
    assert connected.sql("SELECT count(*) FROM appointments") == [(1,)]


async def test_a_link_of_another_community_is_not_found_from_this_one(
    as_role: AsRole, make_community: MakeCommunity, reader: SignedIn, write: Write, connected: Database
) -> None:
    await write(offer_id=new_id())
    token = token_in(connected)
    elsewhere: Community = await make_community("Ailleurs", communes=("13041",))
    stranger = await as_role("professional", community_id=elsewhere.id)
    assert (await stranger.call("getAnswerLink", answer_token=token)).status_code == 404
