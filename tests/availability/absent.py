"""Absences for tests: who works together, who is away, and what the worker does next."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from api.availability import service
from api.core import clock
from api.core.db import unit_of_work
from api.directory.tables import Practice
from tests.availability.conftest import booking, slot, tomorrow_at
from tests.roles import SignedIn


async def same_practice(*who: SignedIn) -> None:
    """They work in one structure."""
    async with unit_of_work() as db:
        ids = [one.professional_id for one in who]
        await db.execute(
            update(Practice).where(Practice.professional_id.in_(ids)).values(structure_id="C99999900000001")
        )


def away(from_hour: int = 0, to_hour: int = 23, *, days: int = 1, **given: Any) -> dict[str, Any]:
    """The body of an absence of tomorrow (or some days later)."""
    return {
        "starts_at": tomorrow_at(from_hour, days=days).isoformat(),
        "ends_at": tomorrow_at(to_hour, days=days).isoformat(),
        "reason": "illness",
        **given,
    }


async def say_away(who: SignedIn, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Say an absence; the answer, which must be a success."""
    answer = await who.call("createAbsence", json=body or away())
    assert answer.status_code == 201, answer.text
    return answer.json()


async def book(who: SignedIn, opening: dict[str, Any], at: datetime, **given: Any) -> dict[str, Any]:
    """Book a slot directly; the appointment."""
    answer = await who.call("bookAppointment", json=booking(slot(opening, at), **given))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def work(who: SignedIn) -> int:
    """What the worker does at once, and every few seconds."""
    return await service.replace_displaced(who.community_id, clock.now())


async def follow_ups(who: SignedIn, absence: dict[str, Any]) -> list[dict[str, Any]]:
    """What an absence met, as somebody sees it now."""
    answer = await who.call("listDisplacedAppointments", absence_id=absence["id"])
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def follow_up(who: SignedIn, absence: dict[str, Any]) -> dict[str, Any]:
    """The only one."""
    [row] = await follow_ups(who, absence)
    return row


def steps(row: dict[str, Any]) -> list[str]:
    """What was tried, in order."""
    return [one["step"] for one in row["tried"]]


async def say(who: SignedIn, row: dict[str, Any], outcome: str) -> Any:
    """What came of a call."""
    return await who.call("recordDisplacedCall", displaced_id=row["id"], json={"outcome": outcome})


async def read(who: SignedIn, appointment: dict[str, Any]) -> dict[str, Any]:
    """An appointment as somebody sees it now."""
    answer = await who.call("getAppointment", appointment_id=appointment["id"])
    assert answer.status_code == 200, answer.text
    return answer.json()


async def now(who: SignedIn, absence: dict[str, Any]) -> dict[str, Any]:
    """An absence as somebody sees it now."""
    answer = await who.call("getAbsence", absence_id=absence["id"])
    assert answer.status_code == 200, answer.text
    return answer.json()


async def end(who: SignedIn, absence: dict[str, Any]) -> Any:
    """Take an absence back, in its present version."""
    version = (await now(who, absence))["version"]
    headers = {"If-Match": f'"{version}"'}
    return await who.call("endAbsence", absence_id=absence["id"], headers=headers)


async def withdraw(who: SignedIn, absence: dict[str, Any]) -> Any:
    """The replacement does not come."""
    version = (await now(who, absence))["version"]
    headers = {"If-Match": f'"{version}"'}
    return await who.call("withdrawReplacement", absence_id=absence["id"], headers=headers)
