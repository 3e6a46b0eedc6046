"""The two communities of the demonstration: their territory, their structures, their quarters."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.directory.tables import Organisation, Sector
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
