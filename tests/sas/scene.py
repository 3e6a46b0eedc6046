"""What tests of the transmissions do over and over."""

from typing import Any

from api.core.national_ids import PERSON_IDS
from api.identity.regulators import NationalIdentifier
from tests.availability.conftest import Opens, booking, day_of, slot, tomorrow_at
from tests.roles import SignedIn

DAYS = 3
"""Days from now, of the doctor's opening from 9 to 12."""

OPERATOR = "3456780581/11242343"
"""A regulator without RPPS, as in the guide's example."""

KEPT_AS = NationalIdentifier(PERSON_IDS, OPERATOR)


async def an_opening(doctor: SignedIn, opens: Opens, **given: Any) -> dict[str, Any]:
    """Time of a doctor, in some days."""
    return await opens(doctor, **{"on_day": day_of(tomorrow_at(9, days=DAYS)), **given})


async def booked(who: SignedIn, opening: dict[str, Any], hour: int = 9, minute: int = 0) -> dict[str, Any]:
    """An appointment of that opening."""
    wanted = slot(opening, tomorrow_at(hour, minute, days=DAYS))
    answer = await who.call("bookAppointment", json=booking(wanted))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def moved(
    who: SignedIn, appointment: dict[str, Any], opening: dict[str, Any], hour: int, minute: int = 0
) -> dict[str, Any]:
    """The same appointment at another time of the opening."""
    answer = await who.call(
        "moveAppointment",
        appointment_id=appointment["id"],
        headers={"If-Match": f'"{appointment["version"]}"'},
        json={"slot_id": slot(opening, tomorrow_at(hour, minute, days=DAYS))},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def cancelled(who: SignedIn, appointment: dict[str, Any], by: str = "professional") -> None:
    """No more appointment."""
    answer = await who.call("cancelAppointment", appointment_id=appointment["id"], json={"by": by})
    assert answer.status_code == 200, answer.text


async def listed(admin: SignedIn, **params: Any) -> list[dict[str, Any]]:
    """What the administration sees."""
    answer = await admin.call("listSasTransmissions", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]
