"""The columns of openings that a reading in bulk asks for, without the mapped class: thousands at a time."""

import json
from collections import namedtuple
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, type_coerce
from sqlalchemy.types import NullType, UserDefinedType

from api.availability.tables import Opening
from api.contract.models import OpeningKind

_WORDS = {"needs", "modes", "audiences"}
_OF_ABSENCE = {"absence_id", "replaces_name"}
_OF_EDITING = {"version", "instead_of_id", "instead_of_day", "created_at", "changed_at", "ended_at"}
_LISTS = {"nth_of_month", "except_days"}

_table = Opening.__table__.c


def _raw(names: Iterable[str]) -> list[ColumnElement[Any]]:
    # Lists come as the driver reads them: SQLAlchemy's own reading takes longer than all the rest.
    return [type_coerce(_table[name], NullType()).label(name) for name in sorted(names)]


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    """`{office,video}`: words of the contract, none of which PostgreSQL would quote."""
    return tuple(text[1:-1].split(",")) if text != "{}" else ()


@lru_cache(maxsize=4096)
def _days(text: str) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, _words(text)))


class _AsText(UserDefinedType[tuple[Any, ...]]):
    """A list that comes as PostgreSQL writes it. Thousands of openings have a few different lists among them:
    each is read once, and is then a tuple that they share."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[str], tuple[Any, ...]]:
        """How SQLAlchemy reads each value."""
        return _days if self.name == "except_days" else _words


def _shared(names: Iterable[str]) -> list[ColumnElement[Any]]:
    return [type_coerce(cast(_table[name], Text), _AsText(name)).label(name) for name in sorted(names)]


_WHEN = [column for column in _table if column.name not in {*_OF_EDITING, *_WORDS, *_LISTS, *_OF_ABSENCE}]

WHEN: list[ColumnElement[Any]] = [*_WHEN, *_shared(_LISTS)]
"""What says when an opening is, and how it is cut: enough to sweep thousands of them."""

OF_SLOTS = [*WHEN, *_shared(_WORDS)]
"""With what is said of a slot: for whom, for what, how."""

COLUMNS = [
    *_WHEN,
    *_raw(_LISTS | _WORDS),
    *(_table[name] for name in ("version", "instead_of_id", "instead_of_day", "replaces_name")),
]
"""All that the rules and the screens read of an opening. Rows of it have the attributes of `Opening`."""

_NAMES = tuple(column.name for column in OF_SLOTS)
_Row = namedtuple("_Row", _NAMES)  # type: ignore[misc]  # noqa: PYI024  the columns are those of the table
_READ: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("id", "community_id", "professional_id", "practice_id"), UUID),
    **dict.fromkeys(("valid_from", "valid_to", "on_day"), date.fromisoformat),
    **dict.fromkeys(("needs", "modes", "audiences", "nth_of_month"), tuple),
    "except_days": lambda days: tuple(map(date.fromisoformat, days)),
    "kind": OpeningKind,
}
_READ_AT = [(place, _READ[name]) for place, name in enumerate(_NAMES) if name in _READ]

AS_TEXT = f"json_build_array({', '.join(f'openings.{name}' for name in _NAMES)})::text"
"""The SQL of one text that holds the columns of `OF_SLOTS`: what `opening_of` reads."""


@lru_cache(maxsize=8192)
def opening_of(text: str) -> Any:
    """The row that the text stands for, as `OF_SLOTS` would give it.

    The text says all that the database holds of the opening, so the same text is the same row: each is read
    once, and one that changed has another text.
    """
    values = json.loads(text)
    for place, read in _READ_AT:
        if values[place] is not None:
            values[place] = read(values[place])
    return _Row._make(values)
