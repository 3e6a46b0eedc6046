"""Each chooses by which ways messages reach them, and reads a summary a day at most."""

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from api.contract.models import NotificationKind
from api.core import clock
from api.core.db import unit_of_work
from api.identity.tables import Community
from api.notifications import service, ways
from tests.conftest import Database
from tests.contract.contents import contents
from tests.letters import text_in
from tests.notifications.conftest import MOBILE, PostOffice, Write, choose
from tests.roles import AsRole, ShiftClock, SignedIn

pytestmark = pytest.mark.anyio


async def test_who_chose_nothing_reads_the_defaults(reader: SignedIn) -> None:
    known = (await reader.call("getNotificationPreferences")).json()
    assert known["version"] == 0
    assert known["families"] == ["offers", "requests", "agenda"]
    assert known["choices"]["offers"] == {"email": True, "sms": True, "push": True}
    assert known["choices"]["requests"] == {"email": True, "sms": False, "push": False}
    assert (known["daily_summary"], known["summary_at"]) == (True, "18:00")
    assert (known["phone_masked"], known["own_phone"], known["quiet_hours"]) == (None, False, None)


async def test_a_choice_is_kept_and_a_number_is_shown_masked_only(
    reader: SignedIn, connected: Database
) -> None:
    after = await choose(reader, daily_summary=False, mobile_phone="06 39 98 01 02")
    assert (after["version"], after["daily_summary"]) == (1, False)
    assert (after["phone_masked"], after["own_phone"]) == ("•• •• •• •• 02", True)
    kept = str(connected.sql("SELECT row_to_json(p) FROM notification_preferences p"))
    trail = str(connected.sql("SELECT detail FROM audit_entries"))
    assert "98 01 02" not in kept + trail
    assert MOBILE not in kept + trail
    again = await choose(reader, daily_summary=True)  # the number was left out: it stays
    assert again["own_phone"] is True
    assert (await choose(reader, mobile_phone=None))["phone_masked"] is None


async def test_the_number_of_the_membership_serves_who_gave_none(
    reader: SignedIn, connected: Database
) -> None:
    from sqlalchemy import select

    from api.directory.tables import Membership

    async with unit_of_work(reader.community_id) as db:
        member = (await db.scalars(select(Membership))).one()
        member.mobile_phone = "+33639980199"
    known = (await reader.call("getNotificationPreferences")).json()
    assert (known["phone_masked"], known["own_phone"]) == ("•• •• •• •• 99", False)


@pytest.mark.parametrize("typed", ["01 99 00 00 01", "06 39 98 01", "+44 7700 900000", "pas un numéro"])
async def test_a_number_that_takes_no_sms_is_refused_and_nothing_changes(
    typed: str, reader: SignedIn, connected: Database
) -> None:
    known = (await reader.call("getNotificationPreferences")).json()
    body = {"choices": known["choices"], "daily_summary": False, "mobile_phone": typed}
    refused = await reader.call("replaceNotificationPreferences", json=body, headers={"If-Match": '"0"'})
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/mobile_phone"]
    assert connected.sql("SELECT count(*) FROM notification_preferences") == [(0,)]


