"""Is an address in the territory? By INSEE code, else by the names and postal codes that the line carries."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from api.directory import geography
from api.directory.rpps.records import Certainty

_CEDEX = re.compile(r"\s+CEDEX(?:\s+\d+)?$")
_POSTCODE = re.compile(r"^\d{5}\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A commune of the territory, and how sure."""

    insee: str
    certainty: Certainty


class Territory:
    """The communes of a community, ready to recognise addresses."""

    def __init__(self, insee_codes: Collection[str]) -> None:
        codes = geography.with_arrondissements(insee_codes)
        known = [geography.communes()[code] for code in codes if code in geography.communes()]
        self._codes = codes
        self.insee = frozenset(code.encode() for code in codes)
        self._by_name: dict[str, list[geography.Commune]] = {}
        self._by_postcode: dict[str, list[str]] = {}
        for commune in known:
            self._by_name.setdefault(geography.plain_name(commune.name), []).append(commune)
            for postcode in commune.postcodes:
                self._by_postcode.setdefault(postcode, []).append(commune.insee)
        # A CEDEX code is not a commune's postal code, but begins with the same two digits.
        self.postal_prefixes = frozenset(postcode[:2].encode() for postcode in self._by_postcode)
        # A whole city's code says nothing of the arrondissement: its postal code does.
        self._cities = frozenset(codes) & {"13055", "69123", "75056"}

    def commune(self, insee: str, name: str, cedex: str, postcode: str) -> Found | None:
        """The commune of an address, from the texts of its line; None when outside the territory."""
        if insee.encode() in self.insee and insee not in self._cities:
            return Found(insee, Certainty.insee)
        if insee and insee not in self._cities:
            return None
        postal_line = cedex.strip().upper()
        given = _POSTCODE.match(postal_line)
        postcode = postcode.strip() or (given.group() if given else "")
        names = ((_POSTCODE.sub("", _CEDEX.sub("", postal_line)), Certainty.cedex), (name, Certainty.name))
        for text, certainty in names:
            if text and (found := self._named(text, postcode, certainty)):
                return found
        if any(self._is_elsewhere(text, postcode) for text, _ in names):
            return None
        return self._posted(postcode) or (Found(insee, Certainty.insee) if insee else None)

    def _is_elsewhere(self, name: str, postcode: str) -> bool:
        """Whether the name is that of a commune outside the territory that has the same postal code."""
        wanted = geography.plain_name(name)
        others = geography.communes_of_postcode(postcode) - self._codes
        return bool(wanted) and any(
            geography.plain_name(geography.communes()[other].name) == wanted for other in others
        )

    def _named(self, name: str, postcode: str, certainty: Certainty) -> Found | None:
        """By name, within the postal prefix of that commune: there is a Saint-Denis in many départements."""
        wanted = geography.plain_name(name)
        matches = [
            commune.insee
            for commune in self._by_name.get(wanted, [])
            if not postcode or any(postcode[:2] == own[:2] for own in commune.postcodes)
        ]
        return Found(matches[0], certainty) if len(matches) == 1 else None

    def _posted(self, postcode: str) -> Found | None:
        """By a postal code that only one commune of the territory has."""
        matches = self._by_postcode.get(postcode, [])
        if len(matches) != 1:
            return None
        alone = geography.communes_of_postcode(postcode) <= {matches[0]}
        return Found(matches[0], Certainty.postcode if alone else Certainty.shared_postcode)
