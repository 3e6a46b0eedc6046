"""How a professional is named aloud, and how far two places are."""

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt

from api.directory.nomenclatures import DENTIST, DOCTOR, GENERAL_PRACTICE

EARTH_RADIUS_KM = 6378.168
"""That of PostgreSQL's `earthdistance`, so that a distance is the same in SQL and in Python."""

_TITLES = {"DR": "Dr", "PR": "Pr", "M": "M.", "MME": "Mme", "MLLE": "Mme"}
_CALLED_DOCTOR = frozenset({DOCTOR, DENTIST})
"""Professions whose members patients call « docteur ». The national file gives a pharmacist « DR » too, for
the thesis: said aloud, it would pass them off as a physician."""


def spoken_title(code: str | None, profession_code: str) -> str | None:
    """The title of a national code (TRE_R11, TRE_R81): « DR » gives « Dr », for doctors and dentists only
    (TRE_G15); None when unknown."""
    title = (code or "").upper()
    return None if title == "DR" and profession_code not in _CALLED_DOCTOR else _TITLES.get(title)


def spoken_name(title: str | None, given_name: str, family_name: str, *, profession_code: str) -> str:
    """As colleagues say it: « Dr Pauline Estève », « Hugo Delannoy » (M. and Mme are not said)."""
    said = spoken_title(title, profession_code) if (title or "").upper() in ("DR", "PR") else None
    return " ".join(part for part in (said, given_name, family_name) if part)


def main_specialty(codes: Sequence[str]) -> str | None:
    """The code under a professional's name: a specialty before a competence, general practice last of all.

    A general practitioner who became an allergist is looked for as an allergist.
    """
    ordered = sorted(codes, key=lambda code: (not code.startswith("S"), code in GENERAL_PRACTICE))
    return ordered[0] if ordered else None


def distance_km(latitude_1: float, longitude_1: float, latitude_2: float, longitude_2: float) -> float:
    """Kilometres as the crow flies between two points in degrees (WGS 84), on a sphere."""
    north, east = radians(latitude_2 - latitude_1), radians(longitude_2 - longitude_1)
    chord = sin(north / 2) ** 2 + cos(radians(latitude_1)) * cos(radians(latitude_2)) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
