"""Search for times: the soonest first, however far they are."""

from datetime import timedelta
from typing import Any

from api.core import clock
from tests.availability.conftest import tomorrow_at
from tests.roles import SignedIn
from tests.teleconsultations.bookings.scene import KioskClient, open_by_video


async def ask(kiosk: KioskClient, **query: Any) -> dict[str, Any]:
    """What the kiosk finds in the next seven days."""
    at = clock.now()
    window = {"from_at": at.isoformat(), "until": (at + timedelta(days=7)).isoformat()}
    answer = await kiosk.call("findKioskTimes", site_id=kiosk.site_id, params=window | query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_times_of_the_first_day_and_of_later_ones_come_in_order_each_once(
    kiosk: KioskClient, doctor: SignedIn
) -> None:
    later = (tomorrow_at(9) + timedelta(days=4)).date().isoformat()
    await open_by_video(doctor, on_day=later)
    found = await ask(kiosk, limit=50)
    starts = [time["starts_at"] for time in found["times"]]
    assert starts == sorted(set(starts))
    assert len(starts) == 24
    assert not found["more"]
    assert {start[:10] for start in starts} == {tomorrow_at(9).date().isoformat(), later}


async def test_as_many_times_as_wanted_come_and_it_is_said_when_there_are_more(
    kiosk: KioskClient, doctor: SignedIn
) -> None:
    await open_by_video(doctor, on_day=(tomorrow_at(9) + timedelta(days=4)).date().isoformat())
    every = (await ask(kiosk, limit=50))["times"]
    for limit, more in ((1, True), (12, True), (13, True), (23, True), (24, False)):
        found = await ask(kiosk, limit=limit)
        assert found == {"times": every[:limit], "more": more}
