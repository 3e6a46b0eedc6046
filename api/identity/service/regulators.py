"""Accounts of regulators that the national SAS platform keeps: under which identifier it knows one."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.policy import may_sign_in
from api.identity.tables import Account, RegulatorIdentity

INTERNAL = "urn:oid:1.2.250.1.213.3.6"
"""The system of the platform's own identifiers (a UUID)."""

IDENTIFIER_SYSTEMS = ("urn:oid:1.2.250.1.71.4.2.1", "urn:oid:1.2.250.1.71.4.2.2", INTERNAL)
"""The systems of the identifiers of regulators, the best first: that of national identifiers of
professionals, that of structures (the guide's own example has it), the platform's own."""


@dataclass(frozen=True)
class NationalIdentifier:
    """How the platform names a regulator (FHIR `Identifier`)."""

    system: str
    value: str

    @property
    def type_code(self) -> Literal["IDNPS", "INTRN"]:
        """Its code in `http://interopsante.org/fhir/CodeSystem/fr-v2-0203`."""
        return "INTRN" if self.system == INTERNAL else "IDNPS"


async def national_identifier(db: AsyncSession, account_id: UUID) -> NationalIdentifier | None:
    """Under which identifier the platform knows an account, the national one rather than its own; None for
    an account that is not the platform's, or that it has closed."""
    wanted = (
        select(RegulatorIdentity)
        .join(Account, Account.id == RegulatorIdentity.account_id)
        .where(RegulatorIdentity.account_id == account_id, RegulatorIdentity.active, may_sign_in())
    )
    known = {row.system: row for row in await db.scalars(wanted)}
    best = next((known[system] for system in IDENTIFIER_SYSTEMS if system in known), None)
    return None if best is None else NationalIdentifier(best.system, best.value)
