"""Who is seeing people at this instant, and until when."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.availability.rules import Stretches, there_until
from api.core.clock import now
from tests.availability.builders import opening_body
from tests.availability.conftest import practice_of
from tests.roles import AsRole, MakeCommunity, SignedIn

PARIS = ZoneInfo("Europe/Paris")
NOBODY = Stretches([], [])


def presence(*spans: tuple[int, int]) -> Any:
    return SimpleNamespace(hours=SimpleNamespace(spans=spans))


@pytest.mark.parametrize(
    ("spans", "closed", "until"),
    [
        ([(0, 60)], [], 60),
        ([(10, 60)], [], 60),
        ([(11, 60)], [], None),
        ([(0, 10)], [], None),
        ([(0, 20), (20, 40), (50, 60)], [], 40),
        ([(0, 60)], [(5, 15)], None),
        ([(0, 60)], [(0, 10)], 60),
        ([(0, 60)], [(30, 40)], 30),
    ],
)
def test_a_presence_lasts_until_its_end_or_until_it_is_closed(
    spans: list[tuple[int, int]], closed: list[tuple[int, int]], until: int | None
) -> None:
    assert there_until([presence(*spans)], Stretches.of(closed), 10) == until


async def opened(doctor: SignedIn, **changed: Any) -> dict[str, Any]:
    """An opening of the whole of today, on the clock of the territory."""
    today = now().astimezone(PARIS).date().isoformat()
    body = opening_body(await practice_of(doctor), on_day=today, from_time="00:00", to_time="24:00")
    answer = await doctor.call("createOpening", json=body | changed)
    assert answer.status_code == 201, answer.text
    return answer.json()


def midnight() -> datetime:
    tomorrow = now().astimezone(PARIS) + timedelta(days=1)
    return tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)


async def test_who_is_there_is_shown_with_the_place_until_an_absence_takes_them_away(
    as_role: AsRole,
) -> None:
    doctor, colleague = await as_role("professional"), await as_role("professional")
    opening = await opened(doctor, audiences=["pro"])
    [there] = (await colleague.call("listOpenProfessionals")).json()["items"]
    assert there["professional_id"] == str(doctor.professional_id)
    assert there["practice_id"] == opening["practice_id"]
    assert datetime.fromisoformat(there["open_until"]) == midnight()
    away = {
        "starts_at": (now() - timedelta(minutes=1)).isoformat(),
        "ends_at": (now() + timedelta(hours=1)).isoformat(),
        "reason": "illness",
    }
    assert (await doctor.call("createAbsence", json=away)).status_code == 201
    assert (await colleague.call("listOpenProfessionals")).json()["items"] == []


async def test_an_opening_meant_for_others_or_of_another_community_is_not_shown(
    as_role: AsRole, make_community: MakeCommunity
) -> None:
    doctor = await as_role("professional")
    await opened(doctor, audiences=[])
    colleague = await as_role("professional")
    assert (await colleague.call("listOpenProfessionals")).json()["items"] == []
    [own] = (await doctor.call("listOpenProfessionals")).json()["items"]
    assert own["professional_id"] == str(doctor.professional_id)
    there = (await make_community("Ailleurs")).id
    await opened(await as_role("professional", community_id=there), audiences=["public", "cpts"])
    assert (await colleague.call("listOpenProfessionals")).json()["items"] == []
