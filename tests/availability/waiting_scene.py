"""Somebody who has an appointment and would come earlier, for tests of moves and of the waiting list."""

from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import select

from api.availability import service
from api.core import clock
from api.core.db import unit_of_work
from api.identity.tables import Community, CommunityRulesRow
from tests.availability.conftest import Opens, booking, day_of, slot, tomorrow_at
from tests.conftest import Database
from tests.roles import SignedIn

DAYS = 3
"""The appointment that everybody begins with is so many days ahead, at 9."""


async def booked(doctor: SignedIn, who: SignedIn, opens: Opens, **given: Any) -> dict[str, Any]:
    """An appointment with the doctor in three days at 9, booked by `who`; the morning stays open after."""
    opening = await opens(doctor, on_day=day_of(tomorrow_at(9, days=DAYS)))
    answer = await who.call(
        "bookAppointment", json=booking(slot(opening, tomorrow_at(9, days=DAYS)), **given)
    )
    assert answer.status_code == 201, answer.text
    return answer.json() | {"opening": opening}


async def waits(
    who: SignedIn, appointment: dict[str, Any], scope: str = "same_professional"
) -> dict[str, Any]:
    """Ask for an earlier time; the entry."""
    body = {"appointment_id": appointment["id"], "scope": scope}
    answer = await who.call("createWaitingEntry", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def entry_of(who: SignedIn, appointment_id: str | None = None) -> dict[str, Any]:
    """The only entry that somebody sees, ended or not."""
    params = {"open": "false"} | ({"appointment_id": appointment_id} if appointment_id else {})
    answer = await who.call("listWaitingEntries", params=params)
    assert answer.status_code == 200, answer.text
    [entry] = answer.json()["items"]
    return entry


async def sweep(community: Community, at: datetime | None = None) -> int:
    """What the worker does every minute."""
    return await service.propose_earlier(community.id, at or clock.now())


async def move(who: SignedIn, appointment: dict[str, Any], **body: Any) -> httpx.Response:
    """Move an appointment in the version that was read."""
    return await who.call(
        "moveAppointment",
        appointment_id=appointment["id"],
        headers={"If-Match": f'"{appointment["version"]}"'},
        json=body,
    )


async def limits(community: Community, **values: Any) -> None:
    """Change the rules of appointments of the community."""
    async with unit_of_work(community.id) as db:
        row = await db.scalar(select(CommunityRulesRow).where(CommunityRulesRow.community_id == community.id))
        row.document = row.document | {"appointments": row.document["appointments"] | values}


async def missed(
    doctor: SignedIn, who: SignedIn, opens: Opens, database: Database, **given: Any
) -> dict[str, Any]:
    """Somebody did not come an hour ago: the follow-up that `who` has of it. Nothing stays open."""
    appointment = await booked(doctor, who, opens, **given)
    await doctor.call("deleteOpening", opening_id=appointment["opening"]["id"], headers={"If-Match": '"1"'})
    hour_ago = clock.now() - timedelta(hours=1)
    database.sql(
        "UPDATE appointments SET starts_at = %s, ends_at = %s WHERE id = %s",
        hour_ago,
        hour_ago + timedelta(minutes=20),
        appointment["id"],
    )
    database.sql("DELETE FROM claims WHERE resource_id = %s", doctor.professional_id)
    said = await doctor.call("recordNoShow", appointment_id=appointment["id"])
    assert said.status_code == 200, said.text
    return (await follow_ups(who))[0]


async def follow_ups(who: SignedIn, **params: str) -> list[dict[str, Any]]:
    """The people who did not come, as somebody sees them."""
    answer = await who.call("listNoShowFollowUps", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]
