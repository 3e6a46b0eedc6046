"""The columns of openings that a reading in bulk asks for, without the mapped class: thousands at a time."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, type_coerce
from sqlalchemy.types import NullType

from api.availability.tables import Opening

_WORDS = {"needs", "modes", "audiences"}
_OF_ABSENCE = {"absence_id", "replaces_name"}
_OF_EDITING = {"version", "instead_of_id", "instead_of_day", "created_at", "changed_at", "ended_at"}
_LISTS = {"nth_of_month", "except_days"}


def _raw(names: Iterable[str]) -> list[ColumnElement[Any]]:
    # Lists come as the driver reads them: SQLAlchemy's own reading takes longer than all the rest.
    return [type_coerce(Opening.__table__.c[name], NullType()).label(name) for name in sorted(names)]


WHEN: list[ColumnElement[Any]] = [
    *(
        column
        for column in Opening.__table__.c
        if column.name not in {*_OF_EDITING, *_WORDS, *_LISTS, *_OF_ABSENCE}
    ),
    *_raw(_LISTS),
]
"""What says when an opening is, and how it is cut: enough to sweep thousands of them."""

OF_SLOTS = [*WHEN, *_raw(_WORDS)]
"""With what is said of a slot: for whom, for what, how."""

_table = Opening.__table__.c
COLUMNS = [*OF_SLOTS, _table.version, _table.instead_of_id, _table.instead_of_day, _table.replaces_name]
"""All that the rules and the screens read of an opening. Rows of it have the attributes of `Opening`."""
