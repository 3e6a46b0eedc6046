"""SMS leave through a provider that may refuse, stall or ask to wait; receipts say what became of them."""

import asyncio
import base64
import hmac
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.contract.models import NotificationKind
from api.core import clock
from api.core.settings import settings
from api.identity.tables import Community
from api.notifications import outside, service
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.notifications.conftest import MOBILE, RECEIPT_SECRET, Door, Write, choose, quiet_hours
from tests.roles import AsRole, ShiftClock, SignedIn

pytestmark = pytest.mark.anyio


def sent(connected: Database, columns: str = "state") -> list[tuple[object, ...]]:
    """Columns of the SMS, in the order in which they were written."""
    return connected.sql(f"SELECT {columns} FROM deliveries WHERE channel = 'sms' ORDER BY created_at, id")


async def test_an_offer_is_posted_to_the_provider_once_with_its_name_and_price_kept(
    sms_gateway: Door, with_mobile: SignedIn, write: Write, community: Community, connected: Database
) -> None:
    await write(need="urinary", sector="Fort")
    await service.deliver_due(community.id)
    await service.deliver_due(community.id)
    [posted] = sms_gateway.received
    [(sending,)] = sent(connected, "id")
    assert posted.path == "/sms"
    assert posted.headers["authorization"] == "Bearer a-token"
    assert posted.headers["idempotency-key"] == str(sending)
    body = posted.json()
    assert (body["to"], body["from"], body["reference"]) == (MOBILE, "Maillage", str(sending))
    assert body["text"].startswith("Une demande attend votre réponse : Urinaire, Fort. http")
    assert [(str(a), b, str(c)) for a, b, c in sent(connected, "state, provider_id, cost_cents")] == [
        ("sent", "m-1", "4.50")
    ]


async def test_without_a_mobile_number_no_sms_is_written(
    sms_gateway: Door, reader: SignedIn, write: Write, community: Community, connected: Database
) -> None:
    await write()
    connected.sql("UPDATE memberships SET mobile_phone_sealed = NULL")
    await service.deliver_due(community.id)
    assert sent(connected) == []
    assert sms_gateway.received == []


async def test_a_real_instance_without_a_provider_writes_no_sms(
    with_mobile: SignedIn, write: Write, connected: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "demo", False)
    await write()
    assert sent(connected) == []


async def test_a_demonstration_writes_its_sms_in_a_file(
    with_mobile: SignedIn, write: Write, community: Community, connected: Database
) -> None:
    await write(sector="Fort")
    await service.deliver_due(community.id)
    file = settings().data_dir / "sms.jsonl"
    line = json.loads(file.read_text().splitlines()[-1])
    assert (line["to"], line["parts"]) == (MOBILE, 1)
    assert "Fort" in line["text"]
    assert file.stat().st_mode & 0o077 == 0
    assert [str(cost) for state, cost in sent(connected, "state, cost_cents")] == ["5.00"]
    assert sent(connected) == [("delivered",)]


@pytest.mark.parametrize("status", [400, 404, 422])
async def test_a_number_refused_for_good_is_not_tried_again_and_is_not_repeated(
    status: int,
    sms_gateway: Door,
    with_mobile: SignedIn,
    write: Write,
    community: Community,
    connected: Database,
) -> None:
    sms_gateway.status, sms_gateway.body = status, f'{{"error": "bad number {MOBILE}"}}'.encode()
    await write()
    await service.deliver_due(community.id)
    assert sent(connected, "state, last_error") == [
        ("failed", f"La plateforme de SMS a refusé ce numéro ({status}).")
    ]


