"""Regulators as the national SAS platform knows them (flow INT_R02). Pure: no database, clock or HTTP."""

import re
from dataclasses import dataclass
from typing import Literal

from api.core.national_ids import PERSON_IDS, SAS_IDS, STRUCTURE_IDS

IDENTIFIER_SYSTEMS = (PERSON_IDS, STRUCTURE_IDS, SAS_IDS)
"""The systems of the identifiers of regulators, the best first: that of national identifiers of
professionals, that of structures (an example of the guide has it), the platform's own."""

_OF_A_PERSON = re.compile(r"8[0-9]{11}|[0-79].+", re.ASCII)


@dataclass(frozen=True)
class NationalIdentifier:
    """How the platform names a regulator (FHIR `Identifier`)."""

    system: str
    value: str

    @property
    def type_code(self) -> Literal["IDNPS", "INTRN"]:
        """Its code among the types of identifiers."""
        return "INTRN" if self.system == SAS_IDS else "IDNPS"

    @property
    def may_be(self) -> bool:
        """Whether there may be such an identifier. A national one begins with the digit of its kind
        (TRE_G08): after 8 comes an RPPS number, of eleven digits; what follows the others (the register of a
        hospital, for one) nobody has laid down. The platform's own are what it likes."""
        return (
            self.system not in (PERSON_IDS, STRUCTURE_IDS) or _OF_A_PERSON.fullmatch(self.value) is not None
        )


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
