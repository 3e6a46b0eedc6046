"""Lines of the national files, for the tests of their reading."""

from importlib.resources import files
from pathlib import Path

import pytest

from api.directory.rpps import Report, RppsPerson, UnreadableFile, read

VITRY = {"94081"}
DEMO = Path(str(files("api.seed").joinpath("data")))
ACTIVITIES = DEMO / "vitry" / "PS_LibreAcces_Personne_activite_202611020600.txt"
SKILLS = DEMO / "vitry" / "PS_LibreAcces_SavoirFaire_202611020600.txt"
HEADER = ACTIVITIES.read_text(encoding="utf-8").split("\n", 1)[0].split("|")
COORD = " (coord. structure)"
MODEL = {
    "Type d'identifiant PP": "8",
    "Identifiant PP": "10999000028",
    "Nom d'exercice": "LE GOFF-N'DIAYE",
    "Prénom d'exercice": "Maïwenn",
    "Code profession": "10",
    "Code catégorie professionnelle": "C",
    "Code mode exercice": "L",
    "Identifiant technique de la structure": "C99999000000001",
    f"Bureau cedex{COORD}": "94400 VITRY SUR SEINE",
    f"Code postal{COORD}": "94400",
    f"Code commune{COORD}": "94081",
    f"Libellé commune{COORD}": "Vitry-sur-Seine",
    "Code rôle": "FON-01",
    "Code genre activité": "GENR01",
}


def line(**changes: str) -> str:
    """A line of Personne_activite: that of MODEL, with some columns changed (their short names: ALIASES)."""
    row = MODEL | {ALIASES[name]: value for name, value in changes.items()}
    return "|".join(row.get(name, "") for name in HEADER)


ALIASES = {
    "rpps": "Identifiant PP",
    "id_type": "Type d'identifiant PP",
    "family": "Nom d'exercice",
    "profession": "Code profession",
    "category": "Code catégorie professionnelle",
    "skill_kind": "Code type savoir-faire",
    "skill": "Code savoir-faire",
    "structure": "Identifiant technique de la structure",
    "name": "Raison sociale site",
    "cedex": f"Bureau cedex{COORD}",
    "postcode": f"Code postal{COORD}",
    "commune": f"Code commune{COORD}",
    "commune_name": f"Libellé commune{COORD}",
    "country": f"Code pays{COORD}",
    "phone": f"Téléphone{COORD}",
    "mode": "Code mode exercice",
    "role": "Code rôle",
    "kind": "Code genre activité",
}


class Writer:
    """Writes a Personne_activite file of some lines and gives its path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *lines: str, header: str = "|".join(HEADER), encoding: str = "utf-8") -> Path:
        path = self.folder / "Personne_activite.txt"
        path.write_bytes("\n".join((header, *lines, "")).encode(encoding))
        return path


def given(*paths: Path, communes: set[str] = VITRY) -> tuple[list[RppsPerson], Report]:
    report = Report()
    people = list(read(paths, communes, report))
    assert report.read == report.kept + sum(report.ignored.values()) + report.rejected_count
    assert report.persons == len(people)
    return people, report


def refused(*paths: Path) -> UnreadableFile:
    """The refusal of these files; nothing is given out before it."""
    report = Report()
    with pytest.raises(UnreadableFile) as caught:
        next(read(paths, VITRY, report))
    assert report.persons == 0
    return caught.value
