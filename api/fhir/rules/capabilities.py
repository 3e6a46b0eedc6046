"""What this FHIR server does, in FHIR's own words (CapabilityStatement). Pure."""

from typing import Any

from api.fhir.rules import codes, media, query

PUBLISHED = "2026-11-28"
"""The day when what is said below was last changed."""

_SEARCHED = (
    ("start", "date", "Twice: ge and le"),
    (query.PEOPLE, "token", f"1 to {query.MOST_PEOPLE}, separated by commas"),
    (query.STATUS, "token", "free"),
)
_READ = {
    "Slot": [codes.CPTS_SLOT, codes.SLOT],
    "Schedule": [codes.SCHEDULE],
    "Practitioner": [codes.PRACTITIONER],
    "PractitionerRole": [codes.ROLE],
    "HealthcareService": [codes.CPTS_SERVICE],
    "Organization": [codes.CPTS_ORGANIZATION],
}


def capability_statement(base: str, version: str) -> dict[str, Any]:
    """The statement of the instance at that address, which runs that version of Maillage."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": PUBLISHED,
        "kind": "instance",
        "software": {"name": "Maillage", "version": version},
        "implementation": {"description": "Availability for the SAS platform", "url": f"{base}/fhir"},
        "fhirVersion": "4.0.1",
        "format": [media.FHIR, media.PLATFORM],
        "implementationGuide": ["https://interop.esante.gouv.fr/ig/fhir/sas"],
        "rest": [{"mode": "server", "resource": [_resource(name, its) for name, its in _READ.items()]}],
    }


def _resource(name: str, profiles: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": name,
        "supportedProfile": profiles,
        "interaction": [{"code": "read"}],
    }
    if name == "Slot":
        found["interaction"].append({"code": "search-type"})
        found["searchInclude"] = [query.SCHEDULES, query.ACTORS, query.SERVICES, query.ORGANIZATIONS]
        found["searchParam"] = [
            {"name": parameter, "type": kind, "documentation": said} for parameter, kind, said in _SEARCHED
        ]
    return found
