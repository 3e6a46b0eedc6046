"""What a caller gave for a message, each in the only form in which it may be said. Pure."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

_SECTOR = re.compile(r"[^\W\d_][^\W\d_ '’.-]*(?:[ '’.-]{1,3}[^\W\d_]+)*")
_LONGEST_SECTOR = 60
_DIGITS = 4

E = TypeVar("E", bound=StrEnum)


def word(words: type[E], given: Any) -> E | None:
    """One of these words, and no other."""
    return words(given) if isinstance(given, str) and given in {one.value for one in words} else None


def sector(given: Any) -> str | None:
    """What has the form of the name of a place."""
    named = isinstance(given, str) and len(given) <= _LONGEST_SECTOR and _SECTOR.fullmatch(given)
    return given if named else None


def several(given: Any) -> int | None:
    """A number of things above one, or its text."""
    number = str(given) if isinstance(given, int | str) else ""
    many = int(number) if number.isascii() and number.isdecimal() and len(number) <= _DIGITS else 0
    return many if many > 1 else None


def identifier(given: Any) -> UUID | None:
    """A UUID, or its text."""
    try:
        return UUID(str(given))
    except ValueError:
        return None


def instant(given: Any) -> datetime | None:
    """An aware instant, or its ISO text."""
    if isinstance(given, str):
        try:
            given = datetime.fromisoformat(given)
        except ValueError:
            return None
    return given if isinstance(given, datetime) and given.tzinfo is not None else None