@pytest.mark.parametrize("status", [401, 403, 302, 500, 503])
async def test_a_provider_in_trouble_is_tried_again(
    status: int,
    sms_gateway: Door,
    with_mobile: SignedIn,
    write: Write,
    community: Community,
    connected: Database,
    shift_clock: ShiftClock,
) -> None:
    sms_gateway.status, sms_gateway.headers = status, {"location": "http://127.0.0.1:1/"}
    await write()
    await service.deliver_due(community.id)
    assert sent(connected, "state, last_error") == [("queued", f"La plateforme de SMS a refusé ({status}).")]
    sms_gateway.status = 200
    shift_clock(seconds=61)
    await service.deliver_due(community.id)
    assert sent(connected, "state, last_error") == [("sent", None)]
    references = {posted.json()["reference"] for posted in sms_gateway.received}
    assert (len(sms_gateway.received), len(references)) == (2, 1)


async def test_a_provider_that_asks_to_wait_is_left_alone_until_then(
    sms_gateway: Door,
    with_mobile: SignedIn,
    write: Write,
    community: Community,
    connected: Database,
    shift_clock: ShiftClock,
) -> None:
    sms_gateway.status, sms_gateway.headers = 429, {"retry-after": "600"}
    await write()
    await service.deliver_due(community.id)
    shift_clock(minutes=9)
    await service.deliver_due(community.id)
    assert len(sms_gateway.received) == 1
    shift_clock(minutes=2)
    await service.deliver_due(community.id)
    assert len(sms_gateway.received) == 2


async def test_a_provider_that_stalls_holds_up_no_other_channel_and_loses_nothing(
    sms_gateway: Door,
    with_mobile: SignedIn,
    write: Write,
    community: Community,
    connected: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outside, "SECONDS_FOR_ALL", 0.5)
    sms_gateway.stalls = True
    await write()
    await service.deliver_due(community.id)
    assert sent(connected, "state, last_error") == [("queued", "La plateforme de SMS ne répond pas.")]
    assert connected.sql("SELECT state FROM deliveries WHERE channel = 'email'") == [("sent",)]


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"id": {"a": 1}, "cost_cents": "beaucoup"}'])
async def test_an_sms_that_was_taken_is_not_sent_again_whatever_the_answer_looks_like(
    body: bytes,
    sms_gateway: Door,
    with_mobile: SignedIn,
    write: Write,
    community: Community,
    connected: Database,
) -> None:
    sms_gateway.body = body
    await write()
    await service.deliver_due(community.id)
    assert sent(connected, "state, provider_id, cost_cents") == [("sent", None, None)]


async def test_several_workers_send_each_sms_once(
    sms_gateway: Door, with_mobile: SignedIn, write: Write, community: Community
) -> None:
    for _ in range(6):
        await write()
    await asyncio.gather(*(service.deliver_due(community.id) for _ in range(3)))
    references = [posted.json()["reference"] for posted in sms_gateway.received]
    assert len(references) == len(set(references)) == 6


async def test_an_sms_waits_for_the_end_of_quiet_hours_without_counting_an_attempt(
    sms_gateway: Door,
    with_mobile: SignedIn,
    write: Write,
    community: Community,
    connected: Database,
    shift_clock: ShiftClock,
) -> None:
    quiet_for_an_hour(connected)
    await write()
    await service.deliver_due(community.id)
    assert sms_gateway.received == []
    assert sent(connected, "state, attempts") == [("queued", 0)]
    assert connected.sql("SELECT state FROM deliveries WHERE channel = 'email'") == [("sent",)]
    shift_clock(minutes=62)
    await service.deliver_due(community.id)
    assert sent(connected, "state, attempts") == [("sent", 1)]


async def test_an_sms_that_quiet_hours_would_make_useless_is_dropped(
    sms_gateway: Door, with_mobile: SignedIn, write: Write, community: Community, connected: Database
) -> None:
    quiet_for_an_hour(connected)
    await write(due_at=clock.now() + timedelta(minutes=20))
    await service.deliver_due(community.id)
    assert sms_gateway.received == []
    assert sent(connected, "state, last_error") == [
        ("failed", "Heures calmes jusqu’après le délai de réponse : non envoyé.")
    ]


def quiet_for_an_hour(connected: Database) -> None:
    """Quiet hours of Vitry that began a moment ago and end in an hour."""
    from zoneinfo import ZoneInfo

    now = clock.now().astimezone(ZoneInfo("Europe/Paris"))
    start, end = (now + timedelta(minutes=n) for n in (-5, 60))
    quiet_hours(connected, f"{start:%H:%M}", f"{end:%H:%M}")


