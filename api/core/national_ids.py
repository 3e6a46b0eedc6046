"""How the national platforms number persons and structures, in FHIR's words. Pure."""

from typing import Any

PERSON_IDS, STRUCTURE_IDS = "urn:oid:1.2.250.1.71.4.2.1", "urn:oid:1.2.250.1.71.4.2.2"
"""The systems of the national identifiers of persons (IDNPS) and of structures (IDNST)."""

SAS_IDS = "urn:oid:1.2.250.1.213.3.6"
"""The system of the SAS platform's own identifiers of persons (a UUID)."""

IDENTIFIER_TYPES = "http://interopsante.org/fhir/CodeSystem/fr-v2-0203"
"""Where the codes of kinds of identifiers are from (IDNPS, IDNST, INTRN)."""


def of_professional(rpps: str) -> str:
    """The national identifier (IDNPS) of a professional: 8 says that the RPPS number follows."""
    return f"8{rpps}"


def identifier(code: str, system: str, value: str, *, types: str = IDENTIFIER_TYPES) -> dict[str, Any]:
    """A FHIR `Identifier` of that kind."""
    return {"type": {"coding": [{"system": types, "code": code}]}, "system": system, "value": value}
