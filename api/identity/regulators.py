"""Regulators as the national SAS platform knows them (flow INT_R02). Pure: no database, clock or HTTP."""

from dataclasses import dataclass
from typing import Literal

INTERNAL = "urn:oid:1.2.250.1.213.3.6"
"""The system of the platform's own identifiers (a UUID)."""

IDENTIFIER_SYSTEMS = ("urn:oid:1.2.250.1.71.4.2.1", "urn:oid:1.2.250.1.71.4.2.2", INTERNAL)
"""The systems of the identifiers of regulators, the best first: that of national identifiers of
professionals, that of structures (an example of the guide has it), the platform's own."""


@dataclass(frozen=True)
class NationalIdentifier:
    """How the platform names a regulator (FHIR `Identifier`)."""

    system: str
    value: str

    @property
    def type_code(self) -> Literal["IDNPS", "INTRN"]:
        """Its code in `http://interopsante.org/fhir/CodeSystem/fr-v2-0203`."""
        return "INTRN" if self.system == INTERNAL else "IDNPS"


@dataclass(frozen=True)
class Regulator:
    """An account as the platform keeps it: one identifier of each system at most."""

    identifiers: tuple[NationalIdentifier, ...]
    active: bool
    family: str
    given: str
    email: str


class IdentifierTaken(Exception):
    """Another active account has this identifier."""

    def __init__(self, identifier: NationalIdentifier) -> None:
        super().__init__(identifier.system)
        self.identifier = identifier


def comes_from_platform(origin: str | None) -> bool:
    """Whether a browser says that it comes from the platform: `sas`, `sas-preprod`, `sas-rui`."""
    return origin is not None and origin.startswith("sas")
