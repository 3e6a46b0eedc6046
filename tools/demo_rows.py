"""Pieces of a line of Personne_activite, for make_demo_rpps.py."""

from __future__ import annotations

from api.directory import geography, nomenclatures

Row = dict[str, str]
COORD = " (coord. structure)"  # how the file ends the names of address columns


def elsewhere(insee: str) -> Row:
    """Address columns of another commune."""
    commune = geography.communes()[insee]
    postal = f"{commune.postcodes[0]} {geography.plain_name(commune.name)}"
    return {
        f"Code commune{COORD}": insee,
        f"Libellé commune{COORD}": commune.name,
        f"Code postal{COORD}": commune.postcodes[0],
        f"Bureau cedex{COORD}": postal,
    }


def skill(code: str) -> Row:
    """The savoir-faire columns of a code of R38 or R39; empty when there is none."""
    if not code:
        return {}
    kind, label = ("C", "Compétence") if code.startswith("C") else ("S", "Spécialité ordinale")
    return {
        "Code type savoir-faire": kind,
        "Libellé type savoir-faire": label,
        "Code savoir-faire": code,
        "Libellé savoir-faire": nomenclatures.savoir_faire()[code].label,
    }
