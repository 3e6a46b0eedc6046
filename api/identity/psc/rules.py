"""What Pro Santé Connect says of a person, and when it is not taken. Pure: no database, clock or HTTP."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

ACR = "eidas1"
"""The level of authentication that the national reference asks for, sent and verified."""

SCOPE = "openid scope_all"

ATTEMPT_LASTS = timedelta(minutes=10)
"""Between leaving for the provider and coming back."""

MOST_PRACTICES = 50

_LONGEST_LABEL = 164
"""Characters of the name of a structure (DSFT of the national directory)."""


class Failure(StrEnum):
    """Why nobody was signed in, as the address of the page that says it spells it."""

    given_up = "abandon"
    stale = "expire"
    unavailable = "indisponible"
    not_proven = "refuse"
    no_rpps = "sans-rpps"
    no_access = "sans-acces"


class SignInFailed(Exception):
    """Nobody is signed in, and nothing has changed. `detail` is for the logs: no personal datum, no token."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure, self.detail = failure, detail


@dataclass(frozen=True)
class Practice:
    """One activity of an exercice. Codes are national ones (NOS); `place` is what a person calls it."""

    profession_code: str
    specialty_code: str | None
    place: str | None


def local_path(text: str | None) -> str | None:
    """The path, when it leads to a page of this server and nowhere else; else None."""
    fits = text is not None and re.fullmatch(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,600}", text)
    return text if fits else None


def rpps_of(claims: Mapping[str, Any]) -> str:
    """The RPPS number (11 digits) of who the userinfo is about: `8` and the number is the national
    identifier. Raises SignInFailed when there is none, or two."""
    said = {claims[name] for name in ("SubjectNameID", "preferred_username") if _is_text(claims.get(name))}
    if len(said) != 1:
        raise SignInFailed(Failure.no_rpps, f"{len(said)} national identifiers")
    found = re.fullmatch(r"8([0-9]{11})", said.pop())
    if found is None:
        raise SignInFailed(Failure.no_rpps, "The national identifier is not one of the RPPS")
    return found[1]


def practices_of(claims: Mapping[str, Any]) -> list[Practice]:
    """As what and where the person works: an entry per exercice and place, each once, in their order."""
    return list(dict.fromkeys(_practices(claims)))[:MOST_PRACTICES]


def _practices(claims: Mapping[str, Any]) -> Iterator[Practice]:
    for exercice in _list(_object(claims.get("SubjectRefPro")).get("exercices")):
        profession = _label(_object(exercice).get("codeProfession"))
        if profession is None:
            continue
        specialty = _label(_object(exercice).get("codeSavoirFaire"))
        activities = _list(_object(exercice).get("activities"))
        for activity in activities or [None]:
            told = _object(activity)
            parts = (_label(told.get("raisonSocialeSite")), _label(told.get("codePostal")))
            yield Practice(profession, specialty, ", ".join(filter(None, parts)) or None)


def told(practices: list[Practice], occupation: Callable[[str, str | None], str]) -> dict[str, Any] | None:
    """What a session keeps of them, in words; None when there are none. `occupation` words the codes."""
    kept = [
        {"profession": occupation(one.profession_code, one.specialty_code), "place": one.place}
        for one in practices
    ]
    return {"told": kept} if kept else None


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _label(value: Any) -> str | None:
    """A text as it may be shown: on one line, without what does not print, cut where it is too long."""
    if not isinstance(value, str):
        return None
    printed = "".join(letter if letter.isprintable() else " " for letter in value)
    return " ".join(printed.split())[:_LONGEST_LABEL] or None
