"""Does a resource hold its official profile? Cardinality, fixed values, patterns, bindings and slices.

`profiles.json` is made of the official snapshots by `make_profiles.py`. Types of FHIR that a snapshot does
not unfold are not looked into.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from api.directory.nomenclatures import table

HERE = Path(__file__).resolve().parent

AUDIENCES = "https://mos.esante.gouv.fr/NOS/TRE_R314-TypeCreneau/FHIR/TRE-R314-TypeCreneau"
SPECIALTIES = "https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale"
ACTS = "http://terminology.hl7.org/CodeSystem/v3-ActCode"

PLAIN = {
    "http://hl7.org/fhir/ValueSet/bundle-type": {"searchset"},
    "http://hl7.org/fhir/ValueSet/search-entry-mode": {"match", "include", "outcome"},
    "http://hl7.org/fhir/ValueSet/slotstatus": {"busy", "free", "busy-unavailable", "busy-tentative"},
}
"""Value sets of plain codes that stand in other packages."""

CODED = {
    "http://terminology.hl7.org/ValueSet/v3-ActEncounterCode": {ACTS: {"AMB", "EMER", "HH", "IMP", "VR"}},
    # The individual flow: its guide names three, and CPTS belongs to the other flow.
    "https://mos.esante.gouv.fr/NOS/JDV_J165-TypeCreneau-SAS/FHIR/JDV-J165-TypeCreneau-SAS": {
        AUDIENCES: {"PUBLIC", "PRO", "SNP"}
    },
    "http://interopsante.org/fhir/ValueSet/fr-practitioner-specialty": {
        SPECIALTIES: set(table("TRE_R38-SpecialiteOrdinale"))
    },
}
"""Value sets of codings that stand in other packages: system -> codes."""


@cache
def official() -> dict[str, Any]:
    """The official profiles and value sets."""
    return json.loads((HERE / "profiles.json").read_text())


def faults(resource: dict[str, Any]) -> list[str]:
    """Everything in which the resource, and those in it, differ from the profile that each says to hold."""
    found = [f"{where}: empty" for where in _empty(resource, resource["resourceType"])]
    found += _faults_of(resource)
    for entry in resource.get("entry", []):
        found += _faults_of(entry["resource"])
        for contained in entry["resource"].get("contained", []):
            found += _faults_of(contained)
    for contained in resource.get("contained", []):
        found += _faults_of(contained)
    return found


def _empty(value: Any, where: str) -> Iterator[str]:
    if value in (None, "", [], {}):
        yield where
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _empty(part, f"{where}.{name}")
    elif isinstance(value, list):
        for part in value:
            yield from _empty(part, f"{where}[]")


def _faults_of(resource: dict[str, Any]) -> list[str]:
    name = f"{resource['resourceType']}/{resource.get('id', '?')}"
    profiles = resource.get("meta", {}).get("profile", [])
    if len(profiles) != 1:
        return [f"{name}: {len(profiles)} profiles, not one"]
    profile = official()["profiles"].get(profiles[0])
    if profile is None or profile["type"] != resource["resourceType"]:
        return [f"{name}: no official profile {profiles[0]}"]
    elements = profile["elements"]
    unknown = [
        key for key in resource if f"{profile['type']}.{key}" not in elements and key != "resourceType"
    ]
    found = [f"{name}: {key} is no element of its profile" for key in unknown]
    return found + [f"{name} {fault}" for fault in _inside(resource, profile["type"], elements)]


def _inside(value: dict[str, Any], path: str, elements: dict[str, Any]) -> Iterator[str]:
    """The faults of the children of one value, which stands at that id of the snapshot."""
    for child, rule in elements.items():
        above, _, last = child.rpartition(".")
        if above != path:
            continue
        name, _, sliced = last.partition(":")
        name = _chosen(name, value)
        given = value.get(name, [])
        values = given if isinstance(given, list) else [given]
        if sliced:
            values = [one for one in values if _in_slice(one, child, elements)]
        if len(values) < rule["min"]:
            yield f"{child}: {len(values)}, at least {rule['min']}"
        if rule["max"] != "*" and len(values) > int(rule["max"]):
            yield f"{child}: {len(values)}, at most {rule['max']}"
        for one in values:
            yield from _one(one, child, rule)
            if isinstance(one, dict):
                yield from _inside(one, child, elements)


def _chosen(name: str, value: dict[str, Any]) -> str:
    """`value[x]` -> the one that is there, such as `valueReference`."""
    if not name.endswith("[x]"):
        return name
    return next((key for key in value if key.startswith(name[:-3])), name)


def _one(value: Any, where: str, rule: dict[str, Any]) -> Iterator[str]:
    if "fixed" in rule and value != rule["fixed"]:
        yield f"{where}: not {rule['fixed']}"
    if "pattern" in rule and not _holds(value, rule["pattern"]):
        yield f"{where}: does not hold the pattern {rule['pattern']}"
    if "binding" in rule and not _bound(value, rule["binding"]):
        yield f"{where}: {value} is not of {rule['binding']}"
    if "matches" in rule and re.search(rule["matches"], value["value"]) is None:
        yield f"{where}: {value['value']} is not {rule['matches']}"


def _holds(value: Any, pattern: Any) -> bool:
    """Whether the value has all that the pattern has (FHIR, ElementDefinition.pattern)."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(_holds(value.get(k), part) for k, part in pattern.items())
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(_holds(v, part) for v in value) for part in pattern)
    return bool(value == pattern)


def _bound(value: Any, value_set: str) -> bool:
    """Whether a code, or one coding of a concept, is of the value set; not of a set that we do not know."""
    if isinstance(value, str):
        return value in PLAIN.get(value_set, ())
    codes = CODED.get(value_set) or official()["value_sets"].get(value_set, {})
    codings = value.get("coding", [value])
    return any(coding.get("code") in codes.get(coding.get("system"), ()) for coding in codings)


def _in_slice(value: dict[str, Any], slice_id: str, elements: dict[str, Any]) -> bool:
    """Whether a value belongs to a slice: by the type of its resource, what is fixed in it, its binding."""
    rule = elements[slice_id]
    if (resource := elements.get(f"{slice_id}.resource")) is not None and "resource" in value:
        wanted = [official()["profiles"].get(url, {}).get("type") for url in resource["profiles"]]
        return value["resource"]["resourceType"] in wanted
    fixed = elements.get(f"{slice_id}.coding.system", {})
    if system := fixed.get("pattern") or fixed.get("fixed"):
        return any(coding.get("system") == system for coding in value.get("coding", []))
    if "binding" in rule:
        return _bound(value, rule["binding"])
    url = elements.get(f"{slice_id}.url", {}).get("fixed")
    return url is not None and value.get("url") == url
