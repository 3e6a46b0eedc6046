"""When a slot can be booked at a site, and who assists there then: what bookings ask."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from api.core.clock import now
from api.core.db import unit_of_work
from api.teleconsultations.sites import service
from api.teleconsultations.sites.tables import TeleconsultationSite
from tests.conftest import Database
from tests.days import PARIS, today
from tests.roles import SignedIn
from tests.teleconsultations.scene import (
    ALWAYS,
    a_site,
    a_training,
    day,
    made_ready,
    name_people,
    open_site,
    train,
    write,
)


def tomorrow(hour: int) -> datetime:
    """An hour of tomorrow in Vitry."""
    return datetime.combine(today(1), time(hour), PARIS)


async def asked(site: dict[str, Any], start: datetime, minutes: int = 20) -> tuple[list[str], list[UUID]]:
    """Why a slot cannot be booked, and who assists in it."""
    async with unit_of_work(UUID(site["community_id"])) as db:
        where = await db.get_one(TeleconsultationSite, UUID(site["id"]))
        [found] = await service.site_times(db, [where], start, start + timedelta(minutes=minutes), at=now())
        slot = (start, start + timedelta(minutes=minutes))
        lacks, people = found.lacks(*slot), found.assistants_at(*slot)
    return [one.cause.value for one in lacks], people


def of(site: dict[str, Any], who: SignedIn) -> dict[str, Any]:
    """The site, with where it is."""
    return site | {"community_id": str(who.community_id)}


async def test_a_slot_wants_the_site_open_and_somebody_there_for_the_whole_of_it(
    coordinator: SignedIn, pharmacist: SignedIn, site: dict[str, Any]
) -> None:
    hours = [{"weekday": one, "from_time": "09:00", "to_time": "12:00"} for one in range(1, 9)]
    ready = of(await made_ready(coordinator, site, [pharmacist], hours=hours), coordinator)
    assert await asked(ready, tomorrow(9)) == ([], [pharmacist.professional_id])
    assert await asked(ready, tomorrow(9), minutes=180) == ([], [pharmacist.professional_id])
    assert await asked(ready, tomorrow(9), minutes=181) == (["nobody_then"], [])
    assert await asked(ready, tomorrow(12)) == (["nobody_then"], [])
    closed = [{"from_day": day(1), "to_day": day(1), "spans": []}]
    opening = {"hours": ALWAYS, "exceptions": closed}
    await write(coordinator, "replaceTeleconsultationSiteOpening", ready, opening)
    assert await asked(ready, tomorrow(9)) == (["shut_then", "nobody_then"], [])
    past, _ = await asked(ready, now() - timedelta(minutes=5))
    assert "past" in past


async def test_who_is_away_or_whose_training_ends_before_does_not_assist(
    coordinator: SignedIn, pharmacist: SignedIn, site: dict[str, Any], database: Database
) -> None:
    ready = of(await made_ready(coordinator, site, [pharmacist]), coordinator)
    assert await asked(ready, tomorrow(15)) == ([], [pharmacist.professional_id])
    absence = {
        "starts_at": tomorrow(14).isoformat(),
        "ends_at": tomorrow(16).isoformat(),
        "reason": "training",
    }
    said = await pharmacist.call("createAbsence", json=absence)
    assert said.status_code == 201, said.text
    assert await asked(ready, tomorrow(15)) == (["nobody_then"], [])
    assert await asked(ready, tomorrow(16)) == ([], [pharmacist.professional_id])
    await train(coordinator, pharmacist, a_training(valid_until=day()), version=1)
    assert await asked(ready, tomorrow(16)) == (["training_expired"], [])
    async with unit_of_work(coordinator.community_id) as db:
        evening, night = tomorrow(0) - timedelta(hours=2), tomorrow(2)
        where = await db.get_one(TeleconsultationSite, UUID(ready["id"]))
        [found] = await service.site_times(db, [where], evening, night, at=now())
    assert pharmacist.professional_id is not None
    assert found.assistants[pharmacist.professional_id] == [(evening, tomorrow(0))]


async def test_several_sites_are_asked_at_once_in_the_order_given(
    coordinator: SignedIn, pharmacist: SignedIn, site: dict[str, Any]
) -> None:
    await made_ready(coordinator, site, [pharmacist])
    other = await open_site(coordinator, a_site(None, name="À domicile", kind="home_visits"))
    async with unit_of_work(coordinator.community_id) as db:
        where = [await db.get_one(TeleconsultationSite, UUID(one["id"])) for one in (site, other)]
        found = await service.site_times(db, where, tomorrow(9), tomorrow(11), at=now())
        assert await service.site_times(db, [], tomorrow(9), tomorrow(11), at=now()) == []
    assert [(one.site.name, one.open) for one in found] == [
        ("Borne du centre", [(tomorrow(9), tomorrow(11))]),
        ("À domicile", []),
    ]


async def test_nobody_named_is_nobody_there(
    coordinator: SignedIn, pharmacist: SignedIn, site: dict[str, Any]
) -> None:
    ready = of(await made_ready(coordinator, site, [pharmacist]), coordinator)
    await name_people(coordinator, ready, [])
    assert await asked(ready, tomorrow(9)) == (["no_trained_assistant"], [])
