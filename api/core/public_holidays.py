"""The public holidays of a territory of France. Pure; the dates are those of the `holidays` library.

Code du travail L3133-1; Alsace and Moselle have two more days (L3134-13), each overseas territory its own
(L3422-2).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from holidays import country_holidays

_TERRITORIES = {
    **{"57": "57", "67": "6AE", "68": "6AE"},
    **{code: code for code in ("971", "972", "973", "974", "976")},
    **{"975": "PM", "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC"},
}
"""Département -> what the library calls it, where it has days of its own."""


class PublicHolidays(NamedTuple):
    """The public holidays of one territory: `day in holidays`, `holidays.name(day)`."""

    territory: str | None

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in _days(self.territory, day.year)

    def name(self, day: date) -> str | None:
        """What the day is called in French; None when it is no public holiday."""
        return _days(self.territory, day.year).get(day)


NATIONAL = PublicHolidays(None)
"""Those that most territories have."""

NO_HOLIDAYS = PublicHolidays("")
"""Of a place where every day is like the others: to ask what would be, were it no holiday."""


def public_holidays(insee: str) -> PublicHolidays:
    """The public holidays of a commune, by its INSEE code."""
    return PublicHolidays(_TERRITORIES.get(_department(insee)))


def holidays_of(communes: Iterable[str]) -> PublicHolidays:
    """Those of a community: of the département where most of its communes lie (INSEE codes)."""
    departments = Counter(_department(insee) for insee in sorted(communes))
    return PublicHolidays(_TERRITORIES.get(departments.most_common(1)[0][0]) if departments else None)


def bridged(day: date, holidays: PublicHolidays, *, saturday_after_thursday: bool = False) -> date | None:
    """The public holiday that makes a bridge of this day, or None: a Monday before one, a Friday or a
    Saturday after one (CSP R6315-1). A holiday is no bridge itself.

    Whether the Saturday that follows a Thursday's holiday is one too, the text does not say.
    """
    if day in holidays:
        return None
    near = {
        0: [day + timedelta(days=1)],
        4: [day - timedelta(days=1)],
        5: [day - timedelta(days=n) for n in ((1, 2) if saturday_after_thursday else (1,))],
    }.get(day.weekday(), [])
    return next((one for one in near if one in holidays), None)


def _department(insee: str) -> str:
    return insee[:3] if insee.startswith(("97", "98")) else insee[:2]


@cache
def _days(territory: str | None, year: int) -> Mapping[date, str]:
    if territory == "":
        return {}
    return MappingProxyType(dict(country_holidays("FR", subdiv=territory, years=year, language="fr").items()))
