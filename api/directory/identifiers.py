"""Checks on French identifiers of professionals and structures. A bad key is a warning, never a refusal:
official sample numbers fail it."""

from __future__ import annotations

import re

_RPPS = re.compile(r"[0-9]{11}")
_FINESS = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{7}")
_SIRET = re.compile(r"[0-9]{14}")
_LA_POSTE = "356000000"


def luhn_ok(digits: str) -> bool:
    """Whether a string of ASCII digits satisfies the Luhn key, its last digit."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit)
        if position % 2:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0


def luhn_digit(digits: str) -> str:
    """The digit that, put after `digits`, satisfies the Luhn key."""
    return next(key for key in "0123456789" if luhn_ok(digits + key))


def is_rpps(text: str) -> bool:
    """Whether the text has the shape of an RPPS number: eleven digits, whatever the key."""
    return _RPPS.fullmatch(text) is not None


def finess_ok(text: str) -> bool:
    """Whether the text is a FINESS number with its key; in Corsica 2A and 2B count as 21 and 22."""
    return _FINESS.fullmatch(text) is not None and luhn_ok(text.replace("A", "1").replace("B", "2"))


def siret_ok(text: str) -> bool:
    """Whether the text is a SIRET with its key; La Poste's places follow a rule of their own (a sum)."""
    if _SIRET.fullmatch(text) is None:
        return False
    return luhn_ok(text) or (text.startswith(_LA_POSTE) and sum(map(int, text)) % 5 == 0)
