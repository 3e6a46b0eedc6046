"""Sites of teleconsultation for tests: pharmacies, what they hold, and who assists there."""

from typing import Any
from uuid import UUID

from sqlalchemy import update

from api.core.db import unit_of_work
from api.directory.tables import Membership, Professional
from tests.days import today
from tests.roles import VITRY, AsRole, SignedIn

PHARMACIST, NURSE = "21", "60"
REQUIRED = ("stethoscope", "otoscope", "oximeter", "blood_pressure")
ALWAYS = [{"weekday": day, "from_time": "00:00", "to_time": "24:00"} for day in range(1, 9)]


def day(after: int = 0) -> str:
    """A day on the calendar of Vitry, so many days from today."""
    return today(after).isoformat()


def a_site(organisation_id: UUID | None, **changed: Any) -> dict[str, Any]:
    """What a pharmacy's site is, with changes."""
    return {
        "kind": "pharmacy",
        "state": "active",
        "organisation_id": None if organisation_id is None else str(organisation_id),
        "name": "Borne du centre",
        "address_line": None,
        "commune_insee": VITRY,
        "sector": None,
        "room": {"closed": True, "seated": True, "apart": True},
        "join_link_base": "https://video.demo/vitry",
        **changed,
    }


def a_kit(*items: str, checked_on: str | None = None) -> dict[str, Any]:
    """A kit of these items (those that are required by default), looked at on one day (today)."""
    on = checked_on or day()
    return {"items": [{"item": item, "checked_on": on} for item in items or REQUIRED]}


def a_connection(**changed: Any) -> dict[str, Any]:
    """A test that went well today, with changes."""
    return {"tested_on": day(), "worked": True, "down_mbps": 48.5, "up_mbps": 9.0, **changed}


def a_training(**changed: Any) -> dict[str, Any]:
    """A training given by the community, which holds for a year more."""
    return {"training": {"kind": "community", "done_on": day(-30), "valid_until": day(335), **changed}}


def if_match(site: dict[str, Any]) -> dict[str, str]:
    """The header that says which version was read."""
    return {"If-Match": f'"{site["version"]}"'}


async def volunteer(who: SignedIn, profession_code: str, *, volunteers: bool = True) -> SignedIn:
    """Make somebody one of that profession, who volunteers to assist (or not)."""
    async with unit_of_work(who.community_id) as db:
        await db.execute(
            update(Membership)
            .where(Membership.professional_id == who.professional_id)
            .values(teleconsultation=volunteers)
        )
        await db.execute(
            update(Professional)
            .where(Professional.id == who.professional_id)
            .values(profession_code=profession_code, title=None)
        )
    return who


async def write(
    who: SignedIn, operation: str, site: dict[str, Any], body: dict[str, Any], status: int = 200
) -> dict[str, Any]:
    """Change a site over the version that was read; what is answered."""
    answer = await who.call(operation, site_id=site["id"], json=body, headers=if_match(site))
    assert answer.status_code == status, answer.text
    return answer.json()


async def name_people(
    who: SignedIn, site: dict[str, Any], people: list[SignedIn], *, hours: Any = None, status: int = 200
) -> dict[str, Any]:
    """Write who assists at a site."""
    named = [{"professional_id": str(one.professional_id), "hours": hours} for one in people]
    return await write(who, "replaceTeleconsultationSitePeople", site, {"people": named}, status)


async def train(
    who: SignedIn, about: SignedIn, body: dict[str, Any] | None = None, *, version: int = 0, status: int = 200
) -> dict[str, Any]:
    """Write the training of somebody over the version that was read."""
    answer = await who.call(
        "replaceTeleconsultationTraining",
        professional_id=about.professional_id,
        json=body or a_training(),
        headers={"If-Match": f'"{version}"'},
    )
    assert answer.status_code == status, answer.text
    return answer.json()


async def open_site(coordinator: SignedIn, body: dict[str, Any], status: int = 201) -> dict[str, Any]:
    """Make a site known; what is answered."""
    answer = await coordinator.call("openTeleconsultationSite", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def made_ready(
    coordinator: SignedIn, site: dict[str, Any], people: list[SignedIn], *, hours: Any = None
) -> dict[str, Any]:
    """Give a site all that it lacks: people who were trained, an opening day and night, a kit, a test."""
    for one in people:
        await train(coordinator, one)
    site = await name_people(coordinator, site, people, hours=hours)
    opening = {"hours": ALWAYS, "exceptions": []}
    site = await write(coordinator, "replaceTeleconsultationSiteOpening", site, opening)
    site = await write(coordinator, "replaceTeleconsultationSiteKit", site, a_kit())
    return await write(coordinator, "recordTeleconsultationConnectionTest", site, a_connection())


async def a_pharmacist(as_role: AsRole, **changed: Any) -> SignedIn:
    """A pharmacist of Vitry who volunteers."""
    return await volunteer(await as_role("professional", **changed), PHARMACIST)


async def a_nurse(as_role: AsRole, **changed: Any) -> SignedIn:
    """A nurse of Vitry who volunteers."""
    return await volunteer(await as_role("professional", **changed), NURSE)
