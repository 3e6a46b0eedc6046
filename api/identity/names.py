"""How somebody is called in few letters. PURE."""

import re

_TITLES = frozenset({"dr", "pr", "m", "mme", "mlle"})
_LINKS = frozenset({"de", "du", "des", "la", "le", "les", "d", "l", "et"})


def initials(name: str) -> str:
    """One or two capitals for the badge: "Dr Camille Aubertin" -> "CA", "Mairie de Vitry" -> "MV"."""
    words = [word for word in re.split(r"[\s.’']+", name) if word.casefold() not in _TITLES | _LINKS | {""}]
    return "".join(word[0].upper() for word in (words[:1] + words[-1:] if len(words) > 1 else words))
