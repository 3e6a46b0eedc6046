"""What every generated model stands on: its base class, and dates that are text with an offset.

Pydantic alone reads a number as a timestamp and a naive instant as a local one; the contract says
`format: date` and `format: date-time` (RFC 3339), so nothing else passes here.
"""

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import AwareDatetime as _AwareDatetime
from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
"""Years that a date of this domain may have: nobody asked for care before, nobody plans care after."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})")


class Model(BaseModel):
    """Base of every generated model. Responses are built from rows by attribute."""

    model_config = ConfigDict(from_attributes=True, protected_namespaces=())


def _day(value: Any) -> Any:
    """Let through a `date`, or its ISO text; refuse numbers, instants and years out of range."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        _check_year(int(value[:4]))
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    raise PydanticCustomError("date_text", "Write the date as YYYY-MM-DD, for example 2026-03-31")


def _instant(value: Any) -> Any:
    """Let through an aware `datetime`, or its RFC 3339 text with an offset; refuse anything else."""
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        _check_year(int(value[:4]))
        return value
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value
    raise PydanticCustomError(
        "instant_text", "Write the instant with its offset, for example 2026-03-31T09:30:00+02:00"
    )


def _check_year(year: int) -> None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise PydanticCustomError(
            "year_range",
            "The year must lie between {earliest} and {latest}",
            {"earliest": EARLIEST_YEAR, "latest": LATEST_YEAR},
        )


date = Annotated[dt.date, BeforeValidator(_day)]
"""A calendar day: `YYYY-MM-DD`."""

AwareDatetime = Annotated[_AwareDatetime, BeforeValidator(_instant)]
"""An instant: RFC 3339 with an offset."""
