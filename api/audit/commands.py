"""`maillage audit verify`: walk every chain, and say to the operator in French what was found."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from api.audit.rules import NATIONAL, Seal
from api.audit.service import Findings, verify
from api.contract.models import AuditFault as Fault
from api.core.db import unit_of_work
from api.core.operator import OptionRefused

_WORDS = {
    Fault.altered: "la ligne {number}, ou son sceau, a été changée",
    Fault.missing: "la ligne {number} manque",
    Fault.cut_short: "les lignes à partir de {number} ont disparu",
}

_COMMUNITIES = text("SELECT id, short_name FROM communities ORDER BY short_name, id")


@dataclass(frozen=True)
class Checked:
    """A chain that was walked: its id, one sentence, whether it is broken, and its last number and seal."""

    chain: str
    sentence: str
    broken: bool
    head: tuple[int, str]


def read_heads(file: Path) -> dict[UUID, Seal]:
    """The seals that were noted the last time. Raises OptionRefused when the file holds something else."""
    try:
        noted = json.loads(file.read_text())
        return {UUID(chain): Seal(int(no), bytes.fromhex(seal)) for chain, (no, seal) in noted.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise OptionRefused("--heads", f"{file} n’est pas un relevé de sceaux de cette commande") from error


async def verify_chains(noted: Mapping[UUID, Seal]) -> list[Checked]:
    """Walk the chain of each community, and that of what belongs to none. `noted`: earlier seals of them,
    which nobody who holds the database can have changed. Those of the last night stand for what is not."""
    async with unit_of_work() as db:
        names = {row.id: row.short_name for row in await db.execute(_COMMUNITIES)}
    gone = {chain: f"CPTS disparue ({chain})" for chain in noted.keys() - names.keys() - _OUTSIDE.keys()}
    chains = names | _OUTSIDE | gone
    return [await _checked(chain, name, noted.get(chain)) for chain, name in chains.items()]


_OUTSIDE = {NATIONAL: "Hors communauté"}


async def _checked(chain: UUID, name: str, known: Seal | None) -> Checked:
    async with unit_of_work(chain) as db:
        findings = await verify(db, chain, known=known)
    reached = findings.reached
    return Checked(
        chain=str(chain),
        sentence=f"{name} : {_said(findings)}",
        broken=findings.found is not None,
        head=(reached.number, reached.hash.hex()),
    )


def _said(findings: Findings) -> str:
    if (found := findings.found) is not None:
        return f"CHAÎNE ROMPUE, {_WORDS[found.fault].format(number=found.number)}."
    lines = findings.reached.number - findings.removed
    waiting = f", {findings.unsealed} pas encore scellées" if findings.unsealed else ""
    gone = f", {findings.removed} effacées après leur durée" if findings.removed else ""
    return f"{lines} lignes intactes{waiting}{gone}."
