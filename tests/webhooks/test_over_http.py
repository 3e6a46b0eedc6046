"""What the administration declares, sees and sends again; what nobody else may."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from api.core.ids import new_id
from api.webhooks.service import send_due
from tests.conftest import Database
from tests.contract.contents import contents
from tests.fake_host import page
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn
from tests.webhooks.conftest import ALL, Announce, Connect, a_client, endpoints, listed
from tests.webhooks.receiver import Receiver

ONE_OF_THEM = (
    "deleteWebhookEndpoint",
    "pauseWebhookEndpoint",
    "resumeWebhookEndpoint",
    "rotateWebhookSecret",
)


async def test_the_secret_is_shown_once_and_the_address_is_not_in_the_trail(
    connect: Connect, admin: SignedIn, town_hall: SignedIn, receiver: Receiver, database: Database
) -> None:
    made = await connect()
    assert made["secret"].startswith("whsec_")
    [known] = await endpoints(admin)
    assert known == made["endpoint"]
    assert (known["url"], known["state"], known["actions"]) == (
        receiver.url,
        "active",
        ["pause", "rotate", "delete"],
    )
    assert known["client"]["organisation_name"].startswith("Structure")
    kept = database.sql("SELECT url_sealed, secret_sealed FROM webhook_endpoints")[0]
    assert all(made["secret"].encode() not in bytes(one) and b"http" not in bytes(one) for one in kept)
    [(action, detail)] = database.sql(
        "SELECT action, detail::text FROM audit_entries WHERE subject_kind = 'webhook_endpoint'"
    )
    assert action == "webhook.created"
    assert "http" not in str(detail)


async def test_only_software_that_calls_for_an_organisation_here_is_offered_and_taken(
    admin: SignedIn,
    town_hall: SignedIn,
    as_role: AsRole,
    make_community: MakeCommunity,
    receiver: Receiver,
    connected: Database,
) -> None:
    there = (await make_community("Ailleurs")).id
    away = await as_role("requester", organisation_kind="police", community_id=there)
    mine = await a_client(town_hall)
    refused = [await a_client(town_hall, "Borne", alone=True), await a_client(away, "Loin"), uuid4()]
    offered = (await admin.call("listWebhookClients")).json()["items"]
    assert [one["id"] for one in offered] == [str(mine)]
    before = contents(connected)
    for client in refused:
        body = {"machine_client_id": str(client), "url": receiver.url, "event_types": ALL}
        answer = await admin.call("createWebhookEndpoint", json=body)
        assert answer.status_code == 422
        assert [one["pointer"] for one in answer.json()["errors"]] == ["/machine_client_id"]
    assert contents(connected) == before


@pytest.mark.parametrize(
    "url",
    [
        "http://logiciel.example/hook",
        "https://127.0.0.1/hook",
        "https://moi:secret@logiciel.example/",
        "https://logiciel.example:8443/hook",
        "nulle part",
    ],
    ids=["http", "loopback", "password", "port", "words"],
)
async def test_an_address_that_is_not_to_be_reached_is_refused(
    url: str, admin: SignedIn, town_hall: SignedIn, connected: Database
) -> None:
    client = await a_client(town_hall)
    before = contents(connected)
    body = {"machine_client_id": str(client), "url": url, "event_types": ALL}
    answer = await admin.call("createWebhookEndpoint", json=body)
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/url"]
    assert contents(connected) == before


async def test_a_client_has_five_addresses_at_most(
    admin: SignedIn, town_hall: SignedIn, receiver: Receiver, connected: Database
) -> None:
    client = await a_client(town_hall)
    body = {"machine_client_id": str(client), "url": receiver.url, "event_types": ALL}
    for _ in range(5):
        assert (await admin.call("createWebhookEndpoint", json=body)).status_code == 201
    before = contents(connected)
    assert (await admin.call("createWebhookEndpoint", json=body)).status_code == 422
    assert contents(connected) == before


async def test_a_secret_is_in_no_answer_that_comes_again(connect: Connect, admin: SignedIn) -> None:
    made = await connect()
    endpoint, key = made["endpoint"]["id"], {"Idempotency-Key": "once-and-no-more"}
    first, again = [
        await admin.call("rotateWebhookSecret", endpoint_id=endpoint, headers=key) for _ in range(2)
    ]
    assert first.json()["secret"].startswith("whsec_")
    assert again.json() == first.json() | {"secret": None}


async def test_for_a_day_after_a_change_both_secrets_are_good_and_then_the_new_one_alone(
    connect: Connect,
    announce: Announce,
    receiver: Receiver,
    admin: SignedIn,
    town_hall: SignedIn,
    shift_clock: ShiftClock,
) -> None:
    made = await connect()
    changed = await admin.call("rotateWebhookSecret", endpoint_id=made["endpoint"]["id"])
    assert changed.status_code == 200
    assert changed.json()["endpoint"]["old_secret_until"] is not None
    old, new = Webhook(made["secret"]), Webhook(changed.json()["secret"])
    await announce("received")
    await send_due(town_hall.community_id)
    shift_clock(hours=25)
    await announce("accepted")
    await send_due(town_hall.community_id)
    meanwhile, after = receiver.host.asked
    for secret in (old, new):
        assert secret.verify(meanwhile.body, meanwhile.headers)["type"] == "death_certification.received"
    signatures = after.headers["webhook-signature"].split(" ")
    instant = datetime.fromtimestamp(int(after.headers["webhook-timestamp"]), tz=UTC)
    assert signatures == [new.sign(after.headers["webhook-id"], instant, after.body.decode())]
    with pytest.raises(WebhookVerificationError):
        old.verify(after.body, {**after.headers, "webhook-timestamp": meanwhile.headers["webhook-timestamp"]})


async def test_what_failed_goes_again_one_or_all_under_the_same_id(
    connect: Connect,
    announce: Announce,
    receiver: Receiver,
    admin: SignedIn,
    town_hall: SignedIn,
    database: Database,
) -> None:
    endpoint = (await connect())["endpoint"]
    start, subject = datetime.now(UTC), new_id()
    for step in ("received", "accepted", "arrived"):
        await announce(step, subject)
    database.sql("UPDATE webhook_deliveries SET state = 'failed', next_attempt_at = NULL, failures = 9")
    arrived, accepted, received = await listed(admin, state="failed", endpoint_id=endpoint["id"])
    assert (await endpoints(admin))[0]["actions"] == ["pause", "replay", "rotate", "delete"]
    again = await admin.call("retryWebhookDelivery", webhook_delivery_id=accepted["id"])
    assert (again.status_code, again.json()["state"], again.json()["actions"]) == (200, "waiting", [])
    await send_due(town_hall.community_id)
    assert receiver.ids == [accepted["id"]]
    late = {"since": (start + timedelta(hours=1)).isoformat()}
    none = await admin.call("replayWebhookDeliveries", endpoint_id=endpoint["id"], json=late)
    assert (none.status_code, none.json()) == (200, {"resent": 0})
    since = {"since": start.isoformat()}
    all_of_them = await admin.call("replayWebhookDeliveries", endpoint_id=endpoint["id"], json=since)
    assert all_of_them.json() == {"resent": 2}
    await send_due(town_hall.community_id)
    assert receiver.ids == [accepted["id"], received["id"], arrived["id"]]
    once_more = await admin.call("retryWebhookDelivery", webhook_delivery_id=received["id"])
    assert once_more.status_code == 200, "software that lost one asks for it again"
    await send_due(town_hall.community_id)
    assert receiver.ids[3:] == [received["id"]]


async def test_what_the_state_does_not_allow_changes_nothing(
    connect: Connect, announce: Announce, admin: SignedIn, connected: Database
) -> None:
    endpoint = (await connect())["endpoint"]["id"]
    await announce("received")
    [waiting] = await listed(admin)
    before = contents(connected)
    for operation, ids in (
        ("resumeWebhookEndpoint", {"endpoint_id": endpoint}),
        ("retryWebhookDelivery", {"webhook_delivery_id": waiting["id"]}),
    ):
        assert (await admin.call(operation, **ids)).status_code == 409
    assert contents(connected) == before
    assert (await admin.call("pauseWebhookEndpoint", endpoint_id=endpoint)).status_code == 200
    before = contents(connected)
    assert (await admin.call("pauseWebhookEndpoint", endpoint_id=endpoint)).status_code == 409
    assert contents(connected) == before


async def test_a_deleted_address_goes_with_all_that_it_was_told(
    connect: Connect, announce: Announce, admin: SignedIn, town_hall: SignedIn, database: Database
) -> None:
    endpoint = (await connect())["endpoint"]["id"]
    await announce("received")
    assert (await admin.call("deleteWebhookEndpoint", endpoint_id=endpoint)).status_code == 204
    assert database.sql("SELECT count(*) FROM webhook_deliveries") == [(0,)]
    assert await send_due(town_hall.community_id) == 0
    assert await endpoints(admin) == []


async def test_only_the_administration_of_the_community_sees_and_acts(
    connect: Connect,
    announce: Announce,
    receiver: Receiver,
    admin: SignedIn,
    town_hall: SignedIn,
    as_role: AsRole,
    make_community: MakeCommunity,
    connected: Database,
) -> None:
    endpoint = (await connect())["endpoint"]["id"]
    receiver.ways.append(page(status=410))
    await announce("received")
    await send_due(town_hall.community_id)
    [failed] = await listed(admin)
    elsewhere = await as_role("admin", community_id=(await make_community("Ailleurs")).id)
    coordinator = await as_role("coordinator")
    before = contents(connected)
    for listing in ("listWebhookClients", "listWebhookEndpoints", "listWebhookDeliveries"):
        assert (await elsewhere.call(listing)).json()["items"] == []
        assert (await coordinator.call(listing)).status_code == 403
        assert (await admin.call(listing, params={"limit": "0"})).status_code == 422
    since: dict[str, Any] = {"json": {"since": datetime.now(UTC).isoformat()}}
    for who, id_, delivery, status in (
        (elsewhere, endpoint, failed["id"], 404),
        (admin, str(uuid4()), str(uuid4()), 404),
        (admin, "x", "x", 422),
        (coordinator, endpoint, failed["id"], 403),
        (town_hall, endpoint, failed["id"], 403),
    ):
        for operation in ONE_OF_THEM:
            assert (await who.call(operation, endpoint_id=id_)).status_code == status
        replay = await who.call("replayWebhookDeliveries", endpoint_id=id_, **since)
        assert replay.status_code == status
        retry = await who.call("retryWebhookDelivery", webhook_delivery_id=delivery)
        assert retry.status_code == status
    assert contents(connected) == before
