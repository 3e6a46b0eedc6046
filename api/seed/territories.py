"""The two communities of the demonstration: their territory, their structures, their quarters."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import OrganisationChecker
from api.directory.tables import Organisation, OrganisationMember, Practice, Sector
from api.identity.tables import Community


@dataclass(frozen=True)
class Territory:
    """What the demonstration knows of one community before anything is imported."""

    key: str
    finess: str
    name: str
    short_name: str
    communes: tuple[str, ...]
    coordination_name: str
    coordination_phone: str
    first_number: int

    def rpps_files(self) -> list[Path]:
        """The files of the national format that are imported like any other."""
        return sorted(Path(str(files("api.seed").joinpath("data", self.key))).glob("*.txt"))


VITRY = Territory(
    key="vitry",
    finess="949990006",
    name="CPTS de Vitry-sur-Seine",
    short_name="Vitry",
    communes=("94081",),
    coordination_name="Inès Carpentier",
    coordination_phone="+33199009400",
    first_number=1180,
)
PROVENCE = Territory(
    key="provence",
    finess="139990006",
    name="CPTS Provence Santé",
    short_name="Provence",
    # INSEE codes: several of these twelve communes share a postcode.
    communes=(
        "13015",
        "13019",
        "13025",
        "13040",
        "13041",
        "13046",
        "13060",
        "13062",
        "13072",
        "13087",
        "13107",
        "13110",
    ),  # fmt: skip
    coordination_name="Maud Ferréol",
    coordination_phone="+33465710042",
    first_number=310,
)
TERRITORIES = (VITRY, PROVENCE)


@cache
def _data(name: str) -> Any:
    return json.loads(files("api.seed").joinpath("data", name).read_text(encoding="utf-8"))


def places() -> dict[str, dict[str, Any]]:
    """Structure id of the national file -> quarter and coordinates, which that file does not carry."""
    return dict(_data("places.json"))


def structure_hours() -> dict[str, list[dict[str, Any]]]:
    """Structure id of the national file -> its weekly hours."""
    facts = _data("organisations.json")
    return {
        place["structure_id"]: place["hours"]
        for place in facts
        if place.get("structure_id") and place["hours"]
    }


async def make_places(db: AsyncSession, community: Community, territory: Territory) -> None:
    """The quarters and the structures of the territory, in the caller's transaction."""
    for sector in _data("sectors.json")[territory.key]:
        db.add(Sector(community_id=community.id, **sector))
    for facts in _data("organisations.json"):
        if facts["territory"] == territory.key:
            db.add(Organisation(**_organisation(facts)))
    await db.flush()


async def make_pages(db: AsyncSession, territory: Territory, today: date) -> None:
    """What the pages of structures say: who works there, by the national file; some found right lately, and
    a pharmacy that closes for some days."""
    by_structure = {
        facts["structure_id"]: facts["name"]
        for facts in _data("organisations.json")
        if facts["territory"] == territory.key and facts.get("structure_id")
    }
    found = await db.scalars(select(Organisation).where(Organisation.commune_insee.in_(territory.communes)))
    organisations = {one.name: one for one in found}
    staff = await db.execute(
        select(Practice.structure_id, Practice.professional_id)
        .where(Practice.structure_id.in_(by_structure), Practice.is_active)
        .distinct()
    )
    for structure_id, professional_id in staff:
        organisation = organisations[by_structure[structure_id]]
        db.add(OrganisationMember(organisation_id=organisation.id, professional_id=professional_id))
    for number, one in enumerate(sorted(organisations.values(), key=lambda one: one.name)):
        if number % 3 < 2:
            one.checked_on = today - timedelta(days=2 + 5 * number % 60)
            one.checked_by = OrganisationChecker.structure if number % 3 else OrganisationChecker.coordination
    closing = max((one for one in organisations.values() if one.kind == "pharmacy"), key=lambda one: one.name)
    first, last = today + timedelta(days=4), today + timedelta(days=9)
    closing.exceptions = [{"from_day": first.isoformat(), "to_day": last.isoformat(), "spans": []}]
    await db.flush()


def _organisation(facts: dict[str, Any]) -> dict[str, Any]:
    columns = {column.key for column in Organisation.__table__.columns} - {"id", "search_text"}
    return {name: value for name, value in facts.items() if name in columns}


async def organisation_named(
    db: AsyncSession, kind: str, commune_insee: tuple[str, ...], part: str
) -> Organisation:
    """The structure of that kind in the territory whose name holds `part`; LookupError when there is none."""
    found = await db.scalar(
        select(Organisation)
        .where(
            Organisation.kind == kind,
            Organisation.commune_insee.in_(commune_insee),
            Organisation.name.contains(part),
        )
        .order_by(Organisation.name)
        .limit(1)
    )
    if found is None:
        raise LookupError(f"No {kind} called {part!r} in the demonstration's data")
    return found
