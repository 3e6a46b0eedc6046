"""Communes of France: names, postal codes, places, and the outlines drawn on the map.

A territory is a list of INSEE codes, never of postal codes: several communes share one postal code.
The data is packaged (`data/geo/`, origin and licence in its README).
"""

from __future__ import annotations

import json
import lzma
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import cos, inf, radians
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

# The three cities whose arrondissements have INSEE codes of their own, with the range of these codes.
_ARRONDISSEMENTS = {"13055": range(13201, 13217), "69123": range(69381, 69390), "75056": range(75101, 75121)}
# To show with the map, as the licence asks (data/geo/README.md).
ATTRIBUTION = "Contours : IGN, Etalab (Licence Ouverte 2.0)"
_CLOCKS = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
"""Overseas territory -> its clock; everywhere else it is that of Paris."""
_OUTLINES = ("outlines-vitry.geojson", "outlines-provence.geojson")


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune or an arrondissement; `lat` and `lon` in degrees (WGS 84), None when unknown."""

    insee: str
    name: str
    postcodes: tuple[str, ...]
    population: int
    lat: float | None
    lon: float | None

    @property
    def departement(self) -> str:
        """Code of the département: two characters, three overseas."""
        return self.insee[:3] if self.insee.startswith("97") else self.insee[:2]


@dataclass(frozen=True, slots=True)
class Outline:
    """A commune on the map; `polygons` are GeoJSON MultiPolygon coordinates (longitude, latitude)."""

    insee: str
    name: str
    inside: bool
    polygons: list[list[list[list[float]]]]


@dataclass(frozen=True, slots=True)
class TerritoryMap:
    """What the map draws; `water` holds lines of (longitude, latitude)."""

    communes: tuple[Outline, ...]
    water: tuple[list[list[float]], ...]


@cache
def communes() -> Mapping[str, Commune]:
    """Every commune and arrondissement, by INSEE code."""
    packed = files("api.directory").joinpath("data", "geo", "communes.tsv.xz").read_bytes()
    lines = lzma.decompress(packed).decode().splitlines()[1:]
    return MappingProxyType({commune.insee: commune for commune in map(_commune, lines)})


def _commune(line: str) -> Commune:
    insee, name, postcodes, population, lat, lon = line.split("\t")
    return Commune(
        insee,
        name,
        tuple(postcodes.split()),
        int(population or 0),
        float(lat) if lat else None,
        float(lon) if lon else None,
    )


@cache
def zone_of(insee: str) -> ZoneInfo:
    """The clock of a commune, by its INSEE code: hours of a place are those of its own door."""
    return ZoneInfo(_CLOCKS.get(insee[:3], "Europe/Paris"))


@lru_cache(maxsize=1024)
def commune_at(latitude: float, longitude: float) -> Commune:
    """The commune whose centre is nearest to a point, in degrees. It may be the neighbour of the right one:
    good for a clock or for public holidays, not for an address."""
    narrow = cos(radians(latitude))

    def apart(commune: Commune) -> float:
        if commune.lat is None or commune.lon is None:
            return inf
        return (commune.lat - latitude) ** 2 + ((commune.lon - longitude) * narrow) ** 2

    return min(communes().values(), key=apart)


@cache
def communes_of_postcode(postcode: str) -> frozenset[str]:
    """INSEE codes of the communes served by a postal code."""
    return _by_postcode().get(postcode, frozenset())


@cache
def _by_postcode() -> Mapping[str, frozenset[str]]:
    served: dict[str, set[str]] = {}
    for commune in communes().values():
        for postcode in commune.postcodes:
            served.setdefault(postcode, set()).add(commune.insee)
    return {postcode: frozenset(codes) for postcode, codes in served.items()}


def with_arrondissements(insee_codes: Collection[str]) -> frozenset[str]:
    """The same codes, plus the arrondissements of Paris, Lyon or Marseille when the whole city is there."""
    found = set(insee_codes)
    for city, arrondissements in _ARRONDISSEMENTS.items():
        if city in found:
            found.update(str(code) for code in arrondissements)
    return frozenset(found)


def plain_name(text: str) -> str:
    """A commune's name as postal addresses write it, for comparison: « VITRY SUR SEINE », « ST OUEN »."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    ascii_text = ascii_text.replace("S/", "SUR ").replace("/", " ")
    words = re.sub(r"[^A-Z0-9]+", " ", ascii_text).split()
    return " ".join({"SAINT": "ST", "SAINTE": "STE"}.get(word, word) for word in words)


def territory_map(insee_codes: Collection[str]) -> TerritoryMap:
    """The outlines of a territory, of the communes around it, and the water between them.

    Only the territories of the demonstration have packaged outlines: elsewhere the map is empty and shows
    points alone.
    """
    wanted = frozenset(insee_codes)
    for name in _OUTLINES:
        features = _features(name)
        if wanted and wanted <= {feature["properties"].get("insee") for feature in features}:
            return TerritoryMap(
                tuple(_outline(feature, wanted) for feature in features if _kind(feature) == "commune"),
                tuple(
                    feature["geometry"]["coordinates"] for feature in features if _kind(feature) == "water"
                ),
            )
    return TerritoryMap((), ())


@cache
def _features(name: str) -> list[dict[str, Any]]:
    text = files("api.directory").joinpath("data", "geo", name).read_text(encoding="utf-8")
    features: list[dict[str, Any]] = json.loads(text)["features"]
    return features


def _kind(feature: dict[str, Any]) -> str:
    return str(feature["properties"]["kind"])


def _outline(feature: dict[str, Any], wanted: frozenset[str]) -> Outline:
    insee = feature["properties"]["insee"]
    return Outline(insee, feature["properties"]["name"], insee in wanted, feature["geometry"]["coordinates"])
