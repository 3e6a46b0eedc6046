"""What the official profiles ask for, less their prose.

`python -m tests.fhir.make_profiles PACKAGE_FOLDER`

From the package ans.fhir.fr.sas (CC0) to `profiles.json`: of each profile that we answer, the cardinality,
fixed values, patterns, required bindings and slices of the snapshot's elements.
"""

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent

PROFILES = (
    "BundleAgregateur",
    "FrSlotAgregateur",
    "FrScheduleAgregateur",
    "FrPractitionerAgregateur",
    "FrPractitionerRoleExerciceAgregateur",
    "FrLocationAgregateur",
    "sas-cpts-bundle-aggregator",
    "sas-cpts-slot-aggregator",
    "sas-cpts-healthcareservice-aggregator",
    "sas-cpts-organization-aggregator",
)


def element(given: dict[str, Any]) -> dict[str, Any]:
    """One element of a snapshot, less what no check reads."""
    kept: dict[str, Any] = {"min": given.get("min", 0), "max": given.get("max", "*")}
    for word, value in given.items():
        if word.startswith("fixed"):
            kept["fixed"] = value
        elif word.startswith("pattern"):
            kept["pattern"] = value
    binding = given.get("binding", {})
    if binding.get("strength") == "required":
        kept["binding"] = binding["valueSet"].split("|")[0]
    profiles = [url for kind in given.get("type", []) for url in kind.get("profile", [])]
    if profiles:
        kept["profiles"] = profiles
    matches = [c["expression"] for c in given.get("constraint", []) if "value.matches" in c["expression"]]
    if matches:
        kept["matches"] = matches[0].split("'")[1]
    return kept


def main(folder: Path) -> None:
    """Write profiles.json."""
    found: dict[str, Any] = {"profiles": {}, "value_sets": {}}
    for name in PROFILES:
        given = json.loads((folder / f"StructureDefinition-{name}.json").read_text())
        elements = {one["id"]: element(one) for one in given["snapshot"]["element"]}
        found["profiles"][given["url"]] = {"type": given["type"], "elements": elements}
    for path in sorted(folder.glob("ValueSet-*.json")):
        given = json.loads(path.read_text())
        found["value_sets"][given["url"]] = {
            include["system"]: [concept["code"] for concept in include.get("concept", [])]
            for include in given["compose"]["include"]
        }
    text = json.dumps(found, ensure_ascii=False, indent=0, sort_keys=True)
    (HERE / "profiles.json").write_text(text + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
