"""Invented patients for the demonstration: the same seed and day always give the same people."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

# Share of each age range (years, upper bound excluded) among people who ask for unscheduled care.
_AGES = (
    ((0, 2), 8),
    ((2, 7), 16),
    ((7, 16), 12),
    ((16, 30), 14),
    ((30, 60), 24),
    ((60, 80), 16),
    ((80, 97), 10),
)
_STREETS = {
    "vitry": (
        "rue des Cordiers",
        "allée du Vercors",
        "rue des Trois-Ponts",
        "avenue du Verger",
        "rue des Lilas",
    ),
    "provence": ("chemin des Micocouliers", "rue du Lavoir", "traverse des Mineurs", "cours des Tilleuls"),
}


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Someone invented. `phone` is in the mobile range reserved for fiction; `phone_of` says whose it is when
    it is not the person's own (a parent's, a daughter's)."""

    family_name: str
    given_name: str
    sex: Literal["female", "male"]
    birth_date: date
    phone: str
    phone_of: str | None
    sector: str
    commune_insee: str
    address_line: str


@cache
def names() -> Any:
    """Pools of invented names: `family` by territory, `female` and `male` given names."""
    return json.loads(files("api.seed").joinpath("data", "names.json").read_text(encoding="utf-8"))


@cache
def sectors(territory: str) -> list[dict[str, Any]]:
    """Quarters or villages of a demo territory (`vitry`, `provence`), with their middle."""
    text = files("api.seed").joinpath("data", "sectors.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)[territory]
    return found


def people(territory: str, seed: int, today: date) -> Iterator[DemoPerson]:
    """Up to 10,000 invented patients of a territory, of every age on `today`; names and phones all differ."""
    draw = random.Random(f"{territory}-{seed}")  # noqa: S311  # invented people, not secrets
    seen: set[tuple[str, str]] = set()
    numbers = iter(draw.sample(range(10_000), 10_000))
    for number in numbers:
        sex: Literal["female", "male"] = draw.choice(("female", "male"))
        name = (draw.choice(names()["family"][territory]), draw.choice(names()[sex]))
        while name in seen:
            name = (draw.choice(names()["family"][territory]), draw.choice(names()[sex]))
        seen.add(name)
        bounds = draw.choices([ages for ages, _ in _AGES], weights=[weight for _, weight in _AGES])[0]
        years, days = draw.randrange(*bounds), draw.randrange(1, 365)
        sector = draw.choice(sectors(territory))
        yield DemoPerson(
            family_name=name[0],
            given_name=name[1],
            sex=sex,
            birth_date=today - timedelta(days=round(years * 365.25) + days),
            phone=f"063998{number:04d}",
            phone_of=_owner(draw, years, name[0]),
            sector=sector["name"],
            commune_insee=sector["commune_insee"],
            address_line=f"{draw.randrange(1, 90)} {draw.choice(_STREETS[territory])}",
        )


def _owner(draw: random.Random, years: int, family_name: str) -> str | None:
    """Whose phone it is, when not the person's: a parent's for a child, often a relative's after 80."""
    if years < 16:
        return draw.choice((f"Mère, Mme {family_name}", f"Père, M. {family_name}"))
    if years >= 80 and draw.random() < 0.6:
        relatives: Sequence[str] = ("Fille", "Fils", "Voisine", "Aide à domicile")
        return draw.choice(relatives)
    return None