# ---- receipts


async def a_receipt(
    client: ContractClient,
    body: dict[str, Any],
    *,
    id: str = "r-1",
    secret: str = RECEIPT_SECRET,
    age: int = 0,
) -> httpx.Response:
    """A receipt as the provider signs it, sent so many seconds ago."""
    raw = json.dumps(body).encode()
    stamp = str(int(clock.now().timestamp()) - age)
    signed = hmac.digest(secret.encode(), f"{id}.{stamp}.".encode() + raw, "sha256")
    return await client.call(
        "recordSmsReceipt",
        content=raw,
        headers={
            "content-type": "application/json",
            "webhook-id": id,
            "webhook-timestamp": stamp,
            "webhook-signature": f"v1,bm90LXRoaXM= v1,{base64.b64encode(signed).decode()}",
        },
    )


@pytest.fixture
async def one_sent(
    sms_gateway: Door, with_mobile: SignedIn, write: Write, community: Community, connected: Database
) -> None:
    """An SMS that the provider took, and calls m-1."""
    sms_gateway.body = b'{"id": "m-1"}'
    await write()
    await service.deliver_due(community.id)
    assert sent(connected, "state, provider_id") == [("sent", "m-1")]


async def test_a_receipt_says_delivered_with_its_price_and_the_list_adds_them_up(
    one_sent: None, client: ContractClient, as_role: AsRole
) -> None:
    answer = await a_receipt(client, {"message_id": "m-1", "status": "DELIVRD", "cost_cents": 5.25})
    assert answer.status_code == 204
    coordinator = await as_role("coordinator")
    listed = (await coordinator.call("listDeliveries", params={"channel": "sms"})).json()
    [item] = listed["items"]
    assert (item["state"], item["cost_cents"], item["provider_id"], item["actions"]) == (
        "delivered", 5.25, "m-1", [],
    )  # fmt: skip
    assert item["delivered_at"] is not None
    assert (listed["month_sms"], listed["month_cost_cents"]) == (1, 5.25)


async def test_a_receipt_says_lost_and_the_coordination_may_try_again(
    one_sent: None, client: ContractClient, as_role: AsRole, connected: Database
) -> None:
    await a_receipt(client, {"message_id": "m-1", "status": "undelivered"})
    assert sent(connected, "state, last_error") == [("failed", "Non remis par l’opérateur.")]
    coordinator = await as_role("coordinator")
    [item] = (await coordinator.call("listDeliveries", params={"channel": "sms"})).json()["items"]
    assert (await coordinator.call("retryDelivery", delivery_id=item["id"])).json()["state"] == "queued"


async def test_receipts_out_of_order_keep_the_first_word_that_ended_it(
    one_sent: None, client: ContractClient, connected: Database
) -> None:
    for number, status in enumerate(("accepted", "delivered", "failed", "en route", "delivered")):
        body = {"message_id": "m-1", "status": status, "cost_cents": 4}
        assert (await a_receipt(client, body, id=f"r-{number}")).status_code == 204
    assert [state for (state,) in sent(connected)] == ["delivered"]


async def test_a_receipt_that_comes_before_the_sending_is_written_down_is_not_lost(
    sms_gateway: Door,
    with_mobile: SignedIn,
    client: ContractClient,
    write: Write,
    community: Community,
    connected: Database,
) -> None:
    await a_receipt(client, {"message_id": "m-1", "status": "delivered", "cost_cents": 6})
    await write()
    await service.deliver_due(community.id)
    [(state, cost)] = sent(connected, "state, cost_cents")
    assert (state, str(cost)) == ("delivered", "6.00")


