"""What software receives, whatever it does with it."""

from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from api.core.ids import new_id
from api.core.settings import settings
from api.webhooks import rules
from api.webhooks.service import forget_old, send_due
from tests.conftest import Database
from tests.fake_host import Serve, endless, page, redirect
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn
from tests.webhooks.conftest import Announce, Connect, endpoints, listed
from tests.webhooks.receiver import Receiver, dies_midway, receiving, stalls


async def test_a_step_arrives_signed_once_and_is_shown_as_taken(
    connect: Connect, announce: Announce, receiver: Receiver, admin: SignedIn, town_hall: SignedIn
) -> None:
    secret = (await connect())["secret"]
    subject, eta = new_id(), datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    await announce("accepted", subject, eta_at=eta)
    assert await send_due(town_hall.community_id) == 1
    assert await send_due(town_hall.community_id) == 0
    [asked] = receiver.host.asked
    body = Webhook(secret).verify(asked.body, asked.headers)
    assert body["data"] == {
        "request_id": str(subject),
        "number": "DC-0031",
        "state": "accepted",
        "eta_at": "2026-12-01T09:30:00Z",
    }
    [row] = await listed(admin)
    assert (row["id"], row["state"], row["attempts"]) == (body["id"], "delivered", 1)
    assert receiver.ids == [body["id"]]
    [endpoint] = await endpoints(admin)
    assert endpoint["last_success_at"] is not None


@pytest.mark.parametrize(
    ("way", "status", "why"),
    [
        (page(status=500), 500, "Le logiciel a répondu 500."),
        (page(status=404), 404, "Le logiciel a répondu 404."),
        (stalls, None, "Pas de réponse entière dans le temps donné."),
        (dies_midway, None, "Personne ne répond à cette adresse, ou la connexion a été coupée."),
        (
            redirect("http://127.0.0.1:1/prive"),
            302,
            "Le logiciel a répondu 302 : une redirection, qui n’est pas suivie.",
        ),
        (endless(rules.LONGEST_ANSWER + 1), None, "La réponse est trop longue : 64 ko au plus."),
    ],
    ids=["broken", "lost", "stalls", "dies", "redirects", "talks"],
)
async def test_what_is_not_taken_comes_again_under_the_same_id(
    way: Serve,
    status: int | None,
    why: str,
    connect: Connect,
    announce: Announce,
    receiver: Receiver,
    admin: SignedIn,
    town_hall: SignedIn,
    shift_clock: ShiftClock,
    hurried: None,
) -> None:
    await connect()
    await announce("received")
    receiver.ways.append(way)
    await send_due(town_hall.community_id)
    [row] = await listed(admin, state="waiting")
    assert (row["last_status"], row["last_error"], row["delivered_at"]) == (status, why, None)
    assert await send_due(town_hall.community_id) == 0, "not at once"
    shift_clock(seconds=11)
    await send_due(town_hall.community_id)
    [row] = await listed(admin)
    assert (row["state"], row["last_error"], row["attempts"]) == ("delivered", None, 2)
    first, second = receiver.host.asked
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]


async def test_an_address_that_is_not_public_any_more_is_not_called(
    connect: Connect, announce: Announce, admin: SignedIn, town_hall: SignedIn
) -> None:
    async with receiving() as inside:
        await connect(url=inside.url)
        settings().outgoing_allows = ""
        await announce("received")
        await send_due(town_hall.community_id)
        assert inside.host.asked == []
    [row] = await listed(admin)
    assert row["last_error"] == "Cette adresse n’est pas sur l’Internet public : elle n’est pas appelée."


async def test_the_steps_of_one_request_come_in_order_and_hold_no_other_up(
    connect: Connect,
    announce: Announce,
    receiver: Receiver,
    town_hall: SignedIn,
    shift_clock: ShiftClock,
) -> None:
    await connect()
    one, other = new_id(), new_id()
    receiver.ways.append(page(status=500))
    await announce("received", one, number=31)
    await send_due(town_hall.community_id)
    await announce("accepted", one, number=31)
    await announce("received", other, number=32)
    await announce("arrived", one, number=31)
    await send_due(town_hall.community_id)
    assert receiver.steps == ["received DC-0031", "received DC-0032"]
    shift_clock(seconds=11)
    await send_due(town_hall.community_id)
    assert receiver.steps[2:] == ["received DC-0031", "accepted DC-0031", "arrived DC-0031"]


