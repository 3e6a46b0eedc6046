"""Agendas kept elsewhere, and what a test reads of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from api.availability.service.outside import read_due
from tests.availability.conftest import starts_of, tomorrow_at
from tests.roles import SignedIn


def ics(*spans: tuple[datetime, datetime], extra: str = "") -> str:
    """A calendar with something at those times."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@ailleurs.example\r\nDTSTART:{a.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n"
        f"DTEND:{b.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\nSUMMARY:Dentiste de Mme Secret\r\n{extra}END:VEVENT\r\n"
        for n, (a, b) in enumerate(spans)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//\r\n{events}END:VCALENDAR\r\n"


def at_ten() -> str:
    """A calendar that is busy tomorrow from 10 to 11."""
    return ics((tomorrow_at(10), tomorrow_at(11)))


async def add(who: SignedIn, url: str, **given: Any) -> dict[str, Any]:
    """An agenda read at that address, once."""
    body = {"kind": "ics_url", "name": "Cabinet", "url": url} | given
    answer = await who.call("addOutsideCalendar", json=body)
    assert answer.status_code == 201, answer.text
    await read_due(who.community_id)
    return await shown(who, answer.json()["id"])


async def shown(who: SignedIn, calendar_id: str) -> dict[str, Any]:
    """How the reading of an agenda goes."""
    answer = await who.call("getOutsideCalendar", calendar_id=calendar_id)
    assert answer.status_code == 200
    return answer.json()


async def free(who: SignedIn, *, midnight: datetime | None = None) -> list[str]:
    """The starts of the free slots of tomorrow, or of the day that began then."""
    begins = midnight or tomorrow_at(0)
    at = {"from_at": begins.isoformat(), "to_at": (begins + timedelta(hours=23)).isoformat(), "limit": 200}
    return starts_of(await who.call("searchSlots", params=at))


def matching(version: int) -> dict[str, str]:
    """The header of an edit."""
    return {"If-Match": f'"{version}"'}