async def test_of_two_first_choices_at_once_one_is_told_to_read_again(reader: SignedIn) -> None:
    known = (await reader.call("getNotificationPreferences")).json()
    body = {"choices": known["choices"], "daily_summary": False}
    answers = await asyncio.gather(
        *(
            reader.call("replaceNotificationPreferences", json=body, headers={"If-Match": '"0"'})
            for _ in range(2)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_choices_are_each_ones_own(reader: SignedIn, as_role: AsRole) -> None:
    await choose(reader, daily_summary=False)
    other = await as_role("professional")
    assert (await other.call("getNotificationPreferences")).json()["daily_summary"] is True


# ---- the daily summary


def at_six(days: int = 0) -> datetime:
    """18:00 in Vitry, today or later."""
    local = clock.now().astimezone(ZoneInfo("Europe/Paris"))
    return local.replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=days)


async def summarise(community: Community, at: datetime) -> int:
    """What the worker does every minute."""
    async with unit_of_work(community.id) as db:
        return await service.write_summaries(db, community.id, at)


async def test_a_summary_groups_what_only_informs_once_a_day(
    post_office: PostOffice, write: Write, community: Community, shift_clock: ShiftClock
) -> None:
    await write(NotificationKind.offer_taken)
    await write(NotificationKind.request_closed)
    await write(NotificationKind.message_posted)  # left at once
    six = at_six(1)
    shift_clock(seconds=(six - clock.now()).total_seconds() - 60)
    assert await summarise(community, six - timedelta(days=2)) == 0
    shift_clock(minutes=2)
    assert await summarise(community, clock.now()) == 1
    assert await summarise(community, clock.now()) == 0
    await service.deliver_due(community.id)
    texts = [text_in(message) for message in post_office.received]
    [summary] = [text for text in texts if "pas encore lu" in text]
    assert "Demande déjà pourvue (SNP-1204)" in summary
    assert "Demande close (SNP-1204)" in summary
    assert "/messages" in summary
    assert "Un message sur une demande" not in summary
    # What comes after today's waits for tomorrow's: nobody gets two in a day.
    await write(NotificationKind.offer_taken)
    assert await summarise(community, clock.now()) == 0
    shift_clock(days=1)
    assert await summarise(community, clock.now()) == 1


async def test_nothing_unread_nothing_sent(
    reader: SignedIn, write: Write, community: Community, connected: Database
) -> None:
    await write(NotificationKind.offer_taken)
    [item] = (await reader.call("listNotifications")).json()["items"]
    await reader.call("markNotificationRead", notification_id=item["id"])
    assert await summarise(community, at_six(2)) == 0
    assert connected.sql("SELECT count(*) FROM deliveries WHERE channel = 'email'") == [(0,)]


async def test_who_wants_no_summary_gets_none_even_later(
    reader: SignedIn, write: Write, community: Community
) -> None:
    await choose(reader, daily_summary=False)
    await write(NotificationKind.offer_taken)
    assert await summarise(community, at_six(2)) == 0
    await choose(reader, daily_summary=True)
    assert await summarise(community, at_six(3)) == 0


async def test_a_summary_that_nobody_wrote_at_its_hour_waits_for_the_next(
    post_office: PostOffice, write: Write, community: Community, shift_clock: ShiftClock
) -> None:
    await write(NotificationKind.offer_taken)
    six = at_six(1)
    shift_clock(seconds=(six - clock.now()).total_seconds())
    assert await summarise(community, six + ways.LATEST_SUMMARY + timedelta(minutes=1)) == 0
    assert await summarise(community, six + timedelta(hours=15)) == 0
    await service.deliver_due(community.id)
    assert post_office.received == []
    assert await summarise(community, six + timedelta(days=1)) == 1


async def test_two_workers_write_one_summary(reader: SignedIn, write: Write, community: Community) -> None:
    await write(NotificationKind.offer_taken)
    written = await asyncio.gather(*(summarise(community, at_six(2)) for _ in range(4)))
    assert sum(written) == 1


@pytest.mark.parametrize("hours", [{"from_time": "21:00", "to_time": "07:00"}, None])
async def test_a_member_is_told_that_their_quiet_hours_are_those_of_the_membership(
    as_role: AsRole, connected: Database, hours: dict[str, str] | None
) -> None:
    member = await as_role("professional")
    known = (await member.call("getNotificationPreferences")).json()
    before = contents(connected)
    refused = await member.call(
        "replaceNotificationPreferences",
        json={"choices": known["choices"], "daily_summary": False, "quiet_hours": hours},
        headers={"If-Match": f'"{known["version"]}"'},
    )
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/quiet_hours")
    assert contents(connected) == before
