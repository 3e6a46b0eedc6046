"""A delegate whose doctor lets her answer is told of offers as she chose: her ways, her hours, her link."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from api.core import clock
from api.identity.tables import Community
from api.notifications.service import deliver_due
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.contract.contents import contents
from tests.dispatch.conftest import awake, coordinator, doctors, requester
from tests.dispatch.scene import PERSON, file, offers_of, soon, steer, whose_doctor_is
from tests.identity.delegating import ACTING_FOR, Office, named, office
from tests.roles import AsRole, MakeCommunity, SignedIn

__all__ = ["awake", "coordinator", "doctors", "office", "requester"]

PARIS = ZoneInfo("Europe/Paris")
SMS_TO = "06 39 98 12 34"


@pytest.fixture
async def doctor(as_role: AsRole) -> SignedIn:
    return await as_role("professional", name="Dr Anna Essai")


async def chooses(delegate: ContractClient, *ways: str, **more: Any) -> dict[str, Any]:
    """She is told of the offers of her doctors by these ways."""
    known = (await delegate.call("getNotificationPreferences")).json()
    hers = {way: way in ways for way in ("email", "sms", "push")}
    body = {"choices": known["choices"] | {"delegated_offers": hers}, "daily_summary": True} | more
    version = {"If-Match": f'"{known["version"]}"'}
    answer = await delegate.call("replaceNotificationPreferences", json=body, headers=version)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def sent_to(database: Database) -> list[tuple[Any, ...]]:
    """What was written to leave to the delegate, as channel and text."""
    return database.sql(
        "SELECT d.channel, d.text FROM deliveries d JOIN notifications n ON n.id = d.notification_id"
        " WHERE n.kind = 'delegated_offer' ORDER BY d.created_at, d.channel"
    )


def link_in(text: str) -> str:
    found = re.search(r"/r/([\w-]{36})", text)
    assert found, text
    return found[1]


async def test_a_delegate_who_may_answer_is_told_by_the_ways_that_she_chose_and_by_no_other(
    doctor: SignedIn, requester: SignedIn, awake: Community, office: Office, connected: Database
) -> None:
    nadia = await office.accept(await named(doctor, may_answer=True))
    assert (await nadia.call("getNotificationPreferences")).json()["families"] == ["delegated_offers"]
    await file(requester, whose_doctor_is(doctor))
    assert sent_to(connected) == [], "nobody is told who did not ask"
    chosen = await chooses(nadia, "email", "sms", mobile_phone=SMS_TO)
    assert chosen["phone_masked"] == "•• •• •• •• 34"
    asked = await file(requester, whose_doctor_is(doctor) | {"person": PERSON | {"given_name": "Inès"}})
    left = sent_to(connected)
    assert [channel for channel, _ in left] == ["email", "sms"]
    for _, text in left:
        for said in (PERSON["family_name"], "Inès", "Essai", "Anna", str(asked["id"])):
            assert said not in text
    on_screen = (await doctor.call("listNotifications")).json()["items"]
    assert {one["kind"] for one in on_screen} == {"offer_made"}, "her messages are not the doctor's"


async def test_who_may_not_answer_and_who_was_stopped_is_told_nothing(
    doctor: SignedIn, requester: SignedIn, awake: Community, office: Office, connected: Database
) -> None:
    given = await named(doctor, may_answer=False)
    nadia = await office.accept(given)
    await chooses(nadia, "email")
    await file(requester, whose_doctor_is(doctor))
    assert sent_to(connected) == []
    version = {"If-Match": f'"{(await doctor.call("listMyDelegations")).json()["items"][0]["version"]}"'}
    allowed = await doctor.call(
        "replaceMyDelegation", delegation_id=given["id"], json={"may_answer": True}, headers=version
    )
    assert allowed.status_code == 200, allowed.text
    await file(requester, whose_doctor_is(doctor) | {"person": PERSON | {"given_name": "Inès"}})
    assert len(sent_to(connected)) == 1
    await doctor.call("endMyDelegation", delegation_id=given["id"])
    await file(requester, whose_doctor_is(doctor) | {"person": PERSON | {"given_name": "Rose"}})
    assert len(sent_to(connected)) == 1


async def test_the_quiet_hours_of_a_delegate_are_hers(
    doctor: SignedIn, requester: SignedIn, awake: Community, office: Office, connected: Database
) -> None:
    at = clock.now().replace(second=0, microsecond=0)
    end = at + timedelta(minutes=10)  # before the offer lapses, at whatever hour this runs
    from_time, to_time = (f"{one.astimezone(PARIS):%H:%M}" for one in (at - timedelta(hours=1), end))
    nadia = await office.accept(await named(doctor, may_answer=True))
    hours = {"from_time": from_time, "to_time": to_time}
    chosen = await chooses(nadia, "sms", mobile_phone=SMS_TO, quiet_hours=hours)
    assert chosen["quiet_hours"] == hours
    await file(requester, whose_doctor_is(doctor))
    await deliver_due(awake.id)
    held = connected.sql(
        "SELECT d.state, d.next_attempt_at FROM deliveries d JOIN notifications n ON n.id = d.notification_id"
        " WHERE n.kind = 'delegated_offer'"
    )
    assert held == [("queued", end)]
    assert (await chooses(nadia, "sms", quiet_hours=None))["quiet_hours"] is None


async def test_her_link_opens_the_offer_once_she_acts_for_its_doctor_and_nobody_elses(
    doctor: SignedIn,
    requester: SignedIn,
    as_role: AsRole,
    awake: Community,
    office: Office,
    connected: Database,
) -> None:
    colleague = await as_role("professional")
    one, other = await named(doctor, may_answer=True), await named(colleague, may_answer=True)
    await (await office.accept(one)).aclose()
    nadia = await office.accept(other)
    await chooses(nadia, "email")
    await file(requester, whose_doctor_is(doctor))
    [(_, text)] = sent_to(connected)
    link = link_in(text)
    assert (await doctor.call("getAnswerLink", answer_token=link)).status_code == 404
    answer = (await nadia.call("getAnswerLink", answer_token=link)).json()
    assert answer["delegation_id"] == one["id"], "she acts for the other doctor"
    [offer] = await offers_of(doctor)
    assert answer["offer_id"] == offer["id"]
    assert (await nadia.call("getOffer", offer_id=offer["id"])).status_code == 404
    await nadia.call("chooseDelegation", json={"delegation_id": one["id"]})
    nadia.headers[ACTING_FOR] = one["id"]
    seen = await nadia.call("getOffer", offer_id=offer["id"])
    assert seen.status_code == 200, seen.text
    accepted = await nadia.call("acceptOffer", offer_id=offer["id"], json={"starts_at": soon(2)})
    assert accepted.status_code == 200, accepted.text
    await doctor.call("endMyDelegation", delegation_id=one["id"])
    over = await nadia.call("getAnswerLink", answer_token=link)
    assert (over.status_code, over.json()["type"]) == (403, "delegation_ended")


async def test_her_link_lasts_as_long_as_the_offer_whose_search_was_paused(
    doctor: SignedIn, requester: SignedIn, coordinator: SignedIn, awake: Community, office: Office,
    connected: Database,
) -> None:  # fmt: skip
    nadia = await office.accept(await named(doctor, may_answer=True))
    await chooses(nadia, "email")
    request = await file(requester, whose_doctor_is(doctor))
    due = "SELECT DISTINCT facts ->> 'due_at' FROM notifications WHERE offer_id IS NOT NULL"
    [(before,)] = connected.sql(due)
    assert before is not None
    await steer(coordinator, "pauseDispatch", request)
    assert connected.sql(due) == [(None,)]


async def test_what_a_delegate_chooses_is_hers_and_not_the_doctors(
    doctor: SignedIn, awake: Community, office: Office, connected: Database, make_community: MakeCommunity
) -> None:
    nadia = await office.accept(await named(doctor))
    await chooses(nadia, "email", mobile_phone=SMS_TO)
    own = (await doctor.call("getNotificationPreferences")).json()
    assert (own["version"], own["phone_masked"]) == (0, None)
    assert "delegated_offers" not in own["families"]
    tried = await nadia.call("createNotificationTrial", json={"channel": "email"})
    assert tried.status_code == 201, tried.text
    [(account,)] = connected.sql("SELECT account_id FROM notifications WHERE kind = 'trial'")
    assert isinstance(account, UUID)
    assert account != doctor.account_id
    before = contents(connected)
    refused = await nadia.call("listNotifications")
    assert refused.status_code == 403, "the doctor's messages are not hers to read"
    assert contents(connected) == before