async def test_the_same_receipt_again_and_one_about_nothing_of_ours_change_nothing(
    one_sent: None, client: ContractClient, connected: Database
) -> None:
    await a_receipt(client, {"message_id": "m-1", "status": "accepted", "cost_cents": 5})
    again = await a_receipt(client, {"message_id": "m-1", "status": "failed", "cost_cents": 9})
    unknown = await a_receipt(client, {"message_id": "m-404", "status": "failed"}, id="r-2")
    assert (again.status_code, unknown.status_code) == (204, 204)
    [(state, cost)] = sent(connected, "state, cost_cents")
    assert (state, str(cost)) == ("sent", "5.00")


@pytest.mark.parametrize(
    "fault", [{"secret": "another secret of some length"}, {"age": 301}, {"age": -301}, {"id": ""}]
)
async def test_a_receipt_that_is_not_signed_or_not_fresh_is_refused(
    fault: dict[str, Any], one_sent: None, client: ContractClient, connected: Database
) -> None:
    answer = await a_receipt(client, {"message_id": "m-1", "status": "failed"}, **fault)
    assert answer.status_code == 401
    assert [state for (state,) in sent(connected)] == ["sent"]
    assert connected.sql("SELECT count(*) FROM sms_receipts") == [(0,)]


async def test_without_a_shared_secret_no_receipt_is_taken(
    one_sent: None, client: ContractClient, connected: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "sms_receipt_secret", None)
    assert (await a_receipt(client, {"message_id": "m-1", "status": "failed"}, secret="")).status_code == 401
    bare = await client.call("recordSmsReceipt", json={"message_id": "m-1", "status": "failed"})
    assert bare.status_code == 401


async def test_receipts_about_nothing_are_forgotten_after_a_week(
    one_sent: None, client: ContractClient, connected: Database, shift_clock: ShiftClock
) -> None:
    from api.core.db import unit_of_work

    await a_receipt(client, {"message_id": "m-404", "status": "failed"})
    shift_clock(days=8)
    async with unit_of_work() as db:
        await service.forget_receipts(db, clock.now())
    assert connected.sql("SELECT count(*) FROM sms_receipts") == [(0,)]


async def test_a_trial_reaches_the_mobile_in_quiet_hours_too(
    sms_gateway: Door, with_mobile: SignedIn, community: Community, connected: Database
) -> None:
    quiet_for_an_hour(connected)
    answer = await with_mobile.call("createNotificationTrial", json={"channel": "sms"})
    assert (answer.status_code, answer.json()) == (201, {"channel": "sms", "sendings": 1})
    await service.deliver_due(community.id)
    [posted] = sms_gateway.received
    assert posted.json()["text"].startswith("Essai : ce message vous est bien arrivé. http")
    assert (await with_mobile.call("listNotifications")).json()["items"] == []
    kind = connected.sql("SELECT kind FROM notifications")
    assert kind == [(NotificationKind.trial.value,)]


async def test_a_trial_with_nowhere_to_go_says_what_to_do_and_a_sixth_one_waits(
    sms_gateway: Door, reader: SignedIn, connected: Database
) -> None:
    for channel in ("sms", "push"):
        refused = await reader.call("createNotificationTrial", json={"channel": channel})
        assert (refused.status_code, refused.json()["type"]) == (409, "channel_not_ready")
    assert connected.sql("SELECT count(*) FROM deliveries") == [(0,)]
    for _ in range(5):
        assert (await reader.call("createNotificationTrial", json={"channel": "email"})).status_code == 201
    refused = await reader.call("createNotificationTrial", json={"channel": "email"})
    assert (refused.status_code, refused.json()["type"]) == (429, "too_many_trials")
    assert 3590 < int(refused.headers["retry-after"]) <= 3601
    assert connected.sql("SELECT count(*) FROM deliveries") == [(5,)]


async def test_switching_sms_off_stops_them(
    sms_gateway: Door, with_mobile: SignedIn, write: Write, connected: Database
) -> None:
    known = (await with_mobile.call("getNotificationPreferences")).json()["choices"]
    await choose(with_mobile, choices=known | {"offers": {"email": False, "sms": False, "push": False}})
    await write()
    assert connected.sql("SELECT channel FROM deliveries") == [("screen",)]
