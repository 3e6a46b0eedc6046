"""With the mail and SMS providers down, a request still comes before the coordination, on the board."""

from api.identity.tables import Community
from api.notifications import service as notifications
from tests.conftest import Database
from tests.death_certifications.conftest import Certifiers
from tests.death_certifications.scene import file, read
from tests.dispatch.scene import tick
from tests.notifications.conftest import (
    MOBILE,
    Door,
    PostOffice,
    choose,
    door,
    post_office,
    quiet_hours,
    sms_gateway,
)
from tests.roles import AsRole, ShiftClock, SignedIn

__all__ = ["door", "post_office", "sms_gateway"]

RINGS = {"email": True, "sms": True, "push": False}


async def test_with_mail_and_sms_down_for_an_hour_it_is_red_on_the_board_all_the_same(
    town_hall: SignedIn,
    coordinator: SignedIn,
    doctors: Certifiers,
    as_role: AsRole,
    awake: Community,
    post_office: PostOffice,
    sms_gateway: Door,
    shift_clock: ShiftClock,
    database: Database,
) -> None:
    [doctor] = await doctors(1)
    quiet_hours(database, "00:00", "00:00")
    known = (await coordinator.call("getNotificationPreferences")).json()["choices"]
    for who in (doctor, coordinator):
        await choose(who, mobile_phone=MOBILE, choices=known | {"coordination": RINGS})
    post_office.manner, sms_gateway.status = "refuse_mail", 503
    request = await file(town_hall)
    for _ in range(12):
        await notifications.deliver_due(awake.id)
        await tick(awake.id)
        shift_clock(minutes=5)
    await tick(awake.id)
    await notifications.deliver_due(awake.id)

    # Each way was tried for the doctor and for the coordination, in vain.
    tried = (
        "SELECT kind, channel, max(attempts) > 0, count(sent_at) FROM notifications"
        " JOIN deliveries ON notification_id = notifications.id"
        " WHERE channel <> 'screen' AND kind IN ('offer_made', 'request_needs_coordinator')"
        " GROUP BY kind, channel ORDER BY kind, channel"
    )
    assert database.sql(tried) == [
        (kind, way, True, 0)
        for kind in ("offer_made", "request_needs_coordinator")
        for way in ("email", "sms")
    ]
    assert (post_office.received, len(sms_gateway.received) > 1) == ([], True)
    # A row is red when it waits for the coordination; those are the first.
    [row] = (await coordinator.call("listCases")).json()["items"]
    assert (row["id"], row["state"], row["waits_for"]) == (request["id"], "nobody_found", "coordinator")
    told = (await coordinator.call("listNotifications")).json()["items"]
    assert [(one["kind"], one["read_at"]) for one in told] == [("request_needs_coordinator", None)]

    # Down until the next morning, it is also said to be late.
    for _ in range(12):
        shift_clock(hours=1)
        await notifications.deliver_due(awake.id)
        await tick(awake.id)
    late = await read(await as_role("coordinator"), request["id"])  # the other was signed out meanwhile
    assert (late["late"], late["waits_for"], post_office.received) == (True, "coordinator", [])