async def test_another_organisation_is_never_told(
    connect: Connect,
    announce: Announce,
    receiver: Receiver,
    admin: SignedIn,
    town_hall: SignedIn,
    as_role: AsRole,
    make_community: MakeCommunity,
    database: Database,
) -> None:
    await connect()
    police = await as_role("requester", organisation_kind="police")
    far = (await make_community("Ailleurs")).id
    elsewhere = await as_role("requester", organisation_id=town_hall.organisation_id, community_id=far)
    await announce("received", of=police)
    await announce("received", of=elsewhere)
    nobody = SignedIn.__new__(SignedIn)
    nobody.community_id, nobody.organisation_id = town_hall.community_id, None
    await announce("received", of=nobody)
    assert database.sql("SELECT count(*) FROM webhook_deliveries") == [(0,)]
    for community_id in (town_hall.community_id, far):
        assert await send_due(community_id) == 0
    assert receiver.host.asked == []
    assert await listed(admin) == []


async def test_only_the_chosen_kinds_are_told_and_none_to_a_closed_client(
    connect: Connect, announce: Announce, receiver: Receiver, town_hall: SignedIn, database: Database
) -> None:
    await connect(event_types=["death_certification.arrived", "death_certification.arrived"])
    await announce("received")
    await announce("arrived")
    await send_due(town_hall.community_id)
    assert receiver.steps == ["arrived DC-0031"]
    await announce("arrived", number=32)
    database.sql("UPDATE machine_clients SET is_active = false")
    await announce("arrived", number=33)
    assert await send_due(town_hall.community_id) == 0
    assert receiver.steps == ["arrived DC-0031"]


async def test_410_ends_it_and_the_administration_is_told(
    connect: Connect, announce: Announce, receiver: Receiver, admin: SignedIn, town_hall: SignedIn
) -> None:
    await connect()
    receiver.ways.append(page(status=410))
    await announce("received", number=31)
    await send_due(town_hall.community_id)
    [endpoint] = await endpoints(admin)
    assert (endpoint["state"], endpoint["disabled_reason"]) == ("disabled", "gone")
    [row] = await listed(admin)
    assert (row["state"], row["last_status"]) == ("failed", 410)
    told = (await admin.call("listNotifications")).json()["items"]
    assert [one["kind"] for one in told] == ["webhook_disabled"]
    await announce("received", number=32)
    assert await send_due(town_hall.community_id) == 0
    resumed = await admin.call("resumeWebhookEndpoint", endpoint_id=endpoint["id"])
    assert (resumed.status_code, resumed.json()["disabled_reason"]) == (200, None)
    await send_due(town_hall.community_id)
    assert receiver.steps == ["received DC-0031", "received DC-0032"], "what waited leaves"


async def test_a_day_of_failures_gives_a_step_up_and_five_disable_the_address(
    connect: Connect,
    announce: Announce,
    receiver: Receiver,
    as_role: AsRole,
    town_hall: SignedIn,
    shift_clock: ShiftClock,
) -> None:
    await connect()
    receiver.ways.extend([page(status=503)] * 100)
    await announce("received", number=31)
    for _ in range(30):
        await send_due(town_hall.community_id)
        shift_clock(hours=1)
    admin = await as_role("admin")  # the one before was away for too long
    [row] = await listed(admin)
    assert (row["state"], row["last_status"], row["next_attempt_at"]) == ("failed", 503, None)
    [endpoint] = await endpoints(admin)
    assert (endpoint["state"], endpoint["failed"]) == ("active", 1)
    shift_clock(days=4)
    await announce("received", number=32)
    await send_due(town_hall.community_id)
    [endpoint] = await endpoints(await as_role("admin"))
    assert (endpoint["state"], endpoint["disabled_reason"]) == ("disabled", "failing")


async def test_what_is_paused_waits_and_a_month_later_is_forgotten(
    connect: Connect,
    announce: Announce,
    receiver: Receiver,
    admin: SignedIn,
    town_hall: SignedIn,
    shift_clock: ShiftClock,
) -> None:
    endpoint = (await connect())["endpoint"]
    paused = await admin.call("pauseWebhookEndpoint", endpoint_id=endpoint["id"])
    assert (paused.status_code, paused.json()["state"]) == (200, "paused")
    await announce("received", number=31)
    assert await send_due(town_hall.community_id) == 0
    [shown] = await endpoints(admin)
    assert shown["waiting"] == 1
    resumed = await admin.call("resumeWebhookEndpoint", endpoint_id=endpoint["id"])
    assert resumed.status_code == 200
    await send_due(town_hall.community_id)
    assert receiver.steps == ["received DC-0031"]
    at = datetime.now(UTC)
    assert await forget_old(town_hall.community_id, at + timedelta(days=29)) == 0
    assert await forget_old(town_hall.community_id, at + timedelta(days=31)) == 1
    assert await listed(admin) == []
