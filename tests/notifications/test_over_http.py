"""One's own messages, and the list of sendings."""

from uuid import uuid4

import pytest

from api.contract.models import NotificationKind
from api.identity.tables import Community
from api.notifications import service
from tests.conftest import Database
from tests.notifications.conftest import PostOffice, Write
from tests.roles import AsRole, MakeCommunity, ShiftClock, SignedIn

pytestmark = pytest.mark.anyio


async def test_my_messages_are_mine_newest_first_with_how_many_are_unread(
    reader: SignedIn, as_role: AsRole, write: Write, shift_clock: ShiftClock
) -> None:
    await write(NotificationKind.offer_made, need="urinary", sector="Fort")
    shift_clock(minutes=1)
    await write(NotificationKind.offer_taken)
    answer = (await reader.call("listNotifications")).json()
    assert [item["kind"] for item in answer["items"]] == ["offer_taken", "offer_made"]
    assert answer["unread"] == 2
    assert answer["items"][1]["need"] == "urinary"
    assert answer["items"][1]["case_id"] is None
    other = await as_role("professional")
    assert (await other.call("listNotifications")).json()["items"] == []


async def test_pages_of_messages_follow_each_other(reader: SignedIn, write: Write) -> None:
    for _ in range(5):
        await write()
    seen: list[str] = []
    cursor: str | None = None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await reader.call("listNotifications", params=query)).json()
        seen += [item["id"] for item in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert len(seen) == len(set(seen)) == 5


async def test_a_message_once_read_stays_read(reader: SignedIn, write: Write, connected: Database) -> None:
    await write()
    (item,) = (await reader.call("listNotifications", params={"unread": True})).json()["items"]
    first = await reader.call("markNotificationRead", notification_id=item["id"])
    again = await reader.call("markNotificationRead", notification_id=item["id"])
    assert first.json()["read_at"] == again.json()["read_at"] is not None
    assert (await reader.call("listNotifications", params={"unread": True})).json()["items"] == []
    assert connected.sql("SELECT state FROM deliveries WHERE channel = 'screen'") == [("read",)]


async def test_nobody_marks_a_message_of_somebody_else(
    reader: SignedIn, as_role: AsRole, write: Write, connected: Database
) -> None:
    await write()
    (item,) = (await reader.call("listNotifications")).json()["items"]
    other = await as_role("professional")
    refused = await other.call("markNotificationRead", notification_id=item["id"])
    assert refused.status_code == 404
    assert connected.sql("SELECT count(*) FROM notifications WHERE read_at IS NOT NULL") == [(0,)]


async def test_the_coordination_sees_what_went_out_and_tries_again(
    reader: SignedIn,
    as_role: AsRole,
    write: Write,
    community: Community,
    post_office: PostOffice,
    shift_clock: ShiftClock,
) -> None:
    post_office.manner = "refuse_person"
    await write(sector="Fort")
    await service.deliver_due(community.id)
    coordinator = await as_role("coordinator")
    listed = (await coordinator.call("listDeliveries")).json()
    assert (listed["queued"], listed["failed"], listed["today"], listed["demo_only"]) == (0, 1, 2, False)
    (failed,) = (await coordinator.call("listDeliveries", params={"state": "failed"})).json()["items"]
    assert failed["channel"] == "email"
    assert failed["actions"] == ["retry"]
    assert failed["case_number"] == "SNP-1204"

    post_office.manner = "accept"
    queued = await coordinator.call("retryDelivery", delivery_id=failed["id"])
    assert queued.json()["state"] == "queued"
    await service.deliver_due(community.id)
    sent = (await coordinator.call("getDelivery", delivery_id=failed["id"])).json()
    assert (sent["state"], sent["attempts"], sent["actions"]) == ("sent", 2, [])
    assert len(post_office.received) == 1

    refused = await coordinator.call("retryDelivery", delivery_id=failed["id"])
    assert (refused.status_code, refused.json()["type"]) == (409, "illegal_transition")


async def test_a_demonstration_shows_what_would_have_gone_out(
    as_role: AsRole, write: Write, community: Community
) -> None:
    await write(sector="Fort")
    await service.deliver_due(community.id)
    coordinator = await as_role("coordinator")
    listed = (await coordinator.call("listDeliveries", params={"channel": "email"})).json()
    assert listed["demo_only"] is True
    (item,) = listed["items"]
    assert item["state"] == "sent"
    assert "Secteur : Fort." in item["text"]


async def test_sendings_are_for_the_coordination_of_the_community_only(
    reader: SignedIn, as_role: AsRole, write: Write, make_community: MakeCommunity
) -> None:
    await write()
    coordinator = await as_role("coordinator")
    (item,) = (await coordinator.call("listDeliveries", params={"channel": "screen"})).json()["items"]
    elsewhere = await make_community("Ailleurs", communes=("13041",))
    stranger = await as_role("coordinator", community_id=elsewhere.id)
    assert (await stranger.call("listDeliveries")).json()["items"] == []
    assert (await stranger.call("getDelivery", delivery_id=item["id"])).status_code == 404
    assert (await stranger.call("retryDelivery", delivery_id=item["id"])).status_code == 404
    assert (await reader.call("listDeliveries")).status_code == 403
    assert (await coordinator.call("getDelivery", delivery_id=str(uuid4()))).status_code == 404
